package calling_test

import (
	"fmt"
	"testing"
	"time"

	"partyline/calling"
	"partyline/clock"
	"partyline/storage"
	"partyline/storage/storagetest"
)

// BenchmarkLongLists measures what touches every person of a list, on lists of different lengths: seconds of each.
//
//	go test ./calling -run '^$' -bench 'LongLists/postgres/5000$' -benchtime 1x
func BenchmarkLongLists(b *testing.B) {
	for _, people := range []int{5000, 10_000, 30_000, 100_000} {
		for name, config := range map[string]func(b *testing.B) storage.Config{
			"postgres": func(b *testing.B) storage.Config { return storage.Config{URL: storagetest.Postgres(b)} },
			"embedded": func(b *testing.B) storage.Config { return storage.Config{Path: storagetest.Embedded(b)} },
		} {
			b.Run(fmt.Sprint(name, "/", people), func(b *testing.B) { longList(b, config(b), people) })
		}
	}
}

func longList(b *testing.B, config storage.Config, people int) {
	config.Clock = clock.At(morning)
	s := begin(b, config.Clock.(*clock.Fixed), storagetest.Open(b, config), 3, people)
	var p *seat
	for b.Loop() {
		timed := func(what string, f func() error) {
			b.Helper()
			began := time.Now()
			if err := f(); err != nil {
				b.Fatal(what, err)
			}
			b.ReportMetric(time.Since(began).Seconds(), what+"-s")
		}
		timed("create", func() error { p = s.seat(0); return nil })
		s.seat(1)
		timed("finish-now", func() error { return second(s.svc.FinishCycle(ctx, p.who, p.session)) })
		timed("new-cycle", func() error { return second(s.svc.NewCycle(ctx, p.who, p.session)) })
		var archived calling.SessionView
		timed("archive", func() (err error) { archived, err = s.svc.Archive(ctx, p.who, p.session); return err })
		timed("reopen", func() error { return second(s.svc.Undo(ctx, p.who, archived.Action, calling.UndoRequest{})) })
		s.work()
		timed("split", func() error {
			return s.svc.Split(ctx, p.who, s.List, calling.SplitList{Leaders: s.Leaders[:2]})
		})
		timed("split-queues", func() error { s.work(); return nil })
		timed("take-over", func() error {
			return s.svc.TakeOver(ctx, p.who, s.List, calling.TakeOverList{From: s.Leaders[1], To: s.Leaders[2]})
		})
		timed("press", func() error {
			return second(s.svc.Skip(ctx, p.who, p.session, p.first(), calling.SkipRequest{Type: calling.SkipCycle}))
		})
	}
}

// first is whoever is next in the queue.
func (p *seat) first() string { return p.view().Cycle.Next.Entry }
