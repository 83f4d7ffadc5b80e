package dialer_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/dialer"
	"partyline/fault"
	"partyline/storage"
)

// The carrier is away for a minute and a half, or has no turn for another call: callers wait, and no contact pays for what nobody was
// asked. They are all called afterwards, as if nothing had been.
func TestNoContactPaysForACallThatWasNotPlaced(t *testing.T) {
	away := fault.New(fault.Busy, "carrier_away", "We can't reach the phone carrier.")
	for name, what := range map[string]func(x *exchange, err error){
		"the carrier is away": func(x *exchange, err error) { x.failing(err) },
		"no turn is left":     func(x *exchange, err error) { x.mu.Lock(); defer x.mu.Unlock(); x.turns = err },
	} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, 12, func(t *testing.T, h *hall) {
				h.edit(func(e *campaign.Edit) { gap := 0; e.GapMinutes = &gap })
				for i := range 3 {
					h.ready(fmt.Sprint("Caller ", i), fmt.Sprintf("+44770080000%d", i))
				}
				what(h.phone, away)
				begin, was := h.clock.Now(), len(h.phone.calls(0))
				for h.clock.Now().Before(begin.Add(90 * time.Second)) {
					h.tick()
				}
				if n := len(h.find(`SELECT id FROM contact_attempts WHERE state = 'released'`)); n < 9 {
					t.Errorf("%d were given back in a minute and a half", n)
				}
				if got := h.find(`SELECT CAST(no AS TEXT) FROM contacts WHERE failed > 0 OR attempts > 0 OR final`); len(got) != 0 {
					t.Errorf("contacts %v paid for it", got)
				}
				if got := h.find(`SELECT id FROM contact_attempts WHERE state = 'released' AND (sent_at IS NOT NULL OR outcome <> '')`); len(got) != 0 {
					t.Errorf("attempts %v say that somebody was dialled", got)
				}
				what(h.phone, nil)
				for range 60 {
					h.tick()
				}
				if n := len(h.phone.calls(was)); n != 3 {
					t.Errorf("once it takes calls again, %d are dialled for three callers", n)
				}
				h.invariants()
			})
		})
	}
}

// Twenty callers wait at a carrier that takes one call a second and is slow: no more are written down than get their turn in time.
func TestNoMoreWaitForTheirTurnThanGetItInTime(t *testing.T) {
	onBoth(t, 40, func(t *testing.T, h *hall) {
		for i := range 20 {
			h.ready(fmt.Sprint("Caller ", i), fmt.Sprintf("+4477008000%02d", i))
		}
		h.must(h.driver.Close(context.Background()))
		d := h.drives("node-slow")
		d.Starts = 1
		for range 12 { // a press of the clock is half a second: six seconds, and nobody is rung
			h.clock.Advance(dialer.TickEvery)
			h.must(d.Tick(context.Background()))
		}
		if n := len(h.find(`SELECT id FROM legs WHERE kind = 'contact' AND state = 'claimed'`)); n < 5 || n > 7 {
			t.Errorf("%d wait for their turn after six seconds", n)
		}
		for range 16 {
			h.clock.Advance(dialer.TickEvery)
			h.must(d.Tick(context.Background()))
		}
		if n := len(h.find(`SELECT id FROM legs WHERE kind = 'contact' AND state = 'claimed'`)); n != 8 {
			t.Errorf("%d wait for their turn", n)
		}
		_, err := storage.RunDue(context.Background(), h.db, h.handlers)
		h.must(err)
		h.clock.Advance(dialer.TickEvery)
		h.must(d.Tick(context.Background()))
		if n := len(h.find(`SELECT id FROM legs WHERE kind = 'contact' AND state = 'claimed'`)); n != 1 {
			t.Errorf("%d wait for their turn once the eight were rung", n)
		}
		h.must(d.Close(context.Background()))
	})
}
