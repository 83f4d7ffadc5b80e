package calling

import (
	"maps"
	"testing"

	"pgregory.net/rapid"
)

var allOutcomes = []Outcome{Talked, NotInterested, Refused, CallBack, DoNotCall, NoAnswer, Busy, Voicemail, WrongNumber, NotInService, Deceased}

func TestOutcomes(t *testing.T) {
	for _, c := range []struct {
		o                                          Outcome
		reaches, substantive, completes, voicemail bool
	}{
		{Talked, true, true, true, true}, {NotInterested, true, true, true, true}, {Refused, true, false, true, true},
		{CallBack, true, false, false, false}, {DoNotCall, true, false, true, true},
		{NoAnswer, false, false, false, false}, {Busy, false, false, false, false}, {Voicemail, false, false, false, true},
		{WrongNumber, false, false, true, true}, {NotInService, false, false, true, true}, {Deceased, false, false, true, true},
		{"", false, false, false, false},
	} {
		if c.o.Reaches() != c.reaches || c.o.Substantive() != c.substantive || c.o.Completes(false) != c.completes || c.o.Completes(true) != c.voicemail || c.o.Known() != (c.o != "") {
			t.Errorf("%q", c.o)
		}
	}
}

// TestRunningFiguresEqualARecount lets attempts live any life and compares the sum of the
// differences with a count of how they stand.
func TestRunningFiguresEqualARecount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type call struct {
			a *Attempt
			l *Log
		}
		var calls []call
		var running Figures
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			what := rapid.SampledFrom([]string{"claim", "dial", "close", "log", "correct", "hand"}).Draw(t, "what")
			log := func() *Log {
				o := rapid.SampledFrom(allOutcomes).Draw(t, "outcome")
				return &Log{Outcome: o, Reached: o.Reaches(), RSVP: rapid.SampledFrom([]string{"", "yes", "no"}).Draw(t, "rsvp")}
			}
			if what == "claim" || what == "hand" || len(calls) == 0 {
				c := call{a: &Attempt{}}
				if what == "hand" {
					c = call{l: log()}
					running = running.plus(part(nil, c.l), 1)
				}
				calls = append(calls, c)
				continue
			}
			c := &calls[rapid.IntRange(0, len(calls)-1).Draw(t, "which")]
			if c.a == nil {
				continue
			}
			before, after, l := *c.a, *c.a, c.l
			switch what {
			case "dial":
				after.Dialled = noonThen
			case "close":
				after.Closed = noonThen
			case "log", "correct":
				if !before.Dialled.IsZero() {
					l = log()
				}
			}
			running = running.plus(part(&before, c.l), -1).plus(part(&after, l), 1)
			*c.a, c.l = after, l
		}
		var recount Figures
		for _, c := range calls {
			recount = recount.plus(part(c.a, c.l), 1)
		}
		if !equalFigures(running, recount) {
			t.Fatalf("running %+v\nrecount %+v", running, recount)
		}
		i := running.impact()
		if i.Contacted+i.NotReached+i.NotLogged+i.OnPhone != i.Attempted+i.ByHand {
			t.Fatalf("the figures do not add up: %+v", i)
		}
	})
}

func equalFigures(a, b Figures) bool {
	return a.Attempted == b.Attempted && a.Contacted == b.Contacted && a.NotLogged == b.NotLogged && a.OnPhone == b.OnPhone &&
		a.ByHand == b.ByHand && a.RSVPYes == b.RSVPYes && maps.Equal(a.Outcomes, b.Outcomes)
}

// TestRunningCountsEqualARecount moves entries through any statuses.
func TestRunningCountsEqualARecount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entries := make([]Entry, rapid.IntRange(1, 10).Draw(t, "people"))
		var running Counts
		for i := range entries {
			entries[i] = entryIn(Available)
			running = running.plus(Count(entries[i]), 1)
		}
		for range rapid.IntRange(0, 50).Draw(t, "changes") {
			i := rapid.IntRange(0, len(entries)-1).Draw(t, "who")
			after := entryIn(rapid.SampledFrom(everyStatus).Draw(t, "status"))
			if after.Status == Skipped {
				after = skippedAs(rapid.SampledFrom([]SkipType{SkipQuick, SkipToday, SkipDate, SkipCycle, SkipRemove}).Draw(t, "skip"))
			}
			after.Own = rapid.Bool().Draw(t, "own")
			after.OffList = rapid.Bool().Draw(t, "off")
			after.Attempts = rapid.IntRange(0, 2).Draw(t, "attempts")
			running = running.plus(Count(entries[i]), -1).plus(Count(after), 1)
			entries[i] = after
		}
		var recount Counts
		for _, e := range entries {
			recount = recount.plus(Count(e), 1)
		}
		if running != recount {
			t.Fatalf("running %+v\nrecount %+v", running, recount)
		}
		if c := running; c.Total()+c.NeverCallable != len(entries) {
			t.Fatalf("total %d of %d, %d never callable", c.Total(), len(entries), c.NeverCallable)
		}
	})
}

var everyStatus = []Status{Available, Unavailable, Skipped, SystemSkipped, NotCallable, Calling, Attempted, Completed}
