package dialer_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/dialer"
	"partyline/fault"
	"partyline/line"
)

// A whole talk: rung, waits, one line is dialled, the contact answers, is given, answers are saved, and the caller waits again.
func TestACallerTalksAndWaitsAgain(t *testing.T) {
	onBoth(t, 6, func(t *testing.T, h *hall) {
		v := h.ready("Ann", "+447700800001")
		v.is(dialer.Waiting)
		before := len(h.phone.calls(0))
		h.tick()
		h.tick()
		h.tick()
		dials := h.phone.calls(before)
		if len(dials) != 1 {
			t.Fatalf("%d lines for one free caller", len(dials))
		}
		if w := h.status(); w.State != campaign.Running || w.Sentence != "This campaign is running. 1 caller, 0 talking." {
			t.Errorf("the status says %q", w.Sentence)
		}
		h.rings(dials[0])
		script := h.answers(dials[0])
		if given(script) != v.id {
			t.Fatalf("the contact was told %+v", script)
		}
		m, _ := last[line.Meet](script)
		if m.Room != v.room.Room || m.As != line.ContactSeat {
			t.Errorf("the contact goes into %s, the caller is in %s", m.Room, v.room.Room)
		}
		now := v.is(dialer.Talking)
		if now.Talk == nil || now.Talk.Open != "who" || now.Name == "" || now.Talk.Fields["first_name"] == "" {
			t.Fatalf("the page shows %+v", now.Talk)
		}
		h.tick()
		if n := len(h.phone.calls(before)); n != 1 {
			t.Fatalf("%d lines while the only caller talks", n)
		}
		if _, err := h.svc.Save(context.Background(), v.id, now.Turn); fault.As(err).Code != "question_open" {
			t.Fatalf("saved without an answer: %v", err)
		}
		v.answer("who", `"talked"`)
		v.save()
		if !h.phone.hung("CA" + dials[0].Ref) {
			t.Error("the contact's line goes on")
		}
		v.is(dialer.Waiting)
		h.tick()
		if n := len(h.phone.calls(before)); n != 1 {
			t.Fatalf("dialled before the caller's phone was in its next room")
		}
		h.over(dials[0], line.Completed, 30)
		v.leaves()
		if v.room.Room == m.Room {
			t.Fatalf("the caller's phone stays in %s", m.Room)
		}
		h.tick()
		if n := len(h.phone.calls(before)); n != 2 {
			t.Fatalf("%d lines, want the next one", n)
		}
		h.invariants()
		if c := h.status().Counts; c.Finished != 1 {
			t.Errorf("the counts are %+v", c)
		}
	})
}

func TestWhoWaitsLongestGetsTheAnswer(t *testing.T) {
	onBoth(t, 6, func(t *testing.T, h *hall) {
		a := h.ready("Ann", "+447700800001")
		b := h.ready("Ben", "+447700800002")
		dials := h.dials()
		if len(dials) != 2 {
			t.Fatalf("%d lines for two free callers", len(dials))
		}
		if got := given(h.answers(dials[1])); got != a.id {
			t.Errorf("given to %s", got)
		}
		if again := given(h.ask(dials[1], "answer", 0, line.Input{})); again != a.id {
			t.Errorf("asked twice, given to %q", again)
		}
		if got := given(h.answers(dials[0])); got != b.id {
			t.Errorf("given to %s", got)
		}
		h.invariants()
	})
}

func TestTheCallerLeavesBeforeTheyMeet(t *testing.T) {
	onBoth(t, 6, func(t *testing.T, h *hall) {
		a := h.ready("Ann", "+447700800001")
		b := h.ready("Ben", "+447700800002")
		d := h.dials()[0]
		if given(h.answers(d)) != a.id {
			t.Fatal("not given to who waits longest")
		}
		turn := a.state().Turn
		a.hangsUp()
		h.ask(d, "alone", turn, line.Input{}) // nobody is in the room
		h.work()
		if sent := h.phone.sent["CA"+d.Ref]; len(sent) != 1 || sent[0].Name != "answer" {
			t.Fatalf("sent to %+v", sent)
		}
		if got := given(h.ask(d, "answer", 90, line.Input{})); got != b.id {
			t.Errorf("given to %q", got)
		}
		a.is(dialer.Out)
		b.is(dialer.Talking)
		h.invariants()
	})
}

