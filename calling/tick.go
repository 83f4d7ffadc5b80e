package calling

import (
	"context"
	"errors"

	"partyline/event"
	"partyline/press"
)

// dueAtOnce is how many entries one transaction brings in line.
const dueAtOnce = 500

// Tick applies what is due in every open session: skips that ran out, causes that are over, hours
// that close. The worker calls it about once a second.
func (s *Service) Tick(ctx context.Context) error {
	var all error
	for range 20 {
		var ids []string
		err := s.Store.Read(ctx, func(r Reader) (err error) {
			ids, err = r.DueSessions(s.Clock.Now(), 50)
			return err
		})
		if err != nil || len(ids) == 0 {
			return errors.Join(all, err)
		}
		for _, id := range ids {
			if err := s.due(ctx, id); err != nil {
				all = errors.Join(all, err)
			}
		}
		if all != nil || ctx.Err() != nil {
			return all
		}
	}
	return nil
}

// due applies what is due in one session, in transactions of their own. Every command begins with
// it, so that it judges the queue as it stands at this moment; a request is not done by that.
func (s *Service) due(ctx context.Context, session string) error {
	for {
		var some bool
		err := s.Store.Read(ctx, func(r Reader) error {
			due, err := r.Due(session, s.Clock.Now(), 1)
			some = len(due) > 0
			return err
		})
		if err != nil || !some {
			return err
		}
		err = s.in(press.Aside(ctx), session, func(w *work) (event.Kind, error) { return w.applyDue() })
		if err != nil {
			return err
		}
	}
}

// applyDue brings one batch of due entries in line.
func (w *work) applyDue() (event.Kind, error) {
	entries, err := w.Due(w.session.ID, w.now, dueAtOnce)
	if err != nil || len(entries) == 0 {
		return "", err
	}
	persons, err := w.Persons(supporters(entries), w.session.List, w.session.ID)
	if err != nil {
		return "", err
	}
	kind := EntryRechecked
	var before, after, quickBefore, quick []Entry
	var over []string // skips, by their entries
	for _, e := range entries {
		a, q := w.rules.due(e, persons[e.Supporter])
		if e.Status == Skipped {
			over = append(over, e.ID)
		}
		if a.Status == Available && e.Status != Available {
			kind = EntryReturned
		}
		if q {
			a.DueNow = true
			quickBefore, quick = append(quickBefore, e), append(quick, a)
			continue
		}
		before, after = append(before, e), append(after, a)
	}
	if err := w.EndSkips(over, w.now, "expired"); err != nil {
		return "", err
	}
	if err := w.saveAll(before, after); err != nil {
		return "", err
	}
	if err := w.behindNext(quickBefore, quick); err != nil {
		return "", err
	}
	switch _, done, again := w.session.settled(w.now); {
	case done:
		kind = CycleCompleted
	case again:
		kind = CycleReopened
	}
	return kind, nil
}

// next is the head of the queue: the first available entry that nobody else is calling now.
func (w *work) next() (*Entry, error) {
	if w.session.Preparing.Kind == PrepareFinish { // whoever still looks available is just being skipped
		return nil, nil
	}
	waiting, err := w.Waiting([]string{w.session.ID})
	if rows := waiting[w.session.ID]; len(rows) > 0 {
		return &rows[0].Entry, nil
	}
	return nil, err
}

// behindNext saves entries that have come back, or are moved, to directly behind whoever is next,
// in the order given. They must not be saved as they become before.
func (w *work) behindNext(before, after []Entry) error {
	if len(after) == 0 {
		return nil
	}
	head, err := w.next()
	if err != nil {
		return err
	}
	var headBefore Entry
	if head != nil {
		headBefore = *head
	}
	moved := false
	for i := len(after) - 1; i >= 0; i-- { // the last one put there comes first
		moved = putBehindNext(&w.session, &after[i], head) || moved
	}
	if moved {
		if err := w.save(headBefore, *head); err != nil {
			return err
		}
		if w.act != nil {
			w.act.Was.Head = &Pair{headBefore, *head}
		}
	}
	return w.saveAll(before, after)
}
