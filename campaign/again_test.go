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
