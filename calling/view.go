package calling

import (
	"time"

	"partyline/fault"
)

// viewEntry is a row of the queue as pages get it; numbers only for HTTP replies of organisations that show them.
func viewEntry(r EntryRow, numbers bool) EntryView {
	v := EntryView{
		ID: r.ID, Rank: r.Rank, Place: r.Place, Status: r.Status, Supporter: PersonRef{ID: r.Supporter, Name: r.Name, City: r.City},
		Attempts: r.Attempts, LastOutcome: r.LastOutcome, RSVP: r.RSVP, With: r.With, Cause: r.Cause, Prioritised: r.Prioritised,
		NotLogged: r.NotLogged, OffList: r.OffList, DueNow: r.DueNow, Attempt: r.LatestAttempt, ByHand: r.ByHand, Version: r.Version, Updated: r.Updated,
	}
	if numbers {
		v.Supporter.Phone = r.Number
	}
	if r.LastBy != "" {
		v.By = &UserRef{ID: r.LastBy, Name: r.LastByName}
	}
	if s := r.Skip; s != nil {
		v.Skip = &SkipView{Type: s.Type, Until: ptr(s.Until), Reason: s.Reason, By: UserRef{ID: s.By, Name: r.SkipBy}, At: s.At}
		v.ReturnsAt = v.Skip.Until
	}
	switch {
	case r.Status == Unavailable:
		v.ReturnsAt = ptr(r.Due)
	case r.Status != NotCallable:
	case r.Number == "":
		v.Why = "no_phone"
	case r.DoNotContact:
		v.Why = "do_not_contact"
	default:
		v.Why = "do_not_call"
	}
	return v
}

// view is the session as it stands in the transaction.
func (w *work) view() (SessionView, error) {
	return viewSession(w.Tx, w.session, w.list, w.org, w.now)
}

// viewSession puts together what a session's pages show. It reads a bounded number of rows, however long the queue is.
func viewSession(r Reader, s Session, list List, org Organisation, now time.Time) (SessionView, error) {
	leader, err := r.Leader(s.Leader)
	if err != nil {
		return SessionView{}, err
	}
	v := SessionView{
		ID: s.ID, Name: s.Name, Leader: UserRef{ID: leader.ID, Name: leader.Name},
		List:    ListRef{ID: list.ID, Name: list.Name, Event: list.Event, Zone: list.GroupZone, Opens: HoursOf(org, list).Opens},
		Group:   UserRef{ID: list.Group, Name: list.GroupName},
		Version: s.Version, Created: s.Created, Started: ptr(s.Started), Active: s.Active, Archived: ptr(s.Archived),
		Preparing: s.Preparing.View(), Progress: ProgressOf(s.Counts), Journey: []JourneyView{}, Owed: []OwedView{},
	}
	run, live, err := r.SessionRun(s.ID)
	if err != nil {
		return v, err
	}
	v.Status = StatusOf(s, live && run.State.Up())
	owed, err := r.Owed(s.ID)
	if err != nil {
		return v, err
	}
	person, err := personOf(r, run, live)
	if err != nil {
		return v, err
	}
	waiting, err := r.Waiting([]string{s.ID})
	if err != nil {
		return v, err
	}
	next := waiting[s.ID]
	if s.Preparing.Kind == PrepareFinish {
		next = nil
	}
	names, err := namesOf(r, owed, person, next)
	if err != nil {
		return v, err
	}
	for _, a := range owed {
		v.Owed = append(v.Owed, OwedView{Attempt: a.ID, Entry: a.Entry, Supporter: a.Supporter, Name: names[a.Entry],
			Answered: ptr(a.Answered), Ended: ptr(a.LegEnded), Closed: !a.Closed.IsZero()})
	}
	if v.Phone, err = viewPhone(r, s, run, live, person, names); err != nil {
		return v, err
	}
	if v.Minutes, err = viewMinutes(r, s, run, live, person, org); err != nil {
		return v, err
	}
	if v.Cycle, err = viewCycle(r, s, list, org, next, names, now); err != nil {
		return v, err
	}
	if err := viewJourney(r, s, &v); err != nil {
		return v, err
	}
	v.Start = canStart(s, live, v.Cycle.Return, NewJudge(org, list, s.ID), now)
	return v, nil
}

// personOf is the newest attempt of a live run: who is being called or was just called.
func personOf(r Reader, run Run, live bool) (*Attempt, error) {
	if !live {
		return nil, nil
	}
	for step := run.Step - 1; step > 0; step-- {
		a, ok, err := r.AttemptAt(run.ID, step)
		if err != nil {
			return nil, err
		}
		if ok {
			return &a, nil
		}
	}
	return nil, nil
}

// namesOf is the names of the people of some entries, in one read.
func namesOf(r Reader, owed []Attempt, person *Attempt, next []EntryRow) (map[string]string, error) {
	names := make(map[string]string)
	var ids []string
	for _, a := range owed {
		ids = append(ids, a.Entry)
	}
	if person != nil {
		ids = append(ids, person.Entry)
	}
	if len(ids) > 0 {
		rows, err := r.EntryRows(ids)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			names[row.ID] = row.Name
		}
	}
	for _, row := range next {
		names[row.ID] = row.Name
	}
	return names, nil
}

