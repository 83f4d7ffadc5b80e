package calling_test

import (
	"testing"
	"time"

	"partyline/calling"
)

// correct corrects the contact by hand that a row names.
func (p *seat) correct(i int, in calling.LogRequest) (calling.LogView, error) {
	p.Helper()
	id := p.row(i).ByHand
	was, err := p.svc.LogByID(ctx, id)
	if err != nil {
		p.Fatalf("row %d names the contact %q: %v", i, id, err)
	}
	in.Version = &was.Version
	p.clock.Advance(time.Second)
	return p.svc.CorrectLog(ctx, p.who, id, in)
}

func (p *seat) byHand(i int, in calling.LogRequest) calling.LogView {
	p.Helper()
	p.clock.Advance(time.Second)
	v, err := p.svc.WriteLogByHand(ctx, p.who, p.session, p.row(i).ID, in)
	if err != nil {
		p.Fatal(err)
	}
	return v
}

// A contact by hand that was logged wrongly is corrected as a call's log is: status, figures, tags and cooldown follow, and back again.
func TestAContactByHandIsCorrected(t *testing.T) {
	each(t, 2, 2, func(s *shift) {
		s.exec(`UPDATE lists SET cooldown_ms = 86400000`)
		p, b := s.seat(0), s.seat(1)
		said := p.byHand(0, calling.LogRequest{Reached: true, RSVP: "yes", Method: "in_person", TagsAdded: []string{"helper"}})
		if row := p.row(0); row.ByHand != said.ID || row.Attempt != "" {
			t.Errorf("the row says %+v", row)
		}
		s.work()
		p.is(completed, available)
		b.is(completed, available)
		before := p.rows()
		log, err := p.correct(0, calling.LogRequest{Outcome: calling.NoAnswer})
		p.ok(log, err)
		s.work()
		p.is(attempted, available)
		if f := p.view().Impact; log.ID != said.ID || log.Version != 2 || log.Corrected == nil || f.ByHand != 1 || f.Contacted != 0 || f.RSVPYes != 0 || f.Outcomes[calling.Talked] != 0 {
			t.Errorf("%+v: %+v", log, f)
		}
		if n := s.count(`SELECT COUNT(*) FROM supporters WHERE tags LIKE '%helper%'`); n != 0 {
			t.Errorf("%d are tagged still", n)
		}
		p.consistent()
		p.ok(p.undo(log.Action))
		s.work()
		p.asBefore(before)
		b.is(completed, available)
		log, err = p.correct(0, calling.LogRequest{Reached: true, Outcome: calling.CallBack, Skip: &quick15})
		p.ok(log, err)
		p.is(skipped, available)
		p.consistent()
		log, err = p.correct(0, calling.LogRequest{Reached: true, Outcome: calling.DoNotCall})
		p.ok(log, err)
		s.work()
		p.is(calling.NotCallable, available)
		p.consistent()
	})
}

// Who may correct it, and what: as for calls. The same press twice is one; a page that has read an older version is told.
func TestWhoCorrectsAContactByHand(t *testing.T) {
	each(t, 2, 1, func(s *shift) {
		p, b := s.seat(0), s.seat(1)
		captain := b.who
		p.who.Role, b.who.Role = "vice_captain", "vice_captain"
		said := p.byHand(0, calling.LogRequest{Reached: true})
		_, err := s.svc.CorrectLog(ctx, b.who, said.ID, calling.LogRequest{Outcome: calling.NoAnswer, Version: &said.Version})
		refused(t, err, "not_leader")
		_, err = s.svc.CorrectLog(ctx, p.who, said.ID, calling.LogRequest{Outcome: calling.NoAnswer})
		refused(t, err, "conflict")
		_, err = s.svc.CorrectLog(ctx, p.who, said.ID, calling.LogRequest{Outcome: "sang", Version: &said.Version})
		refused(t, err, "log_invalid")
		if again, err := s.svc.CorrectLog(ctx, p.who, said.ID, calling.LogRequest{Reached: true}); err != nil || again.Version != 1 || again.Action != "" {
			t.Errorf("the same press, come twice: %+v %v", again, err)
		}
		s.clock.Advance(24 * time.Hour)
		_, err = p.correct(0, calling.LogRequest{Outcome: calling.NoAnswer})
		refused(t, err, "log_closed")
		log, err := s.svc.CorrectLog(ctx, captain, said.ID, calling.LogRequest{Outcome: calling.Busy, Version: &said.Version})
		p.ok(log, err)
		p.is(attempted)
		var audited []string
		if err := s.db.Find(ctx, &audited, `SELECT thing FROM audit WHERE action = 'log.correct'`); err != nil || len(audited) != 1 || audited[0] != "entry/"+p.row(0).ID {
			t.Errorf("audited %v %v", audited, err)
		}
	})
}

// What came after it decides where the person stands: the correction changes the log and the figures only.
func TestAnOlderContactByHandDecidesNothing(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		p := s.seat(0)
		first := p.byHand(0, calling.LogRequest{Outcome: calling.NoAnswer})
		p.byHand(0, calling.LogRequest{Reached: true})
		p.is(completed, available)
		s.clock.Advance(time.Second)
		p.ok(s.svc.CorrectLog(ctx, p.who, first.ID, calling.LogRequest{Outcome: calling.Busy, Version: &first.Version}))
		p.is(completed, available)
		p.byHand(0, calling.LogRequest{Outcome: calling.NoAnswer}) // of somebody who is completed by the one before
		p.ok(p.correct(0, calling.LogRequest{Outcome: calling.Voicemail}))
		p.is(completed, available)
		second := p.byHand(1, calling.LogRequest{Outcome: calling.NoAnswer})
		p.is(completed, attempted)
		p.consistent()
		p.ok(p.svc.Prioritise(ctx, p.who, p.session, p.row(1).ID))
		p.start()
		p.talk(p.dialled("1"), time.Minute)
		p.log(calling.NotInterested)
		p.hangUp()
		if row := p.row(1); row.ByHand != "" {
			t.Errorf("after a call the row names the contact by hand still: %+v", row)
		}
		p.ok(s.svc.CorrectLog(ctx, p.who, second.ID, calling.LogRequest{Outcome: calling.Busy, Version: &second.Version}))
		p.is(completed, completed)
		p.consistent()
	})
}

// A skip that was there before the contact ends with what completes; one that was pressed since stays.
func TestASkipAndACorrectionByHand(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		p := s.seat(0)
		p.ok(p.skip(0, thisCycle))
		p.byHand(0, calling.LogRequest{Outcome: calling.NoAnswer})
		p.byHand(1, calling.LogRequest{Outcome: calling.NoAnswer})
		p.clock.Advance(time.Second)
		p.ok(p.skip(1, thisCycle))
		p.is(skipped, skipped)
		for i := range 2 {
			p.ok(p.correct(i, calling.LogRequest{Reached: true}))
		}
		p.is(completed, skipped)
		p.consistent()
	})
}
