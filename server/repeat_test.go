package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"partyline/account"
	"partyline/calling"
	"partyline/dialer"
	"partyline/event"
	"partyline/press"
	"partyline/roster"
)

// killed keeps no answer: so it is for a node that dies right behind the commit of what it was asked to do.
type killed struct{ Answers }

func (killed) Finish(context.Context, press.Key, int, string) error { return nil }
func (killed) Abandon(context.Context, press.Key) error             { return nil }

// twoNodes is a world with one node that dies behind every commit, and one that lives.
type twoNodes struct {
	*world
	dies, lives *Server
	n           int
}

func newTwoNodes(t *testing.T, e *edge) *twoNodes {
	w := &twoNodes{world: newWorld(t, e)}
	w.sql(`UPDATE organisations SET opens = 0, closes = 1440, caller_id = '+442079460000'`)
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	id := func() string { return uuid.Must(uuid.NewV7()).String() }
	campaigns := campaignsOn(e.db, e.clock, ownNumbers{"+441134960000"})
	node := func(answers Answers) *Server {
		s, err := New(Deps{
			Account: e.server.Account, Hooks: e.server.Hooks, Roster: &roster.Service{Store: e.db.Roster(), Clock: e.clock, Log: log, NewID: id},
			Calling:   &calling.Service{Store: e.db.Calling(), Clock: e.clock, Log: log, NewID: id, NewRef: id},
			Campaigns: campaigns,
			Exports:   exportsOn(e.db, e.clock, log),
			Reports:   &dialer.Reports{Store: e.db.Dialer(), Clock: e.clock},
			Dialer: &dialer.Service{
				Store: e.db.Dialer(), Campaigns: campaigns, Clock: e.clock, Log: log, NewID: id, NewRef: id, NewCode: id, Readable: account.Readable,
				Number: func(typed, _ string) (string, error) { return typed, nil },
			},
			Answers: answers, Events: e.db, Clock: e.clock, Log: log, PublicURL: publicURL, Version: "test",
		})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	w.dies, w.lives = node(killed{e.db.Answers()}), node(e.db.Answers())
	e.server = w.lives
	return w
}

func (w *twoNodes) sql(query string, args ...any) {
	w.t.Helper()
	if _, err := w.db.Exec(context.Background(), query, args...); err != nil {
		w.t.Fatal(err)
	}
}

// fresh is a list of North with three people, and Ben's session on it; nobody is on the phone.
func (w *twoNodes) fresh() (list, session string, entries []string) {
	w.t.Helper()
	for _, q := range []string{
		`UPDATE runs SET ended_at = 1 WHERE ended_at IS NULL`, `UPDATE legs SET ended_at = 1, state = 'ended' WHERE ended_at IS NULL`,
		`UPDATE attempts SET closed_at = 1, leg_ended_at = 1 WHERE closed_at IS NULL`, `DELETE FROM reservations`, `DELETE FROM jobs`,
	} {
		w.sql(q)
	}
	w.n++
	list = w.maya.post("/groups/"+w.north.group+"/lists", map[string]any{"name": fmt.Sprint("List ", w.n)}).want(w.t, 201, "").text("id")
	var people []string
	for i := range 3 {
		in := map[string]any{"name": fmt.Sprintf("Person %d of %d", i, w.n), "phone": fmt.Sprintf("+4477009%05d", w.n*10+i), "tags": []string{"some"}}
		people = append(people, w.maya.post("/groups/"+w.north.group+"/supporters", in).want(w.t, 201, "").text("id"))
	}
	w.maya.post("/lists/"+list+"/supporters", map[string]any{"ids": people}).want(w.t, 200, "")
	session = w.ben.post("/lists/"+list+"/sessions", map[string]any{}).want(w.t, 201, "").text("id")
	var page Page[calling.EntryView]
	w.ben.get("/sessions/"+session+"/entries").want(w.t, 200, "").into(w.t, &page)
	for _, e := range page.Items {
		entries = append(entries, e.ID)
	}
	return list, session, entries
}

// phone is a fresh session whose leader is on the phone, and has called somebody if they are to.
func (w *twoNodes) phone(calls bool) (session, attempt string) {
	w.t.Helper()
	_, session, _ = w.fresh()
	w.sql(`UPDATE users SET mobile = '+447700900999' WHERE id = $1`, w.users["Ben Adams"])
	w.ben.post("/sessions/"+session+"/start", nil).want(w.t, 200, "")
	w.sql(`UPDATE legs SET state = 'answered', answered_at = 1, carrier_id = id WHERE ended_at IS NULL`)
	w.sql(`UPDATE runs SET state = 'wrap_up' WHERE ended_at IS NULL`)
	if calls {
		w.ben.post("/sessions/"+session+"/next", nil).want(w.t, 200, "")
		w.sql(`UPDATE attempts SET dialled_at = 1 WHERE session_id = $1`, session)
		var ids []string
		if err := w.db.Find(context.Background(), &ids, `SELECT id FROM attempts WHERE session_id = $1`, session); err != nil || len(ids) != 1 {
			w.t.Fatal(ids, err)
		}
		attempt = ids[0]
	}
	return session, attempt
}

func (w *twoNodes) imported(state string) string {
	w.t.Helper()
	id := w.maya.post("/groups/"+w.north.group+"/imports?name=people.csv", "Name,Phone\nAda,+447700900123\n").want(w.t, 201, "").text("id")
	w.sql(`UPDATE imports SET state = $2, ready = 1 WHERE id = $1`, id, state)
	return id
}

// campaign is a fresh one that could start.
func (w *twoNodes) campaign() string {
	w.t.Helper()
	id := w.maya.post("/campaigns", object{"name": "Spring"}).want(w.t, 201, "").text("id")
	w.maya.post("/campaigns/"+id+"/contacts?name=people.csv", "Name,Phone\nAda,+447700900123\n").want(w.t, 201, "")
	w.sql(`UPDATE loads SET state = 'scanned', valid = 1 WHERE campaign_id = $1`, id)
	w.sql(`UPDATE campaigns SET caller_ids = '["+441134960000"]' WHERE id = $1`, id)
	w.sql(`DELETE FROM jobs`)
	return id
}

// prepared is the path of a file of something that is being prepared.
func (w *twoNodes) prepared(path string) string {
	file := "contacts"
	if strings.HasPrefix(path, "/sessions") {
		file = "logs"
	}
	return path + "/exports/" + w.maya.post(path+"/exports", object{"file": file, "format": "csv"}).want(w.t, 201, "").text("id")
}

// books is everything that the database holds, but who is signed in and the keys themselves.
func (w *twoNodes) books() map[string]string {
	w.t.Helper()
	ctx := context.Background()
	find := func(query string, args ...any) (out []string) {
		w.t.Helper()
		if err := w.db.Find(ctx, &out, query, args...); err != nil {
			w.t.Fatal(query, err)
		}
		return out
	}
	tables, names := `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()`,
		`SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1`
	if w.db.Kind() == "embedded" {
		tables, names = `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'`, `SELECT name FROM pragma_table_info($1)`
	}
	books := map[string]string{}
	for _, table := range find(tables) {
		if table == "answers" || table == "logins" || strings.HasPrefix(table, "goose") {
			continue
		}
		var cells []string
		for _, c := range find(names, table) {
			cells = append(cells, `COALESCE(CAST("`+c+`" AS TEXT), '-')`)
		}
		rows := find(`SELECT ` + strings.Join(cells, ` || '|' || `) + ` FROM ` + table)
		slices.Sort(rows)
		books[table] = strings.Join(rows, "\n")
	}
	return books
}

// A node dies behind the commit of whatever it was asked to do, on every route. A repeat at another node changes
// nothing, and is told how it is now, or that it was done.
func TestARepeatAfterAKillIsDoneOnceOnEveryRoute(t *testing.T) {
	secrets := []string{"POST /tokens", "POST /users", "POST /users/{id}/invite"}                                                   // in the first answer
	counted := []string{"POST /do-not-call", "DELETE /do-not-call", "POST /lists/{id}/supporters", "DELETE /lists/{id}/supporters"} // at the moment of the first answer
	given := []string{"POST /sessions/{id}/hand-over"}                                                                              // away: it is not the asker's any more
	onBoth(t, func(t *testing.T, e *edge) {
		w := newTwoNodes(t, e)
		asks := w.asks()
		n := 0
		for _, r := range w.lives.Routes() {
			if !writes(r.Method) || r.Private {
				continue
			}
			name := r.Method + " " + r.Path
			prepare, known := asks[name]
			if delete(asks, name); !known {
				t.Errorf("%s: no request that shows what its repeat does", name)
				continue
			}
			t.Run(name, func(t *testing.T) {
				w.t = t
				w.world.edge.t = t
				w.server = w.lives
				e.clock.Advance(time.Minute)
				q := prepare()
				n++
				key := fmt.Sprint("key ", n)
				before := w.books()
				w.server = w.dies
				first := q.by.ask(r.Method, q.path, q.body, "Idempotency-Key", key)
				if first.status > 299 {
					t.Fatalf("it cannot be done at all: %d %s", first.status, first.body)
				}
				done := w.books()
				if maps.Equal(before, done) {
					t.Fatal("it did nothing: this tests nothing")
				}
				w.server = w.lives
				w.sql(`UPDATE answers SET at = at - 60000`) // nobody need wait for it
				second := q.by.ask(r.Method, q.path, q.body, "Idempotency-Key", key)
				now := w.books()
				for table := range done {
					if done[table] != now[table] {
						t.Errorf("done twice: %s\nwas %s\nis  %s", table, done[table], now[table])
					}
				}
				switch {
				case slices.Contains(secrets, name), slices.Contains(counted, name), slices.Contains(given, name):
					second.want(t, 409, "already_done")
				case second.status != first.status || second.header.Get("Idempotent-Replayed") != "true":
					t.Errorf("first %d %s\nagain %d %s", first.status, first.body, second.status, second.body)
				default:
					for _, field := range []string{"id", "version", "action", "undo_until", "status", "secret", "expires_at", "ringing"} {
						if fmt.Sprint(first.field(field)) != fmt.Sprint(second.field(field)) {
							t.Errorf("%s: first %s\nagain %s", field, first.body, second.body)
						}
					}
					if third := q.by.ask(r.Method, q.path, q.body, "Idempotency-Key", key); string(third.body) != string(second.body) {
						t.Errorf("again %s\nand again %s", second.body, third.body)
					}
				}
			})
		}
		for name := range asks {
			t.Errorf("%s is no route that takes a key", name)
		}
	})
}

// blind is a log of events that cannot be read.
type blind struct{ EventLog }

func (blind) Last(context.Context, event.Topic) (event.Seq, error) {
	return 0, errors.New("the disk cannot be read")
}

// A handler that has committed and then fails on a later read did it: the key is not given back.
func TestWhatFailsBehindItsCommitIsNotDoneAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		w := newTwoNodes(t, e)
		list, _, _ := w.fresh()
		whole := w.lives.Deps.Events
		w.lives.Deps.Events = blind{whole}
		split := object{"leaders": []string{w.users["Ben Adams"], w.users["Dev Patel"]}}
		w.maya.ask("POST", "/lists/"+list+"/split", split, "Idempotency-Key", "k").want(t, 500, "internal")
		done := w.books()
		w.lives.Deps.Events = whole
		again := w.maya.ask("POST", "/lists/"+list+"/split", split, "Idempotency-Key", "k").want(t, 200, "")
		if now := w.books(); !maps.Equal(done, now) || again.header.Get("Idempotent-Replayed") != "true" {
			t.Errorf("it was done again: %s", again.body)
		}
	})
}

