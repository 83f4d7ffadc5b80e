package dialer_test

import (
	"testing"
	"time"

	"partyline/campaign"
	"partyline/fault"
)

// While the carrier refuses all our calls one number is tried every ten seconds, and no contact pays for it.
func TestTheCarrierRefusesEverything(t *testing.T) {
	onBoth(t, 30, func(t *testing.T, h *hall) {
		h.edit(func(e *campaign.Edit) { gap := 0; e.GapMinutes = &gap })
		h.ready("Ann", "+447700800001")
		before := h.status().Counts
		h.phone.failing(fault.New(fault.Invalid, "phone_config", "The account is suspended."))
		begin := h.clock.Now()
		for h.clock.Now().Before(begin.Add(90 * time.Second)) {
			h.tick()
		}
		if n := len(h.find(`SELECT id FROM contact_attempts`)); n < 5 || n > 11 {
			t.Errorf("%d tries in a minute and a half", n)
		}
		if w := h.status(); w.State != campaign.Stalled || w.Cause != "carrier" || w.Counts.Finished != 0 || w.Counts.AwaitingGap != 0 {
			t.Errorf("while it refuses: %s %q %+v", w.State, w.Sentence, w.Counts)
		}
		if got := h.find(`SELECT CAST(no AS TEXT) FROM contacts WHERE failed > 0 OR attempts > 0 OR final`); len(got) != 0 {
			t.Errorf("contacts %v paid for it", got)
		}
		h.invariants()

		h.phone.failing(nil)
		was := len(h.phone.calls(0))
		for range 24 {
			h.tick()
		}
		if n := len(h.phone.calls(was)); n == 0 {
			t.Error("it takes calls again, and nobody is dialled")
		}
		if w := h.status(); w.State != campaign.Running || w.Counts.Total != before.Total || w.Counts.Sum() != before.Total {
			t.Errorf("once it takes calls again: %s %q %+v", w.State, w.Sentence, w.Counts)
		}
	})
}
