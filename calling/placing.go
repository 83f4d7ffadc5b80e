package calling

import (
	"context"

	"partyline/event"
	"partyline/fault"
)

// place rings a leader's (or a verification's) leg, at most once: the leg is marked before the
// carrier is asked, and one that is marked already may have been placed by a process that died.
func (s *Service) place(ctx context.Context, legID string) error {
	var leg Leg
	var from string
	var was LegState
	err := s.Store.Read(ctx, func(r Reader) (err error) {
		leg, err = r.Leg(legID)
		return err
	})
	if err != nil {
		return err
	}
	if leg.State == LegClaimed {
		if err := s.Phone.Turn(ctx, zero); fault.Is(err, "carrier_away") {
			s.away(ctx, leg)
			return Later{At: s.Clock.Now().Add(5 * second)}
		} else if err != nil {
			return err
		}
	}
	err = s.onLeg(ctx, legID, func(tx Tx, l Leg) (_ Leg, err error) {
		switch was = l.State; was {
		case LegClaimed:
			l.State, l.Placed = LegPlacing, s.Clock.Now()
			from, err = numberFrom(tx, l)
		case LegPlacing:
			l.State = LegUnknown
		}
		leg = l
		return l, err
	})
	switch {
	case err != nil:
		return err
	case was == LegPlacing:
		return s.doubt(ctx, leg)
	case was != LegClaimed:
		return nil
	}
	carrier, err := s.Phone.Place(ctx, leg, from)
	if err == nil {
		return s.Fact(ctx, Fact{Leg: leg.ID, Carrier: carrier, State: LegQueued, Seq: -1, Source: "placed"})
	}
	if s.Log != nil {
		s.Log.Warn("place a call", "leg", leg.ID, "code", fault.As(err).Code)
	}
	switch fault.As(err).Code {
	case "bad_number", "phone_config":
		return s.notPlaced(ctx, leg, fault.As(err).Code)
	case "carrier_away": // surely not placed: again soon
		err := s.onLeg(ctx, legID, func(_ Tx, l Leg) (Leg, error) {
			if l.State == LegPlacing {
				l.State = LegClaimed
			}
			return l, nil
		})
		if err != nil {
			return err
		}
		s.away(ctx, leg)
		return Later{At: s.Clock.Now().Add(5 * second)}
	}
	return s.doubt(ctx, leg)
}

// doubt is for a leg that may have been placed: never again, but find out.
func (s *Service) doubt(ctx context.Context, leg Leg) error {
	err := s.onLeg(ctx, leg.ID, func(tx Tx, l Leg) (Leg, error) {
		if l.State == LegPlacing {
			l.State = LegUnknown
		}
		return l, tx.Do(Job{Kind: JobCheckLeg, Subject: l.ID, Due: l.nextCheck()})
	})
	if err != nil {
		return err
	}
	return s.unknown(ctx, leg)
}

// numberFrom is the number that a leg is rung from.
func numberFrom(r Reader, leg Leg) (string, error) {
	org, err := r.Organisation(leg.Organisation)
	if err != nil || leg.Run == "" {
		return org.CallerID, err
	}
	run, err := r.Run(leg.Run)
	if err != nil {
		return "", err
	}
	ses, err := r.PeekSession(run.Session)
	if err != nil {
		return "", err
	}
	list, err := r.List(ses.List)
	return callerID(org, list, leg.Number), err
}

// notPlaced ends a leg that the carrier refused.
func (s *Service) notPlaced(ctx context.Context, leg Leg, code string) error {
	err := s.onRun(ctx, leg.ID, func(w *work, run Run) (event.Kind, error) {
		run.Why = code
		w.session.Notice = notice(code, w.now)
		return "", w.SaveRun(run)
	})
	if err != nil {
		return err
	}
	return s.Fact(ctx, Fact{Leg: leg.ID, State: LegEnded, Result: LegFailed, Seq: -1, Source: "placed"})
}

// unknown says on the page that nobody knows how the leader's phone is.
func (s *Service) unknown(ctx context.Context, leg Leg) error {
	return s.onRun(ctx, leg.ID, func(w *work, run Run) (event.Kind, error) {
		if run.State != RunPlacing {
			return "", nil
		}
		run.State, run.Since = RunUnknown, w.now
		w.session.Notice = notice("carrier_away", w.now)
		return PhoneChanged, w.SaveRun(run)
	})
}

// away says on the page that the carrier does not answer. Whether that can be said does not matter to the job.
func (s *Service) away(ctx context.Context, leg Leg) {
	err := s.onRun(ctx, leg.ID, func(w *work, run Run) (event.Kind, error) {
		if w.session.Notice.Code == "carrier_away" {
			return "", nil
		}
		w.session.Notice = notice("carrier_away", w.now)
		return PhoneChanged, nil
	})
	if err != nil && s.Log != nil {
		s.Log.Warn("say that the carrier is away", "leg", leg.ID, "error", err)
	}
}
