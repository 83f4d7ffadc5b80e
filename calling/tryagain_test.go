package calling_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"partyline/calling"
	"partyline/fault"
	"partyline/storage"
)

var lineAway = fault.New(fault.Busy, "carrier_away", "The carrier is away.")

// A phone that was surely not rung, because the carrier was away, is rung at the press of Try again, not five seconds after the last try.
func TestTryAgainRingsAtOnceWhatWasSurelyNotRung(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		p := s.seat(0)
		start := func() { p.ok(s.svc.Start(ctx, p.who, p.session, false)); s.work() }
		s.line.failing(lineAway)
		start()
		p.phone("placing", calling.SessionNotStarted)
		s.clock.Advance(time.Second)
		start() // still away
		if n := p.view().Phone.Notice; n == nil || n.Code != "carrier_away" || len(s.line.placed) != 0 {
			t.Errorf("%+v, placed %d times", n, len(s.line.placed))
		}
		_, err := s.svc.Next(ctx, p.who, p.session)
		refused(t, err, "carrier_away")
		s.line.failing(nil)
		s.clock.Advance(time.Second)
		start()
		if len(s.line.placed) != 1 {
			t.Errorf("the carrier is back, and at the press it was asked to place %d calls", len(s.line.placed))
		}
		start()
		s.wait(10 * time.Second)
		if len(s.line.placed) != 1 {
			t.Fatalf("placed %d times", len(s.line.placed))
		}
		p.leg = s.line.placed[0]
		p.fact(p.leg.ID, calling.LegAnswered, "", 0)
		p.ask("greet", 1, calling.Input{})
		p.says("You have 2 people")
		if n := p.view().Phone.Notice; n != nil {
			t.Errorf("the notice stays: %+v", n)
		}
	})
}

// moody is a carrier that is away for its first requests.
type moody struct {
	*line
	away int
}

func (m *moody) Place(ctx context.Context, leg calling.Leg, from string) (string, error) {
	m.mu.Lock()
	m.away--
	away := m.away >= 0
	m.mu.Unlock()
	if away {
		return "", lineAway
	}
	return m.line.Place(ctx, leg, from)
}

// However often Try again is pressed, from whatever tab, and whatever node does the work, a phone is rung once.
func TestStressOfTryAgain(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		p := s.seat(0)
		m := &moody{line: s.line, away: 12}
		s.svc.Phone = m
		place := s.jobs[string(calling.JobPlace)]
		s.jobs[string(calling.JobPlace)] = func(ctx context.Context, j storage.Job) error { // pressed once more when a node has just taken it up
			if _, err := s.svc.Start(ctx, p.who, p.session, false); err != nil && fault.As(err).Kind != fault.Busy {
				t.Error(err)
			}
			return place(ctx, j)
		}
		over := make(chan struct{})
		var pressing, working sync.WaitGroup
		for range 2 {
			working.Go(func() {
				for {
					if _, err := storage.RunDue(ctx, s.db, s.jobs); err != nil {
						t.Error(err)
					}
					select {
					case <-over:
						return
					default:
					}
				}
			})
		}
		for range 4 {
			pressing.Go(func() {
				for range 15 {
					if _, err := s.svc.Start(ctx, p.who, p.session, false); err != nil && fault.As(err).Kind != fault.Busy {
						t.Error(err)
					}
				}
			})
		}
		pressing.Wait()
		close(over)
		working.Wait()
		for range 14 { // until it is not away any more
			p.ok(s.svc.Start(ctx, p.who, p.session, false))
			s.work()
		}
		s.wait(10 * time.Second)
		if len(s.line.placed) != 1 {
			t.Errorf("placed %d times", len(s.line.placed))
		}
	})
}
