package e2e

import (
	"fmt"
	"sync"
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

// A group is deleted on one server in the moment in which its leader presses Start on the other. Either somebody is on
// the phone, and it is not deleted; or it is, and whatever is pressed on a phone that rings nevertheless, nobody is dialled.
func TestAGroupThatIsDeletedAsItsLeaderStartsDialsNobody(t *testing.T) {
	const rounds = 8
	h := settleTown(t, 2, fast, crowdMobiles())
	maya := h.signIn("Maya")
	type thing struct {
		ID string `json:"id"`
	}
	deleted, ringing := 0, 0
	for n := range rounds {
		var group, person, list thing
		maya.must("POST", "/groups", map[string]any{"name": fmt.Sprint("Short-lived ", n), "zone": "Europe/London"}, &group)
		maya.must("POST", "/groups/"+group.ID+"/supporters", map[string]any{"name": "Somebody", "phone": fmt.Sprintf("+44791112350%d", n)}, &person)
		maya.must("POST", "/groups/"+group.ID+"/lists", map[string]any{"name": "Everybody", "opens": 0, "closes": 1440}, &list)
		maya.must("POST", "/lists/"+list.ID+"/supporters", map[string]any{"ids": []string{person.ID}}, nil)
		u := h.hire(maya, fmt.Sprint("Leader ", n), mobile(n))
		maya.must("PUT", "/groups/"+group.ID+"/leaders/"+u.id, map[string]string{"role": "captain"}, nil)
		p := &player{user: u.user, name: u.id, id: u.id, mobile: mobile(n), list: list.ID}
		var session calling.SessionView
		p.must("POST", "/lists/"+list.ID+"/sessions", map[string]string{"name": "Now or never"}, &session)

		here, there := *p.user, *maya
		here.to, there.to = h.nodes[n%2].at, h.nodes[1-n%2].at
		var start, end answer
		var both sync.WaitGroup
		both.Go(func() { start = here.send("POST", "/sessions/"+session.ID+"/start", fmt.Sprint("start ", n), nil) })
		both.Go(func() { end = there.send("DELETE", "/groups/"+group.ID, fmt.Sprint("delete ", n), nil) })
		both.Wait()
		switch {
		case !end.ok() && end.code != "calling", !start.ok() && start.code != "deleted":
			t.Fatalf("start: %d %s, delete: %d %s", start.status, start.code, end.status, end.code)
		case end.ok():
			deleted++
		}
		if !start.ok() {
			continue
		}
		h.until("nobody is on the phone any more", func() bool {
			call, ok := p.line()
			switch {
			case !ok || call.State == "ended": // or it never rang
				return h.tally(`SELECT COUNT(*) FROM runs WHERE ended_at IS NULL AND session_id = '`+session.ID+`'`) == 0
			case call.State == "ringing":
				p.hand("answer", "")
			case !end.ok():
				p.hand("hangup", "")
			case call.Keys:
				ringing++
				p.hand("press", "1")
			}
			return false
		})
		for _, l := range h.ledger() {
			if l.Parent != "" && !l.Initiated.IsZero() && end.ok() {
				t.Fatal("somebody of a deleted group was rung")
			}
		}
	}
	t.Logf("%d of %d groups were deleted, and %d times a key was pressed on a phone that rang nevertheless", deleted, rounds, ringing)
}
