package server

import (
	"context"
	"slices"
	"strings"
	"testing"

	"partyline/calling"
)

// finds is what a search finds, as "kind id".
func (b *browser) finds(t *testing.T, query string) []string {
	t.Helper()
	var page Page[Found]
	b.get("/search?"+query).want(t, 200, "").into(t, &page)
	out := []string{}
	for _, f := range page.Items {
		out = append(out, f.Kind+" "+f.ID)
	}
	return out
}

// everybody of newWorld, each with what they can find: theirs, and nothing else.
func TestASearchFindsWhatOneMaySee(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		w := newWorld(t, e)
		withRoster(t, e)
		e.server.Calling = &calling.Service{Store: e.db.Calling(), Clock: e.clock}
		of := func(c corner) []string {
			return []string{"session " + c.session, "list " + c.list, "supporter " + c.supporter}
		}
		for _, c := range []corner{w.north, w.south, w.east} { // a word that all of them have, and nothing else has
			for id, q := range map[string]string{
				c.list:      `UPDATE lists SET name = 'Zäzilia RSVPs' WHERE id = $1`,
				c.supporter: `UPDATE supporters SET name = 'Aisha Zäzilia', folded = 'aisha zazilia', phone = '+447700900777', email = 'zazilia900777@x.example', notes = 'zazilia 900777' WHERE id = $1`,
				c.session:   `UPDATE sessions SET name = 'Evening zÄzilia' WHERE id = $1`,
			} {
				if _, err := e.db.Exec(context.Background(), q, id); err != nil {
					t.Fatal(err)
				}
			}
		}
		both := append(of(w.north), of(w.south)...)
		for _, p := range []struct {
			name string
			b    *browser
			want []string
		}{
			{"the owner", w.maya, both}, {"an admin", w.ada, both},
			{"the captain of North", w.chloe, of(w.north)}, {"a vice-captain of North", w.dev, of(w.north)},
			{"the captain of South", w.amir, of(w.south)}, {"somebody of no group", w.nora, []string{}},
			{"the captain elsewhere", w.erik, of(w.east)}, {"the owner elsewhere", w.olga, of(w.east)},
		} {
			for _, q := range []string{"zazil", "Z%C3%84ZIL", "%20zilia%20"} {
				got := p.b.finds(t, "q="+q)
				slices.Sort(got)
				slices.Sort(p.want)
				if !slices.Equal(got, p.want) {
					t.Errorf("%s finds by %s: %v, want %v", p.name, q, got, p.want)
				}
			}
			if got := p.b.finds(t, "q=900777"); len(got) != 0 {
				t.Errorf("%s finds by a number: %v", p.name, got)
			}
		}
		e.browser().get("/search?q=a").want(t, 401, "signed_out")
		if got := w.chloe.finds(t, "q=zazilia+aisha"); !slices.Equal(got, []string{"supporter " + w.north.supporter}) {
			t.Errorf("by two words in another order: %v", got)
		}
		if got := w.chloe.finds(t, "q=adams+zazilia"); !slices.Equal(got, []string{"session " + w.north.session}) {
			t.Errorf("a session by its leader: %v", got)
		}
		if got := w.maya.finds(t, "q=leeds+south"); !slices.Equal(got, []string{"group " + w.south.group}) {
			t.Errorf("a group: %v", got)
		}
		for _, q := range []string{"q=%25", "q=_", "q=%5C"} { // no signs of LIKE
			if got := w.maya.finds(t, q); len(got) != 0 {
				t.Errorf("by %s: %v", q, got)
			}
		}
		if got := w.maya.finds(t, "q=zazilia&limit=1"); len(got) != 3 {
			t.Errorf("one of each kind: %v", got)
		}
		for _, bad := range []string{"", "q=", "q=a&limit=0", "q=" + strings.Repeat("a", 121)} {
			w.maya.get("/search?"+bad).want(t, 422, "")
		}
		body := string(w.chloe.get("/search?q=zazilia").body)
		for _, secret := range []string{"900777", "example"} {
			if strings.Contains(body, secret) {
				t.Errorf("what is found holds %q: %s", secret, body)
			}
		}
		if _, err := e.db.Exec(context.Background(), `UPDATE sessions SET archived_at = 1 WHERE id = $1`, w.north.session); err != nil {
			t.Fatal(err)
		}
		if got := w.chloe.finds(t, "q=zazilia"); slices.Contains(got, "session "+w.north.session) {
			t.Errorf("archived, and yet found: %v", got)
		}
	})
}
