package server

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"partyline/account"
	"partyline/event"
)

func TestAnInvitationWorksOnceAndForAWeek(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		maya := e.as("Maya")
		made := maya.post("/users", map[string]any{"name": "  Ada   Clarke ", "email": " Ada@Leeds.Example "}).want(t, 201, "")
		if made.text("user.name") != "Ada Clarke" || made.text("user.email") != "ada@leeds.example" {
			t.Errorf("kept as %s", made.body)
		}
		token := made.text("invitation.token")
		if made.text("invitation.link") != publicURL+"/invitations/"+token {
			t.Errorf("the link is %s", made.text("invitation.link"))
		}
		guest := e.browser()
		look := guest.get("/invitations/"+token).want(t, 200, "")
		if look.text("name") != "Ada Clarke" || look.text("organisation") != "Leeds for All" || look.field("first") != true {
			t.Errorf("the link says %s", look.body)
		}
		for _, weak := range []string{"", "short", "          ", "aaaaaaaaaaaa", "Ada Clarke", "ada@leeds.example", "1234567890"} {
			guest.post("/invitations/"+token, map[string]any{"password": weak}).want(t, 422, "password_weak")
		}
		guest.post("/invitations/"+token, map[string]any{"password": "calling is caring"}).want(t, 204, "")
		guest.get("/me").want(t, 200, "")
		guest.get("/invitations/"+token).want(t, 404, "link_invalid")
		guest.post("/invitations/"+token, map[string]any{"password": "another one again"}).want(t, 404, "link_invalid")
		e.browser().post("/login", map[string]any{"email": "ada@leeds.example", "password": " calling is caring "}).want(t, 204, "")

		// A new password: the older link and every login stop working.
		id := made.text("user.id")
		first := maya.post("/users/"+id+"/invite", nil).want(t, 201, "").text("token")
		second := maya.post("/users/"+id+"/invite", nil).want(t, 201, "").text("token")
		e.browser().get("/invitations/"+first).want(t, 404, "link_invalid")
		e.browser().post("/invitations/"+second, map[string]any{"password": "a better password"}).want(t, 204, "")
		guest.get("/me").want(t, 401, "signed_out")

		third := maya.post("/users/"+id+"/invite", nil).want(t, 201, "").text("token")
		e.clock.Advance(7*24*time.Hour + time.Second)
		e.browser().get("/invitations/"+third).want(t, 404, "link_invalid")
		e.browser().get("/invitations/nonsense").want(t, 404, "link_invalid")
	})
}

func TestALinkPressedTwiceAtOnceSetsOnePassword(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		token := e.as("Maya").post("/users", map[string]any{"name": "Ada", "email": "ada@leeds.example"}).text("invitation.token")
		var wg sync.WaitGroup
		codes := make([]int, 5)
		for i := range codes {
			wg.Go(func() {
				codes[i] = e.browser().post("/invitations/"+token, map[string]any{"password": "calling is caring"}).status
			})
		}
		wg.Wait()
		done := 0
		for _, c := range codes {
			switch c {
			case 204:
				done++
			case 404, 409:
			default:
				t.Errorf("got %d", c)
			}
		}
		if done != 1 {
			t.Errorf("the link was used %d times: %v", done, codes)
		}
	})
}

