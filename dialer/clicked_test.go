package dialer_test

import (
	"context"
	"testing"
	"time"

	"partyline/campaign"
)

// Callers wait and nothing is ready: what is clicked then is dialled with the next tick.
func TestWhatIsClickedIsDialledAtOnce(t *testing.T) {
	onBothOf(t, 1, []string{"cell"}, func(t *testing.T, h *hall) {
		h.ready("Ann", "+447700800001")
		gus := h.clicks("Gus")
		if n := len(h.dials()); n != 0 {
			t.Fatalf("%d lines before anybody clicked", n)
		}
		l, err := h.campaigns.Lease(context.Background(), gus.id, nil)
		h.must(err)
		done := make(chan error, 1)
		h.campaigns.Approve(campaign.Approving{Person: gus.id, Lease: l.Lease, Presses: []campaign.Press{{Ordinal: 0, MS: 10}}}, func(_ campaign.Approved, err error) { done <- err })
		h.must(<-done)
		h.dial()
		h.invariants()
	})
}

// It is outside the hours, and then it is not.
func TestWhatOpensIsDialledAtOnce(t *testing.T) {
	onBoth(t, 1, func(t *testing.T, h *hall) {
		hours := campaign.DefaultHours()
		for i := range hours {
			hours[i].Opens = 12*60 + 5
		}
		h.edit(func(e *campaign.Edit) { e.Hours = &hours })
		h.ready("Ann", "+447700800001")
		for open := tuesday.Add(5 * time.Minute); h.clock.Now().Before(open.Add(-time.Second)); {
			if n := len(h.dials()); n != 0 {
				t.Fatalf("%d lines outside the hours", n)
			}
		}
		h.clock.Advance(time.Second)
		h.dial()
		h.invariants()
	})
}
