package calling

import (
	"time"

	"partyline/fault"
)

// rules is the fixed surroundings in which one session's entries change: every function below
// takes an entry as it is and returns it as it becomes, and touches nothing else.
type rules struct {
	*Judge
	list    List
	session Session // ID, Created, Cycle
	now     time.Time
}

// comeBack rechecks an entry that may return to the queue: its skip or its cause is over, a new
// cycle began, its data changed. It is Available only if nothing speaks against it.
func (r rules) comeBack(e Entry, p Person) Entry {
	if e.OffList { // worked already, and not to be called again
		e = r.clear(e)
		e.Status, e.Own = Attempted, e.Attempts > 0
		return e
	}
	if after, ok := r.others(e, p); ok {
		return after
	}
	v := r.Judge.Judge(p, e.Callback, r.now)
	e = r.clear(e)
	e.Status, e.Cause, e.Due = v.Status, v.Cause, v.Due
	return e
}

// clear takes off what belongs to the status that an entry leaves.
func (r rules) clear(e Entry) Entry {
	e.Skip, e.Cause, e.Due, e.Own, e.Barred = nil, "", time.Time{}, false, false
	return e
}

// barring notes of an attempted entry whether its person may not be called any more.
func (r rules) barring(e Entry, p Person) Entry {
	if e.Status == Attempted {
		e.Barred = r.Judge.Judge(p, e.Callback, r.now).Status == NotCallable
	}
	return e
}

// others applies another leader's result on a shared list that this session was not told of yet
// (it is told after the commit, and somebody may be quicker).
func (r rules) others(e Entry, p Person) (Entry, bool) {
	if !r.shared {
		return e, false
	}
	if x := completion(p); x.Outcome.Completes(r.list.VoicemailDone) && x.Given.After(r.session.Created) {
		return r.heard(e, p, x), true
	}
	if e.Status != Available && e.Status != Unavailable && e.Status != SystemSkipped {
		return e, false
	}
	if p.OtherTried.After(r.session.Created) && p.OtherTried.After(e.Tried) && p.OtherTried.After(r.session.Cycle.Started) {
		return r.heard(e, p, Result{At: p.OtherTried, By: p.OtherTriedBy}), true
	}
	return e, false
}

// completion is the newest contact by which another leader of the list has completed a person.
func completion(p Person) Result {
	return Result{At: p.OtherLog, Given: p.OtherLog, By: p.OtherLogBy, Outcome: p.OtherLogOutcome}
}

// spread is told for what was not told before: a correction of one leader's contact leaves standing
// what another contact has completed.
func (r rules) spread(e Entry, p Person, x Result) Entry {
	after := r.heard(e, p, x)
	if e.Status == Completed && after.Status == Attempted {
		if standing, ok := r.others(e, p); ok {
			return standing
		}
	}
	return after
}

// heard is told of a person whom it may have been said of as well that nobody may call them: that goes before an attempt that did
// not reach them, whichever of the two is told first.
func (r rules) heard(e Entry, p Person, x Result) Entry {
	after := r.told(e, x)
	if after.Status == Attempted && !e.Status.worked() && r.Judge.Judge(p, e.Callback, r.now).Status == NotCallable {
		e = r.clear(e)
		e.Status, e.Tried = NotCallable, after.Tried
		return e
	}
	return r.barring(after, p)
}

// worked says that the flow is through with an entry for this cycle.
func (s Status) worked() bool { return s == Attempted || s == Completed || s == Calling }

// Result is what another leader on the same list achieved; without an outcome it was not logged.
type Result struct {
	At      time.Time // of an attempt: when Calling ended
	Given   time.Time // when its log was written: a late one is news, too
	By      string
	Outcome Outcome
}