func TestUsersAreEditedDisabledAndKeptFromEachOther(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		w := newWorld(t, e)
		maya, ada := w.maya, w.ada
		nora := w.users["Nora Berg"]
		edited := maya.patch("/users/"+nora, map[string]any{"version": 2, "name": "Nora Dahl", "mobile": "07700 900200"}).want(t, 200, "")
		if edited.text("mobile") != "+447700900200" || edited.field("version").(float64) != 3 {
			t.Errorf("kept as %s", edited.body)
		}
		stale := maya.patch("/users/"+nora, map[string]any{"version": 2, "name": "Nora Holm"}).want(t, 409, "conflict")
		if stale.text("current.name") != "Nora Dahl" {
			t.Errorf("the fresh state is missing: %s", stale.body)
		}
		maya.patch("/users/"+nora, map[string]any{"version": 3, "email": e.person("Ben").Email}).want(t, 409, "email_taken")
		maya.post("/users", map[string]any{"name": "Another Ben", "email": e.person("Ben").Email}).want(t, 409, "email_taken")

		// Owners are owners' business, and there is always one.
		me := w.users["Maya Osei"]
		ada.patch("/users/"+me, map[string]any{"version": 1, "name": "M"}).want(t, 403, "forbidden")
		ada.post("/users/"+me+"/invite", nil).want(t, 403, "forbidden")
		ada.patch("/users/"+nora, map[string]any{"version": 3, "role": "owner"}).want(t, 403, "forbidden")
		ada.post("/users", map[string]any{"name": "O", "email": "o@join.example", "role": "owner"}).want(t, 403, "forbidden")
		maya.patch("/users/"+me, map[string]any{"version": 1, "role": "admin"}).want(t, 409, "last_owner")
		maya.patch("/users/"+me, map[string]any{"version": 1, "disabled": true}).want(t, 409, "yourself")

		w.nora.get("/me").want(t, 200, "")
		token := maya.post("/users/"+nora+"/invite", nil).text("token")
		maya.patch("/users/"+nora, map[string]any{"version": 3, "disabled": true}).want(t, 200, "")
		w.nora.get("/me").want(t, 401, "signed_out")
		e.browser().get("/invitations/"+token).want(t, 404, "link_invalid")
		e.browser().post("/login", map[string]any{"email": "nora@join.example", "password": "a password for Nora Berg"}).want(t, 422, "no_match")
		maya.post("/users/"+nora+"/invite", nil).want(t, 409, "disabled")
		maya.patch("/users/"+nora, map[string]any{"version": 4, "disabled": false}).want(t, 200, "")
		e.browser().post("/login", map[string]any{"email": "nora@join.example", "password": "a password for Nora Berg"}).want(t, 204, "")

		// Numbers of users are for themselves and admins; their e-mails also for who leads a group with them.
		for _, path := range []string{"/me", "/groups", "/groups/" + w.north.group, "/groups/" + w.north.group + "/leaders", "/organisation"} {
			body := string(w.chloe.get(path).want(t, 200, "").body)
			for _, other := range []string{"Ben", "Dev", "Maya"} {
				colleague := strings.HasPrefix(path, "/groups") && other != "Maya"
				if p := e.person(other); !colleague && strings.Contains(body, p.Email) || strings.Contains(body, p.Mobile) || strings.Contains(body, p.Mobile[3:]) {
					t.Errorf("%s shows a captain how to reach %s: %s", path, other, body)
				}
			}
		}
	})
}

func TestGroupsAndTheirLeaders(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		w := newWorld(t, e)
		list := w.chloe.get("/groups").want(t, 200, "")
		var page Page[account.GroupView]
		list.into(t, &page)
		if len(page.Items) != 1 || page.Items[0].Role != account.Captain || page.Items[0].Supporters != 1 || page.Items[0].Lists != 1 || page.Items[0].Sessions != 1 || page.Items[0].Live != 0 {
			t.Errorf("Chloe sees %s", list.body)
		}
		names := []string{}
		for _, l := range page.Items[0].Leaders {
			names = append(names, l.Name)
		}
		if strings.Join(names, ", ") != "Chloe Davies, Ben Adams, Dev Patel" {
			t.Errorf("leaders are %v", names)
		}
		w.maya.get("/groups").want(t, 200, "").into(t, &page)
		if len(page.Items) != 2 {
			t.Errorf("an owner sees %d groups of two", len(page.Items))
		}
		if body := string(w.nora.get("/groups").want(t, 200, "").body); !strings.Contains(body, `"items":[]`) {
			t.Errorf("Nora sees %s", body)
		}

		group := "/groups/" + w.north.group
		w.maya.patch(group, map[string]any{"version": 1, "name": "Leeds N", "zone": "Europe/Dublin"}).want(t, 200, "")
		if stale := w.ada.patch(group, map[string]any{"version": 1, "name": "L"}).want(t, 409, "conflict"); stale.text("current.zone") != "Europe/Dublin" {
			t.Errorf("the fresh state is missing: %s", stale.body)
		}

		w.maya.ask("PUT", group+"/leaders/"+w.users["Erik Lund"], map[string]any{"role": "captain"}).want(t, 404, "not_found") // of another organisation
		w.maya.ask("PUT", group+"/leaders/"+w.users["Nora Berg"], map[string]any{"role": "king"}).want(t, 422, "invalid")
		w.nora.get(group).want(t, 404, "not_found")
		w.maya.ask("PUT", group+"/leaders/"+w.users["Nora Berg"], map[string]any{"role": "vice_captain"}).want(t, 200, "")
		w.nora.get(group).want(t, 200, "")
		w.maya.ask("DELETE", group+"/leaders/"+w.users["Nora Berg"], nil).want(t, 200, "")
		w.nora.get(group).want(t, 404, "not_found")

		events, err := e.db.Since(context.Background(), event.On(event.FamilyUser, w.users["Nora Berg"]), 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		rights := 0
		for _, ev := range events {
			if ev.Kind == account.RightsChanged {
				rights++
			}
		}
		if rights != 2 {
			t.Errorf("Nora's sockets heard of her rights %d times of two", rights)
		}

		if _, err := e.db.Exec(context.Background(), `INSERT INTO runs (id, session_id, leader_id, leg_id, state, since, started_at) VALUES ('live', $1, $2, '', 'talking', 1, 1)`, w.north.session, w.users["Ben Adams"]); err != nil {
			t.Fatal(err)
		}
		w.maya.ask("DELETE", group, nil).want(t, 409, "calling")
	})
}

