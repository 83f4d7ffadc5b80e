package calling_test

import (
	"testing"
	"time"

	"partyline/calling"
)

func TestALogByHandIsTakenBackFromEverywhere(t *testing.T) {
	each(t, 2, 4, func(s *shift) {
		s.exec(`UPDATE lists SET event = 'Rally'`)
		a, b := s.seat(0), s.seat(1)
		b.ok(b.skip(1, forGood))
		beforeA, beforeB := a.rows(), b.rows()
		person := s.person(1)
		v, err := s.svc.WriteLogByHand(ctx, a.who, a.session, a.row(1).ID, calling.LogRequest{
			Reached: true, Outcome: calling.DoNotCall, RSVP: "yes", Notes: "no more", TagsAdded: []string{"cross"}, TagsRemoved: []string{"keen"},
		})
		act := a.action(v.Undoable, err)
		s.work()
		a.is(available, completed, available, available)
		b.is(available, completed, available, available)
		if s.count(`SELECT COUNT(*) FROM do_not_call`) != 1 {
			t.Error("the number is not on the list")
		}
		a.ok(a.undo(act))
		a.asBefore(beforeA)
		b.asBefore(beforeB)
		if now := s.person(1); now != person {
			t.Errorf("the person is %s and was %s", now, person)
		}
		for _, q := range []string{`SELECT COUNT(*) FROM do_not_call`, `SELECT COUNT(*) FROM logs`} {
			if n := s.count(q); n != 0 {
				t.Errorf("%s: %d", q, n)
			}
		}
		if i := a.view().Impact; i.ByHand+i.Contacted+i.RSVPYes != 0 || len(i.Outcomes) != 0 {
			t.Errorf("figures: %+v", i)
		}
	})
}

// person is what logs write of a supporter.
func (s *shift) person(i int) string {
	s.Helper()
	var all []string
	err := s.db.Find(ctx, &all, `SELECT tags || CASE WHEN do_not_call THEN ' never' ELSE '' END || ' ' || COALESCE(CAST(substantive_at AS TEXT), '-') || ' ' ||
		substantive_session || ' ' || COALESCE(CAST(held_until AS TEXT), '-') FROM supporters WHERE id = $1`, s.Supporters[i])
	if err != nil {
		s.Fatal(err)
	}
	return all[0]
}

// What a call's log has ended stays ended: the person was on the phone.
func TestTheLogOfACallIsTakenBack(t *testing.T) {
	each(t, 2, 5, func(s *shift) {
		a, b := s.seat(0), s.seat(1)
		b.ok(b.skip(0, quick15))
		a.start()
		a.talk(a.dialled("1"), time.Minute)
		attempt := a.view().Phone.Person.Attempt
		act := a.action(a.write(attempt, calling.LogRequest{Reached: true, TagsAdded: []string{"cross"}}).Undoable, nil)
		a.is(completed, available, available, available, available)
		b.is(completed, available, available, available, available)
		a.ok(a.undo(act))
		a.is(attempted, available, available, available, available)
		b.is(skipped, available, available, available, available) // another leader's attempt leaves a skip alone
		if r := a.row(0); !r.NotLogged || r.LastOutcome != "" {
			t.Errorf("not logged: %+v", r)
		}
		if o := a.view().Owed; len(o) != 1 || !o[0].Closed {
			t.Errorf("owed: %+v", o)
		}
		if i := a.view().Impact; i.Attempted != 1 || i.NotLogged != 1 || i.Contacted != 0 {
			t.Errorf("figures: %+v", i)
		}
		if s.count(`SELECT COUNT(*) FROM supporters WHERE held_until IS NOT NULL AND substantive_at IS NULL AND tags = '[]'`) != 1 {
			t.Error("answered, not logged, and not held:", s.person(0))
		}
		// it is logged again, and the correction of that is taken back too
		first := a.write(attempt, calling.LogRequest{Outcome: calling.Voicemail})
		a.is(attempted, available, available, available, available)
		act = a.action(a.write(attempt, calling.LogRequest{Reached: true, Version: &first.Version}).Undoable, nil)
		a.is(completed, available, available, available, available)
		a.ok(a.undo(act))
		a.is(attempted, available, available, available, available)
		if l, err := s.svc.AttemptLog(ctx, attempt); err != nil || l.Outcome != calling.Voicemail || l.Version != first.Version+2 {
			t.Errorf("the log is %+v %v", l, err)
		}
		// in mid-talk nothing has ended yet
		d := a.dialled("1")
		a.rings(d)
		a.fact(d.Leg, calling.LegAnswered, "", 0)
		attempt = a.view().Phone.Person.Attempt
		act = a.action(a.write(attempt, calling.LogRequest{Reached: true}).Undoable, nil)
		a.is(attempted, calls, available, available, available)
		a.ok(a.undo(act))
		a.is(attempted, calls, available, available, available)
		a.over(d, calling.LegCompleted, 60)
		if o := a.view().Owed; len(o) != 1 || o[0].Closed {
			t.Errorf("owed: %+v", o)
		}
		act = a.action(a.write(attempt, calling.LogRequest{Outcome: calling.NoAnswer, Skip: &quick15}).Undoable, nil)
		a.is(attempted, skipped, available, available, available)
		a.ok(a.undo(act))
		a.is(attempted, attempted, available, available, available)
		// called again meanwhile
		act = a.action(a.write(attempt, calling.LogRequest{Outcome: calling.NoAnswer}).Undoable, nil)
		a.ok(s.svc.CallNext(ctx, a.who, a.session, a.row(1).ID))
		_, err := a.undo(act)
		refused(t, err, "undo_late")
		a.consistent()
		b.consistent()
	})
}

