package storage_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"

	"partyline/calling"
	"partyline/fault"
	"partyline/storage"
	"partyline/storage/storagetest"
)

// rivals runs f from many goroutines at once and says how many of them heard "yes".
func rivals(n int, f func(i int) bool) int {
	var yes atomic.Int64
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		wg.Go(func() {
			<-start
			if f(i) {
				yes.Add(1)
			}
		})
	}
	close(start)
	wg.Wait()
	return int(yes.Load())
}

// dial opens a leg to one of few numbers, keeps it for a moment, and ends it: what fifty leaders
// do all evening. It says how many were opened, and how often two open legs of one number were seen.
func dial(t *testing.T, db *storage.DB, open func(calling.Leg) (bool, error)) (opened, doubles int) {
	ctx := context.Background()
	var mu sync.Mutex
	rivals(16, func(i int) bool {
		for n := range 6 {
			leg := calling.Leg{ID: id(), Ref: id(), Organisation: "o", Number: fmt.Sprint("+44", n%2), Kind: calling.SupporterLeg, State: calling.LegClaimed, Opened: monday}
			ok, err := open(leg)
			if err != nil {
				t.Error(err)
			}
			if !ok {
				continue
			}
			var twice []int
			if err := db.Find(ctx, &twice, `SELECT count(*) FROM legs WHERE ended_at IS NULL GROUP BY number HAVING count(*) > 1`); err != nil {
				t.Error(err)
			}
			mu.Lock()
			opened++
			doubles += len(twice)
			mu.Unlock()
			leg.State, leg.Ended = calling.LegEnded, monday
			if err := db.Calling().Write(ctx, func(tx calling.Tx) error { return tx.SaveLeg(leg) }); err != nil {
				t.Error(err)
			}
		}
		return true
	})
	return opened, doubles
}

func TestNoNumberIsOnTwoOpenLegs(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		opened, doubles := dial(t, db, func(l calling.Leg) (ok bool, err error) {
			err = db.Calling().Write(context.Background(), func(tx calling.Tx) (err error) {
				ok, err = tx.InsertLeg(l)
				return err
			})
			return ok, err
		})
		if opened < 4 || doubles != 0 {
			t.Errorf("%d legs opened, %d doubles seen", opened, doubles)
		}
	})
}

// The test above can fail: without the unique index, a transaction that looks before it inserts
// is not enough where many write at once. The embedded database has one writer, so it is there.
func TestWithoutTheUniqueIndexNumbersAreOnTwoOpenLegs(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		ctx := context.Background()
		if _, err := db.Exec(ctx, `DROP INDEX legs_one_open`); err != nil {
			t.Fatal(err)
		}
		opened, doubles := dial(t, db, func(l calling.Leg) (bool, error) { return storage.OpenLegByLooking(db, l) })
		t.Logf("%d legs opened, %d doubles seen", opened, doubles)
		if double := doubles > 0; double != (db.Kind() == "postgres") {
			t.Errorf("%d legs opened, %d doubles seen", opened, doubles)
		}
	})
}

func TestOneOfManyReservesThePerson(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := storagetest.Seed(t, db, 8, 1)
		ctx := context.Background()
		var mu sync.Mutex
		heard := map[string]bool{}
		winners := rivals(24, func(i int) bool {
			var ok bool
			var by calling.Reservation
			err := db.Calling().Write(ctx, func(tx calling.Tx) (err error) {
				ok, by, err = tx.Reserve(calling.Reservation{
					Supporter: p.Supporters[0], Organisation: p.Organisation, Session: fmt.Sprint("s", i), List: p.List, Attempt: fmt.Sprint("a", i), Leader: p.Leaders[i%8], Since: monday,
				})
				return err
			})
			if err != nil {
				t.Error(err)
			}
			if !ok {
				mu.Lock()
				heard[by.LeaderName] = true
				mu.Unlock()
			}
			return ok
		})
		same(t, "winners", winners, 1)
		same(t, "names the others heard", len(heard), 1)
		var holder string
		if err := one(db, &holder, `SELECT attempt_id FROM reservations`); err != nil {
			t.Fatal(err)
		}
		write(t, db, func(tx calling.Tx) error { return tx.Release(p.Supporters[0], "somebody else's") })
		var n int
		if err := one(db, &n, `SELECT count(*) FROM reservations`); err != nil {
			t.Fatal(err)
		}
		same(t, "not released by others", n, 1)
		write(t, db, func(tx calling.Tx) error { return tx.Release(p.Supporters[0], holder) })
		again := rivals(2, func(i int) bool {
			var ok bool
			err := db.Calling().Write(ctx, func(tx calling.Tx) (err error) {
				ok, _, err = tx.Reserve(calling.Reservation{Supporter: p.Supporters[0], Attempt: fmt.Sprint("b", i), Leader: p.Leaders[0], Since: monday})
				return err
			})
			return ok && err == nil
		})
		same(t, "after the release", again, 1)
	})
}

