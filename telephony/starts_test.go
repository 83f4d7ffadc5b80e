package telephony

import (
	"context"
	"sync"
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
