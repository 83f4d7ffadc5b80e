package calling

import (
	"testing"
	"time"
)

// TestEveryCellOfTheNewCycleTable has a row for each line of the table, for people who are free,
// in cooldown, tried by another leader within the minimum time, not callable, and off the list.
func TestEveryCellOfTheNewCycleTable(t *testing.T) {
	tried := person(func(p *Person) { p.OtherTried = noonThen.Add(-hour) })
	others := entryIn(Attempted)
	others.Own, others.LastBy, others.Tried = false, "sarah", noonThen.Add(-hour)
	off := entryIn(Attempted)
	off.OffList = true
	for _, c := range []struct {
		name                             string
		e                                Entry
		free, cooling, tried, barredWant Status
	}{
		{"available", entryIn(Available), Available, Unavailable, Unavailable, NotCallable},
		{"attempted", entryIn(Attempted), Available, Unavailable, Unavailable, NotCallable},
		{"attempted by another leader", others, Available, Unavailable, Unavailable, NotCallable},
		{"attempted, off the list", off, Attempted, Attempted, Attempted, Attempted},
		{"skipped this cycle", skippedAs(SkipCycle), Available, Unavailable, Unavailable, NotCallable},
		{"unavailable", entryIn(Unavailable), Available, Unavailable, Unavailable, NotCallable},
		{"system-skipped", entryIn(SystemSkipped), Available, Unavailable, Unavailable, NotCallable},
		{"skipped, quick", skippedAs(SkipQuick), Skipped, Skipped, Skipped, Skipped},
		{"skipped, today", skippedAs(SkipToday), Skipped, Skipped, Skipped, Skipped},
		{"skipped, date", skippedAs(SkipDate), Skipped, Skipped, Skipped, Skipped},
		{"removed", skippedAs(SkipRemove), Skipped, Skipped, Skipped, Skipped},
		{"not callable", entryIn(NotCallable), Available, Unavailable, Unavailable, NotCallable},
		{"completed", entryIn(Completed), Completed, Completed, Completed, Completed},
		{"calling", entryIn(Calling), Calling, Calling, Calling, Calling},
	} {
		r := testRules(func(r *rules) { r.session.Cycle = Cycle{Number: 2, Started: noonThen} })
		for name, x := range map[string]struct {
			p    Person
			want Status
		}{"free": {free, c.free}, "cooling": {cooling, c.cooling}, "tried": {tried, c.tried}, "barred": {barred, c.barredWant}} {
			t.Run(c.name+"/"+name, func(t *testing.T) {
				e := c.e
				e.Place, e.Prioritised, e.DueNow = -3, true, true
				got := r.newCycle(e, x.p)
				if got.Status != x.want {
					t.Fatalf("became %s, want %s", got.Status, x.want)
				}
				consistent(t, got)
				if got.Status != c.e.Status && (got.Place != got.Rank || got.Prioritised || got.DueNow || got.NotLogged) {
					t.Errorf("does not begin afresh: %+v", got)
				}
			})
		}
	}
}

func TestOnesOwnAttemptsComeBackAtOnceAnotherLeadersNot(t *testing.T) {
	r := testRules(func(r *rules) { r.session.Cycle = Cycle{Number: 2, Started: noonThen} })
	mine := entryIn(Attempted) // a minute ago
	if got := r.newCycle(mine, free); got.Status != Available {
		t.Errorf("mine: %+v", got)
	}
	theirs := r.newCycle(mine, person(func(p *Person) { p.OtherTried = noonThen.Add(-3 * hour) }))
	if theirs.Status != Unavailable || theirs.Cause != MinimumTime || !theirs.Due.Equal(noonThen.Add(hour)) {
		t.Errorf("theirs: %+v", theirs)
	}
}

