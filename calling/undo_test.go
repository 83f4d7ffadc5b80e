package calling

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"partyline/fault"
)

var fortnight = Skip{ID: "new", Session: "s", Entry: "e", Type: SkipDate, Until: noonThen.Add(14 * 24 * hour), By: "me"}

// pressed is every press as a function of an entry; false where it is refused.
func pressed(r rules, p Person) map[ActionKind]func(e Entry) (Entry, bool) {
	return map[ActionKind]func(e Entry) (Entry, bool){
		ActSkip: func(e Entry) (Entry, bool) {
			s := fortnight
			after, _, err := r.skip(e, p, s, false)
			return after, err == nil
		},
		ActRemoveSkip: func(e Entry) (Entry, bool) { return r.unskip(e, p), e.Skip != nil },
		ActPrioritise: func(e Entry) (Entry, bool) {
			after, err := r.call(e, p)
			after.Prioritised, after.Place = true, -1
			return after, err == nil
		},
		ActCallNext: func(e Entry) (Entry, bool) {
			after, err := r.call(e, p)
			after.Prioritised, after.Place = true, -2
			return after, err == nil
		},
		ActLogByHand: func(e Entry) (Entry, bool) {
			return r.byHand(e, p, Log{Outcome: Refused}), e.Status != Calling
		},
		ActLog: func(e Entry) (Entry, bool) {
			return r.corrected(e, p, "me", Log{Attempt: "a", Cycle: 1, Outcome: Refused}), e.Status != Calling
		},
	}
}

// whose is a person for whom an entry in a status is right.
func whose(s Status) Person {
	p := Person{ID: "p", Name: "Ada Clarke", Number: "+447700900001", OnList: true}
	switch s {
	case NotCallable:
		p.DoNotCall = true
	case Unavailable:
		p.Substantive = noonThen.Add(hour - testRules(nil).cooldown)
	}
	return p
}

// Every action, taken back while nothing else happened, gives the entry back as it was; and every
// status that something else has brought meanwhile refuses, but the ones that time alone brings.
func TestEveryActionInEveryStatusMeanwhile(t *testing.T) {
	r := testRules(nil)
	for _, from := range everyStatus {
		p := whose(from)
		for kind, press := range pressed(r, p) {
			t.Run(fmt.Sprintf("%s from %s", kind, from), func(t *testing.T) {
				before := entryIn(from)
				after, ok := press(before)
				if !ok || same(before, after) {
					t.Skip("refused, or without effect")
				}
				was := Pair{before, after}
				open := &Attempt{ID: "a", Leader: "me", Dialled: noonThen}
				if from != Calling {
					open = nil
				}
				back, err := r.undone(after, was, p, open, true)
				want := r.changed(before, p)
				if err != nil || !same(back, want) {
					t.Errorf("taken back: %+v %v\nwant %+v", back, err, want)
				}
				for _, now := range everyStatus {
					e := entryIn(now)
					e.Place, e.Attempts = after.Place, after.Attempts
					_, err := r.undone(e, was, p, open, true)
					byTime := (now == Available || now == Unavailable) && (after.Status == Available || after.Status == Unavailable) &&
						e.Prioritised == after.Prioritised
					switch {
					case byTime, from == Calling:
					case !fault.Is(err, "undo_late"):
						t.Errorf("%s meanwhile: %v", now, err)
					}
				}
				again := after
				again.Attempts++
				if _, err := r.undone(again, was, p, nil, true); from != Calling && !fault.Is(err, "undo_late") {
					t.Errorf("dialled again meanwhile: %v", err)
				}
			})
		}
	}
}

