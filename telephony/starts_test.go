package telephony

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"partyline/clock"
	"partyline/fault"
)

// Forty calls that make sense for twenty seconds want to start at one a second: as many start as there are turns in that time, each in
// time, and those for whom none is left are told at once. None of their turns is taken: whoever comes next gets the next one.
func TestATurnThatWouldComeTooLateIsNotTaken(t *testing.T) {
	for name, shared := range map[string]Turns{"alone": nil, "shared": &bucket{}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := clock.New(1)
				s := newStarts(1, c, shared)
				begin := time.Now()
				until := begin.Add(20 * time.Second)
				var mu sync.Mutex
				var all sync.WaitGroup
				started, late := 0, 0
				for range 40 {
					all.Go(func() {
						err := s.turn(t.Context(), until)
						mu.Lock()
						defer mu.Unlock()
						switch {
						case err == nil && !time.Now().After(until):
							started++
						case fault.Is(err, "carrier_away") && time.Since(begin) == 0:
							late++
						default:
							t.Errorf("after %v: %v", time.Since(begin), err)
						}
					})
				}
				all.Wait()
				if started != 20 || late != 20 { // one at once, and 19 of 1.02 s each
					t.Errorf("%d were started, %d told that it is too late", started, late)
				}
				if err := s.turn(t.Context(), time.Time{}); err != nil || time.Since(begin).Round(10*time.Millisecond) != 20400*time.Millisecond {
					t.Errorf("whoever comes next starts after %v: %v", time.Since(begin), err)
				}
			})
		})
	}
}

// set is a clock that somebody sets.
type set struct {
	Clock
	by time.Duration
}

func (s *set) Now() time.Time { return s.Clock.Now().Add(s.by) }

// The clock is set back by an hour, and on again: calls start at their rate all the same.
func TestAClockThatIsSetStopsNoCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &set{Clock: clock.New(1)}
		s := newStarts(1, c, nil)
		begin := time.Now()
		s.rest(2 * time.Second)
		for i, by := range []time.Duration{0, -time.Hour, 0, time.Hour, 0} {
			c.by = by
			err := s.turn(t.Context(), time.Time{})
			if after := 2*time.Second + time.Duration(i)*1020*time.Millisecond; err != nil || time.Since(begin).Round(10*time.Millisecond) != after {
				t.Errorf("call %d starts after %v: %v", i, time.Since(begin), err)
			}
		}
	})
}

// bucket gives turns as several nodes share them.
type bucket struct {
	mu   sync.Mutex
	next time.Time
}

func (b *bucket) Turn(_ context.Context, every, longest time.Duration) (time.Duration, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	if b.next.Before(now) {
		b.next = now
	}
	wait := b.next.Sub(now)
	if wait > longest {
		return -1, nil
	}
	b.next = b.next.Add(every)
	return wait, nil
}

func (b *bucket) Nodes() int { return 2 }

// A server that stops sends whoever waits for a turn away, and who comes later: other servers place those calls.
func TestNoTurnIsGivenAnyMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &Phone{starts: newStarts(1, clock.New(1), nil)}
		if err := p.Turn(t.Context(), time.Time{}); err != nil {
			t.Fatal(err)
		}
		waits := make(chan error, 1)
		begin := time.Now()
		go func() { waits <- p.Turn(t.Context(), time.Time{}) }()
		synctest.Wait()
		p.NoMoreTurns()
		if err := <-waits; !fault.Is(err, "carrier_away") || time.Since(begin) != 0 {
			t.Errorf("after %v: %v", time.Since(begin), err)
		}
		if err := p.Turn(t.Context(), time.Time{}); !fault.Is(err, "carrier_away") || time.Since(begin) != 0 {
			t.Errorf("whoever comes later: %v after %v", err, time.Since(begin))
		}
	})
}

func TestAThrottledCallIsSentAgainWhenTheCarrierSaysSo(t *testing.T) {
	var asked atomic.Int32
	p, _ := phoneAt(t, func(w http.ResponseWriter, r *http.Request) {
		r.ParseForm()
		if r.PostForm.Get("To") != secret {
			t.Error("the body was not sent again")
		}
		if asked.Add(1) == 1 {
			w.Header().Set("Retry-After", "3")
			refuse(w, 429, 20429)
			return
		}
		reply(w, 201, placed)
	})
	before := p.cfg.Clock.Now()
	if id, err := p.Place(context.Background(), leader, "+15005550100"); err != nil || id == "" {
		t.Fatalf("got %q, %v", id, err)
	}
	if waited := p.cfg.Clock.Now().Sub(before); waited < 3*time.Second || asked.Load() != 2 {
		t.Errorf("waited %v, asked %d times", waited, asked.Load())
	}
}

func TestACarrierThatThrottlesForLongIsLeftAlone(t *testing.T) {
	var asked atomic.Int32
	p, _ := phoneAt(t, func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.Header().Set("Retry-After", "600")
		refuse(w, 429, 20429)
	})
	_, err := p.Place(context.Background(), leader, "+15005550100")
	if !fault.Is(err, "carrier_away") || fault.As(err).Extra["after_seconds"] != 600 {
		t.Errorf("got %v %v", err, fault.As(err).Extra)
	}
	if err := p.Turn(context.Background(), time.Time{}); !fault.Is(err, "carrier_away") || asked.Load() != 1 {
		t.Errorf("got %v after %d requests", err, asked.Load())
	}
}

func TestRetryAfterIsReadInBothForms(t *testing.T) {
	now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	for h, want := range map[string]time.Duration{
		"0": 0, "7": 7 * time.Second, "": time.Second, "soon": time.Second, "-1": time.Second,
		"Sat, 21 Nov 2026 09:00:30 GMT": 30 * time.Second, "Sat, 21 Nov 2026 08:00:30 GMT": 0,
	} {
		if got := retryAfter(h, now); got != want {
			t.Errorf("%q: %v", h, got)
		}
	}
}

func TestCallStartsAreSpacedOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := clock.New(1)
		s := newStarts(2, c, nil)
		begin := time.Now()
		var wait sync.WaitGroup
		var mu sync.Mutex
		var at []time.Duration
		for range 5 {
			wait.Go(func() {
				if err := s.turn(t.Context(), time.Time{}); err != nil {
					t.Error(err)
				}
				mu.Lock()
				at = append(at, time.Since(begin).Round(10*time.Millisecond))
				mu.Unlock()
			})
		}
		wait.Wait()
		if want := "[0s 510ms 1.02s 1.53s 2.04s]"; fmt.Sprint(at) != want {
			t.Errorf("got %v, want %s", at, want)
		}
		time.Sleep(time.Minute) // virtual: turns that nobody took are not saved up
		begin = time.Now()
		s.turn(t.Context(), time.Time{})
		s.turn(t.Context(), time.Time{})
		if got := time.Since(begin).Round(10 * time.Millisecond); got != 510*time.Millisecond {
			t.Errorf("two turns after a rest took %v", got)
		}
	})
}

func TestWhoWouldWaitTooLongIsToldToComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStarts(1, clock.New(1), nil)
		ctx, cancel := context.WithCancel(t.Context())
		refused := 0
		var mu sync.Mutex
		var wait sync.WaitGroup
		for range 100 {
			wait.Go(func() {
				if err := s.turn(ctx, time.Time{}); fault.Is(err, "carrier_away") {
					mu.Lock()
					refused++
					mu.Unlock()
				}
			})
		}
		synctest.Wait()
		cancel()
		wait.Wait()
		if refused != 41 { // 59 turns of 1.02 s within a minute
			t.Errorf("%d were refused", refused)
		}
	})
}
