// Package storagetest gives each test a database of its own: PostgreSQL and the embedded one, the same test on both.
package storagetest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
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

// Embedded is the path of an embedded database for this test alone, its tables up to date.
func Embedded(t testing.TB) string {
	t.Helper()
	file, err := template()
	if err != nil {
		t.Fatal(err)
	}
	path := Nowhere(t)
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Nowhere is like Embedded, and nothing is there yet.
func Nowhere(t testing.TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "partyline.db")
}

// template is the file of an embedded database of this version, migrated once for all tests of this binary: a second and
// more for each of them would be most of what they take.
var template = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "partyline-template-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "partyline.db")
	if err := storage.Migrate(context.Background(), storage.Config{Path: path, Clock: clock.New(1), Log: slog.New(slog.DiscardHandler)}); err != nil {
		return nil, fmt.Errorf("migrate the template of the embedded database: %w", err)
	}
	if log, err := os.Stat(path + "-wal"); err == nil && log.Size() > 0 {
		return nil, errors.New("the template of the embedded database was not closed: a part of it is in its log")
	}
	return os.ReadFile(path)
})

// skip says why PostgreSQL cannot be tested here.
func skip(t testing.TB, why string) {
	t.Helper()
	if os.Getenv("CI") == "1" {
		t.Fatal(why)
	}
	t.Skip(why)
}
