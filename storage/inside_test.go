package storage

import (
	"context"
	"fmt"
	"time"

	"partyline/calling"
)

// What no store does; the tests show what would come of it.

// TryToWriteWhileReading writes in a snapshot.
func TryToWriteWhileReading(db *DB) error {
	return db.Read(context.Background(), func(r *Reader) error {
		_, err := r.q.ExecContext(r.ctx, `INSERT INTO topics (topic, seq) VALUES ('x', 1)`)
		return err
	})
}

// OpenLegByLooking opens a leg when it sees no open one with the number.
func OpenLegByLooking(db *DB, l calling.Leg) (ok bool, err error) {
	err = db.Write(context.Background(), func(tx *Tx) error {
		var n int
		if _, err := tx.get(&n, `SELECT count(*) FROM legs WHERE number = $1 AND ended_at IS NULL`, l.Number); err != nil || n > 0 {
			return err
		}
		ok, err = tx.insert("legs", legColumns(&l), "")
		return err
	})
	return ok, err
}

// ClaimAndDie takes a job and never says a word again.
func ClaimAndDie(db *DB, kind string, until time.Time) error {
	jobs, err := db.claim(context.Background(), []string{kind}, 5, until)
	if err == nil && len(jobs) != 1 {
		err = fmt.Errorf("claimed %d", len(jobs))
	}
	return err
}
