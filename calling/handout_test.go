package calling_test

import (
	"testing"
	"time"

	"partyline/calling"
	"partyline/roster"
)

// The carrier asks for the dial of a page whenever its redirect comes through: what holds then decides, not what held at the press.
func TestADialOfThePageIsJudgedWhenTheCarrierAsksForIt(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile func(s *shift, p *seat)
		ends      bool // the leader's call, too
		first     calling.Status
	}{
		"opted out": {func(s *shift, p *seat) {
			if err := s.db.Roster().Write(ctx, func(tx roster.Tx) error {
				number := []string{"+447900000001"}
				if who, err := tx.LockNumbers(s.Organisation, number); err != nil || len(who) != 1 {
					s.Errorf("locked %v, %v", who, err)
				}
				_, err := tx.InsertOptOuts(s.Organisation, number, p.who.User, s.clock.Now())
				return err
			}); err != nil {
				s.Fatal(err)
			}
		}, false, calling.NotCallable},
		"do not call": {func(s *shift, p *seat) {
			s.exec(`UPDATE supporters SET do_not_call = TRUE WHERE phone = '+447900000001'`)
		}, false, calling.NotCallable},
		"out of hours": {func(s *shift, p *seat) {
			s.exec(`UPDATE lists SET opens = 0, closes = 1`)
		}, false, calling.Unavailable},
		"paused": {func(s *shift, p *seat) { p.ok(s.svc.Pause(ctx, p.who, p.session)) }, true, available},
		"leads no more": {func(s *shift, p *seat) {
			s.exec(`DELETE FROM group_leaders WHERE user_id = $1`, p.who.User)
		}, true, available},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, 1, 3, func(s *shift) {
				p := s.seat(0)
				p.start()
				p.over(p.dialled("1"), calling.LegBusy, 0)
				n := p.n
				p.ok(s.svc.Next(ctx, p.who, p.session))
				c.meanwhile(s, p) // the redirect is on its way
				p.ask("dial", n, calling.Input{})
				if p.dial != nil {
					t.Error("they were dialled")
				}
				if c.ends {
					p.says("Goodbye")
				}
				p.is(attempted, c.first, available)
				if v := p.view(); v.Impact.Attempted != 1 {
					t.Errorf("%+v", v.Impact)
				}
				p.consistent()
				if c.ends || c.first == calling.Unavailable {
					return
				}
				s.clock.Advance(time.Second)
				if d := p.dialled("1"); d.Number != "+447900000002" {
					t.Errorf("then %s is dialled", d.Number)
				}
			})
		})
	}
}

// Whoever has pressed Pause, or leads no more, gets nobody else.
func TestNextIsRefusedWhereAKeyIs(t *testing.T) {
	each(t, 1, 3, func(s *shift) {
		p := s.seat(0)
		p.start()
		d := p.dialled("1")
		p.rings(d)
		p.ok(s.svc.Pause(ctx, p.who, p.session))
		p.fact(d.Leg, calling.LegEnded, calling.LegBusy, 0)
		_, err := s.svc.Next(ctx, p.who, p.session)
		refused(t, err, "phone_down")
		p.is(calls, available, available)
	})
	each(t, 1, 3, func(s *shift) {
		p := s.seat(0)
		p.start()
		p.over(p.dialled("1"), calling.LegBusy, 0)
		s.exec(`DELETE FROM group_leaders WHERE user_id = $1`, p.who.User)
		_, err := s.svc.Next(ctx, p.who, p.session)
		refused(t, err, "not_leader")
		p.is(calls, available, available)
	})
}
