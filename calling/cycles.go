package calling

import (
	"context"
	"errors"
	"math"

	"partyline/event"
	"partyline/fault"
)

// NewCycle starts the next cycle: everybody whom the table lets return is judged again.
func (s *Service) NewCycle(ctx context.Context, who Who, id string) (SessionView, error) {
	return s.change(ctx, who, id, func(w *work) (event.Kind, error) {
		if err := w.mayPress(who); err != nil {
			return "", err
		}
		switch c := w.session.Counts; {
		case c.Calling > 0:
			return "", stillCalling
		case c.Available > 0:
			return "", fault.New(fault.Conflict, "cycle_open", "This cycle is not complete: %s can still be called. Call them, or finish the cycle now.", people(c.Available))
		}
		closed, next := nextCycle(w.session.Cycle, w.now)
		w.rules.session.Cycle, w.rules.session.Front = next, 0
		if err := w.sweep(comers, "cycle", w.rules.newCycle); err != nil {
			return "", err
		}
		if w.session.Counts.Available == 0 {
			return "", w.nobodyCallable()
		}
		if closed != nil {
			if err := w.SaveCycle(w.session.ID, *closed); err != nil {
				return "", err
			}
		}
		w.active()
		return CycleStarted, w.audit(who.User, "session.new_cycle", event.FamilySession, id, map[string]int{"cycle": next.Number})
	})
}

// FinishCycle skips everybody who is still available until the next cycle.
func (s *Service) FinishCycle(ctx context.Context, who Who, id string) (SessionView, error) {
	return s.change(ctx, who, id, func(w *work) (event.Kind, error) {
		if err := w.mayPress(who); err != nil {
			return "", err
		}
		if w.session.Counts.Calling > 0 {
			return "", stillCalling
		}
		if w.session.Counts.Available == 0 {
			return "", nil
		}
		err := w.sweep([]Status{Available}, "", func(e Entry, _ Person) Entry {
			return w.rules.finish(e, Skip{ID: w.svc.NewID(), Session: w.session.ID, Entry: e.ID, Type: SkipCycle, By: who.User, At: w.now})
		})
		if err != nil {
			return "", err
		}
		w.active()
		return CycleCompleted, w.audit(who.User, "session.finish_cycle", event.FamilySession, id, nil)
	})
}

var stillCalling = fault.New(fault.Conflict, "calling", "A call is going on. Finish it and save its result first.")

func (w *work) mayPress(who Who) error {
	if err := w.leads(who); err != nil {
		return err
	}
	return w.open()
}

// sweep applies a rule to every entry of some statuses, page by page. A skip that the rule ends is
// ended in the history with a reason; one that it sets is kept there.
func (w *work) sweep(statuses []Status, ended string, rule func(e Entry, p Person) Entry) error {
	var all []Entry
	for place, id := int64(math.MinInt64), ""; ; {
		page, err := w.ByStatus(w.session.ID, statuses, place, id, entriesAtOnce)
		if err != nil {
			return err
		}
		all = append(all, page...)
		if len(page) < entriesAtOnce {
			break
		}
		place, id = page[len(page)-1].Place, page[len(page)-1].ID
	}
	for len(all) > 0 {
		page := all[:min(len(all), entriesAtOnce)]
		all = all[len(page):]
		persons, err := w.Persons(supporters(page), w.session.List, w.session.ID)
		if err != nil {
			return err
		}
		after := make([]Entry, len(page))
		var over []string
		var begun []Skip
		for i, e := range page {
			after[i] = rule(e, persons[e.Supporter])
			switch {
			case e.Skip != nil && after[i].Skip == nil:
				over = append(over, e.ID)
			case e.Skip == nil && after[i].Skip != nil:
				begun = append(begun, *after[i].Skip)
			}
		}
		if err := errors.Join(w.EndSkips(over, w.now, ended), w.InsertSkips(begun)); err != nil {
			return err
		}
		if err := w.saveAll(page, after); err != nil {
			return err
		}
	}
	return nil
}

// nobodyCallable refuses for want of people, with the earliest return.
func (w *work) nobodyCallable() error {
	back, ok, err := w.EarliestReturn(w.session.ID)
	if err != nil {
		return err
	}
	if !ok {
		return fault.New(fault.Conflict, "nobody_callable", "There is nobody to call.")
	}
	return fault.New(fault.Conflict, "nobody_callable", "%s", nobody(&ReturnView{At: back.At, Count: back.Count}, w.Judge, w.now)).With("earliest_return", back.At)
}
