package calling

import (
	"context"

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
	next, err := w.corrects(who, old, log, in)
	if err != nil || next.Version == old.Version {
		return next, err
	}
	w.count(a.Cycle, part(&a, &old), part(&a, &next))
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
	if err := w.changePerson(p, old, log, a.contact(log)); err != nil {
		return err
	}
	if e, p, err = w.entry(a.Entry); err != nil { // as the log has left them
		return err
	}
	if a.Closed.IsZero() {
		if skip != nil {
			if err := w.logSkips(who, e, p, *skip); err != nil {
				return err
			}
		}
		w.touch(e.ID)
		if a, err = w.Attempt(a.ID); err != nil {
			return err
		}
		if !a.Closed.IsZero() { // by its skip
			return w.spreads(a.ID)
		}
		o, err := w.callOf(a)
		if err != nil {
			return err
		}
		return w.closeIfOver(o)
	}
	w.touch(e.ID)
	newest, err := w.newestCall(a)
	if err != nil {
		return err
	}
	return w.settles(who, e, p, a.ID, log, newest, skip)
}

// settles does what a late or corrected log of an attempt or a contact by hand, its subject, means for its entry and for the other
// sessions. newest says that nothing has come behind that contact. Its skip wins; whom it opens again is skipped then, not before.
func (w *work) settles(who Who, e Entry, p Person, subject string, log Log, newest bool, skip *SkipRequest) error {
	by, decides, err := w.deciding(e, log, newest)
	if err != nil {
		return err
	}
	leader, err := w.ledBy(by)
	if err != nil {
		return err
	}
	reopens := decides && e.Status == Completed && e.Own && !by.Outcome.Completes(w.list.VoicemailDone)
	if skip != nil && !reopens {
		if err := w.logSkips(who, e, p, *skip); err != nil {
			return err
		}
		if e, p, err = w.entry(e.ID); err != nil {
			return err
		}
	}
	if err := w.spreads(subject); err != nil || !decides {
		return err
	}
	after := w.rules.corrected(e, p, leader, by)
	if e.Skip != nil && after.Skip == nil {
		if err := w.endSkip(e, "completed"); err != nil {
			return err
		}
	}
	if err := w.save(e, after); err != nil || skip == nil || !reopens || after.Status == Completed || after.Status == NotCallable {
		return err // completed by somebody else, or nobody to call any more: there is nothing to skip
	}
	if e, p, err = w.entry(e.ID); err != nil {
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
