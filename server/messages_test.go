package server

import (
	"strings"
	"testing"
	"time"

	"partyline/client"
	"partyline/event"
)

// An admin saves an alert bar and an end card: who is in hears of it, who comes later gets it first, and the admin hears how
// many have seen it. What cannot be shown is refused with a sentence.
func TestMessagesOverHTTPAndSockets(t *testing.T) {
	onShiftAt(t, 1, 1, 1, func(t *testing.T, s *shift) {
		maya := s.boss()
		id := maya.do("POST", "/campaigns", map[string]any{"name": "Spring GOTV"}, 201).text("id")
		path := "/campaigns/" + id
		links := maya.do("GET", path+"/links", nil, 200).field("items").([]any)
		token := func(i int) string { return links[i].(map[string]any)["token"].(string) }
		follow := func(p *party, socket, topic string) {
			p.listen(socket)
			p.say(client.SubscribeFrame{Type: "subscribe", Topic: event.On(event.FamilyCampaign, topic)})
			p.hears("subscribed", func(f map[string]any) bool { return f["type"] == "subscribed" })
		}
		follow(maya, "/ws", id)
		ben, cleo := s.party(), s.party()
		ben.do("POST", "/c/"+token(0)+"/join", map[string]any{"name": "Ben"}, 200)
		cleo.do("POST", "/k/"+token(1)+"/join", map[string]any{"name": "Cleo"}, 200)
		follow(ben, "/ws?as=page", id+"/callers")
		follow(cleo, "/ws?as=page", id+"/clickers")

		expires := s.clock.Now().Add(time.Hour).UTC().Truncate(time.Second).Format(time.RFC3339)
		bar := maya.do("POST", path+"/alerts", map[string]any{"text": "**200** to go", "audience": "both", "level": "success", "expires_at": expires}, 201)
		shown := func(f map[string]any) bool {
			alerts, _ := within(f, "data.alerts").([]any)
			return f["kind"] == "campaign.messages_changed" && len(alerts) == 1 && within(alerts[0].(map[string]any), "html") == "<p><strong>200</strong> to go</p>" &&
				within(alerts[0].(map[string]any), "expires_at") == expires && within(f, "data.now") != nil
		}
		for name, p := range map[string]*party{"the caller": ben, "the clicker": cleo, "the admin": maya} {
			f := p.hears("the alert bar, as "+name, shown)
			if _, knows := within(f, "data.alerts").([]any)[0].(map[string]any)["by"]; knows != (p == maya) {
				t.Errorf("%s hears %v", name, f)
			}
		}
		if late := s.party().do("GET", "/k/"+token(1), nil, 200); !strings.Contains(string(late.body), `to go`) || strings.Contains(string(late.body), "Maya") {
			t.Errorf("a late clicker gets %s", late.body)
		}

		seen := "/alerts/" + bar.text("id") + "/seen"
		ben.do("POST", "/c/"+token(0)+seen, map[string]any{"version": 1}, 204)
		ben.do("POST", "/c/"+token(0)+seen, map[string]any{"version": 1}, 204)
		cleo.do("POST", "/k/"+token(1)+seen, nil, 204)
		s.party().do("POST", "/k/"+token(1)+seen, map[string]any{"version": 1}, 404)
		maya.hears("that two have seen it", func(f map[string]any) bool {
			return shown(f) && within(within(f, "data.alerts").([]any)[0].(map[string]any), "seen") == 2.0
		})

		card := map[string]any{"version": 0, "title": "Back at 18:00", "text": "Thank you, {first_name}.", "link_text": "Sign up", "link_url": "https://example.org/tue"}
		maya.do("PUT", path+"/end-cards/paused", card, 200)
		ben.hears("the end card", func(f map[string]any) bool { return within(f, "data.end_cards.paused.title") == "Back at 18:00" })
		if r := maya.do("PUT", path+"/end-cards/paused", card, 409); r.text("code") != "conflict" || r.text("current.title") != "Back at 18:00" {
			t.Errorf("stale: %s", r.body)
		}
		maya.do("PUT", path+"/end-cards/running", card, 422)
		if r := maya.do("PATCH", path+"/alerts/"+bar.text("id"), map[string]any{"version": 7, "text": "x"}, 409); r.text("current.text") != "**200** to go" {
			t.Errorf("stale: %s", r.body)
		}
		if r := maya.do("POST", path+"/messages/preview", map[string]any{"text": "*a*\nb"}, 200); r.text("html") != "<p><em>a</em><br>\nb</p>" {
			t.Errorf("preview: %s", r.body)
		}
		for code, body := range map[string]map[string]any{
			"no_html": {"text": "<script>alert(1)</script>"}, "text_too_long": {"text": strings.Repeat("x", 100<<10)}, "link_scheme": {"text": "[x](javascript:alert(1))"},
			"ends_in_past": {"text": "x", "expires_at": "2020-01-01T00:00:00Z"}, "ends_before_start": {"text": "x", "starts_at": "2090-01-01T00:00:00Z", "expires_at": "2089-01-01T00:00:00Z"},
			"invalid": {"text": "x", "audience": "voters"}, "invalid_text": {"text": "a\x00b"},
		} {
			if r := maya.do("POST", path+"/alerts", body, 422); r.text("code") != code || !strings.HasSuffix(r.text("title"), ".") {
				t.Errorf("%s: %s", code, r.body)
			}
		}
		maya.do("DELETE", path+"/alerts/"+bar.text("id"), nil, 204)
		cleo.hears("that it is gone", func(f map[string]any) bool {
			alerts, _ := within(f, "data.alerts").([]any)
			return f["kind"] == "campaign.messages_changed" && alerts != nil && len(alerts) == 0
		})

		maya.do("PUT", path+"/links/caller/passcode", map[string]any{"passcode": "leeds26"}, 200)
		if r := maya.do("GET", path+"/links", nil, 200); within(r.field("items").([]any)[0].(map[string]any), "passcode") != "leeds26" {
			t.Errorf("links: %s", r.body)
		}
		dora := s.party()
		for _, c := range []struct {
			passcode, code string
			status         int
		}{{"", "passcode_needed", 403}, {"leeds", "passcode_wrong", 403}, {"Leeds26", "", 200}} {
			if r := dora.do("POST", "/c/"+token(0)+"/join", map[string]any{"name": "Dora", "passcode": c.passcode}, c.status); c.code != "" && r.text("code") != c.code {
				t.Errorf("%q: %s", c.passcode, r.body)
			}
		}
	})
}

