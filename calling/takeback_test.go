package calling_test

import (
	"errors"
	"reflect"
	"sync"
	"testing"
	"time"

	"partyline/calling"
	"partyline/event"
	"partyline/fault"
)

// undo takes an action back and does the jobs.
func (p *seat) undo(action string) (calling.UndoneView, error) {
	p.Helper()
	v, err := p.svc.Undo(ctx, p.who, action, calling.UndoRequest{})
	p.work()
	return v, err
}

// action is what a reply says about taking it back.
func (p *seat) action(u calling.Undoable, err error) string {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
	if u.Action == "" || u.Until == nil || !u.Until.Equal(p.clock.Now().Add(calling.UndoTime)) {
		p.Fatalf("a reply that cannot be undone: %+v", u)
	}
	return u.Action
}

func of(v calling.EntryView, err error) (calling.Undoable, error) { return v.Undoable, err }

// bare is rows without what an undo may leave different.
func bare(rows []calling.EntryView) []calling.EntryView {
	for i := range rows {
		rows[i].Version, rows[i].Updated, rows[i].Undoable = 0, time.Time{}, calling.Undoable{}
	}
	return rows
}

func (p *seat) asBefore(before []calling.EntryView) {
	p.Helper()
	bare(before)
	for i, now := range bare(p.rows()) {
		if !reflect.DeepEqual(now, before[i]) {
			p.Errorf("row %d is\n%+v\nand was\n%+v", i, now, before[i])
		}
	}
	p.consistent()
}

func TestEveryPressOnARowCanBeTakenBack(t *testing.T) {
	each(t, 1, 6, func(s *shift) {
		p := s.seat(0)
		p.ok(p.skip(3, forGood))
		p.ok(p.skip(4, quick15))
		press := func(f func(who calling.Who, session, entry string) (calling.EntryView, error), i int) calling.EntryView {
			s.Helper()
			v, err := f(p.who, p.session, p.row(i).ID)
			p.ok(v, err)
			return v
		}
		skip := func(in calling.SkipRequest) func(calling.Who, string, string) (calling.EntryView, error) {
			return func(w calling.Who, ses, e string) (calling.EntryView, error) { return s.svc.Skip(ctx, w, ses, e, in) }
		}
		unskip := func(w calling.Who, ses, e string) (calling.EntryView, error) { return s.svc.RemoveSkip(ctx, w, ses, e) }
		ahead := func(w calling.Who, ses, e string) (calling.EntryView, error) { return s.svc.Prioritise(ctx, w, ses, e) }
		first := func(w calling.Who, ses, e string) (calling.EntryView, error) { return s.svc.CallNext(ctx, w, ses, e) }
		for name, c := range map[string]struct {
			f func(calling.Who, string, string) (calling.EntryView, error)
			i int
		}{
			"skip":                    {skip(quick15), 1},
			"skip the head":           {skip(forGood), 0},
			"skip for this cycle":     {skip(thisCycle), 2},
			"replace a skip":          {skip(thisCycle), 3},
			"remove a skip for good":  {unskip, 3},
			"remove a quick skip":     {unskip, 4},
			"prioritise":              {ahead, 5},
			"prioritise the head":     {ahead, 0},
			"prioritise the skipped":  {ahead, 3},
			"put first":               {first, 2},
			"put a skipped one first": {first, 4},
		} {
			before := p.rows()
			history := s.skips(p.row(c.i).ID)
			act := p.action(press(c.f, c.i).Undoable, nil)
			s.clock.Advance(calling.UndoTime)
			v, err := p.undo(act)
			p.ok(v, err)
			if v.Entry == nil || v.Entry.ID != before[c.i].ID || v.Entry.Status != before[c.i].Status || v.Action != act {
				t.Errorf("%s: the answer is %+v", name, v)
			}
			p.asBefore(before)
			if now := s.skips(p.row(c.i).ID); !reflect.DeepEqual(now, history) {
				t.Errorf("%s: open skips are %v and were %v", name, now, history)
			}
			var c calling.Change
			if e := s.last(event.On(event.FamilySession, p.session), &c); e.Kind != calling.ActionUndone || c.Session == nil || len(c.Entries) == 0 {
				t.Errorf("%s: told as %s %s", name, e.Kind, e.Data)
			}
			p.twice(act, v)
		}
		// One after the other, the last one first.
		before := p.rows()
		var acts []string
		for _, i := range []int{2, 5, 1} {
			acts = append(acts, p.action(press(ahead, i).Undoable, nil))
		}
		for i := range acts {
			p.ok(p.undo(acts[len(acts)-1-i]))
		}
		p.asBefore(before)
		audited := s.count(`SELECT COUNT(*) FROM audit WHERE action = 'action.undo'`)
		if audited != 14 {
			t.Errorf("%d undos in the audit trail", audited)
		}
	})
}

