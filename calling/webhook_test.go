package calling_test

import (
	"testing"
	"time"

	"partyline/calling"
	"partyline/fault"
)

func TestARepeatedRequestGetsTheSameDialOnlyUntilTheFirstSign(t *testing.T) {
	each(t, 1, 3, func(s *shift) {
		p := s.seat(0)
		p.start()
		n := p.n
		first := func(request string) *calling.Connect {
			p.ask("key", n, calling.Input{Key: "1", Request: request})
			return p.dial
		}
		a := first("token")
		if a == nil {
			t.Fatal("nobody dialled")
		}
		if b := first("token"); b == nil || b.Ref != a.Ref {
			t.Errorf("the same request got %+v", p.script)
		}
		if c := first("another"); c != nil {
			t.Errorf("another request got the dial: %+v", c)
		}
		p.rings(*a)
		if d := first("token"); d != nil {
			t.Errorf("dialled again after a sign of the line: %+v", d)
		}
		p.is(callingIt, available, available)
		if v := p.view(); v.Impact.Attempted != 1 {
			t.Errorf("%+v", v.Impact)
		}
	})
}

func TestNextOnThePageClaimsTheStepBeforeTheKey(t *testing.T) {
	each(t, 1, 4, func(s *shift) {
		p := s.seat(0)
		_, err := s.svc.Next(ctx, p.who, p.session)
		refused(t, err, "phone_down")
		p.start()
		_, err = s.svc.Next(ctx, p.who, p.session) // a mailbox presses no key
		refused(t, err, "not_available")
		p.talk(p.dialled("1"), time.Minute)
		_, err = s.svc.Next(ctx, p.who, p.session)
		if f := refused(t, err, "log_missing"); f.Extra["attempt"] == "" {
			t.Errorf("%+v", f)
		}
		p.log(calling.Talked)
		n := p.n
		if _, err = s.svc.Next(ctx, p.who, p.session); err != nil {
			t.Fatal(err)
		}
		p.is(completed, callingIt, available, available)
		p.ask("key", n, calling.Input{Key: "1"}) // lost against the page
		if _, pause := p.script[0].(calling.Pause); !pause || p.dial != nil {
			t.Errorf("the key got %+v", p.script)
		}
		_, err = s.svc.Next(ctx, p.who, p.session)
		refused(t, err, "calling")
		s.work()
		if len(s.line.steered) != 1 || s.line.steered[0] != (calling.Step{Name: "dial", Ref: p.leg.Ref, N: n}) {
			t.Fatalf("steered %+v", s.line.steered)
		}
		p.ask("dial", n, calling.Input{})
		if p.dial == nil {
			t.Fatalf("the page's redirect got %+v", p.script)
		}
		d := *p.dial
		p.rings(d)
		p.ask("dial", n, calling.Input{})
		if p.dial != nil {
			t.Error("the dial was given again after a sign of the line")
		}
		p.over(d, calling.LegNoAnswer, 0)
		if _, err = s.svc.Next(ctx, p.who, p.session); err != nil { // saves what the carrier told
			t.Fatal(err)
		}
		p.is(completed, attempted, callingIt, available)
		p.noNumbers()
	})
}

func TestAKeyThatWonLeavesNothingForThePage(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		p := s.seat(0)
		p.start()
		p.dialled("1")
		_, err := s.svc.Next(ctx, p.who, p.session)
		refused(t, err, "calling")
		p.is(callingIt, available)
	})
}

