package campaign_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"partyline/campaign"
)

func (o *office) launching() {
	mode := campaign.ModeLaunch
	o.edit(func(e *campaign.Edit) { e.Mode = &mode })
}

// A number on a screen of launch mode that comes onto the Do Not Call list leaves it, whether it waited for a click or was ready; it is
// counted as opted out, once, and never shown again.
func TestANumberThatIsOptedOutLeavesAScreenOfLaunchMode(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(20)
		o.launching()
		lines := map[string]int{}
		var leases []string
		for i := range 12 {
			l := o.lease(o.service, o.clicker(fmt.Sprint("Clicker ", i)))
			if len(l.Numbers) != 1 || !l.Launch {
				t.Fatalf("leased %+v", l)
			}
			lines[l.Lines[0]]++
			leases = append(leases, l.Lease)
		}
		if lines["landline"] == 0 || lines["cell"] == 0 { // one in five hundred
			t.Fatalf("of 10 and 10 came %v", lines)
		}
		for _, l := range leases {
			o.optOut(l, 0)
		}
		o.work()
		got := told[campaign.WithdrawnView](o, "/clickers", campaign.NumbersWithdrawn)
		if len(got) != len(leases) {
			t.Errorf("%d of %d numbers were withdrawn", len(got), len(leases))
		}
		var open []string
		if err := o.db.Find(context.Background(), &open, `SELECT id FROM leases WHERE ended_at IS NULL`); err != nil || len(open) > 0 {
			t.Errorf("still open: %v %v", open, err)
		}
		if w := o.get(); w.Counts.OptedOut != 12 || w.Counts.Sum() != w.Counts.Total || w.Counts.AwaitingClick+w.Counts.UndialedLandlines != 8 {
			t.Errorf("counts: %+v", w.Counts)
		}
		o.recount()
		late := 0
		for i := range 10 {
			if l := o.lease(o.service, o.clicker(fmt.Sprint("Late ", i))); len(l.Numbers) == 1 {
				late++
			}
		}
		if late != 8 {
			t.Errorf("%d of the 8 that are left were shown", late)
		}
	})
}

// Only numbers whose hours are open are shown, of those that wait for a click too; the others come when theirs open.
func TestLaunchModeShowsNumbersWhoseHoursAreOpen(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(4)
		var b strings.Builder
		b.WriteString("Phone,First name,Line type\n")
		for i := range 30 {
			fmt.Fprintf(&b, "+1415555%04d,Person %d,%s\n", 100+i, i, []string{"cell", "landline", "unknown"}[i%3])
		}
		o.upload(b.String())
		o.work()
		if _, err := o.service.Start(context.Background(), o.by, o.campaign); err != nil {
			t.Fatal(err)
		}
		o.work()
		o.launching()
		if w := o.get(); w.Counts.Total != 34 || w.Counts.OutsideHours != 10 {
			t.Fatalf("counts: %+v", w.Counts)
		}
		seen := 0
		for i := range 10 {
			l := o.lease(o.service, o.clicker(fmt.Sprint("Clicker ", i)))
			for _, n := range l.Numbers {
				if seen++; !strings.Contains(n, "00 00") {
					t.Errorf("%s was shown before dawn", n)
				}
			}
		}
		if seen != 4 {
			t.Errorf("%d of 4 open numbers were shown", seen)
		}
		o.clock.Advance(8 * time.Hour) // 20:00 in Leeds, noon in San Francisco
		o.work()
		for i := range 34 {
			if l := o.lease(o.service, o.clicker(fmt.Sprint("Evening ", i))); len(l.Numbers) != 1 {
				t.Fatalf("%d of 34 were shown: %+v", i, l)
			}
		}
		o.recountShown()
	})
}

// recountShown looks that each contact is in one place: ready, waiting for a click, or on one screen.
func (o *office) recountShown() {
	o.t.Helper()
	var lost []string
	if err := o.db.Find(context.Background(), &lost, `SELECT CAST(p.no AS TEXT) FROM contacts p WHERE NOT p.opted_out AND
		(SELECT count(*) FROM ready r WHERE r.contact = p.no) + (SELECT count(*) FROM clickable q WHERE q.contact = p.no)
		+ (SELECT count(*) FROM leases l WHERE l.ended_at IS NULL AND l.contacts = '[' || CAST(p.no AS TEXT) || ']') <> 1`); err != nil || len(lost) > 0 {
		o.t.Errorf("in no place or in two: %v %v", lost, err)
	}
}

// Where few of those who wait for a click are in open hours, they are looked for some rows at a time, and all are found.
func TestNumbersInOpenHoursAreFoundAFewRowsAtATime(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(60) // 30 wait for a click
		ctx, cleo := context.Background(), o.clicker("Cleo")
		o.read(func(r campaign.Reader, c campaign.Campaign) error {
			_, err := o.db.Exec(ctx, `UPDATE contacts SET zone_set = 999 WHERE campaign = $1 AND no % 12 <> 2`, c.No) // of another zone, but for five
			return err
		})
		var zone []int64
		if err := o.db.Find(ctx, &zone, `SELECT DISTINCT zone_set FROM contacts WHERE zone_set <> 999`); err != nil || len(zone) != 1 {
			t.Fatal(zone, err)
		}
		var keys []int64
		if err := o.db.Find(ctx, &keys, `SELECT key FROM clickable`); err != nil {
			t.Fatal(err)
		}
		seen, steps := map[int64]bool{}, 0
		for after := int64(-1); len(seen) < 5 && steps < 100; steps++ {
			err := o.db.Campaigns().Write(ctx, func(tx campaign.Tx) error {
				got, next, err := tx.TakeClickableIn(1, cleo, zone, after, 3)
				for _, p := range got {
					if seen[p.No] || p.ZoneSet != zone[0] || next != p.Key {
						t.Errorf("took %+v, and goes on behind %d", p, next)
					}
					seen[p.No] = true
				}
				if len(got) == 0 && next >= 0 && next <= after {
					t.Errorf("behind %d it goes on behind %d", after, next)
				}
				passed := 0
				for _, k := range keys {
					if k > after && k <= next {
						passed++
					}
				}
				if passed > 3 {
					t.Errorf("one step passed %d rows", passed)
				}
				after = next
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if len(seen) != 5 {
			t.Errorf("%d of 5 found", len(seen))
		}
	})
}
