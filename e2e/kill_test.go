package e2e

import (
	"context"
	"encoding/json"
	"testing"

	"partyline/calling"
)

// A process that is killed in any phase of a call loses nothing: the session goes on at the same person,
// nobody is rung twice, and nothing is left that only looks alive.
func TestKilledInEachPhaseOfACall(t *testing.T) {
	phases := []struct {
		name string
		to   func(s *shift)
	}{
		{"as start is pressed", func(s *shift) { s.start() }},
		{"while the leader's phone rings", func(s *shift) { s.start(); s.phone("ringing") }},
		{"in the greeting", func(s *shift) { s.start(); s.answer() }},
		{"as the first key is pressed", func(s *shift) { s.start(); s.answer(); s.h.press("press", "8") }},
		{"while the supporter's phone rings", func(s *shift) { s.start(); s.answer(); s.key(); s.ringing() }},
		{"in the talk", func(s *shift) { s.start(); s.answer(); s.key(); s.phone("talking") }},
		{"in the wrap-up", func(s *shift) { s.start(); s.answer(); s.key(); s.phone("wrap_up") }},
		{"behind the log", func(s *shift) { s.start(); s.answer(); s.key(); s.phone("wrap_up"); s.log() }},
	}
	each(t, func(t *testing.T, database func(*testing.T) string) {
		for _, p := range phases {
			t.Run(p.name, func(t *testing.T) {
				t.Parallel()
				s := begin(t, build(t, database(t), fast))
				first := s.view().Cycle.Next
				p.to(s)
				s.h.kill()
				s.h.start()
				s.leader = s.h.signIn("Ben")
				s.settle()
				if got := s.view(); got.Status == calling.SessionInProgress {
					t.Fatalf("a ghost: %s with phone %s", got.Status, got.Phone.State)
				}
				s.goOn(first.Entry)
				s.recount()
			})
		}
	})
}

// A process is killed right behind the commit of what was asked, before it could keep its answer. The page sends the
// press again, with the same key: it is not done again, and the answer says how it is.
func TestKilledBehindTheCommitOfAPress(t *testing.T) {
	presses := []struct {
		name, by         string
		request          func(s *shift) (method, path string, body any)
		done             string // how often, in the database
		meanwhile, after func(t *testing.T, s *shift)
		answer           func(s *shift, a answer) bool
	}{
		{
			name: "a group is made", by: "Maya", done: `SELECT count(*) FROM groups WHERE name = 'Leeds Dales'`,
			request: func(*shift) (string, string, any) { return "POST", "/groups", map[string]any{"name": "Leeds Dales"} },
			answer:  func(_ *shift, a answer) bool { return a.status == 201 },
		},
		{
			name: "a token is made", by: "Maya", done: `SELECT count(*) FROM tokens WHERE name = 'website'`,
			request: func(*shift) (string, string, any) { return "POST", "/tokens", map[string]any{"name": "website"} },
			answer:  func(_ *shift, a answer) bool { return a.code == "already_done" },
		},
		{
			name: "a contact is logged by hand", by: "Ben", done: `SELECT count(*) FROM logs WHERE notes = 'met at the market'`,
			request: func(s *shift) (string, string, any) {
				return "POST", "/sessions/" + s.session + "/entries/" + s.view().Cycle.Next.Entry + "/log", map[string]any{"reached": true, "outcome": "talked", "notes": "met at the market"}
			},
			after: func(t *testing.T, s *shift) {
				if f := s.view().Impact.Contacted; f != 1 {
					t.Errorf("%d contacts were made, one was logged", f)
				}
			},
			answer: func(_ *shift, a answer) bool {
				var log calling.LogView
				return a.status == 201 && json.Unmarshal(a.body, &log) == nil && log.Notes == "met at the market" && log.Action != ""
			},
		},
		{
			name: "the phone is rung", by: "Ben", done: `SELECT count(*) FROM runs`,
			request: func(s *shift) (string, string, any) { return "POST", "/sessions/" + s.session + "/start", nil },
			meanwhile: func(t *testing.T, s *shift) { // it rings, before the kill or after it, and nobody takes it: nobody wants to be rung again
				s.h.until("the leader's phone has rung, or is known not to", func() bool {
					l, open := s.line()
					if l.SID == "" && s.lost() { // killed as it was about to ask the carrier: that is not done twice
						return true
					}
					if open && !l.Ringing.IsZero() {
						_, _ = s.h.call(nil, "POST", s.h.phoneURL("decline"), map[string]string{}) // it may have rung out just now
					}
					return !l.Ringing.IsZero() && !l.Ended.IsZero()
				})
				s.phone("idle")
			},
			after: func(t *testing.T, s *shift) {
				if rung := len(s.h.ledger()); rung != 1 && (rung > 1 || !s.lost()) {
					t.Errorf("the phone was rung %d times", rung)
				}
			},
			answer: func(s *shift, a answer) bool {
				var v calling.SessionView
				return a.status == 200 && json.Unmarshal(a.body, &v) == nil && v.ID == s.session && v.Phone.State == "idle"
			},
		},
	}
	each(t, func(t *testing.T, database func(*testing.T) string) {
		for _, p := range presses {
			t.Run(p.name, func(t *testing.T) {
				t.Parallel()
				s := begin(t, build(t, database(t), fast))
				method, path, body := p.request(s)
				u := s.h.signIn(p.by)
				s.h.holdAnswers()
				sent := make(chan answer, 1)
				go func() { sent <- u.send(method, path, "the key of this press", body) }()
				s.h.until("it is done", func() bool { return s.h.tally(p.done) == 1 })
				s.h.kill()
				if a := <-sent; a.err == nil {
					t.Fatalf("it was answered before the kill: %d %s", a.status, a.body)
				}
				s.h.releaseAnswers()
				s.h.start()
				s.leader, u = s.h.signIn("Ben"), s.h.signIn(p.by)
				if p.meanwhile != nil {
					p.meanwhile(t, s)
				}
				var a answer
				s.h.until("the repeat is answered", func() bool { a = u.send(method, path, "the key of this press", body); return !a.unsure() })
				if n := s.h.tally(p.done); n != 1 {
					t.Errorf("it was done %d times", n)
				}
				if !p.answer(s, a) || a.code == "" && !a.replayed {
					t.Errorf("the repeat got %d %s", a.status, a.body)
				}
				if p.after != nil {
					p.after(t, s)
				}
			})
		}
	})
}

