package storage_test

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
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
			files, err := os.ReadDir("migrations")
			if err != nil {
				t.Fatal(err)
			}
			var want []int64
			for _, f := range files {
				no, _ := strconv.ParseInt(f.Name()[:4], 10, 64)
				want = append(want, no)
			}
			if !slices.Equal(applied, want) {
				t.Fatalf("migrations applied: %v, of %v", applied, want)
			}
		})
	}
}

// While servers are replaced one by one the version before reads and writes the new tables: what it knows must stay.
func TestAMigrationTakesNothingAwayFromTheVersionBefore(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("migrations/*.sql")
	if err != nil || len(files) < 34 {
		t.Fatalf("%d migrations: %v", len(files), err)
	}
	away := regexp.MustCompile(`(?i)\b(DROP\s+(COLUMN|TABLE)|RENAME|SET\s+NOT\s+NULL)\b`)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if found := away.Find(text); found != nil && filepath.Base(file) != "0027_released.sql" { // before anybody ran Partyline
			t.Errorf("%s has %s", file, found)
		}
	}
}
