package dialer_test

import (
	"testing"

	"partyline/dialer"
	"partyline/line"
)

// A contact whom nobody is free for hears the message within two seconds, and is a drop; so is one who hangs up unserved.
func TestNobodyFreeIsADrop(t *testing.T) {
	onBoth(t, 6, func(t *testing.T, h *hall) {
		v := h.ready("Ann", "+447700800001")
		w := h.ready("Ben", "+447700800002")
		dials := h.dials()
		v.hangsUp()
		w.hangsUp()
		v.is(dialer.Out)
		at := h.clock.Now()
		script := h.answers(dials[0])
		if given(script) != "" || len(script) != 2 {
			t.Fatalf("the contact was told %+v", script)
		}
		if took := h.clock.Now().Sub(at); took > dialer.AnswerWait {
			t.Errorf("it took %v", took)
		}
		h.ask(dials[1], "answer", 0, line.Input{})
		h.over(dials[0], line.Completed, 9)
		h.over(dials[1], line.Completed, 1)
		if got := h.find(`SELECT outcome FROM contact_attempts ORDER BY id`); len(got) != 2 || got[0] != "dropped" || got[1] != "dropped" {
			t.Errorf("outcomes %v", got)
		}
		h.invariants()
		if c := h.status().Counts; c.AwaitingGap != 2 {
			t.Errorf("the counts are %+v", c)
		}
	})
}

func TestTheVerdictOfAMachine(t *testing.T) {
	onBoth(t, 8, func(t *testing.T, h *hall) {
		v := h.ready("Ann", "+447700800001")
		dial := func() line.Call {
			calls := h.dials()
			if len(calls) != 1 {
				t.Fatalf("%d lines", len(calls))
			}
			return calls[0]
		}
		// at once: let go, the caller waits on
		d := dial()
		h.ask(d, "answer", 0, line.Input{})
		h.says(d, line.Machine)
		v.is(dialer.Waiting)
		if script := h.ask(d, "answer", 1, line.Input{}); given(script) != "" {
			t.Errorf("a machine was told %+v", script)
		}
		if !h.phone.hung("CA" + d.Ref) {
			t.Error("the machine's line goes on")
		}
		h.over(d, line.Completed, 2)
		// late: the caller is freed with a word
		d = dial()
		if given(h.answers(d)) != v.id {
			t.Fatal("not given")
		}
		h.says(d, line.Machine)
		if m := v.is(dialer.Waiting); m.Notice != "machine" {
			t.Errorf("the page says %q", m.Notice)
		}
		h.over(d, line.Completed, 9)
		v.leaves()
		// never, or wrong: a person
		d = dial()
		if given(h.answers(d)) != v.id {
			t.Fatal("not given without a verdict")
		}
		h.says(d, line.Unclear)
		v.is(dialer.Talking)
		if got := h.find(`SELECT outcome FROM contact_attempts WHERE closed_at IS NOT NULL`); len(got) != 2 || got[0] != "machine" || got[1] != "machine" {
			t.Errorf("outcomes %v", got)
		}
		h.invariants()
	})
}
