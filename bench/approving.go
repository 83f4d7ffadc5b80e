//go:build linux

package main

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"
	_ "modernc.org/sqlite" // the driver
)

// approving is durable approvals over real sockets: clickers press six numbers a frame as fast as they are answered. Its floor
// is the same rows in bulk straight into the same tables.
type approving struct {
	numbers, clickers, seconds int
	embedded                   bool
}

func (k approving) run(r *Result) error {
	r.Unit, r.Bar = "µs each", 2 // at least half of the rate
	on, err := k.open()
	if err != nil {
		return err
	}
	defer on.close()
	floor, err := on.floor()
	if err != nil {
		return named("floor", err)
	}
	defer floor.db.Close()
	if _, err := on.fast(1); err != nil { // every statement is prepared, and the first leases are out
		return named("ours", err)
	}
	ours := func() (float64, error) {
		cost, err := on.fast(k.seconds)
		return cost, named("ours", err)
	}
	bare := func() (float64, error) {
		cost, err := floor.pour(k.seconds)
		return cost, named("floor", err)
	}
	if err := r.compare(7, 1, ours, bare, on.pids()...); err != nil {
		return err
	}
	r.Note += fmt.Sprintf("; %.0f a second of %.0f", 1e6 / *r.Ours, 1e6 / *r.Floor)
	return on.recount()
}

// offered is what clickers wait for their acknowledgement at a rate that does not depend on it. Its floor is what as many presses
// would wait that go straight into the same tables: whatever is due by then in one transaction, one transaction after the other.
type offered struct {
	approving
	rate int // approvals a second, of all
	bar  float64
}

const framesEach = 4 // a second: a page gathers for 250 ms

func (k offered) run(r *Result) error {
	r.Unit, r.Bar = "ms p99", k.bar
	on, err := k.open()
	if err != nil {
		return err
	}
	defer on.close()
	floor, err := on.floor()
	if err != nil {
		return named("floor", err)
	}
	defer floor.db.Close()
	var whole, longest []float64
	const inMs = float64(time.Millisecond)
	ours := func() ([]time.Duration, error) {
		took, err := on.steady(k.rate, k.seconds)
		if err == nil {
			whole, longest = append(whole, float64(percentile(took, 50))/inMs), append(longest, float64(took[len(took)-1])/inMs)
		}
		return took, named("ours", err)
	}
	bare := func() ([]time.Duration, error) {
		took, err := floor.steady(k.rate, k.seconds)
		return took, named("floor", err)
	}
	for _, warm := range []func() ([]time.Duration, error){ours, bare} {
		if _, err := warm(); err != nil {
			return err
		}
	}
	whole, longest = nil, nil
	if err := r.interleave(3, 1, ours, bare, on.pids()...); err != nil {
		return err
	}
	r.Note = fmt.Sprintf("%.2f of the floor, %s; p50 %.1f, longest %.1f; the bar is for ours", *r.Ratio, r.Note, *median(whole), slices.Max(longest))
	r.Ratio = nil
	return on.recount()
}

// campaigning is the program with a campaign whose numbers are clicked.
type campaigning struct {
	approving
	*crowd
	postgres *service
}

func (k approving) open() (_ *campaigning, err error) {
	if err := descriptors(4*k.clickers + spare); err != nil {
		return nil, err
	}
	on := &campaigning{approving: k}
	defer func() {
		if err != nil {
			on.close()
		}
	}()
	var more []string
	if !k.embedded {
		if on.postgres, err = startPostgres(); err != nil {
			return nil, err
		}
		more = []string{"DATABASE_URL=" + on.postgres.url, "SECRET_KEY=a secret of the benchmark's own"}
	}
	p, err := demo("Maya", more...)
	if err != nil {
		return nil, err
	}
	numbers := k.numbers
	if n, err := strconv.Atoi(os.Getenv("NUMBERS")); err == nil { // to try it
		numbers = n
	}
	id, token, err := p.campaign(numbers)
	if err == nil {
		on.crowd, err = p.crowd(id, token, k.clickers)
	}
	if err != nil {
		p.close()
		return nil, err
	}
	return on, on.lease()
}

