package dialer

import (
	"context"
	"errors"
	"time"
)

// pageNoted is how long before a page went it may have been noted last.
const pageNoted = 20 * time.Second

// tidy lets callers go who wish to, and ends talks of who has neither page nor phone any more.
func (s *Service) tidy(ctx context.Context, id string) error {
	var quiet, leaving []Caller
	phone := s.Clock.Now().Add(-SilentLimit)
	page := phone.Add(-pageNoted)
	err := s.Store.Read(ctx, func(r Reader) error {
		c, err := r.Campaign(id)
		if err != nil {
			return err
		}
		if quiet, err = r.Quiet(c.No, phone, page); err != nil {
			return err
		}
		all, err := r.Callers(c.No)
		for _, k := range all {
			if k.State == Waiting && k.Wish != NoWish {
				leaving = append(leaving, k)
			}
		}
		return err
	})
	for _, k := range quiet {
		err = errors.Join(err, s.write(ctx, func(w *work) error {
			if _, err := w.LockAttempt(k.Attempt); err != nil {
				return err
			}
			if _, _, err := w.LockCaller(k.ID); err != nil {
				return err
			}
			if still, err := w.IsQuiet(k.ID, phone, page); err != nil || !still { // they may be back
				return err
			}
			return w.incomplete(k.ID, k.Attempt, Silent, "incomplete")
		}))
	}
	for _, k := range leaving {
		_, also := s.leave(ctx, k.ID, func(w *work, k *Caller) error {
			crowd, err := w.Crowd(k.No)
			if err == nil {
				w.letGo(k, crowd, crowd.Free)
			}
			return err
		})
		err = errors.Join(err, also)
	}
	return err
}
