package dialer

import (
	"context"
	"errors"
	"time"

	"partyline/calling"
	"partyline/campaign"
	"partyline/fault"
	"partyline/line"
)

// awayWait is how long a call that was surely not placed waits until it is tried again.
const awayWait = 3 * time.Second

// place rings a leg, at most once: it is marked before the carrier is asked, and one that is marked already may have been placed
// by a process that died. A contact whom nobody may or can take any more, or whose turn would come too late, is not rung; nor one
// whose caller has gone, or took somebody else, while the call waited for its turn.
func (s *Service) place(ctx context.Context, id string) error {
	late, err := s.turn(ctx, id)
	if err != nil {
		return err
	}
	var leg calling.Leg
	var was calling.LegState
	var from string
	err = s.write(ctx, func(w *work) (err error) {
		if err := w.holdCampaignOf(id); err != nil {
			return err
		}
		if leg, err = w.LockLeg(id); err != nil {
			return err
		}
		switch was = leg.State; was {
		case calling.LegClaimed:
		case calling.LegPlacing:
			return w.doubt(&leg)
		default:
			return nil
		}
		var stop bool
		if from, stop, err = w.sender(leg); err != nil {
			return err
		}
		if stop || late {
			was = ""
			return w.heard(leg, line.Fact{Leg: leg.ID, State: line.Ended, Result: line.NeverPlaced, Seq: -1, Source: "withdrawn"})
		}
		leg.State, leg.Placed = calling.LegPlacing, w.now
		if leg.Kind == calling.ContactLeg {
			if err := w.signal(leg.Attempt, Sent); err != nil {
				return err
			}
		}
		return w.SaveLeg(leg)
	})
	if err != nil || was != calling.LegClaimed {
		return err
	}
	call := line.Call{Leg: leg.ID, Ref: leg.Ref, Number: leg.Number, From: from, First: line.Step{Name: stepGreet, Ref: leg.Ref}, Ring: calling.LeaderRing, Opened: leg.Opened}
	ring := s.Phone.PlaceCaller
	if leg.Kind == calling.ContactLeg {
		call.First.Name, call.Ring, ring = stepAnswer, calling.ContactRing, s.Phone.PlaceContact
		call.Until = leg.Opened.Add(PlaceWait)
	}
	carrier, err := ring(ctx, call)
	if err == nil {
		return s.Heard(ctx, line.Fact{Leg: leg.ID, Carrier: carrier, State: line.Queued, Seq: -1, Source: "placed"})
	}
	code := fault.As(err).Code
	s.Log.Warn("place a call", "leg", leg.ID, "code", code)
	switch code {
	case "bad_number", "phone_config":
		return s.refused(ctx, leg, code, fault.As(err).Title)
	case "carrier_away":
		return s.away(ctx, id)
	}
	return s.write(ctx, func(w *work) error {
		leg, err := w.LockLeg(id)
		if err != nil {
			return err
		}
		return w.doubt(&leg)
	})
}

// turn waits until the carrier takes one more call, for a leg that is still to be placed; late says that a contact would be rung
// later than makes sense.
func (s *Service) turn(ctx context.Context, id string) (late bool, err error) {
	var leg calling.Leg
	err = s.Store.Read(ctx, func(r Reader) (err error) {
		leg, err = r.Leg(id)
		return err
	})
	if err != nil || leg.State != calling.LegClaimed {
		return false, err
	}
	var until time.Time
	if leg.Kind == calling.ContactLeg {
		until = leg.Opened.Add(PlaceWait)
	}
	switch err := s.Phone.Turn(ctx, until); {
	case !fault.Is(err, "carrier_away"):
		return false, err
	case leg.Kind == calling.ContactLeg:
		return true, nil
	}
	return false, s.Later(s.Clock.Now().Add(awayWait))
}

// holdCampaignOf locks the campaign of a contact's leg, before the leg: until the transaction ends nobody leaves the queue as they wish
// or is removed, and no other contact is claimed or placed. A caller's leg needs none.
func (w *work) holdCampaignOf(leg string) error {
	l, err := w.Leg(leg)
	if err != nil || l.Kind != calling.ContactLeg {
		return err
	}
	a, err := w.Attempt(l.Attempt)
	if err != nil {
		return err
	}
	_, err = w.LockCampaign(a.CampaignID)
	return err
}

