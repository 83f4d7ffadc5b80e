package calling

import (
	"context"
	"errors"
	"time"

	"partyline/event"
)

// Making a session, a new cycle, finish now and re-opening touch every entry of a session. What is more than one short
// transaction can do is a preparation: its first entries are done with the press, and a job does the rest, so many in each
// transaction, so that nobody waits long behind it. How far it is stands in the session's row and is written together with what was
// done: whoever goes on after a crash, on whatever node, goes on right there. An entry that a press, a result or the time concerns
// before its turn is brought up to date first (see caughtUp), so for whoever reads an entry it is as if all of them had been done
// with the press.

// preparedAtOnce is how many entries one transaction takes through a preparation, unless Service.AtOnce says otherwise.
const preparedAtOnce = 1000

// stepsAtOnce is how many such transactions one run of the job does: then the jobs of others have their turn.
const stepsAtOnce = 10

// prepares begins a preparation of so many people and does its first entries. Where those are all, it is over; else a job does the rest.
func (w *work) prepares(kind PreparationKind, by string, of int) error {
	w.session.Preparing = Preparation{Number: w.session.Preparing.Number + 1, Kind: kind, By: by, At: w.now, Of: of}
	over, err := w.prepareSome()
	if err != nil {
		return err
	}
	if over {
		w.session.Preparing = Preparation{Number: w.session.Preparing.Number}
		return nil
	}
	return w.Do(Job{Kind: JobPrepare, Subject: w.session.ID, Due: w.now})
}

