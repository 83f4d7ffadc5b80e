package calling_test

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"partyline/calling"
	"partyline/fault"
)

// TestWhateverIsDoneCanBeUndone has two leaders on one list do whatever they like, taking some of it back
// at once, in the end all that is left, the last thing first. After each step figures and counts equal a
// recount; in the end everybody stands where they stood, and the people are who they were.
func TestWhateverIsDoneCanBeUndone(t *testing.T) {
	checks(t, "12", "500")
	rapid.Check(t, func(r *rapid.T) {
		s, _, seats := crew(t, 2, 5)
		s.exec(`UPDATE lists SET event = 'Rally'`)
		type done struct {
			p      *seat
			action string
		}
		state := func() (all []any) {
			for _, p := range seats {
				all = append(all, bare(p.rows()), p.view().Impact, p.view().Progress)
			}
			for i := range s.Supporters {
				all = append(all, s.person(i))
			}
			return append(all, s.count(`SELECT COUNT(*) FROM logs`), s.count(`SELECT COUNT(*) FROM do_not_call`),
				s.count(`SELECT COUNT(*) FROM skips WHERE ended_at IS NULL`))
		}
		before := state()
		var stack []done
		undo := func() {
			last := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if _, err := last.p.undo(last.action); err != nil {
				r.Fatalf("%v", err)
			}
		}
		for range rapid.IntRange(1, 10).Draw(r, "presses") {
			p := seats[rapid.IntRange(0, 1).Draw(r, "leader")]
			entry := p.row(rapid.IntRange(0, 4).Draw(r, "row")).ID
			var v calling.Undoable
			var err error
			skip := rapid.SampledFrom([]calling.SkipRequest{quick15, thisCycle, forGood, {Type: calling.SkipToday}}).Draw(r, "skip")
			switch rapid.SampledFrom([]string{"skip", "unskip", "prioritise", "first", "log", "log"}).Draw(r, "press") {
			case "skip":
				v, err = of(s.svc.Skip(ctx, p.who, p.session, entry, skip))
			case "unskip":
				v, err = of(s.svc.RemoveSkip(ctx, p.who, p.session, entry))
			case "prioritise":
				v, err = of(s.svc.Prioritise(ctx, p.who, p.session, entry))
			case "first":
				v, err = of(s.svc.CallNext(ctx, p.who, p.session, entry))
			case "log":
				in := calling.LogRequest{
					Outcome:   rapid.SampledFrom([]calling.Outcome{calling.Talked, calling.CallBack, calling.NoAnswer, calling.Refused, calling.DoNotCall, calling.NotInterested}).Draw(r, "outcome"),
					TagsAdded: rapid.SliceOfN(rapid.SampledFrom([]string{"keen", "cross"}), 0, 2).Draw(r, "tags"),
					RSVP:      rapid.SampledFrom([]string{"", "yes"}).Draw(r, "rsvp"),
				}
				in.Reached = in.Outcome.Reaches()
				if rapid.Bool().Draw(r, "and skip") {
					in.Skip = &skip
				}
				var log calling.LogView
				log, err = s.svc.WriteLogByHand(ctx, p.who, p.session, entry, in)
				v = log.Undoable
			}
			s.work()
			if err != nil && fault.As(err).Kind == fault.Internal {
				r.Fatalf("%v", err)
			}
			if v.Action != "" {
				stack = append(stack, done{p, v.Action})
				if rapid.IntRange(0, 3).Draw(r, "at once") == 0 {
					undo()
				}
			}
			for _, p := range seats {
				p.consistent()
			}
		}
		for len(stack) > 0 {
			undo()
			for _, p := range seats {
				p.consistent()
			}
		}
		after := state()
		for i := range before {
			was, is := before[i], after[i]
			rows, some := is.([]calling.EntryView)
			for n := range rows {
				if one := was.([]calling.EntryView)[n]; !reflect.DeepEqual(one, rows[n]) {
					r.Errorf("row %d was\n%+v\nand is\n%+v", n, one, rows[n])
				}
			}
			if !some && !reflect.DeepEqual(was, is) {
				r.Errorf("it was\n%+v\nand is\n%+v", was, is)
			}
		}
	})
}
