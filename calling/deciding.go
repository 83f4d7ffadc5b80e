package calling

import "slices"

// deciding is the contact that says where a person stands in the session, once log was written late or corrected; ok is false where all
// stays as it is. Whichever contact completes them does so, in whatever order they are written down; where none does, the newest decides.
// newest says that log is of the newest.
func (w *work) deciding(e Entry, log Log, newest bool) (by Log, ok bool, err error) {
	completes := func(l Log) bool { return l.Outcome.Completes(w.list.VoicemailDone) }
	switch {
	case completes(log):
		return log, newest || e.Status != Completed, nil
	case e.Status != Completed:
		return log, newest, nil
	}
	all, err := w.LogsSince(log.Supporter, w.session.Created)
	all = slices.DeleteFunc(all, func(l Log) bool { return l.Session != w.session.ID })
	if err != nil || slices.ContainsFunc(all, completes) || len(all) == 0 {
		return log, false, err
	}
	if !newest {
		log = all[len(all)-1]
	}
	return log, true, nil
}

// completedMeanwhile is an entry whose call has ended, after what was written down of other contacts with the person while it went on: that
// left who is on the phone alone, and counts from here on.
func (w *work) completedMeanwhile(e Entry, p Person, a Attempt) (Entry, error) {
	if e.Status == Completed || e.Status == NotCallable {
		return e, nil
	}
	all, err := w.LogsSince(a.Supporter, w.session.Created)
	if err != nil {
		return e, err
	}
	for _, l := range slices.Backward(all) {
		if l.Session == w.session.ID && l.Attempt != a.ID && l.Outcome.Completes(w.list.VoicemailDone) {
			leader, err := w.ledBy(l)
			return w.rules.corrected(e, p, leader, l), err
		}
	}
	return e, nil
}

// newestCall says that nobody has called a person since an attempt was closed, and that nothing was logged by hand since.
func (w *work) newestCall(a Attempt) (bool, error) {
	rows, err := w.EntryRows([]string{a.Entry})
	if err != nil || a.Closed.IsZero() || len(rows) == 0 || rows[0].LatestAttempt != a.ID {
		return false, err
	}
	since, err := w.LogsSince(a.Supporter, a.Closed)
	return !slices.ContainsFunc(since, func(l Log) bool { return l.Attempt == "" && l.Session == w.session.ID }), err
}

// newestByHand says that nobody has called a person since a contact by hand, and that no other was logged by hand since.
func (w *work) newestByHand(log Log) (bool, error) {
	rows, err := w.EntryRows([]string{log.Entry})
	return err == nil && len(rows) > 0 && rows[0].ByHand == log.ID, err
}

// ledBy is the leader whose contact a log is of.
func (w *work) ledBy(log Log) (string, error) {
	if log.Attempt == "" {
		return w.session.Leader, nil
	}
	a, err := w.Attempt(log.Attempt)
	return a.Leader, err
}

// corrected is an entry that a late or corrected log decides about, of a contact of a leader's.
func (r rules) corrected(e Entry, p Person, leader string, log Log) Entry {
	if e.Status == Completed && !e.Own || e.Status == Calling {
		return e
	}
	completes := log.Outcome.Completes(r.list.VoicemailDone)
	e.LastOutcome, e.LastBy, e.NotLogged = log.Outcome, leader, false
	switch {
	case e.Status == Skipped && !(completes && e.Skip != nil && log.ends(*e.Skip)): // a skip wins for the queue
	case completes:
		e = r.clear(e)
		e.Status, e.Own = Completed, true
		e.Prioritised, e.DueNow, e.Callback = false, false, false
	case e.Status == Completed && log.Cycle == r.session.Cycle.Number:
		e = r.clear(e)
		e.Status, e.Own = Attempted, true
	case e.Status == Completed: // a new cycle would have taken them
		e = r.comeBack(hungUp(e), p)
		putBack(&e)
	}
	return r.barring(e, p)
}

// ends says that a contact ends a skip, if it completes: one by hand does, if the skip was there before.
func (l Log) ends(s Skip) bool { return l.Attempt == "" && s.At.Before(l.At) }
