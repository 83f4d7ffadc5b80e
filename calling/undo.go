package calling

import (
	"slices"
	"time"

	"partyline/fault"
)

// late is the refusal of an undo that comes too late, with the reason.
func late(format string, args ...any) error {
	return fault.New(fault.Conflict, "undo_late", "Too late to undo: "+format, args...)
}

// inTime judges an undo by the moment of its press, which is never ahead of now. The time runs by
// the server's clock from when it did the action; a page that was offline says when it was pressed.
func (a Action) inTime(pressed *time.Time, now time.Time) error {
	at := now
	if pressed != nil && !pressed.IsZero() && pressed.Before(now) {
		at = *pressed
	}
	if at.After(a.At.Add(UndoTime+UndoGrace)) || now.After(a.At.Add(UndoKept)) {
		return late("that can be done for ten seconds.")
	}
	return nil
}

// undone is an entry after an action on it was taken back. The action's fields must still be as it
// left them, and get back what they were; what others have changed meanwhile stays. Who waits in
// the queue then is judged by what is known now. call is the attempt that went on during the action,
// as it is now; newest says that nobody has called the person since.
func (r rules) undone(e Entry, was Pair, p Person, call *Attempt, newest bool) (Entry, error) {
	b, a := was.Before, was.After
	inCall := b.Status == Calling && call != nil
	switch {
	case inCall && !newest, inCall && (e.Status == Calling) != call.Closed.IsZero(), !inCall && (e.Status == Calling || e.Attempts != a.Attempts):
		return e, late("%s was called again meanwhile.", p.Name)
	case inCall && e.Status != Calling:
		return r.undoneAfterCall(e, was, p, *call)
	}
	out, ok := back(e, was)
	if !ok {
		return e, late("something else has happened to %s meanwhile.", p.Name)
	}
	return r.changed(out, p), nil
}

// undoneAfterCall is an entry whose action was pressed during a call that has ended since: the call
// happened, so without its log or its skip the person is Attempted, not logged.
func (r rules) undoneAfterCall(e Entry, was Pair, p Person, call Attempt) (Entry, error) {
	b, a := was.Before, was.After
	touched := id(b.Skip) != id(a.Skip)
	if !e.Own && e.Status != Skipped || e.Status != Attempted && e.Status != Completed && e.Status != Skipped || touched && id(e.Skip) != id(a.Skip) {
		return e, late("something else has happened to %s meanwhile.", p.Name)
	}
	skip, callback := e.Skip, e.Callback
	if touched {
		skip, callback = b.Skip, b.Callback
	}
	e = r.clear(e)
	e.LastBy, e.LastOutcome, e.NotLogged, e.Callback = call.Leader, b.LastOutcome, call.Outcome == "", callback
	if call.Outcome != "" {
		e.LastOutcome = call.Outcome
	}
	switch {
	case skip != nil:
		e.Status, e.Skip, e.Due = Skipped, skip, skip.Until
	case call.Dialled.IsZero(): // nobody was rung
		e.LastBy, e.NotLogged = b.LastBy, false
		return r.comeBack(e, p), nil
	default:
		e.Status, e.Own = Attempted, true
		if call.Outcome.Completes(r.list.VoicemailDone) {
			e.Status = Completed
		}
	}
	return e, nil
}

// back gives the fields that an action changed their old values back; false when one of them is not
// as the action left it any more. To be available or not for a while is nobody's doing.
func back(e Entry, was Pair) (Entry, bool) {
	b, a := was.Before, was.After
	if e.Status != a.Status && !(waits(e.Status) && waits(a.Status)) {
		return e, false
	}
	out := e
	if b.Status != a.Status {
		out.Status, out.Cause, out.Due = b.Status, b.Cause, b.Due
	}
	ok := true
	if id(b.Skip) != id(a.Skip) {
		ok = id(e.Skip) == id(a.Skip)
		out.Skip, out.Due = b.Skip, b.Due
	}
	undo(&ok, &out.Place, b.Place, a.Place)
	undo(&ok, &out.Prioritised, b.Prioritised, a.Prioritised)
	undo(&ok, &out.DueNow, b.DueNow, a.DueNow)
	undo(&ok, &out.LastOutcome, b.LastOutcome, a.LastOutcome)
	undo(&ok, &out.LastBy, b.LastBy, a.LastBy)
	undo(&ok, &out.NotLogged, b.NotLogged, a.NotLogged)
	undo(&ok, &out.Own, b.Own, a.Own)
	undo(&ok, &out.Callback, b.Callback, a.Callback)
	return out, ok
}

