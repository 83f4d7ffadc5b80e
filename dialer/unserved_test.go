package dialer_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/dialer"
	"partyline/line"
)

// vigil is a watch over a hall, and what it has said.
type vigil struct {
	*hall
	watch dialer.Watch
	said  bytes.Buffer
}

func (h *hall) watches() *vigil {
	v := &vigil{hall: h}
	v.watch = dialer.Watch{Service: h.svc, Log: slog.New(slog.NewTextHandler(&v.said, nil))}
	return v
}

// passes lets time pass in which the driver lives, and dials nobody; dead: it does not live either.
func (v *vigil) passes(d time.Duration, dead bool) {
	v.t.Helper()
	for end := v.clock.Now().Add(d); ; v.clock.Advance(min(dialer.WatchEvery, end.Sub(v.clock.Now()))) {
		if !dead {
			v.must(v.driver.Look(context.Background()))
		}
		v.must(v.watch.Look(context.Background()))
		if !v.clock.Now().Before(end) {
			return
		}
	}
}

func (v *vigil) finds(callers int64, times int) {
	v.t.Helper()
	if got := v.watch.Unserved(); got != callers {
		v.t.Errorf("%d callers are unserved, want %d (%s)", got, callers, v.status().Sentence)
	}
	if got := strings.Count(v.said.String(), "code=nobody_dialled campaign="+v.id); got != times {
		v.t.Errorf("said %d times, want %d: %s", got, times, v.said.String())
	}
	if strings.Contains(v.said.String(), "+44") {
		v.t.Errorf("a number in the log: %s", v.said.String())
	}
}

// A driver that lives and does not dial is seen a minute later; that is said once, until somebody is dialled.
func TestCallersForWhomNobodyIsDialledAreSeen(t *testing.T) {
	onBoth(t, 6, func(t *testing.T, h *hall) {
		h.ready("Ann", "+447700800001")
		v := h.watches()
		v.passes(dialer.NoDialFor-time.Second, false)
		v.finds(0, 0)
		v.passes(time.Second, false)
		v.finds(1, 1)
		h.ready("Ben", "+447700800002")
		v.passes(dialer.WaitsLong, false)
		v.finds(2, 1)
		before := len(h.phone.calls(0))
		h.tick()
		if n := len(h.phone.calls(before)); n != 2 {
			t.Fatalf("%d lines", n)
		}
		v.passes(0, false)
		v.finds(0, 1)
		for _, d := range h.phone.calls(before) {
			h.over(d, line.Busy, 0)
		}
		v.passes(dialer.NoDialFor-5*time.Second, false)
		v.finds(0, 1)
		v.passes(10*time.Second, false)
		v.finds(2, 2)
	})
}

// So is a driver that has died, though the status says so too; and a dial of which nobody ever knows what became of it.
func TestADriverThatDiedAndADialThatNeverEndsAreSeen(t *testing.T) {
	onBoth(t, 6, func(t *testing.T, h *hall) {
		h.ready("Ann", "+447700800001")
		h.tick()
		v := h.watches()
		v.passes(dialer.NoAnswerFor-10*time.Second, true)
		v.finds(0, 0)
		v.passes(15*time.Second, true)
		v.finds(1, 1)
	})
}

// Whoever waits for a reason that the page says is served as well as can be.
func TestWhoWaitsForAReasonIsServed(t *testing.T) {
	onBoth(t, 6, func(t *testing.T, h *hall) {
		ctx := context.Background()
		ann := h.ready("Ann", "+447700800001")
		v := h.watches()
		long := 2 * dialer.NoDialFor
		for _, c := range []struct {
			why    string
			do, un func() error
		}{
			{"paused",
				func() error { _, err := h.campaigns.Pause(ctx, h.by, h.id); return err },
				func() error { _, err := h.campaigns.Resume(ctx, h.by, h.id); return err }},
			{"on a break",
				func() error { _, err := h.svc.Break(ctx, ann.id); return err },
				func() error { _, err := h.svc.Back(ctx, ann.id); return err }},
			{"launch mode",
				func() error { m := campaign.ModeLaunch; h.edit(func(e *campaign.Edit) { e.Mode = &m }); return nil },
				func() error { m := campaign.ModeApprove; h.edit(func(e *campaign.Edit) { e.Mode = &m }); return nil }},
			{"no caller ID",
				func() error { h.edit(func(e *campaign.Edit) { e.CallerIDs = &[]string{} }); return nil },
				func() error { h.edit(func(e *campaign.Edit) { e.CallerIDs = &[]string{ownNumber} }); return nil }},
			{"after hours", func() error { h.clock.Advance(12 * time.Hour); return nil }, func() error { h.clock.Advance(12 * time.Hour); return nil }},
		} {
			h.must(c.do())
			h.work()
			v.passes(long, false)
			if v.watch.Unserved() > 0 {
				t.Errorf("%s: %s", c.why, v.said.String())
			}
			h.must(c.un())
			h.work()
			v.passes(dialer.NoDialFor-5*time.Second, false)
			if v.watch.Unserved() > 0 {
				t.Errorf("just after %s: %s", c.why, v.said.String())
			}
		}
		v.passes(time.Minute, false)
		v.finds(1, 1) // and then there is no reason any more
	})
}
