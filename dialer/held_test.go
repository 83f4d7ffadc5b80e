package dialer_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"partyline/dialer"
	"partyline/line"
)

// eager rings more numbers than there are callers.
type eager struct{ lines int }

func (e eager) Lines(s dialer.Situation) int { return e.lines - s.InFlight }

// Somebody who was dropped is called again only while a caller is there for them, whatever the pacer says; nobody else waits for that.
func TestWhoWasDroppedIsCalledAgainWithACallerHeldForThem(t *testing.T) {
	onBoth(t, 6, func(t *testing.T, h *hall) {
		ctx := context.Background()
		ann := h.ready("Ann", "+447700800001")
		before := len(h.phone.calls(0))
		h.tick()
		d := h.phone.calls(before)[0]
		ann.hangsUp()
		h.answers(d)
		h.over(d, line.Completed, 5)
		who := h.find(`SELECT CAST(contact AS TEXT) FROM contact_attempts WHERE outcome = 'dropped'`)
		if len(who) != 1 {
			t.Fatalf("dropped: %v", who)
		}
		dropped, err := strconv.ParseInt(who[0], 10, 64)
		h.must(err)
		again := func() int {
			return len(h.find(`SELECT id FROM contact_attempts WHERE contact = $1`, dropped)) - 1
		}
		h.wait(25 * time.Hour)
		h.work()
		ben := h.ready("Ben", "+447700800002")
		before = len(h.phone.calls(0))
		h.must(h.driver.Look(ctx))
		for n := 1; n <= 5 && !h.driver.Last(h.id, dropped); n++ { // others first: it is taken ahead when they are dialled
			h.driver.Pacer = eager{n}
			h.tick()
		}
		h.driver.Pacer = eager{6}
		for range 6 {
			h.tick()
		}
		if n := again(); n != 0 {
			t.Fatalf("%d calls to whom we dropped, with %d lines for one caller", n, len(h.phone.calls(before)))
		}
		lines := h.phone.calls(before)
		if len(lines) != 5 {
			t.Fatalf("%d lines to others, want 5", len(lines))
		}
		for _, l := range lines {
			h.over(l, line.Busy, 0)
		}
		ben.is(dialer.Waiting)
		h.driver.Pacer = dialer.OneLine{}
		h.wait(20 * time.Second)
		h.tick()
		if n := again(); n != 1 {
			t.Errorf("%d calls to whom we dropped, with a caller who is free", n)
		}
		h.invariants()
	})
}
