package calling

import (
	"context"
	"slices"

	"partyline/event"
)

// undoEffects takes what an undone log did in other sessions back.
func (s *Service) undoEffects(ctx context.Context, action string) error {
	var act Action
	var home Session
	err := s.Store.Read(ctx, func(r Reader) (err error) {
		if act, err = r.Action(action); err != nil {
			return err
		}
		home, err = r.PeekSession(act.Session)
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
		by, rest, err := w.remains(act, home)
		if err != nil {
			return "", err
		}
		after, err := w.relogged(act, w.rules.uneffected(e, p, effects, by, rest))
		if err != nil {
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

// remains is what still stands on a shared list of what the leader of an undone log achieved with the
// person: the call itself, else their newest other log. by is who settled the entry, if nothing remains.
func (w *work) remains(act Action, home Session) (by string, rest Result, err error) {
	if w.session.List != home.List {
		return "", Result{}, nil
	}
	if act.Attempt != "" {
		rest, _, _, _, err = stands(w.Tx, act.Attempt)
		return home.Leader, rest, err
	}
	logs, err := w.LogsSince(act.Supporter, w.session.Created)
	if err != nil {
		return "", rest, err
	}
	by = act.By
	for _, l := range logs {
		if l.Session == home.ID {
			by, rest = "", Result{At: l.At, By: l.By, Outcome: l.Outcome}
		}
	}
	return by, rest, nil
}

// relogged is an entry that is no longer settled by another leader, after what this session's own leader
// wrote of the person meanwhile: those logs found them settled and changed nothing, and now they count.
func (w *work) relogged(act Action, e Entry) (Entry, error) {
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
		if x.Session != w.session.ID || x.Kind != ActLogByHand || !same(x.Was.Entry.Before, x.Was.Entry.After) {
			continue
		}
		log, err := w.Log(x.Log)
		if err != nil {
			return e, err
		}
		x.Was.Entry = &Pair{Before: e, After: w.rules.byHand(e, log)}
		e = x.Was.Entry.After
		if err := w.SaveAction(x); err != nil {
			return e, err
		}
	}
	return e, nil
}
