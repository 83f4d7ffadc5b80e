package calling

import (
	"fmt"
	"testing"
	"time"

	"partyline/fault"
)

// the fixed day of these tests
var (
	noonThen = time.Date(2026, 2, 4, 12, 0, 0, 0, time.UTC) // London
	closing  = time.Date(2026, 2, 4, 21, 0, 0, 0, time.UTC)
)

func testRules(change func(r *rules)) rules {
	r := rules{Judge: NewJudge(testOrg, testList, "s"), list: testList, now: noonThen,
		session: Session{ID: "s", Leader: "me", Created: noonThen.Add(-10 * hour), Cycle: Cycle{Number: 1, Started: noonThen.Add(-5 * hour)}}}
	if change != nil {
		change(&r)
	}
	return r
}

// entryIn is an entry as it typically stands in a status.
func entryIn(s Status) Entry {
	e := Entry{ID: "e", Session: "s", Supporter: "p", Rank: 7, Place: 7, Status: s}
	switch s {
	case Available:
		e.Due = closing
	case Unavailable:
		e.Cause, e.Due = Cooldown, noonThen.Add(hour)
	case SystemSkipped:
		e.Cause = Cooldown
	case Skipped:
		e.Skip = &Skip{ID: "k", Session: "s", Entry: "e", Type: SkipToday, Until: noonThen.Add(21 * hour), By: "me"}
		e.Due = e.Skip.Until
	case Attempted:
		e.Own, e.Attempts, e.LastOutcome, e.LastBy = true, 1, NoAnswer, "me"
	case Completed:
		e.Own, e.Attempts, e.LastOutcome, e.LastBy = true, 1, Talked, "me"
	case Calling:
		e.Attempts = 1
	}
	return e
}

// skippedAs is an entry with a skip of a type.
func skippedAs(t SkipType) Entry {
	e := entryIn(Skipped)
	k := *e.Skip
	k.Type = t
	if t == SkipCycle || t == SkipRemove {
		k.Until = time.Time{}
	}
	e.Skip, e.Due = &k, k.Until
	return e
}

var (
	free    = ann
	cooling = person(func(p *Person) { p.Substantive = noonThen.Add(-hour) })
	barred  = person(func(p *Person) { p.DoNotCall = true })
)

