package dialer_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"partyline/clock"
	"partyline/dialer"
)

// server is another server's driver, whose clock is so much ahead of the hall's; below zero: behind.
func (h *hall) server(name string, ahead time.Duration) (*dialer.Driver, *clock.Fixed) {
	c := clock.At(h.clock.Now().Add(ahead))
	d := h.drives(name)
	d.Service = h.node()
	d.Service.Clock = c
	return d, c
}

// drivenBy is who drives the hall's campaign, and by which fence.
func (h *hall) drivenBy() string {
	h.t.Helper()
	return fmt.Sprint(h.find(`SELECT node || ', fence ' || CAST(fence AS TEXT) FROM drivers`))
}

var skews = []time.Duration{-3 * time.Minute, -2 * time.Second, 0, 2 * time.Second, 3 * time.Minute}

// A server that drives a campaign goes on as long as it lives, however wrong its clock is or another server's.
func TestALeaseIsKeptWhateverTheClocksSay(t *testing.T) {
	for _, skew := range skews {
		t.Run(skew.String(), func(t *testing.T) {
			onBoth(t, 6, func(t *testing.T, h *hall) {
				ctx := context.Background()
				h.ready("Ann", "+447700800001")
				h.must(h.driver.Tick(ctx))
				other, c := h.server("node-2", skew)
				for range 60 {
					h.clock.Advance(dialer.TickEvery)
					c.Advance(dialer.TickEvery)
					h.must(other.Tick(ctx))
					h.must(h.driver.Tick(ctx))
					if by := h.drivenBy(); by != "[node-1, fence 1]" {
						t.Fatalf("driven by %s after %s", by, h.clock.Now().Sub(tuesday))
					}
				}
			})
		})
	}
}

// When the server dies that drives a campaign another takes it within six seconds, and dials; also when its clock, or the dead one's,
// was wrong.
func TestALeaseIsTakenOverWithinSecondsWhateverTheClocksSay(t *testing.T) {
	for _, skew := range skews {
		t.Run(skew.String(), func(t *testing.T) {
			onBoth(t, 6, func(t *testing.T, h *hall) {
				ctx := context.Background()
				h.ready("Ann", "+447700800001")
				dead, c := h.server("node-2", skew)
				for range 20 {
					h.clock.Advance(dialer.TickEvery)
					c.Advance(dialer.TickEvery)
					h.must(dead.Look(ctx))
					h.must(h.driver.Look(ctx))
				}
				if by := h.drivenBy(); by != "[node-2, fence 1]" {
					t.Fatalf("driven by %s", by)
				}
				before := len(h.phone.calls(0))
				var took time.Duration
				for h.drivenBy() != "[node-1, fence 2]" {
					if took += dialer.TickEvery; took > 6*time.Second {
						t.Fatalf("driven by %s, %s after that server died", h.drivenBy(), took)
					}
					h.clock.Advance(dialer.TickEvery)
					h.must(h.driver.Tick(ctx))
				}
				h.work()
				if n := len(h.phone.calls(before)); n != 1 {
					t.Errorf("%d phones ring once the lease was taken over", n)
				}
				h.invariants()
			})
		})
	}
}
