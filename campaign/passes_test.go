package campaign_test

import (
	"context"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/fault"
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

func TestTheTimeForTheAnswersHasBounds(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		if w := o.get().WrapUp; w != 120 {
			t.Errorf("a new campaign gives %d seconds", w)
		}
		for seconds, fits := range map[int]bool{29: false, 30: true, 600: true, 601: false, -1: false} {
			before := o.get()
			_, err := o.service.Edit(context.Background(), o.by, o.campaign, campaign.Edit{Version: before.Version, WrapUp: &seconds})
			now := o.get()
			switch {
			case fits && (err != nil || now.WrapUp != seconds || now.Saved[campaign.StepPasses].Version != now.Version):
				t.Errorf("%d seconds: %v, %d kept", seconds, err, now.WrapUp)
			case !fits && (fault.As(err).Code != "invalid" || fault.As(err).Fields[0].Field != "wrap_up_seconds" || now.WrapUp != before.WrapUp):
				t.Errorf("%d seconds: %v, %d kept", seconds, err, now.WrapUp)
			}
		}
	})
}

// With one pass too: who hung up is called once more, and so is a line that failed.
func TestAGapOfLessThanAnHourWarns(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		for _, passes := range []int{1, 2} {
			for minutes, warns := range map[int]bool{0: true, 59: true, 60: false, 240: false} {
				if w := o.edit(func(e *campaign.Edit) { e.Passes, e.GapMinutes = &passes, &minutes }); (w.Warning != "") != warns {
					t.Errorf("%d passes, %d minutes: %q", passes, minutes, w.Warning)
				}
			}
		}
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

// A line that failed, a drop and another queue's line use up no pass; but who waits for the pass that was taken away is finished.
func TestFewerPassesWhileSomebodyWaitsWhoWasNotReached(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		edit := func(passes int) campaign.Counts {
			t.Helper()
			o.edit(func(e *campaign.Edit) { e.Passes = &passes })
			o.work()
			o.recount()
			return o.get().Counts
		}
		o.passing(3, 2)
		o.ended(campaign.NotHome, campaign.NextPass, o.take(3)...)
		o.wait(time.Hour)
		p := o.take(3)
		if len(p) != 3 || p[0].Attempts != 1 {
			t.Fatalf("for the second pass: %+v", p)
		}
		o.ended(campaign.Failed, "", p[0])
		o.ended(campaign.Dropped, "", p[1])
		if err := o.service.Store.Write(ctx, func(tx campaign.Tx) error {
			return o.service.Aside(tx, o.campaign, "me", []int64{p[2].No}, nil, o.clock.Now().Add(time.Minute))
		}); err != nil {
			t.Fatal(err)
		}
		o.recount()
		if c := edit(1); c.Finished != 2 || c.AwaitingGap != 0 || c.AwaitingOther != 1 {
			t.Errorf("fewer passes: %+v", c)
		}
		o.wait(2 * time.Minute)
		o.recount()
		if c := o.get().Counts; c.Finished != 3 || c.ReadyRetries != 0 {
			t.Errorf("when the other line is free: %+v", c)
		}
		o.wait(25 * time.Hour)
		if got := o.take(9); len(got) != 0 {
			t.Errorf("taken beyond the passes, so that the dialer puts them back for ever: %+v", got)
		}
		if c := edit(2); c.ReadyRetries != 3 {
			t.Errorf("more passes again: %+v", c)
		}
		got := o.take(3)
		if len(got) != 3 {
			t.Fatalf("taken for the second pass: %+v", got)
		}
		o.ended(campaign.Dropped, "", got[0])
		o.ended(campaign.Failed, "", got[1])
		o.ended(campaign.Busy, "", got[2])
		edit(1)
		if c := edit(2); c.AwaitingGap != 2 || c.Finished != 1 {
			t.Errorf("fewer and more at once: %+v", c)
		}
		o.wait(time.Hour)
		o.recount()
		if c := o.get(); c.Counts.AwaitingGap != 1 || c.Counts.ReadyRetries != 1 {
			t.Errorf("the gap is over, the day after the drop is not: %+v", c.Counts)
		}
		o.wait(24 * time.Hour)
		o.recount()
		if got := o.take(9); len(got) != 2 {
			t.Errorf("a day later: %+v", got)
		}
	})
}

// An admin allows fewer passes while the last one is rung: the line fails, and nobody waits for a pass that is none.
func TestFewerPassesWhileALineFails(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.passing(2, 2)
		o.ended(campaign.NotHome, campaign.NextPass, o.take(2)...)
		o.wait(time.Hour)
		p := o.take(2)
		one := 1
		o.edit(func(e *campaign.Edit) { e.Passes = &one })
		o.work()
		o.ended(campaign.Failed, "", p[0])
		o.ended(campaign.Dropped, "", p[1])
		o.work()
		o.recount()
		if c := o.get().Counts; c.Finished != 2 || c.AwaitingGap != 0 {
			t.Errorf("afterwards: %+v", c)
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
