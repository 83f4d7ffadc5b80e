package campaign_test

import (
	"context"
	"testing"
	"time"

	"partyline/campaign"
)

// openLeases is how many are not over.
func (o *office) openLeases() (n int) {
	o.t.Helper()
	o.read(func(r campaign.Reader, c campaign.Campaign) error {
		open, err := r.OpenLeases(c.No)
		n = len(open)
		return err
	})
	return n
}

// allBut presses on all of a lease's numbers but the last n.
func (o *office) allBut(n int, person string, l campaign.Leased) {
	o.t.Helper()
	var presses []campaign.Press
	for i := range len(l.Numbers) - n {
		presses = append(presses, campaign.Press{Ordinal: i, MS: 1})
	}
	o.clock.Advance(time.Second)
	if a, err := approve(o.service, person, l.Lease, presses...); err != nil || a.Approved != len(presses) {
		o.t.Fatalf("%d presses: %+v %v", len(presses), a, err)
	}
}

// A page that gives back what it approved, which ours does not, loses nobody the number that is still on its screen.
func TestANumberIsNotLostByGivingBackWhatIsApproved(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(40)
		mallory := o.clicker("Mallory")
		l := o.lease(o.service, mallory)
		last := len(l.Numbers) - 1
		o.allBut(2, mallory, l)
		if err := o.service.Release(context.Background(), mallory, l.Lease, []int{0, 0}, false); err != nil {
			t.Fatal(err)
		}
		if a, err := approve(o.service, mallory, l.Lease, campaign.Press{Ordinal: last - 1, MS: 2}); err != nil || a.Approved != 1 {
			t.Fatalf("%+v %v", a, err)
		}
		if n := o.openLeases(); n != 1 {
			t.Errorf("%d leases are open, and one has a number on the screen", n)
		}
		if a, err := approve(o.service, mallory, l.Lease, campaign.Press{Ordinal: 0, MS: 1}); err != nil || a.Approved != 1 {
			t.Errorf("sent again: %+v %v", a, err)
		}
		if err := o.service.Release(context.Background(), mallory, l.Lease, nil, false); err != nil {
			t.Fatal(err)
		}
		dan, n := o.clicker("Dan"), 0
		for l := o.lease(o.service, dan); len(l.Numbers) > 0; l = o.lease(o.service, dan) {
			o.allBut(0, dan, l)
			n += len(l.Numbers)
		}
		if w := o.get(); w.Clicking.Left != 0 || last+n != 20 {
			t.Errorf("Mallory approved %d and Dan %d, and %d wait for somebody", last, n, w.Clicking.Left)
		}
		o.recount()
	})
}

// A lease is over when its last number is skipped or withdrawn: nobody is counted as a clicker for an empty screen.
func TestALeaseIsOverWhenItsLastNumberIsSkippedOrWithdrawn(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(80)
		cleo := o.clicker("Cleo")
		l := o.lease(o.service, cleo)
		o.allBut(1, cleo, l)
		if err := o.service.Release(context.Background(), cleo, l.Lease, []int{len(l.Numbers) - 1}, true); err != nil {
			t.Fatal(err)
		}
		if n := o.openLeases(); n != 0 {
			t.Errorf("%d leases are open with nothing left in them", n)
		}
		l = o.lease(o.service, cleo)
		o.allBut(1, cleo, l)
		o.optOut(l.Lease, len(l.Numbers)-1)
		if err := o.service.Work(context.Background(), campaign.JobSweep, o.by.Organisation); err != nil {
			t.Fatal(err)
		}
		if n := o.openLeases(); n != 0 {
			t.Errorf("%d leases are open with nothing left in them but a withdrawn number", n)
		}
		o.recount()
	})
}
