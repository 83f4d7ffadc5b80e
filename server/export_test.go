package server

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"partyline/calling"
	"partyline/clock"
	"partyline/export"
	"partyline/storage"
	"partyline/storage/storagetest"
)

func (p *seat) file(name string) *http.Response {
	p.Helper()
	req, err := http.NewRequest("GET", p.base+"/api/v1/sessions/"+p.session+"/export/"+name, nil)
	p.must(err)
	req.Header.Set("Authorization", "Bearer "+p.token)
	resp, err := sips.Do(req)
	p.must(err)
	return resp
}

func (s *shift) called() *seat {
	s.Helper()
	p := s.seat(0)
	p.session = "session-1"
	storagetest.Session(s.T, s.db, s.Place, p.session)
	return p
}

func TestExportsAreFilesForSpreadsheetsAndPrograms(t *testing.T) {
	onShift(t, 1, 3, func(t *testing.T, s *shift) {
		ctx := context.Background()
		p := s.called()
		set := func(query string, args ...any) {
			t.Helper()
			_, err := s.db.Exec(ctx, query, args...)
			s.must(err)
		}
		set(`UPDATE supporters SET email = 'a@people.example', tags = '["union","night shift"]', name = '=HYPERLINK("x")' WHERE id = $1`, s.Supporters[0])
		set(`UPDATE logs SET notes = $1 WHERE supporter_id = $2`, "-1, \"quoted\"\r\nsecond line Ł", s.Supporters[0])
		for _, shown := range []bool{false, true} {
			set(`UPDATE organisations SET show_numbers = $1`, shown)
			for _, x := range calling.Exports {
				r := p.ask("GET", "/sessions/"+p.session+"/export/"+x.Name+".csv", nil).want(t, 200, "")
				text, marked := strings.CutPrefix(string(r.body), "\uFEFF")
				if !marked || r.header.Get("Content-Type") != "text/csv; charset=utf-8" || r.header.Get("Cache-Control") != "no-store" ||
					r.header.Get("Content-Disposition") != "attachment; filename=rent-strike--evening-"+x.Name+"-"+s.clock.Now().UTC().Format("2006-01-02")+".csv" {
					t.Errorf("%s: %v %q", x.Name, r.header, text[:40])
				}
				rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
				s.must(err)
				if len(rows) != 4 {
					t.Fatalf("%s: %d rows", x.Name, len(rows))
				}
				one := map[string]string{}
				for i, c := range x.Columns {
					if rows[0][i] != c.Name {
						t.Errorf("%s: column %d is %q", x.Name, i, rows[0][i])
					}
					one[c.Name] = rows[1][i]
					for _, row := range rows[1:] {
						if c.Kind == calling.Instant && row[i] != "" {
							if at, err := time.Parse(time.RFC3339, row[i]); err != nil || !strings.HasSuffix(row[i], "Z") || at.IsZero() {
								t.Errorf("%s %s: %q", x.Name, c.Name, row[i])
							}
						}
						if row[i] != "" && strings.ContainsRune("=+-@\t\r", rune(row[i][0])) {
							t.Errorf("%s %s would run: %q", x.Name, c.Name, row[i])
						}
					}
				}
				phone, email := "", ""
				if shown {
					phone, email = "'"+s.number(0), "a@people.example"
				}
				if one["name"] != `'=HYPERLINK("x")` || one["phone"] != phone || one["email"] != email {
					t.Errorf("%s, numbers shown %v: %v", x.Name, shown, one)
				}
				var all []map[string]any
				p.ask("GET", "/sessions/"+p.session+"/export/"+x.Name+".json", nil).want(t, 200, "").into(t, &all)
				if len(all) != 3 || len(all[0]) != len(x.Columns) || all[0]["name"] != `=HYPERLINK("x")` || (all[0]["phone"] == nil) == shown {
					t.Errorf("%s: %v", x.Name, all)
				}
				switch x.Name {
				case "entries":
					if one["rank"] != "1" || one["tags"] != "union; night shift" || fmt.Sprint(all[0]["tags"]) != "[union night shift]" || all[0]["skip_until"] != nil || all[0]["off_list"] != false {
						t.Errorf("%v %v", one, all[0])
					}
				case "logs":
					if one["notes"] != "'-1, \"quoted\"\nsecond line Ł" || all[0]["notes"] != "-1, \"quoted\"\r\nsecond line Ł" || all[0]["reached"] != true || one["logged_at"] != "2026-03-02T10:00:00.000Z" {
						t.Errorf("%q %v", one["notes"], all[0])
					}
				}
			}
		}
		set(`DELETE FROM logs`)
		if r := p.ask("GET", "/sessions/"+p.session+"/export/logs.json", nil).want(t, 200, ""); string(r.body) != "[\n]\n" {
			t.Errorf("nothing is %q", r.body)
		}
		p.ask("GET", "/sessions/"+p.session+"/export/secrets.csv", nil).want(t, 404, "")
		p.ask("GET", "/sessions/none/export/logs.csv", nil).want(t, 404, "not_found")
	})
}

