package dialer_test

import (
	"context"
	"testing"
	"time"

	"partyline/dialer"
	"partyline/fault"
	"partyline/line"
	"partyline/storage"
)

// bridged is a caller and a contact who were told to meet.
func (h *hall) bridged() (v *volunteer, d line.Call, turn int) {
	h.t.Helper()
	v = h.ready("Ann", "+447700800001")
	d = h.dial()
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

// A contact who comes into the room first has not met anybody yet: when the caller's phone does not come they are given to somebody
// who is there.
func TestWhoComesFirstHasNotMetAnybody(t *testing.T) {
	onBoth(t, 6, func(t *testing.T, h *hall) {
		_, d, turn := h.bridged()
		ann := h.find(`SELECT caller_id FROM contact_attempts`)[0]
		h.inRoom(ann, turn, line.Came, line.ContactSeat, 1)
		if met := h.find(`SELECT id FROM contact_attempts WHERE joined_at IS NOT NULL`); len(met) > 0 {
			t.Error("alone in a room, and counts as met")
		}
		ben := h.ready("Ben", "+447700800002")
		h.clock.Advance(dialer.AnswerWait)
		h.ask(d, "alone", turn, line.Input{})
		h.work()
		if sent := h.phone.sent["CA"+d.Ref]; len(sent) != 1 || sent[0].Name != "answer" {
			t.Fatalf("sent to %+v: nobody else talks to them", sent)
		}
		h.ask(d, "after", turn, line.Input{})
		m, _ := last[line.Meet](h.ask(d, "answer", 90, line.Input{}))
		if m.Room != ben.room.Room {
			t.Errorf("the contact goes into %q, the caller who is free is in %q", m.Room, ben.room.Room)
		}
		h.invariants()
	})
}

// Whoever comes second meets who came first, also when the report that both hear each other is lost.
func TestWhoComesSecondMeetsWhoCameFirst(t *testing.T) {
	for name, seat := range map[string]line.Seat{"the contact": line.ContactSeat, "the caller": line.CallerSeat} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, 6, func(t *testing.T, h *hall) {
				v, d, turn := h.bridged()
				h.inRoom(v.id, turn, line.Came, seat, 2)
				h.clock.Advance(dialer.AnswerWait)
				h.ask(d, "alone", turn, line.Input{}) // asked before that, and heard late
				h.work()
				if sent := h.phone.sent["CA"+d.Ref]; len(sent) != 0 {
					t.Errorf("sent to %+v out of a talk", sent)
				}
				h.invariants()
			})
		})
	}
}

func (h *hall) inRoom(caller string, turn int, kind line.RoomKind, seat line.Seat, seq int) {
	h.t.Helper()
	h.must(h.svc.InRoom(context.Background(), line.RoomFact{Room: line.Room(caller, turn), Kind: kind, Seat: seat, Seq: seq}))
}

// Before two who may be talking are torn apart the carrier is asked who is in their room: every report of it may be lost.
func TestWhoMeetWithoutAReportStayTogether(t *testing.T) {
	both := func(h *hall, v *volunteer, d line.Call, turn int) {
		h.phone.seats(line.Room(v.id, turn), "CA"+d.Ref, "CA"+v.leg.Ref)
	}
	met := func(h *hall) int { return len(h.find(`SELECT id FROM contact_attempts WHERE joined_at IS NOT NULL`)) }
	for name, c := range map[string]struct {
		room func(h *hall, v *volunteer, d line.Call, turn int)
		met  int
		sent int
	}{
		"both are there":          {both, 1, 0},
		"the contact is alone":    {func(h *hall, v *volunteer, d line.Call, turn int) { h.phone.seats(line.Room(v.id, turn), "CA"+d.Ref) }, 0, 1},
		"nobody is there":         {func(*hall, *volunteer, line.Call, int) {}, 0, 1},
		"two others, in no order": {func(h *hall, v *volunteer, _ line.Call, turn int) { h.phone.seats(line.Room(v.id, turn), "CA1", "CA2") }, 0, 1},
		"nobody can say so yet, and then both are there": {func(h *hall, v *volunteer, d line.Call, turn int) {
			both(h, v, d, turn)
			h.phone.failing(fault.New(fault.Busy, "carrier_away", "The carrier is away."))
			if _, err := storage.RunDue(context.Background(), h.db, h.handlers); err == nil || len(h.phone.sent["CA"+d.Ref]) > 0 {
				h.t.Errorf("sent on unseen: %v", err)
			}
			h.phone.failing(nil)
			h.wait(30 * time.Second)
		}, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, 6, func(t *testing.T, h *hall) {
				v, d, turn := h.bridged()
				h.inRoom(v.id, turn, line.Came, line.ContactSeat, 1)
				h.clock.Advance(dialer.AnswerWait)
				h.ask(d, "alone", turn, line.Input{}) // and whatever is reported after that is lost
				c.room(h, v, d, turn)
				h.work()
				if n := len(h.phone.sent["CA"+d.Ref]); n != c.sent || met(h) != c.met {
					t.Errorf("sent on %d times, %d have met", n, met(h))
				}
				if c.sent == 1 {
					h.ask(d, "answer", 90, line.Input{})
				} else {
					v.is(dialer.Talking)
					h.clock.Advance(time.Minute)
					h.ask(d, "alone", turn, line.Input{}) // once is enough
					h.work()
					if n := len(h.phone.sent["CA"+d.Ref]); n > 0 {
						t.Errorf("sent on %d times after that", n)
					}
				}
				h.invariants()
			})
		})
	}
}