func TestTheProfile(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		ben := e.as("Ben")
		me := ben.patch("/me", map[string]any{"version": 1, "name": "Benjamin Adams", "email": "Ben.Adams@Leeds.example", "theme": "dark", "language": "en-GB", "shortcuts": false}).want(t, 200, "")
		if me.text("email") != "ben.adams@leeds.example" || me.text("theme") != "dark" || me.field("shortcuts") != false || me.field("mobile_verified") != true {
			t.Errorf("kept as %s", me.body)
		}
		ben.patch("/me", map[string]any{"version": 2, "email": e.person("Chloe").Email}).want(t, 409, "email_taken")
		me = ben.patch("/me", map[string]any{"version": 2, "mobile": "(07700) 900-321"}).want(t, 200, "")
		if me.text("mobile") != "+447700900321" || me.text("mobile_international") != "+44 7700 900321" || me.field("mobile_verified") != false {
			t.Errorf("another number must be verified anew: %s", me.body)
		}
		me = ben.patch("/me", map[string]any{"version": 3, "mobile": ""}).want(t, 200, "")
		if me.field("mobile") != nil {
			t.Errorf("kept as %s", me.body)
		}
		ben.post("/me/mobile/verify", map[string]any{}).want(t, 409, "mobile_missing")
		body := string(ben.get("/phone?number=07700+900123&country=gb").want(t, 200, "").body)
		if !strings.Contains(body, `"kind":"GB mobile"`) {
			t.Errorf("the check says %s", body)
		}

		p := e.person("Ben")
		ben.post("/me/password", map[string]any{"present": "not mine", "password": "a longer password"}).want(t, 422, "no_match")
		ben.post("/me/password", map[string]any{"present": p.Password, "password": "short"}).want(t, 422, "password_weak")
		other := e.browser()
		other.post("/login", map[string]any{"email": "ben.adams@leeds.example", "password": p.Password}).want(t, 204, "")
		ben.post("/me/password", map[string]any{"present": p.Password, "password": "a longer password"}).want(t, 204, "")
		ben.get("/me").want(t, 200, "")
		other.get("/me").want(t, 401, "signed_out")
		other.post("/login", map[string]any{"email": "ben.adams@leeds.example", "password": "a longer password"}).want(t, 204, "")
	})
}

