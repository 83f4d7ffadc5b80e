package dialer_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/dialer"
	"partyline/line"
)

// outcome is what became of the only attempt, and of its contact.
func (h *hall) outcome() string {
	h.t.Helper()
	return fmt.Sprint(h.find(`SELECT a.outcome || ', contact ' || p.outcome || ' after ' || CAST(p.attempts AS TEXT)
		FROM contact_attempts a JOIN contacts p ON p.campaign = a.campaign AND p.no = a.contact WHERE a.closed_at IS NOT NULL`))
}

// ended is the carrier saying when a line ended, and for how long it was up; it may say so late.
func (h *hall) ended(leg line.Call, at time.Time, seconds int) {
	h.t.Helper()
	h.must(h.svc.HeardOf(context.Background(), leg.Ref, line.Fact{Carrier: "CA" + leg.Ref, State: line.Ended, Result: line.Completed, At: at, Seconds: seconds, Seq: 3, Source: "status"}))
	h.work()
}

// Whoever answers is kept a second for the verdict. Who hangs up in it, while a caller waits, was not left without one.
func TestWhoHangsUpWhileACallerIsFreeIsNotDropped(t *testing.T) {
	onBoth(t, 3, func(t *testing.T, h *hall) {
		v := h.ready("Ann", "+447700800001")
		d := h.dial()
		h.ask(d, "answer", 0, line.Input{})
		h.over(d, line.Completed, 1)
		if got := h.outcome(); got != "[hung_up, contact hung_up after 1]" {
			t.Errorf("it counts as %s", got)
		}
		v.is(dialer.Waiting)
		if c := h.status().Counts; c.AwaitingGap != 1 { // one attempt more, whatever the passes: it is one here
			t.Errorf("the counts are %+v", c)
		}
		drops, err := (&dialer.Reports{Store: h.db.Dialer(), Clock: h.clock}).Drops(context.Background(), h.id)
		h.must(err)
		if len(drops) != 1 || drops[0].Dropped != 0 || drops[0].Connected != 0 {
			t.Errorf("the drop report says %+v", drops)
		}
		h.invariants()
	})
}

// The script says what follows when somebody hangs up, to whom a caller has talked or not.
func TestWhoHangsUpAtOnceIsCalledAgainAsTheScriptSays(t *testing.T) {
	onBoth(t, 3, func(t *testing.T, h *hall) {
		h.edit(func(e *campaign.Edit) {
			script := campaign.DefaultScript()
			for i, a := range script.Questions[0].Answers {
				if a.Outcome == campaign.HungUp {
					script.Questions[0].Answers[i].Retry = &campaign.Retry{Again: campaign.Never}
				}
			}
			e.Script = &script
		})
		h.ready("Ann", "+447700800001")
		d := h.dial()
		h.ask(d, "answer", 0, line.Input{})
		h.over(d, line.Completed, 1)
		if c := h.status().Counts; c.Finished != 1 || c.AwaitingGap != 0 {
			t.Errorf("the counts are %+v", c)
		}
		h.invariants()
	})
}

func TestWhoHangsUpAndCouldNotBeServedIsDropped(t *testing.T) {
	for name, c := range map[string]func(h *hall, v *volunteer, d line.Call){
		"nobody was there any more": func(h *hall, v *volunteer, d line.Call) {
			h.ask(d, "answer", 0, line.Input{})
			v.hangsUp()
			h.over(d, line.Completed, 1)
		},
		"whoever is free came when they had gone, which is told late": func(h *hall, v *volunteer, d line.Call) {
			h.ask(d, "answer", 0, line.Input{})
			v.hangsUp()
			at := h.clock.Now()
			h.wait(3 * time.Second)
			h.ready("Ben", "+447700800002")
			h.ended(d, at, 1)
		},
		"they waited for more than two seconds, and were never asked about": func(h *hall, _ *volunteer, d line.Call) {
			h.rings(d)
			h.clock.Advance(5 * time.Second)
			h.ended(d, h.clock.Now(), 4)
		},
		"they waited for longer than we knew of them, says the carrier": func(h *hall, _ *volunteer, d line.Call) {
			h.rings(d)
			h.clock.Advance(4 * time.Second)
			h.ask(d, "answer", 0, line.Input{})
			h.ended(d, h.clock.Now(), 4)
		},
	} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, 3, func(t *testing.T, h *hall) {
				v := h.ready("Ann", "+447700800001")
				c(h, v, h.dial())
				if got := h.outcome(); got != "[dropped, contact dropped after 0]" {
					t.Errorf("it counts as %s", got)
				}
				h.invariants()
			})
		})
	}
}

