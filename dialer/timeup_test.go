package dialer_test

import (
	"context"
	"testing"

	"partyline/campaign"
	"partyline/dialer"
	"partyline/line"
)

// Whoever has hung up and lets the time for the answers pass is off the line, and may come back: nobody waits without a phone.
func TestTheTimeForTheAnswersRunsOutWithoutAPhone(t *testing.T) {
	onBoth(t, 6, func(t *testing.T, h *hall) {
		v, d, _ := h.bridged()
		v.hangsUp()
		h.over(d, line.Completed, 20)
		h.wait(campaign.DefaultWrapUp)
		if m := v.is(dialer.Out); m.Notice != "time_up" || m.Phone {
			t.Errorf("the page shows %+v", m.CallerView)
		}
		_, err := h.svc.Back(context.Background(), v.id)
		h.must(err)
		v.is(dialer.Out)
		h.invariants()
	})
}

// What a caller wished for in a talk comes about at its end, also when that is the end of their time for the answers.
func TestWhoWishedToFinishFinishesWhenTheTimeRunsOut(t *testing.T) {
	onBoth(t, 6, func(t *testing.T, h *hall) {
		v, d, _ := h.bridged()
		h.must(h.svc.FinishAll(context.Background(), h.by.Organisation, h.by.User, h.id))
		h.work()
		h.over(d, line.Completed, 20)
		v.leaves()
		h.wait(campaign.DefaultWrapUp)
		if m := v.is(dialer.Finished); m.Notice != "asked_to_finish" {
			t.Errorf("the page says %q", m.Notice)
		}
		h.work()
		if !h.phone.hung("CA" + v.leg.Ref) {
			t.Error("the caller's line goes on")
		}
		h.over(v.leg, line.Completed, 300)
		h.invariants()
	})
}
