package dialer

import (
	"context"
	"errors"

	"partyline/calling"
	"partyline/fault"
)

// A phone that was rung is one whose line has the first of these facts; the second one is there once somebody pressed a key.
const (
	ringFact  = "ring"
	ringRung  = "rung"
	ringTaken = "taken"
)

// RingMe rings a caller's phone. Pressed twice it rings once. A number of the organisation's Do Not Call list is not rung, nor one that
// was rung RingTries times within RingHour without anybody pressing a key, whichever page asked: it may be somebody else's. Its person
// can ring in. Whoever has taken it by a key is rung however often their line fails.
func (s *Service) RingMe(ctx context.Context, person string) (Mine, error) {
	id, ref := s.NewID(), s.NewRef()
	return s.change(ctx, person, func(w *work, k *Caller) error {
		if k.Leg != "" {
			return nil
		}
		if k.Phone == "" {
			return fault.New(fault.Invalid, "no_number", "Say your phone number first.").On("number", "Say your phone number first.")
		}
		if err := w.open(k.Campaign); err != nil {
			return err
		}
		leg := calling.Leg{ID: id, Ref: ref, Kind: calling.CallerLeg, Organisation: k.Organisation, Number: k.Phone, User: k.ID, State: calling.LegClaimed, Opened: w.now}
		if err := w.connect(k, leg, true); err != nil {
			return err
		}
		_, err := w.InsertFact(calling.Fact{Leg: leg.ID, Source: ringFact, State: ringRung})
		return errors.Join(err, w.mayRing(*k))
	})
}

// mayRing refuses the ring of a caller's phone that has just been asked for: nobody else opens a line to that number meanwhile.
func (w *work) mayRing(k Caller) error {
	out, err := w.OptedOut(k.Organisation, []string{k.Phone})
	if err != nil {
		return err
	}
	if len(out) > 0 {
		title := "This number is on the list of those that asked not to be called, so we do not ring it. Choose “I ring in myself” instead."
		return fault.New(fault.Conflict, "do_not_call", title).On("number", title)
	}
	if took, err := w.Took(k.ID, k.Phone, w.now.Add(-TakenFor)); err != nil || took {
		return err
	}
	n, err := w.RungInVain(k.Phone, w.now.Add(-RingHour))
	if err != nil {
		return err
	}
	if n > RingTries {
		title := "We have rung this number several times, and nobody pressed a key. Choose “I ring in myself”, or try again in an hour."
		return fault.New(fault.Conflict, "rung_enough", title).On("number", title)
	}
	return nil
}

// connect gives a caller a phone line, which is to be rung or has rung us.
func (w *work) connect(k *Caller, leg calling.Leg, ring bool) error {
	free, err := w.InsertLeg(leg)
	if err != nil {
		return err
	}
	if !free {
		return fault.New(fault.Conflict, "number_busy", "This number is on another call just now. Hang up there, then try again.")
	}
	k.Leg, k.Up, k.Notice = leg.ID, false, ""
	after, moved := k.After(Rings, w.now)
	switch {
	case moved:
		*k = after
	case k.State == Talking || k.State == WrapUp: // their phone was cut off, and is back; one that we ring, when it is picked up
		k.Up = !ring
	default:
		return fault.New(fault.Conflict, "phone_connected", "Your phone is connected already.")
	}
	jobs := w.Do(JobCheck, leg.ID, leg.NextCheck())
	if ring {
		jobs = errors.Join(jobs, w.Do(JobPlace, leg.ID, w.now))
	}
	return jobs
}

// open refuses whoever wants a phone for a campaign that has not begun or is over, or that cannot ring anybody.
func (w *work) open(id string) error {
	c, err := w.Campaign(id)
	switch {
	case err != nil:
		return err
	case c.Started.IsZero():
		return fault.New(fault.Conflict, "not_open", "This campaign is not open yet.")
	case !c.Ended.IsZero():
		return fault.New(fault.Conflict, "ended", "This campaign is over. Thank you!")
	case len(c.CallerIDs) == 0:
		return fault.New(fault.Conflict, "no_caller_id", "The phone lines are not ready. Tell the organisers.")
	}
	return nil
}
