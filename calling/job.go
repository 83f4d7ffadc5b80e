package calling

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"partyline/event"
	"partyline/fault"
)

// Jobs is every kind of job that RunJob does.
var Jobs = append([]JobKind{JobRecheck, JobSpread, JobUndo, JobPrepare, JobRoster, JobSettings, JobNumbers}, PhoneJobs...)

// PhoneJobs are those that somebody waits for with a phone in their hand. They are short, and the others, which go through
// the sessions of many leaders, must not stand before them.
var PhoneJobs = []JobKind{JobPlace, JobHangup, JobSteer, JobCheckLeg, JobWrapUp, JobLeading}

// Places is those of them that wait for their turn at the carrier: they have hands of their own, or the others would wait with them.
var Places = []JobKind{JobPlace}

// GatheredJobs is the kinds of which RunJobs does several at once, for little more than one costs.
var GatheredJobs = []JobKind{JobRecheck, JobSpread}

// RunJobs does due jobs of a gathered kind at once. After an error they are all still to be done, and may be done one by one.
func (s *Service) RunJobs(ctx context.Context, kind JobKind, subjects []string) error {
	switch kind {
	case JobRecheck:
		return s.recheck(ctx, subjects)
	case JobSpread:
		return s.spread(ctx, subjects)
	}
	return fmt.Errorf("jobs of kind %s are done one by one", kind)
}

// RunJob does one due job of the outbox. nil: done, the row goes. Later: again at that instant.
// Any other error: the worker tries again. A job may be run twice; only placing and steering must
// not be repeated, and they see to that themselves.
func (s *Service) RunJob(ctx context.Context, j Job) error {
	err := s.runJob(ctx, j)
	var later Later
	if err != nil && !errors.As(err, &later) && fault.As(err).Kind == fault.NotFound {
		return nil // what it was about is gone
	}
	return err
}

func (s *Service) runJob(ctx context.Context, j Job) error {
	switch j.Kind {
	case JobPlace:
		return s.place(ctx, j.Subject)
	case JobHangup:
		return s.hangup(ctx, j.Subject)
	case JobSteer:
		return s.steer(ctx, j)
	case JobCheckLeg:
		return s.checkLeg(ctx, j)
	case JobWrapUp:
		return s.wrapUp(ctx, j.Subject)
	case JobRecheck:
		return s.recheck(ctx, []string{j.Subject})
	case JobSpread:
		return s.spread(ctx, []string{j.Subject})
	case JobUndo:
		return s.undoEffects(ctx, j.Subject)
	case JobPrepare:
		return s.prepare(ctx, j.Subject)
	case JobRoster:
		return s.roster(ctx, j.Subject)
	case JobLeading:
		return s.leading(ctx, j.Subject)
	case JobSettings, JobNumbers:
		return s.settings(ctx, j.Kind, j.Subject)
	}
	return fmt.Errorf("no such job: %s", j.Kind)
}

// onLeg changes one leg under the lock that guards it: its session's, or its own without one.
func (s *Service) onLeg(ctx context.Context, id string, f func(tx Tx, l Leg) (Leg, error)) error {
	return s.Store.Write(ctx, func(tx Tx) error {
		leg, err := tx.Leg(id)
		if err != nil {
			return err
		}
		if leg.Run != "" {
			run, err := tx.Run(leg.Run)
			if err != nil {
				return err
			}
			if _, err := tx.Session(run.Session); err != nil {
				return err
			}
			leg, err = tx.Leg(id)
			if err != nil {
				return err
			}
		} else if leg, err = tx.LockLeg(id); err != nil {
			return err
		}
		if leg.State == LegEnded {
			return nil
		}
		after, err := f(tx, leg)
		if err != nil || after == leg {
			return err
		}
		return tx.SaveLeg(after)
	})
}

// onRun runs f on the session of a leader's leg whose run is live.
func (s *Service) onRun(ctx context.Context, legID string, f func(w *work, run Run) (event.Kind, error)) error {
	var session string
	err := s.Store.Read(ctx, func(r Reader) error {
		leg, err := r.Leg(legID)
		if err != nil || leg.Run == "" {
			return err
		}
		run, err := r.Run(leg.Run)
		session = run.Session
		return err
	})
	if err != nil || session == "" {
		return err
	}
	return s.in(ctx, session, func(w *work) (event.Kind, error) {
		run, live, err := w.SessionRun(session)
		if err != nil || !live || run.Leg != legID {
			return "", err
		}
		return f(w, run)
	})
}

// hangup ends a leg; it may be repeated. One that was never given to the carrier just ends; one
// whose carrier id is not known yet is asked for again until it is known or over.
func (s *Service) hangup(ctx context.Context, legID string) error {
	var leg Leg
	err := s.Store.Read(ctx, func(r Reader) (err error) {
		leg, err = r.Leg(legID)
		return err
	})
	if err != nil || leg.State == LegEnded {
		return err
	}
	if leg.Carrier != "" {
		if err := s.Phone.Hangup(ctx, leg.Carrier); err != nil {
			s.away(ctx, leg)
			return Later{At: s.Clock.Now().Add(2 * second)}
		}
		// Its end is told by a webhook; should that be lost, nobody waits for minutes.
		return s.Store.Write(ctx, func(tx Tx) error {
			return tx.Do(Job{Kind: JobCheckLeg, Subject: leg.ID, Data: askNow, Due: s.Clock.Now().Add(5 * second)})
		})
	}
	if leg.State == LegClaimed {
		if told, err := s.factIf(ctx, neverPlaced(legID), func(l Leg) bool { return l.State == LegClaimed }); err != nil || told {
			return err
		}
	}
	return Later{At: s.Clock.Now().Add(second)}
}

// steer has a live leg ask for a step, once: a second redirect would cut off what the first began.
func (s *Service) steer(ctx context.Context, j Job) error {
	var to steerTo
	if err := json.Unmarshal(j.Data, &to); err != nil {
		return err
	}
	var leg Leg
	over := false
	err := s.Store.Read(ctx, func(r Reader) (err error) {
		if leg, err = r.Leg(to.Leg); err != nil || to.To.Name != "dial" {
			return err
		}
		a, err := r.Attempt(j.Subject)
		over = !a.Closed.IsZero()
		return err
	})
	if err != nil || over || leg.State == LegEnded || j.Tries > 0 {
		return err // begun before and nobody knows how it ended: the reaper finds out
	}
	err = s.Phone.Steer(ctx, leg.Carrier, to.To)
	switch {
	case err == nil, fault.Is(err, "leg_gone"), fault.Is(err, "outcome_unknown"):
		return nil // gone: its end is on the way; unknown: never repeated
	case fault.Is(err, "carrier_away"):
		s.away(ctx, leg)
		return Later{At: s.Clock.Now().Add(2 * second)}
	}
	if s.Log != nil {
		s.Log.Warn("steer a call", "leg", leg.ID, "code", fault.As(err).Code)
	}
	return nil
}

// wrapUp closes an attempt whose ten minutes are over.
func (s *Service) wrapUp(ctx context.Context, attempt string) error {
	var session string
	err := s.Store.Read(ctx, func(r Reader) error {
		a, err := r.Attempt(attempt)
		session = a.Session
		return err
	})
	if err != nil {
		return err
	}
	return s.in(ctx, session, func(w *work) (event.Kind, error) {
		a, err := w.Attempt(attempt)
		if err != nil || !a.Closed.IsZero() {
			return "", err
		}
		o, err := w.callOf(a)
		if err != nil || !o.how.Over() {
			return "", err
		}
		return CallEnded, w.close(o, o.how)
	})
}