// What is due is brought in line on the way; that is not what was asked for, and a repeat still does that.
func TestWhatIsDueOnTheWayDoesNotMarkTheKey(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		w := newTwoNodes(t, e)
		_, session, entries := w.fresh()
		path := "/sessions/" + session + "/entries/"
		w.ben.post(path+entries[0]+"/skip", object{"type": "quick", "minutes": 15}).want(t, 200, "")
		e.clock.Advance(16 * time.Minute)
		w.sql(`UPDATE entries SET status = 'completed' WHERE id = $1`, entries[1])
		w.server = w.dies // behind what was due: the press itself was not possible
		w.ben.ask("POST", path+entries[1]+"/prioritise", nil, "Idempotency-Key", "k").want(t, 409, "not_available")
		var marks []int
		if err := w.db.Find(context.Background(), &marks, `SELECT done FROM answers WHERE status = 0`); err != nil || len(marks) != 1 || marks[0] != 0 {
			t.Fatal(marks, err)
		}
		var page Page[calling.EntryView]
		w.ben.get("/sessions/"+session+"/entries").want(t, 200, "").into(t, &page)
		if page.Items[0].Status != calling.Available {
			t.Fatalf("what was due was not done: this tests nothing: %+v", page.Items[0])
		}
		w.sql(`UPDATE entries SET status = 'available' WHERE id = $1`, entries[1])
		w.sql(`UPDATE answers SET at = at - 60000`)
		w.server = w.lives
		w.ben.ask("POST", path+entries[1]+"/prioritise", nil, "Idempotency-Key", "k").want(t, 200, "")
	})
}

