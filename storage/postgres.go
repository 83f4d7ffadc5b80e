package storage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

// postgres is what only PostgreSQL does: row locks, arrays, many writers.
type postgres struct{}

// openPostgres keeps the pool small: database/sql prepares anew on each connection, and more
// connections than cores only wait for each other.
func openPostgres(url string) (*sqlx.DB, error) {
	connector, err := pq.NewConnector(url)
	if err != nil {
		return nil, err
	}
	pool := sql.OpenDB(prepared{Connector: connector, outdated: outdated})
	n := 2*runtime.NumCPU() + 5 // one of them only holds this node's place
	pool.SetMaxOpenConns(n)
	pool.SetMaxIdleConns(n)
	pool.SetConnMaxLifetime(30 * time.Minute)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	return sqlx.NewDb(pool, "postgres"), nil
}

func (postgres) name() string { return "postgres" }

func (postgres) rewrite(query string, lists []int) string {
	for _, n := range lists {
		p := "($" + strconv.Itoa(n) + ")"
		query = strings.ReplaceAll(query, "NOT IN "+p, "<> ALL "+p)
		query = strings.ReplaceAll(query, "IN "+p, "= ANY "+p)
	}
	return query
}

func (postgres) chains() bool { return true }

// first finds the rows once, and goes to where they lie. By their key they would be looked for anew for each row of a table thought empty.
func (postgres) first(table, _, which string) string {
	return `ctid = ANY (ARRAY(SELECT ctid FROM ` + table + ` AS f WHERE ` + which + `))`
}

// those looks each up in a question of its own: asked for together they would be sought among all of a place that is thought nearly empty.
func (postgres) those(table, place, a, b string, n int) string {
	return fmt.Sprintf(`ctid = ANY (ARRAY(SELECT (SELECT ctid FROM %s AS f WHERE %s AND f.%s = v.a AND f.%s = v.b) FROM unnest($%d::bigint[], $%d::bigint[]) AS v (a, b)))`,
		table, place, a, b, n, n+1)
}

func (postgres) list(values any) any { return pq.Array(values) }

// READ COMMITTED, which is the server's default and saves saying so: rows are locked where it
// matters, and each statement sees what was committed while it waited for a lock.
func (postgres) writing() *sql.TxOptions { return nil }

func (postgres) reading() *sql.TxOptions {
	return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
}

func (postgres) again(err error) bool {
	var e *pq.Error
	return errors.As(err, &e) && (e.Code == "40001" || e.Code == "40P01" || e.Code == "55P03" || outdated(err))
}

// outdated: another node's migration changed a table since the statement was prepared ("cached plan
// must not change result type"), or something between us and the server lost our statements.
func outdated(err error) bool {
	var e *pq.Error
	return errors.As(err, &e) && (e.Code == "0A000" && strings.Contains(e.Message, "cached plan") || e.Code == "26000")
}

func (postgres) lost(err error) bool {
	var e *pq.Error
	if errors.As(err, &e) {
		// connection exceptions; the server shuts down or starts; too many connections
		return strings.HasPrefix(string(e.Code), "08") || strings.HasPrefix(string(e.Code), "57P") || e.Code == "53300"
	}
	var n net.Error
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		(errors.As(err, &n) && !errors.Is(err, context.DeadlineExceeded))
}

func (postgres) full(err error) bool {
	var e *pq.Error
	return errors.As(err, &e) && e.Code == "53100"
}

// A text with a zero character, or one that is not UTF-8.
func (postgres) foul(err error) bool {
	var e *pq.Error
	return errors.As(err, &e) && (e.Code == "22021" || e.Code == "22P05")
}

// bulk hands each column over as one array.
func (p postgres) bulk(ctx context.Context, tx executor, table string, cols []bulkColumn, tail string) error {
	query, args, err := p.inserting(table, cols, tail)
	if err == nil {
		_, err = tx.ExecContext(ctx, query, args...)
	}
	return err
}

func (p postgres) keep(ctx context.Context, tx queries, table string, cols []bulkColumn, tail, key string) ([]string, error) {
	query, args, err := p.inserting(table, cols, tail+" RETURNING "+key)
	if err != nil {
		return nil, err
	}
	kept := []string{}
	return kept, tx.SelectContext(ctx, &kept, query, args...)
}

