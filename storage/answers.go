package storage

import (
	"context"
	"time"

	"partyline/fault"
)

// Answers keeps the first answer to each idempotency key, so that a repeat gets it again and
// does nothing.
type Answers struct{ db *DB }

// Answers is the answers kept in this database.
func (db *DB) Answers() Answers { return Answers{db} }

// giveUp is after how long a first request that never came to its end no longer stands in the way.
const giveUp = 5 * time.Minute

// Begin asks whether this is the first request of the user with this key. If so the caller does
// its work and then calls Finish or Abandon. If not, the first answer's status and body come back. The faults are
// key_reused (the key stood for another request) and key_busy (the first one is still being answered).
func (a Answers) Begin(ctx context.Context, user, key, route, requestHash string) (first bool, status int, body string, err error) {
	mine := newID() // stands where the answer will, so that a claim whose commit nobody saw is known again
	claim := func(tx *Tx) error {
		now := a.db.clock.Now()
		status, body = 0, ""
		n, err := tx.exec(`INSERT INTO answers (user_id, key, route, request_hash, body, at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (user_id, key) DO NOTHING`, user, key, route, requestHash, mine, millis(now))
		if first = n == 1; err != nil || first {
			return err
		}
		var was struct {
			route, hash, body string
			status            int
			at                time.Time
		}
		found, err := tx.one(columns{
			{"route", &was.route}, {"request_hash", &was.hash}, {"status", &was.status}, {"body", &was.body}, {"at", instant(&was.at)},
		}, `FROM answers WHERE user_id = $1 AND key = $2 FOR UPDATE`, user, key)
		switch {
		case err != nil:
			return err
		case !found: // abandoned between the two statements
			return busyKey
		case was.route != route || was.hash != requestHash:
			return fault.New(fault.Conflict, "key_reused", "This idempotency key was already used for another request. Use a new one for each press.")
		case was.status != 0:
			status, body = was.status, was.body
			return nil
		case was.body == mine:
			first = true
			return nil
		case now.Sub(was.at) < giveUp:
			return busyKey
		}
		first = true
		_, err = tx.exec(`UPDATE answers SET at = $3, body = $4 WHERE user_id = $1 AND key = $2`, user, key, millis(now), mine)
		return err
	}
	for err = a.db.Write(ctx, claim); fault.Is(err, uncertain.Code) && ctx.Err() == nil; {
		err = a.db.Write(ctx, claim)
	}
	return first && err == nil, status, body, err
}

var busyKey = fault.New(fault.Busy, "key_busy", "The first request with this idempotency key is still being answered. Try again in a moment.")

// Finish keeps the answer.
func (a Answers) Finish(ctx context.Context, user, key string, status int, body string) error {
	_, err := a.db.Exec(ctx, `UPDATE answers SET status = $3, body = $4 WHERE user_id = $1 AND key = $2 AND status = 0`,
		user, key, status, body)
	return err
}

// Abandon forgets a request that changed nothing, so that the same key can be tried again.
func (a Answers) Abandon(ctx context.Context, user, key string) error {
	_, err := a.db.Exec(ctx, `DELETE FROM answers WHERE user_id = $1 AND key = $2 AND status = 0`, user, key)
	return err
}

// Trim forgets answers older than age, and says how many.
func (a Answers) Trim(ctx context.Context, age time.Duration) (int64, error) {
	return a.db.Exec(ctx, `DELETE FROM answers WHERE at < $1`, millis(a.db.clock.Now().Add(-age)))
}