// twice takes an action back again: the first answer comes, and nothing happens.
func (p *seat) twice(action string, first calling.UndoneView) {
	p.Helper()
	before := p.rows()
	p.clock.Advance(time.Minute)
	again, err := p.undo(action)
	p.ok(again, err)
	if again.At.IsZero() || !again.At.Equal(first.At) || again.Action != first.Action || again.Kind != first.Kind || (again.Entry == nil) != (first.Entry == nil) {
		p.Errorf("the second answer is %+v, the first one %+v", again, first)
	}
	p.asBefore(before)
}

// skips is the ids of an entry's skips that go on.
func (s *shift) skips(entry string) (ids []string) {
	s.Helper()
	if err := s.db.Find(ctx, &ids, `SELECT id FROM skips WHERE entry_id = $1 AND ended_at IS NULL ORDER BY id`, entry); err != nil {
		s.Fatal(err)
	}
	return ids
}

func (s *shift) count(query string, args ...any) int {
	s.Helper()
	var n []int
	if err := s.db.Find(ctx, &n, query, args...); err != nil {
		s.Fatal(err)
	}
	return n[0]
}

func TestAnUndoHasItsTimeAndItsOwner(t *testing.T) {
	each(t, 2, 3, func(s *shift) {
		p, other := s.seat(0), s.seat(1)
		press := func() string { s.Helper(); return p.action(of(p.skip(1, forGood))) }
		act := press()
		_, err := other.undo(act)
		refused(t, err, "not_yours")
		_, err = p.undo("no-such-action")
		refused(t, err, "not_found")
		s.clock.Advance(calling.UndoTime + calling.UndoGrace)
		p.ok(p.undo(act))
		p.is(available, available, available)

		act = press()
		pressed := s.clock.Now().Add(calling.UndoTime)
		s.clock.Advance(calling.UndoTime + calling.UndoGrace + time.Millisecond)
		_, err = p.undo(act)
		refused(t, err, "undo_late")
		// pressed in time, sent when the tunnel was over
		s.clock.Advance(calling.UndoKept / 2)
		_, err = s.svc.Undo(ctx, p.who, act, calling.UndoRequest{PressedAt: &pressed})
		p.ok(nil, err)
		p.is(available, available, available)

		act = press()
		s.clock.Advance(calling.UndoKept + time.Second)
		pressed = s.clock.Now().Add(-calling.UndoKept)
		_, err = s.svc.Undo(ctx, p.who, act, calling.UndoRequest{PressedAt: &pressed})
		refused(t, err, "undo_late")
		p.ok(s.svc.RemoveSkip(ctx, p.who, p.session, p.row(1).ID))
		if n := s.count(`SELECT COUNT(*) FROM actions`); n != 1 {
			t.Errorf("%d actions are kept for ever", n)
		}

		// changed meanwhile
		act = press()
		p.ok(p.skip(1, quick15))
		_, err = p.undo(act)
		refused(t, err, "undo_late")
		p.is(available, skipped, available)
		ahead := p.action(of(s.svc.Prioritise(ctx, p.who, p.session, p.row(2).ID)))
		p.start()
		p.dialled("1")
		p.is(calls, skipped, available)
		p.ok(p.undo(ahead)) // somebody else is on the phone
		p.hangUp()
		p.start()
		ahead = p.action(of(s.svc.Prioritise(ctx, p.who, p.session, p.row(0).ID)))
		p.dialled("1")
		p.is(calls, skipped, available)
		_, err = p.undo(ahead)
		refused(t, err, "undo_late")
		p.consistent()
	})
}