// lost says that the page tells the leader that their phone was never rung.
func (s *shift) lost() bool {
	s.t.Helper()
	n := s.view().Phone.Notice
	return n != nil && n.Code == "lost"
}

// holdAnswers has the database never come to the end of keeping an answer: whoever keeps one can be killed there.
func (h *house) holdAnswers() {
	h.t.Helper()
	h.holdWrites("UPDATE OF status ON answers", "NEW.status <> 0")
}

// releaseAnswers ends that, behind a kill.
func (h *house) releaseAnswers() {
	h.t.Helper()
	h.releaseWrites("answers")
}

// holdWrites has the database never come to the end of such a write: whoever does it can be killed there.
func (h *house) holdWrites(of, when string) {
	h.t.Helper()
	if h.setting("DATABASE_URL") == "" {
		h.sql(`CREATE VIEW forever AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000000000) SELECT count(*) AS n FROM n`,
			`CREATE TRIGGER hold BEFORE `+of+` WHEN `+when+` BEGIN SELECT n FROM forever; END`)
		return
	}
	h.sql(`CREATE FUNCTION forever() RETURNS trigger AS 'BEGIN PERFORM pg_sleep(600); RETURN NEW; END' LANGUAGE plpgsql`,
		`CREATE TRIGGER hold BEFORE `+of+` FOR EACH ROW WHEN (`+when+`) EXECUTE FUNCTION forever()`)
}

// releaseWrites ends that on a table, behind a kill.
func (h *house) releaseWrites(table string) {
	h.t.Helper()
	if h.setting("DATABASE_URL") == "" {
		h.sql(`DROP TRIGGER hold`, `DROP VIEW forever`)
		return
	}
	b := h.books() // PostgreSQL still sleeps for whoever was killed
	find[bool](b, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`)
	b.close()
	h.sql(`DROP TRIGGER hold ON `+table, `DROP FUNCTION forever`)
}

func (h *house) sql(statements ...string) {
	h.t.Helper()
	b := h.books()
	defer b.close()
	for _, q := range statements {
		if _, err := b.db.Exec(context.Background(), q); err != nil {
			h.t.Fatalf("%s: %v", q, err)
		}
	}
}

// tally counts in the database, beside the server.
func (h *house) tally(query string) int {
	h.t.Helper()
	b := h.books()
	defer b.close()
	return b.count(query)
}