// Two say the same of somebody, and both take it back, in whatever order: nothing of it stays.
func TestTwoLogsThatSayTheSameAreBothTakenBack(t *testing.T) {
	each(t, 2, 2, func(s *shift) {
		seats := []*seat{s.seat(0), s.seat(1)}
		for _, first := range []int{0, 1} {
			before := s.person(0)
			var acts []string
			for _, p := range seats {
				s.clock.Advance(time.Second)
				v, err := s.svc.WriteLogByHand(ctx, p.who, p.session, p.row(0).ID, calling.LogRequest{Outcome: calling.DoNotCall, Reached: true, TagsAdded: []string{"cross"}})
				acts = append(acts, p.action(v.Undoable, err))
				s.work()
			}
			seats[first].ok(seats[first].undo(acts[first]))
			for _, p := range seats { // whoever is left has settled it for both
				p.is(completed, available)
			}
			if s.count(`SELECT COUNT(*) FROM do_not_call`) != 1 || s.person(0) == before {
				t.Errorf("what the other one says is gone too: %s", s.person(0))
			}
			seats[1-first].ok(seats[1-first].undo(acts[1-first]))
			if now := s.person(0); now != before {
				t.Errorf("the person is %s and was %s", now, before)
			}
			if n := s.count(`SELECT COUNT(*) FROM do_not_call`); n != 0 {
				t.Errorf("%d numbers barred", n)
			}
			for _, p := range seats {
				p.is(available, available)
			}
		}
	})
}

// Three say the same in the same instant and all take it back, the first one first.
func TestThreeLogsOfOneInstantAreAllTakenBack(t *testing.T) {
	each(t, 3, 2, func(s *shift) {
		seats := []*seat{s.seat(0), s.seat(1), s.seat(2)}
		before := s.person(0)
		var acts []string
		for _, p := range seats {
			v, err := s.svc.WriteLogByHand(ctx, p.who, p.session, p.row(0).ID, calling.LogRequest{Outcome: calling.DoNotCall, Reached: true, TagsAdded: []string{"cross"}})
			acts = append(acts, p.action(v.Undoable, err))
		}
		for i, p := range seats {
			if s.person(0) == before {
				t.Errorf("gone before the last one is undone")
			}
			p.ok(p.undo(acts[i]))
		}
		if now := s.person(0); now != before || s.count(`SELECT COUNT(*) FROM do_not_call`) != 0 {
			t.Errorf("the person is %s and was %s", now, before)
		}
		for _, p := range seats {
			p.is(available, available)
		}
	})
}

