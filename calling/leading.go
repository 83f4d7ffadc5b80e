package calling

import (
	"context"

	"partyline/event"
)

// leading follows a change of a user's rights: a phone that is connected to a session which its leader may not lead any
// more is hung up, after the talk that is going on.
func (s *Service) leading(ctx context.Context, user string) error {
	var session string
	err := s.Store.Read(ctx, func(r Reader) error {
		run, live, err := r.LiveRun(user)
		if live {
			session = run.Session
		}
		return err
	})
	if err != nil || session == "" {
		return err
	}
	return s.in(ctx, session, func(w *work) (event.Kind, error) {
		role, err := w.Leads(w.session.Leader, w.session.Group)
		if err != nil || role != "" {
			return "", err
		}
		return PhoneChanged, w.hangUpAfterTalk("not_leading")
	})
}

// listGone hangs up every phone that is connected to a session on a list that was deleted.
func (s *Service) listGone(ctx context.Context, list string) error {
	return s.each(ctx, func(r Reader) ([]string, error) { return r.SessionsIn(event.FamilyList, list) }, func(w *work) (event.Kind, error) {
		if _, live, err := w.SessionRun(w.session.ID); err != nil || !live {
			return "", err
		}
		return PhoneChanged, w.hangUpAfterTalk("list_deleted")
	})
}