// TestEveryCellOfTheEntryTable has a row for each status and everything that can happen to it.
func TestEveryCellOfTheEntryTable(t *testing.T) {
	skip := Skip{Type: SkipQuick, Until: noonThen.Add(hour), At: noonThen}
	doSkip := func(r rules, e Entry, p Person) (Entry, error) { a, _, err := r.skip(e, p, skip, false); return a, err }
	unskip := func(r rules, e Entry, p Person) (Entry, error) { return r.unskip(e, p), nil }
	due := func(r rules, e Entry, p Person) (Entry, error) { a, _ := r.due(e, p); return a, nil }
	passed := func(r rules, e Entry, p Person) (Entry, error) { return r.passed(e), nil }
	call := func(r rules, e Entry, p Person) (Entry, error) { return r.call(e, p) }
	check := func(r rules, e Entry, p Person) (Entry, error) { return r.check(e, p) }
	changed := func(r rules, e Entry, p Person) (Entry, error) { return r.changed(e, p), nil }
	othersDone := func(r rules, e Entry, p Person) (Entry, error) {
		return r.told(e, Result{At: noonThen, By: "sarah", Outcome: Talked}), nil
	}
	othersTried := func(r rules, e Entry, p Person) (Entry, error) {
		return r.told(e, Result{At: noonThen, By: "sarah", Outcome: NoAnswer}), nil
	}
	left := func(r rules, e Entry, p Person) (Entry, error) {
		a, gone := r.left(e)
		if gone {
			a.Status = "gone"
		}
		return a, nil
	}
	type on func(rules, Entry, Person) (Entry, error)
	const refused = Status("refused")
	for _, c := range []struct {
		what   string
		do     on
		person Person
		want   map[Status]Status
	}{
		{"the leader skips", doSkip, free, map[Status]Status{Available: Skipped, Unavailable: Skipped, Skipped: Skipped, SystemSkipped: Skipped,
			NotCallable: refused, Calling: Calling, Attempted: Skipped, Completed: refused}},
		{"the leader removes the skip", unskip, free, map[Status]Status{Available: Available, Unavailable: Unavailable, Skipped: Available, SystemSkipped: SystemSkipped,
			NotCallable: NotCallable, Calling: Calling, Attempted: Attempted, Completed: Completed}},
		{"the skip is removed and the person is in cooldown", unskip, cooling, map[Status]Status{Skipped: Unavailable}},
		{"the skip is removed and the person must not be called", unskip, barred, map[Status]Status{Skipped: NotCallable}},
		{"its time comes", due, free, map[Status]Status{Available: Available, Unavailable: Available, Skipped: Available, SystemSkipped: SystemSkipped,
			NotCallable: NotCallable, Calling: Calling, Attempted: Attempted, Completed: Completed}},
		{"its time comes and the person is in cooldown", due, cooling, map[Status]Status{Available: Unavailable, Unavailable: Unavailable, Skipped: Unavailable}},
		{"its time comes and the person must not be called", due, barred, map[Status]Status{Available: NotCallable, Unavailable: NotCallable, Skipped: NotCallable}},
		{"the flow goes past", passed, free, map[Status]Status{Available: Available, Unavailable: SystemSkipped, Skipped: Skipped, SystemSkipped: SystemSkipped,
			NotCallable: NotCallable, Calling: Calling, Attempted: Attempted, Completed: Completed}},
		{"the leader prioritises", call, free, map[Status]Status{Available: Available, Unavailable: refused, Skipped: Available, SystemSkipped: refused,
			NotCallable: refused, Calling: refused, Attempted: Available, Completed: refused}},
		{"the leader prioritises somebody in cooldown", call, cooling, map[Status]Status{Available: refused, Skipped: refused, Attempted: refused}},
		{"the leader prioritises somebody who left the list", call, person(func(p *Person) { p.OnList = false }), map[Status]Status{Available: refused, Skipped: refused, Attempted: refused}},
		{"the leader checks again", check, free, map[Status]Status{Available: Available, Unavailable: Available, Skipped: refused, SystemSkipped: Available,
			NotCallable: Available, Calling: refused, Attempted: refused, Completed: refused}},
		{"the leader checks again in cooldown", check, cooling, map[Status]Status{Available: Unavailable, Unavailable: Unavailable, SystemSkipped: Unavailable, NotCallable: Unavailable}},
		{"the leader checks again and the person must not be called", check, barred, map[Status]Status{SystemSkipped: NotCallable, NotCallable: NotCallable}},
		{"their data changes: callable", changed, free, map[Status]Status{Available: Available, Unavailable: Available, Skipped: Skipped, SystemSkipped: SystemSkipped,
			NotCallable: Available, Calling: Calling, Attempted: Attempted, Completed: Completed}},
		{"their data changes: cooldown", changed, cooling, map[Status]Status{Available: Unavailable, Unavailable: Unavailable, Skipped: Skipped, SystemSkipped: SystemSkipped,
			NotCallable: Unavailable, Calling: Calling, Attempted: Attempted, Completed: Completed}},
		{"their data changes: do not call", changed, barred, map[Status]Status{Available: NotCallable, Unavailable: NotCallable, Skipped: NotCallable, SystemSkipped: NotCallable,
			NotCallable: NotCallable, Calling: Calling, Attempted: Attempted, Completed: Completed}},
		{"another leader completes", othersDone, free, map[Status]Status{Available: Completed, Unavailable: Completed, Skipped: Completed, SystemSkipped: Completed,
			NotCallable: Completed, Calling: Calling, Attempted: Completed, Completed: Completed}},
		{"another leader attempts", othersTried, free, map[Status]Status{Available: Attempted, Unavailable: Attempted, Skipped: Skipped, SystemSkipped: Attempted,
			NotCallable: NotCallable, Calling: Calling, Attempted: Attempted, Completed: Completed}},
		{"they leave the list", left, free, map[Status]Status{Available: "gone", Unavailable: "gone", Skipped: "gone", SystemSkipped: "gone",
			NotCallable: "gone", Calling: Calling, Attempted: Attempted, Completed: Completed}},
	} {
		for from, want := range c.want {
			t.Run(fmt.Sprintf("%s/%s", c.what, from), func(t *testing.T) {
				before := entryIn(from)
				got, err := c.do(testRules(nil), before, c.person)
				if want == refused {
					if !fault.Is(err, "not_available") {
						t.Errorf("not refused: %+v, %v", got, err)
					}
					if !same(got, before) {
						t.Errorf("a refused press changed the entry: %+v", got)
					}
					return
				}
				if err != nil || got.Status != want {
					t.Fatalf("%s became %s (%v), want %s", from, got.Status, err, want)
				}
				consistent(t, got)
			})
		}
	}
}

