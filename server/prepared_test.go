package server

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"partyline/export"
)

// asked sends a request with an idempotency key.
func (p *party) keyed(key, path string, body string) answered {
	p.Helper()
	req, err := http.NewRequest("POST", p.base+"/api/v1"+path, strings.NewReader(body))
	p.must(err)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Origin", p.base)
	req.Header.Set("Cookie", p.cookie())
	req.Header.Set("Idempotency-Key", key)
	resp, err := http.DefaultClient.Do(req)
	p.must(err)
	defer resp.Body.Close()
	var b bytes.Buffer
	_, err = b.ReadFrom(resp.Body)
	p.must(err)
	return answered{status: resp.StatusCode, header: resp.Header, body: b.Bytes()}
}

// A long file of a campaign, over HTTP: said to be long, begun once however often its press is repeated, heard of by the page that listens to
// the campaign, fetched whole under its name; nobody else's, and gone when it is taken away.
func TestALongFileIsPreparedAndFetched(t *testing.T) {
	onShiftAt(t, 1, 1, 1, func(t *testing.T, s *shift) {
		s.server.Exports.Long, s.server.Exports.PartSize = 100, 8<<10
		maya := s.boss()
		id := s.campaignCalled(maya, 400)
		path := "/campaigns/" + id
		other := "/campaigns/" + maya.do("POST", "/campaigns", map[string]any{"name": "Autumn"}, 201).text("id")
		var all export.Overview
		maya.do("GET", path+"/exports?pass=2", nil, 200).into(t, &all)
		if all.Long != 100 || len(all.Files) != 6 || len(all.Prepared) != 0 || all.Seq == 0 {
			t.Errorf("%+v", all)
		}
		for _, f := range all.Files {
			want := map[string]int64{"contacts": 400, "callers": 1}[f.File]
			if f.Rows != want || f.Long != (want > 100) {
				t.Errorf("%+v", f)
			}
		}
		maya.listen("/ws")
		maya.say(map[string]any{"type": "subscribe", "topic": "campaign/" + id, "since": all.Seq})
		begun := maya.keyed("press-1", path+"/exports", `{"file":"contacts","format":"csv"}`)
		again := maya.keyed("press-1", path+"/exports", `{"file":"contacts","format":"csv"}`)
		prepared := begun.text("id")
		if begun.status != 201 || again.status != 201 || again.text("id") != prepared || prepared == "" {
			t.Fatalf("%s, then %s", begun.body, again.body)
		}
		maya.hears("that it is ready", func(f map[string]any) bool {
			data, _ := f["data"].(map[string]any)
			return f["kind"] == "export.changed" && data["id"] == prepared && data["state"] == "ready" && data["percent"] == 100.0
		})
		got := maya.do("GET", path+"/exports/"+prepared+"/file", nil, 200)
		want := maya.do("GET", path+"/export/contacts.csv", nil, 200)
		if !bytes.Equal(got.body, want.body) || got.header.Get("Content-Disposition") != want.header.Get("Content-Disposition") || got.header.Get("Content-Type") != "text/csv; charset=utf-8" ||
			got.header.Get("Content-Length") != fmt.Sprint(len(want.body)) || got.header.Get("Cache-Control") != "no-store" || !strings.Contains(got.header.Get("Content-Disposition"), "spring-gotv-contacts-") {
			t.Errorf("%d bytes instead of %d, %v", len(got.body), len(want.body), got.header)
		}
		var one export.View
		maya.do("GET", path+"/exports/"+prepared, nil, 200).into(t, &one)
		maya.do("GET", path+"/exports", nil, 200).into(t, &all)
		if one.Rows != 400 || one.By.Name != "Maya Osei" || len(all.Prepared) != 1 || all.Prepared[0].ID != prepared {
			t.Errorf("%+v, %+v", one, all.Prepared)
		}
		for _, wrong := range []string{other + "/exports/" + prepared, other + "/exports/" + prepared + "/file", path + "/exports/none", path + "/exports/none/file"} {
			maya.do("GET", wrong, nil, 404)
		}
		maya.do("DELETE", other+"/exports/"+prepared, nil, 404)
		for body, code := range map[string]string{`{"file":"drops","format":"csv"}`: "export_unknown", `{"file":"secrets","format":"csv"}`: "export_unknown", `{"file":"contacts","format":"xlsx"}`: "invalid"} {
			if r := maya.keyed("press-"+body[9:12]+code+body[len(body)-6:], path+"/exports", body); r.status != 422 || r.text("code") != code {
				t.Errorf("%s: %d %s", body, r.status, r.body)
			}
		}
		_, err := s.db.Exec(context.Background(), `UPDATE organisations SET show_numbers = TRUE`)
		s.must(err)
		numbered := maya.do("POST", path+"/exports", map[string]any{"file": "attempts", "format": "json", "pass": 1}, 201).text("id")
		s.until("it is ready", func() bool { return maya.do("GET", path+"/exports/"+numbered, nil, 200).text("state") == "ready" })
		if r := maya.do("GET", path+"/exports/"+numbered+"/file", nil, 200); !bytes.Contains(r.body, []byte(`"+4477`)) {
			t.Error("numbers are shown, and not in it")
		}
		_, err = s.db.Exec(context.Background(), `UPDATE organisations SET show_numbers = FALSE`)
		s.must(err)
		if r := maya.do("GET", path+"/exports/"+numbered+"/file", nil, 410); r.text("code") != "export_numbers" {
			t.Errorf("%s", r.body)
		}
		maya.do("DELETE", path+"/exports/"+prepared, nil, 204)
		maya.do("DELETE", path+"/exports/"+prepared, nil, 204)
		if r := maya.do("GET", path+"/exports/"+prepared+"/file", nil, 410); r.text("code") != "export_cancelled" {
			t.Errorf("%s", r.body)
		}
		if n := len(s.server.fetching); n != 0 {
			t.Errorf("%d are being fetched", n)
		}
	})
}

