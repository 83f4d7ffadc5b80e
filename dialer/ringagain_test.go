package dialer_test

import (
	"context"
	"testing"

	"partyline/dialer"
	"partyline/line"
)

// A phone that is rung again in the time for the answers is on the line when somebody has picked it up and pressed a key.
func TestAPhoneThatIsRungAgainIsNotThereYet(t *testing.T) {
	onBoth(t, 6, func(t *testing.T, h *hall) {
		ctx := context.Background()
		v, d, turn := h.bridged()
		v.leaves() // into a room that nobody was given
		v.hangsUp()
		h.over(d, line.Completed, 20)
		v.is(dialer.WrapUp)
		before := len(h.phone.calls(0))
		_, err := h.svc.RingMe(ctx, v.id)
		h.must(err)
		h.work()
		v.leg = h.phone.calls(before)[0]
		v.answer("who", `"talked"`)
		_, err = h.svc.Save(ctx, v.id, turn)
		h.must(err)
		h.work()
		v.is(dialer.Joining)
		h.tick()
		if n := len(h.phone.calls(before)); n != 1 {
			t.Fatalf("%d were rung for a phone that nobody has picked up", n-1)
		}
		if key, asked := last[line.AskKey](v.asks("greet", 0)); !asked {
			t.Fatalf("picked up, it is asked %+v: a mailbox is no caller", key)
		}
		v.presses("here", 1, line.Input{Key: "1"})
		v.is(dialer.Waiting)
		h.tick()
		if n := len(h.phone.calls(before)); n != 2 {
			t.Fatalf("%d were rung", n-1)
		}
		if got := given(h.answers(h.phone.calls(before)[1])); got != v.id {
			t.Errorf("given to %q", got)
		}
		h.invariants()
	})
}

// The same while the answers are open still: the key puts them into a room, and they are free once they have saved.
func TestAPhoneThatIsBackBeforeTheAnswersAreSaved(t *testing.T) {
	onBoth(t, 6, func(t *testing.T, h *hall) {
		ctx := context.Background()
		v, d, turn := h.bridged()
		v.hangsUp()
		h.over(d, line.Completed, 20)
		before := len(h.phone.calls(0))
		_, err := h.svc.RingMe(ctx, v.id)
		h.must(err)
		h.work()
		v.leg = h.phone.calls(before)[0]
		if m := v.is(dialer.WrapUp); !m.Phone {
			t.Error("the page offers to ring a phone that rings")
		}
		if _, asked := last[line.AskKey](v.asks("greet", 0)); !asked {
			t.Fatal("picked up, it is asked for no key")
		}
		v.presses("here", 1, line.Input{Key: "1"})
		if m := v.is(dialer.WrapUp); m.Turn != turn || line.Room(v.id, turn) == v.room.Room {
			t.Fatalf("turn %d, room %s", m.Turn, v.room.Room)
		}
		v.answer("who", `"talked"`)
		v.save()
		v.is(dialer.Waiting)
		h.tick()
		if n := len(h.phone.calls(before)); n != 2 {
			t.Fatalf("%d were rung", n-1)
		}
		h.invariants()
	})
}
