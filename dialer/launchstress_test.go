package dialer_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/dialer"
	"partyline/fault"
	"partyline/storage"
)

// press lives a clicker's life on one of two nodes: looks, presses as soon as there is a number, says it again when in doubt, goes away,
// comes back.
func (c *crowdOf) clicker(k *clicker, r *rand.Rand, answered *atomic.Int64) {
	ctx := context.Background()
	var l campaign.Leased
	var began time.Time
	for n := 0; c.running(); n++ {
		if l.Lease == "" {
			var err error
			began = c.clock.Now()
			if l, err = c.campaigns.Lease(ctx, k.id, nil); fault.Is(err, "too_many_leases") {
				continue
			} else if err != nil {
				c.t.Error(err)
				return
			}
			continue
		}
		in := campaign.Launching{Person: k.id, Lease: l.Lease, Key: fmt.Sprint(n), MS: c.clock.Now().Sub(began).Milliseconds()}
		var mu sync.Mutex
		var first campaign.Launched
		var twice sync.WaitGroup
		for range 1 + r.IntN(2) { // a page in doubt says it again
			twice.Go(func() {
				out, err := k.svc.Launch(ctx, in)
				if err != nil {
					c.t.Errorf("a press was not answered: %v", err)
					return
				}
				mu.Lock()
				defer mu.Unlock()
				if first.Code != "" && first != out {
					c.t.Errorf("one press was told %s and %s", first.Code, out.Code)
				}
				first = out
			})
		}
		twice.Wait()
		answered.Add(1)
		if !first.Stays || r.IntN(30) == 0 { // or the page is closed: the number comes back by itself
			l = campaign.Leased{}
		}
	}
}

// Six clickers at two nodes press for two callers, each press once or twice at once, while contacts answer or not, pages vanish and a
// driver looks on: there are never more dials in flight than callers who wait, each number is dialled once, every press is answered,
// one press has one answer, every dial has its press, and the counts equal a recount.
func TestStressOfClickersInLaunchMode(t *testing.T) {
	const contacts = 18
	onBothOf(t, contacts, everyLine, func(t *testing.T, h *hall) {
		ctx := context.Background()
		h.launching()
		c := &crowdOf{hall: h, rooms: map[string]string{}, stop: make(chan struct{})}
		var work sync.WaitGroup
		for i := range 2 {
			v := h.ready(fmt.Sprint("Caller ", i), fmt.Sprintf("+44770080000%d", i))
			work.Go(func() { c.caller(v, rand.New(rand.NewPCG(uint64(i), 3))) })
		}
		seen := len(h.phone.calls(0))
		nodes := []*dialer.Service{h.svc, h.node()}
		var answered, looks atomic.Int64
		for i := range 6 {
			k := h.clicks(fmt.Sprint("Clicker ", i))
			k.svc = nodes[i%2]
			work.Go(func() { c.clicker(k, rand.New(rand.NewPCG(uint64(i), 11)), &answered) })
		}
		work.Go(func() {
			for c.running() {
				if _, err := storage.RunDue(ctx, h.db, h.handlers); err != nil {
					t.Error(err)
					return
				}
			}
		})
		work.Go(func() {
			for c.running() {
				var now dialer.Crowd
				if err := h.svc.Store.Read(ctx, func(r dialer.Reader) (err error) { now, err = r.Crowd(1); return err }); err != nil {
					t.Error(err)
					return
				}
				if now.InFlight > now.Waiting {
					t.Errorf("%d dials in flight, %d callers wait", now.InFlight, now.Waiting)
					return
				}
				looks.Add(1)
			}
		})
		var lives atomic.Int64
		work.Go(func() {
			var people sync.WaitGroup
			for c.running() {
				for _, d := range h.phone.calls(seen) {
					seen++
					seed := uint64(lives.Add(1))
					people.Go(func() { c.contact(d, rand.New(rand.NewPCG(seed, 5))) })
				}
			}
			people.Wait()
		})
		for round := 1; round < 20000 && !t.Failed(); round++ {
			if err := h.driver.Tick(ctx); err != nil {
				t.Error(err)
			}
			h.clock.Advance(dialer.TickEvery / 5)
			if round%20 > 0 {
				continue
			}
			if w := h.status(); w.Counts.Finished+w.Counts.AwaitingGap+w.Counts.Invalid == contacts {
				break
			}
		}
		close(c.stop)
		work.Wait()
		for range 20 { // what is under way comes to its end
			h.wait(10 * time.Second)
		}
		h.invariants()
		if w := h.status(); w.Counts.Finished+w.Counts.AwaitingGap != contacts {
			t.Errorf("%d dials; the counts are %+v", lives.Load(), w.Counts)
		}
		if by := h.find(`SELECT id FROM contact_attempts WHERE fence <> 0`); len(by) > 0 {
			t.Errorf("dialled by a driver: %v", by)
		}
		if twice := h.find(`SELECT CAST(contact AS TEXT) FROM contact_attempts WHERE outcome NOT IN ('dropped', 'failed', '') GROUP BY contact HAVING count(*) > 1`); len(twice) > 0 {
			t.Errorf("called twice in one pass: %v", twice)
		}
		t.Logf("%d presses answered, %d dials, looked at %d times", answered.Load(), lives.Load(), looks.Load())
	})
}
