package storage

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"partyline/calling"
)

// What claims ask that are done together: a fixed number of statements, however many sessions.

// Claimants reads and locks, in the order of their ids, the sessions on whose leaders' legs these refs are, and then reads
// what a claim must know of them.
func (c *callingTx) Claimants(refs []string, now time.Time) ([]calling.Claimant, error) {
	sessions, err := all(c.Reader, sessionColumns, `FROM sessions WHERE id IN (SELECT r.session_id FROM legs l JOIN runs r ON r.id = l.run_id
		WHERE l.ref IN ($1) AND l.kind = 'leader') ORDER BY id FOR UPDATE`, refs)
	if err != nil || len(sessions) == 0 {
		return nil, err
	}
	ids, at := make([]string, len(sessions)), make(map[string]int, len(sessions))
	for i, s := range sessions {
		ids[i], at[s.ID] = s.ID, i
	}
	if c.cycles == nil {
		c.cycles = map[string]calling.Cycle{}
	}
	claimants := make([]calling.Claimant, 0, len(sessions))
	err = c.each(func(scan func(...any) error) error {
		var x calling.Claimant
		var id string
		var disabled time.Time
		places := append(cycleColumns(&id, &x.Session.Cycle).places(), runColumns(&x.Run).places()...)
		places = append(append(places, legColumns(&x.Leg).places()...), leaderColumns(&x.Leader, &disabled).places()...)
		if err := scan(append(places, &x.Role, &x.Unready, &x.Owes)...); err != nil {
			return err
		}
		cycle := x.Session.Cycle
		x.Session, x.Leader.Disabled = sessions[at[id]], !disabled.IsZero()
		x.Session.Cycle = cycle
		c.cycles[id] = copied(cycle)
		claimants = append(claimants, x)
		return nil
	}, claimant, ids, millis(now))
	return claimants, err
}

// claimant reads sessions $1 with what a claim must know of them at the instant $2. Whoever leads is told as by Leads.
var claimant = `SELECT ` + cycleColumns(new(string), &calling.Cycle{}).of("c") + `, ` + runColumns(&calling.Run{}).of("r") + `, ` +
	legColumns(&calling.Leg{}).of("l") + `, ` + leaderColumns(&calling.Leader{}, new(time.Time)).of("u") + `,
	CASE WHEN u.disabled_at IS NOT NULL OR g.deleted_at IS NOT NULL OR g.organisation_id <> u.organisation_id THEN ''
		WHEN u.role IN ('owner', 'admin') THEN 'admin' ELSE COALESCE(k.role, '') END,
	EXISTS (SELECT 1 FROM entries e WHERE e.session_id = s.id AND e.due_at <= $2)
		OR EXISTS (SELECT 1 FROM attempts a WHERE a.session_id = s.id AND a.closed_at IS NULL),
	EXISTS (SELECT 1 FROM attempts a WHERE a.session_id = s.id AND a.answered_at IS NOT NULL
		AND NOT EXISTS (SELECT 1 FROM logs WHERE logs.attempt_id = a.id AND logs.attempt_id <> ''))
	FROM sessions s JOIN cycles c ON c.session_id = s.id AND c.number = s.cycle JOIN runs r ON r.session_id = s.id AND r.ended_at IS NULL
	JOIN legs l ON l.id = r.leg_id JOIN users u ON u.id = s.leader_id JOIN groups g ON g.id = s.group_id
	LEFT JOIN group_leaders k ON k.group_id = g.id AND k.user_id = u.id WHERE s.id IN ($1) ORDER BY s.id`

// Heads is the first n or more available entries, by place, of each of some sessions that nobody is calling now.
func (c callingReader) Heads(sessions []string, n int) ([]calling.Head, error) {
	heads := []calling.Head{}
	read := func(scan func(...any) error) error {
		var h calling.Head
		err := scan(&h.Session, &h.Entry, &h.Supporter)
		heads = append(heads, h)
		return err
	}
	// Reservations are as few as calls: NOT IN has PostgreSQL read them once for all sessions, where NOT EXISTS looks up each entry.
	const first = `SELECT e.session_id, e.id, e.supporter_id FROM entries e WHERE e.session_id = %s AND e.status = 'available'
		AND e.supporter_id NOT IN (SELECT supporter_id FROM reservations) ORDER BY e.place, e.id LIMIT %d`
	most := 8 // as a word of the statement, or it would be planned for a share of the queue; so there are few such words
	for most < n {
		most *= 2
	}
	if c.db.dialect.chains() {
		err := c.each(read, `SELECT h.* FROM sessions s CROSS JOIN LATERAL (`+fmt.Sprintf(first, "s.id", most)+`) AS h WHERE s.id IN ($1)`, sessions)
		return heads, err
	}
	for _, id := range sessions {
		if err := c.each(read, fmt.Sprintf(first, "$1", most), id); err != nil {
			return nil, err
		}
	}
	return heads, nil
}

// ReserveSome takes people for the organisation, and returns the attempts that got theirs. It waits for whoever is just taking
// or releasing the same people.
func (c *callingTx) ReserveSome(some []calling.Reservation) ([]string, error) {
	some = slices.Clone(some) // in the same order as everybody who takes several
	slices.SortFunc(some, func(a, b calling.Reservation) int { return cmp.Compare(a.Supporter, b.Supporter) })
	return keepAll(c, "reservations", some, reservationColumns, `ON CONFLICT (supporter_id) DO NOTHING`, "attempt_id")
}

