package calling_test

import (
	"flag"
	"os"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"partyline/calling"
	"partyline/clock"
	"partyline/storage"
	"partyline/storage/storagetest"
)

// checks is how often rapid tries a test, with SOAK=1 many times.
func checks(t *testing.T, few, many string) {
	t.Helper()
	if os.Getenv("SOAK") != "" {
		few = many
	}
	was := flag.Lookup("rapid.checks").Value.String()
	t.Cleanup(func() { flag.Set("rapid.checks", was) })
	flag.Set("rapid.checks", few)
}

// crew is so many leaders on one list.
func crew(t *testing.T, leaders, people int) (*shift, *clock.Fixed, []*seat) {
	c := clock.At(morning)
	s := begin(t, c, storagetest.Open(t, storage.Config{Path: storagetest.Embedded(t), Clock: c}), leaders, people)
	var seats []*seat
	for i := range leaders {
		seats = append(seats, s.seat(i))
	}
	return s, c, seats
}

// queues is what each leader's queue shows.
func queues(seats []*seat) (all [][]calling.EntryView) {
	for _, p := range seats {
		all = append(all, bare(p.rows()))
	}
	return all
}

// says is a log with an outcome and nothing else.
func says(o calling.Outcome) calling.LogRequest {
	return calling.LogRequest{Outcome: o, Reached: o.Reaches()}
}

// TestLogsTakenBackInAnyOrderLeaveNothing has several leaders log the same people by hand and take it all back, in any
// order, and the others told at any time: in the end every queue is as it was.
func TestLogsTakenBackInAnyOrderLeaveNothing(t *testing.T) {
	checks(t, "40", "2000")
	rapid.Check(t, func(r *rapid.T) {
		const leaders, people = 4, 2
		s, _, seats := crew(t, leaders, people)
		before := queues(seats)
		type done struct {
			p             *seat
			entry, action string
		}
		var logs []done
		undo := func(i int) {
			if _, err := s.svc.Undo(ctx, logs[i].p.who, logs[i].action, calling.UndoRequest{}); err != nil {
				r.Fatalf("%v", err)
			}
			logs = append(logs[:i:i], logs[i+1:]...)
		}
		for range rapid.IntRange(2, 12).Draw(r, "steps") {
			switch rapid.SampledFrom([]string{"log", "log", "undo", "tell"}).Draw(r, "step") {
			case "log":
				p := seats[rapid.IntRange(0, leaders-1).Draw(r, "leader")]
				entry := p.row(rapid.IntRange(0, people-1).Draw(r, "row")).ID
				if slices.ContainsFunc(logs, func(d done) bool { return d.entry == entry }) { // their last one would have to go first
					continue
				}
				in := says(rapid.SampledFrom([]calling.Outcome{calling.Talked, calling.NoAnswer, calling.DoNotCall}).Draw(r, "outcome"))
				if v, err := s.svc.WriteLogByHand(ctx, p.who, p.session, entry, in); err == nil {
					logs = append(logs, done{p, entry, v.Action})
				}
			case "undo":
				if len(logs) > 0 {
					undo(rapid.IntRange(0, len(logs)-1).Draw(r, "log"))
				}
			case "tell":
				s.work()
			}
		}
		for len(logs) > 0 {
			undo(rapid.IntRange(0, len(logs)-1).Draw(r, "log"))
			if rapid.Bool().Draw(r, "tell") {
				s.work()
			}
		}
		s.work()
		for i, p := range seats {
			p.consistent()
			for n, row := range bare(p.rows()) {
				if was := before[i][n]; !reflect.DeepEqual(was, row) {
					r.Errorf("leader %d has row %d as\n%+v\nand it was\n%+v", i, n, row, was)
				}
			}
		}
	})
}