// A save whose answer was lost is shown as it is now, and is not done twice.
func TestAnAlertBarThatWasSavedIsShownToARepeat(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		w := newWorld(t, e)
		e.server.Campaigns = campaignsOn(e.db, e.clock, ownNumbers{"+441134960000"})
		path := "/campaigns/" + w.maya.post("/campaigns", map[string]any{"name": "Spring"}).want(t, 201, "").text("id")
		first := w.maya.ask("POST", path+"/alerts", map[string]any{"text": "once"}, "Idempotency-Key", "one press")
		again := w.maya.ask("POST", path+"/alerts", map[string]any{"text": "once"}, "Idempotency-Key", "one press")
		if first.status != 201 || again.status != 201 || first.text("id") != again.text("id") {
			t.Errorf("%d %s and %d %s", first.status, first.body, again.status, again.body)
		}
		if all := w.maya.get(path + "/messages"); len(all.field("alerts").([]any)) != 1 {
			t.Errorf("there are %s", all.body)
		}
		if alone := w.maya.get(path + "/alerts"); alone.status != 200 || within(alone.field("items").([]any)[0].(map[string]any), "text") != "once" {
			t.Errorf("alone they are %s", alone.body)
		}
		if cards := w.maya.get(path + "/end-cards"); cards.status != 200 || within(cards.field("paused").(map[string]any), "title") == "" {
			t.Errorf("the end cards are %s", cards.body)
		}
	})
}
