package campaign_test

import (
	"context"
	"testing"
	"time"

	"partyline/campaign"
)

// pressAll has somebody approve whatever waits for a click, and says how many.
func (o *office) pressAll(who string) (approved int) {
	o.t.Helper()
	return o.pressOn(o.clicker(who))
}

// pressOn approves all that somebody is shown.
func (o *office) pressOn(p string) (approved int) {
	o.t.Helper()
	for range 40 {
		l := o.lease(o.service, p)
		if len(l.Numbers) == 0 {
			return approved
		}
		o.clock.Advance(time.Second)
		var presses []campaign.Press
		for i := range l.Numbers {
			presses = append(presses, campaign.Press{Ordinal: i, MS: 1})
		}
		a, err := approve(o.service, p, l.Lease, presses...)
		if err != nil {
			o.t.Fatal(err)
		}
		approved += a.Approved
	}
	o.t.Fatal("there is always more to approve")
	return 0
}

// taken is who is dialled now, cells and landlines.
func (o *office) taken() (cells, landlines []campaign.Contact) {
	o.t.Helper()
	for _, p := range o.take(100) {
		if p.Line == campaign.Landline {
			landlines = append(landlines, p)
		} else {
			cells = append(cells, p)
		}
	}
	return cells, landlines
}

func (o *office) returnAll() {
	o.t.Helper()
	if err := o.service.Return(context.Background(), o.campaign, "me", nil); err != nil {
		o.t.Fatal(err)
	}
}

// Who was attempted and needs a click by now waits for it when the gap is over.
func TestWhoWasLetGoAndAttemptedWaitsForAClickOnceItIsSwitchedOn(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.passing(5, 3)
		o.turn(false, true)
		o.work()
		cells, _ := o.taken()
		o.ended(campaign.NotHome, campaign.NextPass, cells...)
		o.returnAll()
		o.turn(true, false)
		o.work()
		o.recount()
		o.wait(time.Hour + time.Minute)
		o.recount()
		if c := o.get().Counts; c.AwaitingClick != 5 || c.AwaitingGap != 0 {
			t.Errorf("after the gap: %+v", c)
		}
		if n := o.pressAll("Ben"); n != 5 {
			t.Errorf("%d approved", n)
		}
		o.work()
		o.recount()
		if w := o.get(); w.Counts.AwaitingClick != 0 || w.Counts.ReadyRetries != 5 || w.Clicking.Over != "All numbers are approved." {
			t.Errorf("approved: %+v %+v", w.Counts, w.Clicking)
		}
		if again, _ := o.taken(); len(again) != 5 {
			t.Errorf("%d cells are dialled again", len(again))
		}
	})
}

func TestWhoWasLetGoAndOptedOutWaitsForAClickWhenTakenBack(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.passing(5, 3)
		o.turn(false, true)
		o.work()
		cells := o.nos(`SELECT no FROM contacts WHERE line = 2 ORDER BY no LIMIT 2`)
		o.never(cells...)
		o.work()
		o.turn(true, false)
		o.work()
		o.allowed(cells...)
		o.work()
		o.recount()
		if n := o.pressAll("Ben"); n != 5 {
			t.Errorf("%d approved", n)
		}
		o.work()
		o.recount()
		if c := o.get().Counts; c.AwaitingClick != 0 || c.UndialedCells != 5 {
			t.Errorf("%+v", c)
		}
	})
}

