package storage_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"partyline/calling"
	"partyline/clock"
	"partyline/storage"
	"partyline/storage/storagetest"
)

var quiet = slog.New(slog.DiscardHandler)

// until waits for something, without sleeping for a guessed time.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for late := time.After(20 * time.Second); !is(); {
		select {
		case <-late:
			t.Fatalf("never: %s", what)
		case <-time.After(2 * time.Millisecond):
		}
	}
}

func leave(t *testing.T, db *storage.DB, jobs ...calling.Job) {
	t.Helper()
	write(t, db, func(tx calling.Tx) error {
		var err error
		for _, j := range jobs {
			err = errors.Join(err, tx.Do(j))
		}
		return err
	})
}

func left(t *testing.T, db *storage.DB) (n int) {
	t.Helper()
	if err := one(db, &n, `SELECT count(*) FROM jobs`); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestEightWorkersDoEachJobOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		const n = 200
		var mu sync.Mutex
		done := map[string]int{}
		var workers []*storage.Worker
		for range 8 {
			w := storage.NewWorker(db, clock.New(1), quiet, map[string]storage.Handler{
				"place": func(_ context.Context, j storage.Job) error {
					mu.Lock()
					defer mu.Unlock()
					if done[j.Subject]++; j.Tries != 0 || string(j.Data) != `{"n":1}` {
						t.Errorf("job %+v", j)
					}
					return nil
				},
			})
			w.Start()
			w.Start()
			workers = append(workers, w)
		}
		db.Left = func(jobs map[string]time.Time) {
			for _, w := range workers {
				w.Left(jobs)
			}
		}
		var jobs []calling.Job
		for i := range n {
			jobs = append(jobs, calling.Job{Kind: calling.JobPlace, Subject: fmt.Sprint(i), Data: []byte(`{"n":1}`)})
		}
		jobs = append(jobs, calling.Job{Kind: "nobody's", Subject: "x"})
		leave(t, db, jobs...)
		until(t, "all jobs are done", func() bool { return left(t, db) == 1 })
		for _, w := range workers {
			w.Close(context.Background())
			w.Close(context.Background())
		}
		mu.Lock()
		defer mu.Unlock()
		same(t, "jobs done", len(done), n)
		for subject, times := range done {
			if times != 1 {
				t.Errorf("job %s was done %d times", subject, times)
			}
		}
	})
}

func TestAJobWhoseProcessDiedIsClaimedAgain(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"postgres", "embedded"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			now := clock.At(monday)
			c := storage.Config{Clock: now}
			if kind == "postgres" {
				c.URL = storagetest.Postgres(t)
			} else {
				c.Path = storagetest.Embedded(t)
			}
			db, ctx := storagetest.Open(t, c), context.Background()
			leave(t, db, calling.Job{Kind: calling.JobPlace, Subject: "leg"})
			if err := storage.ClaimAndDie(db, "place", now.Now().Add(30*time.Second)); err != nil {
				t.Fatal(err)
			}
			var tries []int
			handlers := map[string]storage.Handler{"place": func(_ context.Context, j storage.Job) error { tries = append(tries, j.Tries); return nil }}
			run := func(what string, want int) {
				t.Helper()
				n, err := storage.RunDue(ctx, db, handlers)
				if n != want || err != nil {
					t.Errorf("%s: ran %d, %v", what, n, err)
				}
			}
			now.Advance(29 * time.Second)
			run("while it may still be alive", 0)
			now.Advance(2 * time.Second)
			run("after its claim", 1)
			same(t, "it knows that it was begun before", tries, []int{1})
			same(t, "left", left(t, db), 0)

			// errors wait longer and longer, Later waits as it says and counts no try
			leave(t, db, calling.Job{Kind: calling.JobPlace, Subject: "leg", Due: now.Now()})
			broken := errors.New("carrier away")
			ends := []error{broken, broken, calling.Later{At: now.Now().Add(time.Hour)}, nil}
			tries = nil
			handlers["place"] = func(_ context.Context, j storage.Job) error {
				tries = append(tries, j.Tries)
				end := ends[0]
				ends = ends[1:]
				return end
			}
			if _, err := storage.RunDue(ctx, db, handlers); !errors.Is(err, broken) {
				t.Errorf("got %v", err)
			}
			run("before the first second", 0)
			now.Advance(time.Second)
			if _, err := storage.RunDue(ctx, db, handlers); !errors.Is(err, broken) {
				t.Errorf("got %v", err)
			}
			now.Advance(time.Second)
			run("before two more", 0)
			now.Advance(time.Second)
			run("later", 1)
			now.Advance(59*time.Minute + 56*time.Second)
			run("not yet", 0)
			now.Advance(time.Minute)
			run("then", 1)
			same(t, "tries", tries, []int{0, 1, 2, 2})
			same(t, "left", left(t, db), 0)
		})
	}
}