// A press on a slow connection may come when the next contact is there.
// The carrier may let a phone fall out of its room: who has answers to save keeps them at the talk that they are of.
func TestBreaksAndFinishing(t *testing.T) {
	onBoth(t, 6, func(t *testing.T, h *hall) {
		ctx := context.Background()
		v := h.ready("Ann", "+447700800001")
		_, err := h.svc.Break(ctx, v.id)
		h.must(err)
		v.is(dialer.OnBreak) // nothing rings
		_, err = h.svc.Back(ctx, v.id)
		h.must(err)
		before := len(h.phone.calls(0))
		h.tick()
		d := h.phone.calls(before)[0]
		m, err := h.svc.Finish(ctx, v.id)
		h.must(err)
		if m.State != dialer.Waiting || m.Wish != dialer.ToFinish {
			t.Fatalf("while it rings: %+v", m.CallerView)
		}
		h.tick()
		v.is(dialer.Waiting)
		if given(h.answers(d)) != v.id {
			t.Fatal("what rings already was not given")
		}
		v.answer("who", `"refused"`)
		v.save()
		v.is(dialer.Finished)
		if !h.phone.hung("CA" + v.leg.Ref) {
			t.Error("the caller's line goes on")
		}
		h.tick()
		if n := len(h.phone.calls(before)); n != 1 {
			t.Errorf("%d lines for nobody", n)
		}
		h.over(d, line.Completed, 5)
		h.over(v.leg, line.Completed, 50)
		v.is(dialer.Finished)
		h.invariants()
	})
}

// A caller who is gone with page and phone in a talk leaves the talk incomplete after a minute.
func TestNeitherPageNorPhoneEndsTheTalk(t *testing.T) {
	onBoth(t, 6, func(t *testing.T, h *hall) {
		v := h.ready("Ann", "+447700800001")
		d := h.dial()
		h.answers(d)
		v.hangsUp()
		h.over(d, line.Completed, 20)
		v.is(dialer.WrapUp)
		v.page(tuesday.Add(-time.Minute))
		h.clock.Advance(50 * time.Second)
		h.tick()
		v.is(dialer.WrapUp)
		h.clock.Advance(15 * time.Second)
		h.tick()
		if m := v.is(dialer.Out); m.Notice != "incomplete" {
			t.Errorf("the page says %q", m.Notice)
		}
		h.invariants()
	})
}

// Others at a contact's number are shown to who talks to it: they are not called themselves.
func TestACallerSeesWhoElseLivesThere(t *testing.T) {
	onBoth(t, 1, func(t *testing.T, h *hall) {
		ctx := context.Background()
		rows := "Phone,First name,Line type\n+447700900000,Zoe,landline\n+447700900000,Ada,landline\n"
		_, err := h.campaigns.Upload(ctx, h.by, h.id, "more.csv", strings.NewReader(rows))
		h.must(err)
		h.work()
		_, err = h.campaigns.Start(ctx, h.by, h.id)
		h.must(err)
		h.work()
		if w := h.status(); w.Counts.Total != 1 {
			t.Fatalf("%d contacts at one number", w.Counts.Total)
		}
		v := h.ready("Ann", "+447700800001")
		before := len(h.phone.calls(0))
		h.tick()
		h.tick()
		h.tick()
		dials := h.phone.calls(before)
		if len(dials) != 1 {
			t.Fatalf("%d lines", len(dials))
		}
		h.rings(dials[0])
		h.answers(dials[0])
		talk := v.is(dialer.Talking).Talk
		if talk == nil || talk.Name != "Person 0" || !slices.Equal(talk.Household, []string{"Ada", "Zoe"}) {
			t.Errorf("the page shows %+v", talk)
		}
	})
}
