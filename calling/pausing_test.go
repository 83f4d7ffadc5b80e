package calling_test

import (
	"testing"
	"time"

	"partyline/calling"
	"partyline/fault"
)

func TestPauseHangsUpAfterTheTalk(t *testing.T) {
	each(t, 1, 3, func(s *shift) {
		p := s.seat(0)
		p.ok(s.svc.Pause(ctx, p.who, p.session)) // nothing to pause
		p.start()
		d := p.dialled("1")
		p.rings(d)
		p.fact(d.Leg, calling.LegAnswered, "", 0)
		p.ok(s.svc.Pause(ctx, p.who, p.session))
		if v := p.view(); !v.Phone.Ending || v.Phone.State != "talking" || len(s.line.hungUp) != 0 {
			t.Errorf("%+v", v.Phone)
		}
		p.ok(s.svc.Start(ctx, p.who, p.session, false)) // thought better of it
		if p.view().Phone.Ending {
			t.Error("still ending")
		}
		p.ok(s.svc.Pause(ctx, p.who, p.session))
		p.over(d, calling.LegCompleted, 30)
		p.says("paused")
		p.hangUp()
		p.phone("idle", calling.SessionStarted)
		if n := p.view().Phone.Notice; n.Code != "paused" {
			t.Errorf("%+v", n)
		}
		p.is(callingIt, available, available) // its log is owed
		p.write(p.view().Owed[0].Attempt, calling.LogRequest{Reached: true})
		p.start()
		p.ok(s.svc.Pause(ctx, p.who, p.session)) // nobody is talking: at once
		_, err := s.svc.Start(ctx, p.who, p.session, false)
		refused(t, err, "phone_down")
		s.work()
		if len(s.line.hungUp) != 1 {
			t.Errorf("hung up %v", s.line.hungUp)
		}
		p.key("1")
		p.says("Goodbye")
	})
}

func TestPausingWhileTheLeadersPhoneRingsIsNoGhost(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		p := s.seat(0)
		p.ok(s.svc.Start(ctx, p.who, p.session, false))
		p.ring()
		p.ok(s.svc.Pause(ctx, p.who, p.session))
		p.phone("ringing", calling.SessionNotStarted)
		p.fact(p.leg.ID, calling.LegAnswered, "", 0) // just before the hang-up reaches it
		p.ask("greet", 1, calling.Input{})
		p.says("Goodbye")
		p.key("1")
		p.is(available, available)
		p.hangUp()
		p.phone("idle", calling.SessionNotStarted)
		if n := p.view().Phone.Notice; n == nil || n.Code != "paused" {
			t.Errorf("%+v", n)
		}
	})
}

func TestThirtyMinutesOfSilencePause(t *testing.T) {
	each(t, 1, 3, func(s *shift) {
		p := s.seat(0)
		p.start()
		p.over(p.dialled("1"), calling.LegBusy, 0)
		for minutes := 1; minutes < 30; minutes++ {
			s.wait(time.Minute)
			p.ask("key", p.n, calling.Input{Silent: true})
			if minutes == 15 {
				p.is(attempted, available, available) // what the carrier told is saved after ten minutes
				p.says("Press any key for the next call")
			}
		}
		p.says("Press any key")
		s.wait(time.Minute)
		p.ask("key", p.n, calling.Input{Silent: true})
		p.says("quiet for a long time")
		p.hangUp()
		p.phone("idle", calling.SessionStarted)
		if n := p.view().Phone.Notice; n.Code != "silent" {
			t.Errorf("%+v", n)
		}
	})
}

func TestPausingBeforeTheCarrierWasAskedPlacesNothing(t *testing.T) {
	each(t, 1, 1, func(s *shift) {
		p := s.seat(0)
		s.line.failing(fault.New(fault.Busy, "carrier_away", "Away."))
		p.ok(s.svc.Start(ctx, p.who, p.session, false))
		s.work()
		p.ok(s.svc.Pause(ctx, p.who, p.session))
		s.work()
		s.line.failing(nil)
		s.wait(time.Minute)
		if len(s.line.placed) != 0 {
			t.Error("rung after all")
		}
		p.phone("idle", calling.SessionNotStarted)
	})
}