func viewPhone(r Reader, s Session, run Run, live bool, person *Attempt, names map[string]string) (PhoneView, error) {
	v := PhoneView{State: "idle", Ending: s.Pausing}
	if s.Notice.Code != "" {
		v.Notice = &s.Notice
	}
	if !live {
		return v, nil
	}
	v.State, v.Since, v.Run = PhoneState(run.State), ptr(run.Since), run.ID
	v.Begun = ptr(run.Started)
	if person == nil {
		return v, nil
	}
	v.Person = &PersonView{Entry: person.Entry, Supporter: person.Supporter, Attempt: person.ID, Name: names[person.Entry],
		Dialled: ptr(person.Dialled), Answered: ptr(person.Answered), Ended: ptr(person.LegEnded), Logged: person.Outcome != ""}
	if person.Outcome != "" {
		var err error
		if v.Person.Undo, err = keyed(r, s, person); err != nil {
			return v, err
		}
	}
	if person.LegEnded.IsZero() || !person.Answered.IsZero() {
		return v, nil
	}
	leg, err := r.Leg(person.Leg)
	v.Person.Prefill = prefill(leg)
	return v, err
}

// keyed is how the log of a call is taken back that a key on the phone wrote; nil for any other.
func keyed(r Reader, s Session, call *Attempt) (*Undoable, error) {
	kept, err := r.LogsKept(call.Supporter, s.Created)
	for _, act := range kept {
		if act.Was.Keyed && act.Attempt == call.ID {
			until := act.At.Add(UndoTime)
			return &Undoable{Action: act.ID, Until: &until}, err
		}
	}
	return nil, err
}

func viewCycle(r Reader, s Session, list List, org Organisation, next []EntryRow, names map[string]string, now time.Time) (CycleView, error) {
	c := s.Counts
	v := CycleView{
		Number: s.Cycle.Number, Started: s.Cycle.Started, Completed: ptr(s.Cycle.Completed), Complete: !s.Cycle.Completed.IsZero(),
		Available: c.Available, Skipped: c.Skipped, Unavailable: c.Unavailable + c.SystemSkipped, Attempted: c.Attempted,
		Calling: c.Calling, Dials: s.Cycle.Figures.Attempted, Contacts: s.Cycle.Figures.Contacted,
	}
	for i, at := range []**NextView{&v.Next, &v.Then} {
		if i < len(next) {
			*at = &NextView{Entry: next[i].ID, Supporter: next[i].Supporter, Name: names[next[i].ID]}
		}
	}
	if c.Unavailable+c.Skipped-c.ThisCycle-c.Removed > 0 {
		back, ok, err := r.EarliestReturn(s.ID)
		if err != nil {
			return v, err
		}
		if ok {
			v.Return = &ReturnView{At: back.At, Count: back.Count}
		}
	}
	var err error
	v.NewCycle, v.NewCycleHas, err = canCycle(r, s, list, org, v.Return, now)
	return v, err
}

func viewJourney(r Reader, s Session, v *SessionView) error {
	cycles := []Cycle{s.Cycle}
	if s.Cycle.Number > 1 {
		var err error
		if cycles, err = r.Cycles(s.ID); err != nil {
			return err
		}
	}
	var all Figures
	for _, c := range cycles {
		if c.Number == s.Cycle.Number {
			c = s.Cycle
		}
		all = all.plus(c.Figures, 1)
		if !c.Closed.IsZero() && !c.Figures.empty() {
			v.Journey = append(v.Journey, JourneyView{Number: c.Number, Started: c.Started, Completed: ptr(c.Completed), Finished: c.Finished, Impact: c.Figures.impact()})
		}
	}
	v.Impact = all.impact()
	return nil
}

// row is the session's line in the index.
func (v SessionView) row() SessionRow {
	return SessionRow{
		ID: v.ID, Name: v.Name, List: UserRef{ID: v.List.ID, Name: v.List.Name}, Group: v.Group, Status: v.Status, Progress: v.Progress,
		Preparing: v.Preparing, Leader: v.Leader, OnPhone: RunState(v.Phone.State).Up(), Active: v.Active, Version: v.Version,
	}
}

// canStart says whether Start or Resume can be pressed, as far as the session goes.
func canStart(s Session, live bool, back *ReturnView, j *Judge, now time.Time) CanView {
	switch {
	case !s.Archived.IsZero():
		return CanView{Code: "not_available", Title: "This session is archived."}
	case live:
		return CanView{Code: "live", Title: "Your phone is connected already."}
	case s.Preparing.Kind == PrepareFinish, s.Preparing.goesOn() && s.Counts.Available == 0:
		return CanView{Code: "preparing", Title: fault.As(s.Preparing.refusal()).Title}
	case s.Counts.Available == 0:
		return CanView{Code: "nobody_callable", Title: nobody(back, j, now)}
	}
	return CanView{OK: true}
}

// nobody is the sentence for an empty queue, with the earliest return.
func nobody(back *ReturnView, j *Judge, now time.Time) string {
	if back == nil {
		return "There is nobody to call in this cycle."
	}
	return "There is nobody to call now: " + people(back.Count) + " can be called from " + j.whenFrom(back.At, now) + "."
}
