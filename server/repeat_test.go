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

	"partyline/calling"
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
	node := func(answers Answers) *Server {
		s, err := New(Deps{
			Account: e.server.Account, Hooks: e.server.Hooks, Roster: &roster.Service{Store: e.db.Roster(), Clock: e.clock, Log: log, NewID: id},
			Calling:   &calling.Service{Store: e.db.Calling(), Clock: e.clock, Log: log, NewID: id, NewRef: id},
			Campaigns: campaignsOn(e.db, e.clock, ownNumbers{"+441134960000"}),
			Answers:   answers, Events: e.db, Clock: e.clock, Log: log, PublicURL: publicURL, Version: "test",
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

// ask is one request that can be done.
type ask struct {
	by   *browser
	path string
	body any
}

type object = map[string]any

// asks has one request for each route that writes and takes a key.
func (w *twoNodes) asks() map[string]func() ask {
	t, group := w.t, "/groups/"+w.north.group
	version := func(path string) any { t.Helper(); return w.maya.get(path).want(t, 200, "").field("version") }
	to := func(by *browser, path string, body any) func() ask { return func() ask { return ask{by, path, body} } }
	list := func(path string, body object) func() ask {
		return func() ask {
			id, _, _ := w.fresh()
			if body != nil && body["version"] == true {
				body["version"] = version("/lists/" + id)
			}
			return ask{w.maya, strings.Replace(path, "{id}", id, 1), body}
		}
	}
	session := func(path string, body object) func() ask {
		return func() ask {
			_, id, entries := w.fresh()
			return ask{w.ben, strings.NewReplacer("{id}", id, "{entry}", entries[1]).Replace(path), body}
		}
	}
	aside := func(path string) func() ask {
		return func() ask {
			_, id, entries := w.fresh()
			w.ben.post("/sessions/"+id+"/entries/"+entries[1]+"/skip", object{"type": "remove", "reason": "moved away"}).want(t, 200, "")
			return ask{w.ben, strings.NewReplacer("{id}", id, "{entry}", entries[1]).Replace(path), nil}
		}
	}
	hook := func() string {
		return w.maya.post("/webhooks", object{"url": "http://127.0.0.1:9/in"}).want(t, 201, "").text("id")
	}
	people := func() []string {
		id, _, _ := w.fresh()
		var ids []string
		if err := w.db.Find(context.Background(), &ids, `SELECT supporter_id FROM list_supporters WHERE list_id = $1 ORDER BY supporter_id`, id); err != nil {
			t.Fatal(err)
		}
		return append([]string{id}, ids...)
	}
	dev, ben, nora := w.users["Dev Patel"], w.users["Ben Adams"], w.users["Nora Berg"]
	return map[string]func() ask{
		"PATCH /me": func() ask {
			return ask{w.chloe, "/me", object{"version": w.chloe.get("/me").field("version"), "theme": "dark"}}
		},
		"POST /me/mobile/verify": func() ask {
			w.fresh()
			w.sql(`UPDATE users SET mobile = '+447700900998' WHERE id = $1`, w.users["Chloe Davies"])
			return ask{w.chloe, "/me/mobile/verify", nil}
		},
		"PATCH /organisation": func() ask {
			return ask{w.maya, "/organisation", object{"version": version("/organisation"), "gap_minutes": 77}}
		},
		"POST /tokens": to(w.maya, "/tokens", object{"name": "for the website"}),
		"DELETE /tokens/{id}": func() ask {
			return ask{w.maya, "/tokens/" + w.maya.post("/tokens", object{"name": "old"}).want(t, 201, "").text("id"), nil}
		},
		"POST /webhooks":        to(w.maya, "/webhooks", object{"url": "http://127.0.0.1:9/in"}),
		"DELETE /webhooks/{id}": func() ask { return ask{w.maya, "/webhooks/" + hook(), nil} },
		"POST /webhooks/{id}/resume": func() ask {
			id := hook()
			w.sql(`UPDATE webhooks SET off_at = 5 WHERE id = $1`, id)
			return ask{w.maya, "/webhooks/" + id + "/resume", nil}
		},
		"POST /webhooks/{id}/deliveries/{delivery}/replay": func() ask {
			id := hook()
			w.sql(`INSERT INTO deliveries (id, webhook_id, topic, seq, kind, body, state, tries, created_at, since, next_at) VALUES ('d', $1, 'x', 1, 'x', '{}', 'dead', 9, 1, 1, 1)`, id)
			return ask{w.maya, "/webhooks/" + id + "/deliveries/d/replay", nil}
		},
		"POST /users": to(w.maya, "/users", object{"name": "Zoe Hall", "email": "zoe@new.example"}),
		"PATCH /users/{id}": func() ask {
			return ask{w.maya, "/users/" + nora, object{"version": w.nora.get("/me").field("version"), "name": "Nora Bergen"}}
		},
		"POST /users/{id}/invite":            to(w.maya, "/users/"+nora+"/invite", nil),
		"POST /do-not-call":                  to(w.maya, "/do-not-call", object{"phones": []string{"+447700900888"}}),
		"DELETE /do-not-call":                to(w.maya, "/do-not-call", object{"phones": []string{"+447700900888"}}),
		"POST /groups":                       to(w.maya, "/groups", object{"name": "Leeds West"}),
		"PATCH /groups/{id}":                 func() ask { return ask{w.maya, group, object{"version": version(group), "name": "Leeds North East"}} },
		"DELETE /groups/{id}":                to(w.maya, "/groups/"+w.south.group, nil),
		"PUT /groups/{id}/leaders/{user}":    to(w.maya, group+"/leaders/"+nora, object{"role": "captain"}),
		"DELETE /groups/{id}/leaders/{user}": to(w.maya, group+"/leaders/"+nora, nil),
		"POST /groups/{id}/supporters":       to(w.maya, group+"/supporters", object{"name": "Uma Rao"}),
		"PATCH /supporters/{id}":             func() ask { return ask{w.maya, "/supporters/" + people()[1], object{"version": 1, "name": "Uma Roy"}} },
		"POST /supporters/{id}/do-not-call": func() ask {
			return ask{w.maya, "/supporters/" + people()[1] + "/do-not-call", object{"reason": "asked at the door"}}
		},
		"DELETE /supporters/{id}/do-not-call": func() ask {
			path := "/supporters/" + people()[1] + "/do-not-call"
			w.maya.post(path, object{}).want(t, 200, "")
			return ask{w.maya, path, object{"reason": "the wrong person"}}
		},
		"POST /groups/{id}/lists":       to(w.maya, group+"/lists", object{"name": "Members"}),
		"PATCH /lists/{id}":             list("/lists/{id}", object{"version": true, "name": "Members of old"}),
		"DELETE /lists/{id}":            list("/lists/{id}", nil),
		"POST /lists/{id}/supporters":   list("/lists/{id}/supporters", object{"all": true}),
		"DELETE /lists/{id}/supporters": list("/lists/{id}/supporters", object{"all": true}),
		"PUT /lists/{id}/order":         list("/lists/{id}/order", object{"by": "name"}),
		"POST /lists/{id}/split":        list("/lists/{id}/split", object{"leaders": []string{ben, dev}}),
		"POST /lists/{id}/take-over": func() ask {
			id, _, _ := w.fresh()
			w.maya.post("/lists/"+id+"/split", object{"leaders": []string{ben, dev}}).want(t, 200, "")
			return ask{w.ben, "/lists/" + id + "/take-over", object{"from": dev}}
		},
		"PATCH /imports/{id}": func() ask {
			id := w.imported("columns")
			return ask{w.maya, "/imports/" + id, object{"version": w.maya.get("/imports/" + id).field("version"), "country": "FR"}}
		},
		"DELETE /imports/{id}":     func() ask { return ask{w.maya, "/imports/" + w.imported("columns"), nil} },
		"POST /imports/{id}/check": func() ask { return ask{w.maya, "/imports/" + w.imported("columns") + "/check", nil} },
		"POST /imports/{id}/run": func() ask {
			return ask{w.maya, "/imports/" + w.imported("checked") + "/run", object{"new_list": "Imported"}}
		},

		"POST /lists/{id}/sessions": func() ask {
			id, _, _ := w.fresh()
			return ask{w.ben, "/lists/" + id + "/sessions", object{"archive_old": true}}
		},
		"PATCH /sessions/{id}": func() ask {
			_, id, _ := w.fresh()
			return ask{w.ben, "/sessions/" + id, object{"version": version("/sessions/" + id), "name": "Another name"}}
		},
		"POST /sessions/{id}/start": func() ask {
			_, id, _ := w.fresh()
			w.sql(`UPDATE users SET mobile = '+447700900999' WHERE id = $1`, ben)
			return ask{w.ben, "/sessions/" + id + "/start", nil}
		},
		"POST /sessions/{id}/resume": func() ask { // and the call is moved here
			w.phone(false)
			w.n++
			id := w.maya.post(group+"/lists", object{"name": "Elsewhere"}).want(t, 201, "").text("id")
			w.maya.post("/lists/"+id+"/supporters", object{"all": true}).want(t, 200, "")
			ses := w.ben.post("/lists/"+id+"/sessions", object{}).want(t, 201, "").text("id")
			return ask{w.ben, "/sessions/" + ses + "/resume", object{"move": true}}
		},
		"POST /sessions/{id}/pause": func() ask { id, _ := w.phone(true); return ask{w.ben, "/sessions/" + id + "/pause", nil} },
		"POST /sessions/{id}/next":  func() ask { id, _ := w.phone(false); return ask{w.ben, "/sessions/" + id + "/next", nil} },
		"POST /sessions/{id}/cycles": func() ask {
			_, id, _ := w.fresh()
			w.ben.post("/sessions/"+id+"/finish-cycle", nil).want(t, 200, "")
			return ask{w.ben, "/sessions/" + id + "/cycles", nil}
		},
		"POST /sessions/{id}/finish-cycle": session("/sessions/{id}/finish-cycle", nil),
		"POST /sessions/{id}/hand-over":    session("/sessions/{id}/hand-over", object{"to": dev}),
		"POST /sessions/{id}/archive":      session("/sessions/{id}/archive", nil),

		"POST /sessions/{id}/entries/{entry}/skip":       session("/sessions/{id}/entries/{entry}/skip", object{"type": "today"}),
		"DELETE /sessions/{id}/entries/{entry}/skip":     aside("/sessions/{id}/entries/{entry}/skip"),
		"POST /sessions/{id}/entries/{entry}/prioritise": session("/sessions/{id}/entries/{entry}/prioritise", nil),
		"POST /sessions/{id}/entries/{entry}/call-next":  session("/sessions/{id}/entries/{entry}/call-next", nil),
		"POST /sessions/{id}/entries/{entry}/check": func() ask {
			_, id, entries := w.fresh()
			w.sql(`UPDATE entries SET status = 'system_skipped', cause = 'hours' WHERE id = $1`, entries[1])
			return ask{w.ben, "/sessions/" + id + "/entries/" + entries[1] + "/check", nil}
		},
		"POST /sessions/{id}/entries/{entry}/log": session("/sessions/{id}/entries/{entry}/log", object{"reached": true, "notes": "by hand"}),
		"PUT /attempts/{id}/log": func() ask {
			_, id := w.phone(true)
			return ask{w.ben, "/attempts/" + id + "/log", object{"reached": false, "outcome": "busy"}}
		},
		"POST /attempts/{id}/hang-up": func() ask { _, id := w.phone(true); return ask{w.ben, "/attempts/" + id + "/hang-up", nil} },
		"POST /campaigns":             to(w.maya, "/campaigns", object{"name": "Autumn"}),
		"PATCH /campaigns/{id}": func() ask {
			id := w.campaign()
			return ask{w.maya, "/campaigns/" + id, object{"version": version("/campaigns/" + id), "passes": 3}}
		},
		"PATCH /campaigns/{id}/contacts/{load}": func() ask {
			id := w.campaign()
			loads := w.maya.get("/campaigns/" + id).field("loads").([]any)[0].(object)
			return ask{w.maya, "/campaigns/" + id + "/contacts/" + loads["id"].(string), object{"version": loads["version"], "country": "FR"}}
		},
		"DELETE /campaigns/{id}/contacts/{load}": func() ask {
			id := w.campaign()
			loads := w.maya.get("/campaigns/" + id).field("loads").([]any)[0].(object)
			return ask{w.maya, "/campaigns/" + id + "/contacts/" + loads["id"].(string), nil}
		},
		"POST /campaigns/{id}/start": func() ask { return ask{w.maya, "/campaigns/" + w.campaign() + "/start", nil} },
		"POST /campaigns/{id}/pause": func() ask {
			id := w.campaign()
			w.sql(`UPDATE campaigns SET started_at = 1 WHERE id = $1`, id)
			return ask{w.maya, "/campaigns/" + id + "/pause", nil}
		},
		"POST /campaigns/{id}/resume": func() ask {
			id := w.campaign()
			w.sql(`UPDATE campaigns SET started_at = 1, paused_at = 2 WHERE id = $1`, id)
			return ask{w.maya, "/campaigns/" + id + "/resume", nil}
		},
		"POST /campaigns/{id}/end": func() ask {
			id := w.campaign()
			w.sql(`UPDATE campaigns SET started_at = 1 WHERE id = $1`, id)
			return ask{w.maya, "/campaigns/" + id + "/end", nil}
		},
		"POST /campaigns/{id}/links/{kind}/rotate": func() ask { return ask{w.maya, "/campaigns/" + w.campaign() + "/links/clicker/rotate", nil} },
		"DELETE /campaigns/{id}/people/{person}": func() ask {
			id := w.campaign()
			link := w.maya.get("/campaigns/" + id + "/links").field("items").([]any)[1].(object)
			me := w.browser().post("/k/"+link["token"].(string)+"/join", object{"name": "Cleo"}).want(t, 200, "").text("me.id")
			return ask{w.maya, "/campaigns/" + id + "/people/" + me, nil}
		},
		"POST /undo/{id}": func() ask {
			_, id, entries := w.fresh()
			done := w.ben.post("/sessions/"+id+"/entries/"+entries[1]+"/skip", object{"type": "today"}).want(t, 200, "")
			return ask{w.ben, "/undo/" + done.text("action"), nil}
		},
	}
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
