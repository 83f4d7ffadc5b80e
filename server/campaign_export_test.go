package server

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/clock"
	"partyline/dialer"
	"partyline/export"
	"partyline/storage"
	"partyline/storage/storagetest"
)

// called is a campaign with so many contacts, each called once, with an answer; the last one's is a version that does not count.
func (s *shift) campaignCalled(maya *party, contacts int) (id string) {
	s.Helper()
	ctx := context.Background()
	id = maya.do("POST", "/campaigns", map[string]any{"name": "Spring GOTV"}, 201).text("id")
	script := campaign.DefaultScript()
	script.Questions[0].Answers[0].Next = "support"
	script.Questions = append(script.Questions,
		campaign.Question{ID: "support", Title: "=Will you support Maria?", Kind: campaign.Multiple, Next: "age", Answers: []campaign.Answer{{ID: "yes", Label: "-Yes, she \"is\" good"}, {ID: "no", Label: "No"}}},
		campaign.Question{ID: "age", Title: "How old?", Kind: campaign.Number, Next: campaign.End, Answers: []campaign.Answer{}}, campaign.Question{ID: "years", Title: "How old?", Kind: campaign.Text, Next: campaign.End, Answers: []campaign.Answer{}})
	maya.do("PATCH", "/campaigns/"+id, map[string]any{"version": maya.do("GET", "/campaigns/"+id, nil, 200).field("version"), "script": script}, 200)
	var organisations []string
	s.must(s.db.Find(ctx, &organisations, `SELECT organisation_id FROM campaigns WHERE id = $1`, id))
	storagetest.Called(s.T, s.db, organisations[0], id, contacts, s.clock.Now().Add(-48*time.Hour))
	return id
}

func TestACampaignsFilesForSpreadsheetsAndPrograms(t *testing.T) {
	onShiftAt(t, 1, 1, 1, func(t *testing.T, s *shift) {
		maya := s.boss()
		id := s.campaignCalled(maya, 3)
		for _, shown := range []bool{false, true} {
			_, err := s.db.Exec(context.Background(), `UPDATE organisations SET show_numbers = $1`, shown)
			s.must(err)
			for _, x := range export.OfCampaigns {
				r := maya.do("GET", "/campaigns/"+id+"/export/"+x.Name+".csv", nil, 200)
				text, marked := strings.CutPrefix(string(r.body), "\uFEFF")
				rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
				s.must(err)
				if !marked || !strings.HasPrefix(r.header.Get("Content-Disposition"), "attachment; filename=spring-gotv-"+x.Name+"-") {
					t.Errorf("%s: %v", x.Name, r.header)
				}
				for _, row := range rows {
					for i, cell := range row {
						if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
							t.Errorf("%s %s would run: %q", x.Name, rows[0][i], cell)
						}
					}
				}
				one := map[string]string{}
				if len(rows) > 1 {
					for i, name := range rows[0] {
						one[name] = rows[1][i]
					}
				}
				var all []map[string]any
				s.must(json.Unmarshal(maya.do("GET", "/campaigns/"+id+"/export/"+x.Name+".json", nil, 200).body, &all))
				if want := map[string]int{"attempts": 3, "contacts": 3, "answers": 10, "callers": 1, "approvals": 0, "drops": 1}[x.Name]; len(rows) != want+1 || len(all) != want {
					t.Fatalf("%s: %d rows, %d things, want %d\n%s", x.Name, len(rows)-1, len(all), want, text)
				}
				if phone, has := one["phone"]; has && (phone != "") != shown {
					t.Errorf("%s, numbers shown %v: %q", x.Name, shown, phone)
				}
				if strings.Contains(text, "900999") {
					t.Errorf("%s has the caller's own number", x.Name)
				}
				switch x.Name {
				case "attempts":
					if one["name"] != "'=Person 0" || one["caller"] != "'@Ann" || one["first_answer"] != "Talking to the correct person" || one["talk_seconds"] != "61" || one["line_type"] != "cell" || all[0]["call_back_at"] != nil {
						t.Errorf("%v %v", one, all[0])
					}
				case "contacts":
					if one["'=Will you support Maria?"] != "No; -Yes, she \"is\" good" || one["How old? (age)"] != "40" || one["How old? (years)"] != "" || one["fields"] != `{"first_name":"Person"}` || one["outcome"] != "talked" || one["finished"] != "true" {
						t.Errorf("%v", one)
					}
					if fmt.Sprint(all[0]["answer_support"]) != `[No -Yes, she "is" good]` || all[0]["answer_age"] != 40.0 || all[1]["answer_age"] != -1.0 || all[0]["answer_years"] != nil || all[0]["answer_who"] != "Talking to the correct person" ||
						all[0]["fields"].(map[string]any)["first_name"] != "Person" {
						t.Errorf("%v", all[0])
					}
				case "answers":
					if one["question"] != "How old?" || one["answer"] != "'-1" || one["counts"] != "false" || all[2]["answer"] != "Talking to the correct person" || all[3]["version"] != 2.0 || all[3]["answer"] != 40.0 || all[3]["counts"] != true {
						t.Errorf("%v %v", one, all[:4])
					}
				case "callers":
					if one["caller"] != "'@Ann" || one["contacts"] != "3" || one["talk_seconds"] != "183" || one["phone_seconds"] != "600" || all[0]["removed"] != false || one["first_contact_at"] == "" {
						t.Errorf("%v", one)
					}
				case "drops":
					if one["calls"] != "3" || one["connected"] != "3" || one["drop_rate"] != "0.0000" || one["window_connected"] != "3" || one["over_limit"] != "false" {
						t.Errorf("%v", one)
					}
				}
			}
		}
		var r dialer.Results
		maya.do("GET", "/campaigns/"+id+"/results", nil, 200).into(t, &r)
		if r.Total.Contacts != 3 || r.Total.Seconds != 183 || r.Phone != 600 || len(r.Questions) != 4 || r.Questions[1].Answers[0].N != 3 || *r.Questions[2].Mean != 38.0/3 {
			t.Errorf("results %+v", r)
		}
		maya.do("GET", "/campaigns/"+id+"/results?period=day", nil, 200).into(t, &r)
		if r.Total.Contacts != 0 || r.Questions[1].N != 0 {
			t.Errorf("today %+v", r.Total)
		}
		maya.do("GET", "/campaigns/"+id+"/results?period=year", nil, 422)
		maya.do("GET", "/campaigns/none/results", nil, 404)
		maya.do("GET", "/campaigns/"+id+"/export/secrets.csv", nil, 404)
	})
}

