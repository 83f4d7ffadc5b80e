package hooks

import (
	"context"
	"strconv"
	"time"

	"partyline/event"
	"partyline/fault"
)

// turn is how many deliveries of one hook are sent before others have theirs.
const turn = 50

// Deliver sends what waits for a hook, one after the other, and says when to come again; the zero time: when
// there is something new. A delivery whose answer is not kept, because this node died, is sent again.
func (s *Service) Deliver(ctx context.Context, hook string) (again time.Time, err error) {
	for range turn {
		h, d, when, err := s.next(ctx, hook)
		if err != nil || d.ID == "" {
			return when, err
		}
		now := s.Clock.Now()
		a := s.Sender.Send(ctx, h.URL, map[string]string{
			"Content-Type":        "application/json",
			"Partyline-Delivery":  d.ID,
			"Partyline-Event":     string(d.Kind),
			"Partyline-Try":       strconv.Itoa(d.Tries + 1),
			"Partyline-Signature": Sign(s.Secret(h.ID), now, d.Body),
		}, d.Body)
		if ctx.Err() != nil { // this node stops: that is no failure of theirs
			return time.Time{}, ctx.Err()
		}
		if err := s.note(ctx, d, a); err != nil {
			return time.Time{}, err
		}
	}
	return s.Clock.Now(), nil
}

// next is the delivery to send now, or none and when there will be one.
func (s *Service) next(ctx context.Context, hook string) (h Hook, d Delivery, when time.Time, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		d, when = Delivery{}, time.Time{}
		if h, err = r.Hook(hook); err != nil || !h.Off.IsZero() {
			return gone(err)
		}
		first, found, err := r.Next(hook)
		if err != nil || !found {
			return err
		}
		now := s.Clock.Now()
		if when = later(first.Next, h.Paused); !when.After(now) {
			d = first
		}
		return nil
	})
	return h, d, when, err
}

// note keeps what came of a try.
func (s *Service) note(ctx context.Context, d Delivery, a Answer) error {
	return s.Store.Write(ctx, func(tx Tx) error {
		h, err := tx.LockHook(d.Hook)
		if err != nil {
			return gone(err) // removed while it was sent
		}
		fresh, err := tx.Delivery(d.ID)
		if err != nil {
			return gone(err)
		}
		if fresh.Since.After(d.Since) || fresh.State != Waiting { // replayed meanwhile, or somebody else sent it too
			return nil
		}
		now := s.Clock.Now()
		h, fresh, off := tried(h, fresh, a, now)
		if err := tx.SaveDelivery(fresh); err != nil {
			return err
		}
		if err := tx.SaveHook(h); err != nil {
			return err
		}
		if a.Problem == "" {
			return nil
		}
		if !off {
			return tx.GiveUp(h.ID, now.Add(-patience), a.Problem)
		}
		if err := tx.GiveUp(h.ID, now, "The webhook was switched off."); err != nil {
			return err
		}
		return s.switchedOff(tx, h)
	})
}

// switchedOff writes it down, and tells every admin.
func (s *Service) switchedOff(tx Tx, h Hook) error {
	if err := tx.Audit(h.Organisation, "", "webhook_switched_off", "webhook/"+h.ID, map[string]any{"host": h.host(), "failing_since": h.Failing}); err != nil {
		return err
	}
	admins, err := tx.Admins(h.Organisation)
	if err != nil {
		return err
	}
	for _, user := range admins {
		if err := tx.Emit(event.On(event.FamilyUser, user), SwitchedOff, Told{ID: h.ID, Host: h.host()}); err != nil {
			return err
		}
	}
	return nil
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// gone takes "not there" for an end: what was to be done is not needed any more.
func gone(err error) error {
	if err != nil && fault.As(err).Kind == fault.NotFound {
		return nil
	}
	return err
}
