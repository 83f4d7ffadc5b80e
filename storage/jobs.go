package storage

import (
	"time"
)

// Job is something to do once the transaction has committed, or at an instant; at most one of a
// kind and subject waits at any time. See Worker for how it is done.
type Job struct {
	ID      string
	Kind    string // "place", "import.check": its domain's word
	Subject string // of what: an id
	Data    []byte // JSON
	Due     time.Time
	Tries   int   // how often it was begun before without an end that was kept
	Fence   int64 // rises with every claim
}

// do leaves a job behind. One of the same kind and subject that waits is replaced only when this
// one is due earlier. One that somebody is at is done again after that: what made this job
// necessary may have come too late for the one that runs.
func (tx *Tx) do(j Job) error {
	if j.ID == "" {
		j.ID = newID()
	}
	if j.Due.IsZero() {
		j.Due = tx.db.clock.Now()
	}
	if len(j.Data) == 0 {
		j.Data = []byte("{}")
	}
	tx.jobs = true
	_, err := tx.exec(`INSERT INTO jobs (id, kind, subject, data, due_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (kind, subject) DO UPDATE SET data = excluded.data, due_at = excluded.due_at, again = jobs.claimed_until > 0
		WHERE excluded.due_at < jobs.due_at OR (jobs.claimed_until > 0 AND NOT jobs.again)`,
		j.ID, j.Kind, j.Subject, string(j.Data), millis(j.Due))
	return err
}

// done takes a job out; none there is fine. One that somebody is at runs to its end and is not done again.
func (tx *Tx) done(kind, subject string) error {
	_, err := tx.exec(`DELETE FROM jobs WHERE kind = $1 AND subject = $2`, kind, subject)
	return err
}
