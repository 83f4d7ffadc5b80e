package dialer_test

import (
	"context"
	"testing"

	"partyline/dialer"
	"partyline/line"
)

// bridged is a caller and a contact who were told to meet.
func (h *hall) bridged() (v *volunteer, d line.Call, turn int) {
	h.t.Helper()
	v = h.ready("Ann", "+447700800001")
	before := len(h.phone.calls(0))
	h.tick()
	d = h.phone.calls(before)[0]
	if given(h.answers(d)) != v.id {
		h.t.Fatal("the contact was not given to the only caller")
	}
	return v, d, v.is(dialer.Talking).Turn
}

func (v *volunteer) comes(kind line.RoomKind, seq int) {
	v.t.Helper()
	v.must(v.svc.InRoom(context.Background(), line.RoomFact{Room: line.Room(v.id, v.state().Turn), Kind: kind, Seat: line.ContactSeat, Seq: seq}))
}

// A caller presses the star, or falls out of their room, just as somebody is sent into it: both would be alone, each in a room.
func TestWhoComesAsTheCallerGoesIsBroughtToThem(t *testing.T) {
	onBoth(t, 6, func(t *testing.T, h *hall) {
		v, d, turn := h.bridged()
		v.leaves()
		v.comes(line.Came, 1)
		h.ask(d, "alone", turn, line.Input{})
		h.work()
		if sent := h.phone.sent["CA"+d.Ref]; len(sent) != 1 || sent[0].Name != "answer" {
			t.Fatalf("sent to %+v", sent)
		}
		h.ask(d, "after", turn, line.Input{}) // the carrier asks for it and drops the answer
		m, _ := last[line.Meet](h.ask(d, "answer", 90, line.Input{}))
		if m.Room != v.room.Room {
			t.Errorf("the contact goes into %q, the caller is in %q", m.Room, v.room.Room)
		}
		if now := v.is(dialer.Talking); now.Talk == nil || line.Room(v.id, now.Turn) != v.room.Room {
			t.Errorf("the page shows %+v", now.CallerView)
		}
		h.invariants()
	})
}

// The caller comes while a contact who waited for them is about to be sent elsewhere.
func TestWhoHaveMetStayTogether(t *testing.T) {
	onBoth(t, 6, func(t *testing.T, h *hall) {
		v, d, turn := h.bridged()
		h.clock.Advance(dialer.AnswerWait)
		h.ask(d, "alone", turn, line.Input{})
		v.comes(line.Started, 3)
		h.work()
		if sent := h.phone.sent["CA"+d.Ref]; len(sent) != 0 {
			t.Errorf("sent to %+v out of a talk", sent)
		}
		if m := v.is(dialer.Talking); m.Turn != turn {
			t.Errorf("turn %d, the talk was %d", m.Turn, turn)
		}
		h.over(d, line.Completed, 20)
		v.is(dialer.WrapUp)
		h.invariants()
	})
}
