package calling_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"partyline/calling"
)

func TestOneOpenSessionForEachLeaderAndList(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		p := s.seat(0)
		_, err := s.svc.Create(ctx, p.who, s.List, calling.CreateSession{Name: "Another"})
		if f := refused(t, err, "session_exists"); f.Extra["session"] != p.session {
			t.Errorf("%+v", f.Extra)
		}
		second, err := s.svc.Create(ctx, p.who, s.List, calling.CreateSession{Name: "  Another   one ", ArchiveOld: true})
		if err != nil || second.Name != "Another one" {
			t.Fatal(second.Name, err)
		}
		p.phone("idle", calling.SessionArchived)
		p.session = second.ID
		for i := range 2 {
			p.ok(p.skip(i, forGood))
		}
		p.phone("idle", calling.SessionCompleted)
		p.ok(s.svc.Create(ctx, p.who, s.List, calling.CreateSession{})) // a completed one makes room by itself
		p.phone("idle", calling.SessionArchived)
		rows, err := s.svc.Sessions(ctx, calling.SessionsQuery{Organisation: s.Organisation, All: true, Archived: true, Limit: 10})
		if err != nil || len(rows) != 3 {
			t.Errorf("%+v %v", rows, err)
		}
		_, err = s.svc.Create(ctx, p.who, s.List, calling.CreateSession{Name: strings.Repeat("ä", 121), ArchiveOld: true})
		refused(t, err, "name_long")
	})
}

func TestRenamingNeedsTheVersionThatWasRead(t *testing.T) {
	each(t, 1, 1, func(s *shift) {
		p := s.seat(0)
		p.ok(p.skip(0, quick15)) // presses in the queue do not move the version
		v, err := s.svc.Rename(ctx, p.who, p.session, " Tuesday ", p.view().Version)
		if err != nil || v.Name != "Tuesday" || v.Version != 2 {
			t.Fatal(v.Name, v.Version, err)
		}
		_, err = s.svc.Rename(ctx, p.who, p.session, "Wednesday", 1)
		if f := refused(t, err, "conflict"); f.Extra["current"].(calling.SessionView).Name != "Tuesday" {
			t.Errorf("%+v", f.Extra)
		}
		_, err = s.svc.Rename(ctx, p.who, p.session, " ", 2)
		refused(t, err, "name_missing")
	})
}

func TestStartNeedsANumberToRingAndOneToRingFrom(t *testing.T) {
	each(t, 2, 2, func(s *shift) {
		p := s.seat(0)
		start := func() error { return second(s.svc.Start(ctx, p.who, p.session, false)) }
		s.exec(`UPDATE users SET mobile = '' WHERE id = $1`, s.Leaders[0])
		refused(t, start(), "mobile_missing")
		s.exec(`UPDATE users SET mobile = '+447700900999' WHERE id = $1`, s.Leaders[0])
		s.exec(`UPDATE organisations SET caller_id = ''`)
		refused(t, start(), "caller_id_missing")
		s.exec(`UPDATE lists SET caller_id = '+447700900999'`) // whoever is called does not get the leader's mobile
		refused(t, start(), "caller_id_missing")
		s.exec(`UPDATE lists SET caller_id = '+442079460001'`) // the list's own will do
		p.ok(nil, start())
		p.ok(nil, start()) // the same press twice
		p.work()
		if len(s.line.placed) != 1 {
			t.Fatalf("placed %d", len(s.line.placed))
		}
		// the number is on an open leg of ours, whoever it belongs to
		s.exec(`UPDATE users SET mobile = '+447700900999' WHERE id = $1`, s.Leaders[1])
		q := s.seat(1)
		refused(t, second(s.svc.Start(ctx, q.who, q.session, false)), "live_elsewhere")
	})
}

func TestALineThatIsOnACallIsSteppedOver(t *testing.T) {
	each(t, 2, 2, func(s *shift) {
		sarah, omar := s.seat(0), s.seat(1)
		s.exec(`UPDATE supporters SET phone = (SELECT mobile FROM users WHERE id = $2) WHERE id = $1`, s.Supporters[0], s.Leaders[1])
		omar.start() // the first supporter is omar, who is on the phone
		sarah.start()
		sarah.dialled("1")
		sarah.says("Person 00002")
		sarah.is(available, callingIt)
	})
}

