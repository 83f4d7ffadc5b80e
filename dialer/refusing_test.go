package dialer_test

import (
	"fmt"
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

// In launch mode it is presses that try: one in ten seconds, however many clickers press, and the others are told so.
func TestPressesTryACarrierThatRefusesOneAtATime(t *testing.T) {
	onBothOf(t, 30, everyLine, func(t *testing.T, h *hall) {
		h.launching()
		for i := range 3 {
			h.ready(fmt.Sprint("Caller ", i), fmt.Sprintf("+44770080000%d", i))
		}
		h.phone.failing(fault.New(fault.Invalid, "phone_config", "The account is suspended."))
		h.tick() // there is a driver, who dials nothing
		clickers := []*clicker{h.clicks("Cleo"), h.clicks("Clem"), h.clicks("Cloe")}
		answers := map[campaign.LaunchCode]int{}
		begin := h.clock.Now()
		for h.clock.Now().Before(begin.Add(65 * time.Second)) {
			for _, c := range clickers {
				if c.lease.Lease == "" || !c.stays {
					c.looks()
				}
				answers[c.press()]++
				h.work()
			}
			h.tick()
		}
		if tries := len(h.find(`SELECT id FROM contact_attempts`)); tries < 5 || tries > 8 || answers[campaign.LaunchCalling] != tries {
			t.Errorf("%d tries in a minute, presses were told %v", tries, answers)
		}
		if len(answers) != 2 || answers[campaign.LaunchRefused] < 20 {
			t.Errorf("presses were told %v", answers)
		}
		if w := h.status(); w.Cause != "carrier" || w.Clicking.Free != 3 || w.Clicking.Note == "" {
			t.Errorf("while it refuses: %s %q %+v", w.State, w.Sentence, w.Clicking)
		}
		if got := h.find(`SELECT CAST(no AS TEXT) FROM contacts WHERE failed > 0 OR attempts > 0 OR final`); len(got) != 0 {
			t.Errorf("contacts %v paid for it", got)
		}
		h.invariants()

		h.phone.failing(nil)
		h.wait(10 * time.Second)
		before := len(h.phone.calls(0))
		if clickers[0].looks() == "" {
			t.Fatal("there is no number")
		}
		clickers[0].wants(campaign.LaunchCalling)
		h.work()
		for _, c := range clickers[1:] { // it takes calls: no press is held back any more
			c.looks()
			c.wants(campaign.LaunchCalling)
		}
		if h.work(); len(h.phone.calls(before)) != 3 {
			t.Errorf("rung %d", len(h.phone.calls(before)))
		}
		h.invariants()
	})
}
