package calling_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"partyline/calling"
	"partyline/fault"
	"partyline/storage"
)

// TestStressOfPreparationsUnderEverythingElse has leaders of one list begin and finish cycles, archive and re-open, all in steps of
// seven, twice at once, while they skip and log and others' results come in, and while whoever works at the steps dies in the middle
// of them: nobody is in a queue twice or missing, what a leader put aside for good, or for the cycle that has just begun, stays so, and
// every session's counts equal a recount.
func TestStressOfPreparationsUnderEverythingElse(t *testing.T) {
	seed := seedOf(t)
	const leaders, people, rounds = 3, 60, 12
	each(t, leaders, people, func(s *shift) {
		s.svc.AtOnce = 7
		var seats []*seat
		for i := range leaders {
			seats = append(seats, s.seat(i))
		}
		s.work()
		ids := make([][]string, leaders)
		for i, p := range seats {
			for _, r := range p.rows() {
				ids[i] = append(ids[i], r.ID)
			}
		}
		ok := func(err error) {
			if err != nil && fault.As(err).Kind == fault.Internal {
				s.Error(err)
			}
		}
		stop, cancel := context.WithCancel(ctx)
		var work, all sync.WaitGroup
		for n := range 2 {
			rnd := rand.New(rand.NewPCG(seed, 1000+uint64(n)))
			work.Go(func() {
				jobs := maps.Clone(s.jobs)
				jobs[string(calling.JobPrepare)] = func(ctx context.Context, j storage.Job) error {
					turn, die := context.WithCancel(ctx)
					defer die()
					if rnd.IntN(2) == 0 {
						go die() // somewhere in it
					}
					err := s.jobs[string(calling.JobPrepare)](turn, j)
					if turn.Err() != nil {
						return calling.Later{At: s.clock.Now()} // its claim runs out, and somebody else comes
					}
					return err
				}
				for stop.Err() == nil {
					_, err := storage.RunDue(ctx, s.db, jobs)
					ok(err)
				}
			})
		}
		gone := make([]map[string]bool, leaders) // put aside for good
		for i, p := range seats {
			rnd := rand.New(rand.NewPCG(seed, uint64(i)))
			gone[i] = map[string]bool{}
			all.Go(func() {
				aside := "" // put aside for the cycle that had just begun
				for range rounds {
					if aside != "" {
						s.isAside(p, aside)
					}
					var both sync.WaitGroup
					for range 2 { // the same press twice at once
						both.Go(func() { ok(second(s.svc.FinishCycle(ctx, p.who, p.session))) })
					}
					e := ids[i][rnd.IntN(people)]
					if _, err := s.svc.Skip(ctx, p.who, p.session, e, calling.SkipRequest{Type: calling.SkipRemove, Reason: "moved"}); err == nil {
						gone[i][e] = true
					} else {
						ok(err)
					}
					both.Wait()
					outcome := []calling.Outcome{calling.NoAnswer, calling.NotInterested, calling.Busy}[rnd.IntN(3)]
					if e := ids[i][rnd.IntN(people)]; !gone[i][e] {
						ok(second(s.svc.WriteLogByHand(ctx, p.who, p.session, e, calling.LogRequest{Reached: outcome.Reaches(), Outcome: outcome})))
					}
					for range 2 {
						both.Go(func() { ok(second(s.svc.NewCycle(ctx, p.who, p.session))) })
					}
					if e := ids[i][rnd.IntN(people)]; !gone[i][e] {
						ok(second(s.svc.Skip(ctx, p.who, p.session, e, calling.SkipRequest{Type: calling.SkipCycle})))
					}
					both.Wait()
					aside = ""
					if e := ids[i][rnd.IntN(people)]; !gone[i][e] { // most of them are still to be prepared for the new cycle
						if _, err := s.svc.Skip(ctx, p.who, p.session, e, calling.SkipRequest{Type: calling.SkipCycle}); err == nil {
							aside = e
						} else {
							ok(err)
						}
					}
					if rnd.IntN(3) == 0 {
						v, err := s.svc.Archive(ctx, p.who, p.session)
						ok(err)
						if err == nil {
							ok(second(s.svc.Undo(ctx, p.who, v.Action, calling.UndoRequest{})))
						}
					}
				}
			})
		}
		all.Wait()
		cancel()
		work.Wait()
		s.work()
		for i, p := range seats {
			p.prepares("", 0, 0)
			p.consistent()
			rows := p.rows()
			seen := map[string]bool{}
			for n, r := range rows {
				seen[r.Supporter.ID] = true
				if gone[i][r.ID] && (r.Skip == nil || r.Skip.Type != calling.SkipRemove) && r.Status != calling.Completed && r.Status != calling.NotCallable {
					s.Errorf("session %d has %s as %s, and they were removed from it", i, r.Supporter.Name, r.Status)
				}
				if r.Rank != int64(n+1) {
					s.Errorf("session %d: row %d has rank %d", i, n, r.Rank)
				}
			}
			if len(rows) != people || len(seen) != people {
				s.Errorf("session %d has %d rows of %d people", i, len(rows), len(seen))
			}
			if open := s.count(fmt.Sprintf(`SELECT COUNT(*) FROM skips k JOIN entries e ON e.id = k.entry_id WHERE e.session_id = '%s' AND k.ended_at IS NULL AND e.skip_id <> k.id`, p.session)); open != 0 {
				s.Errorf("session %d: %d skips of the history go on without their entry", i, open)
			}
		}
	})
}

