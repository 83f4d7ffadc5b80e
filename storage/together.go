package storage

import (
	"time"

	"partyline/calling"
)

// What the rules ask of several sessions at once: a fixed number of statements, however many sessions.

// Sessions reads sessions and their cycles, and locks the sessions' rows in the order of their ids until the end of the
// transaction. Those that are gone are left out.
func (c *callingTx) Sessions(ids []string) ([]calling.Session, error) {
	sessions, err := all(c.Reader, sessionColumns, `FROM sessions WHERE id IN ($1) ORDER BY id FOR UPDATE`, ids)
	if err != nil {
		return nil, err
	}
	cycles := map[string]calling.Cycle{}
	err = c.each(func(scan func(...any) error) error {
		var id string
		var cy calling.Cycle
		err := scan(cycleColumns(&id, &cy).places()...)
		cycles[id] = cy
		return err
	}, `SELECT `+cycleColumns(new(string), &calling.Cycle{}).of("c")+` FROM cycles c JOIN sessions s ON s.id = c.session_id AND s.cycle = c.number
		WHERE s.id IN ($1)`, ids)
	if c.cycles == nil {
		c.cycles = map[string]calling.Cycle{}
	}
	for i := range sessions {
		s := &sessions[i]
		s.Cycle = cycles[s.ID]
		c.cycles[s.ID] = copied(s.Cycle)
	}
	return sessions, err
}

// EntriesOf is the entries of some supporters in some sessions.
func (c callingReader) EntriesOf(sessions, supporters []string) ([]calling.Entry, error) {
	return c.entries(`WHERE session_id IN ($1) AND supporter_id IN ($2) ORDER BY id`, sessions, supporters)
}

// Leaders is some users who run sessions, by id.
func (c callingReader) Leaders(users []string) (map[string]calling.Leader, error) {
	leaders := map[string]calling.Leader{}
	err := c.each(func(scan func(...any) error) error {
		var l calling.Leader
		var disabled time.Time
		err := scan(leaderColumns(&l, &disabled).places()...)
		l.Disabled = !disabled.IsZero()
		leaders[l.ID] = l
		return err
	}, `SELECT `+leaderColumns(&calling.Leader{}, new(time.Time)).names()+` FROM users WHERE id IN ($1)`, users)
	return leaders, err
}

// LiveRuns is the runs of some sessions that have not ended.
func (c callingReader) LiveRuns(sessions []string) ([]calling.Run, error) {
	return all(c.Reader, runColumns, `FROM runs WHERE session_id IN ($1) AND ended_at IS NULL`, sessions)
}

// LatestAttempts is the last two attempts, by the run's steps, of each of some runs.
func (c callingReader) LatestAttempts(runs []string) ([]calling.Attempt, error) {
	return all(c.Reader, attemptColumns, `FROM attempts WHERE id IN (SELECT a.id FROM attempts a JOIN runs r ON r.id = a.run_id
		WHERE r.id IN ($1) AND a.step >= r.step - 2)`, runs)
}

// Legs is some legs.
func (c callingReader) Legs(ids []string) ([]calling.Leg, error) {
	return all(c.Reader, legColumns, `FROM legs WHERE id IN ($1)`, ids)
}

// OwedIn is Owed of several sessions.
func (c callingReader) OwedIn(sessions []string) ([]calling.Attempt, error) {
	return all(c.Reader, attemptColumns, `FROM attempts WHERE session_id IN ($1) AND answered_at IS NOT NULL
		AND NOT EXISTS (SELECT 1 FROM logs WHERE logs.attempt_id = attempts.id AND logs.attempt_id <> '')
		ORDER BY claimed_at, id`, sessions)
}

// free is the first available entry of a session s that nobody is calling, from whatever list; it wants LIMIT and OFFSET.
const free = `SELECT e.id FROM entries e WHERE e.session_id = s.id AND e.status = 'available'
	AND NOT EXISTS (SELECT 1 FROM reservations r WHERE r.supporter_id = e.supporter_id) ORDER BY e.place, e.id LIMIT 1`

// Waiting is the first two available entries, by place, of each of some sessions that nobody is calling now.
func (c callingReader) Waiting(sessions []string) (map[string][]calling.EntryRow, error) {
	var ids []string
	err := c.each(func(scan func(...any) error) error {
		var next, then string
		err := scan(&next, &then)
		if next != "" {
			ids = append(ids, next)
		}
		if then != "" {
			ids = append(ids, then)
		}
		return err
	}, `SELECT COALESCE((`+free+`), ''), COALESCE((`+free+` OFFSET 1), '') FROM sessions s WHERE s.id IN ($1)`, sessions)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	rows, err := c.EntryRows(ids)
	waiting := make(map[string][]calling.EntryRow, len(sessions))
	for _, row := range rows {
		waiting[row.Session] = append(waiting[row.Session], row)
	}
	return waiting, err
}

// SaveSessions is SaveSession of several.
func (c *callingTx) SaveSessions(sessions []calling.Session) error {
	if len(sessions) == 1 {
		return c.SaveSession(sessions[0])
	}
	rows := make([]columns, len(sessions))
	for i := range sessions {
		rows[i] = sessionColumns(&sessions[i])
	}
	cols, err := turn(rows)
	if err != nil {
		return err
	}
	if err := c.tx.bulk("sessions", cols, `ON CONFLICT (id) DO UPDATE SET `+rows[0].setting(1)); err != nil {
		return err
	}
	for _, s := range sessions {
		if err := c.saveItsCycle(s); err != nil {
			return err
		}
	}
	return nil
}

// InsertEffects keeps actions of several sessions, and forgets those of their sessions from before an instant.
func (c *callingTx) InsertEffects(effects []calling.Action, forget time.Time) error {
	if len(effects) == 0 {
		return nil
	}
	var sessions []string
	rows := make([]columns, len(effects))
	for i := range effects {
		sessions = append(sessions, effects[i].Session)
		rows[i] = actionColumns(&effects[i])
	}
	if _, err := c.tx.exec(`DELETE FROM actions WHERE session_id IN ($1) AND at < $2`, sessions, millis(forget)); err != nil {
		return err
	}
	cols, err := turn(rows)
	if err != nil {
		return err
	}
	return c.tx.bulk("actions", cols, "")
}
