package calling

import (
	"context"
	"errors"

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
