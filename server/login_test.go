package server

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestSigningInSetsACookieThatSaysWhoIAm(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		chloe := e.as("Chloe")
		me := chloe.get("/me").want(t, 200, "")
		if me.text("name") != "Chloe Davies" || me.text("organisation.name") != "Leeds for All" || me.text("mobile_kind") != "GB mobile" {
			t.Errorf("me is %s", me.body)
		}
		e.browser().get("/me").want(t, 401, "signed_out")
	})
}

func TestPastedSpacesAroundEmailAndPasswordDoNoHarm(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		p := e.person("Ben")
		e.browser().post("/login", map[string]any{"email": "  " + strings.ToUpper(p.Email) + "\u00a0\n", "password": "\t" + p.Password + " \u200b"}).want(t, 204, "")
	})
}

func TestTriesAreCountedAndTheRefusalSaysWhenItEnds(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		p := e.person("Ben")
		b := e.browser()
		wrong := map[string]any{"email": p.Email, "password": "not this one"}
		b.post("/login", wrong).want(t, 422, "no_match")
		if r := b.post("/login", wrong); r.text("title") != "That email and password don't match. 2 of 10 tries in this hour." {
			t.Errorf("said %q", r.text("title"))
		}
		for range 8 {
			b.post("/login", wrong).want(t, 422, "no_match")
		}
		right := map[string]any{"email": p.Email, "password": p.Password}
		over := b.post("/login", right).want(t, 429, "too_many_tries")
		if over.text("until") == "" || over.header.Get("Retry-After") != "3600" || !strings.Contains(over.text("title"), "60 minutes") {
			t.Errorf("it does not say when it ends: %s", over.body)
		}
		e.clock.Advance(59 * time.Minute)
		b.post("/login", right).want(t, 429, "too_many_tries")
		e.clock.Advance(time.Minute + time.Second)
		b.post("/login", right).want(t, 204, "")
	})
}

func TestTriesAtTheSameMomentCannotPassTheLimit(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		p := e.person("Ben")
		var mu sync.Mutex
		var wg sync.WaitGroup
		looked := 0
		for range 25 {
			wg.Go(func() {
				r := e.browser().post("/login", map[string]any{"email": p.Email, "password": "guess after guess"})
				mu.Lock()
				defer mu.Unlock()
				if r.text("code") == "no_match" {
					looked++
				}
			})
		}
		wg.Wait()
		if looked > 10 || looked == 0 {
			t.Errorf("%d guesses were looked at, at most 10 may be", looked)
		}
	})
}

func TestSigningInForgivesTries(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		p := e.person("Ben")
		for range 3 {
			for range 9 {
				e.browser().post("/login", map[string]any{"email": p.Email, "password": "not this one"}).want(t, 422, "no_match")
			}
			e.as("Ben")
		}
	})
}

func TestAnUnknownEmailTakesAsLongAndSaysTheSame(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		known := e.browser().post("/login", map[string]any{"email": e.person("Ben").Email, "password": "not this one"})
		unknown := e.browser().post("/login", map[string]any{"email": "nobody@leeds.example", "password": "not this one"})
		if string(known.body) != string(unknown.body) || known.status != unknown.status {
			t.Errorf("known: %s unknown: %s", known.body, unknown.body)
		}
	})
}

func TestACookieIsReplacedEveryHourAndTheOldOneEndsTheLoginLater(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		ben := e.as("Ben")
		first := ben.cookie
		ben.get("/me").want(t, 200, "")
		if ben.cookie != first {
			t.Fatal("the cookie changed at once")
		}
		e.clock.Advance(61 * time.Minute)
		ben.get("/me").want(t, 200, "")
		if ben.cookie == first {
			t.Fatal("the cookie is an hour old and was not replaced")
		}
		old := &browser{e: e, cookie: first}
		old.get("/me").want(t, 200, "") // requests that were under way
		e.clock.Advance(30 * time.Second)
		ben.get("/me").want(t, 200, "") // the new one arrived
		e.clock.Advance(2 * time.Minute)
		old.cookie = first
		old.get("/me").want(t, 401, "signed_out") // somebody has a copy
		ben.get("/me").want(t, 401, "signed_out") // and nobody knows who
	})
}

func TestALostReplacementSignsNobodyOut(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		ben := e.as("Ben")
		first := ben.cookie
		e.clock.Advance(61 * time.Minute)
		(&browser{e: e, cookie: first}).get("/me").want(t, 200, "") // its reply never arrives
		e.clock.Advance(10 * time.Minute)
		ben.get("/me").want(t, 200, "")
		if ben.cookie == first {
			t.Fatal("no new cookie was given")
		}
		e.clock.Advance(10 * time.Minute)
		ben.get("/me").want(t, 200, "")
	})
}

func TestTwoRequestsAtTheHourGetOneNewCookie(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		ben := e.as("Ben")
		e.clock.Advance(61 * time.Minute)
		var wg sync.WaitGroup
		cookies := make([]string, 8)
		for i := range cookies {
			wg.Go(func() {
				b := &browser{e: e, cookie: ben.cookie}
				if r := b.get("/me"); r.status != 200 {
					t.Errorf("signed out by a race: %s", r.body)
				}
				cookies[i] = b.cookie
			})
		}
		wg.Wait()
		e.clock.Advance(2 * time.Second)
		fresh := 0
		for _, c := range cookies {
			if c != ben.cookie {
				fresh++
				(&browser{e: e, cookie: c}).get("/me").want(t, 200, "")
			}
		}
		if fresh != 1 {
			t.Errorf("%d new cookies were given", fresh)
		}
	})
}