// sender is the number that a leg is rung from; stop says that it is not to be rung any more: the campaign was paused or ended,
// the hours are over, the number was put on the Do Not Call list, nobody is there to talk, more lines wait or ring above the free
// callers than when it was claimed, or it has waited too long. A contact's campaign is locked.
func (w *work) sender(leg calling.Leg) (from string, stop bool, err error) {
	if leg.Kind == calling.CallerLeg {
		k, found, err := w.CallerOfLeg(leg.ID)
		if err != nil || !found {
			return "", true, err
		}
		c, err := w.Campaign(k.Campaign)
		if err != nil || len(c.CallerIDs) == 0 {
			return "", true, err
		}
		return c.CallerIDs[0], false, nil
	}
	a, err := w.LockAttempt(leg.Attempt)
	if err != nil {
		return "", false, err
	}
	c, err := w.Campaign(a.CampaignID)
	if err != nil {
		return "", false, err
	}
	l, err := w.look(c, a.Contact)
	if err != nil {
		return "", false, err
	}
	l.Launched = a.Launched()
	crowd, err := w.Crowd(c.No)
	if err != nil {
		return "", false, err
	}
	if l.Hindrance() != Nothing || crowd.Up == 0 || crowd.InFlight-crowd.Free > a.Surplus || !w.now.Before(leg.Opened.Add(PlaceWait)) {
		return "", true, nil
	}
	return c.CallerIDs[int(a.Contact)%len(c.CallerIDs)], false, nil
}

// doubt is for a leg that may have been placed: never again, but find out.
func (w *work) doubt(leg *calling.Leg) error {
	if leg.State == calling.LegPlacing {
		leg.State = calling.LegUnknown
	}
	if leg.Kind == calling.ContactLeg {
		if err := w.signal(leg.Attempt, Lost); err != nil {
			return err
		}
	}
	return errors.Join(w.SaveLeg(*leg), w.Do(JobCheck, leg.ID, leg.NextCheck()))
}

// signal moves an attempt by itself.
func (w *work) signal(id string, sig Signal) error {
	a, err := w.LockAttempt(id)
	if err != nil {
		return err
	}
	after, moved := a.After(sig, w.now)
	if !moved {
		return nil
	}
	if sig == Sent {
		after.Sent = w.now
	}
	return w.SaveAttempt(after)
}

// refused ends a leg that the carrier does not take: the number is bad, or none of our calls is taken.
func (s *Service) refused(ctx context.Context, leg calling.Leg, code, title string) error {
	return s.write(ctx, func(w *work) error {
		l, err := w.LockLeg(leg.ID)
		if err != nil {
			return err
		}
		if l.Kind == calling.ContactLeg {
			refuse := w.refuseNumber
			if code == "phone_config" {
				refuse = w.refuseAll
			}
			if err := refuse(l.Attempt, title); err != nil {
				return err
			}
		} else if err := w.notice(l, code); err != nil {
			return err
		}
		return w.heard(l, line.Fact{Leg: l.ID, State: line.Ended, Result: line.Failed, Seq: -1, Source: "placed"})
	})
}

func (w *work) refuseNumber(attempt, _ string) error { return w.signal(attempt, Refused) }

// refuseAll is for an attempt that the carrier refused as it refuses all: that is nothing of the contact's, who is as before.
func (w *work) refuseAll(attempt, why string) error {
	a, err := w.LockAttempt(attempt)
	if err != nil {
		return err
	}
	if _, err := w.Refuse(a.Campaign, why); err != nil {
		return err
	}
	after, moved := a.After(Broken, w.now)
	if !moved {
		return nil
	}
	return w.settle(a, after)
}

// away puts a leg back that was surely not placed: it is tried again as long as that makes sense.
func (s *Service) away(ctx context.Context, id string) error {
	err := s.write(ctx, func(w *work) error {
		leg, err := w.LockLeg(id)
		if err != nil || leg.State != calling.LegPlacing {
			return err
		}
		leg.State = calling.LegClaimed
		if leg.Kind == calling.ContactLeg {
			if err := w.signal(leg.Attempt, Away); err != nil {
				return err
			}
		}
		return w.SaveLeg(leg)
	})
	if err != nil {
		return err
	}
	return s.Later(s.Clock.Now().Add(awayWait))
}

// accepted says that the carrier takes a campaign's calls again.
func (w *work) accepted(a Attempt) error {
	changed, err := w.Refuse(a.Campaign, "")
	if err != nil || !changed {
		return err
	}
	return w.Do(campaign.JobTell, a.CampaignID, w.now)
}