// The same of a session: its leader and who minds it may, another vice-captain may not, and nobody fetches it by another session's address.
func TestALongFileOfASessionIsForWhoMindsIt(t *testing.T) {
	onShift(t, 2, 300, func(t *testing.T, s *shift) {
		s.server.Exports.Long, s.server.Exports.PartSize = 100, 8<<10
		p := s.called()
		_, err := s.db.Exec(context.Background(), `UPDATE group_leaders SET role = 'vice_captain' WHERE user_id IN ($1)`, s.Leaders)
		s.must(err)
		other := s.seat(1)
		path := "/sessions/" + p.session + "/exports"
		var all export.Overview
		p.ask("GET", path, nil).want(t, 200, "").into(t, &all)
		if len(all.Files) != 3 || all.Files[0].Rows != 300 || !all.Files[0].Long {
			t.Errorf("%+v", all.Files)
		}
		id := p.ask("POST", path, map[string]any{"file": "logs", "format": "json"}).want(t, 201, "").text("id")
		s.until("it is ready", func() bool { return p.ask("GET", path+"/"+id, nil).text("state") == "ready" })
		got := p.ask("GET", path+"/"+id+"/file", nil).want(t, 200, "")
		if want := p.ask("GET", "/sessions/"+p.session+"/export/logs.json", nil); !bytes.Equal(got.body, want.body) || len(got.body) < 300*100 {
			t.Errorf("%d bytes instead of %d", len(got.body), len(want.body))
		}
		for _, r := range []struct{ method, path string }{{"GET", path}, {"POST", path}, {"GET", path + "/" + id}, {"GET", path + "/" + id + "/file"}, {"DELETE", path + "/" + id}} {
			if got := other.ask(r.method, r.path, map[string]any{"file": "logs", "format": "json"}); got.status != 403 {
				t.Errorf("another vice-captain: %s %s: %d %s", r.method, r.path, got.status, got.body)
			}
		}
		p.ask("GET", path+"/"+id+"/file", nil).want(t, 200, "")
	})
}
