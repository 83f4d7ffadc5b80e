package dialer_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"partyline/dialer"
	"partyline/fault"
	"partyline/line"
)

func (v *volunteer) ringMe() error {
	v.t.Helper()
	_, err := v.svc.RingMe(context.Background(), v.id)
	return err
}

// A number that asked not to be called is rung for nobody, who says what they may; its person can ring in.
func TestANumberThatAskedIsNotRungAsACallers(t *testing.T) {
	onBoth(t, 2, func(t *testing.T, h *hall) {
		v := h.joins("Ann", "+447700800001")
		leg, _ := h.dialsIn("+447700800002")
		h.types(leg, 1, "9")
		h.ends(leg)
		_, err := h.svc.SayNumber(context.Background(), v.id, dialer.Numbering{Number: "+447700800002"})
		h.must(err)
		err = v.ringMe()
		if f := fault.As(err); f == nil || f.Code != "do_not_call" || !strings.Contains(f.Title, "I ring in myself") || strings.Contains(f.Title, "800002") {
			t.Fatalf("rung: %v", err)
		}
		h.work()
		v.is(dialer.Out)
		if n := len(h.phone.calls(0)); n != 0 {
			t.Fatalf("%d calls", n)
		}
		if _, script := h.dialsIn("+447700800002"); roomOf(script) != v.id {
			t.Errorf("who rings in is told %+v", script)
		}
		h.invariants()
	})
}

// A phone where nobody presses a key is rung three times within an hour, whoever of however many pages asks.
func TestAPhoneWhereNobodyPressesAKeyIsLeftAlone(t *testing.T) {
	onBoth(t, 2, func(t *testing.T, h *hall) {
		const number = "+447700800001"
		var all []*volunteer
		for i := range 4 {
			all = append(all, h.joins(fmt.Sprint("Page ", i), number))
		}
		ring := func(v *volunteer, key string) {
			t.Helper()
			before := len(h.phone.calls(0))
			h.must(v.ringMe())
			h.work()
			v.leg = h.phone.calls(before)[0]
			v.asks("greet", 0)
			if key != "" {
				v.presses("here", 1, line.Input{Key: key})
			}
			h.over(v.leg, line.Completed, 5)
		}
		ring(all[0], "5") // somebody is there: the phone is Page 0's
		h.clock.Advance(time.Minute)
		for i := range dialer.RingTries {
			ring(all[1+i], "")
		}
		before := len(h.phone.calls(0))
		for _, v := range all[1:] {
			if f := fault.As(v.ringMe()); f == nil || f.Code != "rung_enough" || !strings.Contains(f.Title, "I ring in myself") {
				t.Fatalf("rung once more: %v", f)
			}
			h.work()
			v.is(dialer.Out)
		}
		if n := len(h.phone.calls(before)); n != 0 {
			t.Errorf("%d more calls", n)
		}
		for range dialer.RingTries + 2 { // their line may fail as often as it likes
			ring(all[0], "")
		}
		other := h.joins("Ben", "+447700800009")
		h.must(other.ringMe())
		h.clock.Advance(dialer.RingHour)
		ring(all[3], "") // the first of the three is an hour ago
		h.invariants()
	})
}

// What the carrier never took rang nobody.
func TestARingThatNeverLeftUsIsNone(t *testing.T) {
	onBoth(t, 2, func(t *testing.T, h *hall) {
		v := h.joins("Ann", "+447700800001")
		h.phone.failing(fault.New(fault.Invalid, "phone_config", "Not permitted."))
		for range dialer.RingTries + 2 {
			h.must(v.ringMe())
			h.work()
			v.is(dialer.Out)
		}
		h.phone.failing(nil)
		h.must(v.ringMe())
	})
}

// Many pages press at once, again and again: the phone rings no more often than it may.
func TestStressOfRingingOneNumber(t *testing.T) {
	onBoth(t, 2, func(t *testing.T, h *hall) {
		const number = "+447700800001"
		var all []*volunteer
		for i := range 8 {
			all = append(all, h.joins(fmt.Sprint("Page ", i), number))
		}
		for range 3 * dialer.RingTries {
			var wg sync.WaitGroup
			errs := make([]error, len(all))
			for i, v := range all {
				wg.Go(func() { _, errs[i] = h.svc.RingMe(context.Background(), v.id) })
			}
			wg.Wait()
			for _, err := range errs {
				if code := fault.As(err).Code; err != nil && code != "number_busy" && code != "rung_enough" {
					t.Fatal(errors.Unwrap(err), err)
				}
			}
			before := len(h.phone.calls(0))
			h.work()
			for _, c := range h.phone.calls(max(0, before-1)) {
				h.over(c, line.NoAnswer, 0)
			}
		}
		if n := len(h.phone.calls(0)); n != dialer.RingTries {
			t.Errorf("rung %d times", n)
		}
		h.invariants()
	})
}
