package storage

import (
	"context"
	"errors"
	"slices"
	"time"

	"partyline/calling"
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

// againLater is what becomes of a job that is there already.
const againLater = `ON CONFLICT (kind, subject) DO UPDATE SET data = excluded.data, due_at = excluded.due_at, again = jobs.claimed_until > 0
	WHERE excluded.due_at < jobs.due_at OR (jobs.claimed_until > 0 AND NOT jobs.again)`

// do leaves a job behind. One of the same kind and subject that waits is replaced only when this
// one is due earlier. One that somebody is at is done again after that: what made this job
// necessary may have come too late for the one that runs.
func (tx *Tx) do(j Job) error {
	w := tx.doing(j)
	_, err := tx.exec(w.query, w.args...)
	return err
}

// doing is the statement of do.
func (tx *Tx) doing(j Job) writing {
	if j.ID == "" {
		j.ID = newID()
	}
	if j.Due.IsZero() {
		j.Due = tx.db.clock.Now()
	}
	if len(j.Data) == 0 {
		j.Data = []byte("{}")
	}
	tx.left(j.Kind, j.Due)
	return writing{
		query: `INSERT INTO jobs (id, kind, subject, data, due_at) VALUES ($1, $2, $3, $4, $5) ` + againLater,
		args:  []any{j.ID, j.Kind, j.Subject, string(j.Data), millis(j.Due)},
	}
}

// left notes that a job stays behind.
func (tx *Tx) left(kind string, due time.Time) {
	if tx.jobs == nil {
		tx.jobs = map[string]time.Time{}
	}
	if first, ok := tx.jobs[kind]; !ok || due.Before(first) {
		tx.jobs[kind] = due
	}
}

// done takes a job out; none there is fine. One that somebody is at runs to its end and is not done again.
func (tx *Tx) done(kind, subject string) error {
	_, err := tx.exec(`DELETE FROM jobs WHERE kind = $1 AND subject = $2`, kind, subject)
	return err
}

// Later is what a handler returns when its job must run again at an instant: nothing went wrong,
// so no try is counted. calling.Later means the same.
type Later struct{ At time.Time }

// Error says when.
func (l Later) Error() string { return "run again at " + l.At.Format(time.RFC3339) }

// claim takes up to n jobs of these kinds that are due and that nobody is at, in one statement:
// two workers never get the same one. Whoever does not finish, or renew, until then, has lost it.
func (db *DB) claim(ctx context.Context, kinds []string, n int, until time.Time) ([]Job, error) {
	var jobs []Job
	err := db.Write(ctx, func(tx *Tx) error {
		jobs = jobs[:0]
		return tx.each(func(scan func(...any) error) error {
			var j Job
			var data string
			err := scan(&j.ID, &j.Kind, &j.Subject, &data, instant(&j.Due), &j.Tries, &j.Fence)
			j.Data = []byte(data)
			jobs = append(jobs, j)
			return err
		}, `WITH due AS MATERIALIZED (SELECT id FROM jobs WHERE due_at <= $1 AND claimed_until <= $1 AND kind IN ($2)
				ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED)
			UPDATE jobs SET claimed_until = $4, fence = fence + 1, tries = tries + 1, again = FALSE WHERE id IN (SELECT id FROM due)
			RETURNING id, kind, subject, data, due_at, tries - 1, fence`,
			millis(db.clock.Now()), kinds, n, millis(until))
	})
	slices.SortFunc(jobs, func(a, b Job) int { return a.Due.Compare(b.Due) })
	return jobs, err
}

// renew keeps a claim for longer.
func (db *DB) renew(ctx context.Context, jobs []Job, until time.Time) error {
	return db.Write(ctx, func(tx *Tx) error {
		for _, j := range jobs {
			if _, err := tx.exec(`UPDATE jobs SET claimed_until = $3 WHERE id = $1 AND fence = $2`, j.ID, j.Fence, millis(until)); err != nil {
				return err
			}
		}
		return nil
	})
}

// settle notes how jobs ended: done, to be run later, or failed and tried again after a while.
// Nothing happens to those whose claim was lost meanwhile.
func (db *DB) settle(ctx context.Context, jobs []Job, end error) error {
	return db.Write(ctx, func(tx *Tx) error {
		for _, j := range jobs {
			if err := tx.settle(j, end); err != nil {
				return err
			}
		}
		return nil
	})
}

func (tx *Tx) settle(j Job, end error) error {
	if end == nil {
		n, err := tx.exec(`DELETE FROM jobs WHERE id = $1 AND fence = $2 AND NOT again`, j.ID, j.Fence)
		if err != nil || n == 1 {
			return err
		}
		n, err = tx.exec(`UPDATE jobs SET again = FALSE, claimed_until = 0, tries = 0 WHERE id = $1 AND fence = $2`, j.ID, j.Fence)
		if n == 1 {
			tx.left(j.Kind, tx.db.clock.Now())
		}
		return err
	}
	at, tries := tx.db.clock.Now().Add(backoff(j.Tries)), j.Tries+1
	if later, ok := laterIn(end); ok {
		at, tries = later, j.Tries
	}
	_, err := tx.exec(`UPDATE jobs SET due_at = CASE WHEN again THEN due_at ELSE $3 END, again = FALSE, claimed_until = 0, tries = $4
		WHERE id = $1 AND fence = $2`, j.ID, j.Fence, millis(at), tries)
	tx.left(j.Kind, tx.db.clock.Now()) // it may be due before that, when somebody asked for it again
	return err
}

func laterIn(err error) (time.Time, bool) {
	var ours Later
	var theirs calling.Later
	switch {
	case errors.As(err, &ours):
		return ours.At, true
	case errors.As(err, &theirs):
		return theirs.At, true
	}
	return time.Time{}, false
}

// backoff is 1, 2, 4 … 64 s.
func backoff(tries int) time.Duration { return time.Second << min(tries, 6) }

// nextDue is when there is something to claim next. It only reads, so that looking keeps no writer waiting.
func (db *DB) nextDue(ctx context.Context, kinds []string) (next time.Time, found bool, err error) {
	err = db.glance(ctx, func(r *Reader) (err error) {
		found, err = r.one(columns{{"due_at", instant(&next)}},
			`FROM jobs WHERE claimed_until <= $2 AND kind IN ($1) ORDER BY due_at LIMIT 1`, kinds, millis(db.clock.Now()))
		return err
	})
	return next, found, err
}
