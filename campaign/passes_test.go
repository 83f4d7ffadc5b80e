package campaign_test

import (
	"context"
	"testing"
	"time"

	"partyline/campaign"
)

// passing is a campaign of landlines that runs, with so many passes and an hour between them.
func (o *office) passing(contacts, passes int) {
	o.t.Helper()
	o.started(2 * contacts) // every other one is a cell, and waits for its click
	o.edit(func(e *campaign.Edit) { gap := 60; e.Passes, e.GapMinutes = &passes, &gap })
	o.work()
}

func (o *office) take(k int) []campaign.Contact {
	o.t.Helper()
	got, err := o.service.Take(context.Background(), o.campaign, "me", k)
	if err != nil {
		o.t.Fatal(err)
	}
	return got
}

// ended says how the attempts at contacts ended, now.
func (o *office) ended(outcome campaign.Outcome, rule campaign.Again, contacts ...campaign.Contact) {
	o.t.Helper()
	var all []campaign.Ended
	for _, p := range contacts {
		e := campaign.Ended{Contact: p.No, Outcome: outcome, Retry: campaign.Retry{Again: rule}, At: o.clock.Now()}
		if rule == campaign.AtTime {
			e.CallBack = o.clock.Now().Add(30 * time.Minute)
		}
		all = append(all, e)
	}
	if err := o.service.Attempted(context.Background(), o.campaign, "me", all); err != nil {
		o.t.Fatal(err)
	}
}

// wait lets time pass and has done what is due then.
func (o *office) wait(d time.Duration) {
	o.t.Helper()
	o.clock.Advance(d)
	o.work()
}

func TestWhoWaitedForTheGapIsReadyForTheNextPass(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.passing(10, 2)
		first := o.take(4)
		o.ended(campaign.NotHome, campaign.NextPass, first...)
		o.recount()
		if c := o.get().Counts; c.AwaitingGap != 4 || c.UndialedLandlines != 6 || c.InFlight != 0 {
			t.Errorf("after four attempts: %+v", c)
		}
		o.wait(59 * time.Minute)
		if c := o.get().Counts; c.AwaitingGap != 4 {
			t.Errorf("before the gap is over: %+v", c)
		}
		o.wait(time.Minute)
		o.recount()
		if c := o.get().Counts; c.AwaitingGap != 0 || c.ReadyRetries != 4 {
			t.Errorf("when the gap is over: %+v", c)
		}
		all := o.take(100)
		if len(all) != 10 {
			t.Fatalf("%d taken", len(all))
		}
		for _, p := range all {
			o.ended(campaign.NoAnswer, "", p)
		}
		o.recount()
		if c := o.get().Counts; c.Finished != 4 || c.AwaitingGap != 6 {
			t.Errorf("after the second pass of four: %+v", c)
		}
		o.wait(time.Hour)
		o.ended(campaign.NoAnswer, "", o.take(100)...)
		if c := o.get().Counts; c.Finished != 10 {
			t.Errorf("after all passes: %+v", c)
		}
		o.recount()
	})
}

func TestPassesAndGapTakeEffectWhileTheCampaignRuns(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		edit := func(passes, minutes int) campaign.Counts {
			t.Helper()
			o.edit(func(e *campaign.Edit) { e.Passes, e.GapMinutes = &passes, &minutes })
			o.work()
			o.recount()
			return o.get().Counts
		}
		o.passing(10, 2)
		o.ended(campaign.NotHome, campaign.NextPass, o.take(6)...)
		if c := edit(1, 60); c.Finished != 6 || c.AwaitingGap != 0 {
			t.Errorf("fewer passes, while six wait for the second: %+v", c)
		}
		if c := edit(3, 60); c.Finished != 0 || c.AwaitingGap != 6 {
			t.Errorf("more passes: %+v", c)
		}
		if c := edit(3, 0); c.AwaitingGap != 0 || c.ReadyRetries != 6 {
			t.Errorf("no gap: %+v", c)
		}
		if c := edit(1, 0); c.ReadyRetries != 0 || c.Finished != 6 {
			t.Errorf("fewer passes, while six are ready for the second: %+v", c)
		}
		if c := edit(2, 0); c.ReadyRetries != 6 {
			t.Errorf("and more again: %+v", c)
		}
		edit(2, 600)
		if got := o.take(100); len(got) != 4 {
			t.Errorf("a longer gap: %d taken, 4 were never called", len(got))
		}
		o.work()
		o.recount()
		if c := o.get().Counts; c.AwaitingGap != 6 || c.InFlight != 4 {
			t.Errorf("a longer gap: %+v", c)
		}
		o.wait(9 * time.Hour) // 21:00 and something: shut
		o.wait(12 * time.Hour)
		if c := o.get().Counts; c.ReadyRetries != 6 {
			t.Errorf("when the longer gap is over: %+v", c)
		}
	})
}

