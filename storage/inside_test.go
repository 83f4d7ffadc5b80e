package storage

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"partyline/calling"
	"partyline/campaign"
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

// Prepared is how many statements one of the reading connections keeps.
func Prepared(db *DB) (n int, err error) {
	conn, err := db.readers.Conn(context.Background())
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	err = conn.Raw(func(c any) error {
		switch c := c.(type) {
		case *preparedConn:
			n = len(c.statements)
		case *checkedConn:
			n = len(c.statements)
		default:
			return fmt.Errorf("a connection is a %T", c)
		}
		return nil
	})
	return n, err
}

// RowsRead is how many rows of a PostgreSQL table are read by what a transaction does with a campaign.
func RowsRead(db *DB, table string, do func(tx campaign.Tx) error) (n int64, err error) {
	err = db.Write(context.Background(), func(tx *Tx) error {
		if err := do(&campaignTx{campaignReader: campaignReader{&tx.Reader}, tx: tx}); err != nil {
			return err
		}
		_, err := tx.get(&n, `SELECT seq_tup_read + COALESCE(idx_tup_fetch, 0) FROM pg_stat_xact_user_tables WHERE relname = $1`, table)
		return err
	})
	return n, err
}

// Who asks first writes first, however many ask again and again behind them.
func TestTheWriterGoesToWhoAskedFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := &DB{turn: make(chan struct{}, 1)}
		must := func(err error) {
			if err != nil {
				t.Error(err)
			}
		}
		must(db.queue(t.Context()))
		var order []int
		for n := range 20 {
			go func() {
				must(db.queue(t.Context()))
				order = append(order, n)
				db.leave()
			}()
			synctest.Wait()
		}
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if err := db.queue(gone); !errors.Is(err, context.Canceled) {
			t.Errorf("somebody who has gone waits: %v", err)
		}
		db.leave()
		synctest.Wait()
		if !slices.IsSorted(order) || len(order) != 20 {
			t.Errorf("they wrote in the order %v", order)
		}
	})
}

// PlanOfCallBacks is how the embedded database reads who is to be called again in one organisation.
func PlanOfCallBacks(db *DB) (string, error) {
	var plan strings.Builder
	err := db.glance(context.Background(), func(r *Reader) error {
		return r.each(func(scan func(...any) error) error {
			var id, parent, unused int
			var detail string
			err := scan(&id, &parent, &unused, &detail)
			plan.WriteString(detail + "\n")
			return err
		}, `EXPLAIN QUERY PLAN `+callBacks+callBackNames+` ORDER BY b.at, b.id LIMIT 50`, "x")
	})
	return plan.String(), err
}

// A worker that sleeps is woken by what is due before it looks again, and by nothing else: each look is a question to the database.
func TestAWorkerSleepsOnForWhatIsDueLater(t *testing.T) {
	now := time.Now()
	w := NewWorker(nil, nil, nil, map[string]Handler{"ours": func(context.Context, Job) error { return nil }})
	for _, c := range []struct {
		looks time.Time
		jobs  map[string]time.Time
		wakes bool
	}{
		{now.Add(time.Second), map[string]time.Time{"ours": now}, true},
		{now.Add(time.Second), map[string]time.Time{"another's": now, "ours": now.Add(time.Millisecond)}, true},
		{now.Add(time.Second), map[string]time.Time{"ours": now.Add(time.Second)}, false},
		{now.Add(time.Second), map[string]time.Time{"ours": now.Add(time.Minute), "another's": now}, false},
		{time.Time{}, map[string]time.Time{"ours": now.Add(time.Minute)}, true}, // it looks just now, and may have missed it
		{time.Time{}, map[string]time.Time{"another's": now}, false},
	} {
		w.will(c.looks)
		w.Left(c.jobs)
		select {
		case <-w.wake:
			if !c.wakes {
				t.Errorf("%v woke it, which looks again at %v", c.jobs, c.looks)
			}
		default:
			if c.wakes {
				t.Errorf("%v did not wake it, which looks again at %v", c.jobs, c.looks)
			}
		}
	}
}

// Astray is the statement that finds who is ready in a wrong stream.
const Astray = astray
