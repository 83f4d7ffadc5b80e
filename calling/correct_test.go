package calling_test

import (
	"testing"
	"time"

	"partyline/calling"
)

// Who was logged as talked to and in truth asked to be called again is called again: the correction and its skip are one press.
func TestACorrectionToCallBackWithItsSkip(t *testing.T) {
	each(t, 1, 3, func(s *shift) {
		s.exec(`UPDATE lists SET cooldown_ms = 86400000`)
		p := s.seat(0)
		p.start()
		p.talk(p.dialled("1"), time.Minute)
		p.log(calling.Talked)
		p.hangUp()
		p.is(completed, available, available)
		version := 1
		in := calling.LogRequest{Reached: true, Outcome: calling.CallBack, Version: &version, Skip: &quick15}
		done := p.write(p.row(0).Attempt, in)
		p.is(skipped, available, available)
		if r := p.row(0); r.LastOutcome != calling.CallBack || r.ReturnsAt == nil || !r.ReturnsAt.Equal(s.clock.Now().Add(15*time.Minute)) {
			t.Errorf("the row is %+v", r)
		}
		p.ok(p.undo(done.Action))
		p.is(completed, available, available)
		version = p.logOf(0).Version
		in.Version = &version
		p.write(p.row(0).Attempt, in)
		s.wait(15 * time.Minute)
		p.is(available, available, available)
		p.next("2", "1")
	})
}

// A correction to something that completes them still has nothing to skip.
func TestACorrectionThatCompletesHasNothingToSkip(t *testing.T) {
	each(t, 1, 1, func(s *shift) {
		p := s.seat(0)
		p.start()
		p.talk(p.dialled("1"), time.Minute)
		p.log(calling.Talked)
		version := 1
		_, err := s.svc.WriteLog(ctx, p.who, p.row(0).Attempt, calling.LogRequest{Reached: true, Outcome: calling.Refused, Version: &version, Skip: &quick15})
		refused(t, err, "not_available")
		p.is(completed)
		if l := p.logOf(0); l.Outcome != calling.Talked {
			t.Errorf("the log says %s", l.Outcome)
		}
	})
}

func (p *seat) logOf(i int) calling.LogView {
	p.Helper()
	v, err := p.svc.AttemptLog(ctx, p.row(i).Attempt)
	if err != nil {
		p.Fatal(err)
	}
	return v
}
