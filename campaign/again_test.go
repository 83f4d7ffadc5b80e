package campaign_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"partyline/campaign"
)

// gated is a store whose writes wait at a gate, and are counted.
type gated struct {
	campaign.Store
	gate   chan struct{}
	writes *atomic.Int64
}

func (g gated) Write(ctx context.Context, f func(tx campaign.Tx) error) error {
	g.writes.Add(1)
	<-g.gate
	return g.Store.Write(ctx, f)
}

// Connections that come and go while a server is slow ask again and again for the same: it is given once, and all are answered.
func TestWhoAsksAgainWhileItIsSlowIsServedOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(200)
		people := []string{o.clicker("Cleo"), o.clicker("Dan"), o.clicker("Eve")}
		slow := gated{o.service.Store, make(chan struct{}), new(atomic.Int64)}
		o.service.Store = slow
		var mu sync.Mutex
		got := map[string]map[string]bool{}
		var answers sync.WaitGroup
		ask := func(person, key string) {
			answers.Add(1)
			o.service.Ask(campaign.Asking{Person: person, Key: key, Have: []string{}}, func(l campaign.Leased, err error) {
				defer answers.Done()
				mu.Lock()
				defer mu.Unlock()
				if err != nil || len(l.Numbers) == 0 {
					t.Errorf("%s %s: %+v %v", person, key, l, err)
				}
				which := person + " " + key
				if got[which] == nil {
					got[which] = map[string]bool{}
				}
				got[which][l.Lease] = true
			})
		}
		ask(people[0], "first")
		slow.gate <- struct{}{} // it is at work
		for i := range 300 {
			ask(people[i%3], fmt.Sprint("l", i%3))
		}
		close(slow.gate)
		answers.Wait()
		if len(got) != 4 {
			t.Errorf("answered %v", got)
		}
		for which, leases := range got {
			if len(leases) != 1 {
				t.Errorf("%s got %d leases", which, len(leases))
			}
		}
		if n := slow.writes.Load(); n > 4 {
			t.Errorf("%d transactions for four leases", n)
		}
		o.recount()
	})
}

// hasty is a store before whose every third write all connections are gone, and come again.
type hasty struct {
	campaign.Store
	writes *atomic.Int64
	again  func()
}

func (h hasty) Write(ctx context.Context, f func(tx campaign.Tx) error) error {
	if h.writes.Add(1)%3 == 0 {
		h.again()
	}
	return h.Store.Write(ctx, f)
}

// Two hundred clickers whose connections last for three transactions: all of them hear what they are given, and soon.
func TestAnswersReachConnectionsThatLive(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(400)
		const crowd = 200
		var people []string
		for i := range crowd {
			people = append(people, o.clicker(fmt.Sprint("Clicker ", i)))
		}
		var mu sync.Mutex // guards what follows
		life, heard := 0, map[string]bool{}
		all := make(chan struct{})
		store, writes := o.service.Store, new(atomic.Int64)
		ask := func(person string) {
			mu.Lock()
			now, done := life, heard[person]
			mu.Unlock()
			if done || writes.Load() > 10*crowd { // it is hopeless
				return
			}
			o.service.Ask(campaign.Asking{Person: person, Key: "l1", Have: []string{}}, func(_ campaign.Leased, err error) {
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					t.Error(err)
				}
				if now == life && !heard[person] {
					if heard[person] = true; len(heard) == crowd {
						close(all)
					}
				}
			})
		}
		come := func() {
			mu.Lock()
			life++
			mu.Unlock()
			for _, p := range people {
				ask(p)
			}
		}
		o.service.Store = hasty{store, writes, come}
		come()
		o.service.Close(context.Background())
		select {
		case <-all:
		default:
			t.Errorf("%d of %d heard anything", len(heard), crowd)
		}
		if n := writes.Load(); n > 3*crowd/10 {
			t.Errorf("it took %d transactions", n)
		}
		o.recount()
	})
}
