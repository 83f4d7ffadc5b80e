//go:build linux

package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	_ "github.com/lib/pq"  // the drivers of the floor
	_ "modernc.org/sqlite" //

	"partyline/line"
)

// answering is how many contacts pick up, as many as callers wait; and how soon one after the other. That is ten times as often as fifty
// callers can take somebody whose talks last ten seconds.
const (
	answering   = 50
	pickUpEvery = 20 * time.Millisecond
)

// bridge has fifty contacts pick up within a second, fifty callers waiting, so many times, and says the median and the 99th percentile of
// what passed from the moment at which the carrier's question was due, as the phone was answered, until its document said whose room to join.
func (o *office) bridge(times int) (string, error) {
	e, err := o.edge(o.dials().Service)
	if err != nil {
		return "", err
	}
	defer e.stop()
	return o.pickUps(times, func(i int) (func() (string, error), error) {
		q, err := e.question(line.Step{Name: "answer", Ref: ref(i)}, fmt.Sprint("CA", i))
		return func() (string, error) { return e.room(q) }, err
	})
}

// ref is how the carrier knows a line.
func ref(i int) string { return fmt.Sprint("line-ref-", i) }

// bare is the same with nothing around it, over as many connections: in one transaction the line is answered, whoever waits longest is
// locked and given, and the attempt says so: the floor.
func (o *office) bare(times int) (string, error) {
	db, postgres, err := o.raw()
	if err != nil {
		return "", err
	}
	defer db.Close()
	longest := `SELECT id FROM callers WHERE state = 'waiting' AND up AND room > turn ORDER BY since, id LIMIT 1`
	if postgres {
		longest += ` FOR UPDATE SKIP LOCKED`
	}
	return o.pickUps(times, func(i int) (func() (string, error), error) {
		return func() (string, error) { return give(db, longest, i) }, nil
	})
}

// give is those statements.
func give(db *sql.DB, longest string, i int) (who string, err error) {
	ctx := context.Background()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return "", err
	}
	defer tx.Rollback()
	if _, err := tx.Exec(`UPDATE legs SET state = 'answered', answered_at = 1, carrier_id = $2 WHERE ref = $1`, ref(i), fmt.Sprint("CA", i)); err != nil {
		return "", err
	}
	if err := tx.QueryRow(longest).Scan(&who); err != nil {
		return "", err
	}
	if _, err := tx.Exec(`UPDATE callers SET state = 'talking', turn = room, attempt_id = $2, talks = talks + 1, version = version + 1 WHERE id = $1`, who, fmt.Sprint("attempt-", i)); err != nil {
		return "", err
	}
	if _, err := tx.Exec(`UPDATE contact_attempts SET state = 'bridged', answered_at = 1, bridged_at = 1, caller_id = $2, turn = 1, version = version + 1 WHERE id = $1`, fmt.Sprint("attempt-", i), who); err != nil {
		return "", err
	}
	return who, tx.Commit()
}

// raw is the database without anything of ours.
func (o *office) raw() (db *sql.DB, postgres bool, err error) {
	if o.url != "" {
		db, err = sql.Open("postgres", o.url)
		if err == nil {
			db.SetMaxOpenConns(9)
			db.SetMaxIdleConns(9)
		}
		return db, true, err
	}
	file := url.URL{Scheme: "file", Opaque: o.path, RawQuery: "_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)"}
	db, err = sql.Open("sqlite", file.String())
	if err == nil {
		db.SetMaxOpenConns(1)
	}
	return db, false, err
}

// pickUps has everybody pick up so many times, each asking what was made ready; each must get a caller of their own.
func (o *office) pickUps(times int, ready func(i int) (ask func() (string, error), err error)) (string, error) {
	if err := o.gather(); err != nil && !strings.Contains(strings.ToLower(err.Error()), "unique") {
		return "", err
	}
	var took []time.Duration
	for range times {
		if err := o.ringing(); err != nil {
			return "", err
		}
		var ask [answering]func() (string, error)
		for i := range ask {
			var err error
			if ask[i], err = ready(i); err != nil {
				return "", err
			}
		}
		var all sync.WaitGroup
		start := time.Now().Add(pickUpEvery)
		who, each, errs := make([]string, answering), make([]time.Duration, answering), make([]error, answering)
		for i := range answering {
			all.Go(func() {
				due := start.Add(time.Duration(i) * pickUpEvery)
				time.Sleep(time.Until(due))
				who[i], errs[i] = ask[i]()
				each[i] = time.Since(due)
			})
		}
		all.Wait()
		given := map[string]bool{}
		for i := range who {
			if errs[i] != nil || who[i] == "" || given[who[i]] {
				return "", fmt.Errorf("contact %d was given to %q: %w", i, who[i], errs[i])
			}
			given[who[i]] = true
		}
		took = append(took, each...)
	}
	slices.Sort(took)
	return fmt.Sprint(len(took), " ", took[len(took)/2].Nanoseconds(), " ", took[len(took)*99/100].Nanoseconds()), nil
}

// ringing has fifty lines ring, whose people have been heard to be people, and fifty callers wait.
func (o *office) ringing() error {
	ctx, at := context.Background(), time.Now().UnixMilli()
	series := fmt.Sprintf(`WITH RECURSIVE one(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM one WHERE i < %d) `, answering-1)
	for _, q := range []struct {
		query string
		args  []any
	}{
		{`DELETE FROM contact_attempts`, nil},
		{`DELETE FROM legs`, nil},
		{`DELETE FROM jobs`, nil},
		{series + `UPDATE callers SET state = 'waiting', up = id IN (SELECT 'caller-' || i FROM one), turn = 0, room = 1, attempt_id = '', since = 1`, nil},
		{series + `INSERT INTO legs (id, ref, kind, organisation_id, number, attempt_id, carrier_id, state, opened_at, placed_at, ringing_at)
			SELECT 'leg-' || i, 'line-ref-' || i, 'contact', $1, '+1212555' || (1000 + i), 'attempt-' || i, 'CA' || i, 'ringing', CAST($2 AS BIGINT), $2, $2 FROM one`, []any{o.by.Organisation, at}},
		{series + `INSERT INTO contact_attempts (id, campaign, campaign_id, organisation_id, contact, phone, pass, level, leg_id, fence, script_no, claimed_at, sent_at, state, verdict)
			SELECT 'attempt-' || i, c.no, c.id, $2, i + 1, '+1212555' || (1000 + i), 1, 1, 'leg-' || i, 1, c.script_no, CAST($3 AS BIGINT), $3, 'ringing', 'human' FROM one, campaigns c WHERE c.id = $1`,
			[]any{o.id, o.by.Organisation, at}},
	} {
		if _, err := o.db.Exec(ctx, q.query, q.args...); err != nil {
			return err
		}
	}
	return nil
}
