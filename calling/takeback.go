package calling

import (
	"context"
	"encoding/json"
	"slices"

	"partyline/event"
	"partyline/fault"
)

// Undo takes an action of one's own back, in one transaction: the entry or the session is what it
// was, or the refusal is undo_late and says why. Taking it back twice answers the first answer.
func (s *Service) Undo(ctx context.Context, who Who, id string, in UndoRequest) (UndoneView, error) {
	var view UndoneView
	var act Action
	err := s.Store.Read(ctx, func(r Reader) (err error) {
		act, err = r.Action(id)
		return err
	})
	if err == nil && act.Kind != ActArchive {
		err = s.due(ctx, act.Session)
	}
	if err != nil {
		return view, err
	}
	held := func(tx Tx) error { return nil }
	if act.Kind == ActArchive { // its people will be judged anew
		held = func(tx Tx) error {
			ses, err := tx.PeekSession(act.Session)
			if err != nil {
				return err
			}
			if err := tx.HoldSettings(ses.Organisation, ses.Group); err != nil {
				return err
			}
			_, err = tx.LockList(ses.List)
			return err
		}
	}
	err = s.after(ctx, held, act.Session, func(w *work) (event.Kind, error) {
		act, err := w.Action(id) // as it is under the lock
		if err != nil {
			return "", err
		}
		switch {
		case act.Cause != "":
			return "", fault.New(fault.NotFound, "not_found", "There is nothing here that you can undo.")
		case act.By != who.User:
			return "", fault.New(fault.Forbidden, "not_yours", "Only whoever did this can undo it.")
		case !act.Undone.IsZero():
			return "", json.Unmarshal([]byte(act.Answer), &view)
		}
		if err := act.inTime(in.PressedAt, w.now); err != nil {
			return "", err
		}
		if err := w.takeBack(who, act); err != nil {
			return "", err
		}
		if err := w.audit(who.User, "action.undo", act.family(), act.thing(), map[string]any{"kind": act.Kind, "action": act.ID}); err != nil {
			return "", err
		}
		w.active()
		w.then = func() (err error) {
			view, err = w.tookBack(act)
			return err
		}
		return ActionUndone, nil
	})
	if fault.Is(err, "session_exists") {
		err = late("there is another session on this list now.")
	}
	return view, err
}

func (a Action) family() string {
	switch {
	case a.Kind == ActArchive:
		return event.FamilySession
	case a.Attempt != "":
		return "attempt"
	}
	return "entry"
}

func (a Action) thing() string {
	switch {
	case a.Kind == ActArchive:
		return a.Session
	case a.Attempt != "":
		return a.Attempt
	}
	return a.Entry
}

func (w *work) takeBack(who Who, act Action) error {
	switch act.Kind {
	case ActArchive:
		if err := w.mayStop(who); err != nil {
			return err
		}
		return w.reopen(act)
	case ActLog:
		if err := w.mayStop(who); err != nil {
			return err
		}
		return w.unlog(act)
	}
	if err := w.leads(who); err != nil {
		return err
	}
	if !w.session.Archived.IsZero() {
		return late("this session is archived.")
	}
	if act.Kind == ActLogByHand {
		return w.unlog(act)
	}
	return w.unpress(act)
}

// tookBack is the answer to an undo, kept with the action.
func (w *work) tookBack(act Action) (UndoneView, error) {
	view := UndoneView{Action: act.ID, Kind: act.Kind, At: w.now}
	if act.Kind == ActArchive {
		view.Session = w.shown
	} else {
		rows, err := w.EntryRows([]string{act.Entry})
		if err != nil {
			return view, err
		}
		for _, row := range rows {
			e := viewEntry(row, false)
			view.Entry = &e
		}
	}
	answer, err := json.Marshal(view)
	if err != nil {
		return view, err
	}
	return view, w.ActionUndone(act.ID, w.now, string(answer))
}

// unpress gives an action's entry back what it was, and its skip in the history with it.
func (w *work) unpress(act Action) error {
	e, p, err := w.entry(act.Entry)
	if fault.As(err).Kind == fault.NotFound && err != nil {
		return late("this person is no longer on the list.")
	}
	if err != nil {
		return err
	}
	was := *act.Was.Entry
	if same(was.Before, was.After) && was.Before.Status != Calling { // the log did not move it
		w.touch(e.ID)
		return w.save(e, w.rules.changed(e, p))
	}
	if !act.Was.Cycle.Equal(w.session.Cycle.Started) {
		return late("a new cycle has begun.")
	}
	effects, err := w.Effects(act.ID, w.session.ID)
	if err != nil {
		return err
	}
	now := e
	for _, x := range effects { // what the log did to its own entry afterwards
		if x.Entry == e.ID {
			if out, ok := back(now, *x.Was.Entry); ok {
				now = out
			}
		}
	}
	call, newest, err := w.callDuring(act)
	if err != nil {
		return err
	}
	after, err := w.rules.undone(now, was, p, call, newest)
	if err != nil && act.Kind == ActLogByHand && was.uncalled(e) {
		err = w.untouched(e, act, err)
		after = w.rules.changed(was.without(e), p)
	}
	if err != nil {
		return err
	}
	if err := w.headBack(act); err != nil {
		return err
	}
	if e.Place == w.session.Front && after.Place != e.Place { // it was put first: that place is free again
		w.session.Front++
	}
	w.touch(e.ID)
	if err := w.rebaseEntry(e, append(effects, act)); err != nil {
		return err
	}
	if act.Log != "" {
		standing, err := w.standing(act)
		if err != nil {
			return err
		}
		if after, err = w.relogged(act, w.rules.resettled(after, p, standing), p); err != nil {
			return err
		}
	}
	after = w.rules.barring(after, p)
	if err := w.skipBack(e, after); err != nil {
		return err
	}
	return w.save(e, after)
}

