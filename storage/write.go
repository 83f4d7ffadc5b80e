package storage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"partyline/event"
	"partyline/fault"
	"partyline/press"
)

// Tx reads and writes in one transaction. It is for one goroutine.
type Tx struct {
	Reader
	events []event.Event        // said so far; their seq comes at the commit
	jobs   map[string]time.Time // that were left behind: when the first of each kind is due
	did    []string             // what it was about: family/id
}

// Write runs f in one transaction and commits when it returns nil. Its events get their seq
// inside the transaction; after the commit Tell and Left hear of it. An error of f rolls back
// everything and comes back as it is. f may run several times; see the package comment. Under the key of a
// request (press.With) it commits only as long as the request holds its key, and marks it.
func (db *DB) Write(ctx context.Context, f func(tx *Tx) error) error {
	var tx *Tx
	key := press.Of(ctx)
	once := func() (committing bool, err error) {
		if err := db.queue(ctx); err != nil {
			return false, err
		}
		defer db.leave()
		q, err := db.writers.BeginTxx(ctx, db.dialect.writing())
		if err != nil {
			return false, db.marked(err)
		}
		defer q.Rollback()
		tx = &Tx{Reader: Reader{ctx: ctx, db: db, q: q}}
		if err := f(tx); err != nil {
			return false, err
		}
		if err := tx.mark(key); err != nil {
			return false, err
		}
		if err := tx.appendEvents(); err != nil {
			return false, err
		}
		return true, db.marked(q.Commit())
	}
	err := db.tries(ctx, once)
	for fault.Is(err, uncertain.Code) {
		there, known := db.witnessed(ctx, tx)
		if !known {
			break
		}
		if err = nil; !there {
			err = db.tries(ctx, once)
		}
	}
	if err != nil {
		return err
	}
	if key != nil {
		key.Done++
		key.Did = append(key.Did, tx.did...)
	}
	if len(tx.events) > 0 && db.Tell != nil {
		db.Tell(tx.events)
	}
	if len(tx.jobs) > 0 && db.Left != nil {
		db.Left(tx.jobs)
	}
	return nil
}

// witnessed finds out whether a transaction is there whose commit nobody saw, by the key that it marked, else by
// the first of its events: it waits for whoever still holds the key or that topic, and looks. Not known without
// both, or when the database stays away until the context ends.
func (db *DB) witnessed(ctx context.Context, tx *Tx) (there, known bool) {
	key := press.Of(ctx)
	if key == nil && len(tx.events) == 0 {
		return false, false
	}
	var e event.Event
	if key == nil {
		e = tx.events[0]
	}
	for ctx.Err() == nil {
		err := db.Write(press.Aside(ctx), func(tx *Tx) (err error) {
			if key != nil {
				there, err = tx.marked(key)
				return err
			}
			if _, err := tx.exec(`INSERT INTO topics (topic, seq) VALUES ($1, 0) ON CONFLICT (topic) DO UPDATE SET seq = topics.seq`, string(e.Topic)); err != nil {
				return err
			}
			var data string
			found, err := tx.get(&data, `SELECT data FROM events WHERE topic = $1 AND seq = $2 AND kind = $3`, string(e.Topic), int64(e.Seq), string(e.Kind))
			there = found && data == string(e.Data)
			return err
		})
		switch {
		case err == nil, fault.Is(err, uncertain.Code): // it changed nothing: what it saw counts
			return there, true
		case fault.As(err).Kind != fault.Busy:
			return false, false
		}
	}
	return false, false
}

