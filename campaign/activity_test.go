package campaign_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/event"
)

func TestPaceIsTakenOverTheLastFiveMinutes(t *testing.T) {
	now := tuesday.Add(30 * time.Second)
	minute := func(back int64) int64 { return tuesday.Unix()/60 - back }
	for _, row := range []struct {
		what string
		by   map[int64]int64
		want int64
	}{
		{"nothing", nil, 0},
		{"who began just now is not counted as slow", map[int64]int64{minute(0): 100}, 6000},
		{"a minute and a half", map[int64]int64{minute(1): 200, minute(0): 100}, 12000},
		{"five minutes without a gap, the present one half over", map[int64]int64{minute(4): 100, minute(3): 100, minute(2): 100, minute(1): 100, minute(0): 50}, 6000},
		{"a pause lowers it", map[int64]int64{minute(4): 90}, 1200},
		{"what is older does not count", map[int64]int64{minute(6): 1000}, 0},
		{"nor what is to come", map[int64]int64{minute(-1): 1000}, 0},
	} {
		if got := campaign.PaceOf(row.by, now); got != row.want {
			t.Errorf("%s: %d an hour, want %d", row.what, got, row.want)
		}
	}
}

func TestMinutesCountEachApprovalOnceAtTheMomentOfItsPress(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(40)
		ann := o.clicker("Ann")
		l := o.lease(o.service, ann)
		o.clock.Advance(70 * time.Second)
		frame := []campaign.Press{{Ordinal: 0, MS: 1000}, {Ordinal: 1, MS: 2000}, {Ordinal: 2, MS: 65_000}}
		for range 2 { // a repeat changes nothing
			if a, err := approve(o.service, ann, l.Lease, frame...); err != nil || a.Approved != 3 {
				t.Fatalf("%+v %v", a, err)
			}
		}
		a, err := o.service.Activity(context.Background(), o.campaign)
		if err != nil {
			t.Fatal(err)
		}
		n := len(a.Minutes)
		if n != 60 || a.Minutes[n-1].Approved+a.Minutes[n-2].Approved+a.Minutes[n-3].Approved != 3 {
			t.Errorf("%d minutes, the last of them %+v", n, a.Minutes[n-3:])
		}
		if first := a.Minutes[0].At; !first.Equal(o.clock.Now().Truncate(time.Minute).Add(-59 * time.Minute)) {
			t.Errorf("the first is %s", first)
		}
		w := o.get()
		if w.Clicking.AnHour == 0 || w.Clicking.DoneAt == nil || !w.Clicking.DoneAt.After(w.At) {
			t.Errorf("%+v", w.Clicking)
		}
		var sum campaign.Counts
		for _, z := range a.Zones {
			sum.Total += z.Counts.Total
			sum.AwaitingClick += z.Counts.AwaitingClick
		}
		if sum.Total != w.Counts.Total || sum.AwaitingClick != w.Counts.AwaitingClick {
			t.Errorf("the zone sets add up to %+v, the campaign has %+v", sum, w.Counts)
		}
		o.clock.Advance(6 * time.Minute)
		if w := o.get(); w.Clicking.AnHour != 0 || w.Clicking.DoneAt != nil {
			t.Errorf("nobody pressed for six minutes: %+v", w.Clicking)
		}
	})
}

func TestWhosePageIsOpenIsHereNow(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(4)
		ctx := context.Background()
		links, err := o.service.Links(ctx, o.campaign)
		if err != nil {
			t.Fatal(err)
		}
		_, page, err := o.service.Join(ctx, campaign.Clicker, links[1].Token, "", campaign.Joining{Name: "Ann"})
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err = o.service.Join(ctx, campaign.Caller, links[0].Token, page, campaign.Joining{Name: "Ann"}); err != nil { // in another tab of the same browser
			t.Fatal(err)
		}
		if h := o.get().Here; h != (campaign.Here{Callers: 1, Clickers: 1, CallersToday: 1, ClickersToday: 1}) {
			t.Fatalf("just joined: %+v", h)
		}
		clickers := event.Topic("campaign/" + o.campaign + "/clickers")
		for range 10 { // the clicker's tab stays open, the caller's was closed
			o.clock.Advance(6 * time.Second)
			people, err := o.service.Page(ctx, page)
			if err != nil {
				t.Fatal(err)
			}
			o.service.Seen(people, clickers)
			o.service.Close(ctx)
		}
		if h := o.get().Here; h != (campaign.Here{Clickers: 1, CallersToday: 1, ClickersToday: 1}) {
			t.Errorf("one tab was closed a minute ago: %+v", h)
		}
		o.clock.Advance(time.Minute)
		if h := o.get().Here; h.Clickers != 0 || h.ClickersToday != 1 {
			t.Errorf("both were: %+v", h)
		}
		o.clock.Advance(12 * time.Hour)
		if h := o.get().Here; h.ClickersToday != 0 {
			t.Errorf("another day in Leeds: %+v", h)
		}
		people, err := o.service.Page(ctx, page)
		if err != nil {
			t.Fatal(err)
		}
		if err := o.service.Remove(ctx, o.by, o.campaign, people[0].ID); err != nil {
			t.Fatal(err)
		}
		o.service.Seen(people, clickers)
		o.service.Seen(people, event.Topic("campaign/"+o.campaign+"/callers"))
		o.service.Close(ctx)
		if h := o.get().Here; h.Callers+h.Clickers != 1 {
			t.Errorf("who was removed is not here, whatever is still open there: %+v", h)
		}
	})
}

