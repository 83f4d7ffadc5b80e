package dialer_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/dialer"
	"partyline/line"
)

// Whatever stops a campaign's calls: what was decided before is not dialled after, nor what was written down and not placed yet.
func TestDialsOnlyFallAfterAStop(t *testing.T) {
	ctx := context.Background()
	each := func(all []*volunteer, f func(v *volunteer) error) (err error) {
		for _, v := range all {
			err = errors.Join(err, f(v))
		}
		return err
	}
	for _, stop := range []struct {
		what string
		do   func(h *hall, all []*volunteer) error
	}{
		{"paused", func(h *hall, _ []*volunteer) error { _, err := h.campaigns.Pause(ctx, h.by, h.id); return err }},
		{"ended", func(h *hall, _ []*volunteer) error { _, err := h.campaigns.End(ctx, h.by, h.id); return err }},
		{"no caller ID", func(h *hall, _ []*volunteer) error {
			h.edit(func(e *campaign.Edit) { e.CallerIDs = &[]string{} })
			return nil
		}},
		{"hours narrowed", func(h *hall, _ []*volunteer) error {
			hours := campaign.DefaultHours()
			for i := range hours {
				hours[i].Opens, hours[i].Closes = 14*60, 15*60
			}
			h.edit(func(e *campaign.Edit) { e.Hours = &hours })
			return nil
		}},
		{"hours over", func(h *hall, _ []*volunteer) error { h.clock.Advance(9*time.Hour - 10*time.Second); return nil }},
		{"opted out", func(h *hall, _ []*volunteer) error {
			return h.svc.Store.Write(ctx, func(tx dialer.Tx) error {
				return tx.OptOut(h.by.Organisation, h.find(`SELECT phone FROM contacts`), "", h.clock.Now())
			})
		}},
		{"clicking switched on", func(h *hall, _ []*volunteer) error {
			_, err := h.campaigns.Turn(ctx, h.by, campaign.SwitchEdit{On: true})
			return err
		}},
		{"launch mode", func(h *hall, _ []*volunteer) error {
			_, err := h.campaigns.Turn(ctx, h.by, campaign.SwitchEdit{On: true})
			m := campaign.ModeLaunch
			h.edit(func(e *campaign.Edit) { e.Mode = &m })
			return err
		}},
		{"callers hung up", func(h *hall, all []*volunteer) error {
			return each(all, func(v *volunteer) error {
				return h.svc.HeardOf(ctx, v.leg.Ref, line.Fact{Carrier: "CA" + v.leg.Ref, State: line.Ended, Result: line.Completed, Seconds: 60, Seq: 3, Source: "status"})
			})
		}},
		{"callers removed", func(h *hall, all []*volunteer) error {
			return each(all, func(v *volunteer) error {
				return errors.Join(h.svc.Remove(ctx, h.id, v.id), h.campaigns.Remove(ctx, h.by, h.id, v.id))
			})
		}},
		{"callers on a break", func(h *hall, all []*volunteer) error {
			return each(all, func(v *volunteer) error { _, err := h.svc.Break(ctx, v.id); return err })
		}},
		{"callers finish", func(h *hall, all []*volunteer) error {
			return each(all, func(v *volunteer) error { _, err := h.svc.Finish(ctx, v.id); return err })
		}},
	} {
		for _, written := range []bool{false, true} {
			name := stop.what + " before it was written"
			if written {
				name = stop.what + " before it was placed"
			}
			t.Run(name, func(t *testing.T) {
				onBothOf(t, 8, []string{"cell"}, func(t *testing.T, h *hall) {
					_, err := h.campaigns.Turn(ctx, h.by, campaign.SwitchEdit{Release: true})
					h.must(err)
					h.work()
					all := []*volunteer{h.ready("Ann", "+447700800001"), h.ready("Ben", "+447700800002")}
					h.must(h.driver.Look(ctx))
					n, write := h.driver.Decide()
					if n != 2 {
						t.Fatalf("%d lines for two callers", n)
					}
					before := len(h.phone.calls(0))
					if written {
						h.must(write(ctx))
						if got := len(h.find(`SELECT id FROM contact_attempts WHERE state = 'claimed'`)); got != 2 {
							t.Fatalf("%d written down", got)
						}
					}
					h.must(stop.do(h, all))
					if !written {
						h.must(write(ctx))
					}
					for range 4 {
						h.tick()
					}
					if got := len(h.phone.calls(before)); got != 0 {
						t.Errorf("%d phones ring", got)
					}
					h.invariants()
				})
			})
		}
	}
}
