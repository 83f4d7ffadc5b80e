package campaign_test

import (
	"context"
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
