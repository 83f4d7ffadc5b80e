package server

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"partyline/campaign"
	"partyline/roster"
)

// tornRejects is a database whose connection breaks behind the first page of a file's rejects.
type tornRejects struct{ campaign.Store }

func (b tornRejects) Read(ctx context.Context, f func(r campaign.Reader) error) error {
	return b.Store.Read(ctx, func(r campaign.Reader) error { return f(tornReader{r}) })
}

type tornReader struct{ campaign.Reader }

func (r tornReader) Rejects(load string, after int64, n int) ([]campaign.Reject, error) {
	if after > 0 {
		return nil, io.ErrUnexpectedEOF
	}
	return r.Reader.Rejects(load, after, n)
}

// tornImports is the same for rejects of imports.
type tornImports struct{ roster.Store }

func (b tornImports) Read(ctx context.Context, f func(r roster.Reader) error) error {
	return b.Store.Read(ctx, func(r roster.Reader) error { return f(tornImport{r}) })
}

type tornImport struct{ roster.Reader }

func (r tornImport) Rejects(id string, after int64, n int) ([]roster.Reject, error) {
	if after > 0 {
		return nil, io.ErrUnexpectedEOF
	}
	return r.Reader.Rejects(id, after, n)
}

func TestHalfAFileOfRejectsNeverLooksWhole(t *testing.T) {
	onShiftAt(t, 1, 1, 1, func(t *testing.T, s *shift) {
		maya := s.boss()
		bad := "Phone,Name\n07400123001,Ada\n" + strings.Repeat("12,"+strings.Repeat("Short", 20)+"\n", 1200)
		id := maya.do("POST", "/campaigns", map[string]any{"name": "Spring GOTV"}, 201).text("id")
		load := maya.do("POST", "/campaigns/"+id+"/contacts?name=people.csv", bad, 201).text("id")
		group := maya.do("POST", "/groups", map[string]any{"name": "Leeds"}, 201).text("id")
		imp := maya.do("POST", "/groups/"+group+"/imports?name=people.csv", bad, 201).text("id")
		maya.do("POST", "/imports/"+imp+"/check", nil, 200)
		paths := []string{"/campaigns/" + id + "/contacts/" + load + "/rejects.csv", "/campaigns/" + id + "/rejects.csv", "/imports/" + imp + "/rejects.csv"}
		s.until("the file is looked at", func() bool {
			return strings.Contains(string(maya.do("GET", "/campaigns/"+id, nil, 200).body), `"state":"scanned"`)
		})
		s.must(s.server.Roster.Work(context.Background(), roster.JobCheck, imp))
		for _, path := range paths {
			if n := strings.Count(string(maya.do("GET", path, nil, 200).body), "\n"); n != 1201 {
				t.Errorf("%s: %d lines of the whole file", path, n)
			}
		}
		s.server.Campaigns.Store, s.server.Roster.Store = tornRejects{s.server.Campaigns.Store}, tornImports{s.server.Roster.Store}
		for _, path := range paths {
			req, err := http.NewRequest("GET", s.base+"/api/v1"+path, nil)
			s.must(err)
			req.Header.Set("Cookie", maya.cookie())
			resp, err := http.DefaultClient.Do(req)
			if err != nil { // before its first piece was sent
				continue
			}
			b, err := io.ReadAll(resp.Body)
			resp.Body.Close()
			if err == nil {
				t.Errorf("%s: %d, %d bytes looked whole", path, resp.StatusCode, len(b))
			}
		}
		s.until("the operator reads of each", func() bool { return strings.Count(s.log.String(), "a file was not sent whole") == len(paths) })
		if n := len(s.server.fetching); n != 0 {
			t.Errorf("%d files are held on to", n)
		}
	})
}
