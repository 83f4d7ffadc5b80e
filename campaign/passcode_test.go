package campaign_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/event"
	"partyline/fault"
)

func (o *office) passcode(kind campaign.Kind, passcode string) []campaign.LinkView {
	o.t.Helper()
	links, err := o.service.SetPasscode(context.Background(), o.by, o.campaign, kind, campaign.Passcode{Passcode: passcode})
	if err != nil {
		o.t.Fatal(err)
	}
	return links
}

func (o *office) join(passcode, address string) error {
	_, _, err := o.service.Join(context.Background(), campaign.Caller, o.token(campaign.Caller), "", campaign.Joining{Name: "Ben", Passcode: passcode, Address: address})
	return err
}

func TestALinkAsksForItsPasscode(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		before := o.joined(campaign.Caller, "Early")
		o.alert("for those who are in")
		links := o.passcode(campaign.Caller, " Leeds 2026 ")
		if links[0].Passcode != "Leeds 2026" || links[1].Passcode != "" {
			t.Errorf("admins see %+v", links)
		}
		if in := o.look(campaign.Caller, ""); !in.Passcode || in.Script != nil || in.Messages != nil || in.Campaign.Name == "" {
			t.Errorf("a stranger sees %+v", in)
		}
		if in := o.look(campaign.Caller, before); in.Passcode || in.Script == nil || in.Messages == nil || in.Me == nil {
			t.Errorf("who was in sees %+v", in)
		}
		if in := o.look(campaign.Clicker, ""); in.Passcode {
			t.Error("the other link asks, too")
		}
		for _, c := range [][2]string{{"", "passcode_needed"}, {"  ", "passcode_needed"}, {"leeds", "passcode_wrong"}, {"leeds2026", ""}, {"LEEDS  2026", ""}} {
			err := o.join(c[0], "203.0.113.1")
			if c[1] == "" && err != nil || c[1] != "" && !fault.Is(err, c[1]) {
				t.Errorf("%q: %v", c[0], err)
			}
		}
		if _, _, err := o.service.Join(ctx, campaign.Caller, o.token(campaign.Caller), before, campaign.Joining{Name: "Earlier"}); err != nil {
			t.Errorf("who is in has another name: %v", err)
		}
		if _, err := o.service.Rotate(ctx, o.by, o.campaign, campaign.Caller); err != nil {
			t.Fatal(err)
		}
		if err := o.join("", ""); !fault.Is(err, "passcode_needed") {
			t.Errorf("a new link has lost it: %v", err)
		}
		for _, bad := range []string{"abc", "a b c", strings.Repeat("x", 41)} {
			if _, err := o.service.SetPasscode(ctx, o.by, o.campaign, campaign.Caller, campaign.Passcode{Passcode: bad}); !fault.Is(err, "invalid") {
				t.Errorf("%q: %v", bad, err)
			}
		}
		if _, err := o.service.SetPasscode(ctx, o.by, o.campaign, "door", campaign.Passcode{Passcode: "12345"}); !fault.Is(err, "not_found") {
			t.Errorf("of no link: %v", err)
		}
		o.passcode(campaign.Caller, "")
		if err := o.join("", ""); err != nil {
			t.Errorf("taken away: %v", err)
		}
		var kept []string
		if err := o.db.Find(ctx, &kept, `SELECT data FROM audit WHERE action = $1`, "link_passcode_changed"); err != nil || len(kept) != 2 {
			t.Errorf("audit: %v %v", kept, err)
		}
		events, err := o.db.Since(ctx, event.On("campaign", o.campaign), 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			kept = append(kept, string(e.Data))
		}
		o.passcode(campaign.Caller, "Leeds 2026")
		var stored []string
		if err := o.db.Find(ctx, &stored, `SELECT passcode FROM links WHERE campaign_id = $1`, o.campaign); err != nil || strings.Join(stored, "") == "" {
			t.Fatalf("%v %v", stored, err)
		}
		for _, text := range append(kept, stored...) {
			if strings.Contains(text, "eeds") {
				t.Errorf("the passcode is readable: %s", text)
			}
		}
	})
}