// What is told late is judged by when it was: who waits since before they answered was free for them.
func TestWhoHungUpLongAgoWasNotDroppedByWhoWaitsStill(t *testing.T) {
	onBoth(t, 3, func(t *testing.T, h *hall) {
		h.ready("Ann", "+447700800001")
		d := h.dial()
		h.ask(d, "answer", 0, line.Input{})
		at := h.clock.Now().Truncate(time.Second) // as the carrier dates
		h.wait(3 * time.Second)
		h.ended(d, at, 1)
		if got := h.outcome(); got != "[hung_up, contact hung_up after 1]" {
			t.Errorf("it counts as %s", got)
		}
		h.invariants()
	})
}

// The question of a phone that was answered is kept open for the verdict: a person's is acted on as soon as it is there.
func TestAVerdictIsActedOnAtOnce(t *testing.T) {
	onBoth(t, 6, func(t *testing.T, h *hall) {
		v := h.ready("Ann", "+447700800001")
		waited := time.Duration(0)
		during := func(context.Context) error { return nil }
		h.svc.Wait = func(ctx context.Context, d time.Duration) error {
			waited += d
			h.clock.Advance(d)
			return during(ctx)
		}
		verdict := func(ref *string, at time.Duration, by line.Answerer) {
			waited = 0
			during = func(ctx context.Context) error {
				if waited >= at && *ref != "" {
					r := *ref
					*ref = ""
					return h.svc.Verdict(ctx, r, line.Verdict{Carrier: "CA" + r, By: by})
				}
				return nil
			}
		}

		d := h.dial()
		ref := d.Ref
		verdict(&ref, 200*time.Millisecond, line.Human)
		if who := given(h.ask(d, "answer", 0, line.Input{})); who != v.id || waited >= dialer.VerdictWait/2 {
			t.Errorf("given to %q after %v", who, waited)
		}
		v.answer("who", `"talked"`)
		v.done(d)

		d = h.dial() // a machine is let go as soon
		ref = d.Ref
		verdict(&ref, 200*time.Millisecond, line.Machine)
		if _, hangs := last[line.Hangup](h.ask(d, "answer", 0, line.Input{})); !hangs || waited >= dialer.VerdictWait/2 {
			t.Errorf("a machine was kept for %v", waited)
		}
		h.over(d, line.Completed, 1)
		v.is(dialer.Waiting)

		d = h.dial() // and without any it takes a second
		verdict(new(string), 0, "")
		if who := given(h.ask(d, "answer", 0, line.Input{})); who != v.id || waited != dialer.VerdictWait {
			t.Errorf("given to %q after %v without a verdict", who, waited)
		}
		v.answer("who", `"talked"`)
		v.done(d)

		d = h.dial() // whoever hangs up meanwhile is not asked about for longer
		waited = 0
		during = func(ctx context.Context) error {
			h.over(d, line.Completed, 1)
			return nil
		}
		if _, hangs := last[line.Hangup](h.ask(d, "answer", 0, line.Input{})); !hangs || waited >= dialer.VerdictWait/2 {
			t.Errorf("a line that was over was kept for %v", waited)
		}

		d = h.dial() // a server that stops says so that the carrier asks again
		during = func(context.Context) error { return errors.New("it stops") }
		if again, asks := last[line.Ask](h.ask(d, "answer", 0, line.Input{})); !asks || again.Then.N != 1 {
			t.Error("whoever could not be kept is not asked about again")
		}
		h.invariants()
	})
}

// Nobody tells us that they hung up: the carrier, asked half a minute later, knows that they were there for a second.
func TestWhoHungUpWithoutAWordWasNotDroppedByWhoWaitsStill(t *testing.T) {
	onBoth(t, 3, func(t *testing.T, h *hall) {
		h.ready("Ann", "+447700800001")
		d := h.dial()
		h.rings(d)
		h.ask(d, "answer", 0, line.Input{})
		h.phone.mu.Lock()
		h.phone.known["CA"+d.Ref] = &line.Sighting{Carrier: "CA" + d.Ref, State: line.Ended, Result: line.Completed, Started: d.Opened, Answered: true, Seconds: 1}
		h.phone.mu.Unlock()
		h.wait(40 * time.Second)
		if got := h.outcome(); got != "[hung_up, contact hung_up after 1]" {
			t.Errorf("it counts as %s", got)
		}
		h.invariants()
	})
}
