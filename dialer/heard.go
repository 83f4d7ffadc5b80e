package dialer

import (
	"context"

	"partyline/calling"
	"partyline/fault"
	"partyline/line"
)

// Heard is the carrier saying something about a leg: in any order, any number of times. What is said about a leg that is not
// ours is ignored.
func (s *Service) Heard(ctx context.Context, f line.Fact) error {
	return ours(s.write(ctx, func(w *work) error {
		leg, err := w.LockLeg(f.Leg)
		if err != nil {
			return err
		}
		return w.heard(leg, f)
	}))
}

// HeardOf is Heard by the reference in the callback's address.
func (s *Service) HeardOf(ctx context.Context, ref string, f line.Fact) error {
	return ours(s.write(ctx, func(w *work) error {
		leg, err := w.legOf(ref)
		if err != nil {
			return err
		}
		return w.heard(leg, f)
	}))
}

// HeardInbound is Heard of a call that came in: its leg is known by the carrier's id.
func (s *Service) HeardInbound(ctx context.Context, f line.Fact) error {
	return ours(s.write(ctx, func(w *work) error {
		leg, found, err := w.LegByCarrier(f.Carrier)
		if err != nil || !found {
			return err
		}
		if leg, err = w.LockLeg(leg.ID); err != nil {
			return err
		}
		return w.heard(leg, f)
	}))
}

func ours(err error) error {
	if err != nil && fault.As(err).Kind == fault.NotFound {
		return nil
	}
	return err
}

// legOf locks the leg of a reference, of a caller's or a contact's.
func (w *work) legOf(ref string) (calling.Leg, error) {
	leg, err := w.LegByRef(ref)
	if err != nil {
		return leg, err
	}
	if leg.Kind != calling.CallerLeg && leg.Kind != calling.ContactLeg {
		return leg, fault.New(fault.NotFound, "not_found", "This line is not a campaign's.")
	}
	return w.LockLeg(leg.ID)
}

// heard applies a fact to a leg that is locked, and to whatever hangs on it: the caller, or the attempt. Applying it again
// changes nothing.
func (w *work) heard(before calling.Leg, f line.Fact) error {
	f.Leg = before.ID
	if f.At.IsZero() || f.At.After(w.now) {
		f.At = w.now
	}
	if _, err := w.InsertFact(f); err != nil {
		return err
	}
	leg := before.After(f, w.now)
	if err := w.SaveLeg(leg); err != nil {
		return err
	}
	if leg.State != before.State && (leg.State != calling.LegEnded || leg.Unmeasured()) {
		at := leg.NextCheck()
		if at.IsZero() { // how long it was comes with the next report, as a rule
			at = w.now.Add(measured)
		}
		if err := w.Do(JobCheck, leg.ID, at); err != nil {
			return err
		}
	}
	if leg.Kind == calling.ContactLeg {
		return w.contactHeard(leg)
	}
	return w.callerHeard(leg)
}

// callerHeard brings a caller in line with their leg. That it is answered counts when it asks what to do: see CallerAsks.
func (w *work) callerHeard(leg calling.Leg) error {
	if leg.State != calling.LegEnded {
		return nil
	}
	k, found, err := w.CallerOfLeg(leg.ID)
	if err != nil || !found {
		return err
	}
	if k, found, err = w.LockCaller(k.ID); err != nil || !found || k.Leg != leg.ID {
		return err
	}
	if k.State == Joining && k.Notice == "" {
		switch {
		case !leg.Answered.IsZero():
			k.Notice = "no_key"
		case leg.Result == line.Busy:
			k.Notice = "busy"
		default:
			k.Notice = "not_reached"
		}
	}
	k.Up, k.Leg = false, ""
	if after, moved := k.After(AudioGone, w.now); moved {
		k = after
	} else {
		k.Version++
	}
	return w.saveCaller(k)
}

// contactHeard brings an attempt in line with its leg.
func (w *work) contactHeard(leg calling.Leg) error {
	a, err := w.LockAttempt(leg.Attempt)
	if err != nil || a.Over() && !a.LegEnded.IsZero() {
		return err
	}
	was := a
	step := func(sig Signal) { a, _ = a.After(sig, w.now) }
	if leg.State == calling.LegRinging {
		step(Rang)
	}
	if !leg.Answered.IsZero() {
		step(Answers)
	}
	if leg.State.Rank() >= line.Queued.Rank() && leg.Result != line.NeverPlaced && was.State.Unclassified() {
		if err := w.accepted(a); err != nil {
			return err
		}
	}
	if leg.State == calling.LegEnded {
		a.LegEnded = leg.Ended
		if leg.Result == line.NeverPlaced {
			step(NeverThere)
		}
		left, err := w.leftBefore(was, a, leg)
		if err != nil {
			return err
		}
		if left {
			step(Leaving)
		}
		step(Ends)
		if a.State == NotReached && a.Outcome == "" {
			a.Outcome = unreached(leg)
		}
		step(Ends) // what needs no caller is closed with it
	}
	return w.settle(was, a)
}