// isAside checks that a skip for the cycle stands, unless another leader has completed that person meanwhile.
func (s *shift) isAside(p *seat, entry string) {
	var e calling.Entry
	err := s.db.Calling().Read(ctx, func(r calling.Reader) (err error) {
		e, err = r.Entry(entry)
		return err
	})
	if err != nil {
		s.Error(err)
	}
	if e.Status != calling.Completed && (e.Status != calling.Skipped || e.Skip == nil || e.Skip.Type != calling.SkipCycle) {
		s.Errorf("session %s: %s was put aside for the new cycle, and is %s (%+v)", p.session, entry, e.Status, e.Skip)
	}
}

// TestKilledAtAnyStepOfAPreparation stops the work on a new cycle after each of its steps, for good, and has somebody else go on
// when its claim has run out: the queue is the same as without.
func TestKilledAtAnyStepOfAPreparation(t *testing.T) {
	each(t, 1, 40, func(s *shift) {
		p := s.seat(0)
		rows := p.rows()
		for i, r := range rows {
			switch i % 4 {
			case 0:
				p.ok(s.svc.WriteLogByHand(ctx, p.who, p.session, r.ID, calling.LogRequest{Outcome: calling.NoAnswer}))
			case 1:
				p.ok(s.svc.Skip(ctx, p.who, p.session, r.ID, calling.SkipRequest{Type: calling.SkipRemove, Reason: "moved"}))
			}
		}
		s.svc.AtOnce = 3
		die := errors.New("killed")
		steps := 0
		jobs := map[string]storage.Handler{string(calling.JobPrepare): func(_ context.Context, j storage.Job) error {
			steps++
			once, kill := context.WithCancel(ctx)
			defer kill()
			s.db.Tell = nil
			mortal := &calling.Service{Store: &mortalStore{s.svc.Store, kill}, Phone: s.svc.Phone, Clock: s.svc.Clock, NewID: s.svc.NewID, NewRef: s.svc.NewRef, Poke: s.svc.Poke, AtOnce: s.svc.AtOnce}
			err := mortal.RunJob(once, calling.Job{Kind: calling.JobPrepare, Subject: j.Subject})
			if once.Err() != nil && err != nil {
				return errors.Join(die, err)
			}
			return err
		}}
		run := func() {
			t.Helper()
			for range 200 {
				s.clock.Advance(2 * time.Minute) // claims and pauses after a failure run out
				n, err := storage.RunDue(ctx, s.db, jobs)
				if err != nil && !errors.Is(err, die) {
					t.Fatal(err)
				}
				if n == 0 && err == nil {
					return
				}
			}
			t.Fatal("it never ends")
		}
		p.ok(s.svc.FinishCycle(ctx, p.who, p.session))
		run()
		if v := p.view(); v.Preparing != nil || !v.Cycle.Complete || v.Cycle.Skipped != 30 {
			t.Fatalf("%+v %+v", v.Preparing, v.Cycle)
		}
		p.ok(s.svc.NewCycle(ctx, p.who, p.session))
		run()
		if v := p.view(); v.Preparing != nil || v.Cycle.Available != 30 || v.Cycle.Skipped != 10 {
			t.Fatalf("%+v %+v", v.Preparing, v.Cycle)
		}
		if steps < 14 {
			t.Errorf("killed only %d times", steps)
		}
		p.consistent()
	})
}

// mortalStore dies with its first commit.
type mortalStore struct {
	calling.Store
	kill func()
}

func (m *mortalStore) Write(ctx context.Context, f func(tx calling.Tx) error) error {
	err := m.Store.Write(ctx, f)
	m.kill()
	return err
}