func TestALoginEndsAfterAMonthWithoutUse(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		ben := e.as("Ben")
		e.clock.Advance(29 * 24 * time.Hour)
		ben.get("/me").want(t, 200, "")
		e.clock.Advance(29 * 24 * time.Hour)
		ben.get("/me").want(t, 200, "")
		e.clock.Advance(31 * 24 * time.Hour)
		ben.get("/me").want(t, 401, "signed_out")
	})
}

func TestSigningOutHereAndEverywhere(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		a, b, c := e.as("Ben"), e.as("Ben"), e.as("Chloe")
		copied := &browser{e: e, cookie: a.cookie}
		a.post("/logout", map[string]any{}).want(t, 204, "")
		if a.cookie != "" {
			t.Error("the cookie was not dropped")
		}
		copied.get("/me").want(t, 401, "signed_out")
		b.get("/me").want(t, 200, "")
		d := e.as("Ben")
		d.post("/logout", map[string]any{"everywhere": true}).want(t, 204, "")
		b.get("/me").want(t, 401, "signed_out")
		c.get("/me").want(t, 200, "")
	})
}

func TestAForeignPageCannotWriteWithMyCookie(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		ben := e.as("Ben")
		patch := map[string]any{"version": 1, "theme": "dark"}
		for _, from := range [][]string{
			{"Origin", "https://evil.example"},
			{"Origin", "null"},
			{"Origin", "http://phones.example.evil.example"},
			{"Origin", "", "Sec-Fetch-Site", "cross-site"},
			{"Origin", "", "Sec-Fetch-Site", "same-site"},
		} {
			ben.ask("PATCH", "/me", patch, from...).want(t, 403, "foreign_origin")
		}
		p := e.person("Ben")
		e.browser().ask("POST", "/login", map[string]any{"email": p.Email, "password": p.Password}, "Origin", "https://evil.example").want(t, 403, "foreign_origin")
		ben.ask("PATCH", "/me", patch).want(t, 200, "")
		ben.ask("PATCH", "/me", map[string]any{"version": 2, "theme": "light"}, "Origin", "").want(t, 200, "")
	})
}

func TestTheCookieIsOutOfReachOfScriptsAndForeignPages(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		p := e.person("Ben")
		r := e.browser().post("/login", map[string]any{"email": p.Email, "password": p.Password})
		set := strings.ToLower(r.header.Get("Set-Cookie"))
		for _, part := range []string{"httponly", "samesite=lax", "path=/"} {
			if !strings.Contains(set, part) {
				t.Errorf("%s is missing in %s", part, set)
			}
		}
		safe, err := New(Deps{Account: e.server.Account, Answers: e.db.Answers(), Clock: e.clock, PublicURL: "https://phones.example"})
		if err != nil {
			t.Fatal(err)
		}
		e.server = safe
		r = e.browser().ask("POST", "/login", map[string]any{"email": p.Email, "password": p.Password}, "Origin", "https://phones.example")
		if set := r.header.Get("Set-Cookie"); !strings.HasPrefix(set, "__Host-partyline=") || !strings.Contains(strings.ToLower(set), "secure") {
			t.Errorf("behind HTTPS the cookie is %s", set)
		}
		if r.header.Get("Strict-Transport-Security") == "" {
			t.Error("browsers are not told to stay with HTTPS")
		}
		for _, path := range []string{"/openapi.json", "/asyncapi.json"} {
			var doc struct {
				Components struct {
					SecuritySchemes map[string]struct{ Name, Description string } `json:"securitySchemes"`
				} `json:"components"`
			}
			if err := json.Unmarshal(e.browser().get(path).body, &doc); err != nil {
				t.Fatal(path, err)
			}
			if is := doc.Components.SecuritySchemes["cookie"]; is.Name != "__Host-partyline" || !strings.Contains(is.Description, "partyline without HTTPS") {
				t.Errorf("%s says that the cookie is %+v", path, is)
			}
		}
	})
}

func TestNoSecretOrNumberIsLogged(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		p := e.person("Ben")
		ben := e.as("Ben")
		e.browser().post("/login", map[string]any{"email": p.Email, "password": "wrong but secret"})
		ben.get("/phone?number=07700900555&country=GB").want(t, 200, "")
		ben.patch("/me", map[string]any{"version": 1, "mobile": "07700 900555"}).want(t, 200, "")
		maya := e.as("Maya")
		made := maya.post("/users", map[string]any{"name": "Ada", "email": "ada@leeds.example"}).want(t, 201, "")
		link := made.text("invitation.token")
		e.browser().get("/invitations/"+link).want(t, 200, "")
		token := maya.post("/tokens", map[string]any{"name": "t"}).want(t, 201, "").text("token")
		(&browser{e: e, token: token}).get("/me").want(t, 200, "")
		log := e.log.String()
		if !strings.Contains(log, `"route":"/api/v1/invitations/:token"`) {
			t.Error("requests are not logged")
		}
		for what, secret := range map[string]string{
			"password": p.Password, "wrong password": "wrong but secret", "number": "7700900555", "number as typed": "900555", "link": link, "token": token,
			"email": p.Email, "cookie": strings.TrimPrefix(ben.cookie, "partyline="),
		} {
			if strings.Contains(log, secret) {
				t.Errorf("the %s is in the log", what)
			}
		}
	})
}
