package server

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"testing"
	"time"

	"partyline/calling"
	"partyline/carrier"
)

// robot is a leader who needs no page: star at every prompt, which puts owed logs off.
func (p *seat) robot() {
	p.Helper()
	p.must(p.sim.Behave(p.mobile, carrier.Behaviour{Script: []carrier.Step{
		{Ring: carrier.Duration(2 * time.Second)}, {Answer: "human"},
		{WaitFor: "press"}, {Wait: carrier.Duration(time.Second)}, {Press: "*"}, {Repeat: 3},
	}}))
}

// struck says whether any of the faults in force was applied.
func (s *shift) struck() bool {
	s.Helper()
	resp, err := http.Get("http://" + s.sim.Addr() + "/_sim/faults")
	s.must(err)
	defer resp.Body.Close()
	var rules []carrier.Rule
	s.must(json.NewDecoder(resp.Body).Decode(&rules))
	return slices.ContainsFunc(rules, func(r carrier.Rule) bool { return r.Applied > 0 })
}

// Webhooks that are lost, late, repeated, or come in another order, and a carrier that fails now and
// then: in the end everybody was rung once, nobody is lost, and the figures equal a recount.
func TestAShiftThroughFaultsEndsLikeAnyOther(t *testing.T) {
	for name, rules := range map[string][]carrier.Rule{
		"repeated at once": {{Kind: "webhook", Effect: "duplicate", Copies: 4, Concurrent: true}},
		"late and swapped": {{Kind: "status", Effect: "swap", Probability: 0.4}, {Kind: "status", Effect: "delay", Delay: carrier.Duration(9 * time.Second), Probability: 0.5}},
		"lost":             {{Kind: "status", Effect: "drop", Probability: 0.4}},
		"held to the end":  {{Kind: "status", Event: "answered", Effect: "hold"}, {Kind: "status", Event: "ringing", Effect: "hold"}},
		"to the fallback":  {{Kind: "document", Effect: "fallback", Probability: 0.3}},
		"throttled":        {{Kind: "rest", Effect: "throttle", RetryAfter: 2, Times: 2}},
		"reply lost":       {{Kind: "create", Effect: "lost_reply"}},
	} {
		t.Run(name, func(t *testing.T) {
			onShiftAt(t, 60, 1, 6, func(t *testing.T, s *shift) {
				ends := [][]carrier.Step{talks(9 * time.Second), {{Busy: true}}, {{Ring: carrier.Duration(2 * time.Second)}, {Answer: "human"}, {Hangup: true}}, {{Ring: carrier.Duration(3 * time.Second)}, {Reject: true}}, {{Unreachable: true}}, talks(5 * time.Second)}
				for i, steps := range ends {
					s.behave(i, steps...)
				}
				s.must(s.sim.SetFaults(rules))
				p := s.seat(0).open()
				p.robot()
				p.ask("POST", "/sessions/"+p.session+"/start", nil).want(t, 200, "")
				var v calling.SessionView
				s.until("the cycle is complete", func() bool {
					v = p.view()
					if v.Phone.State == "idle" && !v.Cycle.Complete && v.Start.OK { // paused by a fault: go on, as a leader does
						p.ask("POST", "/sessions/"+p.session+"/resume", nil)
					}
					return v.Cycle.Complete && v.Phone.State == "idle"
				})
				s.until("nobody is on the phone", func() bool {
					var open []string
					s.must(s.db.Find(context.Background(), &open, `SELECT id FROM legs WHERE ended_at IS NULL`))
					return len(open) == 0
				})
				rung := map[string]int{}
				for _, l := range s.sim.Ledger() {
					rung[l.Number]++
				}
				for i := range ends {
					if n := rung[s.number(i)]; n != 1 {
						t.Errorf("person %d was rung %d times", i+1, n)
					}
				}
				s.must(s.calling.Store.Read(context.Background(), func(r calling.Reader) error {
					tally, err := r.Tally(p.session)
					if err != nil {
						return err
					}
					sum := calling.Figures{}
					for _, f := range tally.Cycles {
						sum.Attempted += f.Attempted
						sum.NotLogged += f.NotLogged
						sum.OnPhone += f.OnPhone
					}
					v = p.view()
					if sum.Attempted != v.Impact.Attempted || sum.NotLogged != v.Impact.NotLogged || sum.OnPhone != v.Impact.OnPhone || v.Impact.OnPhone != 0 {
						t.Errorf("figures %+v, recount %+v", v.Impact, sum)
					}
					return nil
				}))
				if !s.struck() {
					t.Error("no fault was ever applied")
				}
				s.judged()
			})
		})
	}
}