// told is an entry after another leader's result (shared lists only). Completed settles every
// entry but one that is on the phone right now, and ends its skip; Attempted leaves a skip alone
// and only remembers the time.
func (r rules) told(e Entry, x Result) Entry {
	completes := x.Outcome.Completes(r.list.VoicemailDone)
	if !x.At.After(r.session.Created) && !(completes && x.Given.After(r.session.Created)) {
		return e
	}
	if x.At.After(e.Tried) {
		e.Tried = x.At
	}
	switch {
	case e.Status == Calling, e.Status == Completed && e.Own:
		return e
	case completes:
		e = r.clear(e)
		e.Status, e.LastBy, e.LastOutcome = Completed, x.By, x.Outcome
		e.DueNow, e.Prioritised, e.NotLogged, e.Callback = false, false, false, false
		return e
	case e.Status == Skipped, e.Status == NotCallable:
		return e
	case e.Status == Completed && e.LastBy != x.By: // somebody else's completion stands
		return e
	case e.Status != Completed && !x.At.After(r.session.Cycle.Started): // of the last cycle: the minimum time has judged it
		return e
	}
	e = r.clear(e)
	e.Status, e.LastBy, e.LastOutcome = Attempted, x.By, x.Outcome
	e.DueNow, e.Prioritised, e.NotLogged = false, false, x.Outcome == ""
	return e
}

// due is an entry whose time has come: a skip ran out, a cause is over, the hours close. quick
// says that it was a quick skip: it goes right behind whoever is next.
func (r rules) due(e Entry, p Person) (after Entry, quick bool) {
	switch e.Status {
	case Skipped:
		quick = e.Skip != nil && e.Skip.Type == SkipQuick
		e = r.comeBack(e, p)
		putBack(&e)
		return e, quick && e.Status == Available
	case Available, Unavailable:
		return r.comeBack(e, p), false
	}
	e.Due = time.Time{}
	return e, false
}

// passed is an entry that the flow has gone past while it was Unavailable: it waits for the next
// cycle or for Check again.
func (r rules) passed(e Entry) Entry {
	if e.Status == Unavailable {
		e.Status, e.Due = SystemSkipped, time.Time{}
	}
	return e
}

// skip puts an entry aside. During a call the skip waits on the entry until Calling ends. A skip
// that is over already brings the entry back at once (see due).
func (r rules) skip(e Entry, p Person, s Skip, over bool) (after Entry, quick bool, err error) {
	switch e.Status {
	case Completed:
		return e, false, fault.New(fault.Conflict, "not_available", "%s is completed in this session, so there is nothing to skip.", p.Name)
	case NotCallable:
		return e, false, fault.New(fault.Conflict, "not_available", "%s cannot be called anyway, so there is nothing to skip.", p.Name)
	}
	own, barred := e.Status == Calling || e.Callback || e.Status == Attempted && e.Own, e.Barred
	if e.Status == Calling {
		if !over {
			e.Skip, e.Callback = &s, s.timed()
		}
		return e, false, nil
	}
	e = r.clear(e)
	e.Status, e.Skip, e.Due, e.Barred = Skipped, &s, s.Until, barred
	e.Callback = own && s.timed()
	e.Prioritised, e.DueNow = false, false
	if over {
		after, quick = r.due(e, p)
		return after, quick, nil
	}
	return e, false, nil
}

// unskip takes a skip away: back in the queue at once, at the original rank. Without a skip it changes nothing.
func (r rules) unskip(e Entry, p Person) Entry {
	switch {
	case e.Skip == nil:
	case e.Status == Skipped:
		e = r.comeBack(e, p)
		putBack(&e)
	default: // Calling: it waited for the end of the call
		e.Skip, e.Callback = nil, false
	}
	return e
}

