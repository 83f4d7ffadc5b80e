package server

import (
	"strings"
	"sync"
	"testing"
)

// linkOf is where the API has one of a campaign's links: /c/… or /k/….
func (w *twoNodes) linkOf(campaign, kind string) string {
	w.t.Helper()
	for _, l := range w.maya.get("/campaigns/" + campaign + "/links").field("items").([]any) {
		if l := l.(map[string]any); l["kind"] == kind {
			return map[string]string{"caller": "/c/", "clicker": "/k/"}[kind] + l["token"].(string)
		}
	}
	w.t.Fatal("there is no such link")
	return ""
}

// Whoever comes in and hears nothing, because the answer and its cookie were lost, comes in again: with the key of that press they are the
// same person, whichever answer arrives, and however many of them are on their way at once.
func TestWhoComesInAgainWithTheSameKeyIsOnePerson(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		w := newTwoNodes(t, e)
		id := w.campaign()
		w.maya.post("/campaigns/"+id+"/start", nil).want(t, 200, "")
		for _, kind := range []string{"caller", "clicker"} {
			at := w.linkOf(id, kind)
			key := strings.Repeat(kind[:2], 16)
			var wg sync.WaitGroup
			came := make([]*browser, 6)
			who := make([]string, len(came))
			for i := range came {
				came[i] = w.browser() // each time without the cookie of the lost answer
				wg.Go(func() {
					who[i] = came[i].ask("POST", at+"/join", object{"name": "Ann"}, "Idempotency-Key", key).want(t, 200, "").text("me.id")
				})
			}
			wg.Wait()
			for i := range came {
				if who[i] == "" || who[i] != who[0] || came[i].cookie == "" || came[i].cookie != came[0].cookie {
					t.Errorf("%s: press %d came in as %q, the first one as %q", kind, i, who[i], who[0])
				}
			}
			named := w.browser().ask("POST", at+"/join", object{"name": "Anna"}, "Idempotency-Key", key).want(t, 200, "")
			if named.text("me.id") != who[0] || named.text("me.name") != "Anna" {
				t.Errorf("%s: with another name they are %q, %q", kind, named.text("me.id"), named.text("me.name"))
			}
			other := w.browser()
			if got := other.ask("POST", at+"/join", object{"name": "Ben"}, "Idempotency-Key", strings.Repeat("x"+kind[:1], 16)).want(t, 200, ""); got.text("me.id") == who[0] {
				t.Errorf("%s: another key is the same person", kind)
			}
			// Who is in is known by their cookie: a key changes nothing.
			if got := other.ask("POST", at+"/join", object{"name": "Ben"}, "Idempotency-Key", key).want(t, 200, ""); got.text("me.id") == who[0] {
				t.Errorf("%s: a key made somebody else of who was in", kind)
			}
			// What can be guessed stands for nobody.
			for _, bad := range []string{"k1", strings.Repeat("k", 201)} {
				w.browser().ask("POST", at+"/join", object{"name": "Eve"}, "Idempotency-Key", bad).want(t, 422, "key_invalid")
			}
		}
		if n := strings.Count(string(w.maya.get("/campaigns/"+id+"/people").body), `"joined_at"`); n != 4 {
			t.Errorf("%d people came in, four were to", n)
		}
	})
}
