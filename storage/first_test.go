package storage_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/storage"
	"partyline/storage/storagetest"
)

// Rows that are named by their keys are found by them, too, however many are named.
func TestNamedRowsAreDroppedWithoutReadingTheRest(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t, storage.Config{URL: storagetest.Postgres(t)})
	run := behindALoad(t, db, "ready")
	const rows, many, turns = 20_000, 100, 8 // from the sixth on the database keeps its plan
	run(`INSERT INTO ready (campaign, level, stream, key, contact) SELECT 1, 1, 2, n, n FROM generate_series(1, $1::int) AS n`, rows)
	run(`INSERT INTO streams (campaign, level, stream, size) VALUES (1, 1, 2, $1)`, rows)
	var before int64
	for turn := range int64(turns) {
		var named []campaign.Ready
		for k := 1 + turn*many; k <= (turn+1)*many; k++ {
			named = append(named, campaign.Ready{Level: 1, Stream: 2, Key: k, Contact: k})
		}
		named = append(named, campaign.Ready{Level: 1, Stream: 2, Key: rows - turn, Contact: 1}, campaign.Ready{Level: 1, Stream: 3, Key: rows, Contact: rows}) // who are not there
		after, err := storage.RowsRead(db, "ready", func(tx campaign.Tx) error {
			gone, err := tx.DropReady(1, named)
			if err == nil {
				same(t, "dropped", len(gone), many)
			}
			return err
		})
		if n := after - before; err != nil || n == 0 || n > 4*many {
			t.Errorf("%d rows were read to drop %d the %d. time, %v", n, many, turn+1, err)
		}
		before = after
	}
}

// behindALoad has tables of which PostgreSQL believes that they are empty, for as long as the test takes.
func behindALoad(t *testing.T, db *storage.DB, tables ...string) (run func(statement string, args ...any)) {
	run = func(statement string, args ...any) {
		t.Helper()
		if _, err := db.Exec(context.Background(), statement, args...); err != nil {
			t.Fatal(err)
		}
	}
	for _, table := range tables {
		run(`ALTER TABLE ` + table + ` SET (autovacuum_enabled = off)`)
		run(`ANALYZE ` + table)
	}
	return run
}

// Behind a load PostgreSQL counts one table after the other. What looks for who is ready in a wrong stream hashes the households once,
// whichever of them it knows: beside counted contacts it went through all who are ready for each household.
func TestWhoIsAstrayIsFoundInOnePass(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t, storage.Config{URL: storagetest.Postgres(t)})
	run := func(statement string) {
		t.Helper()
		if _, err := db.Exec(context.Background(), statement); err != nil {
			t.Fatal(err)
		}
	}
	for _, table := range []string{"contacts", "ready", "households"} {
		run(`ALTER TABLE ` + table + ` SET (autovacuum_enabled = off)`)
	}
	run(`INSERT INTO contacts (campaign, no, phone, name, line, zone_set, key, load_no, row_number, fields, opted_out)
		SELECT 1, n, n::text, '', 1, 1, n, 1, n, '{}', FALSE FROM generate_series(1, 20000) AS n`)
	run(`INSERT INTO ready (campaign, level, stream, key, contact) SELECT 1, 1, 2, n, n FROM generate_series(1, 20000) AS n`)
	run(`INSERT INTO households (campaign, contact, load_no, row_number, name) SELECT 1, n, 1, n, '' FROM generate_series(1, 200) AS n`)
	for _, counted := range []string{"", "contacts", "households", "ready"} {
		if counted != "" {
			run(`ANALYZE ` + counted)
		}
		var plan []string
		if err := db.Find(context.Background(), &plan, `EXPLAIN `+strings.NewReplacer("$1", "1", "$2", "1000").Replace(storage.Astray)); err != nil {
			t.Fatal(err)
		}
		if text := strings.Join(plan, "\n"); !strings.Contains(text, "hashed SubPlan") || strings.Contains(text, "Join") || strings.Contains(text, "Nested Loop") {
			t.Errorf("with %s counted:\n%s", counted, text)
		}
	}
}

// Behind a load, PostgreSQL believes for a minute that its tables are nearly empty. Whoever takes the first few rows of many must
// read no more of them for that: a dialer that read the whole campaign for each number stood still just as it was started.
func TestTheFirstOfManyAreTakenWithoutReadingTheRest(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t, storage.Config{URL: storagetest.Postgres(t)})
	run := behindALoad(t, db, "ready", "clickable", "waiting", "opted_out")
	const rows, few = 20_000, 10
	run(`INSERT INTO ready (campaign, level, stream, key, contact) SELECT 1, 1, 2, n, n FROM generate_series(1, $1::int) AS n`, rows)
	run(`INSERT INTO streams (campaign, level, stream, size) VALUES (1, 1, 2, $1)`, rows)
	run(`INSERT INTO clickable (campaign, key, contact) SELECT 1, n, n FROM generate_series(1, $1::int) AS n`, rows)
	run(`INSERT INTO waiting (campaign, kind, attempts, at, contact, zone_set) SELECT 1, 1, 0, n, n, 1 FROM generate_series(1, $1::int) AS n`, rows)
	run(`INSERT INTO opted_out (organisation_id, phone) SELECT 'o', n::text FROM generate_series(1, $1::int) AS n`, rows)
	for table, take := range map[string]func(tx campaign.Tx) (int, error){
		"ready": func(tx campaign.Tx) (int, error) {
			got, err := tx.TakeReady(1, []campaign.StreamSize{{Level: 1, Stream: 2, Size: few}}, "x", time.UnixMilli(1))
			return len(got), err
		},
		"clickable": func(tx campaign.Tx) (int, error) {
			_, err := tx.TakeClickable(1, "x", few)
			return few, err // they are no contacts
		},
		"waiting": func(tx campaign.Tx) (int, error) {
			got, err := tx.TakeWaiting(1, 1, 0, time.UnixMilli(rows), few)
			return len(got), err
		},
		"opted_out": func(tx campaign.Tx) (int, error) {
			got, err := tx.Fresh("o", few)
			return len(got), err
		},
	} {
		n, err := storage.RowsRead(db, table, func(tx campaign.Tx) error {
			got, err := take(tx)
			if err == nil {
				same(t, "taken of "+table, got, few)
			}
			return err
		})
		if err != nil || n == 0 || n > 3*few {
			t.Errorf("%d rows of %s were read to take %d, %v", n, table, few, err)
		}
	}
}
