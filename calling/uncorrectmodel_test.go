package calling_test

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"partyline/calling"
	"partyline/fault"
)

// TestCorrectionsTakenBackInAnyOrderLeaveEverybodyWhereTheyStood has several leaders log the same people by hand, correct that, and take the
// corrections back in any order: whom one leader has talked to waits on nobody's queue, and who waited waits again. Of two who have
// completed one person, the row may name either.
func TestCorrectionsTakenBackInAnyOrderLeaveEverybodyWhereTheyStood(t *testing.T) {
	checks(t, "40", "2000")
	rapid.Check(t, func(r *rapid.T) {
		const leaders, people = 3, 2
		s, c, seats := crew(t, leaders, people)
		outcome := func() calling.LogRequest {
			return says(rapid.SampledFrom([]calling.Outcome{calling.Talked, calling.NoAnswer, calling.DoNotCall, calling.Refused}).Draw(r, "outcome"))
		}
		tell := func() {
			if rapid.Bool().Draw(r, "tell") {
				s.work()
			}
			c.Advance(time.Second)
		}
		type done struct {
			p          *seat
			id, action string
		}
		var logs, acts []done
		had := map[string]bool{}
		for range rapid.IntRange(1, 5).Draw(r, "logs") {
			p := seats[rapid.IntRange(0, leaders-1).Draw(r, "leader")]
			entry := p.row(rapid.IntRange(0, people-1).Draw(r, "row")).ID
			if had[entry] { // of two, only the newest can be taken back
				continue
			}
			had[entry] = true
			v, err := s.svc.WriteLogByHand(ctx, p.who, p.session, entry, outcome())
			if err != nil {
				r.Fatal(err)
			}
			logs = append(logs, done{p, v.ID, v.Action})
			tell()
		}
		s.work()
		before := queues(seats)
		for _, l := range logs {
			if !rapid.Bool().Draw(r, "correct") {
				continue
			}
			in, first := outcome(), 1
			in.Version = &first
			v, err := s.svc.CorrectLog(ctx, l.p.who, l.id, in)
			if err != nil {
				r.Fatal(err)
			}
			if v.Action != "" {
				acts = append(acts, done{l.p, l.id, v.Action})
			}
			tell()
		}
		late := false
		for len(acts) > 0 {
			i := rapid.IntRange(0, len(acts)-1).Draw(r, "undo")
			_, err := s.svc.Undo(ctx, acts[i].p.who, acts[i].action, calling.UndoRequest{})
			if err != nil && !fault.Is(err, "undo_late") {
				r.Fatal(err)
			}
			late = late || err != nil
			acts = append(acts[:i:i], acts[i+1:]...)
			tell()
		}
		s.work()
		for i, p := range seats {
			p.consistent()
			for n, row := range bare(p.rows()) {
				was := before[i][n]
				if was.Status == row.Status {
					was.By, row.By = nil, nil
				}
				if was.Status == calling.Completed && row.Status == calling.Completed {
					was.LastOutcome, row.LastOutcome = "", ""
				}
				if !late && !reflect.DeepEqual(was, row) {
					r.Errorf("leader %d has row %d as\n%+v\nand it was\n%+v", i, n, row, was)
				}
			}
		}
	})
}
