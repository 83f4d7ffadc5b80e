package dialer

import (
	"context"
	"errors"

	"partyline/fault"
)

// FinishAll asks every caller of a campaign to finish, as if each of them had wished for it: who talks ends that talk first, and
// who waits may still be given what rings already. It is done in the background, one caller at a time, and goes on after a crash.
// Whoever comes in later is not asked.
func (s *Service) FinishAll(ctx context.Context, organisation, user, id string) error {
	return s.write(ctx, func(w *work) error {
		c, err := w.Campaign(id)
		if err != nil {
			return err
		}
		return errors.Join(w.Do(JobFinish, c.ID, w.now), w.Audit(organisation, user, "callers_asked_to_finish", "campaign/"+c.ID, map[string]any{"name": c.Name}))
	})
}

// asked is the notice of who was asked to finish by an organiser.
const asked = "asked_to_finish"

// finishAll has each caller who has a phone connected, or is about to, wish to finish.
func (s *Service) finishAll(ctx context.Context, id string) error {
	var all []Caller
	err := s.Store.Read(ctx, func(r Reader) error {
		c, err := r.Campaign(id)
		if err == nil {
			all, err = r.Callers(c.No)
		}
		return err
	})
	for _, k := range all {
		if k.State == Out || k.State == Finished || k.Wish == ToFinish {
			continue
		}
		_, also := s.leave(ctx, k.ID, func(w *work, k *Caller) error {
			before := *k
			if err := w.wishes(k, ToFinish); err != nil {
				return err
			}
			if *k != before {
				k.Notice = asked
			}
			return nil
		})
		err = errors.Join(err, also)
	}
	return err
}

// Remove lets a caller go who was removed: their phone is hung up, and whoever they talk to is given to somebody else. Nobody is
// claimed for them after that, and a talk whose answers are not saved is closed with those that are. It may be repeated; somebody who never was a caller is passed over.
func (s *Service) Remove(ctx context.Context, campaign, person string) error {
	err := s.write(ctx, func(w *work) error {
		k, found, err := w.Caller(person)
		if err != nil || !found || k.Campaign != campaign {
			return err
		}
		if _, err := w.LockCampaign(campaign); err != nil { // it comes before a caller's
			return err
		}
		if k, found, err = w.LockCaller(person); err != nil || !found {
			return err
		}
		was := k
		if after, moved := k.After(Leaves, w.now); moved {
			k = after
		} else if k.State == Talking || k.State == WrapUp {
			k.Wish = ToFinish
		}
		if k.State == WrapUp { // no page will answer any more
			k.Due = w.now
			if err := w.Do(JobWrapUp, k.ID, k.Due); err != nil {
				return err
			}
		}
		if k.Leg != "" {
			if err := w.Do(JobHangup, k.Leg, w.now); err != nil {
				return err
			}
		}
		if k == was {
			return nil
		}
		k.Version++
		return w.saveCaller(k)
	})
	if err != nil && fault.As(err).Kind == fault.NotFound {
		return nil
	}
	return err
}