func TestSomebodyWhoLeavesIsMissedWithoutAnyPress(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(4)
		o.clicker("Ann")
		o.work()
		since := o.get().Seq
		for range 12 {
			o.clock.Advance(10 * time.Second)
			o.work()
		}
		heard, err := o.db.Since(context.Background(), event.Topic("campaign/"+o.campaign), event.Seq(since), 100)
		if err != nil {
			t.Fatal(err)
		}
		if len(heard) == 0 || len(heard) > 4 {
			t.Fatalf("%d events in two minutes", len(heard))
		}
	})
}

func TestManyPagesAreNotedInFewTransactions(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(4)
		ctx := context.Background()
		var people []campaign.Person
		for range 60 {
			id := o.clicker("Ann")
			people = append(people, campaign.Person{ID: id, Campaign: o.campaign, Kind: campaign.Clicker, Seen: o.clock.Now()})
		}
		o.clock.Advance(time.Minute)
		topic := event.Topic("campaign/" + o.campaign + "/clickers")
		var all sync.WaitGroup
		var nodes []*campaign.Service
		for _, s := range []*campaign.Service{o.service, o.node()} { // the same people, on two nodes
			for i := range people {
				all.Go(func() { s.Seen(people[i:i+1], topic); s.Seen(people[i:i+1], topic) })
			}
			nodes = append(nodes, s)
		}
		all.Wait()
		for _, s := range nodes {
			s.Close(ctx)
		}
		if h := o.get().Here; h.Clickers != 60 {
			t.Errorf("%+v", h)
		}
	})
}

func TestADuplicateHasTheStepsAndNothingElse(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(10)
		o.edit(func(e *campaign.Edit) {
			passes, gap := 3, 90
			e.Passes, e.GapMinutes, e.WrapUp = &passes, &gap, &gap
		})
		ctx := context.Background()
		if _, err := o.service.SaveCard(ctx, o.by, o.campaign, campaign.Paused, campaign.EndCardEdit{Title: "Back at 18:00", Text: "Thank you"}); err != nil {
			t.Fatal(err)
		}
		if _, err := o.service.End(ctx, o.by, o.campaign); err != nil {
			t.Fatal(err)
		}
		from := o.get()
		for i, want := range []string{"Spring GOTV (copy)", "Autumn"} {
			in := campaign.NewCampaign{}
			if i == 1 {
				in.Name = want
			}
			d, err := o.service.Duplicate(ctx, o.by, o.campaign, in)
			if err != nil {
				t.Fatal(err)
			}
			if d.Name != want || d.State != campaign.Draft || d.Counts.Total != 0 || len(d.Loads) != 0 || d.Started != nil || d.Ended != nil {
				t.Errorf("%+v", d.View)
			}
			if d.Passes != 3 || d.GapMinutes != 90 || d.WrapUp != 90 || len(d.CallerIDs) != 1 || len(d.Script.Questions) != len(from.Script.Questions) {
				t.Errorf("its steps: %+v", d.View)
			}
			if len(d.Missing) != 1 || d.Missing[0].Step != campaign.StepContacts {
				t.Errorf("missing: %+v", d.Missing)
			}
			if _, saved := d.Saved[campaign.StepPasses]; !saved {
				t.Errorf("saved: %+v", d.Saved)
			}
			m, err := o.service.Messages(ctx, d.ID)
			if err != nil || m.EndCards.Paused.Title != "Back at 18:00" || m.EndCards.Paused.Version != 1 || len(m.Alerts) != 0 {
				t.Errorf("%+v %v", m.EndCards.Paused, err)
			}
			mine, err := o.service.Links(ctx, d.ID)
			if err != nil {
				t.Fatal(err)
			}
			theirs, _ := o.service.Links(ctx, o.campaign)
			if mine[0].Token == theirs[0].Token {
				t.Error("it has the other one's link")
			}
		}
	})
}
