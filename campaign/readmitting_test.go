package campaign_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/roster"
)

// listed is a service of the Do Not Call list on the office's database.
func (o *office) listed() *roster.Service {
	return &roster.Service{Store: o.db.Roster(), Clock: o.clock, NewID: newID}
}

// allowed takes the numbers of contacts off the organisation's Do Not Call list, as an admin does.
func (o *office) allowed(contacts ...int64) {
	o.t.Helper()
	var phones []string
	if err := o.db.Find(context.Background(), &phones, `SELECT phone FROM contacts WHERE no IN (`+numbered(contacts)+`)`); err != nil {
		o.t.Error(err)
	}
	if _, err := o.listed().OptIn(context.Background(), roster.By{User: o.by.User, Name: o.by.Name, Organisation: o.by.Organisation}, roster.Phones{Phones: phones}); err != nil {
		o.t.Error(err)
	}
}

func TestNumbersThatComeOffTheListAreWhereTheyWouldBe(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.passing(20, 2) // 20 landlines, 20 cells
		o.ended(campaign.NotHome, campaign.NextPass, o.take(3)...)
		o.ended(campaign.Talked, campaign.Never, o.take(2)...)
		before := o.get().Counts
		ready := o.nos(`SELECT contact FROM ready ORDER BY contact LIMIT 4`)
		click := o.nos(`SELECT contact FROM clickable ORDER BY contact LIMIT 5`)
		wait := o.nos(`SELECT contact FROM waiting ORDER BY contact LIMIT 2`)
		final := o.nos(`SELECT no FROM contacts WHERE final ORDER BY no LIMIT 1`)
		all := append(append(append(append([]int64{}, ready...), click...), wait...), final...)
		o.never(all...)
		o.work()
		if c := o.get().Counts; c.OptedOut != 12 {
			t.Fatalf("swept: %+v", c)
		}
		o.allowed(all[:6]...)
		o.never(all[0]) // and on it again, before campaigns have heard
		o.allowed(all[6:]...)
		o.work()
		o.recount()
		if c := o.get().Counts; c.OptedOut != 1 || c.UndialedLandlines != before.UndialedLandlines-1 || c.AwaitingClick != before.AwaitingClick || c.AwaitingGap != before.AwaitingGap || c.Finished != before.Finished {
			t.Errorf("back: %+v, before %+v", c, before)
		}
		o.allowed(all[0])
		o.work()
		o.recount()
		if c := o.get().Counts; c != before {
			t.Errorf("all of them: %+v, before %+v", c, before)
		}
		if n := o.nos(`SELECT COUNT(*) FROM audit WHERE action = 'contacts_readmitted'`); n[0] == 0 {
			t.Error("nothing says so in the audit trail")
		}
		// Those that are back can be clicked, taken and moved like all others.
		ben := o.clicker("Ben")
		if l := o.lease(o.service, ben); len(l.Numbers) == 0 {
			t.Error("nothing to click")
		}
		if got := o.take(100); len(got) != int(before.UndialedLandlines) {
			t.Errorf("%d taken", len(got))
		}
		o.recount()
	})
}

func TestWhoWaitedWhileOptedOutIsDueWhenTheyAreBack(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.passing(4, 3)
		someone := o.take(1)
		o.ended(campaign.NotHome, campaign.NextPass, someone...)
		agreed := o.take(1)
		err := o.service.Attempted(context.Background(), o.campaign, "me", []campaign.Ended{{
			Contact: agreed[0].No, Outcome: campaign.CallBack, Retry: campaign.Retry{Again: campaign.AtTime}, At: o.clock.Now(), CallBack: o.clock.Now().Add(2 * time.Hour),
		}})
		if err != nil {
			t.Fatal(err)
		}
		o.never(someone[0].No, agreed[0].No)
		o.work()
		o.clock.Advance(5 * time.Hour) // their gap is over, and nobody of them is ready
		o.work()
		if c := o.get().Counts; c.OptedOut != 2 || c.ReadyRetries != 0 {
			t.Fatalf("opted out: %+v", c)
		}
		o.allowed(someone[0].No, agreed[0].No)
		o.work()
		o.work()
		o.recount()
		if c := o.get().Counts; c.ReadyRetries != 2 || c.OptedOut != 0 || c.AwaitingGap != 0 {
			t.Errorf("back: %+v", c)
		}
		if levels := o.nos(`SELECT level FROM ready WHERE level <> 1 ORDER BY level`); len(levels) != 2 || levels[0] != 0 || levels[1] != 2 {
			t.Errorf("at levels %v", levels)
		}
	})
}

// meanwhile is a store in which something happens before its nth transaction.
type meanwhile struct {
	campaign.Store
	left int
	what func()
}

func (m *meanwhile) Write(ctx context.Context, f func(tx campaign.Tx) error) error {
	if m.left--; m.left == 0 {
		m.what()
	}
	return m.Store.Write(ctx, f)
}

func TestTheListChangesWhileAFileIsLoaded(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		by := roster.By{User: o.by.User, Name: o.by.Name, Organisation: o.by.Organisation}
		off, on := roster.Phones{Phones: []string{"+447700900190", "+447700900191"}}, roster.Phones{Phones: []string{"+447700900192", "+447700900194", "+447700900003"}}
		if _, err := o.listed().OptOut(ctx, by, off); err != nil {
			t.Fatal(err)
		}
		o.upload(people(0, 200))
		o.edit(func(e *campaign.Edit) { e.CallerIDs = &[]string{ownNumber} })
		o.work()
		if _, err := o.service.Start(ctx, o.by, o.campaign); err != nil {
			t.Fatal(err)
		}
		node := o.node()
		node.Store = &meanwhile{Store: o.db.Campaigns(), left: 4, what: func() {
			if _, err := o.listed().OptIn(ctx, by, off); err != nil {
				t.Error(err)
			}
			if _, err := o.listed().OptOut(ctx, by, on); err != nil {
				t.Error(err)
			}
			if err := o.service.Work(ctx, campaign.JobSweep, o.by.Organisation); err != nil { // as it would at once
				t.Error(err)
			}
		}}
		if err := node.Work(ctx, campaign.JobLoad, o.get().Loads[0].ID); err != nil {
			t.Fatal(err)
		}
		o.work()
		o.recount()
		if c := o.get().Counts; c.OptedOut != 3 || c.UndialedLandlines != 98 || c.AwaitingClick != 99 {
			t.Errorf("loaded: %+v", c)
		}
	})
}

// numbered is numbers as SQL lists them.
func numbered(nos []int64) string {
	var b []byte
	for i, n := range nos {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, n, 10)
	}
	return string(b)
}
