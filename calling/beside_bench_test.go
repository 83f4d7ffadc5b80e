package calling_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"partyline/calling"
	"partyline/clock"
	"partyline/fault"
	"partyline/storage"
	"partyline/storage/storagetest"
)

// BenchmarkBesideAPreparation measures how long presses take, of its leader and of others, while the queue of 20,000 people is made,
// finished and re-opened in steps of different sizes: milliseconds, the slowest of a hundred and the slowest of all. Steps of 0
// are no preparation at all. What a press waits for is one step, however long the queue is.
//
//	go test ./calling -run '^$' -bench 'BesideAPreparation/postgres/1000$' -benchtime 1x -timeout 1h
func BenchmarkBesideAPreparation(b *testing.B) {
	for _, step := range []int{0, 1000, 250} {
		for name, config := range map[string]func(b *testing.B) storage.Config{
			"postgres": func(b *testing.B) storage.Config { return storage.Config{URL: storagetest.Postgres(b)} },
			"embedded": func(b *testing.B) storage.Config { return storage.Config{Path: storagetest.Embedded(b)} },
		} {
			b.Run(fmt.Sprint(name, "/", step), func(b *testing.B) { besidePreparation(b, config(b), 20_000, step) })
		}
	}
}

func besidePreparation(b *testing.B, config storage.Config, people, step int) {
	config.Clock = clock.At(morning)
	s := begin(b, config.Clock.(*clock.Fixed), storagetest.Open(b, config), 6, people)
	own := s.seat(0) // its queue is the one that is prepared
	others := map[string]*seat{"skip": s.seat(1), "log": s.seat(2), "claim": s.seat(3), "do-not-call": s.seat(4)}
	s.work()
	others["claim"].start()
	entries := map[*seat][]string{}
	for _, p := range append([]*seat{own}, others["skip"], others["log"], others["do-not-call"]) {
		s.read(func(r calling.Reader) error {
			page, err := r.ByStatus(p.session, []calling.Status{calling.Available}, 0, "", people)
			for _, e := range page {
				entries[p] = append(entries[p], e.ID)
			}
			return err
		})
	}
	presses := map[string]func(n int) error{
		"own-skip": func(n int) error {
			return second(s.svc.Skip(ctx, own.who, own.session, some(entries[own], n), calling.SkipRequest{Type: calling.SkipCycle}))
		},
		"skip": func(n int) error {
			p := others["skip"]
			return second(s.svc.Skip(ctx, p.who, p.session, some(entries[p], n), calling.SkipRequest{Type: calling.SkipCycle}))
		},
		"log": func(n int) error {
			p := others["log"]
			return second(s.svc.WriteLogByHand(ctx, p.who, p.session, some(entries[p], n), calling.LogRequest{Outcome: calling.NoAnswer}))
		},
		"do-not-call": func(n int) error {
			p := others["do-not-call"]
			return second(s.svc.WriteLogByHand(ctx, p.who, p.session, some(entries[p], n), calling.LogRequest{Reached: true, Outcome: calling.DoNotCall}))
		},
	}
	took := map[string][]time.Duration{}
	var mu sync.Mutex
	keep := func(what string, began time.Time) {
		mu.Lock()
		defer mu.Unlock()
		took[what] = append(took[what], time.Since(began))
	}
	var prepared atomic.Bool
	var all sync.WaitGroup
	const pause = 20 * time.Millisecond // between two presses of one leader: nobody is quicker
	for what, press := range presses {
		all.Go(func() {
			for n := 0; !prepared.Load(); n++ {
				began := time.Now()
				if err := press(n); err != nil && !fault.Is(err, "not_available") { // archived for a moment
					b.Error(what, err)
					return
				}
				keep(what, began)
				time.Sleep(pause)
			}
		})
	}
	all.Go(func() {
		for p := others["claim"]; !prepared.Load(); {
			began := time.Now()
			p.key("1")
			keep("claim", began)
			if p.dial == nil {
				b.Errorf("nobody was dialled: %+v", p.script)
				return
			}
			p.over(*p.dial, calling.LegNoAnswer, 0)
			time.Sleep(pause)
		}
	})
	began := time.Now()
	if step == 0 {
		time.Sleep(10 * time.Second) // as long as anything that is measured
	} else {
		s.svc.AtOnce = step
		for range b.N {
			s.prepareAll(b, own)
		}
	}
	whole := time.Since(began)
	prepared.Store(true)
	all.Wait()
	b.ReportMetric(whole.Seconds(), "prepared-s")
	for what, t := range took {
		slices.Sort(t)
		b.ReportMetric(float64(t[len(t)*99/100].Microseconds())/1000, what+"-p99-ms")
		b.ReportMetric(float64(t[len(t)-1].Microseconds())/1000, what+"-max-ms")
		b.Logf("%s: %d presses, p50 %v, p99 %v, longest %v", what, len(t), t[len(t)/2], t[len(t)*99/100], t[len(t)-1])
	}
}

// prepareAll goes through every kind of preparation of a long queue, one after the other.
func (s *shift) prepareAll(b *testing.B, own *seat) {
	fresh := calling.Who{User: s.Leaders[5], Organisation: s.Organisation, Role: "captain"}
	id := func(v calling.SessionView, err error) (string, error) { return v.ID, err }
	for _, x := range []struct {
		what   string
		begins func() (string, error)
	}{
		{"queue", func() (string, error) {
			return id(s.svc.Create(ctx, fresh, s.List, calling.CreateSession{ArchiveOld: true}))
		}},
		{"reopen", func() (string, error) {
			v, err := s.svc.Archive(ctx, own.who, own.session)
			if err != nil {
				return "", err
			}
			return v.ID, second(s.svc.Undo(ctx, own.who, v.Action, calling.UndoRequest{}))
		}},
		{"finish", func() (string, error) { return id(s.svc.FinishCycle(ctx, own.who, own.session)) }},
	} {
		what, began := x.what, time.Now()
		session, err := x.begins()
		if err != nil {
			b.Error(what, err)
		}
		for again := true; again; {
			err := s.svc.RunJob(ctx, calling.Job{Kind: calling.JobPrepare, Subject: session})
			if again = errors.As(err, new(calling.Later)); err != nil && !again {
				b.Error(what, err)
			}
		}
		b.ReportMetric(time.Since(began).Seconds(), what+"-s")
	}
}

// some is one of all, another for each n, all over them.
func some(all []string, n int) string { return all[(n*7919+len(all)/2)%len(all)] }