// call judges Prioritise and Call next alike: an available entry, a skipped one (whose skip ends)
// or one's own attempted one; everybody else is refused.
func (r rules) call(e Entry, p Person) (Entry, error) {
	no := func(format string, args ...any) (Entry, error) {
		return e, fault.New(fault.Conflict, "not_available", format, args...)
	}
	if e.OffList || !p.OnList {
		return no("%s is no longer on the list.", p.Name)
	}
	after := e
	switch e.Status {
	case Available, Skipped:
		after = r.comeBack(e, p)
	case Attempted:
		if !e.Own {
			return no("%s was called by another leader; they come back with your next cycle.", p.Name)
		}
		after = r.comeBack(e, p)
	case Calling:
		return no("You are calling %s right now.", p.Name)
	case Completed:
		return no("%s is completed in this session.", p.Name)
	case SystemSkipped:
		return no("%s was passed over because they could not be called then. Use Check again.", p.Name)
	case NotCallable:
		return no("%s cannot be called.", p.Name)
	case Unavailable:
		return no("%s cannot be called yet%s.", p.Name, r.clock(e.Due, ": they come back at "))
	}
	if after.Status != Available {
		return no("%s cannot be called now%s.", p.Name, r.clock(after.Due, ": not before "))
	}
	if e.Status != Available {
		after.NotLogged = false
	}
	return after, nil
}

// clock says an instant as people in the group read it, after a lead-in; nothing for no instant.
func (r rules) clock(t time.Time, lead string) string {
	if t.IsZero() {
		return ""
	}
	return lead + r.when(t)
}

// when is an instant as people in the group read it: 15:30, or Mon 2 Jan 09:00 on another day.
func (j *Judge) whenFrom(t, now time.Time) string {
	t, now = t.In(j.home), now.In(j.home)
	if t.Year() == now.Year() && t.YearDay() == now.YearDay() {
		return t.Format("15:04")
	}
	return t.Format("Mon 2 Jan 15:04")
}

func (r rules) when(t time.Time) string { return r.whenFrom(t, r.now) }

// check is Check again: who was passed over or cannot be called is judged anew.
func (r rules) check(e Entry, p Person) (Entry, error) {
	switch e.Status {
	case SystemSkipped, Unavailable, NotCallable, Available:
		return r.comeBack(e, p), nil
	}
	return e, fault.New(fault.Conflict, "not_available", "There is nothing to check: %s is %s.", p.Name, words[e.Status])
}

var words = map[Status]string{
	Available: "available", Unavailable: "unavailable", Skipped: "skipped", SystemSkipped: "passed over",
	NotCallable: "not callable", Calling: "being called", Attempted: "attempted", Completed: "completed",
}

// changed is an entry after something changed about its person: their record, a contact anywhere
// in the organisation, the list's settings.
func (r rules) changed(e Entry, p Person) Entry {
	switch e.Status {
	case Available, Unavailable:
		return r.comeBack(e, p)
	case NotCallable:
		if v := r.Judge.Judge(p, e.Callback, r.now); v.Status == NotCallable {
			return e
		}
		if e.Attempts > 0 { // was called in this session: not twice in a cycle because a box was unticked
			e = r.clear(e)
			e.Status, e.Own = Attempted, true
			return e
		}
		return r.comeBack(e, p)
	case Attempted:
		return r.barring(e, p)
	case Skipped, SystemSkipped:
		if v := r.Judge.Judge(p, e.Callback, r.now); v.Status == NotCallable {
			e = r.clear(e)
			e.Status = NotCallable
		}
		e.Barred = false // it is known again: who may be called comes back with the next cycle
	}
	return e
}

// called is an entry whose person has just been reserved.
func (r rules) called(e Entry) Entry {
	e = r.clear(e)
	e.Status = Calling
	e.Prioritised, e.DueNow, e.NotLogged, e.Callback = false, false, false, false
	return e
}

// left is an entry whose person was taken off the list; gone says that it leaves the queue and the
// total. Whoever is on the phone finishes first.
func (r rules) left(e Entry) (after Entry, gone bool) {
	if e.Status != Calling && e.Attempts == 0 && !e.Status.worked() {
		return e, true
	}
	e.OffList = true
	if e.Status == Available || e.Status == Unavailable || e.Status == SystemSkipped {
		e = r.clear(e)
		e.Status, e.Own = Attempted, true
	}
	return e, false
}