// consistent checks what must hold of any entry, whatever led to it.
func consistent(t *testing.T, e Entry) {
	t.Helper()
	if e.Status == "gone" {
		return
	}
	bad := func(what string) { t.Helper(); t.Errorf("%s: %+v", what, e) }
	if e.Status == Skipped && e.Skip == nil {
		bad("skipped without a skip")
	}
	if e.Skip != nil && e.Status != Skipped && e.Status != Calling {
		bad("a skip on an entry that is not skipped")
	}
	if e.Cause != "" && e.Status != Unavailable && e.Status != SystemSkipped {
		bad("a cause without unavailability")
	}
	if e.Status == Unavailable && (e.Cause == "" || e.Due.IsZero()) {
		bad("unavailable without a cause or an end")
	}
	if !e.Due.IsZero() && e.Status != Available && e.Status != Unavailable && e.Status != Skipped {
		bad("due in a status that nothing brings back by time")
	}
	if e.Own && e.Status != Attempted && e.Status != Completed {
		bad("own in a status that is nobody's result")
	}
	if e.Status == Skipped && !e.Due.Equal(e.Skip.Until) {
		bad("due and the skip's end differ")
	}
}

func TestWorkedEntriesOfPeopleWhoLeftStayAndDoNotComeBack(t *testing.T) {
	r := testRules(nil)
	for _, s := range []Status{Available, Unavailable, SystemSkipped, Skipped, Attempted, NotCallable} {
		e := entryIn(s)
		e.Attempts = 1
		got, gone := r.left(e)
		if gone || !got.OffList {
			t.Errorf("%s, worked: %+v gone %v", s, got, gone)
		}
		if s == Available || s == Unavailable || s == SystemSkipped {
			if got.Status != Attempted {
				t.Errorf("%s, worked, is still to be called: %+v", s, got)
			}
		}
		consistent(t, got)
	}
	e := entryIn(Skipped)
	e.Attempts, e.OffList = 1, true
	if got, _ := r.due(e, person(func(p *Person) { p.OnList = false })); got.Status != Attempted {
		t.Errorf("their skip ran out: %+v", got)
	}
}

func TestReturnsKeepOrLoseTheirPlace(t *testing.T) {
	r := testRules(nil)
	for _, c := range []struct {
		kind  SkipType
		quick bool
	}{{SkipQuick, true}, {SkipToday, false}, {SkipDate, false}} {
		e := skippedAs(c.kind)
		e.Place, e.Prioritised = -4, true
		got, quick := r.due(e, free)
		if quick != c.quick || got.Status != Available || got.Place != got.Rank || got.Prioritised {
			t.Errorf("%s ran out: %+v quick %v", c.kind, got, quick)
		}
		if got, quick := r.due(e, cooling); quick || got.Status != Unavailable {
			t.Errorf("%s ran out in cooldown: %+v quick %v", c.kind, got, quick)
		}
	}
	e := entryIn(Unavailable)
	e.Place = -2
	if got, _ := r.due(e, free); got.Place != -2 {
		t.Errorf("who waited for a cause keeps the place: %+v", got)
	}
}

func TestASkipOfACallIsACallBackThatIgnoresItsOwnCooldown(t *testing.T) {
	r := testRules(nil)
	timed := Skip{Type: SkipQuick, Until: noonThen.Add(15 * time.Minute), At: noonThen}
	cycle := Skip{Type: SkipCycle, At: noonThen}
	for _, c := range []struct {
		name string
		e    Entry
		s    Skip
		want bool
	}{
		{"during the call", entryIn(Calling), timed, true},
		{"after one's own attempt", entryIn(Attempted), timed, true},
		{"of somebody not called", entryIn(Available), timed, false},
		{"not by time", entryIn(Calling), cycle, false},
		{"after another leader's attempt", func() Entry { e := entryIn(Attempted); e.Own = false; return e }(), timed, false},
		{"a call-back put off", func() Entry { e := skippedAs(SkipQuick); e.Callback = true; return e }(), timed, true},
		{"a call-back made a plain skip", func() Entry { e := skippedAs(SkipQuick); e.Callback = true; return e }(), cycle, false},
	} {
		got, _, err := r.skip(c.e, free, c.s, false)
		if err != nil || got.Callback != c.want {
			t.Errorf("%s: call-back %v, %v", c.name, got.Callback, err)
		}
	}
}

