package calling_test

import (
	"testing"
	"time"

	"partyline/calling"
)

func TestTwoLeadersNeverRingTheSamePerson(t *testing.T) {
	each(t, 3, 3, func(s *shift) {
		sarah, omar := s.seat(0), s.seat(1)
		sarah.start()
		omar.start()
		d := sarah.dialled("1")
		sarah.says("Person 00001")
		omar.dialled("1")
		omar.says("Person 00002")
		sarah.is(callingIt, available, available) // stepped over, not changed
		omar.is(available, callingIt, available)
		if r := omar.row(0); r.With == nil || r.With.Name != "Leader 1" {
			t.Errorf("with sarah now: %+v", r.With)
		}
		omar.next("3")
		_, err := s.svc.CallNext(ctx, omar.who, omar.session, omar.row(0).ID)
		if f := refused(t, err, "reserved"); f.Extra["by"].(calling.UserRef).Name != "Leader 1" {
			t.Errorf("%+v", f.Extra)
		}
		// another list of the same organisation cannot collide either
		other := s.seat2()
		_, err = s.svc.Start(ctx, other.who, other.session, false)
		if f := refused(t, err, "live_elsewhere"); f.Extra["session"] != sarah.session {
			t.Errorf("%+v", f.Extra)
		}
		sarah.talk(d, time.Minute)
		sarah.log(calling.Talked)
		omar.is(completed, callingIt, available) // by sarah: in omar's progress, not in his impact
		v := omar.view()
		if v.Progress.Completed != 1 || v.Progress.CompletedByMe != 0 || v.Impact.Contacted != 0 {
			t.Errorf("%+v %+v", v.Progress, v.Impact)
		}
		if r := omar.row(0); r.With != nil || r.By == nil || r.By.Name != "Leader 1" || r.LastOutcome != calling.Talked {
			t.Errorf("%+v", r)
		}
		sarah.dialled("1")
		sarah.says("Person 00003")

		third := s.seat(2)
		third.start()
		third.key("1")
		third.says("Everyone left is on another call")
		third.phone("wrap_up", calling.SessionInProgress)
		_, err = s.svc.Next(ctx, third.who, third.session)
		refused(t, err, "reserved")
		s.clock.Advance(10 * time.Second)
		third.ask("wait", third.waits(), calling.Input{Silent: true})
		s.clock.Advance(2 * time.Minute)
		third.ask("wait", third.waits(), calling.Input{Silent: true})
		third.says("We pause here")
		third.hangUp()
		if n := third.view().Phone.Notice; n.Code != "waited" {
			t.Errorf("%+v", n)
		}
	})
}

// waits is the step that the phone asks again by itself.
func (p *seat) waits() int {
	p.Helper()
	for _, v := range p.script {
		if a, ok := v.(calling.AskKey); ok && a.Then.Name == "wait" {
			return a.Then.N
		}
	}
	p.Fatalf("the phone does not wait: %+v", p.script)
	return 0
}

func TestSharedResultsShowAtOnceAndComeBackWithTheNextCycle(t *testing.T) {
	each(t, 2, 4, func(s *shift) {
		sarah, omar := s.seat(0), s.seat(1)
		omar.ok(omar.skip(1, thisCycle))
		omar.ok(omar.skip(2, forGood))
		sarah.start()
		sarah.over(sarah.dialled("1"), calling.LegNoAnswer, 0)
		sarah.over(sarah.dialled("1"), calling.LegBusy, 0)
		sarah.talk(sarah.dialled("1"), time.Minute)
		sarah.log(calling.Refused)
		sarah.is(attempted, attempted, completed, available)
		omar.is(attempted, skipped, completed, available) // attempted leaves a skip, completed ends it
		_, err := s.svc.Prioritise(ctx, omar.who, omar.session, omar.row(0).ID)
		refused(t, err, "not_available") // not his attempt
		omar.ok(omar.skip(3, thisCycle))
		omar.ok(s.svc.NewCycle(ctx, omar.who, omar.session))
		unavailable := calling.Unavailable
		omar.is(unavailable, unavailable, completed, available) // the minimum time after sarah's attempt
		if r := omar.row(0); r.Cause != calling.MinimumTime {
			t.Errorf("%+v", r)
		}
		s.wait(4 * time.Hour)
		omar.is(available, available, completed, available)

		// sarah corrects: refused was no answer
		version, attempt := 1, sarah.row(2).Attempt
		sarah.write(attempt, calling.LogRequest{Outcome: calling.NoAnswer, Version: &version})
		sarah.is(attempted, attempted, attempted, available)
		omar.is(available, available, attempted, available)
	})
}