func TestWrongPasscodesAreLimited(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		o.passcode(campaign.Caller, "right one")
		for i := range 10 {
			if err := o.join("wrong", "203.0.113.1"); !fault.Is(err, "passcode_wrong") {
				t.Fatalf("try %d: %v", i, err)
			}
			o.clock.Advance(time.Second)
		}
		err := o.join("right one", "203.0.113.1")
		if f := fault.As(err); f.Code != "too_many_tries" || f.Kind != fault.Busy || f.Extra["until"] != o.clock.Now().Add(15*time.Minute-10*time.Second).UTC().Format(time.RFC3339) || f.Extra["retry_after"] != 890 {
			t.Errorf("try 11: %v %v", err, f.Extra)
		}
		if err := o.join("right one", "203.0.113.2"); err != nil {
			t.Errorf("from elsewhere: %v", err)
		}
		// A browser of its own behind the same address is not held up, and has its own tries.
		from := func(browser, passcode string) error {
			_, _, err := o.service.Join(context.Background(), campaign.Caller, o.token(campaign.Caller), browser, campaign.Joining{Name: "Ben", Passcode: passcode, Address: "203.0.113.1"})
			return err
		}
		clumsy, other := campaign.NewPage(), campaign.NewPage()
		for range 10 {
			if err := from(clumsy, "wrong"); !fault.Is(err, "passcode_wrong") {
				t.Fatalf("a browser: %v", err)
			}
		}
		if err := from(clumsy, "right one"); !fault.Is(err, "too_many_tries") {
			t.Errorf("a browser that was wrong ten times: %v", err)
		}
		if err := from(other, "right one"); err != nil {
			t.Errorf("another browser behind the same address: %v", err)
		}
		o.clock.Advance(15 * time.Minute)
		if err := o.join("right one", "203.0.113.1"); err != nil {
			t.Errorf("later: %v", err)
		}
		// From everywhere at once, by two nodes: at most so many are looked at, and a new passcode begins anew.
		nodes := []*campaign.Service{o.service, o.node()}
		var crowd sync.WaitGroup
		var mu sync.Mutex
		said := map[string]int{}
		token := o.token(campaign.Caller)
		for i := range 130 {
			crowd.Go(func() {
				_, _, err := nodes[i%2].Join(context.Background(), campaign.Caller, token, "", campaign.Joining{Name: "X", Passcode: "wrong", Address: fmt.Sprint("203.0.113.", i)})
				mu.Lock()
				defer mu.Unlock()
				said[fault.As(err).Code]++
			})
		}
		crowd.Wait()
		if said["passcode_wrong"] != 100 || said["too_many_tries"] != 30 {
			t.Errorf("they were told %v", said)
		}
		// Who knows it waits for a moment and not for a quarter of an hour; who guesses on is looked at once in five seconds.
		late := func(passcode string) error {
			_, _, err := o.service.Join(context.Background(), campaign.Caller, token, campaign.NewPage(), campaign.Joining{Name: "Ben", Passcode: passcode, Address: "203.0.113.1"})
			return err
		}
		if f := fault.As(late("right one")); f.Code != "too_many_tries" || f.Extra["retry_after"] != 5 || !strings.Contains(f.Title, "5 seconds") {
			t.Errorf("at once: %v %v", f, f.Extra)
		}
		guessed := 0
		for range 60 {
			if fault.Is(late("wrong"), "passcode_wrong") {
				guessed++
			}
			o.clock.Advance(time.Second)
		}
		if guessed != 11 {
			t.Errorf("%d guesses in a minute", guessed)
		}
		o.clock.Advance(5 * time.Second)
		if err := late("right one"); err != nil {
			t.Errorf("a moment later: %v", err)
		}
		o.passcode(campaign.Caller, "another one")
		if err := o.join("another one", ""); err != nil {
			t.Errorf("with a new passcode: %v", err)
		}
	})
}

func TestWhoWasRemovedIsToldSo(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		page := o.joined(campaign.Caller, "Ben")
		me := o.look(campaign.Caller, page).Me
		if err := o.service.Remove(context.Background(), o.by, o.campaign, me.ID); err != nil {
			t.Fatal(err)
		}
		if in := o.look(campaign.Caller, page); !in.Removed || in.Me != nil {
			t.Errorf("they see %+v", in)
		}
		if in := o.look(campaign.Caller, ""); in.Removed || in.Organisation == "" {
			t.Errorf("others see %+v", in)
		}
	})
}
