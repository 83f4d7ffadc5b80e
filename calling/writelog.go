package calling

import (
	"context"
	"slices"

	"partyline/event"
	"partyline/fault"
)

// WriteLog writes down what came of a call, or corrects it. Until Calling ends the session's leader alone writes the first log; from
// then on it is a correction, too. The leader may correct for 24 hours, captains and admins always. A second version of the same
// log needs the version of the first.
func (s *Service) WriteLog(ctx context.Context, who Who, attempt string, in LogRequest) (LogView, error) {
	var session string
	err := s.Store.Read(ctx, func(r Reader) error {
		a, err := r.Attempt(attempt)
		session = a.Session
		return err
	})
	if err != nil {
		return LogView{}, err
	}
	return s.logging(ctx, session, func(w *work) (Log, error) {
		if err := w.mayStop(who); err != nil {
			return Log{}, err
		}
		a, err := w.Attempt(attempt)
		if err != nil {
			return Log{}, err
		}
		if a.Dialled.IsZero() {
			return Log{}, fault.New(fault.Conflict, "not_available", "This call was not dialled, so there is nothing to write down.")
		}
		log, err := in.read(w.list)
		if err != nil {
			return Log{}, err
		}
		old, had, err := w.LogOf(attempt)
		if err != nil {
			return Log{}, err
		}
		e, err := w.Entry(a.Entry)
		if err != nil {
			return Log{}, err
		}
		if err := w.begins(ActLog, who, e); err != nil {
			return Log{}, err
		}
		w.act.Attempt = attempt
		if !had {
			if err := w.mayWrite(who, a); err != nil {
				return Log{}, err
			}
			return w.firstLog(who, a, log, in.Skip)
		}
		w.act.Was.Log = &old
		next, err := w.correctLog(who, a, old, log, in)
		if next.Version == old.Version {
			w.act = nil // the same press, come twice
		}
		return next, err
	})
}

// mayWrite judges whoever writes the first log of a call: its leader until Calling ends, and as for a correction afterwards.
func (w *work) mayWrite(who Who, a Attempt) error {
	switch {
	case a.Closed.IsZero():
		return w.leads(who)
	case !w.manages(who) && w.now.After(a.Closed.Add(leaderMay)):
		return fault.New(fault.Forbidden, "log_closed", "You can write down what came of a call for 24 hours. Ask your captain to write this one down.")
	}
	return nil
}

func (w *work) firstLog(who Who, a Attempt, log Log, skip *SkipRequest) (Log, error) {
	log.ID, log.Organisation, log.Session, log.List, log.Cycle = w.svc.NewID(), a.Organisation, a.Session, a.List, a.Cycle
	log.Entry, log.Supporter, log.Attempt, log.By, log.At = a.Entry, a.Supporter, a.ID, who.User, w.now
	if err := w.InsertLog(log); err != nil {
		return log, err
	}
	w.contacted(a.Supporter)
	w.count(a.Cycle, part(&a, nil), part(&a, &log))
	if err := w.audit(who.User, "log.write", "attempt", a.ID, nil); err != nil {
		return log, err
	}
	return log, w.logged(who, a, nil, log, skip)
}

func (w *work) correctLog(who Who, a Attempt, old, log Log, in LogRequest) (Log, error) {
	if in.Version == nil && old.says(log) && in.Skip == nil {
		return old, nil // the same press, come twice
	}
	if in.Version == nil || *in.Version != old.Version {
		view, err := viewLog(w.Tx, old)
		if err != nil {
			return old, err
		}
		return old, fault.New(fault.Conflict, "conflict", "This call was logged meanwhile by %s. Look at it, then save again.", view.By.Name).With("current", view)
	}
	if manages := w.manages(who); !manages && w.now.After(old.At.Add(leaderMay)) {
		return old, fault.New(fault.Forbidden, "log_closed", "You can correct a log for 24 hours. Ask your captain to correct this one.")
	}
	next := old
	next.Reached, next.Outcome, next.RSVP, next.Method, next.Notes = log.Reached, log.Outcome, log.RSVP, log.Method, log.Notes
	next.TagsAdded, next.TagsRemoved, next.DoNotCall = log.TagsAdded, log.TagsRemoved, log.DoNotCall
	next.Corrected, next.Version = w.now, old.Version+1
	if err := w.SaveLog(next); err != nil {
		return next, err
	}
	w.contacted(a.Supporter)
	w.count(a.Cycle, part(&a, &old), part(&a, &next))
	before, err := viewLog(w.Tx, old)
	if err != nil {
		return next, err
	}
	if err := w.audit(who.User, "log.correct", "attempt", a.ID, map[string]any{"before": before}); err != nil {
		return next, err
	}
	return next, w.logged(who, a, &old, next, in.Skip)
}

