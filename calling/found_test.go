package calling_test

import (
	"testing"
	"time"

	"partyline/calling"
)

// What the model test found, each as a test of its own.

// A log that comes late is news to sessions that were made since the call.
func TestALateLogReachesSessionsMadeSinceTheCall(t *testing.T) {
	each(t, 2, 2, func(s *shift) {
		a := s.seat(0)
		a.start()
		d := a.dialled("1")
		a.talk(d, time.Minute)
		a.key("*")
		attempt := a.row(0).Attempt
		s.clock.Advance(time.Minute)
		b := s.seat(1)
		a.write(attempt, calling.LogRequest{Reached: true, Outcome: calling.Refused})
		b.is(completed, available)
		if r := b.row(0); r.By == nil || r.By.Name != "Leader 1" {
			t.Errorf("%+v", r)
		}
	})
}

// A leader's weaker result is no correction of the contact that completed a person.
func TestACompletionStandsBesideAWeakerResult(t *testing.T) {
	each(t, 2, 2, func(s *shift) {
		a, b := s.seat(0), s.seat(1)
		hand := func(in calling.LogRequest) {
			t.Helper()
			s.clock.Advance(time.Second)
			a.ok(s.svc.WriteLogByHand(ctx, a.who, a.session, a.row(0).ID, in))
			s.work()
		}
		hand(calling.LogRequest{Reached: true, Outcome: calling.Refused, Skip: &calling.SkipRequest{Type: calling.SkipCycle}}) // the skip wins here
		b.is(completed, available)
		hand(calling.LogRequest{Outcome: calling.NoAnswer})
		b.is(completed, available)
	})
}

// Whoever is next and is skipped for a time that is over already comes back behind the new next.
func TestASkipOfNextThatIsOverPutsThemBehindNext(t *testing.T) {
	each(t, 1, 3, func(s *shift) {
		p := s.seat(0)
		yesterday := s.clock.Now().Add(-24 * time.Hour)
		v, err := p.skip(0, calling.SkipRequest{Type: calling.SkipQuick, Minutes: 15, PressedAt: &yesterday})
		if err != nil || !v.DueNow || v.Status != calling.Available {
			t.Errorf("%+v %v", v, err)
		}
		p.next("2", "1")
		p.is(available, available, available)
	})
}

// When the newest talk is taken back, the cooldown counts from the talk before, not from when that was written down.
func TestTheCooldownGoesBackToTheTalkBefore(t *testing.T) {
	each(t, 1, 1, func(s *shift) {
		p := s.seat(0)
		var answered []int64
		for range 2 {
			p.start()
			d := p.dialled("1")
			p.talk(d, time.Minute)
			answered = append(answered, s.clock.Now().Add(-time.Minute).UnixMilli())
			s.clock.Advance(5 * time.Minute)
			p.log(calling.Talked)
			p.hangUp()
			if len(answered) == 1 { // a mistake for a moment: so that a new cycle takes them again
				version := 1
				p.write(p.row(0).Attempt, calling.LogRequest{Outcome: calling.NoAnswer, Version: &version})
				p.ok(s.svc.NewCycle(ctx, p.who, p.session))
			}
		}
		var attempts []string
		if err := s.db.Find(ctx, &attempts, `SELECT id FROM attempts ORDER BY claimed_at`); err != nil || len(attempts) != 2 {
			t.Fatal(attempts, err)
		}
		version := 2
		p.write(attempts[0], calling.LogRequest{Reached: true, Outcome: calling.Talked, Version: &version})
		version = 1
		p.write(attempts[1], calling.LogRequest{Outcome: calling.NoAnswer, Version: &version})
		var at []int64
		if err := s.db.Find(ctx, &at, `SELECT substantive_at FROM supporters`); err != nil || len(at) != 1 || at[0] != answered[0] {
			t.Errorf("the last talk was at %v, want %v (%v)", at, answered[0], err)
		}
	})
}

// A correction of a call does not undo what was written by hand after it.
func TestALogByHandSinceTheCallDecides(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		p := s.seat(0)
		p.start()
		p.talk(p.dialled("1"), time.Minute)
		p.key("*")
		s.clock.Advance(time.Second)
		p.ok(s.svc.WriteLogByHand(ctx, p.who, p.session, p.row(0).ID, calling.LogRequest{Reached: true, Outcome: calling.Talked}))
		p.is(completed, available)
		s.clock.Advance(time.Second)
		p.write(p.row(0).Attempt, calling.LogRequest{Outcome: calling.NoAnswer})
		p.is(completed, available)
	})
}