// Many contacts, read slowly enough to look at the heap in between; 100,000 with SOAK=1.
func TestACampaignsFilesTakeNoMemory(t *testing.T) {
	if !byItself(t) {
		return
	}
	c := clock.New(1)
	one := func(t *testing.T, config storage.Config, people int) {
		if os.Getenv("SOAK") != "" {
			people = 100_000
		}
		config.Clock = c
		s := newShiftAt(t, narrow(t), storagetest.Open(t, config), c, 1, 1)
		maya := s.boss()
		id := s.campaignCalled(maya, people)
		for _, name := range []string{"contacts.csv", "attempts.json", "answers.csv"} {
			rows, bytes, grown := s.heapOver(2_000, func() *http.Response {
				req, err := http.NewRequest("GET", s.base+"/api/v1/campaigns/"+id+"/export/"+name, nil)
				s.must(err)
				req.Header.Set("Cookie", maya.cookie())
				resp, err := sips.Do(req)
				s.must(err)
				return resp
			})
			t.Logf("%s: %d rows, %d kB, the heap grew by at most %d kB", name, rows, bytes>>10, grown>>10)
			if rows < people || bytes < 100*people {
				t.Errorf("%s: %d rows, %d bytes", name, rows, bytes)
			}
			if grown > heldAtMost {
				t.Errorf("%s: the heap grew by %d kB", name, grown>>10)
			}
		}
	}
	t.Run("postgres", func(t *testing.T) { one(t, storage.Config{URL: storagetest.Postgres(t)}, 30_000) })
	// with the race detector it is many times as slow
	t.Run("embedded", func(t *testing.T) { one(t, storage.Config{Path: storagetest.Embedded(t)}, 10_000) })
}
