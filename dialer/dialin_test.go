package dialer_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/dialer"
	"partyline/fault"
	"partyline/line"
)

// dialsIn is a phone that calls us; from is "" for one that withholds its number.
func (h *hall) dialsIn(from string) (leg line.Call, script line.Script) {
	h.t.Helper()
	ref := fmt.Sprint("IN", len(h.find(`SELECT id FROM legs`)), from)
	script = h.inbound(ref, from)
	refs := h.find(`SELECT ref FROM legs WHERE carrier_id = $1`, "CA"+ref)
	if len(refs) == 1 {
		leg.Ref = refs[0]
	}
	leg.Carrier = "CA" + ref
	return leg, script
}

func (h *hall) inbound(ref, from string) line.Script {
	h.t.Helper()
	script, err := h.svc.Inbound(context.Background(), line.Inbound{Carrier: "CA" + ref, To: ownNumber, From: from})
	h.must(err)
	return script
}

// types is somebody who types on a line that came in.
func (h *hall) types(leg line.Call, n int, keys string) line.Script {
	h.t.Helper()
	script, _, err := h.svc.Ask(context.Background(), line.Step{Name: "code", Ref: leg.Ref, N: n}, line.Input{Carrier: leg.Carrier, To: ownNumber, Keys: keys, Silent: keys == ""})
	h.must(err)
	return script
}

func said(script line.Script) string {
	var b strings.Builder
	for _, v := range script {
		switch v := v.(type) {
		case line.Say:
			b.WriteString(v.Text + " ")
		case line.AskCode:
			b.WriteString(strings.Join(v.Prompt, " ") + " ")
		}
	}
	return b.String()
}

func roomOf(script line.Script) string {
	m, _ := last[line.Meet](script)
	who, _, _ := line.RoomOf(m.Room)
	return who
}

func TestACallerDialsInFromTheirOwnNumber(t *testing.T) {
	onBoth(t, 4, func(t *testing.T, h *hall) {
		v := h.joins("Ann", "+447700800001")
		leg, script := h.dialsIn(v.number)
		if roomOf(script) != v.id {
			t.Fatalf("told %+v", script)
		}
		if again := h.inbound(strings.TrimPrefix(leg.Carrier, "CA"), v.number); roomOf(again) != v.id {
			t.Errorf("asked twice, told %+v", again)
		}
		if m := v.is(dialer.Waiting); !m.Phone || m.Notice != "" {
			t.Errorf("the page shows %+v", m.CallerView)
		}
		if n := len(h.find(`SELECT id FROM legs`)); n != 1 {
			t.Errorf("%d lines", n)
		}
		h.tick()
		if n := len(h.phone.calls(0)); n != 1 {
			t.Errorf("%d contacts are rung", n)
		}
		h.must(h.svc.HeardInbound(context.Background(), line.Fact{Carrier: leg.Carrier, State: line.Ended, Result: line.Completed, Seconds: 9, Seq: 1, Source: "status"}))
		v.is(dialer.Out)
		h.invariants()
	})
}

// Somebody whose number nobody said types the code of their page; the page says that it is another number than theirs.
func TestACallerDialsInFromAnotherPhone(t *testing.T) {
	onBoth(t, 4, func(t *testing.T, h *hall) {
		v := h.joins("Ann", "+447700800001")
		code := v.state().Code
		leg, script := h.dialsIn("+447700800777")
		ask, ok := script[0].(line.AskCode)
		if !ok || ask.Digits != 6 || !strings.Contains(said(script), "press 9") || !strings.Contains(said(script), "You have reached") {
			t.Fatalf("told %+v", script)
		}
		if script = h.types(leg, 1, "000"+code[:3]); !strings.Contains(said(script), "not known") {
			t.Errorf("a wrong code: %+v", script)
		}
		if script = h.types(leg, 2, code); roomOf(script) != v.id {
			t.Fatalf("the right code: %+v", script)
		}
		if m := v.is(dialer.Waiting); m.Notice != "other_number" || !m.Phone {
			t.Errorf("the page shows %+v", m.CallerView)
		}
		if script = h.types(leg, 2, code); roomOf(script) != v.id {
			t.Errorf("asked twice: %+v", script)
		}
		_, script = h.dialsIn("+447700800778") // a stranger who has seen the code
		other, _ := h.dialsIn("+447700800779")
		if script = h.types(other, 1, code); roomOf(script) != "" {
			t.Errorf("a code whose caller is connected: %+v", script)
		}
		h.must(h.svc.HeardInbound(context.Background(), line.Fact{Carrier: leg.Carrier, State: line.Ended, Result: line.Completed, Seconds: 9, Seq: 1, Source: "status"}))
		v.is(dialer.Out)
		if v.state().Code != code {
			t.Error("the page shows no code any more")
		}
		again, _ := h.dialsIn("+447700800777")
		if script = h.types(again, 1, code); roomOf(script) != v.id {
			t.Errorf("the same code once more: %+v", script)
		}
		h.invariants()
	})
}

