package campaign_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/fault"
)

// Nothing of somebody who was removed counts from then on, whatever moments their presses say: nobody else's clock says when they were made.
// Who presses at the same time is kept without them.
func TestPressesOfSomebodyRemovedCountNoMore(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		o.started(60)
		cleo := o.clicker("Cleo")
		lapsed := o.lease(o.service, cleo)
		if a, err := approve(o.service, cleo, lapsed.Lease, campaign.Press{Ordinal: 0, MS: 1}); err != nil || a.Approved != 1 || a.Mine != 1 {
			t.Fatalf("%+v %v", a, err)
		}
		o.wait(campaign.LeaseTime + time.Second)
		open := o.lease(o.service, cleo)
		o.clock.Advance(time.Second)
		if err := o.service.Remove(ctx, o.by, o.campaign, cleo); err != nil {
			t.Fatal(err)
		}
		o.clock.Advance(time.Second)
		dan := o.clicker("Dan")
		his := o.lease(o.service, dan)
		var mu sync.Mutex
		var done sync.WaitGroup
		press := func(person, lease string, ordinal int, judge func(a campaign.Approved, err error)) {
			done.Add(1)
			o.service.Approve(campaign.Approving{Person: person, Lease: lease, Presses: []campaign.Press{{Ordinal: ordinal, MS: 2}}}, func(a campaign.Approved, err error) {
				defer done.Done()
				mu.Lock()
				defer mu.Unlock()
				judge(a, err)
			})
		}
		for i := range 4 {
			for _, lease := range []string{lapsed.Lease, open.Lease} {
				press(cleo, lease, i+1, func(a campaign.Approved, err error) {
					if !fault.Is(err, "removed") {
						t.Errorf("a press on %s: %+v %v", lease, a, err)
					}
				})
			}
			press(dan, his.Lease, i, func(a campaign.Approved, err error) {
				if err != nil || a.Approved != 1 {
					t.Errorf("Dan's: %+v %v", a, err)
				}
			})
		}
		done.Wait()
		if a, err := approve(o.service, cleo, lapsed.Lease, campaign.Press{Ordinal: 0, MS: 1}); err != nil || a.Approved != 1 {
			t.Errorf("a repeat from before: %+v %v", a, err)
		}
		o.recount()
		if n := o.nos(`SELECT COUNT(*) FROM approvals WHERE person = '` + cleo + `'`); n[0] != 1 {
			t.Errorf("%d of hers are kept", n[0])
		}
		if n := o.pressAll("Ede"); n+4+1 > 30 || n == 0 {
			t.Errorf("somebody else approved %d", n)
		}
		o.recount()
	})
}

// An answer says how many are a person's with all that their pages sent before it, so that each page shows the same.
func TestAnAnswerSaysHowManyAreAPersons(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(60)
		cleo := o.clicker("Cleo")
		one, two := o.lease(o.service, cleo), o.lease(o.service, cleo)
		for i := range 2 {
			for j, lease := range []string{one.Lease, two.Lease} {
				want := int64(2*i + j + 1)
				if a, err := approve(o.service, cleo, lease, campaign.Press{Ordinal: i, MS: 1}); err != nil || a.Mine != want {
					t.Errorf("%+v %v, and %d are hers", a, err, want)
				}
			}
		}
		// Those that wait for one transaction count each up to itself.
		var mu sync.Mutex
		var done sync.WaitGroup
		said := map[int64]bool{}
		for i := range 3 {
			for _, lease := range []string{one.Lease, two.Lease} {
				done.Add(1)
				o.service.Approve(campaign.Approving{Person: cleo, Lease: lease, Presses: []campaign.Press{{Ordinal: i + 2, MS: 1}}}, func(a campaign.Approved, err error) {
					defer done.Done()
					mu.Lock()
					defer mu.Unlock()
					if said[a.Mine] = true; err != nil {
						t.Error(err)
					}
				})
			}
		}
		done.Wait()
		for n := int64(5); n <= 10; n++ {
			if !said[n] {
				t.Errorf("none says %d: %v", n, said)
			}
		}
	})
}