// Whoever asked not to be called, in a call during which they were skipped, is not callable when it ends.
func TestDoNotCallInACallWithASkip(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		p := s.seat(0)
		p.start()
		d := p.dialled("1")
		p.rings(d)
		p.fact(d.Leg, calling.LegAnswered, "", 0)
		p.ok(p.skip(0, thisCycle))
		p.write(p.row(0).Attempt, calling.LogRequest{Reached: true, Outcome: calling.DoNotCall})
		p.clock.Advance(time.Minute)
		p.over(d, calling.LegCompleted, 60)
		p.is(calling.NotCallable, available)
	})
}

// The key that logs an owed call from the greeting ends the greeting: the page may dial from then on.
func TestALogFromTheGreetingEndsTheGreeting(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		p := s.seat(0)
		p.start()
		p.talk(p.dialled("1"), time.Minute)
		p.hangUp()
		p.start()
		p.key("1")
		p.is(completed, available)
		p.phone("wrap_up", calling.SessionInProgress)
		p.ok(s.svc.Next(ctx, p.who, p.session))
	})
}

// A household has one phone: whoever asks not to be called in a call drops everybody with that number, at once, and the
// undo of that log brings them back.
func TestDoNotCallDropsEverybodyWithThatNumber(t *testing.T) {
	each(t, 2, 2, func(s *shift) {
		s.exec(`UPDATE supporters SET phone = (SELECT phone FROM supporters WHERE id = $1) WHERE id = $2`, s.Supporters[0], s.Supporters[1])
		a, b := s.seat(0), s.seat(1)
		s.clock.Advance(time.Second)
		log, err := s.svc.WriteLogByHand(ctx, a.who, a.session, a.row(0).ID, calling.LogRequest{Reached: true, Outcome: calling.DoNotCall, DoNotCall: true})
		a.ok(log, err)
		s.work()
		a.is(completed, calling.NotCallable)
		b.is(completed, calling.NotCallable)
		s.clock.Advance(time.Second)
		if _, err := a.undo(log.Action); err != nil {
			t.Fatal(err)
		}
		s.work()
		a.is(available, available)
		b.is(available, available)
	})
}

// Whoever is held for want of a log is free when that log comes, whatever was said of an older call meanwhile.
func TestALogEndsTheHoldOfItsOwnCall(t *testing.T) {
	each(t, 2, 1, func(s *shift) {
		a, b := s.seat(0), s.seat2()
		a.start()
		a.talk(a.dialled("1"), time.Minute)
		a.log(calling.NoAnswer)
		a.hangUp()
		older := a.row(0).Attempt
		s.exec(`UPDATE lists SET cooldown_ms = 0`)
		b.start()
		b.talk(b.dialled("1"), time.Minute)
		b.key("*")
		b.is(calling.Attempted)
		one := 1
		a.write(older, calling.LogRequest{Reached: true, Outcome: calling.Talked, Version: &one})
		b.write(b.row(0).Attempt, calling.LogRequest{Outcome: calling.Voicemail})
		if held := s.count(`SELECT COUNT(*) FROM supporters WHERE held_until IS NOT NULL`); held != 0 {
			t.Errorf("%d are still held", held)
		}
	})
}

// A log that comes late frees nobody who is held for want of the log of a newer call: their own session's, or another's.
func TestALateLogLeavesTheHoldOfANewerCall(t *testing.T) {
	each(t, 2, 1, func(s *shift) {
		s.exec(`UPDATE lists SET cooldown_ms = 0`)
		held := func() (until int64) {
			t.Helper()
			var all []int64
			if err := s.db.Find(ctx, &all, `SELECT COALESCE(held_until, 0) FROM supporters`); err != nil || len(all) != 1 {
				t.Fatal(all, err)
			}
			return all[0]
		}
		unlogged := func(p *seat) (attempt string) {
			t.Helper()
			p.start()
			p.talk(p.dialled("1"), time.Minute)
			p.key("*")
			p.hangUp()
			p.is(calling.Attempted)
			return p.row(0).Attempt
		}
		a := s.seat(0)
		first := unlogged(a)
		a.ok(a.skip(0, quick15)) // an agreed call-back: what this session knows of itself does not stand in its way
		s.wait(16 * time.Minute)
		second := unlogged(a)
		until := held()
		a.write(first, calling.LogRequest{Outcome: calling.NoAnswer})
		if now := held(); now != until || until == 0 {
			t.Errorf("after the older call's log they are held until %d, were until %d", now, until)
		}
		s.wait(25 * time.Hour)
		b := s.seat2()
		unlogged(b)
		if held() <= until {
			t.Fatalf("the other session's call holds until %d, before it was %d", held(), until)
		}
		until = held()
		a.write(second, calling.LogRequest{Outcome: calling.NoAnswer})
		if now := held(); now != until {
			t.Errorf("after another session's log they are held until %d, were until %d", now, until)
		}
		b.write(b.row(0).Attempt, calling.LogRequest{Outcome: calling.NoAnswer})
		if now := held(); now != 0 {
			t.Errorf("after all logs they are held until %d", now)
		}
	})
}

