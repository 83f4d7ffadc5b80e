package dialer_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/dialer"
	"partyline/line"
)

// ends is a line that came in and is over.
func (h *hall) ends(leg line.Call) {
	h.t.Helper()
	h.must(h.svc.HeardInbound(context.Background(), line.Fact{Carrier: leg.Carrier, State: line.Ended, Result: line.Completed, Seconds: 9, Seq: 1, Source: "status"}))
}

// A code is good on the numbers that its campaign calls from, while that campaign is open and its page was seen within a day.
func TestACodeIsGoodOnItsOwnNumberForADay(t *testing.T) {
	onBoth(t, 2, func(t *testing.T, h *hall) {
		v := h.joins("Ann", "+447700800001")
		code := v.state().Code
		leg, _ := h.dialsIn("+447700800777")
		try := func(n int, to string) line.Script {
			t.Helper()
			script, _, err := h.svc.Ask(context.Background(), line.Step{Name: "code", Ref: leg.Ref, N: n}, line.Input{Carrier: leg.Carrier, To: to, Keys: code})
			h.must(err)
			return script
		}
		for n, to := range []string{"+441134960009", ""} {
			if script := try(n+1, to); roomOf(script) != "" || !strings.Contains(said(script), "not known") {
				t.Errorf("on %q: %+v", to, script)
			}
		}
		h.clock.Advance(dialer.CodeFor + time.Second)
		if script := try(3, ownNumber); roomOf(script) != "" || !strings.Contains(said(script), "not known") {
			t.Errorf("after a day: %+v", script)
		}
		v.is(dialer.Out)
		_, err := h.db.Exec(context.Background(), `UPDATE people SET seen_at = $1`, h.clock.Now().UnixMilli()) // their page is open
		h.must(err)
		if script := try(4, ownNumber); roomOf(script) != v.id {
			t.Errorf("with the page open: %+v", script)
		}
		h.invariants()
	})
}

// Codes of who is not here any more are given to others, and who finds none comes in without: nobody is turned away for want of codes.
func TestCodesNeverRunOut(t *testing.T) {
	onBoth(t, 2, func(t *testing.T, h *hall) {
		h.svc.NewCode = func() string { return "424242" } // all others are taken
		ann := h.joins("Ann", "+447700800001")
		ben := h.joins("Ben", "+447700800002")
		if a, b := ann.state().Code, ben.state().Code; a != "424242" || b != "" {
			t.Fatalf("Ann has %q, Ben %q", a, b)
		}
		h.clock.Advance(dialer.CodeFor + time.Second)
		cem := h.joins("Cem", "+447700800003")
		if a, c := ann.state().Code, cem.state().Code; a != "" || c != "424242" {
			t.Errorf("a day later: Ann has %q, Cem %q", a, c)
		}
		h.must(h.svc.Remove(context.Background(), h.id, cem.id))
		h.must(h.campaigns.Remove(context.Background(), h.by, h.id, cem.id))
		people, err := h.campaigns.Campaign(context.Background(), h.id)
		h.must(err)
		m, err := h.svc.Open(context.Background(), campaign.Person{ID: ben.id, Campaign: people.ID}, dialer.Opening{Tab: "two"})
		h.must(err)
		if m.Code != "424242" {
			t.Errorf("Ben, once Cem was removed, has %q", m.Code)
		}
		leg, _ := h.dialsIn(ben.number) // by their own number, with a code or without
		ben.is(dialer.Waiting)
		if dee := h.joins("Dee", "+447700800004"); dee.state().Code != "" {
			t.Error("a code of who is on the line was given to somebody else")
		}
		h.ends(leg)
		h.invariants()
	})
}

// Wrong codes are counted by who calls, over an hour and over all their calls: after twenty the line is ended before it asks.
func TestTwentyWrongCodesEndTheLine(t *testing.T) {
	onBoth(t, 2, func(t *testing.T, h *hall) {
		v := h.joins("Ann", "+447700800001")
		const tooMany = "too many codes"
		for _, from := range []string{"+447700800777", ""} { // a number of their own, and none
			for call := range 4 {
				leg, script := h.dialsIn(from)
				for n := 1; n <= dialer.CodeTries; n++ {
					if _, asks := script[0].(line.AskCode); !asks {
						t.Fatalf("%q, call %d, before try %d: %+v", from, call, n, script)
					}
					script = h.types(leg, n, "999999")
					if again := h.types(leg, n, "999999"); fmt.Sprint(again) != fmt.Sprint(script) { // the carrier asks twice: one try
						t.Errorf("asked twice: %+v and %+v", script, again)
					}
				}
				if _, hangs := last[line.Hangup](script); !hangs || strings.Contains(said(script), tooMany) != (call == 3) {
					t.Errorf("%q: call %d ends with %+v", from, call, script)
				}
				h.ends(leg)
				h.clock.Advance(time.Minute)
			}
			h.svc = h.node() // nothing of it is in a node's memory
			leg, script := h.dialsIn(from)
			if _, hangs := last[line.Hangup](script); !hangs || len(script) != 2 || !strings.Contains(said(script), tooMany) {
				t.Errorf("%q: the fifth call is told %+v", from, script)
			}
			if script := h.types(leg, 1, v.state().Code); roomOf(script) != "" {
				t.Errorf("%q: a right code then: %+v", from, script)
			}
			if script := h.types(leg, 1, "9"); from != "" && !strings.Contains(said(script), "will not call you again") {
				t.Errorf("%q: 9 then: %+v", from, script)
			}
			h.ends(leg)
		}
		other, script := h.dialsIn("+447700800778")
		if _, asks := script[0].(line.AskCode); !asks {
			t.Errorf("somebody else is told %+v", script)
		}
		h.ends(other)
		own, script := h.dialsIn(v.number)
		if roomOf(script) != v.id {
			t.Errorf("a caller from their own number is told %+v", script)
		}
		h.ends(own)
		h.clock.Advance(time.Hour)
		if _, script := h.dialsIn("+447700800777"); len(script) == 0 || strings.Contains(said(script), tooMany) {
			t.Errorf("an hour later: %+v", script)
		}
	})
}