// The call that was to be moved here is over, and its line still up: nothing is done, so no repeat is told that it was.
func TestAMoveThatFindsNothingToMoveDoesNotMarkTheKey(t *testing.T) {
	onBoth(t, func(t *testing.T, e *edge) {
		w := newTwoNodes(t, e)
		_, here, _ := w.fresh()
		there, _ := w.phone(false)
		w.sql(`UPDATE runs SET state = 'finished' WHERE session_id = $1`, there)
		w.server = w.dies
		w.ben.ask("POST", "/sessions/"+here+"/start", object{"move": true}, "Idempotency-Key", "k").want(t, 409, "live_elsewhere")
		var marks []int
		if err := w.db.Find(context.Background(), &marks, `SELECT done FROM answers WHERE status = 0`); err != nil || len(marks) != 1 || marks[0] != 0 {
			t.Fatal(marks, err)
		}
		w.sql(`UPDATE runs SET ended_at = 1, state = 'ended'`)
		w.sql(`UPDATE legs SET ended_at = 1, state = 'ended'`)
		w.sql(`UPDATE answers SET at = at - 60000`)
		w.server = w.lives
		r := w.ben.ask("POST", "/sessions/"+here+"/start", object{"move": true}, "Idempotency-Key", "k").want(t, 200, "")
		if state := r.text("phone.state"); state != "placing" {
			t.Errorf("the phone is %s", state)
		}
	})
}