func TestMovingTheCallToAnotherSession(t *testing.T) {
	each(t, 1, 3, func(s *shift) {
		p := s.seat(0)
		q := s.seat2()
		p.start()
		d := p.dialled("1")
		_, err := s.svc.Start(ctx, q.who, q.session, true)
		refused(t, err, "calling")
		p.talk(d, time.Minute)
		v, err := s.svc.Start(ctx, q.who, q.session, true)
		if err != nil || v.Phone.State != "greeting" || v.Status != calling.SessionInProgress {
			t.Fatal(v.Phone, err)
		}
		s.work()
		if len(s.line.placed) != 1 || len(s.line.hungUp) != 0 || len(s.line.steered) != 1 {
			t.Errorf("placed %d, hung up %d, steered %d", len(s.line.placed), len(s.line.hungUp), len(s.line.steered))
		}
		if n := p.view().Phone.Notice; n.Code != "moved" || len(p.view().Owed) != 1 {
			t.Errorf("%+v", n)
		}
		q.leg = p.leg
		old := p.n
		q.ask("greet", s.line.steered[0].N, calling.Input{})
		q.says("You have")
		step := q.n
		q.ask("key", old, calling.Input{Key: "1"}) // a key of the old session claims nothing
		if q.dial != nil {
			t.Fatal("an old key dialled")
		}
		q.ask("key", step, calling.Input{Key: "1"})
		q.says("Calling Person 00002") // the first one is still with the other session
		q.is(available, callingIt, available)
		p.is(callingIt, available, available)
		p.write(p.view().Owed[0].Attempt, calling.LogRequest{Reached: true})
		p.is(completed, available, available)
	})
}

func TestALeaderWhoMayNotCallAnyMoreDialsNobodyElse(t *testing.T) {
	for name, query := range map[string]string{
		"leads no more": `DELETE FROM group_leaders WHERE user_id = $1`,
		"disabled":      `UPDATE users SET disabled_at = 1 WHERE id = $1`,
		"group deleted": `UPDATE groups SET deleted_at = 1 WHERE id IN (SELECT group_id FROM group_leaders WHERE user_id = $1)`, // in the moment of Start
	} {
		t.Run(name, func(t *testing.T) {
			each(t, 1, 3, func(s *shift) {
				p := s.seat(0)
				p.start()
				d := p.dialled("1")
				p.rings(d)
				s.exec(query, p.who.User)
				p.over(d, calling.LegBusy, 0)
				p.key("1")
				p.says("You do not call for this group any more")
				p.hangUp()
				if v := p.view(); v.Impact.Attempted != 1 || v.Phone.State != "idle" || v.Phone.Notice.Code != "not_leading" {
					s.Errorf("%d dialled, %+v", v.Impact.Attempted, v.Phone)
				}
			})
		})
	}
}

func TestALostEndAfterAHangUpIsFoundSoon(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		p := s.seat(0)
		p.start()
		p.ok(s.svc.Pause(ctx, p.who, p.session))
		s.work()
		s.line.known[p.leg.ID] = []calling.Sighting{{Carrier: "CA" + p.leg.Ref, State: calling.LegEnded, Result: calling.LegCompleted}}
		s.wait(5 * time.Second)
		p.phone("idle", calling.SessionNotStarted)
	})
}

