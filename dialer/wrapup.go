package dialer

import (
	"context"
	"errors"
	"time"
)

// HangUp ends the line of whom a caller talks to in a turn; the answers wait to be saved. A press that comes when that talk is over
// does nothing: it is not of the next contact.
func (s *Service) HangUp(ctx context.Context, person string, turn int) (Mine, error) {
	return s.change(ctx, person, func(w *work, k *Caller) error {
		if k.State != Talking || k.Turn != turn {
			return nil
		}
		a, err := w.Attempt(k.Attempt)
		if err != nil {
			return err
		}
		return w.Do(JobHangup, a.Leg, w.now)
	})
}

// moreTime is what one press adds to the time for the answers.
const moreTime = 30 * time.Second

// Extend gives a caller half a minute more for the answers.
func (s *Service) Extend(ctx context.Context, person string, turn int) (Mine, error) {
	return s.change(ctx, person, func(w *work, k *Caller) error {
		if k.State != WrapUp || k.Turn != turn {
			return talkGone()
		}
		if k.Due.Before(w.now) {
			k.Due = w.now
		}
		k.Due = k.Due.Add(moreTime)
		return nil
	})
}

// wrapUp ends the time for the answers: what was given stays, and the caller says when they are ready again.
func (s *Service) wrapUp(ctx context.Context, person string) error {
	var again time.Time
	err := s.write(ctx, func(w *work) error {
		again = time.Time{}
		k, found, err := w.Caller(person)
		if err != nil || !found || k.State != WrapUp {
			return err
		}
		if w.now.Before(k.Due) { // it was given more time
			again = k.Due
			return nil
		}
		return w.incomplete(k.ID, k.Attempt, TimeUp, "time_up")
	})
	if err != nil || again.IsZero() {
		return err
	}
	return s.Later(again)
}

// incomplete closes a talk that nobody will write up any more, with the answers that were given.
func (w *work) incomplete(person, attempt string, what CallerEvent, notice string) error {
	a, err := w.LockAttempt(attempt)
	if err != nil {
		return err
	}
	k, found, err := w.LockCaller(person)
	if err != nil || !found || k.Attempt != attempt {
		return err
	}
	after, moved := k.After(what, w.now)
	if !moved {
		return nil
	}
	if after.State != Finished { // there it says who asked them to
		after.Notice = notice
	}
	if err := w.written(a); err != nil {
		return err
	}
	return errors.Join(w.saveCaller(after), w.onTheirWay(after))
}
