package dialer_test

import (
	"context"
	"testing"
	"time"

	"partyline/dialer"
	"partyline/fault"
	"partyline/line"
	"partyline/storage"
)

// The carrier takes no request for a minute, by 429 and by 500: who was talked to is hung up once it does, their caller has gone on
// meanwhile, and nothing is asked of it again after that. A contact's phone rings for 22 seconds.
func TestAHangUpThatTheCarrierDoesNotTakeIsAskedAgain(t *testing.T) {
	ctx := context.Background()
	onBoth(t, 6, func(t *testing.T, h *hall) {
		v := h.ready("Ann", "+447700800001")
		d := h.dial()
		if d.Ring != 22*time.Second {
			t.Errorf("a contact is rung for %s", d.Ring)
		}
		h.rings(d)
		if given(h.answers(d)) != v.id {
			t.Fatal("not given to Ann")
		}
		v.answer("who", `"talked"`)
		asked := func() (n int) {
			h.phone.mu.Lock()
			defer h.phone.mu.Unlock()
			for _, id := range h.phone.hungUp {
				if id == "CA"+d.Ref {
					n++
				}
			}
			return n
		}
		h.phone.failing(fault.New(fault.Busy, "carrier_away", "We can't reach the phone carrier."))
		_, err := h.svc.Save(ctx, v.id, v.state().Turn)
		h.must(err)
		for range 120 {
			h.clock.Advance(500 * time.Millisecond)
			if _, err := storage.RunDue(ctx, h.db, h.handlers); err != nil && fault.As(err).Code != "carrier_away" { // jobs that fail are done again
				t.Fatal(err)
			}
		}
		v.is(dialer.Waiting) // whatever the carrier does
		while := asked()
		if while < 10 || while > 61 {
			t.Errorf("asked %d times in a minute", while)
		}
		h.phone.failing(nil)
		for range 3 {
			h.wait(3 * time.Second)
		}
		if n := asked(); n != while+1 {
			t.Errorf("asked %d times once it takes requests", n-while)
		}
		h.over(d, line.Completed, 90)
		v.leaves()
		h.tick()
		h.wait(time.Minute)
		if n := asked(); n != while+1 {
			t.Errorf("asked %d times after its end", n-while-1)
		}
		h.invariants()
	})
}