func TestAJobIsReplacedOnlyByAnEarlierOne(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		at := func(d time.Duration, data string) calling.Job {
			return calling.Job{Kind: calling.JobWrapUp, Subject: "a", Due: monday.Add(d), Data: []byte(data)}
		}
		var due int64
		check := func(want time.Duration) {
			t.Helper()
			if err := one(db, &due, `SELECT due_at FROM jobs`); err != nil {
				t.Fatal(err)
			}
			same(t, "due", due, monday.Add(want).UnixMilli())
		}
		leave(t, db, at(time.Minute, "1"))
		leave(t, db, at(2*time.Minute, "2"))
		check(time.Minute)
		leave(t, db, at(30*time.Second, "3"))
		check(30 * time.Second)
		write(t, db, func(tx calling.Tx) error { return tx.Done(calling.JobWrapUp, "a") })
		same(t, "taken out", left(t, db), 0)
	})
}

// What made a job necessary may have come too late for the one that runs: it runs once more.
func TestAJobAskedForWhileItRunsRunsAgain(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		var runs, at atomic.Int64
		began, goOn := make(chan struct{}), make(chan struct{})
		w := storage.NewWorker(db, clock.New(1), quiet, map[string]storage.Handler{"recheck": func(context.Context, storage.Job) error {
			if at.Add(1) != 1 {
				t.Error("two at once")
			}
			defer at.Add(-1)
			if runs.Add(1) == 1 {
				close(began)
				<-goOn
			}
			return nil
		}})
		db.Left = w.Left
		w.Start()
		defer w.Close(context.Background())
		leave(t, db, calling.Job{Kind: calling.JobRecheck, Subject: "s"})
		<-began
		leave(t, db, calling.Job{Kind: calling.JobRecheck, Subject: "s"}, calling.Job{Kind: calling.JobRecheck, Subject: "s"})
		close(goOn)
		until(t, "it was done", func() bool { return left(t, db) == 0 })
		same(t, "runs", runs.Load(), int64(2))
	})
}

