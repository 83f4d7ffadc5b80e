//go:build linux

package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"strconv"

	_ "github.com/lib/pq"  // the drivers
	_ "modernc.org/sqlite" //
)

// bareStatements is the claim with nothing around it: who is next is found, reserved, has an attempt and a leg, and is
// Calling. One statement where the database can, else four in one transaction.
type bareStatements struct {
	whole                      *sql.Stmt
	take, leg, attempt, status *sql.Stmt
}

const (
	available = `SELECT e.id, e.supporter_id, s.phone FROM entries e JOIN supporters s ON s.id = e.supporter_id
		WHERE e.session_id = $1 AND e.status = 'available' AND NOT EXISTS (SELECT 1 FROM reservations r WHERE r.supporter_id = e.supporter_id)
		ORDER BY e.place, e.id LIMIT 1`
	reserve = `INSERT INTO reservations (supporter_id, organisation_id, session_id, list_id, attempt_id, leader_id, since)`
	openLeg = `INSERT INTO legs (id, ref, kind, organisation_id, number, run_id, attempt_id, state, opened_at, placed_at)`
	attempt = `INSERT INTO attempts (id, organisation_id, session_id, cycle, entry_id, supporter_id, list_id, leader_id, run_id, step, leg_id, claimed_by, claimed_at)`

	// $1 session, $2 a new id, $3 leader, $4 now, $5 run, $6 step
	wholeClaim = `WITH next AS (` + available + ` FOR UPDATE OF s SKIP LOCKED),
		held AS (` + reserve + ` SELECT supporter_id, 'org', $1, 'list', $2, $3, $4 FROM next ON CONFLICT (supporter_id) DO NOTHING RETURNING supporter_id),
		line AS (` + openLeg + ` SELECT 'l' || $2, 'r' || $2, 'supporter', 'org', next.phone, $5, $2, 'placing', $4, $4 FROM next JOIN held USING (supporter_id)),
		attempted AS (` + attempt + ` SELECT $2, 'org', $1, 1, next.id, supporter_id, 'list', $3, $5, $6, 'l' || $2, 'key', $4 FROM next JOIN held USING (supporter_id))
		UPDATE entries SET status = 'calling', due_at = NULL, version = version + 1, updated_at = $4
		FROM next JOIN held USING (supporter_id) WHERE entries.id = next.id RETURNING next.phone`
)

func (r *room) connect(address, path string) (err error) {
	if address != "" {
		if r.bare, err = sql.Open("postgres", address); err != nil {
			return err
		}
		n := 2*runtime.NumCPU() + 5 // as many as we have
		r.bare.SetMaxOpenConns(n)
		r.bare.SetMaxIdleConns(n)
		r.bares.whole, err = r.bare.Prepare(wholeClaim)
		return err
	}
	file := url.URL{Scheme: "file", Opaque: path, RawQuery: "_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=cache_size(-4000)"}
	if r.bare, err = sql.Open("sqlite", file.String()); err != nil {
		return err
	}
	r.bare.SetMaxOpenConns(1)
	for query, to := range map[string]**sql.Stmt{
		available: &r.bares.take,
		openLeg + ` VALUES ($1, $2, 'supporter', 'org', $3, $4, $5, 'placing', $6, $6)`:                              &r.bares.leg,
		attempt + ` VALUES ($1, 'org', $2, 1, $3, $4, 'list', $5, $6, $7, $8, 'key', $9)`:                            &r.bares.attempt,
		`UPDATE entries SET status = 'calling', due_at = NULL, version = version + 1, updated_at = $2 WHERE id = $1`: &r.bares.status,
	} {
		if *to, err = r.bare.Prepare(query); err != nil {
			return err
		}
	}
	r.bares.whole, err = r.bare.Prepare(reserve + ` VALUES ($1, 'org', $2, 'list', $3, $4, $5)`)
	return err
}

// bareClaim is the floor: whoever lost the race for a person tries again.
func (r *room) bareClaim(s *seat) (string, error) {
	id, at := s.ref+strconv.Itoa(s.step), r.clock.Now().UnixMilli()
	step := s.step
	s.step++
	if r.file {
		return r.bareEmbedded(s, id, at, step)
	}
	for {
		var phone string
		err := r.bares.whole.QueryRow(s.session, id, s.leader, at, s.run, step).Scan(&phone)
		if !errors.Is(err, sql.ErrNoRows) {
			return phone, err
		}
	}
}

func (r *room) bareEmbedded(s *seat, id string, at int64, step int) (string, error) {
	ctx := context.Background()
	tx, err := r.bare.BeginTx(ctx, nil)
	if err != nil {
		return "", err
	}
	defer tx.Rollback()
	var entry, supporter, phone string
	if err := tx.Stmt(r.bares.take).QueryRow(s.session).Scan(&entry, &supporter, &phone); err != nil {
		return "", err
	}
	if _, err := tx.Stmt(r.bares.whole).Exec(supporter, s.session, id, s.leader, at); err != nil {
		return "", err
	}
	if _, err := tx.Stmt(r.bares.leg).Exec("l"+id, "r"+id, phone, s.run, id, at); err != nil {
		return "", err
	}
	if _, err := tx.Stmt(r.bares.attempt).Exec(id, s.session, entry, supporter, s.leader, s.run, step, "l"+id, at); err != nil {
		return "", err
	}
	if _, err := tx.Stmt(r.bares.status).Exec(entry, at); err != nil {
		return "", err
	}
	return phone, tx.Commit()
}

// refill keeps the runs' steps as the leaders have them: the bare statement leaves them alone.
func (r *room) refill() error {
	for _, s := range r.seats {
		if _, err := r.db.Exec(context.Background(), `UPDATE runs SET step = $2 WHERE id = $1`, s.run, s.step); err != nil {
			return fmt.Errorf("run: %w", err)
		}
	}
	return nil
}
