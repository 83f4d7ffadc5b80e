package dialer_test

import (
	"context"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/dialer"
	"partyline/line"
)

func TestTheContactHangsUpAndTheTimeForTheAnswersRunsOut(t *testing.T) {
	onBoth(t, 6, func(t *testing.T, h *hall) {
		v := h.ready("Ann", "+447700800001")
		d := h.dial()
		h.answers(d)
		h.over(d, line.Completed, 20)
		v.leaves()
		v.is(dialer.WrapUp)
		h.wait(100 * time.Second)
		v.is(dialer.WrapUp)
		_, err := h.svc.Extend(context.Background(), v.id, v.state().Turn)
		h.must(err)
		if left := v.state().Due.Sub(h.clock.Now()); left < 40*time.Second || left > 50*time.Second {
			t.Errorf("%v left, half a minute more than 20 s", left)
		}
		h.wait(35 * time.Second)
		v.is(dialer.WrapUp)
		h.wait(20 * time.Second)
		if m := v.is(dialer.NotReady); m.Notice != "time_up" {
			t.Errorf("the page says %q", m.Notice)
		}
		if got := h.find(`SELECT outcome FROM contact_attempts`); got[0] != string(dialer.Incomplete) {
			t.Errorf("outcome %v", got)
		}
		if n := len(h.dials()); n != 0 {
			t.Errorf("%d lines for a caller who is not ready", n)
		}
		_, err = h.svc.Back(context.Background(), v.id)
		h.must(err)
		v.is(dialer.Waiting)
		h.dial()
		h.invariants()
	})
}

func TestHangingUpIsOfOneTalk(t *testing.T) {
	onBoth(t, 6, func(t *testing.T, h *hall) {
		v := h.ready("Ann", "+447700800001")
		first := h.dial()
		h.answers(first)
		turn := v.is(dialer.Talking).Turn
		v.answer("who", `"talked"`)
		v.save()
		h.over(first, line.Completed, 30)
		v.leaves()
		next := h.dial()
		h.answers(next)
		v.is(dialer.Talking)
		_, err := h.svc.HangUp(context.Background(), v.id, turn)
		h.must(err)
		h.work()
		if h.phone.hung("CA" + next.Ref) {
			t.Fatal("the next contact was cut off by a press in the talk before")
		}
		_, err = h.svc.HangUp(context.Background(), v.id, v.state().Turn)
		h.must(err)
		h.work()
		if !h.phone.hung("CA" + next.Ref) {
			t.Error("their line goes on")
		}
	})
}

func TestACampaignSaysHowLongTheAnswersMayTake(t *testing.T) {
	onBoth(t, 6, func(t *testing.T, h *hall) {
		v := h.ready("Ann", "+447700800001")
		seconds := 45
		h.edit(func(e *campaign.Edit) { e.WrapUp = &seconds })
		d := h.dial()
		h.answers(d)
		h.over(d, line.Completed, 20)
		h.wait(40 * time.Second)
		v.is(dialer.WrapUp)
		h.wait(10 * time.Second)
		v.is(dialer.NotReady)
	})
}

func TestARoomThatIsLostInTheTimeForTheAnswersIsNoNewTalk(t *testing.T) {
	onBoth(t, 6, func(t *testing.T, h *hall) {
		v := h.ready("Ann", "+447700800001")
		d := h.dial()
		h.answers(d)
		turn := v.is(dialer.Talking).Turn
		v.leaves()
		v.leaves()
		v.is(dialer.Talking)
		h.over(d, line.Completed, 20)
		v.leaves()
		rooms := map[string]bool{}
		for range 3 {
			v.leaves()
			rooms[v.room.Room] = true
			if m := v.is(dialer.WrapUp); m.Turn != turn || m.Talk == nil || m.Talk.Turn != turn {
				t.Fatalf("the page is at turn %d, the talk was %d", m.Turn, turn)
			}
		}
		if len(rooms) != 3 {
			t.Errorf("the caller's phone was told to enter %v: a room that fell apart is not entered again", rooms)
		}
		_, err := h.svc.Answer(context.Background(), v.id, turn, "who", dialer.Giving{Value: []byte(`"talked"`)})
		h.must(err)
		_, err = h.svc.Save(context.Background(), v.id, turn)
		h.must(err)
		h.work()
		v.is(dialer.Waiting)
		if m := given(h.answers(h.dial())); m != v.id {
			t.Errorf("the next contact was given to %q", m)
		}
		h.invariants()
	})
}