// notes writes down by hand what came of the first person of the queue; nobody else is told of it yet. It returns the action.
func (p *seat) notes(o calling.Outcome) string {
	p.Helper()
	v, err := p.svc.WriteLogByHand(ctx, p.who, p.session, p.row(0).ID, calling.LogRequest{Outcome: o, Reached: o.Reaches()})
	if err != nil {
		p.Fatal(err)
	}
	return v.Action
}

// takesBack is an undo of which nobody else is told yet.
func (p *seat) takesBack(action string) {
	p.Helper()
	if _, err := p.svc.Undo(ctx, p.who, action, calling.UndoRequest{}); err != nil {
		p.Fatalf("leader %s: %v", p.who.User, err)
	}
}

// A leader takes a log back, writes another one, and is told only then that somebody else took theirs back, too: what that had left
// of the first log is nothing by which the second one may be settled. It can be taken back as well.
func TestALogThatIsWrittenAgainIsNotSettledByWhatWasTakenBack(t *testing.T) {
	each(t, 3, 1, func(s *shift) {
		one, two, three := s.seat(0), s.seat(1), s.seat(2)
		tried, talked := two.notes(calling.NoAnswer), three.notes(calling.Talked)
		s.work()
		two.takesBack(tried)
		three.takesBack(talked)
		again, other := three.notes(calling.Talked), one.notes(calling.Talked)
		s.work()
		if row := three.row(0); row.Status != completed || row.By == nil || row.By.ID != three.who.User {
			s.Errorf("the third leader's own contact: %+v", row)
		}
		one.takesBack(other)
		three.takesBack(again)
		s.work()
		for _, p := range []*seat{one, two, three} {
			p.consistent()
			if row := p.row(0); row.Status != available || row.LastOutcome != "" {
				s.Errorf("all was taken back: %+v", row)
			}
		}
	})
}

// A leader tried somebody whom two others spoke with afterwards. The first of the two takes it back: what the second did is a completion
// all the same, and not what it looked like on top of the first; so the leader who tried can take that back, too.
func TestASecondCompletionStandsOnItsOwn(t *testing.T) {
	each(t, 3, 1, func(s *shift) {
		tried, first, second := s.seat(0), s.seat(1), s.seat(2)
		attempt, talk := tried.notes(calling.NoAnswer), first.notes(calling.Talked)
		s.work()
		other := second.notes(calling.Talked)
		s.work()
		first.takesBack(talk)
		s.work()
		tried.takesBack(attempt)
		s.work()
		if row := tried.row(0); row.Status != completed || row.By == nil || row.By.ID != second.who.User {
			s.Errorf("the second one's contact stands: %+v", row)
		}
		second.takesBack(other)
		s.work()
		for _, p := range []*seat{tried, first, second} {
			p.consistent()
			if row := p.row(0); row.Status != available || row.LastOutcome != "" {
				s.Errorf("all was taken back: %+v", row)
			}
		}
	})
}

// Several leaders say of a person that they are not to be called, and take it back in any order, with other logs in between: the number
// is on the Do Not Call list as long as one of them stands, and no longer.
func TestTheLastOfThoseWhoSaidDoNotCallTakesItBack(t *testing.T) {
	each(t, 4, 1, func(s *shift) {
		listed := func() bool { return s.count(`SELECT COUNT(*) FROM do_not_call`) > 0 }
		one, two, three := s.seat(1), s.seat(2), s.seat(3)
		first, talked := three.notes(calling.DoNotCall), two.notes(calling.Talked)
		three.takesBack(first)
		s.work()
		if listed() {
			s.Error("nobody says any more that they are not to be called")
		}
		second := one.notes(calling.DoNotCall)
		s.work()
		third := three.notes(calling.DoNotCall)
		s.work()
		two.takesBack(talked)
		one.takesBack(second)
		s.work()
		if !listed() {
			s.Error("somebody still says that they are not to be called")
		}
		three.takesBack(third)
		s.work()
		for _, p := range []*seat{one, two, three} {
			p.consistent()
			if row := p.row(0); listed() || row.Status != available || row.LastOutcome != "" {
				s.Errorf("all was taken back (listed: %v): %+v", listed(), row)
			}
		}
	})
}
