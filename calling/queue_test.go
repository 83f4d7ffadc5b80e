package calling_test

import (
	"testing"
	"time"

	"partyline/calling"
)

func (p *seat) skip(i int, in calling.SkipRequest) (calling.EntryView, error) {
	p.Helper()
	v, err := p.svc.Skip(ctx, p.who, p.session, p.row(i).ID, in)
	p.work()
	return v, err
}

func (p *seat) ok(_ any, err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

// next is the names of next and of who stands behind.
func (p *seat) next(want ...string) {
	p.Helper()
	c := p.view().Cycle
	got := []string{}
	for _, n := range []*calling.NextView{c.Next, c.Then} {
		if n != nil {
			got = append(got, n.Name[len("Person 0000"):])
		}
	}
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			p.Errorf("next are %v, want %v", got, want)
			return
		}
	}
	if len(got) != len(want) && len(want) < 2 {
		p.Errorf("next are %v, want %v", got, want)
	}
}

var (
	quick15   = calling.SkipRequest{Type: calling.SkipQuick, Minutes: 15}
	thisCycle = calling.SkipRequest{Type: calling.SkipCycle}
	forGood   = calling.SkipRequest{Type: calling.SkipRemove, Reason: "asked us to"}
)

func TestSkippingAndComingBack(t *testing.T) {
	each(t, 1, 5, func(s *shift) {
		p := s.seat(0)
		p.next("1", "2")
		p.ok(p.skip(0, quick15))
		p.ok(p.skip(3, quick15))
		p.next("2", "3")
		s.wait(15*time.Minute - time.Second)
		p.is(skipped, available, available, skipped, available)
		s.wait(time.Second)
		p.is(available, available, available, available, available)
		p.next("2", "1") // right behind next, who was due first comes first
		if r := p.row(0); !r.DueNow || r.Skip != nil {
			t.Errorf("%+v", r)
		}

		p.ok(p.skip(1, calling.SkipRequest{Type: calling.SkipToday}))
		p.ok(p.skip(2, calling.SkipRequest{Type: calling.SkipDate, Date: "2026-03-05"}))
		p.ok(p.skip(3, thisCycle))
		p.ok(p.skip(4, forGood))
		_, err := p.skip(4, calling.SkipRequest{Type: calling.SkipRemove})
		refused(t, err, "reason_required")
		if r := p.row(4); r.Skip.Reason != "asked us to" || r.Skip.By.Name != "Leader 1" {
			t.Errorf("%+v", r.Skip)
		}
		v := p.view()
		if v.Cycle.Return == nil || !v.Cycle.Return.At.Equal(time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC)) || v.Cycle.Return.Count != 1 {
			t.Errorf("%+v", v.Cycle.Return)
		}
		p.ok(s.svc.RemoveSkip(ctx, p.who, p.session, p.row(4).ID)) // also a permanent one
		p.ok(s.svc.RemoveSkip(ctx, p.who, p.session, p.row(4).ID)) // twice is fine
		p.is(available, skipped, skipped, skipped, available)
		s.wait(23 * time.Hour) // tomorrow, 9:00
		p.is(available, available, skipped, skipped, available)
		s.wait(24 * time.Hour)
		p.is(available, available, available, skipped, available)
		p.next("1", "2") // at their original rank
	})
}

func TestAnOldPressStillCounts(t *testing.T) {
	each(t, 1, 3, func(s *shift) {
		p := s.seat(0)
		s.wait(time.Hour)
		hourAgo := s.clock.Now().Add(-time.Hour)
		in := calling.SkipRequest{Type: calling.SkipQuick, Minutes: 120, PressedAt: &hourAgo}
		v, err := p.skip(0, in)
		if err != nil || !v.Skip.Until.Equal(s.clock.Now().Add(time.Hour)) {
			t.Errorf("%+v %v", v.Skip, err)
		}
		in.Minutes = 30
		p.ok(p.skip(1, in)) // over already
		p.is(skipped, available, available)
		p.ok(p.skip(0, in)) // replaces the other, and is over
		p.is(available, available, available)
		var ended []string
		if err := s.db.Find(ctx, &ended, `SELECT ended_why FROM skips ORDER BY id`); err != nil || len(ended) != 3 || ended[0] != "replaced" || ended[1] != "expired" || ended[2] != "expired" {
			t.Errorf("history %v %v", ended, err)
		}
	})
}

func TestPrioritisingAndCallingNext(t *testing.T) {
	each(t, 1, 5, func(s *shift) {
		p := s.seat(0)
		id := func(i int) string { return p.row(i).ID }
		p.ok(s.svc.Prioritise(ctx, p.who, p.session, id(3)))
		p.next("1", "4")
		p.ok(s.svc.Prioritise(ctx, p.who, p.session, id(4)))
		p.next("1", "5")
		p.ok(s.svc.CallNext(ctx, p.who, p.session, id(2)))
		p.next("3", "1")
		p.ok(p.skip(1, forGood))
		p.ok(s.svc.Prioritise(ctx, p.who, p.session, id(1))) // removes the skip in the same step
		p.next("3", "2")
		p.start()
		p.talk(p.dialled("1"), time.Minute)
		p.says("How was it?")
		p.next("2", "1")
		p.log(calling.NoAnswer)
		p.is(available, available, attempted, available, available)
		p.ok(s.svc.Prioritise(ctx, p.who, p.session, id(2))) // one's own attempt
		p.next("2", "3")
		p.dialled("1")
		p.says("Person 00002")
		_, err := s.svc.Prioritise(ctx, p.who, p.session, id(1))
		refused(t, err, "not_available")
		_, err = s.svc.CallNext(ctx, p.who, p.session, "nobody")
		refused(t, err, "not_found")
	})
}

