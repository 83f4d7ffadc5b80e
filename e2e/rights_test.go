package e2e

import (
	"testing"

	"partyline/calling"
)

// Somebody stops leading, or is disabled, in mid-call: their page is told and shows no more, the call ends as calls do,
// and their phone calls nobody else.
func TestALeaderWhoseRightEndsInMidCallCallsNobodyElse(t *testing.T) {
	ends := map[string]func(c *crowd, p *player){
		"led no more": func(c *crowd, p *player) {
			c.maya.must("DELETE", "/groups/"+c.group+"/leaders/"+p.id, nil, nil)
		},
		"disabled": func(c *crowd, p *player) {
			var users struct {
				Items []struct {
					ID      string
					Version int
				}
			}
			c.maya.must("GET", "/users", nil, &users)
			for _, u := range users.Items {
				if u.ID == p.id {
					c.maya.must("PATCH", "/users/"+u.ID, map[string]any{"version": u.Version, "disabled": true}, nil)
				}
			}
		},
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, database func(*testing.T) string) {
				h := build(t, database(t), fast, crowdMobiles())
				c := h.crowd(1, 1)
				p := c.players[0]
				topic := "session/" + p.session
				page := p.listen(map[string]int64{topic: 0})
				view := func() (v calling.SessionView) {
					c.maya.must("GET", "/sessions/"+p.session, nil, &v)
					return v
				}
				p.must("POST", "/sessions/"+p.session+"/start", struct{}{}, nil)
				h.until("the phone rings", func() bool { call, ok := p.line(); return ok && call.State == "ringing" })
				p.hand("answer", "")
				h.until("somebody is dialled", func() bool {
					if call, ok := p.line(); ok && call.Keys {
						p.hand("press", "1")
					}
					return view().Impact.Attempted == 1
				})
				end(c, p)
				h.until("the page is told", func() bool { _, live := page.has(topic); return !live })
				seq, _ := page.has(topic)
				h.until("the call and the run are over", func() bool {
					call, ok := p.line()
					if ok && call.Keys { // presses on, as if nothing had happened
						p.hand("press", "*")
						p.hand("press", "1")
					}
					v := view()
					return v.Phone.State == "idle" && v.Cycle.Calling == 0
				})
				if v := view(); v.Impact.Attempted != 1 {
					t.Errorf("%d people were called", v.Impact.Attempted)
				}
				if now, _ := page.has(topic); now != seq {
					t.Error("the page was shown what came after")
				}
				if err := p.ask("GET", "/sessions/"+p.session, nil, nil); err == nil {
					t.Error("the session can still be read")
				}
			})
		})
	}
}