func TestAVerificationCallSharesTheLegsAndTheLock(t *testing.T) {
	each(t, 1, 1, func(s *shift) {
		p := s.seat(0)
		said := calling.Script{calling.Say{Text: "1 2 3 4"}, calling.Hangup{}}
		s.svc.VerifyScript = func(_ context.Context, leg calling.Leg) (calling.Script, error) {
			if leg.User != s.Leaders[0] {
				t.Errorf("asked for %+v", leg)
			}
			return said, nil
		}
		leg := calling.Leg{ID: s.svc.NewID(), Ref: s.svc.NewRef(), Organisation: s.Organisation, Number: "+447700900000", Kind: calling.VerificationLeg,
			User: s.Leaders[0], State: calling.LegClaimed, Opened: s.clock.Now()}
		err := s.db.Calling().Write(ctx, func(tx calling.Tx) error {
			free, err := tx.InsertLeg(leg)
			if err != nil || !free {
				t.Errorf("the number is taken: %v", err)
			}
			return errors.Join(tx.Do(calling.Job{Kind: calling.JobPlace, Subject: leg.ID, Due: s.clock.Now()}),
				tx.Do(calling.Job{Kind: calling.JobCheckLeg, Subject: leg.ID, Due: s.clock.Now().Add(time.Minute)}))
		})
		if err != nil {
			t.Fatal(err)
		}
		s.work()
		if len(s.line.placed) != 1 {
			t.Fatalf("placed %d", len(s.line.placed))
		}
		_, err = s.svc.Start(ctx, p.who, p.session, false) // the leader's own number is on it
		refused(t, err, "live_elsewhere")
		script, err := s.svc.Ask(ctx, calling.Step{Name: "verify", Ref: leg.Ref}, calling.Input{Carrier: "CA1"})
		if err != nil || len(script) != 2 || script[0] != said[0] {
			t.Errorf("%+v %v", script, err)
		}
		s.line.known[leg.ID] = []calling.Sighting{{Carrier: "CA" + leg.Ref, State: calling.LegEnded, Result: calling.LegCompleted, Seconds: 9}}
		s.wait(10 * time.Minute) // its end was lost: the reaper asks
		p.ok(s.svc.Start(ctx, p.who, p.session, false))
	})
}

func TestALegThatIsNotOursIsHungUp(t *testing.T) {
	each(t, 1, 1, func(s *shift) {
		for _, name := range []string{"greet", "key", "dial", "after", "wait", "verify", "dance"} {
			script, err := s.svc.Ask(ctx, calling.Step{Name: name, Ref: "nobody", N: 1}, calling.Input{Key: "1"})
			if err != nil || len(script) != 1 || script[0] != (calling.Hangup{}) {
				t.Errorf("%s: %+v %v", name, script, err)
			}
		}
		if err := s.svc.Fact(ctx, calling.Fact{Leg: "nobody", State: calling.LegRinging}); err != nil {
			t.Error(err)
		}
	})
}

func TestJobsAboutThingsThatAreGoneAreDone(t *testing.T) {
	each(t, 1, 1, func(s *shift) {
		for _, k := range calling.Jobs {
			if err := s.svc.RunJob(ctx, calling.Job{Kind: k, Subject: "gone", Data: []byte("{}")}); err != nil {
				t.Errorf("%s: %v", k, err)
			}
		}
		if err := s.svc.RunJob(ctx, calling.Job{Kind: "dance"}); err == nil {
			t.Error("danced")
		}
	})
}

func TestEndCallDropsOnlyTheSupportersLine(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		p := s.seat(0)
		p.start()
		d := p.dialled("1")
		p.rings(d)
		p.fact(d.Leg, calling.LegAnswered, "", 0)
		attempt := p.view().Phone.Person.Attempt
		p.ok(nil, s.svc.HangUp(ctx, p.who, attempt))
		s.work()
		if len(s.line.hungUp) != 1 || s.line.hungUp[0] != "CA-"+d.Leg {
			t.Errorf("hung up %v", s.line.hungUp)
		}
		p.over(d, calling.LegCompleted, 9)
		p.ok(nil, s.svc.HangUp(ctx, p.who, attempt)) // over already
		s.work()
		if len(s.line.hungUp) != 1 {
			t.Error("hung up again")
		}
		p.phone("wrap_up", calling.SessionInProgress)
	})
}

// Who moves their call to another session after nobody has picked up here leaves nobody behind on the phone: what the carrier said is
// saved, and the person can be called by others, as if the leader had hung up.
func TestMovingTheCallEndsWhatWasOver(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		p, q := s.seat(0), s.seat2()
		p.start()
		d := p.dialled("1")
		p.rings(d)
		s.clock.Advance(2 * time.Second)
		p.fact(d.Leg, calling.LegEnded, calling.LegBusy, 0)
		p.is(callingIt, available)
		s.clock.Advance(time.Second)
		p.ok(s.svc.Start(ctx, q.who, q.session, true))
		p.is(attempted, available)
		if n := s.count(`SELECT COUNT(*) FROM reservations`); n != 0 {
			t.Errorf("%d are being called still", n)
		}
		if row := p.row(0); row.LastOutcome != calling.Busy {
			t.Errorf("the row is %+v", row)
		}
		p.consistent()
	})
}
