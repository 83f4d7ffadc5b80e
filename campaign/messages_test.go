package campaign_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/event"
	"partyline/fault"
)

func ptr[T any](v T) *T { return &v }

// alert adds an alert bar.
func (o *office) alert(text string, change ...func(e *campaign.AlertEdit)) campaign.AlertView {
	o.t.Helper()
	e := campaign.AlertEdit{Text: &text}
	for _, f := range change {
		f(&e)
	}
	v, err := o.service.AddAlert(context.Background(), o.by, o.campaign, e)
	if err != nil {
		o.t.Fatal(err)
	}
	return v
}

func (o *office) messages() campaign.MessagesView {
	o.t.Helper()
	v, err := o.service.Messages(context.Background(), o.campaign)
	if err != nil {
		o.t.Fatal(err)
	}
	return v
}

// token is a link's.
func (o *office) token(kind campaign.Kind) string {
	o.t.Helper()
	links, err := o.service.Links(context.Background(), o.campaign)
	if err != nil {
		o.t.Fatal(err)
	}
	for _, l := range links {
		if l.Kind == kind {
			return l.Token
		}
	}
	return ""
}

// joined is a browser that came in.
func (o *office) joined(kind campaign.Kind, name string) (page string) {
	o.t.Helper()
	_, page, err := o.service.Join(context.Background(), kind, o.token(kind), "", campaign.Joining{Name: name})
	if err != nil {
		o.t.Fatal(err)
	}
	return page
}

// look is what a page of a link gets first.
func (o *office) look(kind campaign.Kind, page string) campaign.Invited {
	o.t.Helper()
	in, err := o.service.Look(context.Background(), kind, o.token(kind), page)
	if err != nil {
		o.t.Fatal(err)
	}
	return in
}

// last is the newest set that a topic carried.
func (o *office) last(on string) (out campaign.MessagesView) {
	o.t.Helper()
	events, err := o.db.Since(context.Background(), event.On("campaign", o.campaign+on), 0, 1000)
	if err != nil {
		o.t.Fatal(err)
	}
	for _, e := range events {
		if e.Kind == campaign.MessagesChanged {
			out = campaign.MessagesView{}
			if err := json.Unmarshal(e.Data, &out); err != nil {
				o.t.Fatal(err)
			}
		}
	}
	return out
}

func texts(v campaign.MessagesView) string {
	var all []string
	for _, a := range v.Alerts {
		all = append(all, strings.TrimSuffix(strings.TrimPrefix(a.HTML, "<p>"), "</p>"))
	}
	return strings.Join(all, ", ")
}

