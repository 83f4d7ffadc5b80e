package server

import (
	"context"
	"strings"
	"sync"
	"testing"

	"partyline/campaign"
)

// The evidence of approvals as files, numbers only where they are shown; numbers of a file onto the Do Not Call list, and who of
// the campaign stands on it.
func TestEvidenceOfApprovalsAndTheDoNotCallListOverHTTP(t *testing.T) {
	onShiftAt(t, 1, 1, 1, func(t *testing.T, s *shift) {
		maya := s.boss()
		path, token := maya.running(20)
		cleo := s.party()
		me := cleo.do("POST", "/k/"+token+"/join", map[string]any{"name": "Cleo"}, 200).text("me.id")
		leased, err := s.server.Campaigns.Lease(context.Background(), me, nil)
		s.must(err)
		var done sync.WaitGroup
		done.Add(1)
		s.server.Campaigns.Approve(campaign.Approving{Person: me, Lease: leased.Lease, Presses: []campaign.Press{{Ordinal: 2, MS: 0}, {Ordinal: 4, MS: 0}}}, func(a campaign.Approved, err error) {
			if err != nil || a.Approved != 2 {
				t.Errorf("approved %+v, %v", a, err)
			}
			done.Done()
		})
		done.Wait()
		for _, shown := range []bool{false, true} {
			_, err := s.db.Exec(context.Background(), `UPDATE organisations SET show_numbers = $1`, shown)
			s.must(err)
			r := maya.do("GET", path+"/export/approvals.csv", nil, 200)
			text, marked := strings.CutPrefix(string(r.body), "\uFEFF")
			lines := strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n")
			if !marked || r.header.Get("Content-Type") != "text/csv; charset=utf-8" || !strings.HasPrefix(r.header.Get("Content-Disposition"), "attachment; filename=spring-gotv-approvals-") ||
				lines[0] != "contact,name,phone,line_type,load,row,clicker_id,clicker,lease,ordinal,approved_at,received_at" || len(lines) != 3 {
				t.Fatalf("numbers shown %v: %v %q", shown, r.header, text)
			}
			for _, line := range lines[1:] {
				if !strings.Contains(line, ",'=Person ") || !strings.Contains(line, ",cell,1,") || !strings.Contains(line, ","+me+",Cleo,"+leased.Lease+",") || strings.Contains(line, "+447700") != shown {
					t.Errorf("numbers shown %v: %s", shown, line)
				}
			}
			if r := maya.do("GET", path+"/export/approvals.json", nil, 200); strings.Count(string(r.body), `"clicker":"Cleo"`) != 2 || strings.Contains(string(r.body), "+447700") != shown {
				t.Errorf("numbers shown %v: %s", shown, r.body)
			}
		}
		r := maya.do("POST", "/do-not-call/imports", "Phone\n+44 7700 900000\n07700 900001\n12\n", 200)
		if r.field("added") != 2.0 || r.field("rejected") != 1.0 || r.field("total") != 2.0 {
			t.Errorf("taken: %s", r.body)
		}
		maya.do("POST", "/do-not-call/imports?column=x", "Phone\n", 422)
		s.until("the list is swept out of the campaign", func() bool {
			return within(maya.do("GET", path+"/status", nil, 200).field("counts").(map[string]any), "opted_out") == 2.0
		})
		first := maya.do("GET", path+"/do-not-call?limit=1", nil, 200)
		rest := maya.do("GET", path+"/do-not-call?cursor="+first.text("next"), nil, 200)
		if !strings.Contains(string(first.body), "900000") || !strings.Contains(string(first.body), "Maya Osei") || !strings.Contains(string(rest.body), "900001") {
			t.Errorf("of the campaign: %s, %s", first.body, rest.body)
		}
	})
}