// manages is whether somebody may do what captains and admins may.
func (w *work) manages(who Who) bool {
	return who.Role == "owner" || who.Role == "admin" || who.Role == "captain"
}

// logged does what a log means: for the person, for the call and its entry, for the other sessions.
func (w *work) logged(who Who, a Attempt, old *Log, log Log, skip *SkipRequest) error {
	a.Outcome, a.NotLogged = log.Outcome, false
	if err := w.SaveAttempt(a); err != nil {
		return err
	}
	e, p, err := w.entry(a.Entry)
	if err != nil {
		return err
	}
	contact := a.Answered
	if contact.IsZero() {
		contact = log.At
	}
	if err := w.changePerson(p, old, log, contact); err != nil {
		return err
	}
	if e, p, err = w.entry(a.Entry); err != nil { // as the log has left them
		return err
	}
	decides, err := w.decides(a)
	if err != nil {
		return err
	}
	reopens := decides && e.Status == Completed && e.Own && !log.Outcome.Completes(w.list.VoicemailDone)
	if skip != nil && !reopens {
		if err := w.logSkips(who, e, p, *skip); err != nil {
			return err
		}
		if e, p, err = w.entry(a.Entry); err != nil {
			return err
		}
	}
	w.touch(e.ID)
	if a, err = w.Attempt(a.ID); err != nil {
		return err
	}
	if a.Closed.IsZero() {
		o, err := w.callOf(a)
		if err != nil {
			return err
		}
		return w.closeIfOver(o)
	}
	if err := w.spreads(a.ID); err != nil || !decides {
		return err
	}
	after := w.rules.corrected(e, p, a, log.Outcome)
	if err := w.save(e, after); err != nil || skip == nil || !reopens || after.Status == Completed || after.Status == NotCallable {
		return err // completed by somebody else, or nobody to call any more: there is nothing to skip
	}
	if e, p, err = w.entry(a.Entry); err != nil {
		return err
	}
	return w.logSkips(who, e, p, *skip)
}

// logSkips puts the person of a log aside, as that says.
func (w *work) logSkips(who Who, e Entry, p Person, in SkipRequest) error {
	s, over, err := newSkip(in, w.Judge, w.session.Cycle, w.now)
	if err != nil {
		return err
	}
	return w.putAside(who.User, e, p, s, over)
}

// decides says whether the log of a call decides about its entry: Calling has ended, nobody has called the person since, and
// nothing was logged by hand since.
func (w *work) decides(a Attempt) (bool, error) {
	rows, err := w.EntryRows([]string{a.Entry})
	if err != nil || a.Closed.IsZero() || len(rows) == 0 || rows[0].LatestAttempt != a.ID {
		return false, err
	}
	since, err := w.LogsSince(a.Supporter, a.Closed)
	return !slices.ContainsFunc(since, func(l Log) bool { return l.Attempt == "" && l.Session == w.session.ID }), err
}

// AttemptLog is the log of an attempt; NotFound before it is written.
func (s *Service) AttemptLog(ctx context.Context, attempt string) (view LogView, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		log, ok, err := r.LogOf(attempt)
		if err != nil {
			return err
		}
		if !ok {
			return fault.New(fault.NotFound, "not_found", "This call has no log yet.")
		}
		view, err = viewLog(r, log)
		return err
	})
	return view, err
}

// logging runs the writing of a log after what is due, tells it, and answers with it.
func (s *Service) logging(ctx context.Context, session string, f func(w *work) (Log, error)) (LogView, error) {
	var view LogView
	if err := s.due(ctx, session); err != nil {
		return view, err
	}
	err := s.in(ctx, session, func(w *work) (event.Kind, error) {
		log, err := f(w)
		if err != nil {
			return "", err
		}
		w.active()
		if view, err = viewLog(w.Tx, log); err != nil {
			return "", err
		}
		if w.act != nil {
			w.act.Log, w.act.Was.Version = log.ID, log.Version
		}
		view.Undoable, err = w.keeps()
		return ContactLogged, err
	})
	return view, err
}

func viewLog(r Reader, l Log) (LogView, error) {
	by, err := r.Leader(l.By)
	if err != nil {
		return LogView{}, err
	}
	v := LogView{
		ID: l.ID, Attempt: l.Attempt, Reached: l.Reached, Outcome: l.Outcome, RSVP: l.RSVP, Method: l.Method, Notes: l.Notes,
		TagsAdded: l.TagsAdded, TagsRemoved: l.TagsRemoved, DoNotCall: l.DoNotCall, By: UserRef{ID: by.ID, Name: by.Name},
		At: l.At, Corrected: ptr(l.Corrected), Version: l.Version,
	}
	if v.TagsAdded == nil {
		v.TagsAdded = []string{}
	}
	if v.TagsRemoved == nil {
		v.TagsRemoved = []string{}
	}
	return v, nil
}
