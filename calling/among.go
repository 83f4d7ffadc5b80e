package calling

import (
	"context"
	"errors"
	"slices"

	"partyline/event"
)

// sessionsAtOnce is how many sessions one transaction locks: their leaders wait for it, and so do embedded's writers.
const sessionsAtOnce = 25

// among takes some people's entries through a rule in some sessions, so many sessions in each transaction: they are locked
// in the order of their ids, then begin reads what the rule needs, as it is now. What it costs grows with the changed
// entries, and hardly with the sessions. Each session tells what changed in one event; a skip that ends, ends as ended. What
// a log may have caused stays undoable with that log.
func (s *Service) among(ctx context.Context, sessions []string, ended string, begin func(tx Tx) ([]string, steps, error)) error {
	slices.Sort(sessions)
	var all error
	for ids := range slices.Chunk(slices.Compact(sessions), sessionsAtOnce) {
		all = errors.Join(all, s.Store.Write(ctx, func(tx Tx) error {
			works, err := s.lockSome(tx, ids)
			if err != nil {
				return err
			}
			people, rule, err := begin(tx)
			if err != nil || len(works) == 0 {
				return err
			}
			if works, err = apply(tx, works, people, rule, ended); err != nil {
				return err
			}
			return settleAll(tx, works, EntryRechecked)
		}))
	}
	return all
}

// lockSome is lock for several sessions.
func (s *Service) lockSome(tx Tx, ids []string) ([]*work, error) {
	sessions, err := tx.Sessions(ids)
	if err != nil {
		return nil, err
	}
	return s.worksOn(tx, sessions)
}

// worksOn is around for several sessions.
func (s *Service) worksOn(tx Tx, sessions []Session) ([]*work, error) {
	var err error
	lists, orgs := map[string]List{}, map[string]Organisation{}
	works := make([]*work, len(sessions))
	for i, ses := range sessions {
		list, known := lists[ses.List]
		if !known {
			if list, err = tx.List(ses.List); err != nil {
				return nil, err
			}
			lists[ses.List] = list
		}
		org, known := orgs[ses.Organisation]
		if !known {
			if org, err = tx.Organisation(ses.Organisation); err != nil {
				return nil, err
			}
			orgs[ses.Organisation] = org
		}
		works[i] = &work{
			rules: rules{Judge: NewJudge(org, list, ses.ID), list: list, session: ses, now: s.Clock.Now()},
			Tx:    tx, svc: s, org: org, figures: map[int]Figures{},
		}
	}
	return works, nil
}

// apply takes the people's entries through the rule, saves what it came to, and returns the works in which something changed.
func apply(tx Tx, works []*work, people []string, rule steps, ended string) ([]*work, error) {
	ids, byList, byID := make([]string, len(works)), map[string][]Session{}, make(map[string]*work, len(works))
	for i, w := range works {
		ids[i], byID[w.session.ID] = w.session.ID, w
		byList[w.session.List] = append(byList[w.session.List], w.session)
	}
	entries, err := tx.EntriesOf(ids, people)
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	for i := range entries { // where a preparation goes on, their turn may still be to come
		if w := byID[entries[i].Session]; w.session.Preparing.behind(entries[i]) {
			if _, err := w.caughtUp(entries[i : i+1]); err != nil {
				return nil, err
			}
		}
	}
	persons := map[string]map[string]Person{}
	for list, sessions := range byList {
		across, err := tx.PersonsAcross(people, list, sessions)
		if err != nil {
			return nil, err
		}
		for id, p := range across {
			persons[id] = p
		}
	}
	var changed []Entry
	var effects []Action
	var over []string             // skips, by their entries
	kept := map[string][]Action{} // logs about a person that can be undone
	for _, before := range entries {
		w := byID[before.Session]
		p, known := persons[before.Session][before.Supporter]
		if !known {
			continue
		}
		now := before
		for _, after := range rule(w, before, p) {
			if same(now, after) {
				continue
			}
			logs, known := kept[now.Supporter]
			if !known {
				if logs, err = tx.LogsKept(now.Supporter, w.now.Add(-UndoKept)); err != nil {
					return nil, err
				}
				kept[now.Supporter] = logs
			}
			for _, log := range logs {
				effects = append(effects, w.effect(log, now, after))
			}
			if now.Skip != nil && after.Skip == nil {
				over = append(over, now.ID)
			}
			w.note(now, &after)
			now = after
		}
		if !same(before, now) {
			changed = append(changed, now)
		}
	}
	if err := tx.InsertEffects(effects, works[0].now.Add(-UndoKept)); err != nil {
		return nil, err
	}
	if err := tx.EndSkips(over, works[0].now, ended); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(works, func(w *work) bool { return !w.changed }), tx.SaveEntries(changed)
}

// settleAll is settle for the works of one transaction.
func settleAll(tx Tx, works []*work, kind event.Kind) error {
	if len(works) == 0 {
		return nil
	}
	sessions := make([]Session, len(works))
	var touched []string
	for i, w := range works {
		w.session.Cycle, _, _ = w.session.settled(w.now)
		sessions[i] = w.session
		if len(w.touched) <= rowsInEvent {
			touched = append(touched, w.touched...)
		}
	}
	if err := tx.SaveSessions(sessions); err != nil {
		return err
	}
	rows, err := tx.EntryRows(touched)
	if err != nil {
		return err
	}
	of := map[string][]EntryRow{}
	for _, row := range rows {
		of[row.Session] = append(of[row.Session], row)
	}
	ahead, err := lookAround(tx, sessions)
	if err != nil {
		return err
	}
	for _, w := range works {
		view, err := viewSession(ahead, w.session, w.list, w.org, w.now)
		if err != nil {
			return err
		}
		if err := w.tell(kind, of[w.session.ID], view); err != nil {
			return err
		}
	}
	return nil
}
