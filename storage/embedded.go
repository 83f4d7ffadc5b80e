package storage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	"modernc.org/sqlite"
)

// embedded is what only the embedded SQLite does: one writer at a time, many readers, lists as JSON.
type embedded struct{}

// openEmbedded opens the file twice: one connection writes, some read. synchronous=FULL is what
// equals PostgreSQL's promise: NORMAL may lose an acknowledged change at a power cut.
func openEmbedded(path string) (writers, readers *sqlx.DB, err error) {
	if path == "" {
		return nil, nil, errors.New("no path was given for the embedded database")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, nil, err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) // the files beside it get the same rights
	if err != nil {
		return nil, nil, err
	}
	if err := file.Close(); err != nil {
		return nil, nil, err
	}
	open := func(conns int, options ...string) (*sqlx.DB, error) {
		q := url.Values{"_pragma": append([]string{
			"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "cache_size(-4000)",
		}, options...)}
		if conns == 1 {
			q.Set("_txlock", "immediate")
		}
		u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: q.Encode()}
		connector, err := sqlite.NewConnector(u.String())
		if err != nil {
			return nil, err
		}
		pool := sql.OpenDB(prepared{Connector: connector, closes: true})
		pool.SetMaxOpenConns(conns)
		pool.SetMaxIdleConns(conns)
		return sqlx.NewDb(pool, "sqlite"), firstTouch(pool)
	}
	if writers, err = open(1); err != nil {
		return nil, nil, err
	}
	if readers, err = open(runtime.NumCPU()+2, "query_only(1)"); err != nil {
		return nil, nil, errors.Join(err, writers.Close())
	}
	return writers, readers, nil
}

// firstTouch connects. A new file becomes a WAL under a lock for which SQLite does not wait, whatever its
// busy_timeout: of several programs that open it first, all but one are told that it is busy, and ask again.
func firstTouch(pool *sql.DB) error {
	const often, pause = 2000, 5 * time.Millisecond // as long as busy_timeout
	for n := 1; ; n++ {
		err := pool.Ping()
		if err == nil || n == often || !(embedded{}).again(err) {
			return err
		}
		time.Sleep(pause)
	}
}

func (embedded) name() string { return "embedded" }

func (embedded) rewrite(query string, lists []int) string {
	query = strings.ReplaceAll(query, "FOR UPDATE SKIP LOCKED", "")
	query = strings.ReplaceAll(query, "FOR UPDATE", "")
	query = strings.ReplaceAll(query, "FOR SHARE", "")
	for _, n := range lists {
		p := "$" + strconv.Itoa(n)
		query = strings.ReplaceAll(query, "IN ("+p+")", "IN (SELECT value FROM json_each("+p+"))")
	}
	return limiting.ReplaceAllString(query, "LIMIT (0 + $1)")
}

// limiting: of a limit that is a parameter SQLite wants to know the value as it plans, and so plans a kept statement anew every time.
var limiting = regexp.MustCompile(`LIMIT (\$[0-9]+)`)

func (embedded) chains() bool { return false } // and without a network many statements cost no more than one

func (embedded) first(table, columns, which string) string {
	return `(` + columns + `) IN (SELECT ` + columns + ` FROM ` + table + ` AS f WHERE ` + which + `)`
}

// those keeps b out of the search, which is by a.
func (embedded) those(_, place, a, b string, n int) string {
	return fmt.Sprintf(`%s AND %s IN ($%d) AND +%s IN ($%d)`, place, a, n, b, n+1)
}

func (embedded) list(values any) any { return jsonList{values} }

type jsonList struct{ values any }

// Value is the list as JSON text.
func (l jsonList) Value() (driver.Value, error) {
	b, err := json.Marshal(l.values)
	if string(b) == "null" {
		return "[]", err
	}
	return string(b), err
}

// The writing pool begins IMMEDIATE, so a transaction that began never finds the file taken.
func (embedded) writing() *sql.TxOptions { return nil }

func (embedded) reading() *sql.TxOptions { return &sql.TxOptions{ReadOnly: true} }

// The low byte of SQLite's codes; the rest says which sort.
const (
	sqliteBusy   = 5
	sqliteLocked = 6
	sqliteFull   = 13
)

func sqliteCode(err error) int {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return 0
	}
	return e.Code() & 0xff
}

func (embedded) again(err error) bool {
	code := sqliteCode(err)
	return code == sqliteBusy || code == sqliteLocked
}

func (embedded) lost(err error) bool {
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone)
}

func (embedded) full(err error) bool { return sqliteCode(err) == sqliteFull }

func (embedded) foul(error) bool { return false } // it keeps any text

// bulk runs one prepared statement for every row: there is no network to save.
func (embedded) bulk(ctx context.Context, tx executor, table string, cols []bulkColumn, tail string) error {
	return insertEach(ctx, tx, table, cols, tail, nil)
}

func (embedded) keep(ctx context.Context, tx queries, table string, cols []bulkColumn, tail, key string) ([]string, error) {
	kept := []string{}
	keys := cols[slices.IndexFunc(cols, func(c bulkColumn) bool { return c.name == key })].values.([]string)
	return kept, insertEach(ctx, tx, table, cols, tail, func(row int) { kept = append(kept, keys[row]) })
}

func (e embedded) write(ctx context.Context, tx executor, all []writing) error {
	for _, w := range all {
		var err error
		switch {
		case w.key.name != "":
			err = e.amend(ctx, tx, w.table, w.key, w.cols, w.add)
		case w.table != "":
			err = e.bulk(ctx, tx, w.table, w.cols, w.tail)
		default:
			_, err = tx.ExecContext(ctx, w.query, w.args...)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// insertEach inserts rows one by one; written hears of each that was.
func insertEach(ctx context.Context, tx executor, table string, cols []bulkColumn, tail string, written func(row int)) error {
	names, params := make([]string, len(cols)), make([]string, len(cols))
	for i, c := range cols {
		names[i], params[i] = c.name, "$"+strconv.Itoa(i+1)
	}
	stmt, err := tx.PrepareContext(ctx, "INSERT INTO "+table+" ("+strings.Join(names, ", ")+") VALUES ("+strings.Join(params, ", ")+") "+tail)
	if err != nil {
		return err
	}
	return perRow(ctx, stmt, cols, written)
}

// pour is bulk: there is nothing faster.
func (e embedded) pour(ctx context.Context, tx executor, table string, cols []bulkColumn) error {
	return e.bulk(ctx, tx, table, cols, "")
}

func (embedded) tune(context.Context, *sql.DB) error { return nil }

// count does nothing: it plans by its keys alone.
func (embedded) count(context.Context, *sql.DB, string) error { return nil }

// migrating needs no lock of its own: each migration is one transaction of the one writer; see migrate.
func (embedded) migrating(context.Context, *sql.DB) (func(), error) { return func() {}, nil }