func (on *campaigning) close() {
	if on.crowd != nil {
		on.crowd.close()
		on.p.close()
	}
	if on.postgres != nil {
		on.postgres.stop()
	}
}

func (on *campaigning) pids() []int {
	pids := []int{on.p.cmd.Process.Pid}
	if on.postgres != nil {
		pids = append(pids, on.postgres.cmd.Process.Pid)
	}
	return pids
}

// lease has numbers on every screen.
func (on *campaigning) lease() error {
	if err := on.each(func(k *clicking) error { return k.look() }); err != nil {
		return err
	}
	return on.still()
}

// fast presses as fast as the answers come for so many seconds, and returns what one approval took, in microseconds.
func (on *campaigning) fast(seconds int) (float64, error) {
	on.approved.Store(0)
	begin := time.Now()
	if err := on.each(func(k *clicking) error { k.on = true; return k.goOn(begin) }); err != nil {
		return 0, err
	}
	time.Sleep(time.Duration(seconds) * time.Second)
	if err := on.each(func(k *clicking) error { k.on = false; return nil }); err != nil {
		return 0, err
	}
	err := on.still()
	return each(time.Since(begin), int(on.approved.Load())), err
}

// steady presses at a rate for so many seconds, each clicker four frames a second, and returns how long each of them waited
// from when it was due.
func (on *campaigning) steady(rate, seconds int) (took []time.Duration, err error) {
	on.come = time.Second / framesEach
	frames := len(on.all) * framesEach * seconds
	begin := time.Now().Add(10 * time.Millisecond)
	pressed := 0
	for i := range frames {
		due := begin.Add(time.Duration(i) * time.Duration(seconds) * time.Second / time.Duration(frames))
		time.Sleep(time.Until(due))
		n := rate*(i+1)*seconds/frames - pressed
		k := on.all[i%len(on.all)]
		k.mu.Lock()
		if have := k.numbers - k.next; have > 0 && n > 0 { // else it waits for numbers: the next one presses more
			err = k.press(min(n, have), due)
			pressed += min(n, have)
		}
		k.mu.Unlock()
		if err != nil {
			return nil, err
		}
	}
	if err := on.still(); err != nil {
		return nil, err
	}
	err = on.each(func(k *clicking) error {
		took, k.took = append(took, k.took...), nil
		return nil
	})
	if err == nil && pressed < rate*seconds*95/100 {
		err = fmt.Errorf("%d presses, and %d were due: clickers waited for numbers", pressed, rate*seconds)
	}
	return took, err
}

// recount compares the counts with the rows.
func (on *campaigning) recount() error {
	db, err := on.database()
	if err != nil {
		return err
	}
	defer db.Close()
	var differ int
	err = db.QueryRow(`SELECT COUNT(*) FROM campaigns c WHERE c.id = $1 AND (
		(SELECT SUM(approved) FROM campaign_counts WHERE campaign = c.no) <> (SELECT COUNT(*) FROM approvals WHERE campaign = c.no)
		OR (SELECT SUM(cells) FROM campaign_counts WHERE campaign = c.no) <> (SELECT COUNT(*) FROM ready WHERE campaign = c.no)
		OR (SELECT COUNT(*) FROM contacts WHERE campaign = c.no AND approved_at IS NOT NULL) <> (SELECT COUNT(*) FROM approvals WHERE campaign = c.no))`, on.campaign).Scan(&differ)
	if err == nil && differ > 0 {
		err = fmt.Errorf("the counts are not what is there")
	}
	return err
}

func (on *campaigning) database() (*sql.DB, error) {
	driver, at := "sqlite", "file:"+filepath.Join(on.p.dir, "partyline.db")+"?_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=cache_size(-4000)"
	if on.postgres != nil {
		driver, at = "postgres", on.postgres.url
	}
	db, err := sql.Open(driver, at)
	if err == nil {
		db.SetMaxOpenConns(1)
	}
	return db, err
}

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
