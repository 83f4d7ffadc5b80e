package server

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"partyline/storage/storagetest"
)

// talked is a caller who came by the link of a campaign and has just talked to somebody: what they said can be corrected.
func (w *twoNodes) talked() (caller *browser, at string) {
	w.t.Helper()
	id := w.campaign()
	w.maya.post("/campaigns/"+id+"/start", nil).want(w.t, 200, "")
	for _, l := range w.maya.get("/campaigns/" + id + "/links").field("items").([]any) {
		if l := l.(map[string]any); l["kind"] == "caller" {
			at = "/c/" + l["token"].(string)
		}
	}
	caller = w.browser()
	person := caller.post(at+"/join", object{"name": "Ann"}).want(w.t, 200, "").text("me.id")
	caller.post(at+"/open", object{"tab": "one"}).want(w.t, 200, "")
	var of []string
	if err := w.db.Find(context.Background(), &of, `SELECT organisation_id FROM campaigns WHERE id = $1`, id); err != nil {
		w.t.Fatal(err)
	}
	storagetest.Called(w.t, w.db, of[0], id, 1, w.clock.Now().Add(-71*time.Second))
	w.sql(`UPDATE contact_attempts SET caller_id = $1`, person)
	w.sql(`UPDATE script_answers SET caller_id = $1`, person)
	w.sql(`UPDATE callers SET talks = 1, turn = 1 WHERE id = $1`, person)
	return caller, at
}

// A caller's press is done once under its key, and one that arrives once more, however late, changes nothing that came after it: not when
// its answer was lost, not when its server died behind the commit, and not when it had nothing to change. It is told how things are now.
func TestACallersPressOvertakesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		w := newTwoNodes(t, e)
		ann, at := w.talked()
		who := func() string {
			t.Helper()
			var out []string
			if err := w.db.Find(context.Background(), &out, `SELECT value || ' ' || CAST(version AS TEXT) FROM script_answers WHERE question = 'who' ORDER BY version`); err != nil {
				t.Fatal(err)
			}
			return strings.Join(out, ", ")
		}
		say := func(value, key string) answered {
			t.Helper()
			return ann.ask("PUT", at+"/turns/1/answers/who", object{"value": value}, "Idempotency-Key", key).want(t, 200, "")
		}
		again := func(what, value, key, said string) {
			t.Helper()
			was := who()
			got := say(value, key)
			if now := who(); now != was {
				t.Errorf("%s: it was %s and is %s", what, was, now)
			}
			if got.header.Get("Idempotent-Replayed") != "true" || fmt.Sprint(got.field("last")) == "[]" || got.field("last").([]any)[0].(map[string]any)["said"] != said {
				t.Errorf("%s: told %s", what, got.body)
			}
		}
		const talked, refused = "Talking to the correct person", "Refused"
		say("refused", "a")
		say("talked", "b")
		again("its answer was lost", "refused", "a", talked)
		w.server = w.dies
		say("refused", "c")
		w.server = w.lives
		say("talked", "d")
		w.sql(`UPDATE answers SET at = at - 60000`)
		again("its server died", "refused", "c", talked)
		say("talked", "e") // as it is
		say("refused", "f")
		again("it changed nothing then", "talked", "e", refused)
		if n := strings.Count(who(), ","); n != 5 {
			t.Errorf("versions %s", who())
		}
		var bodies []string
		if err := e.db.Find(context.Background(), &bodies, `SELECT body FROM answers WHERE user_id LIKE 'page %' AND length(body) > 200`); err != nil || len(bodies) > 0 {
			t.Errorf("%d answers with everything in them are kept (%v)", len(bodies), err)
		}

		// Switches and wishes too; what was refused is refused.
		ann.ask("PUT", at+"/beep", object{"beep": false}, "Idempotency-Key", "g").want(t, 200, "")
		ann.ask("PUT", at+"/beep", object{"beep": true}, "Idempotency-Key", "h").want(t, 200, "")
		if m := ann.ask("PUT", at+"/beep", object{"beep": false}, "Idempotency-Key", "g").want(t, 200, ""); m.field("beep") != true {
			t.Errorf("an older press turned the beep off: %s", m.body)
		}
		ann.ask("POST", at+"/turns/1/extend", nil, "Idempotency-Key", "i").want(t, 409, "talk_gone")
		ann.ask("POST", at+"/turns/1/extend", nil, "Idempotency-Key", "i").want(t, 409, "talk_gone")
		ann.ask("POST", at+"/finish", nil, "Idempotency-Key", "g").want(t, 409, "key_reused")

		// Somebody else's page has keys of its own, and a browser without a page none.
		ben := w.browser()
		ben.post(at+"/join", object{"name": "Ben"}).want(t, 200, "")
		ben.post(at+"/open", object{"tab": "two"}).want(t, 200, "")
		if m := ben.ask("PUT", at+"/beep", object{"beep": false}, "Idempotency-Key", "h").want(t, 200, ""); m.header.Get("Idempotent-Replayed") != "" || m.field("beep") != false {
			t.Errorf("Ben's own key is told %s", m.body)
		}
		if got := w.browser().ask("PUT", at+"/beep", object{"beep": false}, "Idempotency-Key", "h"); got.status < 400 {
			t.Errorf("without a page: %d %s", got.status, got.body)
		}
	})
}
