//go:build linux

package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"regexp"

	"partyline/calling"
)

var capitals, moment = regexp.MustCompile(`\b[A-Z]+\b`), regexp.MustCompile(`\bAT\b`)

// perLeader is how many of the list's people are in each session's queue: the same people in all of them, so that everybody
// wants the same one next, and all queues together have as many entries as the list has people.
func (r *room) perLeader(rows int) int { return rows / len(r.seats) }

// seed fills the tables by statements that the database runs by itself.
func (r *room) seed(rows, leaders int) error {
	r.seats = make([]seat, leaders)
	at := r.clock.Now().UnixMilli()
	counts, err := json.Marshal(calling.Counts{Available: r.perLeader(rows)})
	if err != nil {
		return err
	}
	// a series of n numbers from 1, as x.n, and a number in seven digits
	series := func(n int) string { return fmt.Sprintf(`generate_series(1, %d) AS x(n)`, n) }
	digits := func(n string) string { return `lpad(` + n + `::text, 7, '0')` }
	if r.file {
		series = func(n int) string {
			return fmt.Sprintf(`(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < %d) SELECT n FROM s) AS x`, n)
		}
		digits = func(n string) string { return `printf('%07d', ` + n + `)` }
	}
	for _, statement := range []string{
		`INSERT INTO organisations (id, name, zone, caller_id, created_at) VALUES ('org', 'Northside Renters', 'UTC', '+442079460000', AT)`,
		`INSERT INTO groups (id, organisation_id, name, zone, created_at) VALUES ('group', 'org', 'Northside', 'UTC', AT)`,
		`INSERT INTO lists (id, organisation_id, group_id, name, created_at) VALUES ('list', 'org', 'group', 'Everybody', AT)`,
		`INSERT INTO users (id, organisation_id, name, email, mobile, created_at)
			SELECT 'user-' || DIGITS, 'org', 'Leader ' || x.n, x.n || '@example.org', '+4477' || DIGITS, AT FROM LEADERS`,
		`INSERT INTO group_leaders (group_id, user_id, role, since) SELECT 'group', 'user-' || DIGITS, 'captain', AT FROM LEADERS`,
		`INSERT INTO supporters (id, organisation_id, group_id, name, folded, phone, city, created_at, updated_at)
			SELECT 'person-' || DIGITS, 'org', 'group', 'Person ' || DIGITS, 'person ' || DIGITS, '+4479' || DIGITS, 'Leeds', AT, AT FROM ROWS`,
		`INSERT INTO list_supporters (list_id, supporter_id, position) SELECT 'list', 'person-' || DIGITS, x.n FROM ROWS`,
		`INSERT INTO sessions (id, organisation_id, group_id, list_id, leader_id, name, created_at, started_at, active_at, counts)
			SELECT 'session-' || DIGITS, 'org', 'group', 'list', 'user-' || DIGITS, 'Session ' || x.n, AT, AT, AT, 'COUNTS' FROM LEADERS`,
		`INSERT INTO cycles (session_id, number, started_at) SELECT 'session-' || DIGITS, 1, AT FROM LEADERS`,
		`INSERT INTO runs (id, session_id, leader_id, leg_id, state, since, step, started_at)
			SELECT 'run-' || DIGITS, 'session-' || DIGITS, 'user-' || DIGITS, 'leg-' || DIGITS, 'wrap_up', AT, 1, AT FROM LEADERS`,
		`INSERT INTO legs (id, ref, kind, organisation_id, number, run_id, user_id, carrier_id, state, opened_at, placed_at, answered_at, webhook_at)
			SELECT 'leg-' || DIGITS, 'ref-' || DIGITS, 'leader', 'org', '+4477' || DIGITS, 'run-' || DIGITS, 'user-' || DIGITS, 'CA-ref-' || DIGITS, 'answered', AT, AT, AT, AT FROM LEADERS`,
		`INSERT INTO entries (id, session_id, supporter_id, rank, place, status, due_at, updated_at)
			SELECT s.id || '-' || DIGITS, s.id, 'person-' || DIGITS, x.n, x.n, 'available', CLOSES, AT FROM sessions s CROSS JOIN QUEUE`,
		`ANALYZE`,
	} {
		words := map[string]string{
			"DIGITS": digits("x.n"), "LEADERS": series(leaders), "ROWS": series(rows), "QUEUE": series(r.perLeader(rows)),
			"COUNTS": string(counts), "CLOSES": fmt.Sprint(at + 9*3600*1000), "AT": fmt.Sprint(at),
		}
		statement = capitals.ReplaceAllStringFunc(statement, func(w string) string { return cmp.Or(words[w], w) })
		if _, err := r.db.Exec(context.Background(), statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	for i := range r.seats {
		n := fmt.Sprintf("%07d", i+1)
		r.seats[i] = seat{leader: "user-" + n, session: "session-" + n, run: "run-" + n, ref: "ref-" + n, step: 1}
	}
	return nil
}

// hangUp ends everybody's call without an answer, as the carrier, the log and the tell of the other sessions would, by
// few statements: that is not what is measured.
func (r *room) hangUp() error {
	ctx, at := context.Background(), r.clock.Now().UnixMilli()
	for _, statement := range []string{
		`UPDATE legs SET state = 'ended', result = 'no_answer', ended_at = AT WHERE ended_at IS NULL AND kind = 'supporter'`,
		`UPDATE attempts SET closed_at = AT, leg_ended_at = AT, dialled_at = AT, result = 'no_answer', outcome = 'no_answer' WHERE closed_at IS NULL`,
		`UPDATE entries SET status = 'attempted', due_at = NULL WHERE supporter_id IN (SELECT supporter_id FROM reservations)`,
		`DELETE FROM reservations`,
		`DELETE FROM jobs`,
		`UPDATE runs SET state = 'wrap_up'`,
	} {
		if _, err := r.db.Exec(ctx, moment.ReplaceAllString(statement, fmt.Sprint(at))); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return r.tally(len(r.seats))
}

// tally takes so many people from Available (or Calling) to Attempted in every session's counts.
func (r *room) tally(gone int) error {
	ctx := context.Background()
	for _, s := range r.seats {
		var texts []string
		if err := r.db.Find(ctx, &texts, `SELECT counts FROM sessions WHERE id = $1`, s.session); err != nil {
			return err
		}
		var c calling.Counts
		if err := json.Unmarshal([]byte(texts[0]), &c); err != nil {
			return err
		}
		c.Available -= gone - c.Calling
		c.Attempted += gone
		c.Calling = 0
		text, err := json.Marshal(c)
		if err != nil {
			return err
		}
		if _, err := r.db.Exec(ctx, `UPDATE sessions SET counts = $2 WHERE id = $1`, s.session, string(text)); err != nil {
			return err
		}
	}
	return nil
}

// recount judges by the tables: whoever was acknowledged was claimed once, nobody else was, and all counts are right.
func (r *room) recount() (string, error) {
	ctx := context.Background()
	for what, query := range map[string]string{
		"attempts":             `SELECT COUNT(*) FROM attempts`,
		"people attempted":     `SELECT COUNT(DISTINCT supporter_id) FROM attempts`,
		"legs":                 `SELECT COUNT(*) FROM legs WHERE kind = 'supporter'`,
		"people not available": `SELECT COUNT(*) FROM entries WHERE session_id = 'session-0000001' AND status <> 'available'`,
	} {
		var n []int
		if err := r.db.Find(ctx, &n, query); err != nil {
			return "", err
		}
		if n[0] != r.claimed {
			return "", fmt.Errorf("%d %s, and %d were claimed", n[0], what, r.claimed)
		}
	}
	for _, s := range r.seats {
		err := r.service.Store.Read(ctx, func(tx calling.Reader) error {
			ses, err := tx.PeekSession(s.session)
			if err != nil {
				return err
			}
			tally, err := tx.Tally(s.session)
			if err == nil && (ses.Counts.Available != tally.Counts.Available || ses.Counts.Attempted != tally.Counts.Attempted || ses.Counts.Calling != 0) {
				err = fmt.Errorf("%s counts %+v, and there are %+v", s.session, ses.Counts, tally.Counts)
			}
			return err
		})
		if err != nil {
			return "", err
		}
	}
	return fmt.Sprint(r.claimed, " 0 0"), nil
}
