package campaign_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"partyline/campaign"
)

// A page asks for more while it has numbers still, so a lease begins before its first number is looked at. Somebody who presses
// five times a second gets what they do in ninety seconds all the same, and not what they would do if they had waited all along.
func TestALeaseIsNinetySecondsOfPressesThoughItIsAskedForAhead(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		var file strings.Builder
		file.WriteString("Phone,First name,Line type\n")
		for i := range 6000 {
			fmt.Fprintf(&file, "+447700%06d,Person %d,cell\n", i, i)
		}
		o.startedWith(file.String())
		cleo := o.clicker("Cleo")
		const every = 200 * time.Millisecond
		l, began := o.lease(o.service, cleo), o.clock.Now()
		for n := range 4 {
			var next campaign.Leased
			var nextBegan time.Time
			ask := len(l.Numbers) * 65 / 100
			for i := range l.Numbers {
				o.clock.Advance(every)
				a, err := approve(o.service, cleo, l.Lease, campaign.Press{Ordinal: i, MS: o.clock.Now().Sub(began).Milliseconds()})
				if err != nil || a.Approved != 1 {
					t.Fatalf("press %d of lease %d: %+v %v", i, n, a, err)
				}
				if i == ask {
					next, err = o.service.Lease(context.Background(), cleo, []string{l.Lease})
					if err != nil {
						t.Fatal(err)
					}
					nextBegan = o.clock.Now()
				}
			}
			if size := len(next.Numbers); size < 445 || size > 455 {
				t.Errorf("lease %d has %d numbers, at five a second it should have 450", n+2, size)
			}
			l, began = next, nextBegan
		}
	})
}
