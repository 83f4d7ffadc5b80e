package calling_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"partyline/calling"
)

// A session is completed when nobody is left to call: whoever was not reached and may not be called any more is nobody to wait for.
func TestNobodyLeftToCallCompletesASession(t *testing.T) {
	for name, by := range map[string]struct{ stop, again string }{
		"do not call":    {`UPDATE supporters SET do_not_call = TRUE WHERE id = $1`, `UPDATE supporters SET do_not_call = FALSE WHERE id = $1`},
		"do not contact": {`UPDATE supporters SET do_not_contact = TRUE WHERE id = $1`, `UPDATE supporters SET do_not_contact = FALSE WHERE id = $1`},
		"no phone":       {`UPDATE supporters SET phone = '' WHERE id = $1`, `UPDATE supporters SET phone = '+441130000991' WHERE id = $1`},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, 1, 2, func(s *shift) {
				p := s.seat(0)
				p.start()
				d := p.dialled("1")
				p.rings(d)
				p.over(d, calling.LegNoAnswer, 0)
				p.log(calling.NoAnswer)
				p.talk(p.dialled("1"), time.Minute)
				p.log(calling.Talked)
				p.hangUp()
				p.ends(calling.SessionStarted)
				changed := func(query string) {
					p.Helper()
					s.exec(query, s.Supporters[0])
					if err := s.svc.PersonChanged(ctx, s.Supporters[0]); err != nil {
						t.Fatal(err)
					}
					s.work()
				}
				changed(by.stop)
				p.is(attempted, completed)
				p.ends(calling.SessionCompleted)
				changed(by.again)
				p.is(attempted, completed)
				p.ends(calling.SessionStarted)
				p.ok(p.skip(0, calling.SkipRequest{Type: calling.SkipCycle}))
				p.ends(calling.SessionStarted)
				changed(by.stop)
				p.ends(calling.SessionCompleted)
			})
		})
	}
}

// They may say so in the very contact that did not complete them, and a skip of theirs changes nothing about it.
func TestWhoAsksNotToBeCalledIsNobodyToWaitFor(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		p := s.seat(0)
		p.start()
		d := p.dialled("1")
		p.rings(d)
		p.over(d, calling.LegNoAnswer, 0)
		p.write(p.row(0).Attempt, calling.LogRequest{Outcome: calling.NoAnswer, DoNotCall: true})
		p.talk(p.dialled("1"), time.Minute)
		p.log(calling.Talked)
		p.hangUp()
		p.is(attempted, completed)
		p.ends(calling.SessionCompleted)
		p.ok(p.skip(0, calling.SkipRequest{Type: calling.SkipCycle}))
		p.ends(calling.SessionCompleted)
		s.exec(`UPDATE supporters SET do_not_call = FALSE WHERE id = $1`, s.Supporters[0]) // that was somebody else
		s.exec(`DELETE FROM do_not_call`)
		if err := s.svc.PersonChanged(ctx, s.Supporters[0]); err != nil {
			t.Fatal(err)
		}
		s.work()
		p.is(skipped, completed)
		p.ends(calling.SessionStarted)
	})
}

// What a session was not told of while it was archived it finds when it is opened again.
func TestAReopenedSessionKnowsWhoMayNotBeCalledAnyMore(t *testing.T) {
	each(t, 1, 1, func(s *shift) {
		p := s.seat(0)
		p.start()
		d := p.dialled("1")
		p.rings(d)
		p.over(d, calling.LegNoAnswer, 0)
		p.log(calling.NoAnswer)
		p.hangUp()
		action := p.archive()
		s.exec(`UPDATE supporters SET do_not_call = TRUE WHERE id = $1`, s.Supporters[0])
		if err := s.svc.PersonChanged(ctx, s.Supporters[0]); err != nil {
			t.Fatal(err)
		}
		s.work()
		p.reopen(action)
		s.work()
		p.is(attempted)
		p.ends(calling.SessionCompleted)
	})
}

// Sessions that were finished before this was kept say so as soon as the server has been upgraded.
func TestSessionsFromBeforeAreCompletedToo(t *testing.T) {
	migration, err := os.ReadFile("../storage/migrations/0032_barred.sql")
	if err != nil {
		t.Fatal(err)
	}
	_, upgrade, _ := strings.Cut(string(migration), "BOOLEAN NOT NULL DEFAULT FALSE;")
	each(t, 1, 2, func(s *shift) {
		p := s.seat(0)
		p.start()
		for range 2 {
			d := p.dialled("1")
			p.rings(d)
			p.over(d, calling.LegNoAnswer, 0)
		}
		p.log(calling.NoAnswer)
		p.hangUp()
		s.exec(`UPDATE supporters SET do_not_call = TRUE WHERE id = $1`, s.Supporters[0]) // and nobody is told
		s.exec(`INSERT INTO do_not_call (organisation_id, phone, by_user, at) SELECT organisation_id, phone, '', 0 FROM supporters WHERE id = $1`, s.Supporters[1])
		p.ends(calling.SessionStarted)
		s.exec(upgrade[strings.Index(upgrade, "INSERT"):])
		s.work()
		p.ends(calling.SessionCompleted)
	})
}

// ends checks the status of a session whose leader is off the phone, on its page and in the index.
func (p *seat) ends(want calling.SessionStatus) {
	p.Helper()
	p.consistent()
	if v := p.view(); v.Status != want {
		p.Errorf("the session is %s, want %s; a new cycle: %+v", v.Status, want, v.Cycle.NewCycle)
	}
	rows, err := p.svc.Sessions(ctx, calling.SessionsQuery{Organisation: p.Organisation, All: true})
	if err != nil {
		p.Fatal(err)
	}
	for _, r := range rows {
		if r.ID == p.session && r.Status != want {
			p.Errorf("the index says %s, want %s", r.Status, want)
		}
	}
}