func TestWhatRulesAllowBeyondThePasses(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.passing(6, 1)
		p := o.take(6)
		o.ended(campaign.CallBack, campaign.AtTime, p[0])
		o.ended(campaign.HungUp, campaign.OnceMore, p[1])
		o.ended(campaign.Dropped, "", p[2])
		o.ended(campaign.Failed, "", p[3])
		o.ended(campaign.Invalid, "", p[4])
		o.ended(campaign.Talked, campaign.Never, p[5])
		o.recount()
		if c := o.get().Counts; c.AwaitingGap != 4 || c.Invalid != 1 || c.Finished != 1 {
			t.Fatalf("after one attempt each: %+v", c)
		}
		o.wait(30 * time.Minute)
		if got := o.take(9); len(got) != 1 || got[0].No != p[0].No {
			t.Fatalf("at the agreed time: %+v", got)
		}
		o.ended(campaign.NotHome, campaign.NextPass, p[0])
		o.wait(30 * time.Minute)
		got := o.take(9)
		if len(got) != 2 {
			t.Fatalf("after the gap: %+v", got)
		}
		for _, g := range got {
			switch g.No {
			case p[1].No:
				o.ended(campaign.HungUp, campaign.OnceMore, g) // once more only once
			case p[3].No:
				o.ended(campaign.Failed, "", g)
			default:
				t.Errorf("after the gap: %+v", g)
			}
		}
		o.wait(time.Hour)
		o.ended(campaign.Failed, "", o.take(9)...) // the third time
		o.recount()
		if c := o.get().Counts; c.AwaitingGap != 1 || c.Finished != 4 {
			t.Errorf("a drop is left: %+v", c)
		}
		o.wait(21 * time.Hour)
		if got := o.take(9); len(got) != 0 {
			t.Errorf("before a day is over: %+v", got)
		}
		o.wait(time.Hour)
		if got := o.take(9); len(got) != 1 || got[0].No != p[2].No || got[0].Attempts != 0 {
			t.Errorf("a day after the drop: %+v", got)
		}
		o.recount()
	})
}

func TestARuleThatSaysDoNotCallIsForAllCampaigns(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		o.passing(4, 1)
		first := o.campaign
		whole, err := o.service.Create(ctx, o.by, campaign.NewCampaign{Name: "Another"})
		if err != nil {
			t.Fatal(err)
		}
		o.campaign = whole.ID
		o.started(8)
		second := o.campaign
		o.campaign = first
		p := o.take(1)
		err = o.service.Attempted(ctx, first, "me", []campaign.Ended{{Contact: p[0].No, Outcome: campaign.DoNotCall, Retry: campaign.Retry{Again: campaign.Never, DoNotCall: true}, At: o.clock.Now()}})
		if err != nil {
			t.Fatal(err)
		}
		o.work()
		o.recount()
		if c := o.get().Counts; c.OptedOut != 1 {
			t.Errorf("in its own campaign: %+v", c)
		}
		o.campaign = second
		o.recount()
		if c := o.get().Counts; c.OptedOut != 1 {
			t.Errorf("in another one: %+v", c)
		}
	})
}
