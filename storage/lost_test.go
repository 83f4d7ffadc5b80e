package storage_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"

	"partyline/calling"
	"partyline/event"
	"partyline/fault"
	"partyline/storage"
	"partyline/storage/storagetest"
)

// The database restarts in the middle of a transaction: the connection is gone, nothing was
// committed, and the function runs again.
func TestAConnectionLostBeforeTheCommitIsRunAgain(t *testing.T) {
	t.Parallel()
	url := storagetest.Postgres(t)
	db := storagetest.Open(t, storage.Config{URL: url})
	killer := storagetest.Open(t, storage.Config{URL: url})
	var tries atomic.Int64
	write(t, db, func(tx calling.Tx) error {
		if err := tx.Do(calling.Job{Kind: calling.JobPlace, Subject: "+441"}); err != nil {
			return err
		}
		if tries.Add(1) == 1 {
			var ended []bool
			err := killer.Find(context.Background(), &ended, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
				WHERE datname = current_database() AND state = 'idle in transaction' AND pid <> pg_backend_pid()`)
			if err != nil || len(ended) != 1 {
				t.Errorf("ended %v, %v", ended, err)
			}
		}
		return tx.Do(calling.Job{Kind: calling.JobPlace, Subject: "+442"})
	})
	same(t, "tries", tries.Load(), int64(2))
	var n int
	if err := one(db, &n, `SELECT count(*) FROM jobs`); err != nil {
		t.Fatal(err)
	}
	same(t, "kept once", n, 2)
}

func TestADatabaseThatIsAwayIsASentence(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t, storage.Config{Path: storagetest.Embedded(t)})
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	err := db.Ping(context.Background())
	same(t, "code and kind", []any{fault.As(err).Code, fault.As(err).Kind}, []any{"database_away", fault.Busy})
}

// Nobody waits for a transaction whose reader has gone.
func TestACancelledRequestEndsItsTransaction(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		ctx, cancel := context.WithCancel(context.Background())
		err := db.Calling().Write(ctx, func(tx calling.Tx) error {
			cancel()
			return tx.Do(calling.Job{Kind: calling.JobPlace, Subject: "+441"})
		})
		if err == nil {
			t.Error("it was committed")
		}
		write(t, db, func(tx calling.Tx) error { return tx.Do(calling.Job{Kind: calling.JobPlace, Subject: "+442"}) })
		var n int
		if err := one(db, &n, `SELECT count(*) FROM jobs`); err != nil {
			t.Fatal(err)
		}
		same(t, "kept", n, 1)
	})
}

// The end of somebody's file is not the end of the connection.
func TestAnErrorOfTheFunctionComesBackAsItIs(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		tries := 0
		err := db.Calling().Write(context.Background(), func(calling.Tx) error { tries++; return io.EOF })
		same(t, "error and tries", []any{err, tries}, []any{io.EOF, 1})
	})
}

func TestATextThatCannotBeKeptIsRefused(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := seed(t, db, 1, 1)
		err := db.Calling().Write(context.Background(), func(tx calling.Tx) error {
			s, err := tx.Session(p.session.ID)
			if err != nil {
				return err
			}
			s.Name = "Evening\x00"
			return tx.SaveSession(s)
		})
		if db.Kind() == "postgres" {
			same(t, "code", fault.As(err).Code, "text_invalid")
		} else if err != nil { // the embedded database keeps any text
			t.Error(err)
		}
	})
}

func TestAFullDiskLosesNothingAndIsSaid(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t, storage.Config{Path: storagetest.Embedded(t)})
	ctx := context.Background()
	var pages int
	if err := one(db, &pages, `PRAGMA page_count`); err != nil {
		t.Fatal(err)
	}
	limit := func(pages int) {
		t.Helper()
		if _, err := db.Exec(ctx, fmt.Sprintf(`PRAGMA max_page_count = %d`, pages)); err != nil {
			t.Fatal(err)
		}
	}
	limit(pages + 20)
	said, kept := 0, 0
	for ; said == 0 && kept < 1000; kept++ {
		err := db.Calling().Write(ctx, func(tx calling.Tx) error {
			return tx.Emit("session/a", calling.EntryCalled, strings.Repeat("x", 3000))
		})
		if err != nil {
			same(t, "code and kind", []any{fault.As(err).Code, fault.As(err).Kind}, []any{"database_full", fault.Busy})
			said++
			kept--
		}
	}
	if kept < 5 || kept > 100 {
		t.Fatalf("%d events until the disk was full", kept)
	}
	limit(pages + 1000)
	write(t, db, func(tx calling.Tx) error { return tx.Emit("session/a", calling.EntryCalled, "again") })
	last, err := db.Last(ctx, "session/a")
	if err != nil {
		t.Fatal(err)
	}
	same(t, "every event that was acknowledged, and no gap", int(last), kept+1)
}

// A process that is killed in the middle of writing has kept everything it acknowledged. The test
// runs itself as that process, which says each number that was committed.
func TestSIGKILLLosesNothingThatWasAcknowledged(t *testing.T) {
	if path := os.Getenv("PARTYLINE_TEST_WRITE"); path != "" {
		db := storagetest.Open(t, storage.Config{Path: path})
		db.Tell = func(events []event.Event) { fmt.Println("kept", events[len(events)-1].Seq) }
		for {
			write(t, db, func(tx calling.Tx) error {
				return errors.Join(tx.Emit("session/a", calling.EntryCalled, 1), tx.Emit("session/a", calling.EntryCalled, 2))
			})
		}
	}
	t.Parallel()
	path := storagetest.Embedded(t)
	for round := range 3 {
		child := exec.Command(os.Args[0], "-test.run=^TestSIGKILLLosesNothingThatWasAcknowledged$")
		child.Env = append(os.Environ(), "PARTYLINE_TEST_WRITE="+path)
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		acknowledged := 0
		for lines := bufio.NewScanner(out); lines.Scan(); {
			var n int
			if _, err := fmt.Sscanf(lines.Text(), "kept %d", &n); err != nil {
				continue
			}
			if acknowledged = n; n > 100*(round+1) {
				_ = child.Process.Kill() // what it still says until the pipe ends counts too
			}
		}
		_ = child.Wait() // killed
		db := storagetest.Open(t, storage.Config{Path: path})
		last, err := db.Last(context.Background(), "session/a")
		if err != nil {
			t.Fatal(err)
		}
		var log int
		if err := one(db, &log, `SELECT count(*) FROM events`); err != nil {
			t.Fatal(err)
		}
		if acknowledged < 100 || int(last) < acknowledged || int(last) > acknowledged+2 || log != int(last) || last%2 != 0 {
			t.Errorf("acknowledged %d, last %d, %d events", acknowledged, last, log)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
