package campaign

import (
	"errors"
	"time"

	"partyline/fault"
)

// Correction is how the last attempt at a contact ended after all: its caller has changed what they had said of it.
type Correction struct {
	Ended           // At is when it had ended, as before
	Extra bool      // the attempt was one that a rule allowed beyond the passes
	Was   time.Time // the instant that was agreed on for a call back before; zero without one
}

// CorrectIn puts a contact where it would be had its last attempt ended so at once: final, or waiting, and off what is ready and out
// of the hands of drivers, whose names as holders begin with ahead. Nothing changes for a contact who was attempted again since, is
// being dialled, waits for a click or is shown to a clicker: what comes of that says where they go. Do Not Call always wins: who is
// on the list stays there, and is put there by a rule that says so. The caller holds the campaign, so that nobody claims the contact
// meanwhile.
func (s *Service) CorrectIn(tx Tx, campaign, ahead string, e Correction) error {
	c, err := tx.Campaign(campaign)
	if err != nil {
		return err
	}
	nos := []int64{e.Contact}
	p, found, err := tx.Contact(c.No, e.Contact)
	if err != nil || !found || !p.Attempted.Equal(e.At) {
		return err
	}
	ready, err := dropReady(tx, c.No, nos)
	if err != nil {
		return err
	}
	taken, err := tx.TakeBack(c.No, ahead, e.Contact)
	if err != nil {
		return err
	}
	waited := false
	if p.Waits != NoWait {
		if waited, err = tx.DropWaiting(c.No, p.waited(e.Was)); err != nil {
			return err
		}
	}
	locked, err := tx.LockContacts(c.No, nos)
	if err != nil {
		return err
	}
	if len(locked) == 0 || !locked[0].Attempted.Equal(e.At) || locked[0].Waits != p.Waits || p.Waits != NoWait && !waited && !p.OptedOut {
		return fault.New(fault.Busy, "busy", "This number is being moved just now. Try again.")
	}
	hands, err := tx.Taken(c.No, nos)
	if err != nil || len(hands) > 0 {
		return err
	}
	from := func(p Contact, z *ZoneCounts) { p.OptedOut = false; p.in(z, -1) }
	switch {
	case taken:
		from = fromFlight
	case !ready[e.Contact] && !p.Final && !p.OptedOut && p.Waits == NoWait: // it waits for a click, on somebody's screen perhaps
		return nil
	}
	if _, err := optOuts(tx, c, locked, from); err != nil {
		return err
	}
	return s.corrected(tx, c, locked[0], e, from)
}

// corrected writes down where a contact is now that was counted elsewhere.
func (s *Service) corrected(tx Tx, c Campaign, p Contact, e Correction, from func(p Contact, z *ZoneCounts)) error {
	before := p
	before.Attempts, before.Extra = p.Attempts-1, e.Extra
	after, w := before.After(e.Ended, c.Passes)
	z := ZoneCounts{}
	if e.rule().DoNotCall {
		if err := tx.OptOut(c.Organisation, []string{p.Phone}, "", s.Clock.Now()); err != nil {
			return err
		}
		if !p.OptedOut {
			from(p, &z)
			z.OptedOut++
		}
		after.OptedOut, after.Waits, after.Final = true, NoWait, true
	} else if !p.OptedOut {
		from(p, &z)
		after.in(&z, 1)
	}
	var rows []Waiting
	if w.Kind != NoWait && !after.OptedOut { // who is on the list waits when they are off it: see readmit
		rows = append(rows, w)
	}
	if err := errors.Join(tx.SaveAttempted(c.No, []Contact{after}), tx.AddWaiting(c.No, rows), tx.Count(c.No, map[int64]ZoneCounts{p.ZoneSet: z})); err != nil {
		return err
	}
	next, err := tx.SetDue(c.No, c.Gap, afterDrop(c.Gap))
	if err != nil {
		return err
	}
	if !next.IsZero() {
		if err := tx.Do(JobMove, c.ID, next); err != nil {
			return err
		}
	}
	return s.tellSoon(tx, c.ID)
}

// waited is the row of a contact that waits; agreed is the instant of a call back. Of one that was set aside any row will do.
func (p Contact) waited(agreed time.Time) Waiting {
	w := p.waits(agreed)
	if w.Kind == ForOther {
		w.At = time.Time{}
	}
	return w
}
