package storage_test

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"partyline/clock"
	"partyline/storage"
	"partyline/storage/storagetest"
)

// Four nodes start at once on a database without tables.
func TestSeveralNodesMigrateAnEmptyDatabaseOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind string
		make func(t *testing.T) storage.Config
	}{
		{"postgres", func(t *testing.T) storage.Config { return storage.Config{URL: storagetest.Empty(t)} }},
		{"embedded", func(t *testing.T) storage.Config { return storage.Config{Path: storagetest.Nowhere(t)} }},
	} {
		t.Run(c.kind, func(t *testing.T) {
			t.Parallel()
			config := c.make(t)
			config.Clock, config.Log = clock.New(1), slog.New(slog.DiscardHandler)
			var wg sync.WaitGroup
			for range 4 {
				wg.Go(func() {
					if err := storage.Migrate(context.Background(), config); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			db := storagetest.Open(t, config)
			var applied []int64
			if err := db.Find(context.Background(), &applied, `SELECT version_id FROM goose_db_version WHERE version_id > 0 ORDER BY id`); err != nil {
				t.Fatal(err)
			}
			var want []int64
			for _, f := range append(files(t, "migrations/*.sql"), files(t, "migrations/*/*.sql")...) {
				no, _ := strconv.ParseInt(filepath.Base(f)[:4], 10, 64)
				want = append(want, no)
			}
			slices.Sort(want)
			if !slices.Equal(applied, want) {
				t.Fatalf("migrations applied: %v, of %v", applied, want)
			}
		})
	}
}

// While servers are replaced one by one the version before reads and writes the new tables: what it knows must stay.
func TestAMigrationTakesNothingAwayFromTheVersionBefore(t *testing.T) {
	t.Parallel()
	away := regexp.MustCompile(`(?i)\b(DROP\s+(COLUMN|TABLE)|RENAME|SET\s+NOT\s+NULL)\b`)
	for _, file := range files(t, "migrations/*.sql") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if found := away.Find(text); found != nil && filepath.Base(file) != "0027_released.sql" { // before anybody ran Partyline
			t.Errorf("%s has %s", file, found)
		}
	}
}

func files(t *testing.T, pattern string) []string {
	t.Helper()
	found, err := filepath.Glob(pattern)
	if err != nil || len(found) == 0 {
		t.Fatalf("%d of %s: %v", len(found), pattern, err)
	}
	return found
}

// A file of the version before has its queues rebuilt in the order of their keys: every row is there again, and nothing else.
func TestTheQueuesOfAnEmbeddedDatabaseAreKeptInTheOrderOfTheirKeys(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t, storage.Config{Path: storagetest.Nowhere(t)})
	ctx := context.Background()
	exec := func(statement string) {
		t.Helper()
		if _, err := db.Exec(ctx, statement); err != nil {
			t.Fatal(statement, err)
		}
	}
	columns := map[string]string{"ready": "campaign, level, stream, key, contact", "taken": "campaign, contact, level, stream, holder, at", "clickable": "campaign, key, contact"}
	tables := func() (have map[string][]string) {
		have = map[string][]string{}
		for table, cols := range columns {
			var rows []string
			if err := db.Find(ctx, &rows, `SELECT json_array(`+cols+`) FROM `+table+` ORDER BY `+cols); err != nil {
				t.Fatal(err)
			}
			have[table] = rows
		}
		return have
	}
	for table := range columns { // as they were
		var ddl []string
		if err := db.Find(ctx, &ddl, `SELECT sql FROM sqlite_master WHERE name = '`+table+`'`); err != nil || len(ddl) != 1 || !strings.HasSuffix(ddl[0], "WITHOUT ROWID") {
			t.Fatalf("%s is %s, %v", table, ddl, err)
		}
		exec(`DROP TABLE ` + table)
		exec(strings.Replace(strings.TrimSuffix(ddl[0], "WITHOUT ROWID"), `"`+table+`"`, table, 1))
	}
	exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
		INSERT INTO ready (campaign, level, stream, key, contact) SELECT i % 3, i % 2, i % 5, (i * 7919) % 1009, i FROM n`)
	exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
		INSERT INTO taken (campaign, contact, level, stream, holder, at) SELECT i % 3, (i * 7919) % 1009, i % 2, i % 5, 'holder ' || i % 2, i FROM n`)
	exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
		INSERT INTO clickable (campaign, key, contact) SELECT i % 3, (i * 7919) % 1009, i FROM n`)
	before := tables()
	text, err := os.ReadFile("migrations/embedded/0039_in_key_order.sql")
	if err != nil {
		t.Fatal(err)
	}
	exec(string(text))
	same(t, "rows", tables(), before)
	for table := range columns {
		if _, err := db.Exec(ctx, `UPDATE `+table+` SET rowid = rowid`); err == nil {
			t.Errorf("%s has rows in the order of insertion", table)
		}
	}
}
