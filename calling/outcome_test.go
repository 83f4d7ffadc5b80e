package calling_test

import (
	"testing"
	"time"

	"partyline/calling"
)

func TestLogsOfAllKinds(t *testing.T) {
	each(t, 1, 4, func(s *shift) {
		p := s.seat(0)
		p.start()
		d := p.dialled("1")
		attempt := p.view().Phone.Person.Attempt
		_, err := s.svc.WriteLog(ctx, p.who, attempt, calling.LogRequest{Reached: true})
		refused(t, err, "not_available") // not dialled yet
		_, err = s.svc.AttemptLog(ctx, attempt)
		refused(t, err, "not_found")
		p.talk(d, time.Minute)
		first := calling.LogRequest{Reached: true, Outcome: calling.CallBack, RSVP: "yes", Notes: " nice ", TagsAdded: []string{"a"}, Skip: &quick15}
		log := p.write(attempt, first)
		if log.Notes != "nice" || log.By.Name != "Leader 1" || log.Version != 1 {
			t.Errorf("%+v", log)
		}
		p.is(skipped, available, available, available)
		first.Skip = nil
		if again := p.write(attempt, first); again.ID != log.ID { // the same press, come twice
			t.Error("a second log")
		}
		if got, err := s.svc.AttemptLog(ctx, attempt); err != nil || got.Outcome != calling.CallBack {
			t.Errorf("%+v %v", got, err)
		}
		v := p.view()
		if v.Impact.RSVPYes != 1 || v.Impact.Contacted != 1 {
			t.Errorf("%+v", v.Impact)
		}
		p.ok(s.svc.WriteLogByHand(ctx, p.who, p.session, p.row(1).ID, calling.LogRequest{Reached: true, RSVP: "yes", Method: "in_person"}))
		p.ok(s.svc.WriteLogByHand(ctx, p.who, p.session, p.row(2).ID, calling.LogRequest{Outcome: calling.NoAnswer, Skip: &thisCycle}))
		p.is(skipped, completed, skipped, available)
		if v := p.view(); v.Impact.ByHand != 2 || v.Impact.Attempted != 1 || v.Impact.RSVPYes != 2 {
			t.Errorf("%+v", v.Impact)
		}
		for i, want := range []string{"yes", "yes", "", ""} {
			if got := p.row(i).RSVP; got != want {
				t.Errorf("row %d says RSVP %q, want %q", i, got, want)
			}
		}
		p.dialled("1")
		_, err = s.svc.WriteLogByHand(ctx, p.who, p.session, p.row(3).ID, calling.LogRequest{Reached: true})
		refused(t, err, "calling")
		var level []string
		if err := s.db.Find(ctx, &level, `SELECT action FROM audit ORDER BY at, id`); err != nil || len(level) < 4 {
			t.Errorf("audit %v %v", level, err)
		}
	})
}

func TestACorrectionMovesTheCooldown(t *testing.T) {
	each(t, 1, 1, func(s *shift) {
		s.exec(`UPDATE lists SET cooldown_ms = 86400000`)
		p := s.seat(0)
		p.start()
		p.talk(p.dialled("1"), time.Minute)
		attempt := p.view().Phone.Person.Attempt
		p.write(attempt, calling.LogRequest{Reached: true, RSVP: "maybe", TagsAdded: []string{"keen"}, TagsRemoved: []string{"new"}})
		if got := p.row(0).RSVP; got != "maybe" {
			t.Errorf("the row says RSVP %q", got)
		}
		substantive := func() int {
			var n []int
			if err := s.db.Find(ctx, &n, `SELECT COUNT(*) FROM supporters WHERE substantive_at IS NOT NULL`); err != nil {
				t.Fatal(err)
			}
			return n[0]
		}
		if substantive() != 1 {
			t.Error("no cooldown")
		}
		version := 1
		p.write(attempt, calling.LogRequest{Outcome: calling.WrongNumber, Version: &version})
		if got := p.row(0); got.RSVP != "" || got.LastOutcome != calling.WrongNumber {
			t.Errorf("the row says %s, RSVP %q after the correction", got.LastOutcome, got.RSVP)
		}
		if substantive() != 0 {
			t.Error("the cooldown of a contact that was none")
		}
		var tags []string
		if err := s.db.Find(ctx, &tags, `SELECT tags FROM supporters`); err != nil || tags[0] != `["new"]` {
			t.Errorf("tags %v %v", tags, err)
		}
	})
}