// Whoever was not reached and asked not to be called cannot be called in the other leaders' queues, in whatever order they are told.
func TestNotReachedAndNotToBeCalled(t *testing.T) {
	each(t, 2, 2, func(s *shift) {
		a, b := s.seat(0), s.seat(1)
		a.start()
		for i, first := range []calling.JobKind{calling.JobSpread, calling.JobRecheck} {
			d := a.dialled("1")
			a.rings(d)
			a.over(d, calling.LegNoAnswer, 0)
			attempt := a.row(i).Attempt
			a.ok(s.svc.WriteLog(ctx, a.who, attempt, calling.LogRequest{Outcome: calling.NoAnswer, DoNotCall: true}))
			subject := map[calling.JobKind]string{calling.JobSpread: attempt, calling.JobRecheck: s.Supporters[i]}[first]
			if err := s.svc.RunJob(ctx, calling.Job{Kind: first, Subject: subject}); err != nil {
				t.Fatal(err)
			}
			s.work()
			if r := b.row(i); r.Status != calling.NotCallable {
				t.Errorf("%s first: %s", first, r.Status)
			}
			b.consistent()
		}
	})
}

// Whoever cannot be called and was taken off the list stays so in a new cycle: they come back for nobody.
func TestNotCallableAndOffTheListInANewCycle(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		a := s.seat(0)
		a.start()
		d := a.dialled("1")
		a.rings(d)
		a.over(d, calling.LegNoAnswer, 0)
		a.log(calling.NoAnswer)
		a.hangUp()
		a.ok(s.svc.FinishCycle(ctx, a.who, a.session))
		a.ok(s.svc.NewCycle(ctx, a.who, a.session))
		a.is(available, available)
		s.exec(`UPDATE supporters SET do_not_call = TRUE WHERE id = $1`, s.Supporters[0])
		if err := s.svc.PersonChanged(ctx, s.Supporters[0]); err != nil {
			t.Fatal(err)
		}
		s.exec(`DELETE FROM list_supporters WHERE supporter_id = $1`, s.Supporters[0])
		if err := s.svc.RosterChanged(ctx, s.List); err != nil {
			t.Fatal(err)
		}
		s.work()
		a.is(calling.NotCallable, available)
		a.ok(s.svc.FinishCycle(ctx, a.who, a.session))
		a.ok(s.svc.NewCycle(ctx, a.who, a.session))
		a.is(calling.NotCallable, available)
	})
}

// Somebody who left the list with a skip that runs on does not stand for somebody whom a new cycle would have.
func TestANewCycleBesideASkipOffTheList(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		a := s.seat(0)
		a.start()
		d := a.dialled("1")
		a.rings(d)
		a.over(d, calling.LegNoAnswer, 0)
		a.log(calling.NoAnswer)
		a.hangUp()
		a.ok(a.skip(0, quick15))
		s.exec(`DELETE FROM list_supporters WHERE supporter_id = $1`, s.Supporters[0])
		if err := s.svc.RosterChanged(ctx, s.List); err != nil {
			t.Fatal(err)
		}
		s.work()
		a.ok(s.svc.FinishCycle(ctx, a.who, a.session))
		a.is(skipped, skipped)
		if v := a.view().Cycle; !v.NewCycle.OK || v.NewCycleHas != 1 {
			t.Errorf("a new cycle: %+v, with %d people", v.NewCycle, v.NewCycleHas)
		}
		a.ok(s.svc.NewCycle(ctx, a.who, a.session))
		a.is(skipped, available)
	})
}

// Whoever is put on a list again comes into each queue as what another leader has made of them since its session began.
func TestWhoComesBackOntoAListIsKnown(t *testing.T) {
	each(t, 2, 2, func(s *shift) {
		a, b := s.seat(0), s.seat(1)
		onList := func(query string, args ...any) {
			t.Helper()
			s.exec(query, args...)
			if err := s.svc.RosterChanged(ctx, s.List); err != nil {
				t.Fatal(err)
			}
			s.work()
		}
		a.start()
		a.talk(a.dialled("1"), time.Minute) // so that a keeps the entry
		onList(`DELETE FROM list_supporters WHERE supporter_id = $1`, s.Supporters[0])
		b.is(available)
		a.log(calling.Refused)
		s.work()
		onList(`INSERT INTO list_supporters (list_id, supporter_id, position) VALUES ($1, $2, 9)`, s.List, s.Supporters[0])
		b.is(available, completed)
	})
}
