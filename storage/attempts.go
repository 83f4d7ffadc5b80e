package storage

import (
	"partyline/calling"
)

// attemptColumns begins with what stays as it was when the attempt was claimed.
func attemptColumns(a *calling.Attempt) columns {
	return columns{
		{"id", &a.ID}, {"organisation_id", &a.Organisation}, {"session_id", &a.Session}, {"cycle", &a.Cycle}, {"entry_id", &a.Entry},
		{"supporter_id", &a.Supporter}, {"list_id", &a.List}, {"leader_id", &a.Leader}, {"run_id", &a.Run}, {"step", &a.Step},
		{"claimed_at", instant(&a.Claimed)},
		{"claimed_by", &a.ClaimedBy}, {"leg_id", &a.Leg}, {"dialled_at", instant(&a.Dialled)}, {"answered_at", instant(&a.Answered)},
		{"leg_ended_at", instant(&a.LegEnded)}, {"result", &a.Result}, {"outcome", &a.Outcome}, {"put_off_at", instant(&a.PutOff)},
		{"not_logged", &a.NotLogged}, {"closed_at", instant(&a.Closed)},
	}
}

const attemptStays = 11 // the first columns

// Attempt is one attempt.
func (c callingReader) Attempt(id string) (calling.Attempt, error) {
	var a calling.Attempt
	found, err := c.one(attemptColumns(&a), `FROM attempts WHERE id = $1`, id)
	if err == nil && !found {
		err = missing("attempt")
	}
	return a, err
}

// AttemptAt is the attempt that claimed a step of a run.
func (c callingReader) AttemptAt(run string, step int) (calling.Attempt, bool, error) {
	var a calling.Attempt
	found, err := c.one(attemptColumns(&a), `FROM attempts WHERE run_id = $1 AND step = $2`, run, step)
	return a, found, err
}

// OpenAttempts is the session's attempts whose Calling goes on, oldest first.
func (c callingReader) OpenAttempts(session string) ([]calling.Attempt, error) {
	return all(c.Reader, attemptColumns, `FROM attempts WHERE session_id = $1 AND closed_at IS NULL ORDER BY claimed_at, id`, session)
}

// Owed is the session's attempts that were answered and have no log, open or closed, oldest first.
func (c callingReader) Owed(session string) ([]calling.Attempt, error) {
	return all(c.Reader, attemptColumns, `FROM attempts WHERE session_id = $1 AND answered_at IS NOT NULL
		AND NOT EXISTS (SELECT 1 FROM logs WHERE logs.attempt_id = attempts.id AND logs.attempt_id <> '')
		ORDER BY claimed_at, id`, session)
}

// InsertAttempt claims the step of the run and the person; false when either is taken already.
func (c *callingTx) InsertAttempt(a calling.Attempt) (bool, error) {
	ok, err := c.tx.insert("attempts", attemptColumns(&a), `ON CONFLICT DO NOTHING`)
	if err != nil || !ok {
		return false, err
	}
	return true, c.later("attempts", "claimed_at", a.ID, a.Claimed)
}

// SaveAttempt writes an attempt back: all but whose it is and when it was claimed.
func (c *callingTx) SaveAttempt(a calling.Attempt) error {
	cols := attemptColumns(&a)
	return c.tx.update("attempts", append(columns{cols[0]}, cols[attemptStays:]...), 1)
}
