package server

import (
	"context"
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