// uncalled says that an entry may differ from what a log by hand left and the log be taken back all the same: its person is not called, and was not
// since. Whether only other leaders have changed it, its actions say.
func (was Pair) uncalled(e Entry) bool {
	return was.Before.Status != Calling && e.Status != Calling && e.Attempts == was.After.Attempts
}

// without is an entry as it was before an action, for what other leaders have achieved meanwhile to be told anew.
func (was Pair) without(e Entry) Entry {
	out := was.Before
	out.Rank, out.OffList, out.Prepared, out.Version, out.Updated = e.Rank, e.OffList, e.Prepared, e.Version, e.Updated
	if e.Place != was.After.Place {
		out.Place = e.Place
	}
	return out
}

// onto is what an action did, had it found another entry: a field that it left alone is as it finds it now. What
// another leader has completed is so, whatever it found: only who is on the phone or completed by their own leader is not.
func (was Pair) onto(found Entry) Pair {
	b, a := was.Before, was.After
	if a.Status == Completed && !a.Own && found.Status != Calling && !(found.Status == Completed && found.Own) {
		leave(&a.Place, b.Place, found.Place)
		a.Attempts = found.Attempts
		return Pair{Before: found, After: a}
	}
	if b.Status == a.Status {
		a.Status, a.Cause, a.Due = found.Status, found.Cause, found.Due
	}
	if id(b.Skip) == id(a.Skip) {
		a.Skip = found.Skip
	}
	leave(&a.Place, b.Place, found.Place)
	leave(&a.Prioritised, b.Prioritised, found.Prioritised)
	leave(&a.DueNow, b.DueNow, found.DueNow)
	leave(&a.LastOutcome, b.LastOutcome, found.LastOutcome)
	leave(&a.LastBy, b.LastBy, found.LastBy)
	leave(&a.NotLogged, b.NotLogged, found.NotLogged)
	leave(&a.Own, b.Own, found.Own)
	leave(&a.Callback, b.Callback, found.Callback)
	return Pair{Before: found, After: a}
}

// leave makes one field what is found there now, where it was left alone.
func leave[T comparable](after *T, before, found T) {
	if *after == before {
		*after = found
	}
}

// undo puts one field back, where it was changed and is as the change left it.
func undo[T comparable](ok *bool, now *T, before, after T) {
	if before == after {
		return
	}
	*ok = *ok && *now == after
	*now = before
}

// waits says that a status is one of those between which time alone moves an entry.
func waits(s Status) bool { return s == Available || s == Unavailable }

func id(s *Skip) string {
	if s == nil {
		return ""
	}
	return s.ID
}

// uneffected is an entry after what a log of another leader did to it is taken back: its effects,
// the last one first. Others may have been taken back before, or told in between, so the effects may not lead
// back to anything that still stands; then the entry is what the results that stand make of it, the oldest first.
// In a later cycle the entry goes on as if the new cycle had found it as it was.
func (r rules) uneffected(e Entry, p Person, effects []Action, now standing) Entry {
	for _, x := range effects {
		was := *x.Was.Entry
		if id(e.Skip) != id(was.After.Skip) || e.Attempts != was.After.Attempts {
			continue
		}
		out, ok := back(e, was)
		if !ok {
			continue
		}
		e = out
		e.Tried = was.Before.Tried
		if !x.Was.Cycle.Equal(r.session.Cycle.Started) {
			e = r.newCycle(e, p)
		}
	}
	return r.changed(r.resettled(e, p, now), p)
}

