package calling

import (
	"math"
	"time"

	"partyline/fault"
)

// lookAhead is how many entries are judged to say whether a new cycle would have anybody.
const lookAhead = 500

// comers is the statuses that a new cycle judges again.
var comers = []Status{Attempted, Skipped, Unavailable, SystemSkipped, NotCallable}

// canCycle says whether a new cycle can be started, why not, and how many people it would have.
// It judges a bounded number of entries; where the first of them are all refused but more are
// left, the button stays enabled and the command, which judges all, has the last word.
func canCycle(r Reader, s Session, list List, org Organisation, back *ReturnView, now time.Time) (CanView, int, error) {
	c := s.Counts
	switch {
	case !s.Archived.IsZero():
		return CanView{Code: "not_available", Title: "This session is archived."}, 0, nil
	case s.Preparing.goesOn():
		return CanView{Code: "preparing", Title: fault.As(s.Preparing.refusal()).Title}, 0, nil
	case c.Calling > 0:
		return CanView{Code: "calling", Title: "Finish the call that is going on first."}, 0, nil
	case c.Available > 0:
		return CanView{Code: "cycle_open", Title: "This cycle is not complete: " + people(c.Available) + " can still be called."}, 0, nil
	}
	candidates := c.Attempted + c.ThisCycle + c.Unavailable + c.SystemSkipped // some of them off the list, it may be
	s.Cycle.Started = now
	rs := rules{Judge: NewJudge(org, list, s.ID), list: list, session: s, now: now}
	var earliest time.Time
	has, seen, place, id := 0, 0, int64(math.MinInt64), ""
	for candidates > 0 && seen < lookAhead {
		page, err := r.ByStatus(s.ID, comers, place, id, lookAhead)
		if err != nil {
			return CanView{}, 0, err
		}
		persons, err := r.Persons(supporters(page), s.List, s.ID)
		if err != nil {
			return CanView{}, 0, err
		}
		for _, e := range page {
			if e.Status != NotCallable && !(e.Status == Skipped && (e.Skip == nil || e.Skip.Type != SkipCycle)) && !e.OffList {
				seen++
			}
			after := rs.newCycle(e, persons[e.Supporter])
			switch {
			case after.Status == Available:
				has++
			case after.Status == Unavailable && (earliest.IsZero() || after.Due.Before(earliest)):
				earliest = after.Due
			}
		}
		if len(page) < lookAhead {
			break
		}
		place, id = page[len(page)-1].Place, page[len(page)-1].ID
	}
	if rest := candidates - c.Left - seen; rest > 0 && seen >= lookAhead {
		has += rest
	}
	if has > 0 {
		return CanView{OK: true}, has, nil
	}
	if back != nil && (earliest.IsZero() || back.At.Before(earliest)) {
		earliest = back.At
	}
	return CanView{Code: "nobody_callable", Title: emptyCycle(earliest, rs)}, 0, nil
}

// emptyCycle is the sentence for a new cycle that would contain nobody.
func emptyCycle(earliest time.Time, r rules) string {
	if earliest.IsZero() {
		return "A new cycle would have nobody to call."
	}
	return "A new cycle would have nobody to call before " + r.when(earliest) + "."
}

func supporters(entries []Entry) []string {
	ids := make([]string, len(entries))
	for i, e := range entries {
		ids[i] = e.Supporter
	}
	return ids
}
