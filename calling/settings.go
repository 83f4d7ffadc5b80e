package calling

import (
	"context"
	"math"
	"strings"

	"partyline/event"
)

// judgedByTime is the statuses that hours and the times between calls decide.
var judgedByTime = []Status{Available, Unavailable}

// settings follows a change of settings: of an organisation, a group or a list it leaves one job for
// each open session, so that none waits for the others; in a session it judges everybody again who is
// Available or Unavailable, and tells. numbers says that the organisation's number switch was pressed:
// then the entries are to be fetched anew, with numbers or without.
func (s *Service) settings(ctx context.Context, kind JobKind, subject string) error {
	family, id, _ := strings.Cut(subject, "/")
	if family == event.FamilySession {
		if kind == JobNumbers {
			return s.in(ctx, id, func(w *work) (event.Kind, error) {
				w.refetch = true
				return w.unlessArchived(SettingsChanged), nil
			})
		}
		return s.adapt(ctx, id)
	}
	var ids []string
	err := s.Store.Read(ctx, func(r Reader) (err error) {
		ids, err = r.SessionsIn(family, id)
		return err
	})
	if err != nil {
		return err
	}
	return s.Store.Write(ctx, func(tx Tx) error {
		for _, id := range ids {
			if err := tx.Do(Job{Kind: kind, Subject: event.FamilySession + "/" + id, Due: s.Clock.Now()}); err != nil {
				return err
			}
		}
		return nil
	})
}

// adapt brings one session in line with its settings as they are now, in transactions of so many entries.
func (s *Service) adapt(ctx context.Context, session string) error {
	for place, id := int64(math.MinInt64), ""; ; {
		var last *Entry // of this batch; nil: there is no further one
		err := s.in(ctx, session, func(w *work) (event.Kind, error) {
			last = nil
			if !w.session.Archived.IsZero() {
				return "", nil
			}
			entries, err := w.ByStatus(session, judgedByTime, place, id, dueAtOnce)
			if err != nil {
				return "", err
			}
			if len(entries) == dueAtOnce {
				last = new(entries[len(entries)-1])
			}
			if entries, err = w.caughtUp(entries); err != nil {
				return "", err
			}
			if err := w.judgeAgain(entries); err != nil {
				return "", err
			}
			switch {
			case last == nil:
				return SettingsChanged, nil // with the session: its hours, its list's name, whether it can be started
			case w.changed:
				return EntryRechecked, nil
			}
			return "", nil
		})
		if err != nil || last == nil {
			return err
		}
		place, id = last.Place, last.ID
	}
}

// judgeAgain saves entries as the rules have them now.
func (w *work) judgeAgain(entries []Entry) error {
	persons, err := w.Persons(supporters(entries), w.session.List, w.session.ID)
	if err != nil {
		return err
	}
	after := make([]Entry, len(entries))
	for i, e := range entries {
		after[i] = w.rules.changed(e, persons[e.Supporter])
	}
	return w.saveAll(entries, after)
}

func (w *work) unlessArchived(kind event.Kind) event.Kind {
	if !w.session.Archived.IsZero() {
		return ""
	}
	return kind
}
