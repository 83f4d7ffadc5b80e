package calling

import (
	"context"

	"partyline/event"
	"partyline/fault"
)

// Skip puts an entry aside: one of the five skips, counted from the moment of the press. In
// mid-talk it never cuts the call; while it still rings it does.
func (s *Service) Skip(ctx context.Context, who Who, session, entry string, in SkipRequest) (EntryView, error) {
	return s.press(ctx, ActSkip, who, session, entry, func(w *work, e Entry, p Person) (event.Kind, error) {
		skip, over, err := newSkip(in, w.Judge, w.session.Cycle, w.now)
		if err != nil {
			return "", err
		}
		return EntrySkipped, w.putAside(who.User, e, p, skip, over)
	})
}

// putAside applies a skip to an entry, keeps it in the history, and ends a call that waits for nothing else.
func (w *work) putAside(user string, e Entry, p Person, skip Skip, over bool) error {
	if over && e.Status == Calling { // pressed long before this call, and over: it has nothing to say about it
		return nil
	}
	skip.By = user
	after, quick, err := w.rules.skip(e, p, skip, over)
	if err != nil {
		return err
	}
	if err := w.putSkip(e, &skip, user); err != nil {
		return err
	}
	if after.Skip != nil && after.Skip.At.Equal(skip.At) {
		after.Skip = &skip
	}
	if over {
		if err := w.EndSkip(e.ID, w.now, "expired"); err != nil {
			return err
		}
	}
	if err := w.audit(user, "entry.skip", "entry", e.ID, skip); err != nil {
		return err
	}
	if quick { // away and back: next is who is next without them
		away := after
		away.Status, away.Skip = Skipped, &skip
		if err := w.save(e, away); err != nil {
			return err
		}
		after.DueNow, after.Version = true, away.Version+1
		return w.behindNext([]Entry{away}, []Entry{after})
	}
	if err := w.save(e, after); err != nil {
		return err
	}
	if after.Status == Calling && after.Skip != nil {
		return w.skippedInCall(after)
	}
	return nil
}

// RemoveSkip brings a skipped entry back at once, rechecked, at its original rank. Nothing to remove is fine.
func (s *Service) RemoveSkip(ctx context.Context, who Who, session, entry string) (EntryView, error) {
	return s.press(ctx, ActRemoveSkip, who, session, entry, func(w *work, e Entry, p Person) (event.Kind, error) {
		if e.Skip == nil {
			return "", nil
		}
		if err := w.endSkip(e, "removed"); err != nil {
			return "", err
		}
		if err := w.audit(who.User, "entry.remove_skip", "entry", e.ID, e.Skip); err != nil {
			return "", err
		}
		return SkipRemoved, w.save(e, w.rules.unskip(e, p))
	})
}

// Prioritise moves an entry to directly behind whoever is next.
func (s *Service) Prioritise(ctx context.Context, who Who, session, entry string) (EntryView, error) {
	return s.press(ctx, ActPrioritise, who, session, entry, func(w *work, e Entry, p Person) (event.Kind, error) {
		after, err := w.callable(e, p)
		if err != nil {
			return "", err
		}
		after.Prioritised = true
		if err := w.audit(who.User, "entry.prioritise", "entry", e.ID, nil); err != nil {
			return "", err
		}
		return EntryPrioritised, w.behindNext([]Entry{e}, []Entry{after})
	})
}

// CallNext puts an entry truly first. It dials nothing.
func (s *Service) CallNext(ctx context.Context, who Who, session, entry string) (EntryView, error) {
	return s.press(ctx, ActCallNext, who, session, entry, func(w *work, e Entry, p Person) (event.Kind, error) {
		after, err := w.callable(e, p)
		if err != nil {
			return "", err
		}
		if by, taken, err := w.Reservation(e.Supporter); err != nil {
			return "", err
		} else if taken && by.Session != w.session.ID {
			return "", fault.New(fault.Conflict, "reserved", "%s is being called by %s now.", p.Name, by.LeaderName).With("by", UserRef{ID: by.Leader, Name: by.LeaderName})
		}
		after.Prioritised = true
		putFirst(&w.session, &after)
		if err := w.audit(who.User, "entry.call_next", "entry", e.ID, nil); err != nil {
			return "", err
		}
		return EntryPrioritised, w.save(e, after)
	})
}

// callable judges an entry for Prioritise and Call next, and ends its skip in the history.
func (w *work) callable(e Entry, p Person) (Entry, error) {
	after, err := w.rules.call(e, p)
	if err != nil {
		return after, err
	}
	return after, w.endSkip(e, "prioritised")
}

// Check judges an entry again that was passed over or could not be called.
func (s *Service) Check(ctx context.Context, who Who, session, entry string) (EntryView, error) {
	return s.press(ctx, "", who, session, entry, func(w *work, e Entry, p Person) (event.Kind, error) {
		after, err := w.rules.check(e, p)
		if err != nil {
			return "", err
		}
		if err := w.audit(who.User, "entry.check", "entry", e.ID, nil); err != nil {
			return "", err
		}
		return EntryRechecked, w.save(e, after)
	})
}

// press runs one press of the session's leader on an entry, after what is due, and answers with the
// row. act says what can be undone of it; "" nothing.
func (s *Service) press(ctx context.Context, act ActionKind, who Who, session, entry string, f func(w *work, e Entry, p Person) (event.Kind, error)) (EntryView, error) {
	var view EntryView
	if err := s.due(ctx, session); err != nil {
		return view, err
	}
	err := s.in(ctx, session, func(w *work) (event.Kind, error) {
		if err := w.leads(who); err != nil {
			return "", err
		}
		if err := w.open(); err != nil {
			return "", err
		}
		e, p, err := w.entry(entry)
		if err != nil {
			return "", err
		}
		if act != "" {
			if err := w.begins(act, who, e); err != nil {
				return "", err
			}
		}
		kind, err := f(w, e, p)
		if err != nil {
			return "", err
		}
		undoable, err := w.keeps()
		if err != nil {
			return "", err
		}
		w.active()
		w.then = func() error {
			rows, err := w.EntryRows([]string{entry})
			if err == nil && len(rows) == 1 {
				view = viewEntry(rows[0], false)
				view.Undoable = undoable
			}
			return err
		}
		return kind, nil
	})
	return view, err
}
