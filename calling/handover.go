package calling

import (
	"context"

	"partyline/event"
	"partyline/fault"
)

// HandOver gives an open session to another leader, with its queue, its skips and its figures; the old
// leader's share of a split list goes along. Its leader may, and captains and admins. Refused while a phone is connected to it
// (calling) and when the new leader has an open session on the list (session_exists). The new leader needs a
// mobile number to start, not to be given it.
func (s *Service) HandOver(ctx context.Context, who Who, id string, in HandOver) (SessionView, error) {
	var view SessionView
	if err := s.due(ctx, id); err != nil {
		return view, err
	}
	err := s.Store.Write(ctx, func(tx Tx) error {
		before, err := tx.PeekSession(id)
		if err != nil {
			return err
		}
		l, err := tx.LockList(before.List) // no session is made on it, and no share is dealt meanwhile
		if err != nil {
			return err
		}
		w, err := s.lock(tx, id)
		if err != nil {
			return err
		}
		if err := w.mayStop(who); err != nil {
			return err
		}
		if err := w.open(); err != nil {
			return err
		}
		if w.session.Leader != in.To {
			if err := w.handOver(who, l, in.To); err != nil {
				return err
			}
		}
		view, err = w.view()
		return err
	})
	return view, err
}

func (w *work) handOver(who Who, l List, to string) error {
	from, err := w.Leader(w.session.Leader)
	if err != nil {
		return err
	}
	leader, err := mayLead(w.Tx, to, l)
	if err != nil {
		return err
	}
	if other, has, err := w.OpenSession(to, l.ID); err != nil {
		return err
	} else if has {
		return fault.New(fault.Conflict, "session_exists", "%s has an open session on this list already: %s. It must be archived first.", leader.Name, other.Name).With("session", other.ID)
	}
	run, live, err := w.SessionRun(w.session.ID)
	switch {
	case err != nil:
		return err
	case live && run.over():
		return fault.New(fault.Conflict, "calling", "%s's phone is just being hung up. Try again in a few seconds.", from.Name)
	case live:
		return fault.New(fault.Conflict, "calling", "%s is on the phone in this session. Pause it, and hand it over when the call has ended.", from.Name)
	}
	w.session.Leader, w.session.Notice, w.session.Pausing = to, Notice{}, false
	w.session.Version++
	w.active()
	split, err := w.Split(l.ID)
	if err != nil {
		return err
	}
	if len(split) > 0 {
		if err := w.PassShares(l.ID, from.ID, to); err != nil {
			return err
		}
		if err := w.SaveSplit(l.ID, instead(split, from.ID, to)); err != nil {
			return err
		}
		if err := tellSplit(w.Tx, l.ID); err != nil {
			return err
		}
		if err := w.Do(Job{Kind: JobRoster, Subject: l.ID, Due: w.now}); err != nil {
			return err
		}
	}
	if err := w.audit(who.User, "session.hand_over", event.FamilySession, w.session.ID, map[string]string{"from": from.Name, "to": leader.Name}); err != nil {
		return err
	}
	return w.settle(SessionHandedOver)
}