// prepare goes on with a session's preparation, for a while.
func (s *Service) prepare(ctx context.Context, session string) error {
	for range stepsAtOnce {
		var more bool
		err := s.in(ctx, session, func(w *work) (kind event.Kind, err error) {
			if !w.session.Preparing.goesOn() {
				more = false
				return "", nil
			}
			if kind, err = w.prepareOn(); err != nil {
				return "", err
			}
			more = w.session.Preparing.goesOn()
			return kind, nil
		})
		if err != nil || !more {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return Later{At: s.Clock.Now()}
}

// prepareOn does the next entries, and ends the preparation behind the last one: then pages read the queue anew.
func (w *work) prepareOn() (event.Kind, error) {
	over := w.session.Preparing.Kind == PrepareQueue && (w.list.Deleted || !w.session.Archived.IsZero()) // re-opened, it follows its list
	if !over {
		var err error
		if over, err = w.prepareSome(); err != nil || !over {
			return Prepared, err
		}
	}
	p := w.session.Preparing
	w.session.Preparing = Preparation{Number: p.Number}
	w.refetch = true
	if p.Kind == PrepareQueue || p.Again { // people may have come to places that were passed already
		if err := w.Do(Job{Kind: JobRoster, Subject: w.session.List, Due: w.now}); err != nil {
			return "", err
		}
	}
	if p.Again {
		return Prepared, w.prepares(PrepareReopen, p.By, w.session.Counts.waiting())
	}
	if _, completed, _ := w.session.settled(w.now); completed {
		return CycleCompleted, nil
	}
	return Prepared, nil
}

// prepareSome takes the next entries through the preparation that goes on; over says that they were the last ones.
func (w *work) prepareSome() (over bool, err error) {
	p := &w.session.Preparing
	n := w.svc.atOnce()
	if p.Kind == PrepareQueue {
		return w.enrolSome(n)
	}
	page, err := w.ByRank(w.session.ID, p.Kind.concerns(), p.Rank, n+1)
	if err != nil {
		return false, err
	}
	over, page = len(page) <= n, page[:min(len(page), n)]
	var late []Entry
	for _, e := range page {
		if e.Prepared != p.Number {
			late = append(late, e)
		}
	}
	if _, err := w.through(late); err != nil {
		return false, err
	}
	p.Done += len(page)
	if !over {
		p.Rank = page[n-1].Rank
	}
	return over, nil
}

// enrolSome puts the next people of the list into the queue.
func (w *work) enrolSome(n int) (over bool, err error) {
	p := &w.session.Preparing
	roster, err := w.Listed(w.session.ID, RosterLine{Position: p.Rank, Supporter: p.Person}, n+1)
	if err != nil || len(roster) == 0 {
		return true, err
	}
	over, roster = len(roster) <= n, roster[:min(len(roster), n)]
	last := roster[len(roster)-1]
	p.Rank, p.Person, p.Done = last.Position, last.Supporter, p.Done+len(roster)
	ids := make([]string, len(roster))
	for i, l := range roster {
		ids[i] = l.Supporter
	}
	there, err := w.EntriesOf([]string{w.session.ID}, ids)
	if err != nil {
		return false, err
	}
	has := make(map[string]bool, len(there))
	for _, e := range there {
		has[e.Supporter] = true
	}
	fresh := roster[:0:0]
	for _, l := range roster {
		if !has[l.Supporter] {
			fresh = append(fresh, l)
		}
	}
	rank, err := w.LastRank(w.session.ID)
	if err != nil {
		return false, err
	}
	return over, w.enrol(fresh, rank)
}

// prepared is an entry that has been through the preparation that goes on.
func (w *work) prepared(e Entry, p Person) Entry {
	switch prep := w.session.Preparing; prep.Kind {
	case PrepareCycle:
		return w.rules.newCycle(e, p)
	case PrepareFinish:
		return w.rules.finish(e, Skip{ID: w.svc.NewID(), Session: w.session.ID, Entry: e.ID, Type: SkipCycle, By: prep.By, At: prep.At})
	case PrepareReopen:
		if after, ok := w.rules.others(e, p); ok {
			return after
		}
		return w.rules.changed(e, p)
	}
	return e
}

// skipsEnd is why a skip that a preparation ends has ended.
var skipsEnd = map[PreparationKind]string{PrepareCycle: "cycle", PrepareReopen: "completed"}

// through takes entries through the preparation that goes on and saves what it came to. A skip that ends is ended in the history,
// one that begins is kept there.
func (w *work) through(page []Entry) (after []Entry, err error) {
	if len(page) == 0 {
		return nil, nil
	}
	if w.session.Preparing.Kind == PrepareReopen { // whoever changes them does not see yet that the session is open
		if err := w.HoldPersons(supporters(page)); err != nil {
			return nil, err
		}
	}
	persons, err := w.Persons(supporters(page), w.session.List, w.session.ID)
	if err != nil {
		return nil, err
	}
	after = make([]Entry, len(page))
	var over []string
	var begun []Skip
	for i, e := range page {
		after[i] = w.prepared(e, persons[e.Supporter])
		after[i].Prepared = w.session.Preparing.Number
		switch {
		case e.Skip != nil && after[i].Skip == nil:
			over = append(over, e.ID)
		case e.Skip == nil && after[i].Skip != nil:
			begun = append(begun, *after[i].Skip)
		}
	}
	if err := errors.Join(w.EndSkips(over, w.now, skipsEnd[w.session.Preparing.Kind]), w.InsertSkips(begun)); err != nil {
		return nil, err
	}
	return after, w.saveAll(page, after)
}

// caughtUp brings entries up to date whose turn in a preparation is still to come, and leaves the others alone.
func (w *work) caughtUp(entries []Entry) ([]Entry, error) {
	var late []Entry
	var where []int
	for i, e := range entries {
		if w.session.Preparing.behind(e) {
			late, where = append(late, e), append(where, i)
		}
	}
	after, err := w.through(late)
	for i, e := range after {
		entries[where[i]] = e
	}
	return entries, err
}

// Entry is one entry, up to date.
func (w *work) Entry(id string) (Entry, error) {
	e, err := w.Tx.Entry(id)
	if err != nil || e.Session != w.session.ID {
		return e, err
	}
	up, err := w.caughtUp([]Entry{e})
	return up[0], err
}

// EntryOf is a supporter's entry, up to date.
func (w *work) EntryOf(session, supporter string) (Entry, bool, error) {
	e, ok, err := w.Tx.EntryOf(session, supporter)
	if err != nil || !ok || session != w.session.ID {
		return e, ok, err
	}
	up, err := w.caughtUp([]Entry{e})
	return up[0], true, err
}

// Due is the entries whose time has come, up to date.
func (w *work) Due(session string, now time.Time, n int) ([]Entry, error) {
	due, err := w.Tx.Due(session, now, n)
	if err != nil || !w.session.Preparing.goesOn() {
		return due, err
	}
	up, err := w.caughtUp(due)
	still := up[:0:0]
	for _, e := range up {
		if !e.Due.IsZero() && !e.Due.After(now) {
			still = append(still, e)
		}
	}
	return still, err
}

// Strays is the entries that are not in line with the list, up to date.
func (w *work) Strays(session string, n int) ([]Stray, error) {
	strays, err := w.Tx.Strays(session, n)
	if err != nil || !w.session.Preparing.goesOn() {
		return strays, err
	}
	entries := make([]Entry, len(strays))
	for i, x := range strays {
		entries[i] = x.Entry
	}
	up, err := w.caughtUp(entries)
	for i := range up {
		strays[i].Entry = up[i]
	}
	return strays, err
}

// waiting is how many people a re-opened session judges again.
func (c Counts) waiting() int {
	return c.Available + c.Unavailable + c.Skipped + c.SystemSkipped + c.NotCallable + c.Attempted
}

func (s *Service) atOnce() int {
	if s.AtOnce > 0 {
		return s.AtOnce
	}
	return preparedAtOnce
}
