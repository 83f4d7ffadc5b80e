package campaign_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"partyline/campaign"
)

// Who is taken back in from the Do Not Call list comes into one place, whatever became of them meanwhile.

// A number that the list had for a moment while it was on a screen is on that screen still, and nowhere else.
func TestWhoIsTakenBackWhileOnAScreenStaysThere(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		o.started(20) // 10 cells
		cleo := o.clicker("Cleo")
		l := o.lease(o.service, cleo)
		shows := o.screen(l.Lease)
		late := shows[0]
		o.never(o.nos(`SELECT contact FROM ready ORDER BY contact LIMIT 1`)...)
		node := o.node()
		node.Store = &meanwhile{Store: o.db.Campaigns(), left: 2, what: func() { o.never(late) }} // screens were looked at already
		if err := node.Work(ctx, campaign.JobSweep, o.by.Organisation); err != nil {
			t.Fatal(err)
		}
		if out := o.nos(`SELECT no FROM contacts WHERE opted_out AND line <> 1`); !slices.Equal(out, []int64{late}) || !slices.Contains(o.screen(l.Lease), late) {
			t.Fatalf("opted out %v, on the screen %v", out, o.screen(l.Lease))
		}
		o.allowed(late)
		if err := o.service.Work(ctx, campaign.JobSweep, o.by.Organisation); err != nil {
			t.Fatal(err)
		}
		if n := o.nos(`SELECT contact FROM clickable`); slices.Contains(n, late) || len(n) != 10-len(shows) {
			t.Errorf("%v wait for a screen, and %d is on one", n, late)
		}
		o.recount()
		if err := o.service.Release(ctx, cleo, l.Lease, nil, false); err != nil {
			t.Errorf("giving it back: %v", err)
		}
		if n := o.pressAll("Dan"); n != 10 {
			t.Errorf("%d approved", n)
		}
		o.recount()
	})
}

// screen is the contacts that a lease shows.
func (o *office) screen(lease string) (on []int64) {
	o.t.Helper()
	o.read(func(r campaign.Reader, _ campaign.Campaign) error {
		leases, err := r.Leases([]string{lease})
		for _, l := range leases {
			for ordinal, contact := range l.Contacts {
				if !slices.ContainsFunc(l.Gone, func(g campaign.Gone) bool { return g.Ordinal == ordinal }) {
					on = append(on, contact)
				}
			}
		}
		return err
	})
	return on
}

// outdated is a store in which somebody else has just taken contacts back in whom a sweep still finds opted out.
type outdated struct {
	campaign.Store
	back []int64
}

type outdatedTx struct {
	campaign.Tx
	back []int64
}

func (s outdated) Write(ctx context.Context, f func(tx campaign.Tx) error) error {
	return s.Store.Write(ctx, func(tx campaign.Tx) error { return f(outdatedTx{tx, s.back}) })
}

func (t outdatedTx) CampaignsWithout(organisation string, phones []string) (map[int64][]int64, error) {
	out, err := t.Tx.CampaignsWithout(organisation, phones)
	for no := range out {
		out[no] = append(out[no], t.back...)
	}
	return out, err
}

// Two sweeps find the same numbers: each is taken back once.
func TestWhoWasTakenBackAlreadyIsLeftWhereTheyAre(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.passing(10, 2)
		before := o.get().Counts
		there := append(o.nos(`SELECT contact FROM ready ORDER BY contact LIMIT 2`), o.nos(`SELECT contact FROM clickable ORDER BY contact LIMIT 2`)...)
		o.never(there...)
		o.work()
		o.allowed(there[0], there[2])
		o.work()
		o.allowed(there[1], there[3])
		node := o.node()
		node.Store = outdated{o.db.Campaigns(), []int64{there[0], there[2]}}
		if err := node.Work(context.Background(), campaign.JobSweep, o.by.Organisation); err != nil {
			t.Error(err)
		}
		o.work()
		o.recount()
		o.oncePlaced()
		if c := o.get().Counts; c != before {
			t.Errorf("all of them are back: %+v, before %+v", c, before)
		}
	})
}

// oncePlaced says that nobody is in two places.
func (o *office) oncePlaced() {
	o.t.Helper()
	if n := o.nos(`SELECT contact FROM (SELECT contact FROM ready UNION ALL SELECT contact FROM taken UNION ALL SELECT contact FROM clickable UNION ALL SELECT contact FROM waiting) x GROUP BY contact HAVING COUNT(*) > 1`); len(n) > 0 {
		o.t.Errorf("in two places: %v", n)
	}
}

// Who agreed to be called at an instant is not called before it for having been on the list meanwhile; nor is anybody else earlier
// who waits.
func TestWhoIsTakenBackWhileTheyWaitGoesOnWaiting(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.passing(6, 3)
		gap := o.take(2)
		o.ended(campaign.NotHome, campaign.NextPass, gap...)
		agreed := o.take(2)
		o.ended(campaign.CallBack, campaign.AtTime, agreed...) // in half an hour
		var all []int64
		for _, p := range slices.Concat(gap, agreed) {
			all = append(all, p.No)
		}
		o.never(all...)
		o.wait(time.Minute)
		o.allowed(all...)
		o.wait(time.Minute)
		o.work()
		o.recount()
		o.oncePlaced()
		if n := o.nos(`SELECT COUNT(*) FROM waiting`); n[0] != 4 {
			t.Errorf("%d rows of four who wait", n[0])
		}
		if c := o.get().Counts; c.AwaitingGap != 4 || c.ReadyRetries != 0 {
			t.Errorf("before their time: %+v", c)
		}
		o.wait(30 * time.Minute)
		if c := o.get().Counts; c.AwaitingGap != 2 || c.ReadyRetries != 2 {
			t.Errorf("when the call-backs are due: %+v", c)
		}
		o.wait(30 * time.Minute)
		o.recount()
		if c := o.get().Counts; c.AwaitingGap != 0 || c.ReadyRetries != 4 {
			t.Errorf("when the gap is over: %+v", c)
		}
	})
}

// Who was ready for the second pass is not ready for the first one.
func TestWhoIsTakenBackIsInThePassTheyWereIn(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.passing(6, 3)
		o.ended(campaign.NotHome, campaign.NextPass, o.take(3)...)
		o.wait(61 * time.Minute)
		second := o.nos(`SELECT contact FROM ready WHERE level = 2 ORDER BY contact`)
		if len(second) != 3 {
			t.Fatalf("%v are ready for the second pass", second)
		}
		o.never(second...)
		o.work()
		o.allowed(second...)
		o.work()
		o.work()
		o.recount()
		if back := o.nos(`SELECT contact FROM ready WHERE level = 2 ORDER BY contact`); !slices.Equal(back, second) {
			t.Errorf("%v of %v are ready for the second pass", back, second)
		}
	})
}
