package server

import (
	"context"
	"strings"
	"testing"

	"partyline/calling"
	"partyline/export"
)

// Every file that can be taken away, with numbers hidden: what a file of people said beside the number, and looks like one, or like an
// e-mail address, is in none of them. With numbers shown it is there.
func TestNoExportHoldsANumberThatIsHidden(t *testing.T) {
	onShiftAt(t, 1, 1, 1, func(t *testing.T, s *shift) {
		ctx := context.Background()
		set := func(query string, args ...any) {
			t.Helper()
			_, err := s.db.Exec(ctx, query, args...)
			s.must(err)
		}
		maya := s.boss()
		id := s.campaignCalled(maya, 3)
		set(`UPDATE contacts SET name = 'Bo 07700 900666' WHERE no = 1`)
		set(`UPDATE contacts SET fields = '{"born":"1961-03-02","e_mail":"bo@people.example","first_name":"Bo","partner_no":"07700 900444"}' WHERE no = 1`)
		set(`INSERT INTO approvals (campaign, contact, person, lease, ordinal, at, received_at) SELECT campaign, no, 'p1', 'one', 0, 1, 1 FROM contacts WHERE no = 1`)
		set(`UPDATE supporters SET phone = '+447700900111', email = 'di@people.example', name = 'Di 07700 900222', city = '07700-900333', tags = '["shy","07700 900555"]'`)
		leader := s.called()
		secrets := []string{"900666", "900444", "900111", "900222", "900333", "900555", "people.example"}
		for _, shown := range []bool{false, true} {
			set(`UPDATE organisations SET show_numbers = $1`, shown)
			var all strings.Builder
			for _, ext := range []string{"csv", "json"} {
				for _, x := range export.OfCampaigns {
					all.Write(maya.do("GET", "/campaigns/"+id+"/export/"+x.Name+"."+ext, nil, 200).body)
				}
				for _, x := range calling.Exports {
					all.Write(leader.ask("GET", "/sessions/"+leader.session+"/export/"+x.Name+"."+ext, nil).want(t, 200, "").body)
				}
			}
			for _, secret := range secrets {
				if at := strings.Index(all.String(), secret); (at >= 0) != shown {
					t.Errorf("numbers shown %v, %q at %d: …%s…", shown, secret, at, all.String()[max(0, at-100):max(0, at)])
				}
			}
			for _, kept := range []string{"1961-03-02", "shy", "first_name"} {
				if !strings.Contains(all.String(), kept) {
					t.Errorf("numbers shown %v: %q is not there", shown, kept)
				}
			}
		}
	})
}
