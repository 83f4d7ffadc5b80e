package calling

import (
	"context"
	"errors"
	"maps"
	"slices"

	"partyline/fault"
)

// steps is the states that a rule takes an entry through; none: it stays as it is.
type steps func(w *work, e Entry, p Person) []Entry

// spread brings results to the other sessions of their shared lists. A subject is an attempt or a log by hand; it is
// read as it is when those sessions are locked, so a later correction corrects the others too, and an undo that came in
// between leaves nothing behind.
func (s *Service) spread(ctx context.Context, subjects []string) error {
	on := map[string][]string{} // by list
	var lists []string
	open := map[string][]string{}
	err := s.Store.Write(ctx, func(r Tx) error {
		clear(on)
		lists = nil
		for _, subject := range subjects {
			x, _, list, _, err := stands(r, subject)
			switch {
			case err != nil && fault.As(err).Kind != fault.NotFound:
				return err
			case err == nil && !x.At.IsZero():
				on[list] = append(on[list], subject)
			}
		}
		lists = slices.Sorted(maps.Keys(on))
		for _, list := range lists {
			if err := r.HoldList(list); err != nil { // whoever makes or re-opens a session on it has done so
				return err
			}
			ids, err := r.SessionsOn(list)
			if err != nil {
				return err
			}
			open[list] = ids
		}
		return nil
	})
	if err != nil {
		return err
	}
	var all error
	for _, list := range lists {
		all = errors.Join(all, s.among(ctx, open[list], "completed", func(tx Tx) (people []string, rule steps, err error) {
			results := map[string][]result{}
			for _, subject := range on[list] {
				var r result
				r.Result, r.session, _, r.supporter, err = stands(tx, subject)
				switch {
				case err != nil && fault.As(err).Kind != fault.NotFound:
					return nil, nil, err
				case err == nil:
					people = append(people, r.supporter)
					results[r.supporter] = append(results[r.supporter], r)
				}
			}
			return people, func(w *work, e Entry, p Person) (after []Entry) {
				for _, r := range results[e.Supporter] {
					if w.shared && r.session != w.session.ID {
						e = w.rules.spread(e, p, r.Result)
						after = append(after, e)
					}
				}
				return after
			}, nil
		}))
	}
	return all
}

// result is a Result with where it comes from.
type result struct {
	Result
	session, supporter string
}

// recheck judges people again in every open session that has them.
func (s *Service) recheck(ctx context.Context, supporters []string) error {
	var sessions []string
	err := s.Store.Read(ctx, func(r Reader) error {
		sessions = nil
		for _, id := range supporters {
			with, err := r.SessionsWith(id)
			if err != nil {
				return err
			}
			sessions = append(sessions, with...)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.among(ctx, sessions, "not_callable", func(Tx) ([]string, steps, error) {
		return supporters, func(w *work, e Entry, p Person) []Entry { return []Entry{w.rules.changed(e, p)} }, nil
	})
}
