package dialer_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/dialer"
	"partyline/fault"
	"partyline/line"
	"partyline/storage"
)

// shiftOf is a crew that talks to whoever answers, by a clock that only the test turns.
type shiftOf struct {
	*hall
	dice  *rand.Rand
	crew  map[string]*volunteer // by id
	due   []*event
	talks int
	away  bool // the carrier fails, and tells nothing
}

// event is something that happens to a line or a caller at its time.
type event struct {
	at     time.Time
	does   func()
	anyhow bool // though the carrier fails
}

func (s *shiftOf) in(d time.Duration, does func()) {
	s.due = append(s.due, &event{at: s.clock.Now().Add(d), does: does})
}

// lives is what becomes of a line: busy, unanswered, a machine, a person, or nobody ever tells.
func (s *shiftOf) lives(d line.Call) {
	ends := func(r line.Result, in time.Duration) {
		s.in(in, func() { s.over(d, r, 0) })
	}
	switch s.dice.IntN(8) {
	case 0:
		ends(line.Busy, 3*time.Second)
	case 1, 2:
		s.rings(d)
		ends(line.NoAnswer, 22*time.Second)
	case 3:
		s.in(6*time.Second, func() {
			s.ask(d, "answer", 0, line.Input{})
			s.says(d, line.Machine)
		})
		ends(line.Completed, 8*time.Second)
	case 4: // no webhook comes; whoever asks the carrier learns it
		s.in(25*time.Second, func() { s.phone.knows(d, line.NoAnswer) })
	default:
		s.in(time.Duration(4+s.dice.IntN(12))*time.Second, func() { s.picksUp(d) })
	}
}

func (s *shiftOf) picksUp(d line.Call) {
	v := s.crew[given(s.answers(d))]
	if v == nil {
		s.in(2*time.Second, func() { s.over(d, line.Completed, 2) })
		return
	}
	s.talks++
	talk := time.Duration(5+s.dice.IntN(30)) * time.Second
	first := s.dice.IntN(2) == 0
	if first { // the contact hangs up
		s.in(talk, func() { s.over(d, line.Completed, 5) })
		talk += 5 * time.Second
	}
	s.in(talk, func() {
		v.answer("who", `"talked"`)
		v.save()
		if !first {
			s.over(d, line.Completed, 10)
		}
		v.leaves()
	})
}

// happens lets everything happen whose time has come, in the order of time.
func (s *shiftOf) happens() {
	for i := 0; i < len(s.due); i++ {
		e := s.due[i]
		if e.at.After(s.clock.Now()) || s.away && !e.anyhow {
			continue
		}
		s.due = append(s.due[:i:i], s.due[i+1:]...)
		e.does()
		i = -1
	}
}

// passes is tick, and the jobs that cannot be done because the carrier fails are tried again.
func (s *shiftOf) passes() {
	s.clock.Advance(dialer.TickEvery)
	s.must(s.driver.Tick(context.Background()))
	if _, err := storage.RunDue(context.Background(), s.db, s.handlers); err != nil && (!s.away || fault.As(err).Kind != fault.Busy) {
		s.t.Fatal(err)
	}
	s.clock.Advance(dialer.TickEvery)
}

// fails has the carrier fail for some seconds.
func (s *shiftOf) fails(code string) {
	s.away = true
	s.phone.failing(fault.New(fault.Busy, code, "The carrier is not well."))
	s.due = append(s.due, &event{at: s.clock.Now().Add(8 * time.Second), anyhow: true, does: func() { s.away = false; s.phone.failing(nil) }})
}

// Drivers die each minute, the carrier fails for seconds, webhooks are lost, callers take breaks, the campaign is paused: the watch finds
// nobody who waits for 20 s while nobody has been dialled for a minute. dialer/unserved_test.go shows that it would.
func TestNobodyWaitsWhileNobodyIsDialled(t *testing.T) {
	onBoth(t, 300, func(t *testing.T, h *hall) {
		s := &shiftOf{hall: h, dice: rand.New(rand.NewPCG(7, 31)), crew: map[string]*volunteer{}}
		for i := range 3 {
			v := h.ready(fmt.Sprint("Caller ", i), fmt.Sprintf("+44770080000%d", i))
			s.crew[v.id] = v
		}
		watch := h.watches()
		seen, killed := len(h.phone.calls(0)), 0
		begin := h.clock.Now()
		looked := begin
		every := func(d time.Duration, does func()) {
			var again func()
			again = func() { does(); s.in(d, again) }
			s.in(d, again)
		}
		every(time.Minute, func() { killed++; h.driver = h.drives(fmt.Sprint("node after ", killed)) })
		every(150*time.Second, func() {
			s.fails([]string{"outcome_unknown", "carrier_away"}[s.dice.IntN(2)])
		})
		every(200*time.Second, func() {
			_, err := h.campaigns.Pause(context.Background(), h.by, h.id)
			h.must(err)
			s.in(15*time.Second, func() { _, err := h.campaigns.Resume(context.Background(), h.by, h.id); h.must(err) })
		})
		every(70*time.Second, func() {
			for _, v := range s.crew {
				if m := v.state(); m.State == dialer.Waiting {
					_, err := h.svc.Break(context.Background(), v.id)
					h.must(err)
					s.in(25*time.Second, func() { _, err := h.svc.Back(context.Background(), v.id); h.must(err) })
					return
				}
			}
		})
		for h.clock.Now().Before(begin.Add(12 * time.Minute)) {
			s.passes()
			for _, d := range h.phone.calls(seen) {
				seen++
				s.lives(d)
			}
			s.happens()
			if h.clock.Now().Sub(looked) >= dialer.WatchEvery {
				looked = h.clock.Now()
				h.must(watch.watch.Look(context.Background()))
				watch.finds(0, 0)
			}
		}
		if w := h.status(); w.State != campaign.Running || s.talks < 20 {
			t.Errorf("%d talks, and the campaign is %s: this tests nothing", s.talks, w.State)
		}
		h.invariants()
	})
}