func TestEventsOfAUserHaveNeitherNumberNorEmail(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		ben := e.as("Ben")
		ben.patch("/me", map[string]any{"version": 1, "email": "benji@leeds.example", "mobile": "07700 900321"}).want(t, 200, "")
		events, err := e.db.Since(context.Background(), event.On(event.FamilyUser, e.person("Ben").User), 0, 100)
		if err != nil || len(events) != 1 || events[0].Kind != account.MobileChanged {
			t.Fatalf("%v %v", events, err)
		}
		if d := string(events[0].Data); strings.Contains(d, "900321") || strings.Contains(d, "benji@") {
			t.Errorf("the event carries %s", d)
		}
		audit := e.as("Maya").get("/audit").want(t, 200, "")
		if body := string(audit.body); strings.Contains(body, "900321") || strings.Contains(body, "benji@") || !strings.Contains(body, `"user_changed"`) || !strings.Contains(body, `"Ben Adams"`) {
			t.Errorf("the audit has %s", body)
		}
	})
}

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
			{map[string]any{"closes": 1441}, "closes"}, {map[string]any{"gap_minutes": -1}, "gap_minutes"},
		} {
			c.edit["version"] = 1
			r := maya.patch("/organisation", c.edit)
			if r.status != 422 || !strings.Contains(string(r.body), `"field":"`+c.field+`"`) {
				t.Errorf("%v: %d %s", c.edit, r.status, r.body)
			}
		}
		kept := maya.patch("/organisation", map[string]any{"version": 1, "caller_id": "+44 113 496 0001", "opens": 600, "closes": 1200, "gap_minutes": 4320, "show_numbers": true, "zone": "Europe/Paris", "country": "fr", "name": "Leeds for Everybody"}).want(t, 200, "")
		if kept.text("caller_id") != "+441134960001" || kept.text("country") != "FR" {
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

func TestTheMobileIsVerifiedByTheCodeOfTheLastCall(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		ctx := context.Background()
		ben := e.as("Ben")
		user := e.person("Ben").User
		ben.patch("/me", map[string]any{"version": 1, "mobile": "07700 900321"}).want(t, 200, "")
		ben.post("/me/mobile/verify", map[string]any{"code": "1234"}).want(t, 409, "no_call")

		leg := func() string { return lastLeg(t, e, user) }
		hangUp := func() {
			if _, err := e.db.Exec(ctx, `UPDATE legs SET ended_at = 1, state = 'ended' WHERE user_id = $1`, user); err != nil {
				t.Fatal(err)
			}
		}
		rings := ben.post("/me/mobile/verify", nil).want(t, 200, "")
		if rings.field("ringing") != true || rings.text("expires_at") == "" {
			t.Errorf("said %s", rings.body)
		}
		ben.post("/me/mobile/verify", nil).want(t, 409, "on_call")
		code, language, err := e.server.Account.VerifyCode(ctx, leg())
		if err != nil || len(code) != 4 || language != "en" {
			t.Fatalf("the phone says %q in %q, %v", code, language, err)
		}
		hangUp()

		wrong := "0000"
		if code == wrong {
			wrong = "1111"
		}
		for left := 4; left >= 0; left-- {
			r := ben.post("/me/mobile/verify", map[string]any{"code": wrong}).want(t, 422, "code_wrong")
			if r.field("left").(float64) != float64(left) {
				t.Errorf("%d are left, said %s", left, r.body)
			}
		}
		ben.post("/me/mobile/verify", map[string]any{"code": code}).want(t, 409, "no_call") // five were wrong

		e.clock.Advance(time.Second)
		ben.post("/me/mobile/verify", nil).want(t, 200, "")
		second := leg()
		code, _, _ = e.server.Account.VerifyCode(ctx, second)
		done := ben.post("/me/mobile/verify", map[string]any{"code": " " + code + " "}).want(t, 200, "")
		if done.field("verified") != true || ben.get("/me").field("mobile_verified") != true {
			t.Errorf("said %s", done.body)
		}
		events, _ := e.db.Since(ctx, event.On(event.FamilyUser, user), 0, 100)
		if last := events[len(events)-1]; last.Kind != account.MobileVerified {
			t.Errorf("the last event is %s", last.Kind)
		}
		if _, _, err := e.server.Account.VerifyCode(ctx, second); err == nil {
			t.Error("a used code is still said")
		}
		hangUp()

		for range 3 {
			e.clock.Advance(time.Second)
			ben.post("/me/mobile/verify", nil).want(t, 200, "")
			hangUp()
		}
		over := ben.post("/me/mobile/verify", nil).want(t, 429, "too_many")
		if over.text("until") == "" || over.header.Get("Retry-After") == "" {
			t.Errorf("it does not say when it ends: %s", over.body)
		}
		for _, kind := range []string{"place", "check_leg"} { // without the second, a call whose end nobody told would keep the number taken
			if jobs, err := e.db.Exec(ctx, `UPDATE jobs SET tries = tries WHERE kind = $1`, kind); err != nil || jobs != 5 {
				t.Errorf("%d jobs to %s were left behind, %v", jobs, kind, err)
			}
		}
	})
}