func TestIndependentListsShareOnlyReservationsDoNotCallAndCooldown(t *testing.T) {
	each(t, 2, 3, func(s *shift) {
		s.exec(`UPDATE lists SET mode = 'independent', cooldown_ms = 86400000`)
		sarah, omar := s.seat(0), s.seat(1)
		sarah.start()
		sarah.over(sarah.dialled("1"), calling.LegNoAnswer, 0)
		sarah.talk(sarah.dialled("1"), time.Minute)
		sarah.log(calling.Talked)
		omar.is(available, calling.Unavailable, available)
		sarah.talk(sarah.dialled("1"), time.Minute)
		sarah.log(calling.DoNotCall)
		omar.is(available, calling.Unavailable, calling.NotCallable)
		if v := omar.view(); v.Progress.Total != 2 {
			t.Errorf("never callable is not in the total: %+v", v.Progress)
		}
	})
}

// Who picked up just as the leader hung up has had a call that nobody wrote down: they are left alone, on every list.
func TestWhoWasCutOffIsHeldEverywhere(t *testing.T) {
	each(t, 2, 2, func(s *shift) {
		s.exec(`UPDATE lists SET mode = 'independent'`)
		a, b := s.seat(0), s.seat(1)
		a.start()
		d := a.dialled("1")
		a.rings(d)
		a.fact(d.Leg, calling.LegAnswered, "", 0)
		a.fact(d.Leg, calling.LegEnded, calling.LegCompleted, 0)
		a.hangUp()
		s.work()
		a.is(attempted, available)
		b.is(unavailable, available)
		if r := b.row(0); r.Cause != calling.Cooldown || r.ReturnsAt == nil || r.ReturnsAt.Before(s.clock.Now().Add(23*time.Hour)) {
			t.Errorf("held as %+v", r)
		}
		a.write(a.row(0).Attempt, calling.LogRequest{Outcome: calling.NoAnswer}) // they were not
		b.is(available, available)
	})
}

func TestOldResultsDoNotChangeANewSession(t *testing.T) {
	each(t, 2, 2, func(s *shift) {
		s.exec(`UPDATE lists SET cooldown_ms = 3600000`)
		sarah := s.seat(0)
		sarah.start()
		sarah.talk(sarah.dialled("1"), time.Minute)
		sarah.log(calling.Talked)
		sarah.talk(sarah.dialled("1"), time.Minute)
		sarah.log(calling.NoAnswer)
		omar := s.seat(1)
		omar.is(calling.Unavailable, calling.Unavailable) // cooldown, minimum time
		if a, b := omar.row(0), omar.row(1); a.Cause != calling.MinimumTime || b.Cause != calling.MinimumTime {
			t.Errorf("%+v %+v", a, b)
		}
		s.wait(4*time.Hour + time.Minute)
		omar.is(available, available)
	})
}

func TestARivalThatIsQuickerThanTheNewsDoesNotRing(t *testing.T) {
	each(t, 2, 3, func(s *shift) {
		s.exec(`UPDATE lists SET minimum_ms = 0`)
		sarah, omar := s.seat(0), s.seat(1)
		sarah.start()
		omar.start()
		sarah.talk(sarah.dialled("1"), time.Minute)
		v := sarah.view()
		if _, err := s.svc.WriteLog(ctx, sarah.who, v.Phone.Person.Attempt, calling.LogRequest{Outcome: calling.WrongNumber}); err != nil {
			t.Fatal(err)
		}
		d := omar.dialled("1") // the job that tells omar's session has not run yet
		omar.says("Person 00002")
		omar.rings(d)
		omar.is(completed, callingIt, available)
		s.work()
		omar.is(completed, callingIt, available)
	})
}