// Who was removed is nobody's caller any more: their code is as any other that nobody knows, and nobody is rung for them.
func TestTheCodeOfWhoWasRemovedIsUnknown(t *testing.T) {
	onBoth(t, 2, func(t *testing.T, h *hall) {
		v := h.joins("Ann", "+447700800001")
		code := v.state().Code
		h.must(h.svc.Remove(context.Background(), h.id, v.id))
		h.must(h.campaigns.Remove(context.Background(), h.by, h.id, v.id))
		leg, _ := h.dialsIn("+447700800777")
		if script := h.types(leg, 1, code); roomOf(script) != "" || !strings.Contains(said(script), "not known") {
			t.Errorf("the code of who was removed: %+v", script)
		}
		h.tick()
		if rung := h.find(`SELECT id FROM contact_attempts`); len(rung) != 0 {
			t.Errorf("%d contacts were rung", len(rung))
		}
		h.invariants()
	})
}

func TestAWrongCodeFiveTimesEndsTheLine(t *testing.T) {
	onBoth(t, 2, func(t *testing.T, h *hall) {
		v := h.joins("Ann", "+447700800001")
		leg, script := h.dialsIn("")
		for n := 1; n <= dialer.CodeTries; n++ {
			if _, asks := script[0].(line.AskCode); !asks {
				t.Fatalf("before try %d: %+v", n, script)
			}
			script = h.types(leg, n, "999999")
		}
		if _, hangs := last[line.Hangup](script); !hangs || len(script) != 2 {
			t.Errorf("after five: %+v", script)
		}
		if script = h.types(leg, dialer.CodeTries, v.state().Code[:5]+"x"); roomOf(script) != "" {
			t.Errorf("after that: %+v", script)
		}
		if silent := h.types(leg, 1, ""); len(silent) != 2 {
			t.Errorf("silence: %+v", silent)
		}
		v.is(dialer.Out)
	})
}

// Two callers said one number: one of them said somebody else's, so a code tells who calls.
func TestANumberThatTwoSaidTellsNobody(t *testing.T) {
	onBoth(t, 2, func(t *testing.T, h *hall) {
		a, b := h.joins("Ann", "+447700800001"), h.joins("Ben", "+447700800001")
		leg, script := h.dialsIn("+447700800001")
		if roomOf(script) != "" {
			t.Fatalf("told %+v", script)
		}
		if script = h.types(leg, 1, b.state().Code); roomOf(script) != b.id {
			t.Errorf("told %+v", script)
		}
		if m := b.is(dialer.Waiting); m.Notice != "" {
			t.Errorf("the page says %q", m.Notice)
		}
		a.is(dialer.Out)
		if _, err := h.svc.RingMe(context.Background(), a.id); fault.As(err).Code != "number_busy" {
			t.Errorf("rung though on a line: %v", err)
		}
	})
}

// A caller whose phone is rung and who calls us in that moment is on one line only.
func TestACallerWhoCallsWhileWeRingThem(t *testing.T) {
	onBoth(t, 2, func(t *testing.T, h *hall) {
		v := h.joins("Ann", "+447700800001")
		_, err := h.svc.RingMe(context.Background(), v.id)
		h.must(err)
		h.work()
		if _, script := h.dialsIn(v.number); roomOf(script) != "" {
			t.Errorf("told %+v", script)
		}
		v.is(dialer.Joining)
	})
}

