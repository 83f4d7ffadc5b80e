package storage_test

import (
	"context"
	"testing"
	"time"

	"partyline/storage"
	"partyline/storage/storagetest"
)

// A clock that differs from the database's is seen, by as much as it does; one that does not is not suspected.
func TestAClockThatDiffersFromTheDatabasesIsSeen(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]storage.Config{"postgres": {URL: storagetest.Postgres(t)}, "embedded": {Path: storagetest.Embedded(t)}} {
		t.Run(name, func(t *testing.T) {
			db := storagetest.Open(t, config)
			for _, off := range []time.Duration{0, time.Minute, -time.Minute, 24 * time.Hour} {
				began := time.Now()
				got, err := db.Ahead(context.Background(), func() time.Time { return time.Now().Add(off) })
				if err != nil {
					t.Fatal(err)
				}
				way, want := time.Since(began), off // the reading's own way may hide as much
				if name == "embedded" {
					way, want = 0, 0
				}
				if apart := (got - want).Abs(); apart > way {
					t.Errorf("%s off: it is said to be %s", off, got)
				}
			}
		})
	}
}

// What the way to a database and back takes is not held against a clock.
func TestASlowDatabaseIsNoWrongClock(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t, storage.Config{URL: storagetest.Postgres(t)})
	readings := []time.Duration{-time.Minute, time.Minute} // it is asked a minute before its answer, and heard a minute after
	n := 0
	off, err := db.Ahead(context.Background(), func() time.Time { n++; return time.Now().Add(readings[(n-1)%2]) })
	if err != nil || off != 0 {
		t.Errorf("%s, %v", off, err)
	}
}