// With one pass: a cell that may be called once more, one with an agreed call-back that is due, and one that was let go again.
func TestWhatIsAllowedBeyondThePassesWaitsForItsClickAndIsDialled(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.passing(4, 1)
		o.turn(false, true)
		o.work()
		cells, landlines := o.taken()
		o.ended(campaign.Talked, campaign.Never, landlines...)
		o.ended(campaign.HungUp, campaign.OnceMore, cells[0])
		o.ended(campaign.CallBack, campaign.AtTime, cells[1])
		o.ended(campaign.Talked, campaign.Never, cells[2:]...)
		o.wait(2 * time.Hour)
		o.turn(true, false)
		o.work()
		o.recount()
		if c := o.get().Counts; c.AwaitingClick != 2 {
			t.Fatalf("both wait for a click: %+v", c)
		}
		gap := 120 // an edit has the mover look at everybody
		o.edit(func(e *campaign.Edit) { e.GapMinutes = &gap })
		if n := o.pressAll("Ben"); n != 2 {
			t.Errorf("%d approved", n)
		}
		o.work()
		gap = 60
		o.edit(func(e *campaign.Edit) { e.GapMinutes = &gap })
		o.work()
		o.recount()
		if again, _ := o.taken(); len(again) != 2 {
			t.Errorf("%d of 2 are dialled: %+v", len(again), o.get().Counts)
		}
		o.returnAll()

		// let go instead of approved, it is the same
		o.turn(false, true)
		o.work()
		o.recount()
		if again, _ := o.taken(); len(again) != 2 {
			t.Errorf("%d of 2 are dialled once they are let go", len(again))
		}
	})
}

// Who waited for a click while an admin allowed fewer passes is finished when it comes.
func TestAClickThatComesAfterTheLastPassDialsNobody(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.passing(4, 2)
		o.turn(false, true)
		o.work()
		cells, landlines := o.taken()
		o.ended(campaign.Talked, campaign.Never, landlines...)
		o.ended(campaign.NotHome, campaign.NextPass, cells...)
		o.turn(true, false)
		o.wait(2 * time.Hour)
		passes := 1
		o.edit(func(e *campaign.Edit) { e.Passes = &passes })
		o.work()
		if n := o.pressAll("Ben"); n != 4 {
			t.Errorf("%d approved", n)
		}
		o.work()
		o.recount()
		if w := o.get(); w.Counts.Finished != 8 || w.State != campaign.Complete {
			t.Errorf("%s %+v", w.State, w.Counts)
		}
	})
}

// Off with release, on, and off without it: the owner's last word was not to let them be called.
func TestOffAgainWithoutReleaseNobodyIsDialledWithoutAClick(t *testing.T) {
	for name, followed := range map[string]bool{"the numbers had followed": true, "the numbers were still on their way": false} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, o *office) {
				o.passing(5, 3)
				o.turn(false, true)
				o.work()
				cells, _ := o.taken()
				o.ended(campaign.NotHome, campaign.NextPass, cells[:3]...)
				flying := cells[3]
				o.clock.Advance(time.Second)
				o.turn(true, false)
				if followed {
					o.work()
				}
				o.clock.Advance(time.Second)
				o.turn(false, false)
				if got, _ := o.taken(); len(got) != 0 {
					t.Errorf("%d cells are taken", len(got))
				}
				o.work()
				o.ended(campaign.NotHome, campaign.NextPass, flying)
				o.returnAll()
				o.recount()
				o.wait(time.Hour + time.Minute)
				o.recount()
				if n := o.dialable(); n != 0 {
					t.Errorf("%d are dialable without a click", n)
				}
				if c := o.get().Counts; c.AwaitingClick != 5 {
					t.Errorf("%+v", c)
				}
				o.turn(false, true)
				o.work()
				o.recount()
				if n := o.dialable(); n != 5 {
					t.Errorf("%d are dialable after the owner let them go", n)
				}
			})
		})
	}
}

// What is loaded while clicking is off needs no click, until it is on again.
func TestWhatIsLoadedWhileClickingIsOffNeedsNone(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.turn(false, false)
		o.passing(4, 3)
		o.recount()
		cells, _ := o.taken()
		if len(cells) != 4 {
			t.Fatalf("%d cells are dialled", len(cells))
		}
		o.ended(campaign.NotHome, campaign.NextPass, cells[:2]...)
		o.returnAll()
		o.wait(time.Hour + time.Minute)
		o.recount()
		if n := o.dialable(); n != 4 {
			t.Errorf("%d are dialable", n)
		}
		o.turn(true, false)
		o.work()
		o.recount()
		if c := o.get().Counts; c.AwaitingClick != 4 {
			t.Errorf("on: %+v", c)
		}
		o.clock.Advance(time.Second)
		o.turn(false, false)
		o.work()
		o.recount()
		if n := o.dialable(); n != 0 {
			t.Errorf("off again: %d are dialable", n)
		}
	})
}