func TestSkippingDuringACall(t *testing.T) {
	each(t, 1, 4, func(s *shift) {
		p := s.seat(0)
		p.start()
		d := p.dialled("1")
		p.rings(d)
		p.ok(p.skip(0, thisCycle)) // while it rings: cut
		if len(s.line.hungUp) != 1 || s.line.hungUp[0] != "CA-"+d.Leg {
			t.Errorf("hung up %v", s.line.hungUp)
		}
		p.over(d, calling.LegCanceled, 0)
		p.is(skipped, available, available, available)

		d = p.dialled("1")
		p.rings(d)
		p.fact(d.Leg, calling.LegAnswered, "", 0)
		p.ok(p.skip(1, quick15)) // in mid-talk: never cuts
		if len(s.line.hungUp) != 1 {
			t.Error("the talk was cut")
		}
		p.is(skipped, callingIt, available, available)
		p.log(calling.Talked)
		p.clock.Advance(time.Minute)
		p.over(d, calling.LegCompleted, 60)
		p.is(skipped, skipped, available, available) // the skip wins for the queue, the log counts in the figures
		if v := p.view(); v.Impact.Contacted != 1 || v.Progress.Completed != 0 {
			t.Errorf("%+v", v)
		}
		s.exec(`UPDATE lists SET cooldown_ms = 86400000`)
		s.wait(14 * time.Minute)
		p.is(skipped, available, available, available) // a call-back ignores the cooldown of its own session

		d = p.dialled("1")
		p.says("Person 00003")
		p.talk(d, time.Minute)
		p.ok(p.skip(2, forGood)) // after the talk, instead of a log
		p.is(skipped, available, skipped, available)
		if v := p.view(); v.Impact.NotLogged != 2 || len(v.Owed) != 1 || !v.Owed[0].Closed {
			t.Errorf("%+v %+v", v.Impact, v.Owed)
		}
	})
}

// A quick skip that runs out while the call that it was set in goes on comes back like any other: right behind whoever is next, due now.
func TestAQuickSkipThatRunsOutDuringItsCall(t *testing.T) {
	each(t, 1, 3, func(s *shift) {
		p := s.seat(0)
		p.start()
		d := p.dialled("1")
		p.rings(d)
		p.fact(d.Leg, calling.LegAnswered, "", 0)
		p.ok(p.skip(0, quick15))
		p.log(calling.CallBack)
		s.wait(20 * time.Minute)
		p.is(callingIt, available, available)
		p.over(d, calling.LegCompleted, 1200)
		p.is(available, available, available)
		if r := p.row(0); !r.DueNow || r.LastOutcome != calling.CallBack {
			t.Errorf("the row is %+v", r)
		}
		p.next("2", "1")
	})
}

// A cycle in the journey says whether it ended by itself. One that somebody returned to ends once more, and the last end counts.
func TestTheJourneySaysHowACycleEnded(t *testing.T) {
	each(t, 1, 3, func(s *shift) {
		p := s.seat(0)
		attempted := func() {
			t.Helper()
			p.start()
			p.over(p.dialled("1"), calling.LegBusy, 0)
			p.hangUp()
		}
		attempted()
		p.ok(s.svc.FinishCycle(ctx, p.who, p.session))
		p.ok(s.svc.NewCycle(ctx, p.who, p.session))

		attempted()
		p.ok(p.skip(1, quick15))
		p.ok(s.svc.FinishCycle(ctx, p.who, p.session))
		s.wait(15 * time.Minute) // the cycle opens again
		p.ok(p.skip(1, quick15))
		p.ok(s.svc.NewCycle(ctx, p.who, p.session))

		v := p.view()
		if len(v.Journey) != 2 || !v.Journey[0].Finished || v.Journey[1].Finished {
			t.Errorf("%+v", v.Journey)
		}
	})
}

