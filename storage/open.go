package storage

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jmoiron/sqlx"

	"partyline/event"
	"partyline/fault"
)

// Config says which database.
type Config struct {
	URL   string // postgres://…; "" for the embedded database
	Path  string // of the embedded database's file; its folder is made
	Clock interface{ Now() time.Time }
	Log   *slog.Logger
}

// DB is one open database. All methods may be called at the same time.
//
// Tell and Left are set once, before the first Write. Tell hears the events of each committed
// transaction, in their order; two transactions that commit at the same moment may be told in
// either order, and the seq says which is which. Left hears of which kinds a transaction left jobs
// behind, and when the first of each is due. Neither may wait.
type DB struct {
	Tell func([]event.Event)
	Left func(jobs map[string]time.Time)

	dialect dialect
	writers *sqlx.DB
	readers *sqlx.DB      // the same pool on PostgreSQL
	turn    chan struct{} // taken while the one writer writes; nil where there are many
	path    string        // of the embedded database's file, or ""
	clock   interface{ Now() time.Time }
	log     *slog.Logger

	leased leased

	hooked atomic.Bool // somebody listens by webhook; see LookForHooks

	nodes atomic.Int64 // that serve from it, this one included; see Join

	closing sync.Once
	closed  error
}

// Open connects, brings the tables up to date and returns the database.
// Several nodes may open one PostgreSQL database at once: one of them migrates, the others wait.
func Open(ctx context.Context, c Config) (*DB, error) {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Clock == nil {
		return nil, errors.New("storage: no clock was given")
	}
	db := &DB{clock: c.Clock, log: c.Log}
	var err error
	if c.URL != "" {
		db.dialect = postgres{}
		db.writers, err = openPostgres(c.URL)
		db.readers = db.writers
	} else {
		db.dialect = embedded{}
		db.writers, db.readers, err = openEmbedded(c.Path)
		db.turn, db.path = make(chan struct{}, 1), c.Path
	}
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	if err := db.migrate(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("migrate database: %w", err), db.Close())
	}
	return db, nil
}

// Migrate brings the tables up to date and does nothing else.
func Migrate(ctx context.Context, c Config) error {
	db, err := Open(ctx, c)
	if err != nil {
		return err
	}
	return db.Close()
}

// Ping says whether the database answers; the error is a fault of kind Busy.
func (db *DB) Ping(ctx context.Context) error {
	if err := db.readers.PingContext(ctx); err != nil {
		return away.Because(err)
	}
	return nil
}

// Kind is "postgres" or "embedded".
func (db *DB) Kind() string { return db.dialect.name() }

// Close lets go of every connection. Transactions that run are rolled back. It may be called twice.
func (db *DB) Close() error {
	db.closing.Do(func() {
		db.closed = db.writers.Close()
		if db.readers != db.writers {
			db.closed = errors.Join(db.readers.Close(), db.closed)
		}
	})
	return db.closed
}

// The refusals of this package.
var (
	away      = fault.New(fault.Busy, "database_away", "We can't reach the database just now. Nothing was changed; try again in a moment.")
	crowded   = fault.New(fault.Busy, "database_busy", "Too many changes at the same moment. Nothing was changed; try again.")
	full      = fault.New(fault.Busy, "database_full", "The server's disk is full, so nothing can be saved. Tell whoever runs it.")
	foul      = fault.New(fault.Invalid, "text_invalid", "The text has characters in it that cannot be saved. Remove them and try again.")
	badCursor = fault.New(fault.Invalid, "cursor_invalid", "This page of the list is not there. Start again from the first.")
	uncertain = fault.New(fault.Busy, "database_unsure", "The connection to the database broke while saving. Look whether it was saved before trying again.")
)
