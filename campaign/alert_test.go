package campaign_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/fault"
)

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
