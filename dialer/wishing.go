package dialer

import (
	"context"
)

// Break is a caller who wishes for a break, at once or after the present talk.
func (s *Service) Break(ctx context.Context, person string) (Mine, error) {
	return s.wish(ctx, person, ToPause)
}

// Finish is a caller who wishes to stop, at once or after the present talk. Whoever waits may still be given what rings already.
func (s *Service) Finish(ctx context.Context, person string) (Mine, error) {
	return s.wish(ctx, person, ToFinish)
}

func (s *Service) wish(ctx context.Context, person string, wish Wish) (Mine, error) {
	return s.leave(ctx, person, func(w *work, k *Caller) error { return w.wishes(k, wish) })
}

// wishes notes what a caller wishes for, and does it as far as nothing that rings is for them.
func (w *work) wishes(k *Caller, wish Wish) error {
	switch k.State {
	case Waiting, Talking, WrapUp:
		counted := k.Counted()
		k.Wish = wish
		if k.State != Waiting {
			return nil
		}
		crowd, err := w.Crowd(k.No)
		if err != nil {
			return err
		}
		if counted {
			crowd.Free--
		}
		w.letGo(k, crowd, crowd.Free)
	case OnBreak, NotReady, Joining:
		if wish == ToFinish {
			*k, _ = k.After(Leaves, w.now)
		}
	}
	return nil
}

// letGo lets a caller who waits go as they wish, once all that rings finds somebody else: so many others are free.
func (w *work) letGo(k *Caller, crowd Crowd, others int) {
	if k.State != Waiting || k.Wish == NoWish || crowd.InFlight > others {
		return
	}
	what := Pauses
	if k.Wish == ToFinish {
		what = Leaves
	}
	*k, _ = k.After(what, w.now)
}

// Back is a caller who comes back from a break, or is ready again; or changes their mind about leaving.
func (s *Service) Back(ctx context.Context, person string) (Mine, error) {
	return s.change(ctx, person, func(w *work, k *Caller) error {
		k.Wish, k.Notice = NoWish, ""
		if after, moved := k.After(Returns, w.now); moved {
			*k = after
		}
		return nil
	})
}
