package dialer_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"partyline/dialer"
	"partyline/line"
)

// Most of a campaign's contacts have talked to somebody of the organisation today already. A caller waits some seconds for the one
// who has not, and when nobody is left the status does not say that calls go out.
func TestWhoWasCalledTodayKeepsNobodyWaiting(t *testing.T) {
	onBoth(t, 1000, func(t *testing.T, h *hall) {
		ctx := context.Background()
		do := func(query string, args ...any) {
			t.Helper()
			_, err := h.db.Exec(ctx, query, args...)
			h.must(err)
		}
		last := h.find(`SELECT phone FROM contacts ORDER BY no LIMIT 1`)[0]
		do(`UPDATE ready SET key = 9223372036854775807 WHERE contact = (SELECT no FROM contacts WHERE phone = $1)`, last)
		do(`INSERT INTO contact_attempts (id, campaign, campaign_id, organisation_id, contact, phone, pass, level, leg_id, fence, script_no, claimed_at, state, sent_at, answered_at, verdict,
			caller_id, turn, leg_ended_at, outcome, first_answer, closed_at)
			SELECT 'other-' || no, 999, 'another', $1, no, phone, 1, 1, 'other-' || no, 1, 1, CAST($2 AS BIGINT), 'closed', $2, $2, 'human', '', 0, $2, 'talked', 'talked', $2 FROM contacts WHERE phone <> $3`,
			h.by.Organisation, h.clock.Now().Add(-time.Hour).UnixMilli(), last)
		ann := h.ready("Ann", "+447700800001")
		before := len(h.phone.calls(0))
		round := func() []string { // one look and one decision, as the driver has them twice a second
			h.must(h.driver.Look(ctx))
			_, write := h.driver.Decide()
			h.must(write(ctx))
			h.clock.Advance(dialer.TickEvery)
			return h.find(`SELECT phone FROM contact_attempts WHERE campaign <> 999 ORDER BY claimed_at, id`)
		}
		var rung []string
		began := h.clock.Now()
		for len(rung) == 0 && h.clock.Now().Sub(began) < 5*time.Second {
			rung = round()
		}
		if len(rung) != 1 || rung[0] != last {
			t.Fatalf("after %s these were dialled: %v, and the status says %q", h.clock.Now().Sub(began), rung, h.status().Sentence)
		}
		h.work()
		h.answers(h.phone.calls(before)[0])
		ann.is(dialer.Talking)
		if n := h.status().Counts.AwaitingOther; n != 999 {
			t.Errorf("%d contacts wait for another day", n)
		}
		h.invariants()

		// who agreed to be called back today is dialled, though they were talked to
		at := h.clock.Now().Add(20 * time.Minute)
		_, err := h.svc.Answer(ctx, ann.id, ann.state().Turn, "who", dialer.Giving{Value: json.RawMessage(`"call_back"`), CallBack: &at})
		h.must(err)
		_, err = h.svc.Save(ctx, ann.id, ann.state().Turn)
		h.must(err)
		h.over(h.phone.calls(before)[0], line.Completed, 30)
		h.wait(21 * time.Minute)
		h.ready("Cleo", "+447700800003")
		if rung = round(); len(rung) != 2 || rung[1] != last {
			t.Errorf("dialled %v", rung)
		}
		h.invariants()
	})
}
