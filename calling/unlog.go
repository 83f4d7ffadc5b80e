package calling

import (
	"slices"

	"partyline/fault"
)

// unlog takes a contact log, or its correction, back: out of the figures, off the person, off the
// entry; the other sessions follow as soon as this has committed.
func (w *work) unlog(act Action) error {
	log, err := w.Log(act.Log)
	if err != nil && fault.As(err).Kind == fault.NotFound || err == nil && log.Version != act.Was.Version {
		return late("this log was changed meanwhile.")
	}
	if err != nil {
		return err
	}
	a, err := w.unlogCall(act, log)
	if err != nil {
		return err
	}
	if act.Was.Log == nil {
		err = w.DeleteLog(log.ID)
	} else {
		before := *act.Was.Log
		before.Version = log.Version + 1
		err = w.SaveLog(before)
	}
	if err != nil {
		return err
	}
	if err := w.unperson(act, log); err != nil {
		return err
	}
	if err := w.unpress(act); err != nil {
		return err
	}
	w.contacted(act.Supporter)
	if a != nil && a.ID == act.Was.Call && !a.Closed.IsZero() {
		if err := w.hold(*a, EndNoLog); err != nil {
			return err
		}
	}
	return w.Do(Job{Kind: JobUndo, Subject: act.ID, Due: w.now})
}

// unlogCall has the figures and the call of a log forget it; nil for a log by hand.
func (w *work) unlogCall(act Action, log Log) (*Attempt, error) {
	if log.Attempt == "" {
		w.count(log.Cycle, part(nil, &log), part(nil, act.Was.Log))
		return nil, nil
	}
	was, err := w.Attempt(log.Attempt)
	if err != nil {
		return nil, err
	}
	a := was
	a.Outcome, a.NotLogged = "", !a.Closed.IsZero() && !a.Dialled.IsZero()
	if act.Was.Log != nil {
		a.Outcome, a.NotLogged = act.Was.Log.Outcome, false
	}
	w.count(a.Cycle, part(&was, &log), part(&a, act.Was.Log))
	return &a, w.SaveAttempt(a)
}

// unperson takes back what a log wrote of its person.
func (w *work) unperson(act Action, log Log) error {
	if act.Was.Person == nil {
		return nil
	}
	now, err := w.PersonState(act.Supporter) // from here on nobody else writes of them
	if err != nil {
		return err
	}
	if act, err = w.Action(act.ID); err != nil { // another undo may have changed what was before it
		return err
	}
	// Whatever else was said lately stands, in whatever order it was stamped: rather a mark too many.
	others, err := w.LogsSince(act.Supporter, w.now.Add(-UndoKept))
	if err != nil {
		return err
	}
	others = slices.DeleteFunc(others, func(l Log) bool { return l.ID == log.ID })
	after := act.Was.Person.undone(now, others)
	if err := w.SavePersonState(act.Supporter, after); err != nil {
		return err
	}
	if err := w.rebase(act, after, others); err != nil || act.Was.OptOut == nil || after.DoNotCall {
		return err
	}
	p, err := w.person(act.Supporter)
	if err != nil {
		return err
	}
	if err := w.OptIn(w.session.Organisation, p.Number, act.Was.OptOut.By, act.Was.OptOut.At); err != nil {
		return err
	}
	return w.recheckNumber(p.Number)
}

// rebase tells the other logs about the person that can be undone that this one never was: what they
// found is without it, so that taking them back too does not bring it back. While the person stays on the Do Not Call list,
// whoever of those that say so is undone last takes the number off it.
func (w *work) rebase(act Action, after PersonState, stand []Log) error {
	others, err := w.LogsKept(act.Supporter, w.now.Add(-UndoKept))
	if err != nil {
		return err
	}
	for _, x := range others {
		if x.ID == act.ID || x.Was.Person == nil {
			continue
		}
		bars := slices.ContainsFunc(stand, func(l Log) bool { return l.ID == x.Log && l.DoNotCall })
		x.Was.Person.Before = act.Was.Person.undone(x.Was.Person.Before, nil)
		if !bars && !x.Was.Person.Before.DoNotCall { // it found them so, and said nothing of it
			x.Was.Person.After.DoNotCall = false
		}
		if x.Was.OptOut == nil && after.DoNotCall && bars {
			x.Was.OptOut = act.Was.OptOut
		}
		if err := w.SaveAction(x); err != nil {
			return err
		}
	}
	return nil
}
