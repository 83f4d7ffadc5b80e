package server

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"partyline/account"
)

func TestOrganisationSettings(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		maya, chloe := e.as("Maya"), e.as("Chloe")
		o := maya.get("/organisation").want(t, 200, "")
		if o.text("caller_id") != "+441134960000" || o.text("caller_id_international") != "+44 113 496 0000" {
			t.Errorf("an owner sees %s", o.body)
		}
		if seen := chloe.get("/organisation").want(t, 200, ""); seen.field("caller_id") != nil {
			t.Errorf("a captain sees %s", seen.body)
		}
		for _, c := range []struct {
			edit  map[string]any
			field string
		}{
			{map[string]any{"caller_id": "0113"}, "caller_id"}, {map[string]any{"zone": "Leeds"}, "zone"}, {map[string]any{"zone": "Local"}, "zone"},
			{map[string]any{"opens": 1200, "closes": 600}, "closes"}, {map[string]any{"country": "QQ"}, "country"}, {map[string]any{"name": "  "}, "name"},
			{map[string]any{"closes": 1441}, "closes"}, {map[string]any{"gap_minutes": -1}, "gap_minutes"}, {map[string]any{"daily_cap": 0}, "daily_cap"}, {map[string]any{"daily_cap": 6}, "daily_cap"},
		} {
			c.edit["version"] = 1
			r := maya.patch("/organisation", c.edit)
			if r.status != 422 || !strings.Contains(string(r.body), `"field":"`+c.field+`"`) {
				t.Errorf("%v: %d %s", c.edit, r.status, r.body)
			}
		}
		if cap := maya.get("/organisation").want(t, 200, "").field("daily_cap").(float64); cap != 1 {
			t.Errorf("a new organisation calls who has answered %v times a day", cap)
		}
		kept := maya.patch("/organisation", map[string]any{"version": 1, "caller_id": "+44 113 496 0001", "opens": 600, "closes": 1200, "gap_minutes": 4320, "daily_cap": 3, "show_numbers": true, "zone": "Europe/Paris", "country": "fr", "name": "Leeds for Everybody"}).want(t, 200, "")
		if kept.text("caller_id") != "+441134960001" || kept.text("country") != "FR" || kept.field("daily_cap").(float64) != 3 {
			t.Errorf("kept as %s", kept.body)
		}
		stale := maya.patch("/organisation", map[string]any{"version": 1, "opens": 0}).want(t, 409, "conflict")
		if stale.field("current.opens").(float64) != 600 {
			t.Errorf("the fresh state is missing: %s", stale.body)
		}
		me := chloe.get("/me")
		if me.field("organisation.show_numbers") != true || me.text("organisation.zone") != "Europe/Paris" || me.field("organisation.opens").(float64) != 600 {
			t.Errorf("pages know %s", me.body)
		}
	})
}

func TestTokensActAsTheirUserUntilRevoked(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		maya := e.as("Maya")
		made := maya.post("/tokens", map[string]any{"name": "website"}).want(t, 201, "")
		program := &browser{e: e, token: made.text("token")}
		if !strings.HasPrefix(program.token, "pl_") {
			t.Errorf("the token is %s", made.body)
		}
		if me := program.get("/me").want(t, 200, ""); me.text("name") != "Maya Osei" {
			t.Errorf("the token is %s", me.body)
		}
		program.ask("POST", "/groups", map[string]any{"name": "By program"}, "Origin", "https://elsewhere.example").want(t, 201, "") // no cookie, no foreign page
		if body := string(maya.get("/tokens").want(t, 200, "").body); strings.Contains(body, program.token) || !strings.Contains(body, `"seen_at"`) {
			t.Errorf("the list is %s", body)
		}
		ctx := context.Background()
		line, err := e.server.Account.CreateTokenFor(ctx, " CHLOE@leeds.example ")
		if err != nil {
			t.Fatal(err)
		}
		chloe := &browser{e: e, token: line}
		chloe.get("/tokens").want(t, 403, "forbidden")
		maya.ask("DELETE", "/tokens/"+made.text("id"), nil).want(t, 204, "")
		program.get("/me").want(t, 401, "signed_out")
		(&browser{e: e, token: "pl_nonsense"}).get("/me").want(t, 401, "signed_out")
		chloe.ask("GET", "/me", nil, "Authorization", "Basic abc").want(t, 401, "signed_out")
		if _, err := e.server.Account.CreateTokenFor(ctx, "nobody@leeds.example"); err == nil {
			t.Error("a token was made for nobody")
		}
	})
}

func TestRevokingAForeignTokenDoesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		w := newWorld(t, e)
		made := w.olga.post("/tokens", map[string]any{"name": "theirs"}).want(t, 201, "")
		w.maya.ask("DELETE", "/tokens/"+made.text("id"), nil).want(t, 404, "not_found")
		(&browser{e: e, token: made.text("token")}).get("/me").want(t, 200, "")
		if body := string(w.maya.get("/tokens").body); strings.Contains(body, "theirs") {
			t.Errorf("foreign tokens are listed: %s", body)
		}
	})
}

func TestTheAuditPagesBackwards(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		maya := e.as("Maya")
		for _, name := range []string{"A", "B", "C", "D", "E"} {
			e.clock.Advance(time.Millisecond)
			maya.post("/groups", map[string]any{"name": name}).want(t, 201, "")
		}
		var seen []string
		cursor := ""
		for range 20 {
			r := maya.get("/audit?limit=2&cursor="+cursor).want(t, 200, "")
			var page Page[account.AuditView]
			r.into(t, &page)
			for _, a := range page.Items {
				if a.Action == "group_created" {
					j, _ := json.Marshal(a.Data["name"])
					seen = append(seen, string(j))
				}
			}
			if cursor = page.Next; cursor == "" {
				break
			}
		}
		if strings.Join(seen, "") != `"E""D""C""B""A"` {
			t.Errorf("paged to %v", seen)
		}
	})
}

func TestTheDemoIsMadeOnceAndItsPasswordsAnew(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		ben := e.as("Ben")
		again, err := e.server.Account.Seed(context.Background())
		if err != nil || again.New || again.Group != e.demo.Group || again.Organisation != e.demo.Organisation {
			t.Fatalf("%+v, %v", again, err)
		}
		p := e.person("Ben")
		e.browser().post("/login", map[string]any{"email": p.Email, "password": p.Password}).want(t, 422, "no_match")
		e.demo = again
		e.as("Ben")
		ben.get("/me").want(t, 200, "")
	})
}