// Jobs of a gathered kind are done together: what comes while one hand is at them waits for it. When they cannot be done
// together each is done by itself, so that one that is bad keeps no other waiting.
func TestGatheredJobsAreDoneTogetherAndOneByOneAfterAnError(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		const n = 60
		var mu sync.Mutex
		alone, together := map[string]int{}, map[string]int{}
		var batches [][]string
		at := 0
		began, goOn := make(chan struct{}), make(chan struct{})
		var first sync.Once
		w := storage.NewWorker(db, clock.New(1), quiet, map[string]storage.Handler{
			"spread": func(_ context.Context, j storage.Job) error {
				mu.Lock()
				alone[j.Subject]++
				mu.Unlock()
				first.Do(func() { close(began); <-goOn })
				if j.Subject == "bad" {
					return errors.New("it cannot be done")
				}
				return nil
			},
			"place": func(context.Context, storage.Job) error { return nil },
		})
		w.Gather("spread", func(_ context.Context, jobs []storage.Job) error {
			mu.Lock()
			defer mu.Unlock()
			if at++; at > 1 {
				t.Error("two hands are at the same kind")
			}
			defer func() { at-- }()
			subjects := storage.Subjects(jobs)
			batches = append(batches, subjects)
			if slices.Contains(subjects, "bad") {
				return errors.New("one of them cannot be done")
			}
			for _, s := range subjects {
				together[s]++
			}
			return nil
		})
		db.Left = w.Left
		w.Start()
		defer w.Close(context.Background())
		leave(t, db, calling.Job{Kind: "spread", Subject: "first"})
		<-began
		var jobs []calling.Job
		for i := range n {
			jobs = append(jobs, calling.Job{Kind: "spread", Subject: fmt.Sprint(i)})
		}
		leave(t, db, append(jobs, calling.Job{Kind: calling.JobPlace, Subject: "x"})...)
		until(t, "another kind is done meanwhile", func() bool { return left(t, db) == n+1 })
		close(goOn)
		until(t, "they are done", func() bool { return left(t, db) == 0 })
		mu.Lock()
		same(t, "batches", len(batches), 1)
		same(t, "done together", len(together), n)
		mu.Unlock()

		leave(t, db, calling.Job{Kind: "spread", Subject: "bad"}, calling.Job{Kind: "spread", Subject: "good"}, calling.Job{Kind: "spread", Subject: "also good"})
		until(t, "the good ones are done", func() bool { return left(t, db) == 1 })
		mu.Lock()
		defer mu.Unlock()
		same(t, "a good one", alone["good"]+alone["also good"], 2)
		if alone["bad"] == 0 {
			t.Error("the bad one was not tried by itself")
		}
	})
}

func TestClosingAWorkerWaitsForItsJobs(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		began := make(chan struct{}, 2)
		var ended atomic.Bool
		w := storage.NewWorker(db, clock.New(1), quiet, map[string]storage.Handler{
			"place": func(ctx context.Context, j storage.Job) error {
				began <- struct{}{}
				if j.Subject == "patient" {
					<-ctx.Done()
					ended.Store(true)
					return ctx.Err()
				}
				panic("a bug")
			},
		})
		w.Start()
		leave(t, db, calling.Job{Kind: calling.JobPlace, Subject: "patient"}, calling.Job{Kind: calling.JobPlace, Subject: "panics"})
		<-began
		<-began
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		w.Close(ctx)
		same(t, "the job had ended", ended.Load(), true)
		same(t, "both stay, to be tried again", left(t, db), 2)
		var claimed int
		if err := one(db, &claimed, `SELECT count(*) FROM jobs WHERE claimed_until > 0`); err != nil {
			t.Fatal(err)
		}
		same(t, "nobody is at them", claimed, 0)
		storage.NewWorker(db, clock.New(1), quiet, nil).Close(ctx) // never started
	})
}

// At six hundred times the speed a job that takes a third of a second of the wall takes three minutes of the
// product; nobody may take it for dead.
func TestAFastClockDoesNotShrinkClaims(t *testing.T) {
	t.Parallel()
	fast := clock.New(600)
	storagetest.EachAt(t, fast, func(t *testing.T, db *storage.DB) {
		var runs atomic.Int64
		goOn := make(chan struct{})
		var workers []*storage.Worker
		for range 2 {
			w := storage.NewWorker(db, fast, quiet, map[string]storage.Handler{"place": func(context.Context, storage.Job) error {
				runs.Add(1)
				<-goOn
				return nil
			}})
			w.Start()
			defer w.Close(context.Background())
			workers = append(workers, w)
		}
		leave(t, db, calling.Job{Kind: calling.JobPlace, Subject: "slow"})
		until(t, "it began", func() bool { return runs.Load() > 0 })
		began := fast.Now()
		until(t, "three minutes went by", func() bool { workers[0].Poke(); workers[1].Poke(); return fast.Now().Sub(began) > 3*time.Minute })
		same(t, "runs", runs.Load(), int64(1))
		close(goOn)
		until(t, "it was done", func() bool { return left(t, db) == 0 })
	})
}
