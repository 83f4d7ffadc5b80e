package campaign_test

import (
	"context"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/fault"
)

// What is on clickers' screens goes back when the campaign is ended, and what is pressed after that counts no more.
func TestPressesAfterTheEnd(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(40)
		ben := o.clicker("Ben")
		l := o.lease(o.service, ben)
		o.clock.Advance(10 * time.Second)
		if _, err := o.service.End(context.Background(), o.by, o.campaign); err != nil {
			t.Fatal(err)
		}
		o.clock.Advance(10 * time.Second)
		a, err := approve(o.service, ben, l.Lease, campaign.Press{Ordinal: 0, MS: 9_000}, campaign.Press{Ordinal: 1, MS: 11_000})
		if err != nil || a.Approved != 1 || len(a.Refused) != 1 || a.Refused[0].Code != campaign.CodeExpired {
			t.Errorf("pressed before and after the end: %+v %v", a, err)
		}
		o.work()
		o.recount()
		if w := o.get(); w.Clicking.Clickers != 0 || w.Clicking.Approved != 1 || w.Counts.AwaitingClick != 19 {
			t.Errorf("after the end: %+v %+v", w.Clicking, w.Counts)
		}
		if a, err = approve(o.service, ben, l.Lease, campaign.Press{Ordinal: 2, MS: 12_000}); err != nil || a.Approved != 0 || len(a.Refused) != 1 {
			t.Errorf("pressed after it went back: %+v %v", a, err)
		}
		if _, err := o.service.Lease(context.Background(), ben, nil); !fault.Is(err, "ended") {
			t.Errorf("a lease after the end: %v", err)
		}
	})
}

// Whoever is in stays in when the link is changed, through a reload too; nobody else comes in by the old one.
func TestAReloadAfterTheLinkWasChanged(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		for n, kind := range []campaign.Kind{campaign.Clicker, campaign.Caller} {
			old := o.token(kind)
			page, gone := o.joined(kind, "Cleo"), o.joined(kind, "Gus")
			me, err := o.service.Look(ctx, kind, old, page)
			if err != nil {
				t.Fatal(err)
			}
			out, err := o.service.Look(ctx, kind, old, gone)
			if err != nil {
				t.Fatal(err)
			}
			if err := o.service.Remove(ctx, o.by, o.campaign, out.Me.ID); err != nil {
				t.Fatal(err)
			}
			o.clock.Advance(time.Second)
			if _, err := o.service.Rotate(ctx, o.by, o.campaign, kind); err != nil {
				t.Fatal(err)
			}
			in, err := o.service.Look(ctx, kind, old, page)
			if err != nil || in.Me == nil || in.Me.ID != me.Me.ID || in.Topic != me.Topic {
				t.Errorf("%s: who is in reloads: %+v %v", kind, in.Me, err)
			}
			for who, page := range map[string]string{"nobody": "", "a stranger": campaign.NewPage(), "who was removed": gone} {
				if _, err := o.service.Look(ctx, kind, old, page); !fault.Is(err, "link_invalid") {
					t.Errorf("%s: %s comes by the old link: %v", kind, who, err)
				}
			}
			if _, _, err := o.service.Join(ctx, kind, old, "", campaign.Joining{Name: "Dan"}); !fault.Is(err, "link_invalid") {
				t.Errorf("%s: joining by the old link: %v", kind, err)
			}
			again, _, err := o.service.Join(ctx, kind, old, page, campaign.Joining{Name: "Cleopatra"})
			if err != nil || again.Me == nil || again.Me.ID != me.Me.ID || again.Me.Name != "Cleopatra" {
				t.Errorf("%s: who is in changes their name: %+v %v", kind, again.Me, err)
			}
			for who, page := range map[string]string{"a stranger": campaign.NewPage(), "who was removed": gone} {
				if _, _, err := o.service.Join(ctx, kind, old, page, campaign.Joining{Name: "Dan"}); !fault.Is(err, "link_invalid") {
					t.Errorf("%s: %s joins by the old link: %v", kind, who, err)
				}
			}
			if all, _, err := o.service.People(ctx, o.campaign, campaign.Bookmark{}, 0); err != nil || len(all) != 2+2*n {
				t.Errorf("%s: %d people %v", kind, len(all), err)
			}
			other := campaign.Caller
			if kind == campaign.Caller {
				other = campaign.Clicker
			}
			if _, err := o.service.Look(ctx, other, old, page); other == campaign.Caller && !fault.Is(err, "link_invalid") {
				t.Errorf("%s: as a %s: %v", kind, other, err)
			}
		}
	})
}

// Nobody drives: every page is told when the ten seconds are over, and told nothing while somebody does.
func TestThatNothingDrivesIsToldByItself(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.started(4)
		o.work()
		state := func() campaign.State {
			all := told[campaign.StatusView](o, "", campaign.StatusChanged)
			return all[len(all)-1].State
		}
		if state() != campaign.Running {
			t.Fatalf("told %s", state())
		}
		begun := *o.get().Started
		for o.clock.Now().Before(begun.Add(9 * time.Second)) {
			o.wait(100 * time.Millisecond)
		}
		if state() != campaign.Running {
			t.Errorf("told %s before the ten seconds are over", state())
		}
		for o.clock.Now().Before(begun.Add(11 * time.Second)) {
			o.work()
		}
		if state() != campaign.Stalled || o.get().Cause != "dialer" {
			t.Errorf("told %s after eleven seconds, it is %s", state(), o.get().State)
		}
	})
}