// queue waits for the one writer's turn, first come, first served: database/sql would hand it to any
// of those who wait, and a worker could wait for long behind those who press again and again.
func (db *DB) queue(ctx context.Context) error {
	if db.turn == nil {
		return nil
	}
	select {
	case db.turn <- struct{}{}: // a channel's senders stand in line
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// leave lets the next one write.
func (db *DB) leave() {
	if db.turn != nil {
		<-db.turn
	}
}

// tries runs one transaction until it is through: at most twelve times, waiting a little longer
// each time. A connection that breaks while committing is not tried again: nobody knows.
func (db *DB) tries(ctx context.Context, once func() (committing bool, err error)) error {
	const most = 12
	for n := 1; ; n++ {
		committing, err := once()
		if err == nil {
			return nil
		}
		var gone *lostConnection
		switch {
		case ctx.Err() != nil:
			return fmt.Errorf("%w (%w)", ctx.Err(), err)
		case db.dialect.again(err):
			if n == most {
				return crowded.Because(err)
			}
		case errors.As(err, &gone):
			if committing {
				return uncertain.Because(err)
			}
			if n == most {
				return away.Because(err)
			}
		case db.dialect.full(err):
			return full.Because(err)
		case db.dialect.foul(err):
			return foul.Because(err)
		default:
			return err
		}
		longest := min(time.Millisecond<<n, 250*time.Millisecond)
		t := time.NewTimer(longest/2 + rand.N(longest/2+1))
		select {
		case <-t.C:
		case <-ctx.Done():
			t.Stop()
			return ctx.Err()
		}
	}
}

// Exec runs one statement in a transaction of its own: for tests and repairs by hand, never for a use case.
func (db *DB) Exec(ctx context.Context, query string, args ...any) (touched int64, err error) {
	err = db.Write(ctx, func(tx *Tx) (err error) {
		touched, err = tx.exec(query, args...)
		return err
	})
	return touched, err
}

// lostConnection marks an error of the connection, so that an io.EOF of somebody's file is not taken for one.
type lostConnection struct{ cause error }

// Error is the cause's.
func (l *lostConnection) Error() string { return "connection lost: " + l.cause.Error() }

// Unwrap is the cause.
func (l *lostConnection) Unwrap() error { return l.cause }

// marked is an error as it came from the database, marked when the connection went away.
func (db *DB) marked(err error) error {
	if err != nil && db.dialect.lost(err) {
		return &lostConnection{err}
	}
	return err
}

// exec runs a statement and says how many rows it touched.
func (tx *Tx) exec(query string, args ...any) (int64, error) {
	query, args = tx.db.say(query, args)
	res, err := tx.q.ExecContext(tx.ctx, query, args...)
	if err != nil {
		return 0, tx.db.marked(err)
	}
	return res.RowsAffected()
}

// insert writes one row; false when tail (ON CONFLICT … DO NOTHING) kept it out.
func (tx *Tx) insert(table string, c columns, tail string) (bool, error) {
	n, err := tx.exec(c.insertion(table, tail), c.places()...)
	return n == 1, err
}

// update writes the whole row, found by its first keys columns; NotFound when it is gone.
func (tx *Tx) update(table string, c columns, keys int) error {
	sets := make([]string, 0, len(c))
	for i := keys; i < len(c); i++ {
		sets = append(sets, c[i].name+" = $"+strconv.Itoa(i+1))
	}
	where := make([]string, 0, keys)
	for i := range keys {
		where = append(where, c[i].name+" = $"+strconv.Itoa(i+1))
	}
	n, err := tx.exec("UPDATE "+table+" SET "+strings.Join(sets, ", ")+" WHERE "+strings.Join(where, " AND "), c.places()...)
	if err == nil && n == 0 {
		return missing(strings.TrimSuffix(table, "s"))
	}
	return err
}

// bulk inserts many rows; tail may say what happens to those that are there already.
func (tx *Tx) bulk(table string, cols []bulkColumn, tail string) error {
	return tx.db.marked(tx.db.dialect.bulk(tx.ctx, tx.q, table, cols, tail))
}

// writeAll runs statements of which none depends on another.
func (tx *Tx) writeAll(all ...writing) error {
	for i := range all {
		if all[i].table == "" {
			all[i].query, all[i].args = tx.db.say(all[i].query, all[i].args)
		}
	}
	return tx.db.marked(tx.db.dialect.write(tx.ctx, tx.q, all))
}

// emit says what happened; its seq is given at the commit.
func (tx *Tx) emit(topic event.Topic, kind event.Kind, data any) error {
	b, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("event %s: %w", kind, err)
	}
	tx.events = append(tx.events, event.Event{Topic: topic, Kind: kind, Data: b})
	return nil
}

// audit keeps who did what; thing is family/id.
func (tx *Tx) audit(organisation, user, action, thing string, data any) error {
	b, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("audit %s: %w", action, err)
	}
	if data == nil {
		b = []byte("{}")
	}
	tx.did = append(tx.did, thing)
	_, err = tx.exec(`INSERT INTO audit (id, organisation_id, at, user_id, action, thing, data) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		newID(), organisation, millis(tx.db.clock.Now()), user, action, thing, string(b))
	return err
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// missing is the refusal for what is not there.
func missing(what string) error {
	return fault.New(fault.NotFound, "not_found", "This %s is not there (any more).", what)
}
