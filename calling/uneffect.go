package calling

import (
	"context"
	"slices"

	"partyline/event"
	"partyline/fault"
)

// undoEffects takes what an undone log did in other sessions back.
func (s *Service) undoEffects(ctx context.Context, action string) error {
	var act Action
	err := s.Store.Read(ctx, func(r Reader) (err error) {
		act, err = r.Action(action)
		return err
	})
	if err != nil {
		return err
	}
	others := func(r Reader) ([]string, error) {
		ids, err := r.SessionsWith(act.Supporter)
		return slices.DeleteFunc(ids, func(id string) bool { return id == act.Session }), err
	}
	return s.each(ctx, others, func(w *work) (event.Kind, error) {
		e, ok, err := w.EntryOf(w.session.ID, act.Supporter)
		if err != nil || !ok {
			return "", err
		}
		p, err := w.person(act.Supporter)
		if err != nil {
			return "", err
		}
		effects, err := w.Effects(act.ID, w.session.ID)
		if err != nil {
			return "", err
		}
		standing, err := w.standing(act)
		if err != nil {
			return "", err
		}
		after, err := w.relogged(act, w.rules.uneffected(e, p, effects, standing), p)
		if err != nil {
			return "", err
		}
		if err := w.rebaseEntry(e, effects); err != nil {
			return "", err
		}
		if same(e, after) {
			return "", nil
		}
		if err := w.skipBack(e, after); err != nil {
			return "", err
		}
		return EntryRechecked, w.save(e, after)
	})
}

// standing is what stands, without an undone log, of what has been achieved with its person since this session was made.
type standing struct {
	others []Result // by other sessions of the same list, the oldest first: the call that the log was about, and other logs
	own    bool     // this session's leader has a log of them
}

// standing reads it. Calls that were never logged are among the person's facts.
func (w *work) standing(act Action) (now standing, err error) {
	logs, err := w.LogsSince(act.Supporter, w.session.Created)
	if err != nil {
		return now, err
	}
	var of []string
	if act.Attempt != "" {
		of = append(of, act.Attempt)
	}
	for _, l := range logs {
		now.own = now.own || l.Session == w.session.ID
		if l.Attempt == "" {
			of = append(of, l.ID)
		} else if l.Attempt != act.Attempt {
			of = append(of, l.Attempt)
		}
	}
	for _, subject := range of {
		x, session, list, _, err := stands(w.Tx, subject)
		switch {
		case err != nil && fault.As(err).Kind == fault.NotFound: // taken back this moment
		case err != nil:
			return now, err
		case session != w.session.ID && list == w.session.List && !x.At.IsZero():
			now.others = append(now.others, x)
		}
	}
	slices.SortStableFunc(now.others, func(a, b Result) int { return a.At.Compare(b.At) })
	return now, nil
}

// relogged is an entry that is no longer settled by another leader, after what this session's own leader
// wrote of the person meanwhile: those logs found them settled and changed nothing, and now they count.
func (w *work) relogged(act Action, e Entry, p Person) (Entry, error) {
	if e.Status == Completed || e.Status == Calling {
		return e, nil
	}
	if _, err := w.PersonState(act.Supporter); err != nil { // an undo elsewhere may be rebasing the same actions
		return e, err
	}
	kept, err := w.LogsKept(act.Supporter, act.At.Add(-UndoTime)) // it may have been stamped before, and waited
	if err != nil {
		return e, err
	}
	for _, x := range kept {
		if x.ID == act.ID || x.Session != w.session.ID || x.Kind != ActLogByHand || !same(x.Was.Entry.Before, x.Was.Entry.After) {
			continue
		}
		log, err := w.Log(x.Log)
		if err != nil {
			return e, err
		}
		x.Was.Entry = &Pair{Before: e, After: w.rules.byHand(e, p, log)}
		e = x.Was.Entry.After
		if err := w.SaveAction(x); err != nil {
			return e, err
		}
	}
	return e, nil
}
