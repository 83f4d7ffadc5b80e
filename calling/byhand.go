package calling

import (
	"context"

	"partyline/fault"
)

// WriteLogByHand writes down a contact that was no call of ours. It is no attempt.
func (s *Service) WriteLogByHand(ctx context.Context, who Who, session, entry string, in LogRequest) (LogView, error) {
	return s.logging(ctx, session, func(w *work) (Log, error) {
		if err := w.mayPress(who); err != nil {
			return Log{}, err
		}
		e, p, err := w.entry(entry)
		if err != nil {
			return Log{}, err
		}
		if err := w.begins(ActLogByHand, who, e); err != nil {
			return Log{}, err
		}
		if e.Status == Calling {
			return Log{}, fault.New(fault.Conflict, "calling", "You are calling %s: log that call instead.", p.Name)
		}
		log, err := in.read(w.list)
		if err != nil {
			return log, err
		}
		log.ID, log.Organisation, log.Session, log.List, log.Cycle = w.svc.NewID(), w.session.Organisation, w.session.ID, w.session.List, w.session.Cycle.Number
		log.Entry, log.Supporter, log.By, log.At = e.ID, e.Supporter, who.User, w.now
		if err := w.InsertLog(log); err != nil {
			return log, err
		}
		w.contacted(e.Supporter)
		w.count(log.Cycle, Figures{}, part(nil, &log))
		if err := w.changePerson(p, nil, log, w.now); err != nil {
			return log, err
		}
		if err := w.audit(who.User, "log.by_hand", "entry", e.ID, nil); err != nil {
			return log, err
		}
		if err := w.spreads(log.ID); err != nil {
			return log, err
		}
		if in.Skip != nil {
			return log, w.byHandAside(who, e, log, *in.Skip)
		}
		after := w.rules.byHand(e, p, log)
		if e.Skip != nil && after.Skip == nil {
			if err := w.endSkip(e, "completed"); err != nil {
				return log, err
			}
		}
		return log, w.save(e, after)
	})
}

// byHandAside puts an entry aside together with a contact by hand: as after a call, the skip wins for the queue.
func (w *work) byHandAside(who Who, e Entry, log Log, in SkipRequest) error {
	after := e
	after.LastOutcome, after.LastBy, after.NotLogged, after.Callback = log.Outcome, w.session.Leader, false, true
	if err := w.save(e, after); err != nil {
		return err
	}
	e, p, err := w.entry(e.ID)
	if err != nil {
		return err
	}
	return w.logSkips(who, e, p, in)
}
