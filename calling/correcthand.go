package calling

import (
	"context"

	"partyline/fault"
)

// CorrectLog corrects a contact log by its id; that of a call as WriteLog does. The rules are the same for both: the leader for 24 hours,
// captains and admins always, with the version that was read.
func (s *Service) CorrectLog(ctx context.Context, who Who, id string, in LogRequest) (LogView, error) {
	log, err := s.log(ctx, id)
	if err != nil {
		return LogView{}, err
	}
	if log.Attempt != "" {
		return s.WriteLog(ctx, who, log.Attempt, in)
	}
	return s.logging(ctx, log.Session, func(w *work) (Log, error) {
		if err := w.mayStop(who); err != nil {
			return Log{}, err
		}
		old, err := w.Log(id) // as it is under the lock
		if err != nil {
			return old, err
		}
		next, err := in.read(w.list)
		if err != nil {
			return old, err
		}
		e, err := w.Entry(old.Entry)
		if err != nil {
			return old, err
		}
		if err := w.begins(ActLog, who, e); err != nil {
			return old, err
		}
		w.act.Was.Log = &old
		if next, err = w.corrects(who, old, next, in); err != nil {
			return old, err
		}
		if next.Version == old.Version {
			w.act = nil // the same press, come twice
			return old, nil
		}
		w.count(old.Cycle, part(nil, &old), part(nil, &next))
		return next, w.correctedHand(who, old, next, in.Skip)
	})
}

// correctedHand does what the correction of a contact by hand means: for the person, for its entry, for the other sessions.
func (w *work) correctedHand(who Who, old, log Log, skip *SkipRequest) error {
	p, err := w.person(log.Supporter)
	if err != nil {
		return err
	}
	if err := w.changePerson(p, &old, log, old.At); err != nil {
		return err
	}
	e, p, err := w.entry(log.Entry) // as the log has left them
	if err != nil {
		return err
	}
	w.touch(e.ID)
	newest, err := w.newestByHand(log)
	if err != nil {
		return err
	}
	return w.settles(who, e, p, log.ID, log, newest, skip)
}

// corrects checks a correction and writes it down: the version that it is of, and who may still correct. A correction that says what
// is there already comes back with the same version, and nothing was done.
func (w *work) corrects(who Who, old, log Log, in LogRequest) (Log, error) {
	if in.Version == nil && old.says(log) && in.Skip == nil {
		return old, nil // the same press, come twice
	}
	before, err := viewLog(w.Tx, old)
	if err != nil {
		return old, err
	}
	if in.Version == nil || *in.Version != old.Version {
		return old, fault.New(fault.Conflict, "conflict", "This was logged meanwhile by %s. Look at it, then save again.", before.By.Name).With("current", before)
	}
	if !w.manages(who) && w.now.After(old.At.Add(leaderMay)) {
		return old, fault.New(fault.Forbidden, "log_closed", "You can correct a log for 24 hours. Ask your captain to correct this one.")
	}
	next := old
	next.Reached, next.Outcome, next.RSVP, next.Method, next.Notes = log.Reached, log.Outcome, log.RSVP, log.Method, log.Notes
	next.TagsAdded, next.TagsRemoved, next.DoNotCall = log.TagsAdded, log.TagsRemoved, log.DoNotCall
	next.Corrected, next.Version = w.now, old.Version+1
	if err := w.SaveLog(next); err != nil {
		return next, err
	}
	w.contacted(old.Supporter)
	family, thing := "attempt", old.Attempt
	if old.Attempt == "" {
		family, thing = "entry", old.Entry
	}
	return next, w.audit(who.User, "log.correct", family, thing, map[string]any{"before": before})
}
