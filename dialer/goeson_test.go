package dialer_test

import (
	"context"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/dialer"
	"partyline/line"
)

// A campaign's calls stop while one rings or talks: what rings still goes to a caller, the talk goes on, is saved and counts; and nobody
// else is dialled.
func TestWhatRingsOrTalksWhenCallsStopGoesOn(t *testing.T) {
	ctx := context.Background()
	for what, stop := range map[string]func(h *hall) error{
		"paused": func(h *hall) error { _, err := h.campaigns.Pause(ctx, h.by, h.id); return err },
		"ended":  func(h *hall) error { _, err := h.campaigns.End(ctx, h.by, h.id); return err },
		"hours end": func(h *hall) error {
			h.wait(20 * time.Second) // they close within the talk
			return nil
		},
		"no caller ID": func(h *hall) error {
			h.edit(func(e *campaign.Edit) { e.CallerIDs = &[]string{} })
			return nil
		},
	} {
		for _, talks := range []bool{false, true} {
			name := what + " while it rings"
			if talks {
				name = what + " in a talk"
			}
			t.Run(name, func(t *testing.T) {
				onBoth(t, 4, func(t *testing.T, h *hall) {
					v := h.ready("Ann", "+447700800001")
					hours := campaign.DefaultHours()
					for i := range hours {
						hours[i].Closes = 12*60 + 1
					}
					h.edit(func(e *campaign.Edit) { e.Hours = &hours })
					d := h.dial()
					h.rings(d)
					pickUp := func() {
						t.Helper()
						if given(h.answers(d)) != v.id {
							t.Fatal("who picked up was not given to the caller who waits")
						}
					}
					if talks {
						pickUp()
						v.answer("who", `"refused"`)
					}
					before := len(h.phone.calls(0))
					h.must(stop(h))
					h.work()
					if !talks {
						pickUp()
					}
					h.wait(2 * time.Minute)
					if m := v.is(dialer.Talking); m.Name == "" || h.phone.hung("CA"+d.Ref) || h.phone.hung("CA"+v.leg.Ref) {
						t.Errorf("it was not left alone: %+v", m.CallerView)
					}
					v.answer("who", `"talked"`)
					v.save()
					h.over(d, line.Completed, 150)
					v.leaves()
					v.is(dialer.Waiting)
					for range 4 {
						h.tick()
					}
					if got := h.find(`SELECT outcome FROM contact_attempts WHERE state = 'closed'`); len(got) != 1 || got[0] != string(campaign.Talked) {
						t.Errorf("it ended as %v", got)
					}
					if n := len(h.phone.calls(before)); n != 0 {
						t.Errorf("%d were dialled after", n)
					}
					h.invariants()
				})
			})
		}
	}
}

// Somebody is put on the Do Not Call list while their phone rings: they are given to nobody, hear no message, and are no drop.
func TestWhoIsOptedOutWhileTheirPhoneRingsIsGivenToNobody(t *testing.T) {
	onBoth(t, 2, func(t *testing.T, h *hall) {
		v := h.ready("Ann", "+447700800001")
		d := h.dial()
		h.rings(d)
		h.must(h.svc.Store.Write(context.Background(), func(tx dialer.Tx) error {
			return tx.OptOut(h.by.Organisation, []string{d.Number}, "", h.clock.Now())
		}))
		script := h.answers(d)
		if _, hangs := last[line.Hangup](script); !hangs || len(script) != 1 {
			t.Errorf("who picked up was told %+v", script)
		}
		h.over(d, line.Completed, 1)
		v.is(dialer.Waiting)
		if got := h.find(`SELECT outcome FROM contact_attempts`); len(got) != 1 || got[0] != string(dialer.Withheld) {
			t.Errorf("it ended as %v", got)
		}
		if r := h.results(dialer.Narrowed{}); r.Total.Dropped != 0 || r.Total.Contacts != 0 {
			t.Errorf("it counts as %+v", r.Total)
		}
		h.invariants()
	})
}