func TestAlertBarsReachTheirAudienceNewestFirst(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		to := func(a campaign.Audience) func(*campaign.AlertEdit) {
			return func(e *campaign.AlertEdit) { e.Audience = &a }
		}
		o.alert("one", to(campaign.ForBoth))
		o.clock.Advance(time.Second)
		o.alert("two", to(campaign.ForCallers))
		o.clock.Advance(time.Second)
		three := o.alert("three", to(campaign.ForClickers))
		if three.Audience != campaign.ForClickers || three.Level != campaign.Information || !three.Shown || *three.Seen != 0 || three.By.Name != o.by.Name || three.Version != 1 {
			t.Errorf("added %+v", three)
		}
		later := o.clock.Now().Add(time.Hour)
		o.alert("coming", to(campaign.ForCallers), func(e *campaign.AlertEdit) { e.Starts = ptr(later.Format(time.RFC3339)) })
		for of, want := range map[string]string{"": "coming, three, two, one", "/callers": "coming, two, one", "/clickers": "three, one"} {
			if got := texts(o.last(of)); got != want {
				t.Errorf("%q heard %q", of, got)
			}
		}
		if got := o.look(campaign.Caller, "").Messages; texts(*got) != "coming, two, one" || got.EndCards.Paused == nil || !got.Now.Equal(o.clock.Now()) {
			t.Errorf("a late caller gets %+v", got)
		}
		if got := o.look(campaign.Clicker, "").Messages; texts(*got) != "three, one" || got.EndCards.Paused != nil {
			t.Errorf("a late clicker gets %+v", got)
		}
		for _, a := range append(o.last("/callers").Alerts, o.last("/clickers").Alerts...) {
			if a.By != nil || a.Seen != nil || a.Text != "" {
				t.Errorf("a page learns who wrote it: %+v", a)
			}
		}

		// Off, on again for others, gone: each page loses what is not for it any more.
		v, err := o.service.EditAlert(context.Background(), o.by, o.campaign, three.ID, campaign.ChangedAlert{Version: 1, AlertEdit: campaign.AlertEdit{Shown: ptr(false)}})
		if err != nil || v.Shown || v.Version != 2 || texts(o.last("/clickers")) != "one" || texts(o.last("")) != "coming, three, two, one" {
			t.Errorf("off: %+v %v, clickers have %q", v, err, texts(o.last("/clickers")))
		}
		_, err = o.service.EditAlert(context.Background(), o.by, o.campaign, three.ID, campaign.ChangedAlert{Version: 1, AlertEdit: campaign.AlertEdit{Text: ptr("mine")}})
		if f := fault.As(err); f.Code != "conflict" || f.Extra["current"].(campaign.AlertView).Version != 2 {
			t.Errorf("stale: %v", err)
		}
		if _, err = o.service.EditAlert(context.Background(), o.by, o.campaign, three.ID, campaign.ChangedAlert{Version: 2, AlertEdit: campaign.AlertEdit{Shown: ptr(true), Audience: ptr(campaign.ForCallers)}}); err != nil {
			t.Fatal(err)
		}
		if texts(o.last("/clickers")) != "one" || texts(o.last("/callers")) != "coming, three, two, one" {
			t.Errorf("turned to callers: %q and %q", texts(o.last("/clickers")), texts(o.last("/callers")))
		}
		if err := o.service.RemoveAlert(context.Background(), o.by, o.campaign, three.ID); err != nil {
			t.Fatal(err)
		}
		if err := o.service.RemoveAlert(context.Background(), o.by, o.campaign, three.ID); !fault.Is(err, "not_found") {
			t.Errorf("removed twice: %v", err)
		}
		if got := texts(o.last("/callers")); got != "coming, two, one" {
			t.Errorf("removed: %q", got)
		}
		other, err := o.service.Create(context.Background(), o.by, campaign.NewCampaign{Name: "Other"})
		if err != nil {
			t.Fatal(err)
		}
		if err := o.service.RemoveAlert(context.Background(), o.by, other.ID, o.messages().Alerts[0].ID); !fault.Is(err, "not_found") {
			t.Errorf("by another campaign: %v", err)
		}
	})
}

func TestAnAlertBarIsGoneAtTheInstantItExpires(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ends := o.clock.Now().Add(10 * time.Second)
		o.alert("soon over", func(e *campaign.AlertEdit) { e.Expires = ptr(ends.Format(time.RFC3339)) })
		if a := o.last("/callers").Alerts[0]; !a.Expires.Equal(ends) {
			t.Errorf("pushed ahead: %+v", a)
		}
		o.clock.Advance(ends.Add(-time.Millisecond).Sub(o.clock.Now()))
		if got := texts(*o.look(campaign.Caller, "").Messages); got != "soon over" {
			t.Errorf("a moment before: %q", got)
		}
		o.clock.Advance(time.Millisecond)
		if got := texts(*o.look(campaign.Caller, "").Messages); got != "" {
			t.Errorf("at that instant: %q", got)
		}
		if got := texts(o.messages()); got != "soon over" {
			t.Errorf("admins still see %q", got)
		}
		// The server's clock jumps back: it is there again, until the same instant.
		o.clock.Advance(-5 * time.Second)
		if got := texts(*o.look(campaign.Caller, "").Messages); got != "soon over" {
			t.Errorf("after a jump: %q", got)
		}
	})
}

