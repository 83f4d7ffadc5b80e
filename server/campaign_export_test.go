package server

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/clock"
	"partyline/dialer"
	"partyline/storage"
	"partyline/storage/storagetest"
)

// called is a campaign with so many contacts, each called once, with an answer; the last one's is a version that does not count.
func (s *shift) campaignCalled(maya *party, contacts int) (id string) {
	s.Helper()
	ctx := context.Background()
	set := func(query string, args ...any) {
		s.Helper()
		_, err := s.db.Exec(ctx, query, args...)
		s.must(err)
	}
	id = maya.do("POST", "/campaigns", map[string]any{"name": "Spring GOTV"}, 201).text("id")
	script := campaign.DefaultScript()
	script.Questions[0].Answers[0].Next = "support"
	script.Questions = append(script.Questions,
		campaign.Question{ID: "support", Title: "=Will you support Maria?", Kind: campaign.Multiple, Next: "age", Answers: []campaign.Answer{{ID: "yes", Label: "-Yes, she \"is\" good"}, {ID: "no", Label: "No"}}},
		campaign.Question{ID: "age", Title: "How old?", Kind: campaign.Number, Next: campaign.End, Answers: []campaign.Answer{}}, campaign.Question{ID: "years", Title: "How old?", Kind: campaign.Text, Next: campaign.End, Answers: []campaign.Answer{}})
	maya.do("PATCH", "/campaigns/"+id, map[string]any{"version": maya.do("GET", "/campaigns/"+id, nil, 200).field("version"), "script": script}, 200)
	var no int64
	var nos []int64
	s.must(s.db.Find(ctx, &nos, `SELECT no FROM campaigns WHERE id = $1`, id))
	no = nos[0]
	var organisations []string
	s.must(s.db.Find(ctx, &organisations, `SELECT organisation_id FROM campaigns WHERE id = $1`, id))
	set(`INSERT INTO people (id, campaign_id, kind, name, page_hash, joined_at, seen_at) VALUES ('p1', $1, 'caller', '@Ann', 'h', 1000, 2000)`, id)
	set(`INSERT INTO callers (id, campaign_id, campaign, organisation_id, phone, state, since) VALUES ('p1', $1, $2, $3, '+447700900999', 'finished', 1)`, id, no, organisations[0])
	at := s.clock.Now().Add(-48 * time.Hour).UnixMilli()
	for first := 0; first < contacts; first += 5000 { // in statements that both databases know
		n := min(5000, contacts-first)
		series := fmt.Sprintf(`WITH RECURSIVE one(i) AS (SELECT %d UNION ALL SELECT i + 1 FROM one WHERE i < %d)`, first, first+n-1)
		set(series+` INSERT INTO contacts (campaign, no, phone, name, line, zone_set, key, load_no, row_number, fields, attempts, attempted_at, outcome, final)
			SELECT $1, i, '+4477' || (10000000 + i), '=Person ' || i, 2, 1, i, 1, i, '{"first_name":"Person"}', 1, CAST($2 AS BIGINT) + i, 'talked', TRUE FROM one`, no, at)
		set(series+` INSERT INTO contact_attempts (id, campaign, campaign_id, organisation_id, contact, phone, pass, level, leg_id, fence, script_no, claimed_at, state, sent_at, answered_at, verdict,
			caller_id, turn, bridged_at, leg_ended_at, outcome, first_answer, closed_at)
			SELECT 'a' || (10000000 + i), $1, $2, $3, i, '+4477' || (10000000 + i), 1, 1, 'l' || i, 1, 1, CAST($4 AS BIGINT) + i, 'closed', CAST($4 AS BIGINT) + i, CAST($4 AS BIGINT) + i, 'human', 'p1', i + 1, CAST($4 AS BIGINT) + i, CAST($4 AS BIGINT) + i + 61000, 'talked', 'talked', CAST($4 AS BIGINT) + i + 70000 FROM one`,
			no, id, organisations[0], at)
		for _, a := range []struct{ question, value string }{{"who", `"talked"`}, {"support", `["no","yes"]`}, {"age", `-1`}} {
			set(series+` INSERT INTO script_answers (attempt_id, question, version, value, caller_id, at, campaign, pass, claimed_at, counts)
				SELECT 'a' || (10000000 + i), $1, 1, $2, 'p1', CAST($3 AS BIGINT) + i, $4, 1, CAST($3 AS BIGINT) + i, TRUE FROM one`, a.question, a.value, at, no)
		}
	}
	set(`INSERT INTO script_answers (attempt_id, question, version, value, caller_id, at, campaign, pass, claimed_at, counts) VALUES ('a10000000', 'age', 2, '40', 'p1', $1, $2, 1, $3, TRUE)`, at+500, no, at)
	set(`UPDATE script_answers SET counts = FALSE WHERE attempt_id = 'a10000000' AND question = 'age' AND version = 1`)
	set(`INSERT INTO legs (id, ref, kind, organisation_id, number, user_id, state, opened_at, answered_at, ended_at) VALUES ('leg-ann', 'leg-ann', 'caller', $1, '+447700900999', 'p1', 'ended', $2, $2, $3)`, organisations[0], at, at+600000)
	return id
}

func TestACampaignsFilesForSpreadsheetsAndPrograms(t *testing.T) {
	onShiftAt(t, 1, 1, 1, func(t *testing.T, s *shift) {
		maya := s.boss()
		id := s.campaignCalled(maya, 3)
		for _, shown := range []bool{false, true} {
			_, err := s.db.Exec(context.Background(), `UPDATE organisations SET show_numbers = $1`, shown)
			s.must(err)
			for _, x := range campaignExports {
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
	c := clock.New(1)
	one := func(t *testing.T, config storage.Config, people int, most int64) { // alone: the heap is the whole process's
		if os.Getenv("SOAK") != "" {
			people, most = 100_000, 12<<20
		}
		config.Clock = c
		s := newShift(t, storagetest.Open(t, config), c, 1, 1)
		maya := s.boss()
		id := s.campaignCalled(maya, people)
		live := func() int64 {
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			return int64(m.HeapAlloc)
		}
		for _, name := range []string{"contacts.csv", "attempts.json", "answers.csv"} {
			before, grown := live(), int64(0)
			req, err := http.NewRequest("GET", s.base+"/api/v1/campaigns/"+id+"/export/"+name, nil)
			s.must(err)
			req.Header.Set("Cookie", maya.cookie())
			resp, err := http.DefaultClient.Do(req)
			s.must(err)
			in := bufio.NewReaderSize(resp.Body, 64<<10)
			rows, bytes := 0, 0
			for {
				line, err := in.ReadSlice('\n')
				bytes += len(line)
				if err == io.EOF {
					break
				}
				s.must(err)
				if rows++; rows%2_000 == 0 {
					grown = max(grown, live()-before)
				}
			}
			s.must(resp.Body.Close())
			t.Logf("%s: %d rows, %d kB, the heap grew by at most %d kB", name, rows, bytes>>10, grown>>10)
			if rows < people || bytes < 100*people {
				t.Errorf("%s: %d rows, %d bytes", name, rows, bytes)
			}
			if grown > most {
				t.Errorf("%s: the heap grew by %d kB", name, grown>>10)
			}
		}
	}
	t.Run("postgres", func(t *testing.T) { one(t, storage.Config{URL: storagetest.Postgres(t)}, 30_000, 6<<20) })
	// with the race detector it is many times as slow
	t.Run("embedded", func(t *testing.T) { one(t, storage.Config{Path: storagetest.Embedded(t)}, 10_000, 5<<20) })
}
