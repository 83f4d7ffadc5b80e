package storage

import (
	"context"
	"database/sql"
)

// dialect is what truly differs between the two databases, side by side in postgres.go and embedded.go.
type dialect interface {
	name() string
	// rewrite turns a statement of ours into one of theirs; lists are the numbers of the
	// parameters that are lists. list turns such a parameter into what the driver takes.
	rewrite(query string, lists []int) string
	// chains says that one statement may hold several that write, and that a subquery in FROM may use what stands before it.
	chains() bool
	// first is a condition: the rows of a table that a SELECT … LIMIT finds, which may say FOR UPDATE. Columns are the table's key. What it
	// costs depends on nothing that the database believes of the table: after a load it believes for a minute that there is hardly a row.
	first(table, columns, which string) string
	// those is the condition that rows of a table are the ones of a place whose columns a and b, whole numbers, are together in two lists,
	// the parameters n and n+1: each is looked up by its key.
	those(table, place, a, b string, n int) string
	list(values any) any
	// begin starts a transaction that writes, or a snapshot that cannot.
	writing() *sql.TxOptions
	reading() *sql.TxOptions
	// again says that the transaction lost a race and may be run once more as it is; lost that
	// the connection went away; full that there is no room left; foul that a text cannot be kept.
	again(err error) bool
	lost(err error) bool
	full(err error) bool
	foul(err error) bool
	// bulk inserts many rows, in one statement where the database has one.
	bulk(ctx context.Context, tx executor, table string, cols []bulkColumn, tail string) error
	// keep is bulk that says which rows were written, by one of their columns.
	keep(ctx context.Context, tx queries, table string, cols []bulkColumn, tail, key string) ([]string, error)
	// write runs statements of which none depends on another, in one where the database can.
	write(ctx context.Context, tx executor, all []writing) error
	// pour inserts many rows of which none is there yet, the fastest way there is.
	pour(ctx context.Context, tx executor, table string, cols []bulkColumn) error
	// amend changes many rows, each found by its key: sets are replaced, add (if it has a name) is added to.
	amend(ctx context.Context, tx executor, table string, key bulkColumn, sets []bulkColumn, add bulkColumn) error
	// tune says to the database what it should know of tables that change more than others, once they are there.
	tune(ctx context.Context, db *sql.DB) error
	// count has the database look how many rows tables have, and what is in some columns. It does so by itself, about a minute late, one
	// table after the other: what joins two of them is planned badly while it knows only one.
	count(ctx context.Context, db *sql.DB, tables string) error
	// migrating holds other nodes back while the tables are brought up to date.
	migrating(ctx context.Context, db *sql.DB) (release func(), err error)
}

// executor runs statements: a transaction.
type executor interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

// writing is one of several statements: many rows, or changes of rows (see amend) if there is a key, or a query with its parameters.
type writing struct {
	table string
	cols  []bulkColumn
	tail  string

	key bulkColumn
	add bulkColumn

	query string
	args  []any
}

// bulkColumn is one column of many rows: []string, []int64, []bool or instants; poured, also drawn, which cannot be the first.
type bulkColumn struct {
	name   string
	values any
}

// drawn makes each row's value as it is written: on another core than that on which the database takes the rows before it.
type drawn func(row int) (string, error)

// instants are milliseconds since 1970, with 0 for NULL.
type instants []int64