func TestASteerThatWasBegunIsNeverRepeated(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		p := s.seat(0)
		p.start()
		p.over(p.dialled("1"), calling.LegBusy, 0)
		if _, err := s.svc.Next(ctx, p.who, p.session); err != nil {
			t.Fatal(err)
		}
		s.exec(`UPDATE jobs SET tries = 1 WHERE kind = 'steer'`) // its process died
		s.work()
		if len(s.line.steered) != 0 {
			t.Error("steered again")
		}
		p.is(attempted, callingIt)
		s.wait(90 * time.Second) // the reaper asks, and the carrier knows no such line
		p.is(attempted, available)
		p.phone("wrap_up", calling.SessionInProgress)
		if n := p.view().Phone.Notice; n == nil || n.Code != "unconnected" {
			t.Errorf("%+v", n)
		}
		if v := p.view(); v.Impact.Attempted != 1 {
			t.Errorf("a line that was never placed counts as an attempt: %+v", v.Impact)
		}
	})
}

func TestAKeyWaitsForThePagesRedirectAndDoesNotOvertakeIt(t *testing.T) {
	each(t, 1, 3, func(s *shift) {
		p := s.seat(0)
		p.start()
		p.over(p.dialled("1"), calling.LegBusy, 0)
		n := p.n
		p.ok(s.svc.Next(ctx, p.who, p.session))
		away := fault.New(fault.Busy, "carrier_away", "The carrier is away.")
		s.line.failing(away)
		s.work()
		p.ask("key", n, calling.Input{Key: "1"})
		for range 3 {
			p.key("1") // impatient
			p.says("One moment")
			s.wait(time.Second)
		}
		s.line.failing(nil)
		s.wait(2 * time.Second)
		p.is(attempted, callingIt, available)
		p.ask("dial", n, calling.Input{})
		if p.dial == nil {
			t.Fatal("the redirect got no dial")
		}

		p.over(*p.dial, calling.LegNoAnswer, 0)
		p.ok(s.svc.Next(ctx, p.who, p.session)) // and one whose redirect never gets through
		s.line.mu.Lock()
		steered := len(s.line.steered)
		s.line.mu.Unlock()
		s.line.failing(away)
		s.work()
		p.is(attempted, attempted, callingIt)
		var jobs []string
		s.clock.Advance(85 * time.Second)
		s.line.failing(nil)
		if err := s.db.Find(ctx, &jobs, `SELECT id FROM jobs WHERE kind = 'steer'`); err != nil || len(jobs) != 1 {
			t.Fatal(jobs, err)
		}
		s.exec(`UPDATE jobs SET due_at = due_at + 600000 WHERE kind = 'steer'`) // the reaper comes first
		s.work()
		p.is(attempted, attempted, available)
		s.wait(11 * time.Minute)
		if len(s.line.steered) > steered+1 {
			t.Errorf("steered after the person was released: %d, %d before", len(s.line.steered), steered)
		}
	})
}

func TestSkippingBeforeThePagesDialWasHandedOutDialsNobody(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		p := s.seat(0)
		p.start()
		p.over(p.dialled("1"), calling.LegBusy, 0)
		n := p.n
		p.ok(s.svc.Next(ctx, p.who, p.session))
		p.ok(p.skip(1, thisCycle)) // the redirect is on its way
		p.is(attempted, skipped)
		p.ask("dial", n, calling.Input{})
		if p.dial != nil {
			t.Error("dialled somebody who was skipped")
		}
		if v := p.view(); v.Impact.Attempted != 1 {
			t.Errorf("%+v", v.Impact)
		}
	})
}

