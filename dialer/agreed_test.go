package dialer_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/dialer"
	"partyline/line"
)

// A call-back was agreed on with one pass; the line fails at the network, or nobody is free. They are called again all the same.
func TestAnAgreedCallBackThatNobodyHeardIsTriedAgain(t *testing.T) {
	for name, missed := range map[string]func(h *hall, v *volunteer, c line.Call){
		"it fails at the network": func(h *hall, _ *volunteer, c line.Call) { h.over(c, line.Failed, 0) },
		"nobody is free": func(h *hall, v *volunteer, c line.Call) {
			v.hangsUp()
			h.answers(c)
			h.over(c, line.Completed, 5)
		},
	} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, 1, func(t *testing.T, h *hall) {
				ctx := context.Background()
				ann := h.ready("Ann", "+447700800001")
				before := len(h.phone.calls(0))
				h.tick()
				first := h.phone.calls(before)[0]
				h.answers(first)
				at := h.clock.Now().Add(20 * time.Minute)
				_, err := h.svc.Answer(ctx, ann.id, ann.state().Turn, "who", dialer.Giving{Value: json.RawMessage(`"call_back"`), CallBack: &at})
				h.must(err)
				ann.save()
				h.over(first, line.Completed, 30)
				ann.leaves()
				h.wait(21 * time.Minute)
				h.tick()
				if n := len(h.phone.calls(before)); n != 2 {
					t.Fatalf("%d lines at the agreed time", n)
				}
				missed(h, ann, h.phone.calls(before)[1])
				h.work()
				h.invariants()
				if c := h.status().Counts; c.AwaitingGap != 1 {
					t.Fatalf("afterwards: %+v", c)
				}
				h.wait(25 * time.Hour)
				h.ready("Bob", "+447700800002")
				for range 4 { // not h.tick: it goes on for as long as somebody is taken
					h.must(h.driver.Look(ctx))
					_, write := h.driver.Decide()
					h.must(write(ctx))
					h.clock.Advance(dialer.TickEvery)
					h.work()
				}
				calls := h.phone.calls(before)
				last := calls[len(calls)-1]
				if last.Number != first.Number {
					t.Fatalf("they are not called again; the status says %q, %+v", h.status().Sentence, h.status().Counts)
				}
				h.rings(last)
				h.over(last, line.NoAnswer, 0)
				h.work()
				h.invariants()
				if c := h.status(); c.Counts.Finished != 1 || c.State != campaign.Complete {
					t.Errorf("when nobody answered the call-back: %s, %+v", c.State, c.Counts)
				}
			})
		})
	}
}
