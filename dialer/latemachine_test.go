package dialer_test

import (
	"testing"
	"time"

	"partyline/dialer"
	"partyline/line"
)

// Machine detection that speaks up after the caller has said who answered is wrong: nobody is cut off in a talk for it.
func TestAMachineThatACallerTalksTo(t *testing.T) {
	onBoth(t, 6, func(t *testing.T, h *hall) {
		v, d, turn := h.bridged()
		v.comes(line.Started, 3)
		h.clock.Advance(4 * time.Second)
		v.answer("who", `"talked"`)
		h.says(d, line.Machine)
		if m := v.is(dialer.Talking); m.Turn != turn || m.Talk == nil || len(m.Talk.Answers) != 1 {
			t.Fatalf("the page shows %+v", m.CallerView)
		}
		if h.phone.hung("CA" + d.Ref) {
			t.Error("the contact was hung up on")
		}
		h.over(d, line.Completed, 60)
		v.save()
		if got := h.find(`SELECT outcome FROM contact_attempts`); len(got) != 1 || got[0] != "talked" {
			t.Errorf("outcomes %v", got)
		}
		h.invariants()
	})
}
