// Package storagetest gives each test a database of its own: PostgreSQL and the embedded one, the same test on both.
package storagetest

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"partyline/clock"
	"partyline/storage"
)

// Each runs f on PostgreSQL and on the embedded database, at the same time as other tests. Each
// run has a database of its own that is gone afterwards. Without PostgreSQL that half is skipped,
// or fails where CI=1 says that nothing may be skipped.
func Each(t *testing.T, f func(t *testing.T, db *storage.DB)) {
	t.Helper()
	EachAt(t, clock.New(1), f)
}

// EachAt is Each with a clock: it is read by both runs.
func EachAt(t *testing.T, c interface{ Now() time.Time }, f func(t *testing.T, db *storage.DB)) {
	t.Helper()
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		f(t, open(t, storage.Config{URL: Postgres(t), Clock: c}))
	})
	t.Run("embedded", func(t *testing.T) {
		t.Parallel()
		f(t, open(t, storage.Config{Path: Embedded(t), Clock: c}))
	})
}

// Open opens the database and closes it when the test ends.
func Open(t testing.TB, c storage.Config) *storage.DB {
	t.Helper()
	return open(t, c)
}

func open(t testing.TB, c storage.Config) *storage.DB {
	t.Helper()
	if c.Clock == nil {
		c.Clock = clock.New(1)
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	db, err := storage.Open(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return db
}

// Embedded is the path of an embedded database for this test alone; nothing is there yet.
func Embedded(t testing.TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "partyline.db")
}

// skip says why PostgreSQL cannot be tested here.
func skip(t testing.TB, why string) {
	t.Helper()
	if os.Getenv("CI") == "1" {
		t.Fatal(why)
	}
	t.Skip(why)
}