func TestAlertBarsThatCannotBeAreRefusedInSentences(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		in := func(d time.Duration) *string { return ptr(o.clock.Now().Add(d).Format(time.RFC3339)) }
		for name, c := range map[string]struct {
			e           campaign.AlertEdit
			code, field string
		}{
			"no text":              {campaign.AlertEdit{}, "empty_text", "text"},
			"script":               {campaign.AlertEdit{Text: ptr("<script>alert(1)</script>")}, "no_html", "text"},
			"100 kB":               {campaign.AlertEdit{Text: ptr(strings.Repeat("x", 100<<10))}, "text_too_long", "text"},
			"a link to a script":   {campaign.AlertEdit{Text: ptr("[x](javascript:alert(1))")}, "link_scheme", "text"},
			"expiring in the past": {campaign.AlertEdit{Text: ptr("x"), Expires: in(-time.Second)}, "ends_in_past", "expires_at"},
			"expiring now":         {campaign.AlertEdit{Text: ptr("x"), Expires: in(0)}, "ends_in_past", "expires_at"},
			"starting after that":  {campaign.AlertEdit{Text: ptr("x"), Starts: in(2 * time.Hour), Expires: in(time.Hour)}, "ends_before_start", "expires_at"},
			"starting at the end":  {campaign.AlertEdit{Text: ptr("x"), Starts: in(time.Hour), Expires: in(time.Hour)}, "ends_before_start", "expires_at"},
			"no time":              {campaign.AlertEdit{Text: ptr("x"), Expires: ptr("tomorrow")}, "invalid", "expires_at"},
		} {
			_, err := o.service.AddAlert(context.Background(), o.by, o.campaign, c.e)
			if f := fault.As(err); f.Code != c.code || f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Field != c.field || len(f.Title) > 200 {
				t.Errorf("%s: %v %+v", name, err, f.Fields)
			}
		}
		if len(o.messages().Alerts) != 0 || len(o.last("").Alerts) != 0 {
			t.Error("something was kept")
		}
		// Over already: it can be taken off and given a later end, not shown as it is.
		a := o.alert("x", func(e *campaign.AlertEdit) { e.Expires = in(time.Minute) })
		o.clock.Advance(time.Hour)
		edit := func(e campaign.AlertEdit) error {
			v, err := o.service.EditAlert(context.Background(), o.by, o.campaign, a.ID, campaign.ChangedAlert{Version: a.Version, AlertEdit: e})
			if err == nil {
				a = v
			}
			return err
		}
		if err := edit(campaign.AlertEdit{Text: ptr("y")}); !fault.Is(err, "ends_in_past") {
			t.Errorf("a new text: %v", err)
		}
		if err := edit(campaign.AlertEdit{Shown: ptr(false)}); err != nil {
			t.Errorf("off: %v", err)
		}
		if err := edit(campaign.AlertEdit{Shown: ptr(true)}); !fault.Is(err, "ends_in_past") {
			t.Errorf("on: %v", err)
		}
		if err := edit(campaign.AlertEdit{Shown: ptr(true), Expires: ptr("")}); err != nil || a.Expires != nil {
			t.Errorf("permanent: %v %+v", err, a)
		}
		for i := len(o.messages().Alerts); i < campaign.MostAlerts; i++ {
			o.alert(fmt.Sprint("bar ", i))
		}
		if _, err := o.service.AddAlert(context.Background(), o.by, o.campaign, campaign.AlertEdit{Text: ptr("one more")}); !fault.Is(err, "too_many_alerts") {
			t.Errorf("one more: %v", err)
		}
	})
}

