//go:build linux

package main

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

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
