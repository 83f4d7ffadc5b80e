package storage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"sync"
	"syscall"
	"time"
)

// ErrNotAlone is for a node that must be alone and is not.
var ErrNotAlone = errors.New("another server uses this database. Several servers need REDIS_URL, the same on each of them; or stop the other one")

// ErrSomebodyAlone is for one of several nodes that meets one that is alone.
var ErrSomebodyAlone = errors.New("a server without REDIS_URL uses this database. Several servers need REDIS_URL, the same on each of them")

// Join says that this node serves from the database, alone or as one of several. The database
// keeps that for as long as the node lives, however it ends: on PostgreSQL as an advisory lock of
// a connection of its own, in the embedded database as a lock on a file beside it. Other programs
// (migrations, an admin's commands) do not join. A database that restarts forgets; the node then
// joins again, and refused hears, once, when somebody else was faster. leave ends it and may be
// called twice.
func (db *DB) Join(ctx context.Context, alone bool, refused func(error)) (leave func(), err error) {
	if db.path != "" {
		return joinFile(db.path+".lock", alone)
	}
	m := &membership{db: db, alone: alone, refused: refused}
	if err := m.join(ctx); err != nil {
		return nil, err
	}
	keep, stop := context.WithCancel(context.Background())
	var work sync.WaitGroup
	work.Go(func() { m.keep(keep) })
	return func() { stop(); work.Wait() }, nil
}

// Nodes is how many nodes serve from the database, as this one last saw it; 1 before it joined.
func (db *DB) Nodes() int { return int(max(1, db.nodes.Load())) }

// joinFile holds the lock until the process ends or leave is called.
func joinFile(path string, alone bool) (leave func(), err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	how, refusal := syscall.LOCK_SH, ErrSomebodyAlone
	if alone {
		how, refusal = syscall.LOCK_EX, ErrNotAlone
	}
	err = syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = refusal
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() { _ = f.Close() }, nil
}

// membership is a node's lock on PostgreSQL.
type membership struct {
	db      *DB
	alone   bool
	refused func(error)
	conn    *sql.Conn // nil: lost
}

// join takes the lock on a connection of its own.
func (m *membership) join(ctx context.Context) error {
	conn, err := m.db.writers.Conn(ctx)
	if err != nil {
		return fmt.Errorf("join the other servers: %w", m.db.marked(err))
	}
	m.conn = conn // the pool's other connections are for work
	call, refusal := `SELECT pg_try_advisory_lock_shared($1)`, ErrSomebodyAlone
	if m.alone {
		call, refusal = `SELECT pg_try_advisory_lock($1)`, ErrNotAlone
	}
	var ok bool
	if err = conn.QueryRowContext(ctx, call, membershipKey).Scan(&ok); err == nil && !ok {
		err = refusal
	}
	if err == nil {
		err = m.count(ctx)
	}
	if err != nil {
		m.drop()
	}
	return err
}

// count asks how many nodes there are, which also shows whether the connection lives.
func (m *membership) count(ctx context.Context) error {
	var n int64
	err := m.conn.QueryRowContext(ctx, `SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid = $1::bigint::oid
		AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`, membershipKey&0xffffffff).Scan(&n)
	if err == nil {
		m.db.nodes.Store(n)
	}
	return err
}

// leave gives the place back before anybody can ask for it.
func (m *membership) leave() {
	if m.conn != nil {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_, _ = m.conn.ExecContext(ctx, `SELECT pg_advisory_unlock_all()`) // else it goes with the connection
	}
	m.drop()
}

// drop closes the connection for good; the lock goes with it.
func (m *membership) drop() {
	if m.conn != nil {
		_ = m.conn.Raw(func(any) error { return driver.ErrBadConn })
		_ = m.conn.Close() // is closed by now
		m.conn = nil
	}
}

const (
	membershipKey = 7249158404 // ours; see migrating
	lookAtLock    = 2 * time.Second
)

// keep takes the lock anew when it went with its connection.
func (m *membership) keep(ctx context.Context) {
	t := time.NewTicker(lookAtLock)
	defer t.Stop()
	defer m.leave()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
		if m.conn != nil && m.count(ctx) == nil {
			continue
		}
		m.drop()
		if err := m.join(ctx); errors.Is(err, ErrNotAlone) || errors.Is(err, ErrSomebodyAlone) {
			m.refused(err)
			return
		}
	}
}
