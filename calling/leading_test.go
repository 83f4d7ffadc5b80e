package calling_test

import (
	"testing"
	"time"

	"partyline/calling"
)

// A leader who may not call any more is not left on the phone: at once when nobody is connected, after the talk else.
func TestAPhoneIsHungUpWhenItsLeaderMayNotCallAnyMore(t *testing.T) {
	for name, query := range map[string]string{
		"leads no more": `DELETE FROM group_leaders WHERE user_id = $1`,
		"disabled":      `UPDATE users SET disabled_at = 1 WHERE id = $1`,
	} {
		t.Run(name, func(t *testing.T) {
			each(t, 2, 3, func(s *shift) {
				p, other := s.seat(0), s.seat(1)
				other.start()
				p.start()
				d := p.dialled("1")
				p.rings(d)
				p.fact(d.Leg, calling.LegAnswered, "", 0)
				s.exec(query, p.who.User)
				s.told(calling.JobLeading, p.who.User)
				p.phone("talking", calling.SessionInProgress)
				s.clock.Advance(time.Minute)
				p.over(d, calling.LegCompleted, 60)
				p.says("Goodbye")
				p.hangUp()
				p.phone("idle", calling.SessionStarted)
				if n := p.view().Phone.Notice; n == nil || n.Code != "not_leading" {
					t.Errorf("behind the talk: %+v", n)
				}
				other.phone("greeting", calling.SessionInProgress)
			})
			each(t, 1, 3, func(s *shift) {
				p := s.seat(0)
				p.start()
				s.exec(query, p.who.User)
				s.told(calling.JobLeading, p.who.User)
				if len(s.line.hungUp) != 1 {
					t.Errorf("hung up: %d", len(s.line.hungUp))
				}
				p.hangUp()
				if n := p.view().Phone.Notice; n == nil || n.Code != "not_leading" {
					t.Errorf("%+v", n)
				}
			})
		})
	}
}

// told leaves a job as another package does, and does it.
func (s *shift) told(kind calling.JobKind, subject string) {
	s.Helper()
	if err := s.db.Calling().Write(ctx, func(tx calling.Tx) error {
		return tx.Do(calling.Job{Kind: kind, Subject: subject, Due: s.clock.Now()})
	}); err != nil {
		s.Fatal(err)
	}
	s.work()
}

// A list that is deleted in mid-run ends the run: whoever waits between two calls is hung up on, and a key that was
// quicker dials nobody.
func TestADeletedListDialsNobodyElse(t *testing.T) {
	each(t, 2, 3, func(s *shift) {
		a, b := s.seat(0), s.seat(1)
		a.start()
		b.start()
		b.over(b.dialled("1"), calling.LegBusy, 0)
		s.exec(`UPDATE lists SET deleted_at = 1`)
		a.key("1") // before the job is done
		a.says("deleted")
		s.told(calling.JobRoster, s.List)
		if len(s.line.hungUp) == 0 {
			t.Error("the other phone is still up")
		}
		a.hangUp()
		b.hangUp()
		for _, p := range []*seat{a, b} {
			if v := p.view(); v.Phone.State != "idle" || v.Phone.Notice == nil || v.Phone.Notice.Code != "list_deleted" {
				t.Errorf("%+v", v.Phone)
			}
		}
		if n := s.count(`SELECT COUNT(*) FROM attempts`); n != 1 {
			t.Errorf("%d calls", n)
		}
	})
}
