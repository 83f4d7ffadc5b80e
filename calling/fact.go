package calling

import (
	"context"
	"time"

	"partyline/event"
	"partyline/fault"
)

const second = time.Second

var zero time.Time

// Fact is the carrier saying something about a leg: in any order, any number of times. What is
// said about a leg that is not ours is ignored.
func (s *Service) Fact(ctx context.Context, f Fact) error {
	_, err := s.factIf(ctx, f, func(Leg) bool { return true })
	return err
}

// factIf is Fact for conclusions of our own: it is told only while the leg, locked, is as holds says.
func (s *Service) factIf(ctx context.Context, f Fact, holds func(Leg) bool) (told bool, err error) {
	for {
		var leg Leg
		var session string
		err := s.Store.Read(ctx, func(r Reader) error {
			var err error
			if leg, err = r.Leg(f.Leg); err != nil || leg.Run == "" {
				return err
			}
			run, err := r.Run(leg.Run)
			session = run.Session
			return err
		})
		switch {
		case err != nil && fault.As(err).Kind == fault.NotFound:
			return false, nil
		case err != nil:
			return false, err
		case leg.Run == "":
			return s.factOfVerification(ctx, f, holds)
		}
		moved := false
		err = s.in(ctx, session, func(w *work) (event.Kind, error) {
			leg, err := w.Leg(f.Leg)
			if err != nil {
				return "", err
			}
			run, err := w.Run(leg.Run)
			if err != nil {
				return "", err
			}
			moved = run.Session != w.session.ID
			if told = !moved && holds(leg); !told {
				return "", nil
			}
			return w.hear(f)
		})
		if err != nil || !moved {
			return told, err
		}
	}
}

// factOfVerification keeps the state of a leg that belongs to no session.
func (s *Service) factOfVerification(ctx context.Context, f Fact, holds func(Leg) bool) (told bool, err error) {
	err = s.Store.Write(ctx, func(tx Tx) error {
		leg, err := tx.LockLeg(f.Leg)
		if told = err == nil && holds(leg); !told {
			return err
		}
		if _, err := tx.InsertFact(f); err != nil {
			return err
		}
		return tx.SaveLeg(leg.apply(f, s.Clock.Now()))
	})
	return told, err
}

// heardOf is hear for use inside another step; its caller says what happened.
func (w *work) heardOf(f Fact) error {
	_, err := w.hear(f)
	return err
}

// hear applies a fact to its leg and to whatever hangs on it: the run, or the attempt. Applying it
// again changes nothing, so facts that were told before need no special care.
func (w *work) hear(f Fact) (event.Kind, error) {
	if f.At.IsZero() || f.At.After(w.now) {
		f.At = w.now
	}
	if _, err := w.InsertFact(f); err != nil {
		return "", err
	}
	before, err := w.Leg(f.Leg)
	if err != nil {
		return "", err
	}
	leg := before.apply(f, w.now)
	if err := w.SaveLeg(leg); err != nil {
		return "", err
	}
	w.spends(before, leg)
	if leg.Kind == SupporterLeg {
		return w.childHeard(leg)
	}
	return w.leaderHeard(leg)
}

// leaderHeard brings a run in line with its leader's leg.
func (w *work) leaderHeard(leg Leg) (event.Kind, error) {
	run, err := w.Run(leg.Run)
	if err != nil || !run.Ended.IsZero() {
		return "", err
	}
	state := run.State
	switch {
	case leg.State == LegEnded:
		return PhoneChanged, w.endRun(run, leg)
	case leg.up():
		err = w.leaderUp(&run)
	case leg.signed() && (state == RunPlacing || state == RunUnknown):
		run.State, run.Since = RunRinging, w.now
		w.session.Notice = Notice{}
		err = w.SaveRun(run)
	}
	if err != nil || run.State == state {
		return "", err
	}
	return PhoneChanged, nil
}