// ReleaseSome lets people go whom these attempts have.
func (c *callingTx) ReleaseSome(people, attempts []string) error {
	_, err := c.tx.exec(`DELETE FROM reservations WHERE supporter_id IN ($1) AND attempt_id IN ($2)`, people, attempts)
	return err
}

// HoldPersons is HoldPerson of several, in the order of their ids.
func (c *callingTx) HoldPersons(supporters []string) error {
	held := []string{}
	return c.find(&held, `SELECT id FROM supporters WHERE id IN ($1) ORDER BY id FOR SHARE`, supporters)
}

// HoldTheirs is HoldPersons with some of their entries, in any order: what they are cannot change while the caller holds their
// sessions, so that it does not matter that they are read as of before any wait.
func (c *callingTx) HoldTheirs(supporters, entries []string) ([]calling.Entry, error) {
	if !c.db.dialect.chains() { // there is one writer: nothing has to be held
		return c.entries(`WHERE id IN ($1)`, entries)
	}
	return c.entries(`WHERE id IN ($1) AND (SELECT count(*) FROM (SELECT id FROM supporters WHERE id IN ($2) ORDER BY id FOR SHARE) AS held) >= 0`, entries, supporters)
}

// InsertLegs opens legs, and returns those whose number is on no other open one.
func (c *callingTx) InsertLegs(legs []calling.Leg) ([]string, error) {
	legs = slices.Clone(legs) // so that whoever waits for a number has no greater one
	slices.SortFunc(legs, func(a, b calling.Leg) int { return cmp.Compare(a.Number, b.Number) })
	return keepAll(c, "legs", legs, legColumns, `ON CONFLICT (number) WHERE ended_at IS NULL DO NOTHING`, "id")
}

// Dial writes what claims have come to: the attempts, whose legs are opened at the moment after any wait, the entries, whose runs
// go on to their next step, the sessions, jobs that are new, and that the leaders' legs have said so.
func (c *callingTx) Dial(d calling.Dial) error {
	for _, j := range d.Jobs {
		c.tx.left(string(j.Kind), j.Due)
	}
	runs, legs, opened := make([]string, len(d.Runs)), make([]string, len(d.Facts)), make([]string, len(d.Attempts))
	var last time.Time
	for i, a := range d.Attempts {
		opened[i] = a.Leg
		if last.Before(a.Claimed) {
			last = a.Claimed
		}
	}
	for i, r := range d.Runs {
		runs[i] = r.ID
	}
	for i, f := range d.Facts {
		legs[i] = f.Leg
	}
	writes := []writing{
		{query: `UPDATE legs SET opened_at = $2 WHERE id IN ($1)`, args: []any{opened, millis(last)}},
		{query: `UPDATE legs SET webhook_at = $2 WHERE id IN ($1)`, args: []any{legs, millis(d.At)}},
		{query: `UPDATE runs SET step = step + 1, state = $2, since = $3, waiting_since = NULL, silent_since = NULL WHERE id IN ($1)`,
			args: []any{runs, string(calling.RunDialling), millis(d.At)}},
	}
	for _, rows := range []func() (writing, error){
		func() (writing, error) { return written("attempts", d.Attempts, attemptColumns, "") },
		func() (writing, error) {
			return written("facts", d.Facts, func(f *calling.Fact) columns { return factColumns(f, d.At) }, factOnce)
		},
		func() (writing, error) {
			rows := make([]entryRow, len(d.Entries))
			for i, e := range d.Entries {
				rows[i] = *rowOf(e)
			}
			return written("entries", rows, entryColumns, `ON CONFLICT (id) DO UPDATE SET `+entryColumns(&entryRow{}).setting(4))
		},
		func() (writing, error) {
			return written("sessions", d.Sessions, sessionColumns, `ON CONFLICT (id) DO UPDATE SET `+sessionColumns(&calling.Session{}).setting(1))
		},
		func() (writing, error) { return written("jobs", d.Jobs, jobColumns, againLater) },
	} {
		w, err := rows()
		if err != nil {
			return err
		}
		writes = append(writes, w)
	}
	if err := c.tx.writeAll(writes...); err != nil {
		return err
	}
	for _, s := range d.Sessions {
		if err := c.saveItsCycle(s); err != nil {
			return err
		}
	}
	return nil
}

// jobColumns is a job that is new.
func jobColumns(j *calling.Job) columns {
	if j.ID == "" {
		j.ID = newID()
	}
	data := string(j.Data)
	if data == "" {
		data = "{}"
	}
	return columns{{"id", &j.ID}, {"kind", &j.Kind}, {"subject", &j.Subject}, {"data", &data}, {"due_at", instant(&j.Due)}}
}

// written is the statement that inserts things through their columns.
func written[T any](table string, things []T, bind func(*T) columns, tail string) (writing, error) {
	rows := make([]columns, len(things))
	for i := range things {
		rows[i] = bind(&things[i])
	}
	cols, err := turn(rows)
	return writing{table: table, cols: cols, tail: tail}, err
}

// keepAll inserts things through their columns, and returns those that were written, by one column.
func keepAll[T any](c *callingTx, table string, things []T, bind func(*T) columns, tail, key string) ([]string, error) {
	w, err := written(table, things, bind, tail)
	if err != nil {
		return nil, err
	}
	kept, err := c.db.dialect.keep(c.ctx, c.q, table, w.cols, tail, key)
	return kept, c.db.marked(err)
}
