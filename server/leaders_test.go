package server

import (
	"sync"
	"testing"
	"time"

	"partyline/calling"
	"partyline/carrier"
)

// Leaders side by side on one list, every webhook three times at once: nobody is rung twice, nobody is
// left out, and everybody shows in every leader's session.
func TestLeadersOnOneListNeverRingTheSamePerson(t *testing.T) {
	onShiftAt(t, 60, 4, 16, func(t *testing.T, s *shift) {
		for i := range s.Supporters {
			switch i % 4 {
			case 0:
				s.behave(i, carrier.Step{Busy: true})
			case 1:
				s.behave(i, carrier.Step{Ring: carrier.Duration(3 * time.Second)}, carrier.Step{Reject: true})
			default:
				s.behave(i, talks(time.Duration(5+i)*time.Second)...)
			}
		}
		s.must(s.sim.SetFaults([]carrier.Rule{{Kind: "webhook", Effect: "duplicate", Copies: 3, Concurrent: true}}))
		var seats []*seat
		for i := range s.Leaders {
			p := s.seat(i).open()
			p.robot()
			seats = append(seats, p)
		}
		var pressed sync.WaitGroup
		for _, p := range seats {
			for range 2 { // everybody presses twice
				pressed.Go(func() {
					if got := p.ask("POST", "/sessions/"+p.session+"/start", nil); got.status >= 500 {
						t.Errorf("start: %d %s", got.status, got.body)
					}
				})
			}
		}
		pressed.Wait()
		for _, p := range seats {
			s.until("everybody was called", func() bool {
				v := p.view()
				if v.Phone.State == "idle" && !v.Cycle.Complete && v.Start.OK {
					p.ask("POST", "/sessions/"+p.session+"/resume", nil)
				}
				return v.Cycle.Complete && v.Phone.State == "idle"
			})
		}
		rung := map[string]int{}
		for _, l := range s.sim.Ledger() {
			rung[l.Number]++
		}
		for i := range s.Supporters {
			if n := rung[s.number(i)]; n != 1 {
				t.Errorf("person %d was rung %d times", i+1, n)
			}
		}
		dials := 0
		for _, p := range seats {
			v := p.view()
			dials += v.Impact.Attempted
			for _, e := range p.entries() {
				if e.Status != calling.Attempted {
					t.Errorf("%s is %s", e.Supporter.Name, e.Status)
				}
			}
		}
		if dials != len(s.Supporters) {
			t.Errorf("%d dials in the figures", dials)
		}
		s.judged()
	})
}
