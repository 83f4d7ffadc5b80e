package dialer

import (
	"context"
	"time"

	"partyline/calling"
	"partyline/line"
)

// hangup ends a leg; it may be repeated. One that the carrier has not got just ends; one whose carrier id is not known yet is
// tried again until it is known or over.
func (s *Service) hangup(ctx context.Context, id string) error {
	var leg calling.Leg
	err := s.write(ctx, func(w *work) (err error) {
		if leg, err = w.LockLeg(id); err != nil || leg.State != calling.LegClaimed {
			return err
		}
		return w.heard(leg, line.Fact{Leg: id, State: line.Ended, Result: line.NeverPlaced, Seq: -1, Source: "hangup"})
	})
	if err != nil || leg.State == calling.LegEnded || leg.State == calling.LegClaimed {
		return err
	}
	if leg.Carrier == "" {
		return s.Later(s.Clock.Now().Add(time.Second))
	}
	if err := s.Phone.Hangup(ctx, leg.Carrier); err != nil {
		return s.Later(s.Clock.Now().Add(2 * time.Second))
	}
	// Its end is told by a webhook; should that be lost, nobody waits for minutes.
	return s.write(ctx, func(w *work) error { return w.Do(JobCheck, id, w.now.Add(5*time.Second)) })
}

// measured is how long after the end of a line the carrier's report is waited for that says how many seconds it was.
const measured = 15 * time.Second

// check is the reaper: it asks the carrier about a leg that is silent for too long, and only then moves it. A number is never
// freed because time has passed; while the carrier does not answer, nothing moves. One that is over is asked about once more when
// nobody has said for how long it was.
func (s *Service) check(ctx context.Context, id string) error {
	var leg calling.Leg
	err := s.Store.Read(ctx, func(r Reader) (err error) {
		leg, err = r.Leg(id)
		return err
	})
	if err != nil || leg.State == calling.LegEnded && !leg.Unmeasured() {
		return err
	}
	now := s.Clock.Now()
	seen, err := s.Phone.Find(ctx, line.Call{Leg: leg.ID, Ref: leg.Ref, Number: leg.Number, Carrier: leg.Carrier, Opened: leg.Opened})
	if err != nil {
		return s.Later(now.Add(5 * time.Second))
	}
	if f := s.silence.Reconcile(leg, seen, false, s.Clock); f != nil {
		f.At = overAt(leg, *f)
		err := s.write(ctx, func(w *work) error {
			l, err := w.LockLeg(id)
			if err != nil || f.Result == line.NeverPlaced && (l.State != leg.State || l.Carrier != "") {
				return err
			}
			leg = l
			return w.heard(l, *f)
		})
		if err != nil || f.State == line.Ended {
			return err
		}
	}
	if leg.Unrung(now) {
		if err := s.Phone.Hangup(ctx, leg.Carrier); err != nil {
			s.Log.Warn("take back a call that never rang", "leg", leg.ID, "error", err)
		}
	}
	at := leg.NextCheck()
	if soon := now.Add(5 * time.Second); at.Before(soon) {
		at = soon
	}
	return s.Later(at)
}

// overAt is when a line ended of which the carrier says, asked late, only for how many seconds it was up.
func overAt(leg calling.Leg, f line.Fact) time.Time {
	over := leg.Answered.Add(time.Duration(f.Seconds) * time.Second)
	if f.State == line.Ended && f.Seconds > 0 && !leg.Answered.IsZero() && over.Before(f.At) {
		return over
	}
	return f.At
}

// notice puts a word on the page of whose phone a leg is.
func (w *work) notice(leg calling.Leg, code string) error {
	k, found, err := w.CallerOfLeg(leg.ID)
	if err != nil || !found {
		return err
	}
	if k, found, err = w.LockCaller(k.ID); err != nil || !found {
		return err
	}
	k.Notice = code
	return w.saveCaller(k)
}
