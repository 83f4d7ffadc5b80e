package calling

import (
	"context"

	"partyline/event"
	"partyline/fault"
)

// Next dials the next person from the page: it does what a key on the phone does, and claims the
// step before the key can. A call whose result the carrier told is saved with it; one that was
// answered must be logged first.
func (s *Service) Next(ctx context.Context, who Who, id string) (SessionView, error) {
	return s.change(ctx, who, id, func(w *work) (event.Kind, error) {
		if err := w.mayPress(who); err != nil {
			return "", err
		}
		if role, err := w.Leads(w.session.Leader, w.session.Group); err != nil {
			return "", err
		} else if role == "" {
			return "", fault.New(fault.Forbidden, "not_leader", "You do not call for this group any more.")
		}
		run, live, err := w.SessionRun(id)
		if err != nil {
			return "", err
		}
		if !live {
			return "", fault.New(fault.Conflict, "phone_down", "Your phone is not connected. Press Resume calling session first.")
		}
		leg, err := w.Leg(run.Leg)
		if err != nil {
			return "", err
		}
		switch {
		case !leg.up() && w.session.Notice.Code == "carrier_away":
			return "", fault.New(fault.Conflict, "carrier_away", "%s", notices["carrier_away"])
		case !leg.up(), run.over():
			return "", fault.New(fault.Conflict, "phone_down", "Your phone is not connected yet. Answer it first, or press Resume calling session.")
		case w.session.Pausing:
			return "", fault.New(fault.Conflict, "phone_down", "This session pauses after the call that goes on. Press Resume calling session then.")
		case run.State == RunGreeting:
			return "", fault.New(fault.Conflict, "not_available", "Press any key on your phone first, so that nobody is connected to your voicemail.")
		}
		return w.nextFromPage(run, leg)
	})
}

func (w *work) nextFromPage(run Run, leg Leg) (event.Kind, error) {
	saved := false
	for {
		owed, err := w.owed()
		if err != nil {
			return "", err
		}
		if owed == nil {
			break
		}
		a, name := owed.call.Attempt, owed.person.Name
		switch owed.how {
		case KnownResult:
			if err := w.close(owed, EndSaved); err != nil {
				return "", err
			}
			saved = true
			continue
		case LogOwed:
			return "", fault.New(fault.Conflict, "log_missing", "Save the result of your call with %s first.", name).With("attempt", a.ID).With("entry", a.Entry)
		}
		return "", fault.New(fault.Conflict, "calling", "You are still on the call with %s.", name).With("attempt", a.ID)
	}
	if _, err := w.canRing(); err != nil {
		return "", err
	}
	got, err := w.reserve(run, byPage)
	switch {
	case err != nil:
		return "", err
	case got.attempt != nil:
		return EntryCalled, w.steer(got.attempt.ID, leg, Step{Name: "dial", Ref: leg.Ref, N: got.attempt.Step})
	case saved: // nobody to dial, but the result of the last call is kept
		return CallEnded, nil
	case w.session.Preparing.goesOn():
		return "", w.session.Preparing.refusal()
	case got.by != nil:
		return "", fault.New(fault.Conflict, "reserved", "Everyone left is on another call: the next one is with %s now.", got.by.Name).With("by", *got.by)
	case got.busy:
		return "", fault.New(fault.Conflict, "reserved", "Everyone left is on another call. Try again in a moment.")
	}
	return "", w.nobodyCallable()
}
