package dialer_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/dialer"
	"partyline/line"
)

// unmet is a contact who comes into the room of a caller that answers for them before their own phone has come, and then goes.
func (h *hall) unmet(answers ...string) (d line.Call, turn int) {
	h.t.Helper()
	v, d, turn := h.bridged()
	for i := 0; i < len(answers); i += 2 {
		v.answer(answers[i], answers[i+1])
	}
	h.inRoom(v.id, turn, line.Came, line.ContactSeat, 1)
	h.clock.Advance(dialer.AnswerWait)
	h.ask(d, "alone", turn, line.Input{})
	v.hangsUp()
	return d, turn
}

// What a caller said of somebody whom they never met is nobody's answer: the next caller, who talks to them, is asked everything anew.
func TestTheNextCallerIsAskedEverythingAnew(t *testing.T) {
	onBoth(t, 1, func(t *testing.T, h *hall) {
		h.edit(func(e *campaign.Edit) { e.Script = branching() })
		d, turn := h.unmet("who", `"talked"`, "vote", `"yes"`)
		ben := h.ready("Ben", "+447700800002")
		h.work()
		h.ask(d, "after", turn, line.Input{})
		if m, _ := last[line.Meet](h.ask(d, "answer", 90, line.Input{})); m.Room != ben.room.Room {
			t.Fatalf("the contact goes into %q, the caller who is free is in %q", m.Room, ben.room.Room)
		}
		talk := ben.is(dialer.Talking).Talk
		if talk == nil || len(talk.Answers) > 0 || talk.Open != "who" {
			t.Fatalf("the next caller is shown %+v", talk)
		}
		r := h.results(dialer.Narrowed{})
		if got := answersOf(r, "who") + ", " + answersOf(r, "vote"); got != "0, 0" {
			t.Errorf("counted: %s", got)
		}
		ben.comes(line.Started, 3)
		ben.answer("who", `"talked"`)
		ben.answer("vote", `"no"`)
		if now := ben.state().Talk; len(now.Answers) != 2 || now.Open != "why" {
			t.Errorf("now they are shown %+v", now)
		}
		ben.answer("why", `"No time"`)
		ben.done(d)
		r = h.results(dialer.Narrowed{})
		if got := answersOf(r, "who") + ", " + answersOf(r, "vote"); got != "1 talked=1, 1 no=1" {
			t.Errorf("counted: %s", got)
		}
		if kept := h.find(`SELECT question || ' ' || value FROM script_answers ORDER BY question, version`); len(kept) != 5 {
			t.Errorf("kept as they were given: %s", kept)
		}
		h.invariants()
	})
}

// Nor does it say what became of them: whoever hangs up on the next caller, or for whom there is none, was not talked to.
func TestWhatWasSaidOfSomebodyUnmetIsNotWhatBecameOfThem(t *testing.T) {
	for name, c := range map[string]struct {
		free bool
		want campaign.Outcome
	}{"nobody is free": {false, campaign.Dropped}, "the next one says nothing": {true, dialer.Incomplete}} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, 1, func(t *testing.T, h *hall) {
				d, turn := h.unmet("who", `"talked"`)
				var ben *volunteer
				if c.free {
					ben = h.ready("Ben", "+447700800002")
				}
				h.work()
				h.ask(d, "after", turn, line.Input{})
				h.ask(d, "answer", 90, line.Input{})
				h.over(d, line.Completed, 3)
				if c.free {
					ben.is(dialer.WrapUp)
					ben.hangsUp()
					h.clock.Advance(10 * time.Minute)
					for range 3 {
						h.tick()
						h.work()
					}
				}
				said := h.find(`SELECT outcome || ' ' || first_answer || ' ' || (SELECT count(*) FROM script_answers WHERE counts) FROM contact_attempts WHERE closed_at IS NOT NULL`)
				if want := fmt.Sprintf("%s  0", c.want); strings.Join(said, ", ") != want {
					t.Errorf("closed as %q, want %q", said, want)
				}
				h.invariants()
			})
		})
	}
}
