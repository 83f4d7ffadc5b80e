package calling_test

import (
	"testing"
	"time"

	"partyline/calling"
)

// A page was offline for an hour and sends what was pressed and typed in it, as things stood then. Meanwhile the leader
// went on in another tab: what was done there stands, and the page is told how.
func TestAnHourOfflineOverwritesNothing(t *testing.T) {
	each(t, 1, 4, func(s *shift) {
		p := s.seat(0)
		p.start()
		p.talk(p.dialled("1"), time.Minute)
		p.log(calling.NoAnswer)
		attempt, name, version := p.row(0).Attempt, p.view().Version, 1
		before := s.clock.Now() // here the tunnel begins

		corrected := p.write(attempt, calling.LogRequest{Reached: true, Outcome: calling.Talked, Notes: "She will come.", Version: &version})
		p.ok(s.svc.Rename(ctx, p.who, p.session, "In the other tab", name))
		p.talk(p.dialled("1"), time.Minute)
		p.log(calling.Talked)
		p.over(p.dialled("1"), calling.LegBusy, 0)
		p.key("1") // saves that, and calls the last one
		p.talk(*p.dial, time.Minute)
		p.key("*")
		p.hangUp()
		p.is(completed, completed, attempted, attempted)
		s.wait(time.Hour)

		_, err := s.svc.WriteLog(ctx, p.who, attempt, calling.LogRequest{Outcome: calling.Busy, Notes: "From the tunnel.", Version: &version})
		if now := refused(t, err, "conflict").Extra["current"].(calling.LogView); now.Notes != "She will come." || now.Version != corrected.Version {
			t.Errorf("the page is told of %+v", now)
		}
		_, err = s.svc.Rename(ctx, p.who, p.session, "From the tunnel", name)
		if now := refused(t, err, "conflict").Extra["current"].(calling.SessionView); now.Name != "In the other tab" {
			t.Errorf("the page is told of %q", now.Name)
		}
		_, err = p.skip(1, calling.SkipRequest{Type: calling.SkipQuick, Minutes: 120, PressedAt: &before})
		refused(t, err, "not_available")
		refused(t, second(s.svc.Prioritise(ctx, p.who, p.session, p.row(1).ID)), "not_available")
		p.is(completed, completed, attempted, attempted)
		if v := p.view(); v.Impact.Attempted != 4 || v.Impact.Contacted != 2 || v.Name != "In the other tab" {
			t.Errorf("%s: %+v", v.Name, v.Impact)
		}
	})
}