// endRun is a leader's leg that is over: the session is paused, and every call of the run comes to
// what it can come to without the leader.
func (w *work) endRun(run Run, leg Leg) error {
	if run.Why == "" {
		run.Why = why(leg)
	}
	if w.session.Notice.Code != run.Why {
		w.session.Notice = notice(run.Why, w.now)
	}
	run.State, run.Since, run.Ended = RunEnded, w.now, w.now
	w.session.Pausing = false
	w.active()
	if err := w.SaveRun(run); err != nil {
		return err
	}
	open, err := w.OpenAttempts(w.session.ID)
	if err != nil {
		return err
	}
	for _, a := range open {
		if a.Run != run.ID {
			continue
		}
		o, err := w.callOf(a)
		if err != nil {
			return err
		}
		if err := w.closeIfOver(o); err != nil {
			return err
		}
		if o.how == GoesOn { // ask soon: its own end may have been lost
			job := Job{Kind: JobCheckLeg, Subject: o.call.Leg.ID, Data: askSure, Due: w.now.Add(together)}
			if err := w.Do(job); err != nil {
				return err
			}
		}
	}
	return nil
}

// childHeard brings an attempt in line with its supporter's leg.
func (w *work) childHeard(leg Leg) (event.Kind, error) {
	a, err := w.Attempt(leg.Attempt)
	if err != nil {
		return "", err
	}
	was := a
	if err := w.advance(&a, leg); err != nil {
		return "", err
	}
	if a == was {
		return "", nil
	}
	if err := w.saveAttempt(was, a); err != nil {
		return "", err
	}
	if err := w.runFollows(a, leg); err != nil {
		return "", err
	}
	if a.LegEnded.IsZero() {
		return PhoneChanged, nil
	}
	if was.LegEnded.IsZero() && a.Closed.IsZero() {
		if err := w.Do(Job{Kind: JobWrapUp, Subject: a.ID, Due: a.LegEnded.Add(WrapUpLimit)}); err != nil {
			return "", err
		}
		o, err := w.callOf(a)
		if err != nil {
			return "", err
		}
		if err := w.closeIfOver(o); err != nil {
			return "", err
		}
	}
	return CallEnded, nil
}

// advance copies to an attempt what its leg has come to, and counts the dial at the first sign of it.
func (w *work) advance(a *Attempt, leg Leg) error {
	if a.Dialled.IsZero() && leg.signed() {
		a.Dialled = w.now
		if w.session.Started.IsZero() {
			w.session.Started = w.now
		}
		e, err := w.Entry(a.Entry)
		if err != nil {
			return err
		}
		after := e
		after.Attempts++
		if err := w.save(e, after); err != nil {
			return err
		}
	}
	if a.Answered.IsZero() {
		a.Answered = leg.Answered
	}
	if a.LegEnded.IsZero() && leg.State == LegEnded {
		a.LegEnded = leg.Ended
	}
	w.touch(a.Entry)
	return nil
}

// runFollows moves the run along with the call that is its newest.
func (w *work) runFollows(a Attempt, leg Leg) error {
	run, err := w.Run(a.Run)
	if err != nil || !run.Ended.IsZero() || run.State != RunDialling && run.State != RunTalking {
		return err
	}
	if newest, err := personOf(w.Tx, run, true); err != nil || newest == nil || newest.ID != a.ID {
		return err
	}
	state := run.State
	switch {
	case leg.State == LegEnded:
		run.State = RunWrapUp
		if leg.Result == LegNeverPlaced {
			w.session.Notice = notice("unconnected", w.now)
		}
		if w.session.Pausing { // the leg's own next document hangs up; this is for the case that it is lost
			if err := w.Do(Job{Kind: JobHangup, Subject: run.Leg, Due: w.now.Add(10 * second)}); err != nil {
				return err
			}
		}
	case leg.up():
		run.State = RunTalking
	}
	if run.State == state {
		return nil
	}
	run.Since = w.now
	return w.SaveRun(run)
}

// saveAttempt writes an attempt and moves its cycle's figures along.
func (w *work) saveAttempt(before, after Attempt) error {
	if before == after {
		return nil
	}
	log, ok, err := w.LogOf(after.ID)
	if err != nil {
		return err
	}
	var l *Log
	if ok {
		l = &log
	}
	w.count(after.Cycle, part(&before, l), part(&after, l))
	return w.SaveAttempt(after)
}
