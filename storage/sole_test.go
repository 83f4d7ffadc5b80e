package storage_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"partyline/storage"
	"partyline/storage/storagetest"
)

// Two nodes on one database need Redis between them; who has none must be alone.
func TestANodeWithoutRedisIsAlone(t *testing.T) {
	t.Parallel()
	nobody := func(err error) { t.Errorf("refused: %v", err) }
	for name, config := range map[string]storage.Config{"postgres": {URL: storagetest.Postgres(t)}, "embedded": {Path: storagetest.Embedded(t)}} {
		t.Run(name, func(t *testing.T) {
			ctx := context.Background()
			first, second := storagetest.Open(t, config), storagetest.Open(t, config)
			leave, err := first.Join(ctx, true, nobody)
			if err != nil {
				t.Fatal(err)
			}
			for _, alone := range []bool{true, false} {
				want := storage.ErrSomebodyAlone
				if alone {
					want = storage.ErrNotAlone
				}
				if _, err := second.Join(ctx, alone, nobody); !errors.Is(err, want) {
					t.Errorf("a second node, alone %v: %v", alone, err)
				}
			}
			leave()
			leave()
			leaveFirst, err := first.Join(ctx, false, nobody)
			if err != nil {
				t.Fatal(err)
			}
			leaveSecond, err := second.Join(ctx, false, nobody)
			if err != nil {
				t.Fatal(err)
			}
			if got := second.Nodes(); name == "postgres" && got != 2 {
				t.Errorf("%d nodes seen", got)
			}
			if _, err := second.Join(ctx, true, nobody); !errors.Is(err, storage.ErrNotAlone) {
				t.Errorf("one that wants to be alone among two: %v", err)
			}
			leaveFirst()
			leaveSecond()
		})
	}
}

// The database restarts and forgets who was alone.
func TestANodeThatLostItsPlaceTakesItAgainOrHears(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	url := storagetest.Postgres(t)
	first, killer := storagetest.Open(t, storage.Config{URL: url}), storagetest.Open(t, storage.Config{URL: url})
	refused := make(chan error, 1)
	leave, err := first.Join(ctx, true, func(err error) { refused <- err })
	if err != nil {
		t.Fatal(err)
	}
	defer leave()
	holder := func() (pids []int) {
		if err := killer.Find(ctx, &pids, `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted
			AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`); err != nil {
			t.Error(err)
		}
		return pids
	}
	cut := func(pid int) {
		t.Helper()
		var ended []bool
		if err := killer.Find(ctx, &ended, `SELECT pg_terminate_backend($1)`, pid); err != nil || len(ended) != 1 || !ended[0] {
			t.Fatalf("ended %v, %v", ended, err)
		}
	}
	one := holder()
	cut(one[0])
	var two []int
	until(t, "it is alone again", func() bool {
		two = holder()
		return len(two) == 1 && two[0] != one[0]
	})
	cut(two[0])
	until(t, "somebody else is faster", func() bool {
		leave, err := killer.Join(ctx, false, func(error) {})
		if err == nil {
			t.Cleanup(leave)
		}
		return err == nil
	})
	select {
	case err := <-refused:
		if !errors.Is(err, storage.ErrNotAlone) {
			t.Errorf("refused with %v", err)
		}
	case <-time.After(time.Minute):
		t.Error("nobody told it that it lost its place")
	}
}
