package dialer_test

import (
	"context"
	"strings"
	"testing"

	"partyline/dialer"
	"partyline/line"
)

// A mailbox that picks up a caller's phone is no caller: it presses no key, and nobody is rung for it.
func TestAMailboxIsNoCaller(t *testing.T) {
	onBoth(t, 6, func(t *testing.T, h *hall) {
		v := h.joins("Ann", "+447700800001")
		_, err := h.svc.RingMe(context.Background(), v.id)
		h.must(err)
		h.work()
		calls := h.phone.calls(0)
		v.leg = calls[0]
		for n, step := range []string{"greet", "here", "here"} {
			key, asked := last[line.AskKey](v.asks(step, n))
			if !asked || key.Then.Name != "here" || key.Then.N != n+1 || v.room.Room != "" {
				t.Fatalf("question %d: %+v", n, key)
			}
			h.tick()
		}
		if script := v.asks("here", 3); len(script) != 2 || script[1] != (line.Hangup{}) {
			t.Errorf("after three: %+v", script)
		}
		v.is(dialer.Joining)
		h.over(v.leg, line.Completed, 30)
		if m := v.is(dialer.Out); m.Notice != "no_key" || m.Talks != 0 {
			t.Errorf("the page shows %+v", m.CallerView)
		}
		h.tick()
		if n := len(h.phone.calls(0)); n != 1 {
			t.Errorf("%d phones were rung", n)
		}
		// The next time it is them. Asked twice, the answer is the same.
		_, err = h.svc.RingMe(context.Background(), v.id)
		h.must(err)
		h.work()
		v.leg = h.phone.calls(1)[0]
		v.asks("greet", 0)
		v.presses("here", 1, line.Input{Key: "#"})
		room := v.room.Room
		v.presses("here", 1, line.Input{Key: "#"})
		if v.is(dialer.Waiting); v.room.Room != room || room == "" {
			t.Errorf("in room %q, then %q", room, v.room.Room)
		}
	})
}

// Whoever is in the queue is in their room: they are welcomed there, so that nobody who picks up meanwhile is alone in it.
func TestACallerIsWelcomedInTheirRoom(t *testing.T) {
	onBoth(t, 6, func(t *testing.T, h *hall) {
		v := h.joins("Ann", "+447700800001")
		_, err := h.svc.RingMe(context.Background(), v.id)
		h.must(err)
		h.work()
		v.leg = h.phone.calls(0)[0]
		v.asks("greet", 0)
		script := v.presses("here", 1, line.Input{Key: "5"})
		if v.is(dialer.Waiting); len(script) != 1 || v.room.Room == "" {
			t.Fatalf("in the queue, the phone is told %+v", script)
		}
		enter := v.room.Alone
		told, waits, err := h.svc.Ask(context.Background(), enter, line.Input{Carrier: "CA" + v.leg.Ref})
		h.must(err)
		if say, is := told[0].(line.Say); !is || !waits || !strings.Contains(say.Text, "you hear a beep") {
			t.Errorf("alone in the first room they are told %+v", told)
		}
		then, _ := last[line.Ask](told)
		told, waits, err = h.svc.Ask(context.Background(), then.Then, line.Input{Carrier: "CA" + v.leg.Ref})
		h.must(err)
		if _, is := told[0].(line.Pause); !is || !waits {
			t.Errorf("and then %+v", told)
		}
		d := h.dial()
		h.answers(d)
		v.answer("who", `"refused"`)
		v.save()
		if v.leaves(); v.room.Alone.Name != then.Then.Name {
			t.Errorf("in the second room they are asked for %s", v.room.Alone.Name)
		}
	})
}
