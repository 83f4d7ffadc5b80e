//go:build linux

package main

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver
)

// tables is what a load writes.
var tables = []string{"contacts", "households", "ready", "clickable", "load_rejects"}

const rowsEach = 10_000 // in one transaction, as a load has it

// connect opens the file as the server does.
func connect(path string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=cache_size(-4000)")
	if err == nil {
		db.SetMaxOpenConns(1)
	}
	return db, err
}

// dump writes each table into a file, a line for each row, in the order in which a load writes them.
func (o *office) dump(dir string) error {
	db, err := connect(o.path)
	if err != nil {
		return err
	}
	defer db.Close()
	for _, table := range tables {
		if err := write(db, table, filepath.Join(dir, table)); err != nil {
			return err
		}
	}
	return nil
}

func write(db *sql.DB, table, path string) error {
	order := "rowid"
	if table == "ready" || table == "clickable" { // by their keys in each batch
		order = fmt.Sprintf("(contact - 1) / %d, key", rowsEach)
	}
	rows, err := db.Query("SELECT * FROM " + table + " ORDER BY " + order)
	if err != nil {
		return err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	cells, places := make([]sql.NullString, len(names)), make([]any, len(names))
	for i := range cells {
		places[i] = &cells[i]
	}
	fmt.Fprintln(w, strings.Join(names, "\t"))
	for rows.Next() {
		if err := rows.Scan(places...); err != nil {
			return err
		}
		for i, c := range cells {
			if i > 0 {
				_ = w.WriteByte('\t')
			}
			text := c.String
			if !c.Valid {
				text = `\N`
			}
			if _, err := w.WriteString(text); err != nil {
				return err
			}
		}
		_ = w.WriteByte('\n')
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return w.Flush()
}

// pour empties the tables and inserts the rows of the files; it says how many and how long that took.
func pour(path, dir string) (string, error) {
	db, err := connect(path)
	if err != nil {
		return "", err
	}
	defer db.Close()
	for _, table := range tables {
		if _, err := db.Exec("DELETE FROM " + table); err != nil {
			return "", err
		}
	}
	if _, err := db.Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		return "", err
	}
	begin, all := time.Now(), 0
	for _, table := range tables {
		n, err := insert(db, table, filepath.Join(dir, table))
		if err != nil {
			return "", err
		}
		all += n
	}
	return fmt.Sprint(all, " ", time.Since(begin).Nanoseconds(), " 0"), nil
}

func insert(db *sql.DB, table, path string) (n int, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Scan()
	names := strings.Split(lines.Text(), "\t")
	stmt, err := db.Prepare("INSERT INTO " + table + " VALUES (?" + strings.Repeat(", ?", len(names)-1) + ")")
	if err != nil {
		return 0, err
	}
	defer stmt.Close()
	args := make([]any, len(names))
	for more := true; more; {
		tx, err := db.BeginTx(context.Background(), nil)
		if err != nil {
			return n, err
		}
		in := tx.Stmt(stmt)
		for range rowsEach {
			if more = lines.Scan(); !more {
				break
			}
			rest := lines.Text()
			for i := range args {
				var cell string
				cell, rest, _ = strings.Cut(rest, "\t")
				if args[i] = cell; cell == `\N` {
					args[i] = nil
				}
			}
			if _, err := in.Exec(args...); err != nil {
				return n, err
			}
			n++
		}
		if err := tx.Commit(); err != nil {
			return n, err
		}
	}
	return n, lines.Err()
}