func TestOnlyItsLeaderChangesASession(t *testing.T) {
	each(t, 2, 2, func(s *shift) {
		p := s.seat(0)
		who := calling.Who{User: s.Leaders[1], Organisation: s.Organisation, Role: "captain"}
		vice := who
		vice.Role = "vice_captain"
		id := p.row(0).ID
		for name, err := range map[string]error{
			"skip":        second(s.svc.Skip(ctx, who, p.session, id, quick15)),
			"remove skip": second(s.svc.RemoveSkip(ctx, who, p.session, id)),
			"prioritise":  second(s.svc.Prioritise(ctx, who, p.session, id)),
			"call next":   second(s.svc.CallNext(ctx, who, p.session, id)),
			"check":       second(s.svc.Check(ctx, who, p.session, id)),
			"start":       second(s.svc.Start(ctx, who, p.session, false)),
			"next":        second(s.svc.Next(ctx, who, p.session)),
			"new cycle":   second(s.svc.NewCycle(ctx, who, p.session)),
			"finish":      second(s.svc.FinishCycle(ctx, who, p.session)),
			"log by hand": second(s.svc.WriteLogByHand(ctx, who, p.session, id, calling.LogRequest{Reached: true})),
			"vice pause":  second(s.svc.Pause(ctx, vice, p.session)),
			"vice rename": second(s.svc.Rename(ctx, vice, p.session, "Mine", 1)),
			"archive":     second(s.svc.Archive(ctx, vice, p.session)),
		} {
			t.Run(name, func(t *testing.T) { refused(t, err, "not_leader") })
		}
		p.is(available, available)
		p.start()
		p.talk(p.dialled("1"), time.Minute)
		attempt := p.view().Phone.Person.Attempt
		refused(t, s.svc.HangUp(ctx, who, attempt), "not_leader")
		_, err := s.svc.WriteLog(ctx, vice, attempt, calling.LogRequest{Reached: true})
		refused(t, err, "not_leader")
		_, err = s.svc.WriteLog(ctx, who, attempt, calling.LogRequest{Reached: true}) // it is their talk, until Calling ends
		refused(t, err, "not_leader")
		if v := p.view(); len(v.Owed) != 1 || v.Impact.Contacted != 0 {
			t.Errorf("the log is not owed any more: %+v", v)
		}
		p.write(attempt, calling.LogRequest{Reached: true})

		version := 1
		late := calling.LogRequest{Outcome: calling.NoAnswer, Version: &version}
		s.wait(25 * time.Hour)
		own := p.who
		own.Role = "vice_captain"
		_, err = s.svc.WriteLog(ctx, own, attempt, late)
		refused(t, err, "log_closed")
		p.ok(s.svc.WriteLog(ctx, who, attempt, late)) // a captain may always
		_, err = s.svc.WriteLog(ctx, who, attempt, late)
		f := refused(t, err, "conflict")
		if f.Extra["current"].(calling.LogView).Version != 2 {
			t.Errorf("%+v", f.Extra)
		}
		p.ok(s.svc.Rename(ctx, who, p.session, "Tidied up", 1))
		p.ok(s.svc.Pause(ctx, who, p.session))
		p.ok(s.svc.Archive(ctx, who, p.session))
		p.phone("finished", calling.SessionArchived)
		_, err = s.svc.Skip(ctx, p.who, p.session, id, quick15)
		refused(t, err, "not_available")
	})
}

// What nobody wrote down in time is written down late, as a correction: by whoever corrects, for as long.
func TestALateFirstLogIsACorrection(t *testing.T) {
	each(t, 2, 2, func(s *shift) {
		p := s.seat(0)
		captain := calling.Who{User: s.Leaders[1], Organisation: s.Organisation, Role: "captain"}
		p.who.Role = "vice_captain"
		p.start()
		for range 2 {
			p.talk(p.dialled("1"), time.Minute)
			p.key("*")
		}
		p.hangUp()
		p.is(attempted, attempted)
		s.wait(24*time.Hour - 3*time.Minute)
		p.write(p.row(0).Attempt, calling.LogRequest{Reached: true})
		s.wait(5 * time.Minute)
		_, err := s.svc.WriteLog(ctx, p.who, p.row(1).Attempt, calling.LogRequest{Reached: true})
		refused(t, err, "log_closed")
		p.is(completed, attempted)
		p.ok(s.svc.WriteLog(ctx, captain, p.row(1).Attempt, calling.LogRequest{Reached: true}))
		s.work()
		p.is(completed, completed)
	})
}

func second[T any](_ T, err error) error { return err }
