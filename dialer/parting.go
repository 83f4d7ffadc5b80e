package dialer

import (
	"context"
	"slices"

	"partyline/calling"
	"partyline/line"
)

// apart says that a contact who was given to a caller has nobody to talk to in their room: the caller has gone, or their phone has
// gone on to another room, or it did not come in time.
func (w *work) apart(a Attempt) bool { return !w.within(a) || w.overdue(a) }

// within says that a caller's phone was told to enter the room of the contact whom they were given, and no other since.
func (w *work) within(a Attempt) bool {
	k, there := w.there(a)
	return there && k.Room == a.Turn
}

// overdue says that two should have met by now, and nothing was heard of it.
func (w *work) overdue(a Attempt) bool {
	return a.Joined.IsZero() && w.now.Sub(a.Bridged) >= AnswerWait
}

// rebridge has a contact ask for another caller, out of the room in which they are alone. Where nothing but a report is missing, it
// is the carrier who says who is in there: reports may be lost, and two who talk are not torn apart.
func (s *Service) rebridge(ctx context.Context, id string) error {
	leg, doubt, err := s.part(ctx, id, "", nil)
	if err == nil && doubt != "" {
		inside, failed := s.Phone.InRoom(ctx, doubt)
		if failed != nil {
			return failed
		}
		leg, _, err = s.part(ctx, id, doubt, inside)
	}
	if err != nil || leg.Carrier == "" {
		return err
	}
	return s.Phone.Join(ctx, leg.Carrier, line.Step{Name: stepAnswer, Ref: leg.Ref, N: 90})
}

// part frees the caller of a contact who is alone: leg is whose phone is to be sent on, none when there is nothing to do. doubt is the
// room in which the two may have met; seen is one of which the carrier was asked, with the legs inside it.
func (s *Service) part(ctx context.Context, id, seen string, inside []string) (leg calling.Leg, doubt string, err error) {
	err = s.write(ctx, func(w *work) error {
		leg, doubt = calling.Leg{}, ""
		a, err := w.LockAttempt(id)
		if err != nil || a.State != Bridged {
			return err
		}
		theirs, err := w.Leg(a.Leg)
		if err != nil || theirs.State != calling.LegAnswered || !w.apart(a) { // they may have met meanwhile
			return err
		}
		room := line.Room(a.Caller, a.Turn)
		switch within := w.within(a); {
		case within && seen != room:
			doubt = room
			return nil
		case within && len(inside) > 1 && slices.Contains(inside, theirs.Carrier):
			return w.met(a)
		}
		leg = theirs
		return w.leftBehind(a)
	})
	return leg, doubt, err
}
