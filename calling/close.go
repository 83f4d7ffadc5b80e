package calling

// owedCall is an open attempt with all that decides how it ends.
type owedCall struct {
	call   Call
	how    Ending
	entry  Entry
	person Person
}

// callOf reads what decides how an attempt ends, and what that is now.
func (w *work) callOf(a Attempt) (*owedCall, error) {
	o := &owedCall{call: Call{Attempt: a}}
	var err error
	if o.call.Leg, err = w.Leg(a.Leg); err != nil {
		return nil, err
	}
	run, err := w.Run(a.Run)
	if err != nil {
		return nil, err
	}
	if o.call.Leader, err = w.Leg(run.Leg); err != nil {
		return nil, err
	}
	if o.entry, err = w.Entry(a.Entry); err != nil {
		return nil, err
	}
	if o.person, err = w.person(a.Supporter); err != nil {
		return nil, err
	}
	o.call.Gone, o.call.Skipped = !run.Ended.IsZero(), o.entry.Skip != nil
	o.how = o.call.ending(w.now)
	return o, nil
}

// owed is the oldest open attempt of the session that stands in the way of the next call. Those
// that have come to their end meanwhile are closed on the way.
func (w *work) owed() (*owedCall, error) {
	open, err := w.OpenAttempts(w.session.ID)
	if err != nil {
		return nil, err
	}
	for _, a := range open {
		o, err := w.callOf(a)
		if err != nil {
			return nil, err
		}
		if !o.how.Over() {
			return o, nil
		}
		if err := w.close(o, o.how); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

func (w *work) closeIfOver(o *owedCall) error {
	if !o.how.Over() {
		return nil
	}
	return w.close(o, o.how)
}

// close ends Calling: the outcome is known, the person is released, and the entry goes where its
// log, its skip or the lack of both sends it.
func (w *work) close(o *owedCall, how Ending) error {
	was := o.call.Attempt
	stored, err := w.Attempt(was.ID)
	if err != nil {
		return err
	}
	a := was
	if how == EndSaved {
		if err := w.saveKnown(&a, o); err != nil {
			return err
		}
		stored.Outcome = a.Outcome // its log is counted already
	}
	a.Closed, a.Result = w.now, o.call.result(how)
	a.NotLogged = a.Outcome == "" && !a.Dialled.IsZero()
	if a.NotLogged { // it stands in the history of the person, as a call without a log
		w.contacted(a.Supporter)
	}
	if err := w.saveAttempt(stored, a); err != nil {
		return err
	}
	if err := w.Release(a.Supporter, a.ID); err != nil {
		return err
	}
	w.with = append(w.with, PersonWith{Supporter: a.Supporter})
	if err := w.Done(JobWrapUp, a.ID); err != nil {
		return err
	}
	if err := w.hold(a, how); err != nil {
		return err
	}
	if how == EndReleased { // a redirect that comes after this would cut off the next call
		err = w.Done(JobSteer, a.ID)
	} else {
		err = w.spreads(a.ID)
	}
	if err != nil {
		return err
	}
	return w.leaveCalling(a, how)
}

// leaveCalling sends the entry of a closed attempt on.
func (w *work) leaveCalling(a Attempt, how Ending) error {
	e, p, err := w.entry(a.Entry)
	if err != nil || e.Status != Calling {
		return err
	}
	after, gone := w.rules.ended(e, p, a, how)
	if gone {
		return w.remove(e)
	}
	if after, err = w.completedMeanwhile(after, p, a); err != nil {
		return err
	}
	if how == EndReleased && after.Status == Available {
		putFirst(&w.session, &after)
	}
	if e.Skip != nil && after.Skip == nil {
		if err := w.endSkip(e, "expired"); err != nil {
			return err
		}
		if e.Skip.Type == SkipQuick && after.Status == Available {
			after.DueNow = true
			return w.behindNext([]Entry{e}, []Entry{after})
		}
	}
	return w.save(e, after)
}

// saveKnown writes the carrier's result as the contact log.
func (w *work) saveKnown(a *Attempt, o *owedCall) error {
	log := Log{
		ID: w.svc.NewID(), Organisation: a.Organisation, Session: a.Session, List: a.List, Cycle: a.Cycle, Entry: a.Entry,
		Supporter: a.Supporter, Attempt: a.ID, By: a.Leader, Outcome: prefill(o.call.Leg), Method: phoneCall, At: w.now, Version: 1,
	}
	w.count(a.Cycle, part(a, nil), part(a, &log))
	a.Outcome = log.Outcome
	w.contacted(a.Supporter)
	if err := w.audit(a.Leader, "log.write", "attempt", a.ID, map[string]string{"result": string(log.Outcome)}); err != nil {
		return err
	}
	return w.InsertLog(log)
}

// hold keeps somebody who answered and was not logged from being rung again soon, in all sessions.
func (w *work) hold(a Attempt, how Ending) error {
	if a.Answered.IsZero() || a.Outcome != "" || how != EndNoLog && how != EndSkipped && how != EndCutOff {
		return nil
	}
	until := w.now.Add(max(HeldLeast, w.cooldown))
	if err := w.SavePerson(PersonChange{ID: a.Supporter, Held: &until, Session: w.session.ID}); err != nil {
		return err
	}
	return w.recheckEverywhere(a.Supporter)
}

// skippedInCall ends a call whose person was skipped: at once when it is over or still rings.
func (w *work) skippedInCall(e Entry) error {
	open, err := w.OpenAttempts(w.session.ID)
	if err != nil {
		return err
	}
	for _, a := range open {
		if a.Entry != e.ID {
			continue
		}
		o, err := w.callOf(a)
		if err != nil {
			return err
		}
		if o.how == GoesOn && !o.call.Leg.up() {
			return w.Do(Job{Kind: JobHangup, Subject: a.Leg, Due: w.now})
		}
		return w.closeIfOver(o)
	}
	return nil
}
