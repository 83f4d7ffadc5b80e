package dialer_test

import (
	"testing"
	"time"
)

// The request to ring a contact is under way when somebody sets the clock: the call looks an hour old, and the carrier does not know it
// yet. The contact stays with it, and is rung by nobody else.
func TestAClockThatStepsWhileAContactIsBeingRungFreesNobody(t *testing.T) {
	onBoth(t, 3, func(t *testing.T, h *hall) {
		h.ready("Ann", "+447700800001")
		h.phone.under = func() {
			h.phone.under = nil
			h.clock.Step(time.Hour)
			for range 5 {
				h.wait(6 * time.Second)
			}
			if over := h.find(`SELECT result FROM legs WHERE kind = 'contact' AND ended_at IS NOT NULL`); len(over) > 0 {
				t.Errorf("while they are about to be rung, the carrier not knowing of it yet, their line is over: %v", over)
			}
		}
		d := h.dial()
		h.rings(d)
		if lines := h.find(`SELECT state FROM legs WHERE kind = 'contact'`); len(lines) != 1 || lines[0] != "ringing" {
			t.Errorf("lines: %v", lines)
		}
		h.invariants()
	})
}