func TestOneStepOneRunOnePersonOneLog(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := seed(t, db, 1, 2)
		ctx := context.Background()
		claimed := rivals(12, func(i int) bool {
			var ok bool
			err := db.Calling().Write(ctx, func(tx calling.Tx) (err error) {
				ok, err = tx.InsertAttempt(calling.Attempt{ID: id(), Session: p.session.ID, Supporter: p.Supporters[i%2], Run: "r", Step: 1, Claimed: monday})
				return err
			})
			if err != nil {
				t.Error(err)
			}
			return ok
		})
		same(t, "claims of one step", claimed, 1)
		var who string
		if err := one(db, &who, `SELECT supporter_id FROM attempts`); err != nil {
			t.Fatal(err)
		}
		write(t, db, func(tx calling.Tx) error {
			ok, err := tx.InsertAttempt(calling.Attempt{ID: id(), Session: p.session.ID, Supporter: who, Run: "r", Step: 2, Claimed: monday})
			same(t, "a person who is being called", ok, false)
			if err != nil {
				return err
			}
			// the transaction is not poisoned by what was refused
			ok, err = tx.InsertAttempt(calling.Attempt{ID: id(), Session: p.session.ID, Supporter: "somebody", Run: "r", Step: 2, Claimed: monday})
			same(t, "another person", ok, true)
			return err
		})
		var refused atomic.Int64
		logs := rivals(8, func(i int) bool {
			err := db.Calling().Write(ctx, func(tx calling.Tx) error {
				return tx.InsertLog(calling.Log{ID: id(), Session: p.session.ID, Attempt: "a", At: monday})
			})
			if fault.Is(err, "logged") {
				refused.Add(1)
			}
			return err == nil
		})
		same(t, "logs of one call", logs, 1)
		same(t, "refusals", refused.Load(), int64(7))
		runs := rivals(8, func(i int) bool {
			err := db.Calling().Write(ctx, func(tx calling.Tx) error {
				return tx.InsertRun(calling.Run{ID: id(), Session: p.session.ID, Leader: p.Leaders[0], Since: monday, Started: monday})
			})
			if err != nil && !fault.Is(err, "live_elsewhere") {
				t.Error(err)
			}
			return err == nil
		})
		same(t, "live runs of one leader", runs, 1)
		facts := rivals(5, func(int) bool {
			var ok bool
			err := db.Calling().Write(ctx, func(tx calling.Tx) (err error) {
				ok, err = tx.InsertFact(calling.Fact{Leg: "l", State: calling.LegRinging, Seq: 1, Source: "status"})
				return err
			})
			return ok && err == nil
		})
		same(t, "the same webhook five times at once", facts, 1)
	})
}

// Two transactions that lock two sessions in opposite orders wait on each other in a ring. The
// database ends one of them, and it is run again.
func TestADeadlockIsRunAgain(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := seed(t, db, 2, 1)
		other := session(p.Place, p.Leaders[1])
		write(t, db, func(tx calling.Tx) error { return tx.InsertSession(other) })
		first, second := p.session.ID, other.ID
		var tries atomic.Int64
		met := make(chan struct{})
		var meet sync.Once
		var waiting atomic.Int64
		done := rivals(2, func(i int) bool {
			a, b := first, second
			if i == 1 {
				a, b = b, a
			}
			err := db.Calling().Write(context.Background(), func(tx calling.Tx) error {
				tries.Add(1)
				s, err := tx.Session(a)
				if err != nil {
					return err
				}
				if db.Kind() == "postgres" && waiting.Add(1) <= 2 { // both hold their first lock before either asks for its second
					if waiting.Load() == 2 {
						meet.Do(func() { close(met) })
					}
					<-met
				}
				o, err := tx.Session(b)
				if err != nil {
					return err
				}
				s.Front--
				o.Front--
				return errors.Join(tx.SaveSession(s), tx.SaveSession(o))
			})
			if err != nil {
				t.Error(err)
			}
			return err == nil
		})
		same(t, "both went through", done, 2)
		if db.Kind() == "postgres" && tries.Load() != 3 {
			t.Errorf("%d tries: the ring was not met or not broken once", tries.Load())
		}
		read(t, db, func(r calling.Reader) error {
			s, err := r.PeekSession(first)
			o, err2 := r.PeekSession(second)
			same(t, "nothing was done twice", []int64{s.Front, o.Front}, []int64{-2, -2})
			return errors.Join(err, err2)
		})
	})
}

// countUp has many count one session up, each reading it by the method given, and returns the end.
func countUp(t *testing.T, db *storage.DB, read1 func(calling.Tx, string) (calling.Session, error)) (version, attempted int) {
	p := seed(t, db, 1, 1)
	same(t, "went through", rivals(20, func(int) bool {
		for range 5 {
			err := db.Calling().Write(context.Background(), func(tx calling.Tx) error {
				s, err := read1(tx, p.session.ID)
				if err != nil {
					return err
				}
				s.Version++
				s.Cycle.Figures.Attempted++
				return tx.SaveSession(s)
			})
			if err != nil {
				t.Error(err)
				return false
			}
		}
		return true
	}), 20)
	read(t, db, func(r calling.Reader) error {
		s, err := r.PeekSession(p.session.ID)
		version, attempted = s.Version, s.Cycle.Figures.Attempted
		return err
	})
	return version, attempted
}

func TestASessionIsCountedUpByManyWithoutLoss(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		version, attempted := countUp(t, db, calling.Tx.Session)
		same(t, "version and figures", []int{version, attempted}, []int{101, 100})
	})
}

// The test above can fail: without the row's lock counts are lost where many write at once.
func TestWithoutTheLockCountsAreLost(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		version, _ := countUp(t, db, calling.Tx.PeekSession)
		if lost := version < 101; lost != (db.Kind() == "postgres") {
			t.Errorf("counted up to %d of 101", version)
		}
	})
}

func TestSnapshotsCannotWrite(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		if err := storage.TryToWriteWhileReading(db); err == nil {
			t.Error("a snapshot wrote")
		}
	})
}

func TestTheFileIsForItsOwnerOnly(t *testing.T) {
	t.Parallel()
	path := storagetest.Nowhere(t)
	storagetest.Open(t, storage.Config{Path: path})
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "permissions for others", info.Mode().Perm()&0o077, os.FileMode(0))
}