// 100,000 rows, read slowly enough to look at the heap in between: it holds a row and some buffers.
func TestAnExportOfAHundredThousandTakesNoMemory(t *testing.T) {
	const people = 100_000
	if !byItself(t) {
		return
	}
	c := clock.New(1)
	one := func(t *testing.T, config storage.Config) {
		config.Clock = c
		s := newShiftAt(t, narrow(t), storagetest.Open(t, config), c, 1, people)
		p := s.called()
		s.Supporters = nil
		for _, name := range []string{"entries.csv", "logs.json"} {
			rows, bytes, grown := s.heapOver(20_000, func() *http.Response { return p.file(name) })
			t.Logf("%s: %d rows, %d kB, the heap grew by at most %d kB", name, rows, bytes>>10, grown>>10)
			if rows < people || bytes < 10<<20 {
				t.Errorf("%s: %d rows, %d bytes", name, rows, bytes)
			}
			if grown > heldAtMost {
				t.Errorf("%s: the heap grew by %d kB", name, grown>>10)
			}
		}
	}
	t.Run("postgres", func(t *testing.T) { one(t, storage.Config{URL: storagetest.Postgres(t)}) })
	t.Run("embedded", func(t *testing.T) { one(t, storage.Config{Path: storagetest.Embedded(t)}) })
}

func TestAnExportWhoseReaderGoesAwayLeavesNothingBehind(t *testing.T) {
	onShift(t, 1, 20_000, func(t *testing.T, s *shift) {
		p := s.called()
		for range 5 {
			resp := p.file("entries.json")
			_, err := io.ReadFull(resp.Body, make([]byte, 1000))
			s.must(err)
			s.must(resp.Body.Close())
			s.until("it is let go", func() bool { return len(s.server.exporting) == 0 })
		}
		var open []*http.Response
		for range exportsAtOnce {
			open = append(open, p.file("entries.json"))
		}
		p.ask("GET", "/sessions/"+p.session+"/export/logs.csv", nil).want(t, 503, "exports_busy")
		for _, r := range open {
			var all []json.RawMessage
			s.must(json.NewDecoder(r.Body).Decode(&all))
			if len(all) != 20_000 {
				t.Errorf("%d rows", len(all))
			}
			s.must(r.Body.Close())
		}
		p.ask("GET", "/sessions/"+p.session+"/export/logs.csv", nil).want(t, 200, "")
	})
}

// brokenOff is a database whose connection breaks after some rows.
type brokenOff struct{ export.Source }

func (b brokenOff) Rows(ctx context.Context, f export.File, row func([]any) error) error {
	n := 0
	return b.Source.Rows(ctx, f, func(cells []any) error {
		if n++; n == 1500 {
			return io.ErrUnexpectedEOF
		}
		return row(cells)
	})
}

func TestHalfAnExportNeverLooksWhole(t *testing.T) {
	onShift(t, 1, 2000, func(t *testing.T, s *shift) {
		p := s.called()
		s.server.Exports.Source = brokenOff{s.server.Exports.Source}
		resp := p.file("entries.csv")
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if err == nil {
			t.Errorf("%d bytes looked whole", len(b))
		}
		s.until("the operator reads of it", func() bool { return strings.Contains(s.log.String(), "a file was not sent whole") })
	})
}
