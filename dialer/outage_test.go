package dialer_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/dialer"
	"partyline/fault"
	"partyline/line"
)

// Callers wait while the carrier fails for a few seconds, whatever it says: all of them are dialled for again soon after it is well, long
// before anybody knows what became of the calls whose answers were lost.
func TestCallersAreServedSoonAfterTheCarrierFailed(t *testing.T) {
	for code, title := range map[string]string{"outcome_unknown": "The answer was lost.", "carrier_away": "Too many requests."} {
		t.Run(code, func(t *testing.T) {
			onBoth(t, 40, func(t *testing.T, h *hall) {
				for i := range 8 {
					h.ready(fmt.Sprint("Caller ", i), fmt.Sprintf("+44770080000%d", i))
				}
				before := len(h.phone.calls(0))
				h.phone.failing(fault.New(fault.Busy, code, "%s", title))
				for begin := h.clock.Now(); h.clock.Now().Before(begin.Add(8 * time.Second)); {
					h.tick()
				}
				tried := h.find(`SELECT phone FROM contact_attempts WHERE closed_at IS NULL AND state = 'unknown'`)
				if code == "outcome_unknown" && len(tried) != 8 {
					t.Errorf("%d numbers were tried: a call that may ring yet holds a caller", len(tried))
				}
				h.phone.failing(nil)
				well := h.clock.Now()
				var first time.Duration
				for h.clock.Now().Before(well.Add(dialer.WaitsLong)) {
					h.tick()
					for _, d := range h.phone.calls(before) {
						h.rings(d)
						first = max(first, 1)
					}
					if first == 1 {
						first = h.clock.Now().Sub(well)
					}
				}
				rung := h.phone.calls(before)
				if len(rung) != 8 {
					t.Errorf("%d phones ring for eight callers %s after the carrier was well, the first after %s", len(rung), dialer.WaitsLong, first)
				}
				for _, d := range rung {
					if slices.Contains(tried, d.Number) {
						t.Errorf("%s is rung again, and nobody knows of the call before", d.Number)
					}
				}
				h.invariants()
				h.wait(doubted)
				h.tick()
				if code == "outcome_unknown" {
					if n := len(h.find(`SELECT no FROM contacts WHERE failed = 1`)); n != len(tried) {
						t.Errorf("%d calls are known to have failed, of %d", n, len(tried))
					}
				}
				h.invariants()
			})
		})
	}
}

// doubted is when everybody knows what became of a call of which nothing was heard.
const doubted = 90 * time.Second

// Of a carrier that fails for minutes the numbers are spared: once it is clear that none is taken one is tried now and then, and all
// callers are served as soon as one is.
func TestALongOutageCostsFewContactsAnything(t *testing.T) {
	onBoth(t, 120, func(t *testing.T, h *hall) {
		h.edit(func(e *campaign.Edit) { gap := 30; e.GapMinutes = &gap })
		for i := range 12 {
			h.ready(fmt.Sprint("Caller ", i), fmt.Sprintf("+4477008000%02d", i))
		}
		before := len(h.phone.calls(0))
		h.phone.failing(fault.New(fault.Busy, "outcome_unknown", "The answer was lost."))
		var longest time.Duration
		last, known := h.clock.Now(), 0
		for begin := h.clock.Now(); h.clock.Now().Before(begin.Add(5 * time.Minute)); {
			h.tick()
			if n := len(h.find(`SELECT id FROM contact_attempts`)); n > known {
				last, known = h.clock.Now(), n
			}
			longest = max(longest, h.clock.Now().Sub(last))
		}
		if known > 12+5*60/10+1 {
			t.Errorf("%d numbers were tried in five minutes", known)
		}
		if longest > dialer.WaitsLong {
			t.Errorf("nothing was tried for %s", longest)
		}
		h.phone.failing(nil)
		for well := h.clock.Now(); h.clock.Now().Before(well.Add(dialer.WaitsLong)); {
			h.tick()
			for _, d := range h.phone.calls(before) {
				h.rings(d)
			}
		}
		if n := len(h.phone.calls(before)); n != 12 {
			t.Errorf("%d phones ring for twelve callers", n)
		}
		h.invariants()
	})
}

// A call whose answer was lost and that rings after all holds a caller again: no more lines are begun than callers are there for.
func TestACallThatRingsAfterAllIsForACaller(t *testing.T) {
	onBoth(t, 12, func(t *testing.T, h *hall) {
		ann, ben := h.ready("Ann", "+447700800001"), h.ready("Ben", "+447700800002")
		before := len(h.phone.calls(0))
		h.phone.failing(fault.New(fault.Busy, "outcome_unknown", "The answer was lost."))
		h.tick()
		refs := h.find(`SELECT ref FROM legs WHERE kind = 'contact' AND state = 'unknown'`)
		if len(refs) != 2 {
			t.Fatalf("%d calls are in doubt", len(refs))
		}
		for h.clock.Now().Before(tuesday.Add(40 * time.Second)) {
			h.tick() // both callers are free by now, and the carrier still fails
		}
		h.phone.failing(nil)
		for _, ref := range refs {
			h.phone.known["CA"+ref] = &line.Sighting{Carrier: "CA" + ref, State: line.Ringing, Started: tuesday}
			h.rings(line.Call{Ref: ref})
		}
		lines := func() int {
			return len(h.find(`SELECT id FROM contact_attempts WHERE state IN ('claimed', 'placing', 'ringing')`))
		}
		for range 30 {
			h.tick()
			if n := lines(); n > 2 {
				t.Fatalf("%d lines for two callers", n)
			}
		}
		to := map[string]bool{}
		for _, ref := range refs {
			to[given(h.answers(line.Call{Ref: ref}))] = true
		}
		if !to[ann.id] || !to[ben.id] {
			t.Errorf("given to %v", to)
		}
		if n := len(h.phone.calls(before)); n != 0 {
			t.Errorf("%d more phones rang", n)
		}
		h.invariants()
	})
}
