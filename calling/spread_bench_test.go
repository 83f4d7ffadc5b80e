package calling_test

import (
	"context"
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

// BenchmarkResultsOfFiftyLeaders has fifty leaders of one list of 5,000 write down results as fast as they can, and
// measures until every other session was told: results a second, and how long the slowest of a hundred took.
//
//	go test ./calling -run '^$' -bench FiftyLeaders -benchtime 500x
func BenchmarkResultsOfFiftyLeaders(b *testing.B) {
	b.Run("postgres", func(b *testing.B) { fiftyLeaders(b, storage.Config{URL: storagetest.Postgres(b)}) })
	b.Run("embedded", func(b *testing.B) { fiftyLeaders(b, storage.Config{Path: storagetest.Embedded(b)}) })
}

func fiftyLeaders(b *testing.B, config storage.Config) {
	const leaders, people = 50, 5000
	now := clock.At(time.Now().Add(-time.Hour)) // what is due is due for the worker, too, whose clock runs
	config.Clock = now
	db := storagetest.Open(b, config)
	s := begin(b, now, db, leaders, people)
	s.exec(`UPDATE organisations SET opens = 0, closes = 1440`)
	told := make(chan string, b.N)
	var drains atomic.Int64
	handlers := map[string]storage.Handler{}
	for kind, do := range s.jobs {
		handlers[kind] = func(ctx context.Context, j storage.Job) error {
			err := do(ctx, j)
			if kind == string(calling.JobSpread) && err == nil {
				told <- j.Subject
			}
			return err
		}
	}
	worker := storage.NewWorker(db, clock.New(1), s.svc.Log, handlers)
	for _, kind := range calling.GatheredJobs {
		worker.Gather(string(kind), func(ctx context.Context, jobs []storage.Job) error {
			err := s.svc.RunJobs(ctx, kind, storage.Subjects(jobs))
			if kind == calling.JobSpread && err == nil {
				drains.Add(1)
				for _, j := range jobs {
					told <- j.Subject
				}
			}
			return err
		})
	}
	db.Left = worker.Left
	worker.Start()
	defer worker.Close(ctx)
	var seats []*seat
	for i := range leaders {
		seats = append(seats, s.seat(i))
	}
	rows := make([][]calling.EntryView, leaders)
	for i, p := range seats {
		rows[i] = p.rows()
	}
	written := sync.Map{}
	var next atomic.Int64
	var all sync.WaitGroup
	b.ResetTimer()
	for i, p := range seats {
		all.Go(func() {
			for n := int(next.Add(1)) - 1; n < b.N; n = int(next.Add(1)) - 1 {
				log, err := s.svc.WriteLogByHand(ctx, p.who, p.session, rows[i][n%people].ID, calling.LogRequest{Outcome: calling.NoAnswer})
				if err != nil {
					b.Error(err)
					return
				}
				written.Store(log.ID, time.Now())
			}
		})
	}
	all.Wait()
	wrote := b.Elapsed()
	took := make([]time.Duration, 0, b.N)
	for range b.N {
		id := <-told
		at, ok := written.Load(id)
		for ; !ok; at, ok = written.Load(id) {
		}
		took = append(took, time.Since(at.(time.Time)))
	}
	b.StopTimer()
	slices.Sort(took)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "results/s")
	b.ReportMetric(float64(b.N)/wrote.Seconds(), "logs/s")
	b.ReportMetric(float64(took[len(took)*99/100].Milliseconds()), "p99-ms")
	b.ReportMetric(float64(b.N)/float64(max(1, drains.Load())), "results/drain")
	b.ReportMetric(float64(took[len(took)/2].Milliseconds()), "p50-ms")
}
