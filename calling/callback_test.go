package calling_test

import (
	"testing"
	"time"

	"partyline/calling"
)

// Whoever asked to be called again is in the list of call-backs until they are: also when it is night where they live by then, when
// their turn has passed because of it, and when a new cycle takes them up.
func TestACallBackOutsideTheHoursStaysInTheList(t *testing.T) {
	each(t, 1, 3, func(s *shift) {
		s.exec(`UPDATE supporters SET zone = 'Asia/Tokyo' WHERE id = $1`, s.Supporters[0]) // seven in the evening
		p := s.seat(0)
		p.start()
		p.talk(p.dialled("1"), time.Minute)
		p.write(p.row(0).Attempt, calling.LogRequest{Reached: true, Outcome: calling.CallBack, Skip: &calling.SkipRequest{Type: calling.SkipQuick, Minutes: 120}})
		at := s.clock.Now().Add(2 * time.Hour)
		morning := time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC) // nine o'clock there
		waits := func(status calling.Status, cause calling.Cause, returns time.Time) {
			p.Helper()
			all, err := s.svc.CallBacks(ctx, calling.CallBacksQuery{Organisation: s.Organisation, All: true}, false)
			if err != nil {
				p.Fatal(err)
			}
			if len(all) != 1 {
				p.Errorf("%d call-backs, want one that is %s", len(all), status)
				return
			}
			b := all[0]
			if b.Entry != p.row(0).ID || !b.At.Equal(at) || b.Due != !at.After(s.clock.Now()) || b.Status != status || b.Cause != cause ||
				(b.ReturnsAt == nil) != returns.IsZero() || b.ReturnsAt != nil && !b.ReturnsAt.Equal(returns) {
				p.Errorf("%+v, want %s, %s until %s", b, status, cause, returns)
			}
		}
		waits(skipped, "", at)
		s.wait(2*time.Hour - time.Minute)
		s.wait(time.Minute)
		p.is(unavailable, available, available)
		waits(unavailable, calling.OutOfHours, morning)
		p.talk(p.dialled("1"), time.Minute)
		p.log(calling.Talked)
		p.is(calling.SystemSkipped, completed, available)
		waits(calling.SystemSkipped, calling.OutOfHours, time.Time{})
		p.hangUp()
		p.ok(s.svc.FinishCycle(ctx, p.who, p.session))
		s.wait(morning.Add(10 * time.Hour).Sub(s.clock.Now()))
		p.ok(s.svc.NewCycle(ctx, p.who, p.session))
		waits(available, "", time.Time{})
		p.start()
		p.talk(p.dialled("1"), time.Minute)
		p.log(calling.CallBack)
		all, err := s.svc.CallBacks(ctx, calling.CallBacksQuery{Organisation: s.Organisation, All: true}, false)
		if err != nil || len(all) != 0 {
			t.Errorf("called again, and still in it: %+v %v", all, err)
		}
	})
}
