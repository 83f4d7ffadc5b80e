package dialer_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"partyline/dialer"
)

// shut is a store that keeps everybody waiting while it is shut.
type shut struct {
	dialer.Store
	door sync.RWMutex
	came atomic.Int64
}

func (s *shut) pass() { s.came.Add(1); s.door.RLock(); s.door.RUnlock() }

func (s *shut) Write(ctx context.Context, f func(tx dialer.Tx) error) error {
	s.pass()
	return s.Store.Write(ctx, f)
}

func (s *shut) Read(ctx context.Context, f func(r dialer.Reader) error) error {
	s.pass()
	return s.Store.Read(ctx, f)
}

// While the database answers nobody, the driver goes on deciding; what it decided is dialled when the database is back.
func TestNoDecisionWaitsForTheDatabase(t *testing.T) {
	onBoth(t, 6, func(t *testing.T, h *hall) {
		h.ready("Ann", "+447700800001")
		h.ready("Ben", "+447700800002")
		before := len(h.phone.calls(0))
		store := &shut{Store: h.svc.Store}
		svc := h.node()
		svc.Store = store
		ticks := make(chan struct{})
		var decided atomic.Int64
		d := h.drives("node-1")
		d.Service, d.Ticked = svc, func(time.Duration) { decided.Add(1) }
		h.must(d.Look(context.Background()))
		ctx, stop := context.WithCancel(context.Background())
		var running sync.WaitGroup
		store.door.Lock()
		seen := store.came.Load()
		running.Go(func() {
			d.Run(ctx, func(ctx context.Context, _ time.Duration) error {
				select {
				case <-ticks:
					return nil
				case <-ctx.Done():
					return ctx.Err()
				}
			})
		})
		for range 20 { // each is taken when the one before is decided
			ticks <- struct{}{}
		}
		for store.came.Load() == seen { // somebody waits for the database
			ticks <- struct{}{}
		}
		if decided.Load() < 19 {
			t.Errorf("%d decisions", decided.Load())
		}
		store.door.Unlock()
		for len(h.find(`SELECT id FROM contact_attempts`)) < 2 {
			ticks <- struct{}{}
		}
		stop()
		running.Wait()
		h.must(d.Close(context.Background()))
		h.work()
		if n := len(h.phone.calls(before)); n != 2 {
			t.Errorf("%d lines for two callers", n)
		}
		h.invariants()
	})
}

// What is decided on what was seen a moment ago is looked at again where it is written: nobody is dialled for a caller who has
// left since, and the number stays in hand for the next.
func TestNobodyIsDialledForWhoLeftSince(t *testing.T) {
	onBoth(t, 6, func(t *testing.T, h *hall) {
		ctx := context.Background()
		a, b := h.ready("Ann", "+447700800001"), h.ready("Ben", "+447700800002")
		before := len(h.phone.calls(0))
		h.must(h.driver.Look(ctx))
		n, write := h.driver.Decide()
		if n != 2 {
			t.Fatalf("%d lines for two callers", n)
		}
		if again, _ := h.driver.Decide(); again != 0 {
			t.Errorf("%d more were decided on what was seen before", again)
		}
		_, err := h.svc.Break(ctx, a.id)
		h.must(err)
		a.is(dialer.OnBreak)
		h.must(write(ctx))
		h.work()
		if got := len(h.phone.calls(before)); got != 1 {
			t.Fatalf("%d lines for one caller", got)
		}
		b.is(dialer.Waiting)
		_, err = h.svc.Back(ctx, a.id)
		h.must(err)
		h.tick()
		if got := len(h.phone.calls(before)); got != 2 {
			t.Errorf("%d lines for two callers", got)
		}
		h.invariants()
	})
}

// Callers leave while claims are written: there are never more lines than callers who wait.
func TestStressOfLeavingAndClaiming(t *testing.T) {
	onBoth(t, 40, func(t *testing.T, h *hall) {
		ctx := context.Background()
		var all []*volunteer
		for i := range 4 {
			all = append(all, h.ready(string(rune('A'+i)), "+44770080000"+string(rune('1'+i))))
		}
		for range 8 {
			h.must(h.driver.Look(ctx))
			_, write := h.driver.Decide()
			var both sync.WaitGroup
			for _, v := range all[1:] {
				both.Go(func() {
					if _, err := h.svc.Break(ctx, v.id); err != nil {
						t.Error(err)
					}
				})
			}
			both.Go(func() {
				if err := write(ctx); err != nil {
					t.Error(err)
				}
			})
			both.Wait()
			var c dialer.Crowd
			h.must(h.svc.Store.Read(ctx, func(r dialer.Reader) (err error) {
				c, err = r.Crowd(1)
				return err
			}))
			if c.InFlight > c.Waiting {
				t.Fatalf("%d lines, %d callers wait", c.InFlight, c.Waiting)
			}
			for _, l := range h.find(`SELECT id FROM legs WHERE kind = 'contact' AND ended_at IS NULL`) { // nobody has rung them yet
				h.must(h.svc.Work(ctx, dialer.JobHangup, l))
			}
			for _, v := range all {
				_, err := h.svc.Back(ctx, v.id)
				h.must(err)
			}
			h.wait(time.Second)
		}
		h.invariants()
	})
}
