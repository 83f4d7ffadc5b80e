//go:build linux

package main

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"
	_ "modernc.org/sqlite" // the driver
)

// bulk is rows straight into the tables, of a campaign of its own on the same database.
type bulk struct {
	db       *sql.DB
	embedded bool
	contacts []int64 // in the order of their keys, as leases have them
}

const (
	bulkCampaign = 1_000_000
	bulkRows     = 2_000 // in one transaction
)

// floor copies the contacts into another campaign.
func (on *campaigning) floor() (*bulk, error) {
	db, err := on.database()
	if err != nil {
		return nil, err
	}
	b := &bulk{db: db, embedded: on.postgres == nil}
	if _, err := db.Exec(`INSERT INTO contacts (campaign, no, phone, name, line, zone_set, key, load_no, row_number, fields, opted_out)
		SELECT $1, no, phone, name, line, zone_set, key, load_no, row_number, fields, opted_out FROM contacts ORDER BY no`, bulkCampaign); err != nil {
		db.Close()
		return nil, err
	}
	if !b.embedded { // it believes that the campaign is not there, as ours would if a load did not have the contacts counted
		if _, err := db.Exec(`ANALYZE contacts`); err != nil {
			db.Close()
			return nil, err
		}
	}
	rows, err := db.Query(`SELECT no FROM contacts WHERE campaign = $1 ORDER BY key`, bulkCampaign)
	if err != nil {
		db.Close()
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var no int64
		if err := rows.Scan(&no); err != nil {
			db.Close()
			return nil, err
		}
		b.contacts = append(b.contacts, no)
	}
	return b, rows.Err()
}

// pour approves for so many seconds, and returns what one number took, in microseconds.
func (b *bulk) pour(seconds int) (float64, error) {
	begin, n := time.Now(), 0
	for time.Since(begin) < time.Duration(seconds)*time.Second {
		if len(b.contacts) < bulkRows {
			return 0, fmt.Errorf("no number is left")
		}
		if err := b.approve(b.contacts[:bulkRows]); err != nil {
			return 0, err
		}
		b.contacts, n = b.contacts[bulkRows:], n+bulkRows
	}
	return each(time.Since(begin), n), nil
}

// steady approves at a rate for so many seconds, and returns how long each press waited from when it was due.
func (b *bulk) steady(rate, seconds int) (took []time.Duration, err error) {
	presses := rate * seconds
	if len(b.contacts) < presses {
		return nil, fmt.Errorf("no number is left")
	}
	pace := time.Second / time.Duration(rate)
	begin := time.Now()
	for len(took) < presses {
		due := begin.Add(time.Duration(len(took)) * pace)
		time.Sleep(time.Until(due))
		n := min(1+int(time.Since(due)/pace), presses-len(took))
		if err := b.approve(b.contacts[:n]); err != nil {
			return nil, err
		}
		b.contacts = b.contacts[n:]
		for now := time.Now(); n > 0; n-- {
			took = append(took, now.Sub(begin.Add(time.Duration(len(took))*pace)))
		}
	}
	return took, nil
}

func (b *bulk) approve(contacts []int64) error {
	n := len(contacts)
	now := time.Now().UnixMilli()
	ordinals, keys, people, leases := make([]int64, n), make([]int64, n), make([]string, n), make([]string, n)
	person, lease := uuid.Must(uuid.NewV7()).String(), uuid.Must(uuid.NewV7()).String()
	for i := range contacts {
		ordinals[i], keys[i], people[i], leases[i] = int64(i), rand.Int64(), person, lease
	}
	tx, err := b.db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if !b.embedded {
		for _, s := range []struct {
			query string
			args  []any
		}{
			{`INSERT INTO approvals (campaign, contact, person, lease, ordinal, at, received_at)
				SELECT $1, *, $6, $6 FROM unnest($2::bigint[], $3::text[], $4::text[], $5::bigint[])`, []any{bulkCampaign, pq.Array(contacts), pq.Array(people), pq.Array(leases), pq.Array(ordinals), now}},
			{`UPDATE contacts SET approved_at = $2 WHERE campaign = $1 AND no = ANY ($3)`, []any{bulkCampaign, now, pq.Array(contacts)}},
			{`INSERT INTO ready (campaign, level, stream, key, contact) SELECT $1, 1, 3, * FROM unnest($2::bigint[], $3::bigint[])`, []any{bulkCampaign, pq.Array(keys), pq.Array(contacts)}},
		} {
			if _, err := tx.Exec(s.query, s.args...); err != nil {
				return err
			}
		}
		return tx.Commit()
	}
	for _, s := range []struct {
		query string
		args  func(i int) []any
	}{
		{`INSERT INTO approvals (campaign, contact, person, lease, ordinal, at, received_at) VALUES ($1, $2, $3, $4, $5, $6, $6)`, func(i int) []any {
			return []any{bulkCampaign, contacts[i], people[i], leases[i], ordinals[i], now}
		}},
		{`UPDATE contacts SET approved_at = $2 WHERE campaign = $1 AND no = $3`, func(i int) []any { return []any{bulkCampaign, now, contacts[i]} }},
		{`INSERT INTO ready (campaign, level, stream, key, contact) VALUES ($1, 1, 3, $2, $3)`, func(i int) []any { return []any{bulkCampaign, keys[i], contacts[i]} }},
	} {
		in, err := tx.Prepare(s.query)
		if err != nil {
			return err
		}
		for i := range n {
			if _, err := in.Exec(s.args(i)...); err != nil {
				return fmt.Errorf("%s: %w", strings.Fields(s.query)[0], err)
			}
		}
		in.Close()
	}
	return tx.Commit()
}
