package dialer_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"partyline/campaign"
)

// Whatever a caller's page is sent before, in and after a talk: of what the file has beside the number only what the script names.
func TestACallerIsSentOnlyWhatTheScriptSays(t *testing.T) {
	onBoth(t, 2, func(t *testing.T, h *hall) {
		ctx := context.Background()
		_, err := h.db.Exec(ctx, `UPDATE contacts SET name = 'Bo 07700 900666', fields = '{"first_name":"Bo","last_name":"07700 900666","town":"07700-900555","partner_no":"07700 900444","e_mail":"bo@people.example","notes":"afraid of dogs","ward":"Hyde","desk":"0113 496 0111"}'`)
		h.must(err)
		_, err = h.db.Exec(ctx, `INSERT INTO households (campaign, contact, load_no, row_number, name, fields) SELECT campaign, no, load_no, 100, 'Cy (07700 900333)', '{}' FROM contacts`)
		h.must(err)
		_, err = h.db.Exec(ctx, `INSERT INTO households (campaign, contact, load_no, row_number, name, fields) SELECT campaign, no, load_no, 101, 'Dee', '{}' FROM contacts`)
		h.must(err)
		h.edit(func(e *campaign.Edit) {
			s := campaign.DefaultScript()
			s.Questions[0].Text = "Hi {first_name}, of {ward}? Our desk is {desk}."
			e.Script = &s
		})
		var sent []string
		keep := func(x any) {
			b, err := json.Marshal(x)
			h.must(err)
			sent = append(sent, string(b))
		}
		v, _, turn := h.bridged()
		m := v.state()
		keep(m)
		if f := m.Talk.Fields; f["first_name"] != "Bo" || f["ward"] != "Hyde" || f["desk"] != "0113 496 0111" || len(f) != 3 {
			t.Errorf("told of the contact: %v", f)
		}
		if h := m.Talk.Household; len(h) != 1 || h[0] != "Dee" {
			t.Errorf("told of the household: %v", h)
		}
		keep(v.answer("who", `"talked"`))
		keep(v.save())
		keep(v.state())
		talk, err := h.svc.Talk(ctx, v.id, turn)
		h.must(err)
		keep(talk)
		sent = append(sent, h.find(`SELECT data FROM events WHERE topic LIKE 'caller/%' OR topic LIKE '%/callers'`)...)
		if len(sent) < 8 {
			t.Fatalf("only %d things were sent", len(sent))
		}
		for _, text := range sent {
			for _, secret := range []string{"900666", "900555", "900444", "900333", "77009", "people.example", "dogs"} {
				if at := strings.Index(text, secret); at >= 0 {
					t.Errorf("a caller is sent %q: …%s…", secret, text[max(0, at-120):at+10])
				}
			}
		}
		h.invariants()
	})
}
