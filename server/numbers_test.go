package server

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"partyline/calling"
	"partyline/event"
)

// Whatever a leader can ask for, with the switch off, holds no number and no e-mail of a supporter.
func TestNothingALeaderGetsHoldsANumber(t *testing.T) {
	onShift(t, 1, 3, func(t *testing.T, s *shift) {
		ctx := context.Background()
		for i, id := range s.Supporters {
			_, err := s.db.Exec(ctx, `UPDATE supporters SET email = $1 WHERE id = $2`, fmt.Sprintf("person%d@people.example", i), id)
			s.must(err)
		}
		p := s.seat(0).open()
		l := p.listen(map[event.Topic]event.Seq{event.On(event.FamilySession, p.session): 0, event.On(event.FamilyList, s.List): 0})
		s.behave(0, talks(10*time.Minute)...)
		p.ask("POST", "/sessions/"+p.session+"/start", nil).want(t, 200, "")
		p.pickUp()
		p.press("1", "any key")
		attempt := p.phoneIs("talking").Phone.Person.Attempt
		p.log(calling.Talked, true)
		rows := p.entries()
		for _, in := range []struct {
			method, path string
			body         any
		}{
			{"POST", "/sessions/" + p.session + "/entries/" + rows[1].ID + "/skip", map[string]any{"type": "quick", "minutes": 15}},
			{"DELETE", "/sessions/" + p.session + "/entries/" + rows[1].ID + "/skip", nil},
			{"POST", "/sessions/" + p.session + "/entries/" + rows[2].ID + "/prioritise", map[string]any{}},
			{"POST", "/sessions/" + p.session + "/entries/" + rows[1].ID + "/call-next", map[string]any{}},
			{"POST", "/sessions/" + p.session + "/entries/" + rows[1].ID + "/log", map[string]any{"reached": false, "outcome": "busy"}},
			{"POST", "/sessions/" + p.session + "/pause", nil},
		} {
			if got := p.ask(in.method, in.path, in.body); got.status >= 300 {
				t.Errorf("%s %s: %d %s", in.method, in.path, got.status, got.body)
			}
		}
		for _, r := range s.server.Routes() {
			if r.Method != "GET" || strings.HasPrefix(r.Path, "/phone") {
				continue
			}
			id := map[string]string{"group": s.Group, "list": s.List, "supporter": s.Supporters[0], "session": p.session, "attempt": attempt, "user": s.Leaders[0]}[r.Family]
			got := p.ask("GET", strings.NewReplacer("{id}", id, "{token}", "x").Replace(r.Path), nil)
			if got.status >= 500 {
				t.Errorf("GET %s: %d %s", r.Path, got.status, got.body)
			}
		}
		s.until("events came", func() bool { return len(l.heard(event.On(event.FamilySession, p.session))) > 3 })
		p.must(s.sim.HangUp(p.mobile))
		p.phoneIs("idle")
		s.mu.Lock()
		sent := s.seen.String()
		s.mu.Unlock()
		for what, text := range map[string]string{"what the leader was sent": sent, "the log": s.log.String()} {
			for i := range s.Supporters {
				for _, secret := range []string{s.number(i), s.number(i)[1:], s.number(i)[3:], fmt.Sprintf("person%d@people", i)} {
					if at := strings.Index(text, secret); at >= 0 {
						t.Errorf("%s holds %q: …%s…", what, secret, text[max(0, at-200):at+20])
					}
				}
			}
		}
	})
}

// The switch reaches open pages at once: those of the organisation hear of it, those of its sessions are asked to
// fetch anew, and what they then get has the numbers, or has them no more.
func TestTheNumberSwitchReachesOpenPages(t *testing.T) {
	onShift(t, 2, 2, func(t *testing.T, s *shift) {
		_, err := s.db.Exec(context.Background(), `UPDATE users SET role = 'owner' WHERE id = $1`, s.Leaders[1])
		s.must(err)
		p, owner := s.seat(0).open(), s.seat(1)
		all, own := event.On(event.FamilyOrganisation, s.Organisation), event.On(event.FamilySession, p.session)
		l := p.listen(map[event.Topic]event.Seq{all: 0, own: 0})
		for _, on := range []bool{true, false} {
			version := owner.ask("GET", "/organisation", nil).want(t, 200, "").field("version")
			before := len(l.heard(own))
			owner.ask("PATCH", "/organisation", map[string]any{"version": version, "show_numbers": on}).want(t, 200, "")
			if got := p.entries()[0].Supporter.Phone; (got != "") != on {
				t.Errorf("switched to %v, the page gets %q", on, got)
			}
			s.until("the pages hear of it", func() bool {
				heard := l.heard(all)
				return len(heard) > 0 && strings.Contains(string(heard[len(heard)-1].Data), fmt.Sprintf(`"show_numbers":%v`, on))
			})
			s.until("the session's pages are asked to fetch", func() bool {
				heard := l.heard(own)
				return len(heard) > before && strings.Contains(string(heard[len(heard)-1].Data), `"refetch":true`)
			})
		}
	})
}

func TestNumbersAreShownOnlyWhereTheOrganisationShowsThem(t *testing.T) {
	onShift(t, 1, 2, func(t *testing.T, s *shift) {
		p := s.seat(0).open()
		if got := p.entries()[0].Supporter.Phone; got != "" {
			t.Errorf("hidden, and yet: %s", got)
		}
		_, err := s.db.Exec(context.Background(), `UPDATE organisations SET show_numbers = true`)
		s.must(err)
		if got := p.entries()[0].Supporter.Phone; got != s.number(0) {
			t.Errorf("shown, and yet: %q", got)
		}
	})
}
