package calling_test

import (
	"testing"
	"time"

	"partyline/fault"
)

// The request to ring a leader is under way when somebody sets the clock: the call looks an hour old, and the carrier does not know it
// yet. It is rung once all the same.
func TestAClockThatStepsWhileACallIsBeingPlacedFreesNobody(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		p := s.seat(0)
		for _, step := range []time.Duration{time.Hour, -time.Hour} {
			before := p.ended()
			s.line.under = func() {
				s.line.under = nil
				s.clock.Step(step)
				for range 5 {
					s.clock.Advance(6 * time.Second)
					s.work()
				}
				if p.ended() != before {
					s.Error("while their phone is about to ring, the call counts as never placed")
				}
			}
			if _, err := s.svc.Start(ctx, p.who, p.session, false); err != nil {
				s.Fatal(err)
			}
			p.ring()
			if s.line.looked == 0 {
				s.Error("the carrier was not asked")
			}
			p.fact(p.leg.ID, "ended", "no_answer", 0)
			s.clock.Step(-step)
			s.line.looked = 1 // a clock that stepped back makes nothing look old
		}
	})
}

// A call that was really never placed is taken for that once the carrier has not known of it for a minute, whatever the clocks say.
func TestACallThatTheCarrierDoesNotKnowIsOverAMinuteLater(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		p := s.seat(0)
		s.line.fails = fault.New(fault.Busy, "outcome_unknown", "The reply was lost.")
		if _, err := s.svc.Start(ctx, p.who, p.session, false); err != nil {
			s.Fatal(err)
		}
		s.work()
		s.line.fails = nil
		s.clock.Step(time.Hour)
		s.wait(6 * time.Second)
		for waited := 6; waited < 65; waited += 6 {
			if p.ended() > 0 {
				s.Fatalf("free after %d s", waited)
			}
			s.wait(6 * time.Second)
		}
		s.wait(12 * time.Second)
		if p.ended() != 1 {
			s.Error("it goes on for ever")
		}
	})
}

// ended is how many legs are over.
func (p *seat) ended() int {
	p.Helper()
	var n []int
	if err := p.db.Find(ctx, &n, `SELECT COUNT(*) FROM legs WHERE ended_at IS NOT NULL`); err != nil {
		p.Fatal(err)
	}
	return n[0]
}
