package calling

import (
	"context"

	"partyline/fault"
)

// What follows answers repeats of presses that were done and whose answer was lost: the present state, with what
// can be undone of them. action is the press's, "" when nothing can be.

// EntryPressed is an entry after a press on it.
func (s *Service) EntryPressed(ctx context.Context, entry, action string) (view EntryView, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		rows, err := r.EntryRows([]string{entry})
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return fault.New(fault.NotFound, "not_found", "This person is no longer in the queue.")
		}
		view = viewEntry(rows[0], false)
		view.Undoable, err = undoable(r, action)
		return err
	})
	return view, err
}

// SessionPressed is a session after a press on it.
func (s *Service) SessionPressed(ctx context.Context, session, action string) (SessionView, error) {
	view, err := s.Session(ctx, session)
	if err != nil {
		return view, err
	}
	err = s.Store.Read(ctx, func(r Reader) (err error) {
		view.Undoable, err = undoable(r, action)
		return err
	})
	return view, err
}

// LogPressed is a contact log after it was written.
func (s *Service) LogPressed(ctx context.Context, log, action string) (view LogView, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		l, err := r.Log(log)
		if err != nil {
			return err
		}
		if view, err = viewLog(r, l); err != nil {
			return err
		}
		view.Undoable, err = undoable(r, action)
		return err
	})
	return view, err
}

// undoable is what the first answer said about taking the action back; nothing once it was, or is forgotten.
func undoable(r Reader, action string) (Undoable, error) {
	if action == "" {
		return Undoable{}, nil
	}
	act, err := r.Action(action)
	switch {
	case err != nil && fault.As(err).Kind == fault.NotFound:
		return Undoable{}, nil
	case err != nil || !act.Undone.IsZero():
		return Undoable{}, err
	}
	until := act.At.Add(UndoTime)
	return Undoable{Action: action, Until: &until}, nil
}
