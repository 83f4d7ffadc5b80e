package calling

import (
	"context"
	"errors"
	"math"

	"partyline/event"
	"partyline/fault"
)

// RosterChanged has the open sessions of a list brought in line with it, soon.
func (s *Service) RosterChanged(ctx context.Context, list string) error {
	return s.later(ctx, JobRoster, list)
}

// PersonChanged has a supporter judged again in every open session, soon.
func (s *Service) PersonChanged(ctx context.Context, supporter string) error {
	return s.later(ctx, JobRecheck, supporter)
}

func (s *Service) later(ctx context.Context, kind JobKind, subject string) error {
	err := s.Store.Write(ctx, func(tx Tx) error { return tx.Do(Job{Kind: kind, Subject: subject, Due: s.Clock.Now()}) })
	if err == nil && s.Poke != nil {
		s.Poke()
	}
	return err
}

// recheck judges one person again in every open session that has them.
func (s *Service) recheck(ctx context.Context, supporter string) error {
	return s.each(ctx, func(r Reader) ([]string, error) { return r.SessionsWith(supporter) }, func(w *work) (event.Kind, error) {
		e, ok, err := w.EntryOf(w.session.ID, supporter)
		if err != nil || !ok {
			return "", err
		}
		p, err := w.person(supporter)
		if err != nil {
			return "", err
		}
		return w.affected(e, w.rules.changed(e, p), "not_callable")
	})
}

// brought saves an entry that something outside of the session changed; nothing is said when nothing changed.
func (w *work) brought(before, after Entry, ended string) (event.Kind, error) {
	if same(before, after) {
		return "", nil
	}
	if before.Skip != nil && after.Skip == nil {
		if err := w.endSkip(before, ended); err != nil {
			return "", err
		}
	}
	return EntryRechecked, w.save(before, after)
}

// affected is brought for what a log may have caused: it stays undoable with that log.
func (w *work) affected(before, after Entry, ended string) (event.Kind, error) {
	if !same(before, after) {
		if err := w.effects(before, after); err != nil {
			return "", err
		}
	}
	return w.brought(before, after, ended)
}

// stands is what an attempt, or a log by hand, says at this moment, and where; a result without an
// instant says nothing.
func stands(r Reader, subject string) (x Result, session, list, supporter string, err error) {
	a, err := r.Attempt(subject)
	if err == nil {
		x = Result{At: a.Closed, By: a.Leader, Outcome: a.Outcome}
		if a.Result == Released && a.Outcome == "" {
			x.At = zero
		}
		log, _, err := r.LogOf(a.ID)
		x.Given = log.At
		return x, a.Session, a.List, a.Supporter, err
	}
	if fault.As(err).Kind != fault.NotFound {
		return x, "", "", "", err
	}
	l, err := r.Log(subject)
	return Result{At: l.At, Given: l.At, By: l.By, Outcome: l.Outcome}, l.Session, l.List, l.Supporter, err
}

// tell brings a result to the other sessions of its shared list. The subject is an attempt or a
// log by hand; it is read as it is when each of them is locked, so a later correction corrects the
// others too, and an undo that came in between leaves nothing behind.
func (s *Service) tell(ctx context.Context, subject string) error {
	var x Result
	var session, list, supporter string
	err := s.Store.Read(ctx, func(r Reader) (err error) {
		x, session, list, supporter, err = stands(r, subject)
		return err
	})
	if err != nil || x.At.IsZero() {
		return err
	}
	others := func(r Reader) (ids []string, err error) {
		all, err := r.SessionsOn(list)
		for _, id := range all {
			if id != session {
				ids = append(ids, id)
			}
		}
		return ids, err
	}
	return s.each(ctx, others, func(w *work) (event.Kind, error) {
		e, ok, err := w.EntryOf(w.session.ID, supporter)
		if err != nil || !ok || !w.shared {
			return "", err
		}
		x, _, _, _, err := stands(w.Tx, subject)
		switch {
		case err != nil && fault.As(err).Kind == fault.NotFound:
			return "", nil
		case err != nil:
			return "", err
		}
		p, err := w.person(supporter)
		if err != nil {
			return "", err
		}
		return w.affected(e, w.rules.spread(e, p, x), "completed")
	})
}

// each runs f on some sessions, each in a transaction of its own, one after the other, so that no
// two sessions are ever locked at once.
func (s *Service) each(ctx context.Context, which func(r Reader) ([]string, error), f func(w *work) (event.Kind, error)) error {
	var ids []string
	err := s.Store.Read(ctx, func(r Reader) (err error) {
		ids, err = which(r)
		return err
	})
	for _, id := range ids {
		err = errors.Join(err, s.in(ctx, id, f))
	}
	return err
}

// roster brings the open sessions of a list in line with it: new people stand at the end of the
// queue, people taken off leave it, or stay with a mark when they were worked. On a split list new people
// are dealt first, and each queue keeps its leader's share.
func (s *Service) roster(ctx context.Context, list string) error {
	if err := s.dealNew(ctx, list); err != nil {
		return err
	}
	var gone bool
	if err := s.Store.Read(ctx, func(r Reader) error {
		l, err := r.List(list)
		gone = l.Deleted
		return err
	}); err != nil {
		return err
	}
	if gone {
		return s.listGone(ctx, list)
	}
	return s.each(ctx, func(r Reader) ([]string, error) { return r.SessionsOn(list) }, func(w *work) (event.Kind, error) {
		lines, err := w.Roster(list)
		if err != nil {
			return "", err
		}
		on := make(map[string]RosterLine, len(lines))
		for _, l := range lines {
			on[l.Supporter] = l
		}
		have, err := w.align(on)
		if err != nil {
			return "", err
		}
		var fresh []RosterLine
		for _, l := range w.mine(lines) {
			if !have[l.Supporter] {
				fresh = append(fresh, l)
			}
		}
		if len(fresh) > 0 {
			rank, err := w.LastRank(w.session.ID)
			if err != nil {
				return "", err
			}
			if err := w.enrol(fresh, rank); err != nil {
				return "", err
			}
		}
		if !w.changed {
			return "", nil
		}
		return RosterChanged, nil
	})
}

var everyStatus = []Status{Available, Unavailable, Skipped, SystemSkipped, NotCallable, Calling, Attempted, Completed}

// align marks or removes the entries of people who are not on the list, takes the mark off those
// who are again, takes out whoever is in another leader's share, and says who has an entry.
func (w *work) align(on map[string]RosterLine) (map[string]bool, error) {
	have := make(map[string]bool)
	for place, id := int64(math.MinInt64), ""; ; {
		page, err := w.ByStatus(w.session.ID, everyStatus, place, id, entriesAtOnce)
		if err != nil {
			return nil, err
		}
		for _, e := range page {
			have[e.Supporter] = true
			line, there := on[e.Supporter]
			if there && line.Share != "" && line.Share != w.session.Leader && e.untouched() {
				if err := w.dealtAway(e); err != nil {
					return nil, err
				}
				continue
			}
			if there != e.OffList {
				continue
			}
			after, gone := e, false
			if e.OffList {
				after.OffList = false
			} else {
				after, gone = w.rules.left(e)
			}
			if gone {
				err = w.remove(e)
			} else {
				err = w.save(e, after)
			}
			if err != nil {
				return nil, err
			}
		}
		if len(page) < entriesAtOnce {
			return have, nil
		}
		place, id = page[len(page)-1].Place, page[len(page)-1].ID
	}
}
