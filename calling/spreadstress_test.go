package calling_test

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"partyline/calling"
	"partyline/clock"
	"partyline/fault"
	"partyline/storage"
)

// TestStressOfResultsToldTogether has leaders log, take back and skip while two nodes tell the results in batches: when
// all is told, every queue shows what stands, and every session's counts equal a recount.
func TestStressOfResultsToldTogether(t *testing.T) {
	seed := seedOf(t)
	const leaders, people = 4, 24
	each(t, leaders, people, func(s *shift) {
		var seats []*seat
		for i := range leaders {
			seats = append(seats, s.seat(i))
		}
		entries := make([]map[string]string, leaders) // of each seat, by supporter
		for i, p := range seats {
			entries[i] = map[string]string{}
			for _, e := range p.rows() {
				entries[i][e.Supporter.ID] = e.ID
			}
		}
		poke := func() {}
		var workers []*storage.Worker
		for range 2 {
			w := storage.NewWorker(s.db, clock.New(1), s.svc.Log, s.jobs)
			for _, kind := range calling.GatheredJobs {
				w.Gather(string(kind), func(ctx context.Context, jobs []storage.Job) error {
					return s.svc.RunJobs(ctx, kind, storage.Subjects(jobs))
				})
			}
			workers = append(workers, w)
			others := poke
			poke = func() { others(); w.Poke() }
		}
		s.db.Left = func(map[string]time.Time) { poke() }
		for _, w := range workers {
			w.Start()
		}
		stands := make([]calling.Outcome, people) // by person: each is one leader's to log
		ok := func(err error) {
			if err != nil && fault.As(err).Kind == fault.Internal {
				s.Error(err)
			}
		}
		var all sync.WaitGroup
		for i, p := range seats {
			rnd := rand.New(rand.NewPCG(seed, uint64(i)))
			all.Go(func() {
				for n := i; n < people; n += leaders {
					id, result := s.Supporters[n], []calling.Outcome{calling.NoAnswer, calling.NotInterested, calling.WrongNumber}[rnd.IntN(3)]
					log, err := s.svc.WriteLogByHand(ctx, p.who, p.session, entries[i][id], calling.LogRequest{Reached: result.Reaches(), Outcome: result})
					if err != nil {
						s.Error(err)
						return
					}
					stands[n] = result
					if rnd.IntN(2) == 0 {
						_, err := s.svc.Undo(ctx, p.who, log.Action, calling.UndoRequest{})
						if err == nil {
							stands[n] = ""
						}
						ok(err)
					}
					other := s.Supporters[(n+1+rnd.IntN(people-1))%people]
					_, err = s.svc.Skip(ctx, p.who, p.session, entries[i][other], calling.SkipRequest{Type: calling.SkipCycle})
					ok(err)
				}
			})
		}
		all.Wait()
		for _, w := range workers {
			w.Close(ctx)
		}
		s.work() // what is left
		for i, p := range seats {
			var tally calling.Tally
			var session calling.Session
			s.read(func(r calling.Reader) (err error) {
				if session, err = r.PeekSession(p.session); err == nil {
					tally, err = r.Tally(p.session)
				}
				return err
			})
			if tally.Counts != session.Counts {
				s.Errorf("session %d counts %+v, and there are %+v", i, session.Counts, tally.Counts)
			}
			rows := map[string]calling.EntryView{}
			for _, e := range p.rows() {
				rows[e.Supporter.ID] = e
			}
			for n, result := range stands {
				e := rows[s.Supporters[n]]
				want := calling.Available
				switch {
				case n%leaders == i:
					continue // their own
				case result.Completes(false):
					want = calling.Completed
				case result != "":
					want = calling.Attempted
				}
				if e.Status != want && !(e.Status == calling.Skipped && want != calling.Completed) {
					s.Errorf("session %d has person %d as %s, and %q stands", i, n, e.Status, result)
				}
			}
		}
	})
}
