package calling

import (
	"context"
	"errors"
	"math"
	"time"

	"partyline/event"
	"partyline/fault"
)

// NewCycle starts the next cycle: everybody whom the table lets return is judged again. Of a long queue the first are there at
// once, and a job judges the rest.
func (s *Service) NewCycle(ctx context.Context, who Who, id string) (SessionView, error) {
	first := "" // somebody whom the new cycle brings back, where the first people are not among them
	for range 10 {
		view, err := s.change(ctx, who, id, func(w *work) (event.Kind, error) { return w.newCycle(who, first) })
		if !errors.Is(err, errFurther) {
			return view, err
		}
		if first, err = s.firstBack(ctx, id); err != nil {
			return view, err
		}
	}
	return SessionView{}, fault.New(fault.Busy, "busy", "This session changes too fast just now. Try again.")
}

// errFurther is a new cycle that would have nobody among the first: they must be looked for, outside of the transaction.
var errFurther = errors.New("nobody among the first")

func (w *work) newCycle(who Who, first string) (event.Kind, error) {
	if err := w.mayPress(who); err != nil {
		return "", err
	}
	c := w.session.Counts
	switch {
	case w.session.Preparing.goesOn():
		return "", w.session.Preparing.refusal()
	case c.Calling > 0:
		return "", stillCalling
	case c.Available > 0:
		return "", fault.New(fault.Conflict, "cycle_open", "This cycle is not complete: %s can still be called. Call them, or finish the cycle now.", people(c.Available))
	}
	closed, next := nextCycle(w.session.Cycle, w.now)
	w.rules.session.Cycle, w.rules.session.Front = next, 0
	if err := w.prepares(PrepareCycle, who.User, c.waiting()); err != nil {
		return "", err
	}
	if w.session.Counts.Available == 0 && first != "" {
		if _, err := w.Entry(first); err != nil {
			return "", err
		}
	}
	switch {
	case w.session.Counts.Available > 0:
	case w.session.Preparing.goesOn():
		return "", errFurther
	default:
		return "", w.nobodyCallable()
	}
	if closed != nil {
		if err := w.SaveCycle(w.session.ID, *closed); err != nil {
			return "", err
		}
	}
	w.active()
	return CycleStarted, w.audit(who.User, "session.new_cycle", event.FamilySession, w.session.ID, map[string]int{"cycle": next.Number})
}

// firstBack looks through a whole session for the first entry that a new cycle would bring back. It locks nothing. Without one the
// new cycle is refused, with the earliest return.
func (s *Service) firstBack(ctx context.Context, session string) (entry string, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		ses, err := r.PeekSession(session)
		if err != nil {
			return err
		}
		list, err := r.List(ses.List)
		if err != nil {
			return err
		}
		org, err := r.Organisation(ses.Organisation)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		_, ses.Cycle = nextCycle(ses.Cycle, now)
		rs := rules{Judge: NewJudge(org, list, ses.ID), list: list, session: ses, now: now}
		var back Return
		for rank := int64(math.MinInt64); ; {
			page, err := r.ByRank(session, comers, rank, entriesAtOnce)
			if err != nil {
				return err
			}
			persons, err := r.Persons(supporters(page), ses.List, session)
			if err != nil {
				return err
			}
			for _, e := range page {
				after := rs.newCycle(e, persons[e.Supporter])
				if after.Status == Available {
					entry = e.ID
					return nil
				}
				back = back.with(after)
			}
			if len(page) < entriesAtOnce {
				return noneCallable(back, back.Count > 0, rs)
			}
			rank = page[len(page)-1].Rank
		}
	})
	return entry, err
}

// with is the earliest return when an entry comes back by time, too.
func (r Return) with(e Entry) Return {
	at := e.Due
	if e.Status == Skipped && e.Skip != nil {
		at = e.Skip.Until
	}
	minute := func(t time.Time) int64 { return t.UnixMilli() / 60_000 }
	switch {
	case at.IsZero(), e.OffList, e.Status != Skipped && e.Status != Unavailable:
	case r.Count == 0, minute(at) < minute(r.At):
		return Return{At: at, Count: 1}
	case minute(at) == minute(r.At):
		r.Count++
		if at.Before(r.At) {
			r.At = at
		}
	}
	return r
}

// FinishCycle skips everybody who is still available until the next cycle; of a long queue a job skips most of them, and nobody is
// rung meanwhile.
func (s *Service) FinishCycle(ctx context.Context, who Who, id string) (SessionView, error) {
	return s.change(ctx, who, id, func(w *work) (event.Kind, error) {
		if err := w.mayPress(who); err != nil {
			return "", err
		}
		switch {
		case w.session.Preparing.Kind == PrepareFinish:
			return "", nil
		case w.session.Preparing.goesOn():
			return "", w.session.Preparing.refusal()
		case w.session.Counts.Calling > 0:
			return "", stillCalling
		case w.session.Counts.Available == 0:
			return "", nil
		}
		w.session.Cycle.Finished = true
		if err := w.prepares(PrepareFinish, who.User, w.session.Counts.Available); err != nil {
			return "", err
		}
		w.active()
		kind := CycleCompleted
		if w.session.Preparing.goesOn() {
			kind = Prepared
		}
		return kind, w.audit(who.User, "session.finish_cycle", event.FamilySession, id, nil)
	})
}

var stillCalling = fault.New(fault.Conflict, "calling", "A call is going on. Finish it and save its result first.")

func (w *work) mayPress(who Who) error {
	if err := w.leads(who); err != nil {
		return err
	}
	return w.open()
}

// nobodyCallable refuses for want of people, with the earliest return; while people are still being put in, with that.
func (w *work) nobodyCallable() error {
	if w.session.Preparing.goesOn() {
		return w.session.Preparing.refusal()
	}
	back, ok, err := w.EarliestReturn(w.session.ID)
	if err != nil {
		return err
	}
	return noneCallable(back, ok, w.rules)
}

func noneCallable(back Return, ok bool, r rules) error {
	if !ok {
		return fault.New(fault.Conflict, "nobody_callable", "There is nobody to call.")
	}
	return fault.New(fault.Conflict, "nobody_callable", "%s", nobody(&ReturnView{At: back.At, Count: back.Count}, r.Judge, r.now)).With("earliest_return", back.At)
}