// Whoever calls back hears who we are, and 9 takes the number off, here and wherever it was rung.
func TestWhoCallsBackIsTakenOff(t *testing.T) {
	onBoth(t, 4, func(t *testing.T, h *hall) {
		h.ready("Ann", "+447700800001")
		d := h.dial()
		h.over(d, line.NoAnswer, 0)
		for _, from := range []string{d.Number, "+447700800555"} { // whom we rang, and somebody else
			leg, script := h.dialsIn(from)
			if roomOf(script) != "" || !strings.Contains(said(script), "press 9") {
				t.Fatalf("told %+v", script)
			}
			if script = h.types(leg, 1, "9"); !strings.Contains(said(script), "will not call you again") {
				t.Errorf("told %+v", script)
			}
			if n := len(h.find(`SELECT phone FROM do_not_call WHERE phone = $1`, from)); n != 1 {
				t.Errorf("%s is on %d lists", from, n)
			}
		}
		leg, _ := h.dialsIn("")
		if script := h.types(leg, 1, "9"); !strings.Contains(said(script), "was not shown") {
			t.Errorf("a withheld number was told %+v", script)
		}
		if n := len(h.find(`SELECT phone FROM do_not_call`)); n != 2 {
			t.Errorf("%d numbers on the list", n)
		}
		h.wait(0)
		h.invariants()
	})
}

func TestTheCarrierIsToldWhereCallsGo(t *testing.T) {
	onBoth(t, 2, func(t *testing.T, h *hall) {
		ctx := context.Background()
		n := &dialer.Numbers{Service: h.svc, Log: slog.New(slog.DiscardHandler)}
		h.phone.failing(fault.New(fault.Busy, "carrier_away", "Away."))
		if err := n.Take(ctx); err == nil {
			t.Error("a carrier that is away was told")
		}
		h.phone.failing(nil)
		h.must(n.Take(ctx))
		h.must(n.Take(ctx))
		if !slices.Equal(h.phone.takes, []string{ownNumber}) {
			t.Errorf("told of %v", h.phone.takes)
		}
		goes := func(number string, want dialer.Incoming) {
			t.Helper()
			if to, why := n.Where(number); to != want || (why == "") != (want == dialer.IncomingHere || want == dialer.IncomingUnknown) {
				t.Errorf("calls to %s go %q: %s", number, to, why)
			}
		}
		goes(ownNumber, dialer.IncomingHere)
		second := "+441134960001"
		h.campaigns.Carrier = owns{ownNumber, second}
		h.edit(func(e *campaign.Edit) { e.CallerIDs = &[]string{ownNumber, second} })
		h.must(n.Take(ctx))
		if !slices.Equal(h.phone.takes, []string{ownNumber, second}) {
			t.Errorf("told of %v", h.phone.takes)
		}
		goes(second, dialer.IncomingElsewhere)
		h.clock.Advance(50 * time.Second)
		h.must(n.Take(ctx))
		if len(h.phone.takes) != 2 {
			t.Errorf("asked again and again: %v", h.phone.takes)
		}
		h.clock.Advance(10 * time.Second) // somebody has changed it at the carrier, perhaps
		h.must(n.Take(ctx))
		if len(h.phone.takes) != 3 {
			t.Errorf("not asked again after a minute: %v", h.phone.takes)
		}
		h.clock.Advance(time.Minute)
		h.phone.failing(fault.New(fault.Invalid, "phone_config", "Not permitted."))
		if err := n.Take(ctx); err == nil {
			t.Error("a refusal was not said")
		}
		goes(second, dialer.IncomingRefused)
		goes(ownNumber, dialer.IncomingHere)
		goes("+441134960009", dialer.IncomingUnknown)
		h.phone.failing(nil)
		_, err := h.campaigns.End(ctx, h.by, h.id)
		h.must(err)
		again := &dialer.Numbers{Service: h.svc, Log: slog.New(slog.DiscardHandler)}
		h.must(again.Take(ctx))
		if len(h.phone.takes) != 3 {
			t.Errorf("told of numbers of a campaign that is over: %v", h.phone.takes)
		}
	})
}