func TestACodeIsOverAfterTenMinutes(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		ben := e.as("Ben")
		ben.patch("/me", map[string]any{"version": 1, "mobile": "07700 900321"}).want(t, 200, "")
		ben.post("/me/mobile/verify", nil).want(t, 200, "")
		leg := lastLeg(t, e, e.person("Ben").User)
		code, _, _ := e.server.Account.VerifyCode(context.Background(), leg)
		e.clock.Advance(10*time.Minute + time.Second)
		ben.post("/me/mobile/verify", map[string]any{"code": code}).want(t, 409, "no_call")
		if _, _, err := e.server.Account.VerifyCode(context.Background(), leg); err == nil {
			t.Error("an old code is still said")
		}
	})
}

// lastLeg is the id of a user's newest verification.
func lastLeg(t *testing.T, e *edge, user string) string {
	t.Helper()
	var id string
	err := e.db.Account().Read(context.Background(), func(r account.Reader) error {
		calls, err := r.Verifications(user, time.Unix(0, 0))
		if err == nil {
			id = calls[0].ID
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestNobodyIsRungWithoutACallerID(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		e.as("Maya").patch("/organisation", map[string]any{"version": 1, "caller_id": ""}).want(t, 200, "")
		ben := e.as("Ben")
		ben.post("/me/mobile/verify", nil).want(t, 409, "caller_id_missing")
		if me := ben.get("/me"); me.field("organisation.caller_id_set") != false {
			t.Errorf("pages know %s", me.body)
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

func TestGuessesAtTheSameMomentCannotPassTheLimitOfACode(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		ben := e.as("Ben")
		ben.patch("/me", map[string]any{"version": 1, "mobile": "07700 900321"}).want(t, 200, "")
		ben.post("/me/mobile/verify", nil).want(t, 200, "")
		code, _, _ := e.server.Account.VerifyCode(context.Background(), lastLeg(t, e, e.person("Ben").User))
		wrong := "0000"
		if code == wrong {
			wrong = "1111"
		}
		var wg sync.WaitGroup
		looked := make([]bool, 30)
		for i := range looked {
			wg.Go(func() {
				b := &browser{e: e, cookie: ben.cookie}
				looked[i] = b.post("/me/mobile/verify", map[string]any{"code": wrong}).text("code") == "code_wrong"
			})
		}
		wg.Wait()
		n := 0
		for _, l := range looked {
			if l {
				n++
			}
		}
		if n != 5 {
			t.Errorf("%d guesses were looked at, five may be", n)
		}
	})
}

func TestTwoOwnersCannotBothStepDownAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		w := newWorld(t, e)
		ada, maya := w.users["Ada Clarke"], w.users["Maya Osei"]
		version := 2.0
		for round := range 5 {
			r := w.maya.patch("/users/"+ada, map[string]any{"version": version, "role": "owner"})
			version = r.want(t, 200, "").field("version").(float64)
			var page Page[account.UserView]
			w.maya.get("/users").into(t, &page)
			versions := map[string]int{}
			for _, u := range page.Items {
				versions[u.ID] = u.Version
			}
			var wg sync.WaitGroup
			got := make([]answered, 2)
			wg.Go(func() {
				got[0] = w.ada.patch("/users/"+maya, map[string]any{"version": versions[maya], "role": "admin"})
			})
			wg.Go(func() {
				got[1] = w.maya.patch("/users/"+ada, map[string]any{"version": versions[ada], "role": "admin"})
			})
			wg.Wait()
			w.maya.get("/users").into(t, &page)
			owners := 0
			for _, u := range page.Items {
				if u.Role == account.Owner {
					owners++
				}
			}
			if owners == 0 {
				t.Fatalf("round %d: nobody is in charge: %s %s", round, got[0].body, got[1].body)
			}
			if got[0].status == 200 { // Ada is the owner now: back to the beginning
				if r := w.ada.patch("/users/"+maya, map[string]any{"version": versions[maya] + 1, "role": "owner"}); r.status != 200 {
					t.Fatalf("%s", r.body)
				}
			}
			w.maya.get("/users").into(t, &page)
			for _, u := range page.Items {
				if u.ID == ada {
					version = float64(u.Version)
				}
			}
		}
	})
}
