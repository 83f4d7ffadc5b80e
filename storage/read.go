package storage

import (
	"context"
	"database/sql"
	"errors"
	"sync"

	"github.com/jmoiron/sqlx"
)

// Reader reads in one transaction: a snapshot, or the reading half of a Tx.
type Reader struct {
	ctx context.Context
	db  *DB
	q   queries
}

// queries is a transaction, or the pool for single statements.
type queries interface {
	executor
	sqlx.QueryerContext
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	GetContext(ctx context.Context, to any, query string, args ...any) error
	SelectContext(ctx context.Context, to any, query string, args ...any) error
}

// Read runs f on one consistent snapshot that cannot write. f runs again when the connection went away.
func (db *DB) Read(ctx context.Context, f func(r *Reader) error) error {
	return db.tries(ctx, func() (bool, error) {
		q, err := db.readers.BeginTxx(ctx, db.dialect.reading())
		if err != nil {
			return false, db.marked(err)
		}
		defer q.Rollback()
		return false, f(&Reader{ctx: ctx, db: db, q: q})
	})
}

// glance runs one statement outside of a transaction: a snapshot of its own without the round trips.
func (db *DB) glance(ctx context.Context, f func(r *Reader) error) error {
	return db.tries(ctx, func() (bool, error) {
		return false, f(&Reader{ctx: ctx, db: db, q: db.readers})
	})
}

// Find reads all rows of one statement into a slice: for tests and repairs by hand, never for a use case.
func (db *DB) Find(ctx context.Context, to any, query string, args ...any) error {
	return db.glance(ctx, func(r *Reader) error { return r.find(to, query, args...) })
}

// get reads one row into a struct with db tags or into one value; false when there is none.
func (r *Reader) get(to any, query string, args ...any) (bool, error) {
	query, args = r.db.say(query, args)
	err := r.q.GetContext(r.ctx, to, query, args...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, r.db.marked(err)
}

// find reads all rows into a slice of structs with db tags or of values.
func (r *Reader) find(to any, query string, args ...any) error {
	query, args = r.db.say(query, args)
	return r.db.marked(r.q.SelectContext(r.ctx, to, query, args...))
}

// one reads one row into the places of the columns; rest is everything from FROM on.
func (r *Reader) one(c columns, rest string, args ...any) (bool, error) {
	query, args := r.db.say("SELECT "+c.names()+" "+rest, args)
	err := r.q.QueryRowContext(r.ctx, query, args...).Scan(c.places()...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, r.db.marked(err)
}

// each calls f for every row; f scans it.
func (r *Reader) each(f func(scan func(...any) error) error, query string, args ...any) error {
	query, args = r.db.say(query, args)
	rows, err := r.q.QueryContext(r.ctx, query, args...)
	if err != nil {
		return r.db.marked(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows.Scan); err != nil {
			return err
		}
	}
	return r.db.marked(rows.Err())
}

// all reads rows of one table into things, each through its columns.
func all[T any](r *Reader, bind func(*T) columns, rest string, args ...any) ([]T, error) {
	var sample T
	out := []T{}
	err := r.each(func(scan func(...any) error) error {
		var t T
		if err := scan(bind(&t).places()...); err != nil {
			return err
		}
		out = append(out, t)
		return nil
	}, "SELECT "+bind(&sample).names()+" "+rest, args...)
	return out, err
}

// say turns a statement and its parameters into what the database at hand takes.
func (db *DB) say(query string, args []any) (string, []any) {
	var lists []int
	for i, a := range args {
		switch a.(type) {
		case []string, []int, []int64:
			lists = append(lists, i+1)
		}
	}
	if len(lists) > 0 {
		args = append([]any(nil), args...)
		for _, n := range lists {
			args[n-1] = db.dialect.list(args[n-1])
		}
	}
	key := saying{db.dialect.name(), query}
	if q, ok := said.Load(key); ok {
		return q.(string), args
	}
	q := db.dialect.rewrite(query, lists)
	said.Store(key, q)
	return q, args
}

type saying struct{ dialect, query string }

// said remembers rewritten statements; the program has a fixed number of them.
var said sync.Map
