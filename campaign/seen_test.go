package campaign_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/fault"
)

func TestWhoHasSeenAnAlertBarCountsOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		a := o.alert("one", func(e *campaign.AlertEdit) { e.Audience = ptr(campaign.ForCallers) })
		ben, cleo, dora := o.joined(campaign.Caller, "Ben"), o.joined(campaign.Clicker, "Cleo"), o.joined(campaign.Caller, "Dora")
		see := func(page string, kind campaign.Kind, version int) error {
			return o.service.See(ctx, page, kind, a.ID, version)
		}
		for range 3 {
			if err := see(ben, campaign.Caller, 1); err != nil {
				t.Fatal(err)
			}
		}
		for name, err := range map[string]error{"a clicker": see(cleo, campaign.Clicker, 1), "a clicker as a caller": see(cleo, campaign.Caller, 1), "nobody": see("", campaign.Caller, 1), "a stranger": see("nonsense", campaign.Caller, 1)} {
			if !fault.Is(err, "not_found") {
				t.Errorf("%s: %v", name, err)
			}
		}
		seen := func() int { return *o.messages().Alerts[0].Seen }
		if seen() != 1 {
			t.Errorf("seen by %d", seen())
		}
		o.work()
		o.clock.Advance(2 * time.Second)
		o.work()
		if got := o.last("").Alerts[0]; *got.Seen != 1 {
			t.Errorf("admins were told %+v", got)
		}
		// Who came by the link stays, whatever becomes of the link.
		if _, err := o.service.Rotate(ctx, o.by, o.campaign, campaign.Caller); err != nil {
			t.Fatal(err)
		}
		if err := see(dora, campaign.Caller, 1); err != nil || seen() != 2 {
			t.Errorf("after the link was rotated: %v, %d", err, seen())
		}
		// Another text is to be seen anew; another level is not.
		edit := func(version int, e campaign.AlertEdit) campaign.AlertView {
			v, err := o.service.EditAlert(ctx, o.by, o.campaign, a.ID, campaign.ChangedAlert{Version: version, AlertEdit: e})
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		if v := edit(1, campaign.AlertEdit{Level: ptr(campaign.Warning)}); *v.Seen != 2 {
			t.Errorf("another level: %+v", v)
		}
		if v := edit(2, campaign.AlertEdit{Text: ptr("two")}); *v.Seen != 0 {
			t.Errorf("another text: %+v", v)
		}
		if err := see(ben, campaign.Caller, 2); err != nil || seen() != 0 { // a report of the old words that was on its way
			t.Errorf("the old words: %v, %d", err, seen())
		}
		if err := see(ben, campaign.Caller, 99); err != nil || seen() != 1 {
			t.Errorf("the new words: %v, %d", err, seen())
		}
		if v := edit(3, campaign.AlertEdit{Text: ptr("three")}); *v.Seen != 0 {
			t.Errorf("who said they saw a version that was not there: %+v", v)
		}
		if err := o.service.RemoveAlert(ctx, o.by, o.campaign, a.ID); err != nil {
			t.Fatal(err)
		}
		if err := see(ben, campaign.Caller, 4); !fault.Is(err, "not_found") {
			t.Errorf("of one that is gone: %v", err)
		}
	})
}

// Two nodes, forty people with two tabs each that all report at once, again and again, while an admin edits and removes other
// bars: each counts once, and no set that admins are told is older than the one before it.
func TestSightingsAtOnceCountEachPersonOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		const people = 40
		nodes := []*campaign.Service{o.service, o.node()}
		defer nodes[0].Close(ctx)
		defer nodes[1].Close(ctx)
		a := o.alert("everybody sees this")
		pages := make([]string, people)
		for i := range pages {
			pages[i] = o.joined(campaign.Caller, fmt.Sprint("Caller ", i))
		}
		var crowd sync.WaitGroup
		for i := range people * 2 {
			crowd.Go(func() {
				for range 3 {
					if err := nodes[i%2].See(ctx, pages[i/2], campaign.Caller, a.ID, 1); err != nil {
						t.Error(err)
					}
				}
			})
		}
		var last string
		crowd.Go(func() {
			for i := range 15 {
				v, err := nodes[i%2].AddAlert(ctx, o.by, o.campaign, campaign.AlertEdit{Text: ptr(fmt.Sprint("bar ", i))})
				if err != nil {
					t.Error(err)
					return
				}
				if i%2 == 0 {
					err = nodes[1-i%2].RemoveAlert(ctx, o.by, o.campaign, v.ID)
				} else {
					_, err = nodes[1-i%2].EditAlert(ctx, o.by, o.campaign, v.ID, campaign.ChangedAlert{Version: 1, AlertEdit: campaign.AlertEdit{Shown: ptr(false)}})
				}
				if err != nil {
					t.Error(err)
				}
				last = v.ID
			}
		})
		stop := make(chan struct{})
		var teller sync.WaitGroup
		teller.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if err := nodes[1].Work(ctx, campaign.JobSeen, o.campaign); err != nil {
					t.Error(err)
					return
				}
			}
		})
		crowd.Wait()
		close(stop)
		teller.Wait()
		if err := nodes[0].Work(ctx, campaign.JobSeen, o.campaign); err != nil {
			t.Fatal(err)
		}
		now := o.messages()
		o.neverBack()
		for _, v := range now.Alerts {
			if v.ID == a.ID && *v.Seen != people {
				t.Errorf("%d people have seen it, counted %d", people, *v.Seen)
			}
			if v.ID == last {
				t.Error("the last one was removed, and is there")
			}
		}
		if len(now.Alerts) != 8 {
			t.Errorf("%d alert bars are left", len(now.Alerts))
		}
	})
}