const calls = calling.Calling

func TestASkipThatEndedACallIsTakenBack(t *testing.T) {
	each(t, 1, 4, func(s *shift) {
		p := s.seat(0)
		p.start()
		d := p.dialled("1")
		p.talk(d, time.Minute)
		act := p.action(of(p.skip(0, forGood)))
		p.is(skipped, available, available, available)
		p.ok(p.undo(act))
		p.is(attempted, available, available, available)
		// before it ends
		d = p.dialled("1")
		p.rings(d)
		p.fact(d.Leg, calling.LegAnswered, "", 0)
		act = p.action(of(p.skip(1, thisCycle)))
		p.ok(p.undo(act))
		if r := p.row(1); r.Skip != nil || r.Status != calls {
			t.Errorf("%+v", r)
		}
		// pressed in the call, taken back after it, with a log in between
		act = p.action(of(p.skip(1, thisCycle)))
		p.write(p.view().Phone.Person.Attempt, calling.LogRequest{Reached: true})
		p.over(d, calling.LegCompleted, 60)
		p.is(attempted, skipped, available, available)
		p.ok(p.undo(act))
		p.is(attempted, completed, available, available)
		// while it rings the call is cut off
		d = p.dialled("1")
		p.rings(d)
		act = p.action(of(p.skip(2, thisCycle)))
		p.over(d, calling.LegCanceled, 0)
		p.is(attempted, completed, skipped, available)
		p.ok(p.undo(act))
		p.is(attempted, completed, attempted, available)
	})
}

func TestAnArchivedSessionIsOpenedAgain(t *testing.T) {
	each(t, 2, 3, func(s *shift) {
		a, b := s.seat(0), s.seat(1)
		archive := func() string {
			s.Helper()
			v, err := s.svc.Archive(ctx, a.who, a.session)
			return a.action(v.Undoable, err)
		}
		act := archive()
		b.ok(s.svc.WriteLogByHand(ctx, b.who, b.session, b.row(1).ID, calling.LogRequest{Reached: true}))
		s.work()
		v, err := a.undo(act)
		a.ok(v, err)
		if v.Session == nil || v.Session.Status != calling.SessionNotStarted || v.Session.Archived != nil {
			t.Errorf("%+v", v.Session)
		}
		a.is(available, completed, available) // what happened meanwhile has not passed it by
		a.twice(act, v)
		a.start()
		a.dialled("1")
		act = archive()
		if !a.view().Phone.Ending {
			t.Error("the call does not end")
		}
		a.ok(a.undo(act))
		if a.view().Phone.Ending {
			t.Error("the call ends still")
		}
		a.hangUp()
		act = archive()
		a.ok(s.svc.Create(ctx, a.who, s.List, calling.CreateSession{Name: "another"}))
		_, err = a.undo(act)
		refused(t, err, "undo_late")
	})
}

// Of many who take the same action back at once, one does it, and all get the same answer; whoever
// presses or calls at the same moment wins or loses, and nothing is half.
func TestUndoAtTheSameMoment(t *testing.T) {
	each(t, 2, 4, func(s *shift) {
		p := s.seat(0)
		for round := range 8 {
			act := p.action(of(p.skip(1, forGood)))
			var all sync.WaitGroup
			answers := make([]calling.UndoneView, 6)
			for i := range answers {
				all.Go(func() {
					var err error
					if answers[i], err = s.svc.Undo(ctx, p.who, act, calling.UndoRequest{}); err != nil {
						t.Error(err)
					}
				})
			}
			var other error
			all.Go(func() { _, other = s.svc.Prioritise(ctx, p.who, p.session, p.row(2).ID) })
			all.Wait()
			for _, v := range answers {
				if !v.At.Equal(answers[0].At) || v.Entry == nil || v.Entry.Version != answers[0].Entry.Version {
					t.Errorf("round %d: %+v and %+v", round, v, answers[0])
				}
			}
			if other != nil && fault.As(other).Kind == fault.Internal || errors.Is(other, ctx.Err()) && other != nil {
				t.Error(other)
			}
			p.is(available, available, available, available)
		}
	})
}
