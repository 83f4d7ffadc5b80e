package campaign_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"partyline/campaign"
)

// entering is contacts that enter what is ready together.
type entering struct {
	name  string
	zones []string
	line  campaign.Line
	n     int
}

// enter makes contacts and puts them where the dialer takes them, as a load or a burst of approvals does. fixed gives them keys
// from the whole range, as if they had been drawn when the campaign began.
func (o *office) enter(of map[int64]string, fixed bool, all ...entering) {
	o.t.Helper()
	ctx := context.Background()
	if fixed {
		if _, err := o.db.Exec(ctx, `UPDATE streams SET head = 0`); err != nil {
			o.t.Fatal(err)
		}
	}
	for _, e := range all {
		for done := 0; done < e.n; {
			some := min(10_000, e.n-done)
			var next []int64
			err := o.db.Campaigns().Write(ctx, func(tx campaign.Tx) error {
				c, err := tx.Campaign(o.campaign)
				if err != nil {
					return err
				}
				set, err := tx.ZoneSet(e.zones)
				if err != nil {
					return err
				}
				last, err := tx.LastContact(c.No)
				if err != nil {
					return err
				}
				var contacts []campaign.Contact
				var ready []campaign.Ready
				next = next[:0]
				for i := range some {
					no := last + int64(i) + 1
					next = append(next, no)
					contacts = append(contacts, campaign.Contact{No: no, Phone: fmt.Sprintf("+4479%08d", no), Line: e.line, ZoneSet: set, Fields: map[string]string{}})
					ready = append(ready, campaign.Ready{Level: 1, Stream: campaign.Stream(set, campaign.ClassOf(e.line)), Contact: no})
				}
				z := campaign.ZoneCounts{Cells: int64(some)}
				if e.line == campaign.Landline {
					z = campaign.ZoneCounts{Landlines: int64(some)}
				}
				if err := tx.InsertContacts(c.No, contacts); err != nil {
					return err
				}
				if err := tx.AddReady(c.No, ready); err != nil {
					return err
				}
				return tx.Count(c.No, map[int64]campaign.ZoneCounts{set: z})
			})
			if err != nil {
				o.t.Fatal(err)
			}
			if e.line != campaign.Landline { // somebody has approved them, else nobody takes them
				if _, err := o.db.Exec(ctx, `UPDATE contacts SET approved_at = 1 WHERE no >= $1 AND no <= $2`, next[0], next[some-1]); err != nil {
					o.t.Fatal(err)
				}
			}
			for _, no := range next {
				of[no] = e.name
			}
			done += some
		}
	}
}

// After 20,000 of 50,000 landlines are taken, 20,000 cells are approved at once, more landlines are loaded, and a zone opens
// late: the next 5,000 hold each class, each zone, and whoever came late, in proportion, and so does each thousand of them.
func TestTheNextTakesHoldEverybodyInProportion(t *testing.T) {
	for _, fixed := range []bool{false, true} {
		t.Run(map[bool]string{false: "as they are", true: "with keys fixed at the beginning"}[fixed], func(t *testing.T) {
			onBoth(t, func(t *testing.T, o *office) {
				o.started(2)
				o.take(10)
				if err := o.service.Attempted(context.Background(), o.campaign, "me", []campaign.Ended{{Contact: 1, Outcome: campaign.Invalid, At: o.clock.Now()}}); err != nil {
					t.Fatal(err)
				}
				here, late := []string{"Europe/London"}, []string{"America/New_York"} // 9:00 there is 14:00 here
				of := map[int64]string{}
				o.enter(of, false, entering{"landlines", here, campaign.Landline, 50_000}, entering{"late zone, landlines", late, campaign.Landline, 10_000}, entering{"late zone, cells", late, campaign.Cell, 6000})
				left := map[string]int{}
				for range 20_000 / 500 {
					for _, p := range o.take(500) {
						if of[p.No] != "landlines" {
							t.Fatalf("%s taken before its hours", of[p.No])
						}
						delete(of, p.No)
					}
				}
				o.enter(of, fixed, entering{"cells", here, campaign.Cell, 20_000}, entering{"landlines loaded later", here, campaign.Landline, 10_000})
				o.clock.Advance(2 * time.Hour)
				for _, name := range of {
					left[name]++
				}
				all, sum, worst := map[string]int{}, 0, 0.0
				for range 5 {
					some := map[string]int{}
					for range 20 {
						for _, p := range o.take(50) {
							some[of[p.No]]++
							all[of[p.No]]++
							sum++
						}
					}
					worst = max(worst, apart(some, 1000, left, len(of)))
				}
				if sum != 5000 {
					t.Fatalf("%d taken", sum)
				}
				// With four degrees of freedom fair draws are above 32 once in half a million times.
				if got := max(apart(all, sum, left, len(of)), worst); (got > 32) != fixed {
					t.Errorf("of %v there were %v: apart by %.1f", left, all, got)
				}
			})
		})
	}
}

// apart is how far a sample is from its proportions: chi squared.
func apart(got map[string]int, n int, of map[string]int, all int) (x float64) {
	for name, size := range of {
		want := float64(n) * float64(size) / float64(all)
		d := float64(got[name]) - want
		x += d * d / want
	}
	return x
}

// What the test above measures is itself measured: fair draws pass it, draws that favour who came late do not.
func TestTheMeasureOfProportionsTellsFairDrawsFromOthers(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	of := map[string]int{"a": 30_000, "b": 20_000, "c": 10_000}
	draw := func(favour int) map[string]int {
		got := map[string]int{}
		for range 1000 {
			switch n := r.IntN(60_000 + favour); {
			case n < 30_000:
				got["a"]++
			case n < 50_000:
				got["b"]++
			default:
				got["c"]++
			}
		}
		return got
	}
	for range 500 {
		if x := apart(draw(0), 1000, of, 60_000); x > 32 {
			t.Errorf("a fair draw is apart by %.1f", x)
		}
		if x := apart(draw(15_000), 1000, of, 60_000); x < 32 {
			t.Errorf("an unfair draw is apart by %.1f only", x)
		}
	}
}
