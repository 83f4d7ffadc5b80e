package storage

import (
	"context"
	"time"

	"partyline/fault"
	"partyline/press"
)

// Answers keeps the first answer to each idempotency key, so that a repeat gets it again and
// does nothing. That a key's request was done is marked in the transaction that does it; see Tx.mark.
type Answers struct{ db *DB }

// Answers is the answers kept in this database.
func (db *DB) Answers() Answers { return Answers{db} }

// giveUp is after how long a first request that did nothing yet no longer stands in the way. No request
// takes so long; one that does can do nothing any more, because its key has another claim.
const giveUp = time.Minute

// Begin asks whether this is the first request of the user with this key. If so the caller does its work under
// the key and then calls Finish or Abandon. If not, the first answer's status and body come back, or the key
// alone when it was done and is not answered. The faults are key_reused (the key stood for another request)
// and key_busy (the first one is still being done).
func (a Answers) Begin(ctx context.Context, user, key, route, requestHash string) (press.Begun, error) {
	mine := newID()
	var out press.Begun
	claim := func(tx *Tx) error {
		now := a.db.clock.Now()
		out = press.Begun{Key: press.Key{User: user, Name: key, Claim: mine}, First: true}
		n, err := tx.exec(`INSERT INTO answers (user_id, key, route, request_hash, claim, at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (user_id, key) DO NOTHING`, user, key, route, requestHash, mine, millis(now))
		if err != nil || n == 1 {
			return err
		}
		var was struct {
			route, hash, claim, body string
			status, done             int
			did                      []string
			at                       time.Time
		}
		found, err := tx.one(columns{
			{"route", &was.route}, {"request_hash", &was.hash}, {"claim", &was.claim}, {"status", &was.status}, {"body", &was.body},
			{"done", &was.done}, {"did", asJSON(&was.did)}, {"at", instant(&was.at)},
		}, `FROM answers WHERE user_id = $1 AND key = $2 FOR UPDATE`, user, key)
		switch {
		case err != nil:
			return err
		case !found: // abandoned between the two statements
			return busyKey
		case was.route != route || was.hash != requestHash:
			return fault.New(fault.Conflict, "key_reused", "This idempotency key was already used for another request. Use a new one for each press.")
		case was.claim == mine && was.status == 0 && was.done == 0: // whose commit nobody saw
			return nil
		case was.status != 0 || was.done > 0:
			out = press.Begun{
				Key:    press.Key{User: user, Name: key, Claim: was.claim, Done: was.done, Did: was.did},
				Status: was.status, Body: was.body, Since: now.Sub(was.at),
			}
			return nil
		case now.Sub(was.at) < giveUp:
			return busyKey
		}
		_, err = tx.exec(`UPDATE answers SET at = $3, claim = $4 WHERE user_id = $1 AND key = $2`, user, key, millis(now), mine)
		return err
	}
	ctx = press.Aside(ctx)
	err := a.db.Write(ctx, claim)
	for fault.Is(err, uncertain.Code) && ctx.Err() == nil {
		err = a.db.Write(ctx, claim)
	}
	if err != nil {
		return press.Begun{}, err
	}
	return out, nil
}

var busyKey = fault.New(fault.Busy, "key_busy", "The first request with this idempotency key is still being answered. Try again in a moment.")

// Finish keeps the answer, if whoever answers still holds the key and nobody was faster.
func (a Answers) Finish(ctx context.Context, k press.Key, status int, body string) error {
	_, err := a.db.Exec(press.Aside(ctx), `UPDATE answers SET status = $4, body = $5 WHERE user_id = $1 AND key = $2 AND claim = $3 AND status = 0`,
		k.User, k.Name, k.Claim, status, body)
	return err
}

// Abandon forgets a request that changed nothing, so that the same key can be tried again. One that did something stays.
func (a Answers) Abandon(ctx context.Context, k press.Key) error {
	_, err := a.db.Exec(press.Aside(ctx), `DELETE FROM answers WHERE user_id = $1 AND key = $2 AND claim = $3 AND status = 0 AND done = 0`,
		k.User, k.Name, k.Claim)
	return err
}

// Done says whether this very request of the user was done before; it takes nothing.
func (a Answers) Done(ctx context.Context, user, key, route, requestHash string) (done bool, err error) {
	err = a.db.glance(ctx, func(r *Reader) (err error) {
		var status int
		done, err = r.one(columns{{"status", &status}}, `FROM answers WHERE user_id = $1 AND key = $2 AND route = $3 AND request_hash = $4
			AND (status BETWEEN 200 AND 299 OR (status = 0 AND done > 0))`, user, key, route, requestHash)
		return err
	})
	return done, err
}

// Trim forgets answers older than age, and says how many.
func (a Answers) Trim(ctx context.Context, age time.Duration) (int64, error) {
	return a.db.Exec(press.Aside(ctx), `DELETE FROM answers WHERE at < $1`, millis(a.db.clock.Now().Add(-age)))
}

// mark notes in the transaction itself that the request of this key is done by it, and holds the key until the
// commit. It refuses what somebody else does now, because this request was given up: then nothing is committed.
func (tx *Tx) mark(k *press.Key) error {
	if k == nil {
		return nil
	}
	did := append(append([]string{}, k.Did...), tx.did...)
	n, err := tx.exec(`UPDATE answers SET done = $4, did = $5 WHERE user_id = $1 AND key = $2 AND claim = $3 AND done = $4 - 1 AND status = 0`,
		k.User, k.Name, k.Claim, k.Done+1, asJSON(&did))
	if err == nil && n == 0 {
		err = busyKey
	}
	return err
}

// marked says whether a transaction is there that marked the key and whose commit nobody saw: it waits for
// whoever still holds the key, and looks.
func (tx *Tx) marked(k *press.Key) (bool, error) {
	var done int
	found, err := tx.one(columns{{"done", &done}}, `FROM answers WHERE user_id = $1 AND key = $2 AND claim = $3 FOR UPDATE`, k.User, k.Name, k.Claim)
	return found && done == k.Done+1, err
}
