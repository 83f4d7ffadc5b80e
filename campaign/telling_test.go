package campaign_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/storage"
)

// Clickers are on phones: they hear of figures every two seconds, of the last ones too, and at once of what they can do.
func TestClickersHearOfFiguresEveryTwoSeconds(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(400)
		cleo := o.clicker("Cleo")
		l := o.lease(o.service, cleo)
		heard := func() []campaign.ClickingView {
			return told[campaign.ClickingView](o, "/clickers", campaign.ClickingChanged)
		}
		pass := func(d time.Duration) {
			t.Helper()
			o.clock.Advance(d)
			if _, err := storage.RunDue(context.Background(), o.db, o.handlers); err != nil {
				t.Fatal(err)
			}
		}
		pass(3 * time.Second)
		before := len(heard())
		for i := range 40 {
			if a, err := approve(o.service, cleo, l.Lease, campaign.Press{Ordinal: i, MS: 3000 + int64(i)*250}); err != nil || a.Approved != 1 {
				t.Fatalf("%+v %v", a, err)
			}
			pass(250 * time.Millisecond)
		}
		if n := len(heard()) - before; n < 4 || n > 6 {
			t.Errorf("in ten seconds of presses they were told %d times", n)
		}
		pass(2 * time.Second)
		if all := heard(); all[len(all)-1].Approved != 40 {
			t.Errorf("in the end they were told %+v", all[len(all)-1])
		}
		for range 3 { // what can be done is told as soon as it is another thing
			on := !heard()[len(heard())-1].On
			o.turn(on, false)
			pass(250 * time.Millisecond) // the job that moves the numbers
			pass(250 * time.Millisecond)
			if all := heard(); all[len(all)-1].On != on {
				t.Errorf("turned %t, and told %+v", on, all[len(all)-1])
			}
		}
		o.recount()
	})
}

// Who listens hears nothing while nothing changes, however often somebody asks; and always what is true, whichever node tells it.
func TestClickersHearNothingWhileNothingChanges(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		o.started(40)
		cleo := o.clicker("Cleo")
		heard := func() []campaign.ClickingView {
			return told[campaign.ClickingView](o, "/clickers", campaign.ClickingChanged)
		}
		tell := func(s *campaign.Service) {
			t.Helper()
			o.clock.Advance(3 * time.Second)
			var later storage.Later
			if err := s.Work(ctx, campaign.JobTell, o.campaign); err != nil && !errors.As(err, &later) {
				t.Fatal(err)
			}
		}
		tell(o.service)
		before := len(heard())
		for range 5 {
			tell(o.service)
		}
		if n := len(heard()) - before; n != 0 {
			t.Errorf("told %d times that nothing has changed", n)
		}
		l := o.lease(o.service, cleo)
		tell(o.node()) // somebody clicks: another node tells it
		if all := heard(); len(all) != before+1 || all[before].Clickers != 1 {
			t.Fatalf("another node told %+v", all[before:])
		}
		if err := o.service.Release(ctx, cleo, l.Lease, nil, false); err != nil {
			t.Fatal(err)
		}
		tell(o.service) // it is again as this one told it last
		if all := heard(); len(all) != before+2 || all[before+1].Clickers != 0 {
			t.Errorf("they hear that somebody clicks, and nobody does: %+v", all[before:])
		}
		tell(o.service)
		if n := len(heard()); n != before+2 {
			t.Errorf("told %d times", n-before)
		}
	})
}
