package dialer_test

import (
	"testing"
	"time"

	"partyline/line"
)

// A phone that asks what to do as it hangs up tells that it is over, and not for how long it was; the report that would is lost.
// The carrier is asked for the seconds, once it can be.
func TestHowLongALineWasIsAskedForWhenTheReportIsLost(t *testing.T) {
	onBoth(t, 3, func(t *testing.T, h *hall) {
		h.ready("Ann", "+447700800001")
		d := h.dial()
		h.rings(d)
		if given(h.answers(d)) == "" {
			t.Fatal("nobody was there")
		}
		h.wait(40 * time.Second)
		h.ask(d, "after", 1, line.Input{State: line.Ended})
		of := func() string { return h.find(`SELECT CAST(seconds AS TEXT) FROM legs WHERE id = '` + d.Leg + `'`)[0] }
		if of() != "0" {
			t.Fatalf("%s seconds before the carrier said so", of())
		}
		h.phone.mu.Lock()
		h.phone.known["CA"+d.Ref] = &line.Sighting{Carrier: "CA" + d.Ref, State: line.Ended, Result: line.Completed, Started: d.Opened, Answered: true, Seconds: 42}
		h.phone.mu.Unlock()
		before := h.outcome()
		h.wait(20 * time.Second)
		if of() != "42" {
			t.Errorf("%s seconds, 42 at the carrier", of())
		}
		if after := h.outcome(); after != before {
			t.Errorf("%s became %s", before, after)
		}
		h.invariants()
	})
}

// One that was over within its first second is asked about once, not for ever.
func TestALineOfNoSecondsIsAskedAboutOnce(t *testing.T) {
	onBoth(t, 3, func(t *testing.T, h *hall) {
		h.ready("Ann", "+447700800001")
		d := h.dial()
		h.rings(d)
		h.phone.knows(d, line.Completed)
		h.ask(d, "answer", 0, line.Input{})
		h.ask(d, "answer", 1, line.Input{State: line.Ended})
		h.wait(time.Minute)
		if left := h.find(`SELECT kind FROM jobs WHERE kind = 'dialer.check' AND subject = '` + d.Leg + `'`); len(left) > 0 {
			t.Errorf("it is still to be asked about")
		}
		h.invariants()
	})
}
