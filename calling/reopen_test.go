package calling_test

import (
	"testing"
	"time"

	"partyline/calling"
)

// archive closes a session and returns the action that its undo takes.
func (p *seat) archive() string {
	p.Helper()
	return must3(p, p.svc.Archive)(ctx, p.who, p.session).Action
}

func (p *seat) reopen(action string) {
	p.Helper()
	must(p, p.svc.Undo)(ctx, p.who, action, calling.UndoRequest{})
	p.work()
}

func must3[A, B, C, R any](t testing.TB, f func(A, B, C) (R, error)) func(A, B, C) R {
	return func(a A, b B, c C) R {
		t.Helper()
		r, err := f(a, b, c)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
}

// A session that was archived while its list was split comes back with its leader's share, and whom it has worked.
func TestAnArchivedSessionComesBackToItsShare(t *testing.T) {
	each(t, 3, 8, func(s *shift) {
		sarah, omar := s.seat(0), s.seat(1)
		sarah.ok(sarah.skip(3, quick15))
		sarah.start()
		sarah.over(sarah.dialled("1"), calling.LegNoAnswer, 0)
		sarah.log(calling.NoAnswer)
		sarah.hangUp()
		action := sarah.archive()
		s.split(0, 1, 2) // person 1 was worked: Omar's queue knows it
		omar.has("1 3 6")
		s.shares("Leader 1: 3, 3", "Leader 2: 2, 2", "Leader 3: 2, 2")
		sarah.reopen(action)
		sarah.has("1 2 5 8") // whom she had put aside was dealt to somebody else, and her skip with them
		omar.has("1 3 6")
		s.shares("Leader 1: 3, 3", "Leader 2: 2, 2", "Leader 3: 2, 2")
		sarah.is(attempted, available, available, available)
	})
}

// Whom somebody took over while the session was archived stays theirs.
func TestAnArchivedSessionComesBackWithoutThoseWhoWereTakenOver(t *testing.T) {
	each(t, 3, 6, func(s *shift) {
		sarah, omar := s.seat(0), s.seat(1)
		s.split(0, 1)
		sarah.has("1 3 5")
		sarah.start()
		sarah.over(sarah.dialled("1"), calling.LegNoAnswer, 0)
		sarah.log(calling.NoAnswer)
		sarah.hangUp()
		action := sarah.archive()
		s.clock.Advance(time.Second)
		if err := s.svc.TakeOver(ctx, omar.who, s.List, calling.TakeOverList{From: s.Leaders[0]}); err != nil {
			s.Fatal(err)
		}
		s.work()
		omar.has("2 4 6 1 3 5")
		sarah.reopen(action)
		sarah.has("1") // she has worked them
		omar.has("2 4 6 1 3 5")
		s.shares("Leader 2: 6, 5")
		omar.is(available, available, available, attempted, available, available)
	})
}