func TestACycleCompletesAndReopensByItself(t *testing.T) {
	now, then := noonThen, noonThen.Add(-hour)
	for _, c := range []struct {
		name      string
		before    time.Time
		counts    Counts
		want      time.Time
		done, new bool
	}{
		{"somebody is available", zero, Counts{Available: 1}, zero, false, false},
		{"somebody is on the phone", zero, Counts{Calling: 1}, zero, false, false},
		{"nobody is left", zero, Counts{Attempted: 3, Skipped: 2}, now, true, false},
		{"still nobody", then, Counts{Completed: 3}, then, false, false},
		{"somebody came back", then, Counts{Available: 1, Completed: 3}, zero, false, true},
		{"nobody at all", zero, Counts{}, now, true, false},
	} {
		got, done, again := settleCycle(Cycle{Number: 1, Completed: c.before}, c.counts, now)
		if !got.Completed.Equal(c.want) || done != c.done || again != c.new {
			t.Errorf("%s: %+v %v %v", c.name, got, done, again)
		}
	}
}

func TestACycleWithNeitherAttemptNorLogNeverEntersTheJourney(t *testing.T) {
	closed, next := nextCycle(Cycle{Number: 3, Started: noonThen.Add(-hour)}, noonThen)
	if closed != nil || next.Number != 3 || !next.Started.Equal(noonThen) {
		t.Errorf("empty: %+v %+v", closed, next)
	}
	for _, f := range []Figures{{Attempted: 1}, {ByHand: 1}} {
		closed, next = nextCycle(Cycle{Number: 3, Figures: f}, noonThen)
		if closed == nil || !closed.Closed.Equal(noonThen) || next.Number != 4 || !next.Figures.empty() {
			t.Errorf("%+v: %+v %+v", f, closed, next)
		}
	}
}

func TestFinishingNowSkipsTheRestUntilTheNextCycle(t *testing.T) {
	r := testRules(nil)
	for _, s := range []Status{Available, Unavailable, Skipped, SystemSkipped, NotCallable, Attempted, Completed, Calling} {
		got := r.finish(entryIn(s), Skip{Type: SkipCycle, At: noonThen, By: "me"})
		want := s
		if s == Available {
			want = Skipped
		}
		if got.Status != want {
			t.Errorf("%s became %s", s, got.Status)
		}
		consistent(t, got)
	}
}

func TestTheFirstTrueStatusOfASessionWins(t *testing.T) {
	for _, c := range []struct {
		name   string
		s      Session
		up     bool
		status SessionStatus
	}{
		{"archived while the phone is up", Session{Archived: noonThen}, true, SessionArchived},
		{"the phone is up", Session{Counts: Counts{Completed: 2}}, true, SessionInProgress},
		{"all completed", Session{Started: noonThen, Counts: Counts{Completed: 2}}, false, SessionCompleted},
		{"completed, removed and never callable", Session{Counts: Counts{Completed: 2, Skipped: 1, Removed: 1, NotCallable: 1, NeverCallable: 1}}, false, SessionCompleted},
		{"attempted, but off the list", Session{Started: noonThen, Counts: Counts{Completed: 2, Attempted: 1, Left: 1}}, false, SessionCompleted},
		{"nobody on the list", Session{}, false, SessionCompleted},
		{"somebody returns by time", Session{Started: noonThen, Counts: Counts{Completed: 2, Skipped: 1}}, false, SessionStarted},
		{"somebody waits for their hours", Session{Counts: Counts{Unavailable: 1}}, false, SessionNotStarted},
		{"a new cycle would have somebody", Session{Started: noonThen, Counts: Counts{Attempted: 1}}, false, SessionStarted},
		{"a new cycle would take back who was passed", Session{Started: noonThen, Counts: Counts{SystemSkipped: 1}}, false, SessionStarted},
		{"somebody was dialled, no leg is up", Session{Started: noonThen, Counts: Counts{Available: 1}}, false, SessionStarted},
		{"nobody was ever dialled", Session{Counts: Counts{Available: 1}}, false, SessionNotStarted},
	} {
		if got := StatusOf(c.s, c.up); got != c.status {
			t.Errorf("%s: %s, want %s", c.name, got, c.status)
		}
	}
}