// write makes one statement of all, which saves the round trips between them.
func (p postgres) write(ctx context.Context, tx executor, all []writing) error {
	parts, args := make([]string, len(all)), []any(nil)
	for i, w := range all {
		query, with, err := w.query, w.args, error(nil)
		switch {
		case w.key.name != "":
			query, with, err = p.amending(w.table, w.key, w.cols, w.add)
		case w.table != "":
			query, with, err = p.inserting(w.table, w.cols, w.tail)
		}
		if err != nil {
			return err
		}
		before := len(args)
		parts[i] = fmt.Sprintf("w%d AS (", i) + parameter.ReplaceAllStringFunc(query, func(p string) string {
			n, _ := strconv.Atoi(p[1:])
			return "$" + strconv.Itoa(before+n)
		}) + ")"
		args = append(args, with...)
	}
	_, err := tx.ExecContext(ctx, "WITH "+strings.Join(parts, ", ")+" SELECT 1", args...)
	return err
}

var parameter = regexp.MustCompile(`\$[0-9]+`)

// inserting is the statement that inserts many rows, each column one array.
func (p postgres) inserting(table string, cols []bulkColumn, tail string) (string, []any, error) {
	names, params, args := make([]string, len(cols)), make([]string, len(cols)), make([]any, len(cols))
	for i, c := range cols {
		kind, array, err := p.array(c)
		if err != nil {
			return "", nil, err
		}
		names[i], args[i] = c.name, array
		params[i] = fmt.Sprintf("$%d::%s[]", i+1, kind)
	}
	return "INSERT INTO " + table + " (" + strings.Join(names, ", ") + ") SELECT * FROM unnest(" + strings.Join(params, ", ") + ") " + tail, args, nil
}

// copyFrom is how many rows make COPY worth its round trips.
const copyFrom = 200

// pour is COPY; a few rows go as arrays.
func (p postgres) pour(ctx context.Context, tx executor, table string, cols []bulkColumn) error {
	rows, names := rowsOf(cols[0]), make([]string, len(cols))
	for i, c := range cols {
		names[i] = c.name
	}
	if rows < copyFrom {
		cols, err := made(cols)
		if err != nil {
			return err
		}
		return p.bulk(ctx, tx, table, cols, "")
	}
	in, err := tx.PrepareContext(ctx, pq.CopyIn(table, names...))
	if err != nil {
		return err
	}
	args := make([]any, len(cols))
	for row := 0; row < rows && err == nil; row++ {
		for i, c := range cols {
			if args[i], err = c.at(row); err != nil {
				break
			}
		}
		if err == nil {
			_, err = in.ExecContext(ctx, args...)
		}
	}
	if err == nil {
		_, err = in.ExecContext(ctx) // what went wrong shows here at the latest
	}
	return errors.Join(err, in.Close())
}

// made is columns with what is drawn made at once.
func made(cols []bulkColumn) ([]bulkColumn, error) {
	cols = slices.Clone(cols)
	for i, c := range cols {
		draw, ok := c.values.(drawn)
		if !ok {
			continue
		}
		var all []string
		for row := range rowsOf(cols[0]) {
			text, err := draw(row)
			if err != nil {
				return nil, err
			}
			all = append(all, text)
		}
		cols[i].values = all
	}
	return cols, nil
}

func (v instants) array() string {
	b := make([]byte, 0, 2+len(v)*14)
	b = append(b, '{')
	for i, ms := range v {
		if i > 0 {
			b = append(b, ',')
		}
		if ms == 0 {
			b = append(b, "NULL"...)
		} else {
			b = strconv.AppendInt(b, ms, 10)
		}
	}
	return string(append(b, '}'))
}

// tune leaves room in the pages of contacts, so that an approval or an attempt stays in its page and touches no index, and has
// the queues vacuumed by how many rows died, not by a share of all: taking reads past every dead one.
func (postgres) tune(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, `
		ALTER TABLE contacts SET (fillfactor = 80);
		ALTER TABLE streams SET (fillfactor = 50);
		ALTER TABLE campaign_counts SET (fillfactor = 50);
		ALTER TABLE ready SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000, autovacuum_vacuum_cost_delay = 0);
		ALTER TABLE clickable SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000, autovacuum_vacuum_cost_delay = 0);
		ALTER TABLE leases SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000)`)
	return err
}

func (postgres) count(ctx context.Context, db *sql.DB, tables string) error {
	_, err := db.ExecContext(ctx, "ANALYZE "+tables)
	return err
}

// migrating takes an advisory lock, on a connection of its own.
func (postgres) migrating(ctx context.Context, db *sql.DB) (func(), error) {
	const key = 7249158403 // ours; any number that nobody else uses in this database
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, key); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return func() {
		// a lock that cannot be given back goes with its connection
		if _, err := conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, key); err != nil {
			_ = conn.Raw(func(any) error { return driver.ErrBadConn })
		}
		_ = conn.Close()
	}, nil
}
