package calling

import (
	"context"
	"encoding/json"

	"partyline/event"
)

// asking is what a check of a leg is told: to ask now, though it is not due, and that there is
// proof that the leg cannot be placed any more.
type asking struct{ Now, Sure bool }

var (
	askNow, _  = json.Marshal(asking{Now: true})
	askSure, _ = json.Marshal(asking{Now: true, Sure: true})
)

// checkLeg is the reaper: it asks the carrier about a leg that is silent for too long, and only
// then moves it. A number is never freed because time has passed; when the carrier does not
// answer, it is asked again soon.
func (s *Service) checkLeg(ctx context.Context, j Job) error {
	var how asking
	if len(j.Data) > 0 {
		if err := json.Unmarshal(j.Data, &how); err != nil {
			return err
		}
	}
	var leg, parent Leg
	err := s.Store.Read(ctx, func(r Reader) (err error) {
		if leg, err = r.Leg(j.Subject); err == nil && leg.Parent != "" {
			parent, err = r.Leg(leg.Parent)
		}
		return err
	})
	if err != nil || leg.State == LegEnded {
		return err
	}
	now := s.Clock.Now()
	if due := leg.nextCheck(); !how.Now && now.Before(due) {
		return Later{At: due}
	}
	seen, err := s.Phone.Look(ctx, leg, parent.Carrier)
	if err != nil {
		s.away(ctx, leaderOf(leg, parent))
		return Later{At: s.Clock.Now().Add(5 * second)}
	}
	s.answered(ctx, leaderOf(leg, parent))
	sure := how.Sure || leg.Kind == SupporterLeg && parent.State == LegEnded
	if f := s.silence.Reconcile(leg, seen, sure && leg.unplaced(), s.Clock); f != nil {
		as := leg.State
		told, err := s.factIf(ctx, *f, func(l Leg) bool { return f.Result != LegNeverPlaced || l.State == as && l.Carrier == "" })
		if err != nil || told && f.State == LegEnded {
			return err
		}
	}
	err = s.Store.Read(ctx, func(r Reader) (err error) {
		leg, err = r.Leg(j.Subject)
		return err
	})
	if err != nil || leg.State == LegEnded {
		return err
	}
	if leg.unrung(now) {
		if err := s.Phone.Hangup(ctx, leg.Carrier); err != nil && s.Log != nil {
			s.Log.Warn("take back a call that never rang", "leg", leg.ID, "error", err)
		}
	}
	at := leg.nextCheck()
	if soon := now.Add(5 * second); at.Before(soon) {
		at = soon
	}
	return Later{At: at}
}

func leaderOf(leg, parent Leg) Leg {
	if leg.Kind == SupporterLeg {
		return parent
	}
	return leg
}

// answered takes the carrier's absence off the page, unless the leg is still in doubt.
func (s *Service) answered(ctx context.Context, leg Leg) {
	if leg.Run == "" {
		return
	}
	err := s.onRun(ctx, leg.ID, func(w *work, run Run) (event.Kind, error) {
		if w.session.Notice.Code != "carrier_away" || run.State == RunUnknown {
			return "", nil
		}
		w.session.Notice = Notice{}
		return PhoneChanged, nil
	})
	if err != nil && s.Log != nil {
		s.Log.Warn("say that the carrier is back", "leg", leg.ID, "error", err)
	}
}