func TestEndCardsAreSavedWholeAndToldToCallers(t *testing.T) {
	onBoth(t, func(t *testing.T, o *office) {
		ctx := context.Background()
		first := o.messages().EndCards
		if first.Paused.Version != 0 || first.Paused.By != nil || first.Complete.Title == "" || first.OutsideHours.HTML == "" {
			t.Errorf("from the start: %+v", first)
		}
		card := campaign.EndCardEdit{Title: " Back at 18:00 ", Text: "That is what wins. **Thank you**, {first_name}.", LinkText: "Sign up for Tuesday", LinkURL: "https://example.org/tue"}
		v, err := o.service.SaveCard(ctx, o.by, o.campaign, campaign.Paused, card)
		if err != nil || v.Title != "Back at 18:00" || v.Version != 1 || v.By.Name != o.by.Name || v.HTML != "<p>That is what wins. <strong>Thank you</strong>, {first_name}.</p>" {
			t.Fatalf("%+v %v", v, err)
		}
		if _, err := o.service.SaveCard(ctx, o.by, o.campaign, campaign.Paused, card); !fault.Is(err, "conflict") || fault.As(err).Extra["current"].(campaign.EndCardView).Version != 1 {
			t.Errorf("stale: %v", err)
		}
		got := o.last("/callers").EndCards
		if got.Paused.LinkURL != "https://example.org/tue" || got.Paused.Text != "" || got.Paused.By != nil || got.Complete == nil {
			t.Errorf("callers get %+v", got.Paused)
		}
		if look := o.look(campaign.Caller, "").Messages.EndCards.Paused; look.Title != "Back at 18:00" {
			t.Errorf("a late caller gets %+v", look)
		}
		if o.last("/clickers").Alerts != nil {
			t.Error("clickers hear of end cards")
		}
		for name, c := range map[string]struct {
			e           campaign.EndCardEdit
			code, field string
		}{
			"no title":     {campaign.EndCardEdit{Text: "x"}, "empty_text", "title"},
			"long title":   {campaign.EndCardEdit{Title: strings.Repeat("x", 81)}, "text_too_long", "title"},
			"script":       {campaign.EndCardEdit{Title: "x", Text: "<script>"}, "no_html", "text"},
			"link only":    {campaign.EndCardEdit{Title: "x", LinkURL: "https://example.org"}, "empty_text", "link_text"},
			"words only":   {campaign.EndCardEdit{Title: "x", LinkText: "Sign up"}, "empty_text", "link_url"},
			"a script":     {campaign.EndCardEdit{Title: "x", LinkText: "Sign up", LinkURL: "javascript:alert(1)"}, "link_scheme", "link_url"},
			"relative":     {campaign.EndCardEdit{Title: "x", LinkText: "Sign up", LinkURL: "example.org"}, "link_scheme", "link_url"},
			"long address": {campaign.EndCardEdit{Title: "x", LinkText: "Sign up", LinkURL: "https://example.org/" + strings.Repeat("x", 500)}, "text_too_long", "link_url"},
		} {
			c.e.Version = 1
			_, err := o.service.SaveCard(ctx, o.by, o.campaign, campaign.Paused, c.e)
			if f := fault.As(err); f.Code != c.code || len(f.Fields) != 1 || f.Fields[0].Field != c.field {
				t.Errorf("%s: %v %+v", name, err, f.Fields)
			}
		}
		if v, err := o.service.SaveCard(ctx, o.by, o.campaign, campaign.Paused, campaign.EndCardEdit{Version: 1, Title: "Later"}); err != nil || v.HTML != "" || v.LinkURL != "" {
			t.Errorf("without text and link: %+v %v", v, err)
		}
	})
}

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

// neverBack reads what admins were told: no version falls, no figure of one wording falls, nothing that went comes back.
func (o *office) neverBack() {
	o.t.Helper()
	events, err := o.db.Since(context.Background(), event.On("campaign", o.campaign), 0, 10_000)
	if err != nil {
		o.t.Fatal(err)
	}
	was, gone := map[string]campaign.AlertView{}, map[string]bool{}
	for _, e := range events {
		if e.Kind != campaign.MessagesChanged {
			continue
		}
		var v campaign.MessagesView
		if err := json.Unmarshal(e.Data, &v); err != nil {
			o.t.Fatal(err)
		}
		there := map[string]bool{}
		for _, a := range v.Alerts {
			there[a.ID] = true
			if gone[a.ID] || a.Version < was[a.ID].Version || a.HTML == was[a.ID].HTML && *a.Seen < *was[a.ID].Seen {
				o.t.Errorf("seq %d goes back: %+v after %+v", e.Seq, a, was[a.ID])
			}
			was[a.ID] = a
		}
		for id := range was {
			gone[id] = !there[id]
		}
	}
}
