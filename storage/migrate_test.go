package storage_test

import (
	"context"
	"log/slog"
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
			if len(applied) < 3 {
				t.Fatalf("migrations applied: %v", applied)
			}
			for i, v := range applied {
				if v != int64(i+1) {
					t.Fatalf("migrations applied: %v", applied)
				}
			}
		})
	}
}