// resettled is an entry that got an earlier state back, with what other leaders have achieved and what still stands of it.
func (r rules) resettled(e Entry, p Person, now standing) Entry {
	if !r.shared {
		return e
	}
	if r.baseless(e, p, now) {
		e = r.unsettled(e, p)
	}
	if waits(e.Status) || e.Status == SystemSkipped {
		for _, x := range now.others {
			e = r.heard(e, p, x)
		}
	}
	if after, ok := r.others(e, p); ok {
		return after
	}
	if waits(e.Status) && e.Attempts == 0 && !now.own && len(now.others) == 0 && p.OtherTried.IsZero() && p.OtherLog.IsZero() { // nobody has ever worked them
		e.LastBy, e.LastOutcome, e.NotLogged, e.Tried = "", "", false, time.Time{}
	}
	return e
}

// baseless says that nothing stands any more of what an entry was settled with, by another leader or by a log of one's own.
func (r rules) baseless(e Entry, p Person, now standing) bool {
	if e.Status != Completed && e.Status != Attempted {
		return false
	}
	if e.Own {
		return e.Attempts == 0 && !now.own
	}
	return !slices.ContainsFunc(append(now.others, completion(p), Result{At: p.OtherTried, By: p.OtherTriedBy}), func(x Result) bool {
		return !x.At.IsZero() && x.By == e.LastBy && x.Outcome == e.LastOutcome && (e.Status == Attempted || x.Outcome.Completes(r.list.VoicemailDone))
	})
}

// unsettled is a settled entry as if no other leader had ever worked its person.
func (r rules) unsettled(e Entry, p Person) Entry {
	e = r.clear(e)
	e.Status, e.LastBy, e.LastOutcome, e.NotLogged = Attempted, "", "", false
	if e.Own = e.Attempts > 0; !e.Own {
		e.Tried = time.Time{}
		e = r.comeBack(e, p)
		putBack(&e)
	}
	return e
}

// undone is a supporter after what a log wrote of them is taken back: only what is still as the log
// left it, and nothing that one of the other logs says as well.
func (was PersonPair) undone(now PersonState, others []Log) PersonState {
	b, a := was.Before, was.After
	out := now
	if !b.DoNotCall && a.DoNotCall && now.DoNotCall {
		out.DoNotCall = slices.ContainsFunc(others, func(l Log) bool { return l.DoNotCall })
	} else if b.DoNotCall && !a.DoNotCall {
		out.DoNotCall = true
	}
	if !b.Substantive.Equal(a.Substantive) && now.Substantive.Equal(a.Substantive) {
		out.Substantive, out.SubstantiveSession = b.Substantive, b.SubstantiveSession
		for _, l := range others {
			if l.Outcome.Substantive() && l.At.After(out.Substantive) {
				out.Substantive, out.SubstantiveSession = l.At, l.Session
			}
		}
	}
	if !b.Held.Equal(a.Held) && now.Held.Equal(a.Held) {
		out.Held, out.HeldSession = b.Held, b.HeldSession
	}
	out.Tags = nil
	for _, t := range now.Tags {
		added := !slices.Contains(b.Tags, t) && slices.Contains(a.Tags, t)
		if !added || slices.ContainsFunc(others, func(l Log) bool { return slices.Contains(l.TagsAdded, t) }) {
			out.Tags = append(out.Tags, t)
		}
	}
	for i, t := range b.Tags {
		removed := !slices.Contains(a.Tags, t) && !slices.Contains(now.Tags, t)
		if removed && !slices.ContainsFunc(others, func(l Log) bool { return slices.Contains(l.TagsRemoved, t) }) {
			out.Tags = slices.Insert(out.Tags, min(i, len(out.Tags)), t)
		}
	}
	return out
}