func TestASkipThatIsOverAlreadyBringsBackAtOnce(t *testing.T) {
	r := testRules(nil)
	over := Skip{Type: SkipQuick, At: noonThen.Add(-hour), Until: noonThen.Add(-30 * time.Minute)}
	for from, want := range map[Status]Status{Available: Available, Unavailable: Available, Skipped: Available, SystemSkipped: Available, Attempted: Available, Calling: Calling} {
		got, quick, err := r.skip(entryIn(from), free, over, true)
		if err != nil || got.Status != want || quick != (want == Available) {
			t.Errorf("%s: %+v quick %v %v", from, got, quick, err)
		}
	}
}

func TestOtherLeadersResultsCountOnlyFromTheSessionsCreationOn(t *testing.T) {
	r := testRules(nil)
	before := r.session.Created
	for _, o := range []Outcome{Talked, NoAnswer, ""} {
		if got := r.told(entryIn(Available), Result{At: before, By: "sarah", Outcome: o}); got.Status != Available {
			t.Errorf("an old %q made it %s", o, got.Status)
		}
	}
	got := r.told(entryIn(Available), Result{At: noonThen, By: "sarah", Outcome: Talked})
	if got.Own || got.LastBy != "sarah" || got.LastOutcome != Talked {
		t.Errorf("completed by sarah: %+v", got)
	}
	if own := entryIn(Completed); !same(r.told(own, Result{At: noonThen, By: "sarah", Outcome: Talked}), func() Entry { e := own; e.Tried = noonThen; return e }()) {
		t.Error("one's own completion was given to another leader")
	}
	by := r.told(entryIn(Available), Result{At: noonThen, By: "sarah", Outcome: Talked})
	if got := r.told(by, Result{At: noonThen, By: "sarah", Outcome: NoAnswer}); got.Status != Attempted {
		t.Errorf("sarah's correction: %+v", got)
	}
	late := testRules(func(r *rules) { r.session.Cycle = Cycle{Number: 2, Started: noonThen} })
	if got := late.told(entryIn(Available), Result{At: noonThen.Add(-time.Minute), By: "sarah", Outcome: NoAnswer}); got.Status != Available {
		t.Errorf("news of the last cycle came late: %+v", got)
	}
	if got := late.told(entryIn(Available), Result{At: noonThen.Add(-time.Minute), By: "sarah", Outcome: Talked}); got.Status != Completed {
		t.Errorf("a completion of the last cycle came late: %+v", got)
	}
	if got := r.told(by, Result{At: noonThen, By: "omar", Outcome: NoAnswer}); got.Status != Completed {
		t.Errorf("omar's attempt undid sarah's completion: %+v", got)
	}
}

func TestWhoeverIsQuickerThanTheNewsStillSeesTheResult(t *testing.T) {
	done := person(func(p *Person) {
		p.OtherLog, p.OtherLogBy, p.OtherLogOutcome = noonThen.Add(-hour), "sarah", WrongNumber
	})
	tried := person(func(p *Person) { p.OtherTried, p.OtherTriedBy = noonThen.Add(-hour), "sarah" })
	quick := testRules(func(r *rules) { r.minimum = 0 })
	for _, c := range []struct {
		name string
		r    rules
		e    Entry
		p    Person
		want Status
	}{
		{"completed, not a cooldown's business", quick, entryIn(Available), done, Completed},
		{"attempted, without a minimum time", quick, entryIn(Available), tried, Attempted},
		{"attempted, known already", quick, func() Entry { e := entryIn(Available); e.Tried = noonThen.Add(-hour); return e }(), tried, Available},
		{"attempted before this cycle", testRules(func(r *rules) { r.minimum, r.session.Cycle.Started = 0, noonThen }), entryIn(Available), tried, Available},
		{"attempted before this cycle, minimum time", testRules(func(r *rules) { r.session.Cycle.Started = noonThen }), entryIn(Available), tried, Unavailable},
		{"a skip that ran out meanwhile goes by the minimum time", testRules(nil), skippedAs(SkipQuick), tried, Unavailable},
		{"a skip that ran out, no minimum time", quick, skippedAs(SkipQuick), tried, Available},
		{"independent lists do not care", testRules(func(r *rules) { r.shared = false }), entryIn(Available), done, Available},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := c.r.comeBack(c.e, c.p)
			if got.Status != c.want {
				t.Errorf("got %+v, want %s", got, c.want)
			}
			consistent(t, got)
		})
	}
}