// What was pressed during a call: the call goes on, or it has ended and was a call.
func TestWhatWasPressedInACallAndIsTakenBack(t *testing.T) {
	r := testRules(nil)
	p := whose(Calling)
	in := entryIn(Calling)
	in.LastOutcome, in.LastBy = Busy, "me"
	skip := fortnight
	aside := in
	aside.Skip, aside.Callback = &skip, true
	older := Skip{ID: "old", Type: SkipCycle}
	replaced := aside
	had := in
	had.Skip = &older
	ended := func(s Status, k *Skip, o Outcome) Entry {
		e := in
		e.Status, e.Skip, e.Own, e.LastOutcome, e.NotLogged = s, k, s != Skipped, o, o == ""
		return e
	}
	closed := func(o Outcome) *Attempt {
		return &Attempt{ID: "a", Leader: "me", Dialled: noonThen, Closed: noonThen, Outcome: o}
	}
	for name, c := range map[string]struct {
		was    Pair
		now    Entry
		call   *Attempt
		newest bool
		status Status
		skip   string
		last   Outcome
		late   bool
	}{
		"a skip, while the call goes on":               {Pair{in, aside}, aside, &Attempt{ID: "a"}, true, Calling, "", Busy, false},
		"a skip that replaced one":                     {Pair{had, replaced}, replaced, &Attempt{ID: "a"}, true, Calling, "old", Busy, false},
		"a skip that ended the call":                   {Pair{in, aside}, ended(Skipped, &skip, ""), closed(""), true, Attempted, "", Busy, false},
		"a skip beside a log that completes":           {Pair{in, aside}, ended(Skipped, &skip, Talked), closed(Talked), true, Completed, "", Talked, false},
		"a skip beside a log that does not":            {Pair{in, aside}, ended(Skipped, &skip, Voicemail), closed(Voicemail), true, Attempted, "", Voicemail, false},
		"a skip that replaced one, after the call":     {Pair{had, replaced}, ended(Skipped, &skip, ""), closed(""), true, Skipped, "old", Busy, false},
		"a skip of somebody who was never rung":        {Pair{in, aside}, ended(Skipped, &skip, ""), &Attempt{ID: "a", Closed: noonThen}, true, Available, "", Busy, false},
		"a skip that another one replaced meanwhile":   {Pair{in, aside}, ended(Skipped, &older, ""), closed(""), true, "", "", "", true},
		"a skip removed meanwhile":                     {Pair{in, aside}, entryIn(Available), closed(""), true, "", "", "", true},
		"a log, while the call goes on":                {Pair{in, in}, in, &Attempt{ID: "a"}, true, Calling, "", Busy, false},
		"a log that ended the call":                    {Pair{in, ended(Completed, nil, Talked)}, ended(Completed, nil, Talked), closed(""), true, Attempted, "", Busy, false},
		"a log in a call that has ended since":         {Pair{in, in}, ended(Completed, nil, Talked), closed(""), true, Attempted, "", Busy, false},
		"a log, and a skip pressed beside it":          {Pair{in, in}, ended(Skipped, &skip, Talked), closed(""), true, Skipped, "new", Busy, false},
		"a correction of a log":                        {Pair{in, in}, ended(Completed, nil, Talked), closed(Voicemail), true, Attempted, "", Voicemail, false},
		"a log of somebody who was called again":       {Pair{in, in}, in, closed(""), false, "", "", "", true},
		"a log, the same entry in another call":        {Pair{in, ended(Attempted, nil, NoAnswer)}, in, closed(""), true, "", "", "", true},
		"a log of somebody another leader has settled": {Pair{in, in}, func() Entry { e := ended(Completed, nil, Talked); e.Own = false; return e }(), closed(""), true, "", "", "", true},
	} {
		got, err := r.undone(c.now, c.was, p, c.call, c.newest)
		if c.late != fault.Is(err, "undo_late") {
			t.Errorf("%s: %v", name, err)
		}
		if c.late {
			continue
		}
		if got.Status != c.status || id(got.Skip) != c.skip || got.LastOutcome != c.last {
			t.Errorf("%s: %s, skip %q, last %q", name, got.Status, id(got.Skip), got.LastOutcome)
		}
		if wantNot := c.call != nil && !c.call.Closed.IsZero() && c.call.Outcome == "" && !c.call.Dialled.IsZero(); got.NotLogged != wantNot {
			t.Errorf("%s: not logged %v", name, got.NotLogged)
		}
	}
}

// A person changed meanwhile is judged by what is known now.
func TestWhoComesBackIsJudgedAnew(t *testing.T) {
	r := testRules(nil)
	p := whose(Available)
	before := entryIn(Available)
	after, _, _ := r.skip(before, p, fortnight, false)
	p.DoNotCall = true
	if e, err := r.undone(after, Pair{before, after}, p, nil, true); err != nil || e.Status != NotCallable {
		t.Errorf("%+v %v", e, err)
	}
	p.DoNotCall, p.Substantive = false, noonThen.Add(-time.Minute)
	if e, err := r.undone(after, Pair{before, after}, p, nil, true); err != nil || e.Status != Unavailable {
		t.Errorf("%+v %v", e, err)
	}
}

