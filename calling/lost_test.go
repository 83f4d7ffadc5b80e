package calling_test

import (
	"testing"
	"time"

	"partyline/calling"
	"partyline/fault"
)

func TestAnUnknownLegIsFoundByItsFirstWebhookOrByTheReaper(t *testing.T) {
	unknown := fault.New(fault.Busy, "outcome_unknown", "The carrier did not answer.")
	each(t, 1, 2, func(s *shift) {
		p := s.seat(0)
		for _, by := range []string{"webhook", "reaper"} {
			if _, err := s.svc.Start(ctx, p.who, p.session, false); err != nil {
				t.Fatal(err)
			}
			s.line.failing(unknown)
			s.work()
			s.line.failing(nil)
			var legs []struct{ ID, Ref string }
			if err := s.db.Find(ctx, &legs, `SELECT id, ref FROM legs WHERE ended_at IS NULL`); err != nil || len(legs) != 1 {
				t.Fatal(legs, err)
			}
			p.leg = calling.Leg{ID: legs[0].ID, Ref: legs[0].Ref}
			if by == "webhook" {
				p.fact(p.leg.ID, calling.LegRinging, "", 0)
			} else {
				s.line.known[p.leg.ID] = []calling.Sighting{{Carrier: "CA-" + p.leg.ID, State: calling.LegRinging, Started: s.clock.Now()}}
				s.wait(5 * time.Second)
			}
			p.phone("ringing", calling.SessionNotStarted)
			s.line.known[p.leg.ID] = nil
			p.fact(p.leg.ID, calling.LegEnded, calling.LegNoAnswer, 0)
		}
	})
}

func TestAPlacingWhoseProcessDiedIsTakenForUnknown(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		p := s.seat(0)
		if _, err := s.svc.Start(ctx, p.who, p.session, false); err != nil {
			t.Fatal(err)
		}
		s.exec(`UPDATE legs SET state = 'placing', placed_at = opened_at`) // marked, then killed
		s.work()
		if len(s.line.placed) != 0 {
			t.Fatal("placed twice, perhaps")
		}
		p.phone("unknown", calling.SessionNotStarted)
	})
}

func TestLostEndsAreFoundByTheReaper(t *testing.T) {
	each(t, 1, 3, func(s *shift) {
		p := s.seat(0)
		p.start()
		d := p.dialled("1")
		p.rings(d)
		// from here on no webhook comes any more
		s.line.known[p.leg.ID] = []calling.Sighting{{Carrier: "CA" + p.leg.Ref, State: calling.LegEnded, Result: calling.LegCompleted, Seconds: 40}}
		s.line.known[d.Leg] = []calling.Sighting{{Carrier: "CA-" + d.Leg, State: calling.LegRinging}}
		s.line.failing(fault.New(fault.Busy, "carrier_away", "The carrier is away."))
		s.wait(5 * time.Minute)
		p.is(callingIt, available, available) // a number is never freed because time has passed
		p.phone("dialling", calling.SessionInProgress)
		s.line.failing(nil)
		s.wait(5 * time.Second)
		p.phone("idle", calling.SessionStarted) // no ghost "In progress"
		p.is(callingIt, available, available)
		s.line.known[d.Leg] = []calling.Sighting{{Carrier: "CA-" + d.Leg, State: calling.LegEnded, Result: calling.LegCanceled}}
		s.wait(time.Minute)
		p.is(available, available, available)
	})
}

func TestACallThatTheCarrierTookAndNeverRangIsTakenBack(t *testing.T) {
	each(t, 1, 1, func(s *shift) {
		p := s.seat(0)
		if _, err := s.svc.Start(ctx, p.who, p.session, false); err != nil {
			s.Fatal(err)
		}
		s.work()
		leg := s.line.placed[0]
		s.line.known[leg.ID] = []calling.Sighting{{Carrier: "CA" + leg.Ref, State: calling.LegQueued}}
		s.wait(time.Minute)
		if len(s.line.hungUp) != 0 {
			s.Error("taken back while it may still ring")
		}
		s.wait(time.Minute)
		s.wait(5 * time.Second)
		if len(s.line.hungUp) == 0 || s.line.hungUp[0] != "CA"+leg.Ref {
			s.Fatalf("hung up %v", s.line.hungUp)
		}
		if v := p.view(); v.Phone.State == "idle" {
			s.Error("the number was freed before the carrier said that the line is over")
		}
		s.line.known[leg.ID] = []calling.Sighting{{Carrier: "CA" + leg.Ref, State: calling.LegEnded, Result: calling.LegCanceled}}
		s.wait(time.Minute)
		if v := p.view(); v.Phone.State != "idle" || v.Phone.Notice == nil || !v.Start.OK {
			s.Errorf("%+v", v.Phone)
		}
	})
}

func TestASupportersLineThatWasNeverPlacedIsFreedWhenItsLeaderIsGone(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		p := s.seat(0)
		p.start()
		p.dialled("1") // the answer to the carrier was lost, and the leader hangs up
		p.fact(p.leg.ID, calling.LegEnded, calling.LegCompleted, 5)
		p.is(callingIt, available)
		s.wait(2 * time.Second)
		p.is(available, available)
		p.start()
		p.dialled("1")
		p.says("Person 00001")
		if v := p.view(); v.Impact.Attempted != 0 {
			t.Errorf("%+v", v.Impact)
		}
	})
}

func TestAKeyBehindALostDialAsksTheCarrierFirst(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		p := s.seat(0)
		p.start()
		d := p.dialled("1")
		n := p.n
		p.ask("key", n, calling.Input{Key: "1", Request: "fallback"}) // the dial's document was lost: the carrier asks with another token
		if p.dial != nil {
			t.Fatal("dialled twice")
		}
		p.key("1")
		p.says("One moment")
		p.is(callingIt, available)
		s.line.known[d.Leg] = []calling.Sighting{{Carrier: "CA-" + d.Leg, State: calling.LegAnswered}} // but it is up after all
		s.work()
		p.is(callingIt, available)
		p.phone("talking", calling.SessionInProgress)
		s.line.known[d.Leg] = nil
		p.fact(d.Leg, calling.LegEnded, calling.LegCompleted, 9)

		p.write(p.view().Owed[0].Attempt, calling.LogRequest{Outcome: calling.Voicemail})
		p.dialled("1")
		p.ask("key", p.n, calling.Input{Key: "1", Request: "again"})
		p.key("1")
		p.says("One moment")
		s.work() // it is not
		p.is(attempted, available)
		p.ask("wait", p.n, calling.Input{Silent: true})
		if p.dial == nil {
			t.Errorf("the wait did not go on: %+v", p.script)
		}
		p.says("Person 00002")
	})
}

// Nobody was rung, so the other leaders go on as if nothing had been, and there is nothing to write down.
func TestWhoIsSkippedBeforeTheirLineIsPlacedWasNotTried(t *testing.T) {
	each(t, 2, 2, func(s *shift) {
		p, b := s.seat(0), s.seat(1)
		p.start()
		p.dialled("1") // the answer to the carrier was lost
		p.ok(p.skip(0, thisCycle))
		p.fact(p.leg.ID, calling.LegEnded, calling.LegCompleted, 5)
		s.wait(2 * time.Second)
		p.is(skipped, available)
		b.is(available, available)
		if row := p.row(0); row.NotLogged || row.By != nil {
			t.Errorf("the row says %+v", row)
		}
		p.consistent()
	})
}
