package dialer

import (
	"context"
	"errors"
	"strconv"
	"time"

	"partyline/calling"
	"partyline/campaign"
	"partyline/fault"
)

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

// How long a contact waits that was found on another line, for whom no caller was held, or whom somebody called today already.
const (
	lineWait = time.Minute
	heldWait = 10 * time.Second
	capWait  = time.Hour
	capDays  = 24 * time.Hour
)

// errFenced is for a driver whose lease somebody else has.
var errFenced = fault.New(fault.Conflict, "fenced", "Another server drives this campaign now.")

// errNotInHand is for a contact that was taken out of a driver's hands: given back, or its last talk was corrected.
var errNotInHand = fault.New(fault.Conflict, "not_in_hand", "This number is not in this server's hands any more.")

// claim writes the attempt at one contact that a driver has taken ahead, with its line and the job that rings it, in one
// transaction that looks at everything again. What keeps it from being dialled puts the contact back to where it belongs; but
// CallersLeft leaves it in hand: there would be more lines above the free callers than surplus. Whoever was dropped is called again
// only within the free callers, whatever surplus is.
func (s *Service) claim(ctx context.Context, id string, fence int64, contact int64, surplus int) (why Hindrance, err error) {
	leg, attempt, ref := s.NewID(), s.NewID(), s.NewRef()
	err = s.write(ctx, func(w *work) error {
		c, err := w.LockCampaign(id)
		if err != nil {
			return err
		}
		if held, err := w.HoldDrive(c.No, fence); err != nil || !held {
			return errors.Join(err, refusedUnless(held))
		}
		crowd, err := w.Crowd(c.No)
		if err != nil {
			return err
		}
		if crowd.InFlight+1-crowd.Free > surplus { // somebody left since that was decided
			why = CallersLeft
			return nil
		}
		l, err := w.look(c, contact)
		if err != nil {
			return err
		}
		from, no := holder(fence), []int64{contact}
		if why = l.Hindrance(); why == Nothing && l.Contact.Outcome == campaign.Dropped && crowd.InFlight+1 > crowd.Free {
			why = NobodyHeld
		}
		switch why {
		case Nothing:
		case NobodyHeld:
			return s.Campaigns.Aside(w, c.ID, from, no, nil, w.now.Add(heldWait))
		case CalledEnough:
			return s.Campaigns.Aside(w, c.ID, from, no, nil, w.now.Add(capWait))
		default:
			return s.Campaigns.ReturnIn(w, c.ID, from, no)
		}
		line := w.lineTo(c, l.Contact, leg, ref, attempt)
		free, err := w.InsertLeg(line)
		if err != nil {
			return err
		}
		if !free {
			why = OnALine
			var agreed []int64
			if l.Agreed {
				agreed = no
			}
			return s.Campaigns.Aside(w, c.ID, from, no, agreed, w.now.Add(lineWait))
		}
		level, had, err := w.PassTaken(c.No, contact, from, dialled)
		if err != nil {
			return err
		}
		if !had {
			return errNotInHand // the leg goes with the transaction
		}
		allowed := surplus
		if l.Contact.Outcome == campaign.Dropped {
			allowed = 0
		}
		made, err := w.begin(c, l.Contact, line, level, fence, allowed)
		if err != nil || !made {
			return errors.Join(err, errFenced)
		}
		return nil
	})
	if fault.Is(err, errNotInHand.Code) {
		return NotInHand, nil
	}
	return why, err
}

// lineTo is the leg of an attempt at a contact.
func (w *work) lineTo(c campaign.Campaign, p campaign.Contact, leg, ref, attempt string) calling.Leg {
	return calling.Leg{ID: leg, Ref: ref, Kind: calling.ContactLeg, Organisation: c.Organisation, Number: p.Phone, Attempt: attempt, State: calling.LegClaimed, Opened: w.now}
}

// begin writes the attempt of a leg and the jobs that ring it and look after it; false when the contact has an open attempt.
func (w *work) begin(c campaign.Campaign, p campaign.Contact, line calling.Leg, level int, fence int64, surplus int) (made bool, err error) {
	made, err = w.InsertAttempt(Attempt{
		ID: line.Attempt, Campaign: c.No, CampaignID: c.ID, Organisation: c.Organisation, Contact: p.No, Phone: p.Phone, Pass: p.Attempts + 1, Level: level,
		Leg: line.ID, Fence: fence, Script: c.ScriptNo, Claimed: w.now, Extra: p.Extra, Surplus: surplus, State: Claimed, Version: 1,
	})
	if err != nil || !made {
		return made, err
	}
	return true, errors.Join(w.Do(JobPlace, line.ID, w.now), w.Do(JobCheck, line.ID, line.NextCheck()), w.tellSoon(c.ID))
}

func refusedUnless(held bool) error {
	if held {
		return nil
	}
	return errFenced
}

// look reads what decides whether a contact may be dialled now, and holds it until the transaction ends.
func (w *work) look(c campaign.Campaign, contact int64) (l Look, err error) {
	l.Now, l.Campaign = w.now, c
	if l.Switch, err = w.HoldSwitch(c.Organisation); err != nil {
		return l, err
	}
	found, err := w.LockContacts(c.No, []int64{contact})
	if err != nil {
		return l, err
	}
	if len(found) == 0 {
		return l, fault.New(fault.NotFound, "not_found", "This contact is not there (any more).")
	}
	p := found[0]
	l.Contact = p
	out, err := w.OptedOut(c.Organisation, []string{p.Phone})
	if err != nil {
		return l, err
	}
	l.OnList = len(out) > 0
	if l.Zones, err = w.ZonesOf(p.ZoneSet); err != nil {
		return l, err
	}
	l.Agreed = p.Outcome == campaign.CallBack
	enough, err := w.CalledEnough(c.Organisation, []string{p.Phone}, w.now.Add(-capDays))
	l.Enough = enough[p.Phone]
	return l, err
}

// tellSoon has the status of a campaign told to whoever listens.
func (w *work) tellSoon(id string) error {
	return w.Do(campaign.JobTell, id, w.now.Add(250*time.Millisecond))
}