func TestPlacingIsNeverRepeatedWhenItsOutcomeIsUnknown(t *testing.T) {
	unknown := fault.New(fault.Busy, "outcome_unknown", "The carrier did not answer.")
	away := fault.New(fault.Busy, "carrier_away", "The carrier is away.")
	each(t, 1, 2, func(s *shift) {
		p := s.seat(0)
		start := func() {
			if _, err := s.svc.Start(ctx, p.who, p.session, false); err != nil {
				t.Fatal(err)
			}
		}
		start()
		s.line.failing(unknown)
		s.work()
		p.phone("unknown", calling.SessionNotStarted)
		if n := p.view().Phone.Notice; n == nil || n.Code != "carrier_away" {
			t.Errorf("%+v", n)
		}
		s.line.failing(away)
		looked := s.line.looked
		s.wait(5 * time.Second)
		start() // Try again asks at once
		s.work()
		if s.line.looked < looked+2 {
			t.Errorf("the carrier was asked %d times", s.line.looked-looked)
		}
		s.line.failing(nil)
		s.wait(5 * time.Second) // it answers, and knows nothing yet
		p.phone("unknown", calling.SessionNotStarted)
		if len(s.line.placed) != 0 {
			t.Fatal("placed again")
		}
		s.wait(10 * time.Minute)
		p.phone("idle", calling.SessionNotStarted)
		if n := p.view().Phone.Notice; n == nil || n.Code != "lost" {
			t.Errorf("%+v", n)
		}

		start() // surely not placed: tried again
		s.line.failing(away)
		s.work()
		p.phone("placing", calling.SessionNotStarted)
		s.line.failing(nil)
		s.wait(5 * time.Second)
		if len(s.line.placed) != 1 {
			t.Errorf("placed %d times", len(s.line.placed))
		}
		p.leg = s.line.placed[0]
		p.fact(p.leg.ID, calling.LegAnswered, "", 0)
		p.ask("greet", 1, calling.Input{})
		p.says("You have 2 people")
		if n := p.view().Phone.Notice; n != nil {
			t.Errorf("the notice stays: %+v", n)
		}
	})
}

func TestARefusedNumberEndsTheRunWithItsReason(t *testing.T) {
	for _, code := range []string{"bad_number", "phone_config"} {
		each(t, 1, 1, func(s *shift) {
			p := s.seat(0)
			s.line.failing(fault.New(fault.Invalid, code, "No."))
			if _, err := s.svc.Start(ctx, p.who, p.session, false); err != nil {
				t.Fatal(err)
			}
			s.work()
			p.phone("idle", calling.SessionNotStarted)
			if n := p.view().Phone.Notice; n == nil || n.Code != code || n.Title == "" {
				t.Errorf("%+v", n)
			}
		})
	}
}

func TestWebhooksInAnyOrderEndTheSame(t *testing.T) {
	orders := map[string]func(p *seat, d calling.Connect){
		"as they happen": func(p *seat, d calling.Connect) {
			p.rings(d)
			p.fact(d.Leg, calling.LegAnswered, "", 0)
			p.over(d, calling.LegCompleted, 9)
			p.fact(p.leg.ID, calling.LegEnded, calling.LegCompleted, 50)
		},
		"backwards": func(p *seat, d calling.Connect) {
			p.fact(p.leg.ID, calling.LegEnded, calling.LegCompleted, 50)
			p.over(d, calling.LegCompleted, 9)
			p.fact(d.Leg, calling.LegAnswered, "", 0)
			p.rings(d)
		},
		"only the ends": func(p *seat, d calling.Connect) {
			p.fact(d.Leg, calling.LegEnded, calling.LegCompleted, 9)
			p.fact(p.leg.ID, calling.LegEnded, calling.LegCompleted, 50)
		},
		"everything three times": func(p *seat, d calling.Connect) {
			for range 3 {
				p.fact(p.leg.ID, calling.LegEnded, calling.LegCompleted, 50)
				p.rings(d)
				p.fact(d.Leg, calling.LegEnded, calling.LegCompleted, 9)
				p.over(d, calling.LegCompleted, 9)
			}
		},
	}
	for name, play := range orders {
		t.Run(name, func(t *testing.T) {
			each(t, 1, 2, func(s *shift) {
				p := s.seat(0)
				p.start()
				d := p.dialled("1")
				play(p, d)
				s.wait(3 * time.Second)
				p.is(callingIt, available)
				p.phone("idle", calling.SessionStarted)
				v := p.view()
				if len(v.Owed) != 1 || v.Impact.Attempted != 1 || v.Impact.OnPhone != 1 {
					s.Errorf("%+v %+v", v.Owed, v.Impact)
				}
			})
		})
	}
}
