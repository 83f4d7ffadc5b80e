package server

import (
	"context"
	"strings"
	"sync"
	"testing"
)

func TestARepeatGetsTheFirstAnswerAndDoesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		maya := e.as("Maya")
		group := map[string]any{"name": "Leeds East"}
		first := maya.ask("POST", "/groups", group, "Idempotency-Key", "k1").want(t, 201, "")
		again := maya.ask("POST", "/groups", group, "Idempotency-Key", "k1").want(t, 201, "")
		if string(first.body) != string(again.body) || again.header.Get("Idempotent-Replayed") != "true" || again.header.Get("Content-Type") != first.header.Get("Content-Type") {
			t.Errorf("first %s, again %s", first.body, again.body)
		}
		maya.ask("POST", "/groups", map[string]any{"name": "Leeds West"}, "Idempotency-Key", "k1").want(t, 409, "key_reused")
		maya.ask("PATCH", "/me", map[string]any{"version": 1}, "Idempotency-Key", "k1").want(t, 409, "key_reused")
		maya.ask("POST", "/groups", group, "Idempotency-Key", "k2").want(t, 201, "")
		maya.ask("POST", "/groups", group, "Idempotency-Key", strings.Repeat("k", 300)).want(t, 422, "key_invalid")
		if n := strings.Count(string(maya.get("/groups").body), `"Leeds East"`); n != 2 {
			t.Errorf("there are %d groups called Leeds East, two were asked for", n)
		}
		// Somebody else's key is another key.
		chloe := e.as("Chloe")
		chloe.ask("PATCH", "/me", map[string]any{"version": 1, "theme": "dark"}, "Idempotency-Key", "k1").want(t, 200, "")
	})
}

func TestARefusalIsAnAnswerToo(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		ben := e.as("Ben")
		edit := map[string]any{"version": 7, "theme": "dark"}
		first := ben.ask("PATCH", "/me", edit, "Idempotency-Key", "k").want(t, 409, "conflict")
		again := ben.ask("PATCH", "/me", edit, "Idempotency-Key", "k").want(t, 409, "conflict")
		if again.header.Get("Content-Type") != "application/problem+json" || string(first.body) != string(again.body) {
			t.Errorf("first %s, again %s", first.body, again.body)
		}
	})
}

func TestRepeatsAtTheSameMomentDoItOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		maya := e.as("Maya")
		var wg sync.WaitGroup
		bodies := make([]string, 8)
		for i := range bodies {
			wg.Go(func() {
				b := &browser{e: e, cookie: maya.cookie}
				bodies[i] = string(b.ask("POST", "/groups", map[string]any{"name": "Once"}, "Idempotency-Key", "same").body)
			})
		}
		wg.Wait()
		for _, b := range bodies {
			if b != bodies[0] {
				t.Errorf("two answers: %s and %s", bodies[0], b)
			}
		}
		if n := strings.Count(string(maya.get("/groups").body), `"Once"`); n != 1 {
			t.Errorf("it was done %d times", n)
		}
	})
}

func TestKeptAnswersCannotBeReadFromTheDatabase(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		maya := e.as("Maya")
		made := maya.ask("POST", "/tokens", map[string]any{"name": "for the website"}, "Idempotency-Key", "a key").want(t, 201, "")
		again := maya.ask("POST", "/tokens", map[string]any{"name": "for the website"}, "Idempotency-Key", "a key").want(t, 201, "")
		if made.text("token") == "" || again.text("token") != made.text("token") {
			t.Fatalf("first %s, again %s", made.body, again.body)
		}
		var kept int64
		for _, secret := range []string{made.text("token"), "for the website", "a key"} {
			n, err := e.db.Exec(context.Background(), `UPDATE answers SET at = at WHERE body LIKE '%' || $1 || '%' OR key LIKE '%' || $1 || '%'`, secret)
			if err != nil {
				t.Fatal(err)
			}
			kept += n
		}
		if kept > 0 {
			t.Error("an answer can be read without its key")
		}
	})
}
