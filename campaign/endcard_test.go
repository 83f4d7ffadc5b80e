package campaign_test

import (
	"context"
	"strings"
	"testing"

	"partyline/campaign"
	"partyline/fault"
)

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