func TestCyclesCompleteReopenAndStartAnew(t *testing.T) {
	each(t, 1, 4, func(s *shift) {
		p := s.seat(0)
		_, err := s.svc.NewCycle(ctx, p.who, p.session)
		refused(t, err, "cycle_open")
		p.start()
		p.talk(p.dialled("1"), time.Minute)
		_, err = s.svc.NewCycle(ctx, p.who, p.session)
		refused(t, err, "calling")
		_, err = s.svc.FinishCycle(ctx, p.who, p.session)
		refused(t, err, "calling")
		p.log(calling.Talked)
		p.over(p.dialled("1"), calling.LegBusy, 0)
		p.hangUp()
		p.ok(p.skip(2, quick15))
		p.ok(s.svc.FinishCycle(ctx, p.who, p.session))
		p.is(completed, attempted, skipped, skipped)
		v := p.view()
		if !v.Cycle.Complete || v.Cycle.Return == nil || v.Cycle.Return.Count != 1 || !v.Cycle.NewCycle.OK || v.Cycle.NewCycleHas != 2 || v.Start.OK || v.Start.Code != "nobody_callable" {
			t.Errorf("%+v %+v", v.Cycle, v.Start)
		}
		_, err = s.svc.Start(ctx, p.who, p.session, false)
		refused(t, err, "nobody_callable")
		s.wait(15 * time.Minute) // somebody returns: the same cycle re-opens
		if v := p.view(); v.Cycle.Complete || v.Cycle.Number != 1 {
			t.Errorf("%+v", v.Cycle)
		}
		p.ok(p.skip(2, quick15))
		p.ok(s.svc.NewCycle(ctx, p.who, p.session))
		p.is(completed, available, skipped, available)
		v = p.view()
		if v.Cycle.Number != 2 || v.Cycle.Complete || len(v.Journey) != 1 || v.Journey[0].Attempted != 2 || v.Journey[0].Contacted != 1 || v.Impact.Attempted != 2 || v.Cycle.Dials != 0 {
			t.Errorf("%+v %+v", v.Cycle, v.Journey)
		}

		p.ok(s.svc.FinishCycle(ctx, p.who, p.session)) // a cycle without attempt or log
		p.ok(s.svc.NewCycle(ctx, p.who, p.session))
		if v := p.view(); v.Cycle.Number != 2 || len(v.Journey) != 1 {
			t.Errorf("an empty cycle entered the journey: %+v", v.Journey)
		}
		// a log of the first cycle's attempt counts in the first cycle
		attempt := p.row(1).Attempt
		version := 1
		p.write(attempt, calling.LogRequest{Outcome: calling.WrongNumber, Version: &version})
		p.is(completed, completed, skipped, available)
		if v := p.view(); v.Journey[0].Outcomes[calling.WrongNumber] != 1 || v.Impact.Outcomes[calling.Busy] != 0 {
			t.Errorf("%+v", v.Journey[0])
		}
		p.ok(p.skip(2, forGood))
		p.ok(p.skip(3, forGood))
		_, err = s.svc.NewCycle(ctx, p.who, p.session)
		refused(t, err, "nobody_callable")
		p.phone("idle", calling.SessionCompleted)
	})
}

func TestAtNightANewCycleNamesTheMorning(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		p := s.seat(0)
		p.start()
		for range 2 {
			p.over(p.dialled("1"), calling.LegBusy, 0)
		}
		p.key("1")
		p.hangUp()
		p.is(attempted, attempted)
		s.wait(12 * time.Hour) // 22:00
		_, err := s.svc.NewCycle(ctx, p.who, p.session)
		f := refused(t, err, "nobody_callable")
		if at, ok := f.Extra["earliest_return"].(time.Time); !ok || !at.Equal(time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC)) {
			t.Errorf("%+v", f)
		}
		p.is(attempted, attempted)
		v := p.view()
		if v.Cycle.NewCycle.OK || v.Cycle.NewCycle.Code != "nobody_callable" || v.Status != calling.SessionStarted {
			t.Errorf("%+v %s", v.Cycle.NewCycle, v.Status)
		}
	})
}

func TestTheHoursOpenAndCloseTheQueue(t *testing.T) {
	each(t, 1, 3, func(s *shift) {
		s.exec(`UPDATE supporters SET zone = 'America/New_York' WHERE id = $1`, s.Supporters[0])
		p := s.seat(0)
		unavailable := calling.Unavailable
		p.is(unavailable, available, available)
		if r := p.row(0); r.Cause != calling.OutOfHours || !r.ReturnsAt.Equal(time.Date(2026, 3, 3, 14, 0, 0, 0, time.UTC)) {
			t.Errorf("%+v", r)
		}
		p.start()
		p.dialled("1")
		p.is(calling.SystemSkipped, callingIt, available) // the flow went past
		p.hangUp()
		s.wait(time.Minute)
		s.wait(5 * time.Hour) // 15:00: passed, so it does not come back by itself
		p.is(calling.SystemSkipped, available, available)
		p.ok(s.svc.Check(ctx, p.who, p.session, p.row(0).ID))
		p.is(available, available, available)
		s.wait(6 * time.Hour) // 21:00 in London, 16:00 in New York
		p.is(available, unavailable, unavailable)
		p.ok(p.skip(0, thisCycle))
		if v := p.view(); !v.Cycle.Complete || v.Cycle.Return == nil || v.Cycle.Return.Count != 2 {
			t.Errorf("%+v", v.Cycle)
		}
		s.wait(12 * time.Hour)
		p.is(skipped, available, available)
		if v := p.view(); v.Cycle.Complete || v.Cycle.Number != 1 {
			t.Errorf("%+v", v.Cycle)
		}
	})
}