func TestTheTimeOfAnUndo(t *testing.T) {
	a := Action{At: noonThen}
	at := func(d time.Duration) *time.Time { x := noonThen.Add(d); return &x }
	for _, c := range []struct {
		pressed *time.Time
		now     time.Duration
		late    bool
	}{
		{nil, 0, false},
		{nil, UndoTime + UndoGrace, false},
		{nil, UndoTime + UndoGrace + 1, true},
		{at(9 * time.Second), UndoKept, false},                 // sent when the tunnel was over
		{at(9 * time.Second), UndoKept + 1, true},              // for an hour
		{at(-time.Hour), 5 * time.Second, false},               // a slow clock
		{at(time.Hour), 5 * time.Second, false},                // never ahead of now
		{at(time.Hour), UndoTime + UndoGrace + 1, true},        // nor a way around
		{at(UndoTime + UndoGrace + 1), 30 * time.Second, true}, // pressed too late
		{&time.Time{}, UndoTime + UndoGrace + 1, true},
	} {
		if err := a.inTime(c.pressed, noonThen.Add(c.now)); c.late != fault.Is(err, "undo_late") {
			t.Errorf("pressed %v, now %v: %v", c.pressed, c.now, err)
		}
	}
}

// Fields that a press did not touch keep what others made of them; taken back at once, all is as it was.
func TestBackIsTheInverseOfAnyChange(t *testing.T) {
	one := rapid.Custom(func(t *rapid.T) Entry {
		e := entryIn(rapid.SampledFrom(everyStatus).Draw(t, "status"))
		e.Place = rapid.Int64Range(-3, 3).Draw(t, "place")
		e.Prioritised, e.DueNow = rapid.Bool().Draw(t, "prioritised"), rapid.Bool().Draw(t, "due now")
		e.NotLogged, e.Own, e.Callback = rapid.Bool().Draw(t, "not logged"), rapid.Bool().Draw(t, "own"), rapid.Bool().Draw(t, "callback")
		e.LastOutcome = rapid.SampledFrom([]Outcome{"", Talked, Busy}).Draw(t, "last")
		return e
	})
	rapid.Check(t, func(t *rapid.T) {
		b, a := one.Draw(t, "before"), one.Draw(t, "after")
		now := a
		now.Tried, now.OffList, now.Version = noonThen, true, 9
		got, ok := back(now, Pair{b, a})
		want := b
		want.Tried, want.OffList, want.Version, want.Attempts = now.Tried, now.OffList, now.Version, now.Attempts
		if b.Status == a.Status { // what belongs to a status goes with it
			want.Cause, want.Due = a.Cause, a.Due
		}
		if id(b.Skip) == id(a.Skip) {
			want.Skip = a.Skip
		}
		want.LastBy, got.Due, want.Due = b.LastBy, time.Time{}, time.Time{}
		if !ok || !same(got, want) {
			t.Fatalf("%+v\nwant %+v", got, want)
		}
	})
}

func TestWhatALogWroteOfAPersonIsTakenBack(t *testing.T) {
	then, since := noonThen.Add(-hour), noonThen.Add(-time.Minute)
	before := PersonState{Tags: []string{"keen", "driver"}, Substantive: then, SubstantiveSession: "old"}
	after := PersonState{Tags: []string{"keen", "cross"}, Substantive: noonThen, SubstantiveSession: "s", DoNotCall: true, Held: time.Time{}}
	was := PersonPair{before, after}
	for name, c := range map[string]struct {
		now   PersonState
		later []Log
		want  PersonState
	}{
		"nothing since":             {after, nil, before},
		"a tag since":               {PersonState{Tags: []string{"keen", "cross", "new"}, Substantive: noonThen, SubstantiveSession: "s", DoNotCall: true}, nil, PersonState{Tags: []string{"keen", "driver", "new"}, Substantive: then, SubstantiveSession: "old"}},
		"said again since":          {after, []Log{{DoNotCall: true, TagsAdded: []string{"cross"}}}, PersonState{Tags: []string{"keen", "driver", "cross"}, Substantive: then, SubstantiveSession: "old", DoNotCall: true}},
		"a talk since":              {PersonState{Tags: after.Tags, Substantive: noonThen.Add(hour), SubstantiveSession: "x", DoNotCall: true}, nil, PersonState{Tags: before.Tags, Substantive: noonThen.Add(hour), SubstantiveSession: "x"}},
		"an older talk, told since": {after, []Log{{Outcome: Talked, At: since, Session: "x"}}, PersonState{Tags: before.Tags, Substantive: since, SubstantiveSession: "x"}},
		"unticked since":            {PersonState{Tags: after.Tags, Substantive: noonThen, SubstantiveSession: "s"}, nil, before},
	} {
		if got := was.undone(c.now, c.later); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v\nwant %+v", name, got, c.want)
		}
	}
}