// untouched is the refusal of an undo, unless nobody but other leaders has done something to the entry since.
func (w *work) untouched(e Entry, act Action, refusal error) error {
	kept, err := w.ActionsOn(e, act.At.Add(-UndoTime))
	if err != nil {
		return err
	}
	if slices.ContainsFunc(kept, func(x Action) bool {
		return x.Cause == "" && x.ID != act.ID && act.before(x) && x.Was.Entry != nil && !same(x.Was.Entry.Before, x.Was.Entry.After)
	}) {
		return refusal
	}
	return nil
}

// rebaseEntry tells what has happened to an entry since that what is undone, given with the last of it first, never
// was: what the others found is without it, so that taking them back too does not bring it back.
func (w *work) rebaseEntry(e Entry, undone []Action) error {
	if len(undone) == 0 {
		return nil
	}
	if _, err := w.PersonState(e.Supporter); err != nil { // an undo elsewhere may be rebasing the same actions
		return err
	}
	kept, err := w.ActionsOn(e, w.now.Add(-UndoKept))
	if err != nil {
		return err
	}
	for _, x := range kept {
		if x.Was.Entry == nil || same(x.Was.Entry.Before, x.Was.Entry.After) {
			continue
		}
		before := x.Was.Entry.Before
		for _, u := range undone {
			if out, ok := back(before, *u.Was.Entry); ok && u.before(x) && u.Entry == e.ID {
				before = out
			}
		}
		if same(before, x.Was.Entry.Before) {
			continue
		}
		on := x.Was.Entry.onto(before)
		x.Was.Entry = &on
		if err := w.SaveAction(x); err != nil {
			return err
		}
	}
	return nil
}

// before says that an action came before another one of the same session.
func (a Action) before(x Action) bool { return a.At.Before(x.At) || a.At.Equal(x.At) && a.ID < x.ID }

// callDuring is the attempt that went on during an action, as it is now, and whether it is the newest.
func (w *work) callDuring(act Action) (*Attempt, bool, error) {
	if act.Was.Call == "" {
		return nil, false, nil
	}
	a, err := w.Attempt(act.Was.Call)
	if err != nil {
		return nil, false, err
	}
	rows, err := w.EntryRows([]string{act.Entry})
	return &a, err == nil && len(rows) == 1 && rows[0].LatestAttempt == a.ID, err
}

// skipBack brings the history of skips in line with an entry that got its earlier state back.
func (w *work) skipBack(before, after Entry) error {
	if id(before.Skip) == id(after.Skip) {
		return nil
	}
	if err := w.endSkip(before, "undone"); err != nil || after.Skip == nil {
		return err
	}
	return w.ReopenSkip(after.Skip.ID)
}

// headBack gives whoever was next their place back, if nobody was put ahead since, and takes the two
// places back that were handed out.
func (w *work) headBack(act Action) error {
	head := act.Was.Head
	if head == nil || head.After.Place != w.session.Front {
		return nil
	}
	e, err := w.Entry(head.Before.ID)
	if err != nil && fault.As(err).Kind != fault.NotFound {
		return err
	}
	if err != nil || e.Status != Available || e.Place != head.After.Place {
		return nil
	}
	after := e
	after.Place = head.Before.Place
	w.session.Front += 2
	return w.save(e, after)
}

// reopen takes the archiving of a session back. Whatever its list and its people went through
// meanwhile passed it by, so everybody is judged anew. A phone that has hung up stays so.
func (w *work) reopen(act Action) error {
	switch other, found, err := w.OpenSession(w.session.Leader, w.session.List); {
	case err != nil:
		return err
	case found && other.ID != w.session.ID:
		return late("there is another session on this list now: %s.", other.Name)
	case w.list.Deleted:
		return late("this call list was deleted.")
	case !w.session.Archived.Equal(act.At):
		return late("this session was archived again.")
	}
	w.session.Archived = zero
	if run, live, err := w.SessionRun(w.session.ID); err != nil {
		return err
	} else if live && w.session.Pausing && !act.Was.Pausing && !run.over() {
		w.session.Pausing = false
		if err := w.Done(JobHangup, run.Leg); err != nil {
			return err
		}
	}
	if w.session.Preparing.goesOn() { // archived in the middle of it
		w.session.Preparing.Again = true
	} else if err := w.prepares(PrepareReopen, act.By, w.session.Counts.waiting()); err != nil {
		return err
	}
	return w.Do(Job{Kind: JobRoster, Subject: w.session.List, Due: w.now})
}
