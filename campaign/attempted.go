package campaign

import (
	"context"
	"errors"
	"slices"
	"time"
)

// Attempted writes down how attempts at contacts ended that the holder had taken; those that it had not are left out. Each
// contact is final then, or waits for its next attempt. A number whose rule says so goes on the organisation's Do Not Call list.
func (s *Service) Attempted(ctx context.Context, campaign, holder string, ended []Ended) error {
	return s.Store.Write(ctx, func(tx Tx) error { return s.AttemptedIn(tx, campaign, holder, ended) })
}

// AttemptedIn is Attempted inside a transaction of somebody who holds the attempts.
func (s *Service) AttemptedIn(tx Tx, campaign, holder string, ended []Ended) error {
	c, err := tx.Campaign(campaign)
	if err != nil {
		return err
	}
	by := map[int64]Ended{}
	nos := make([]int64, 0, len(ended))
	for _, e := range ended {
		by[e.Contact] = e
		nos = append(nos, e.Contact)
	}
	had, err := tx.ReturnTaken(c.No, holder, nos)
	if err != nil || len(had) == 0 {
		return err
	}
	nos = nos[:0]
	for _, r := range had {
		nos = append(nos, r.Contact)
	}
	slices.Sort(nos)
	contacts, err := tx.LockContacts(c.No, nos)
	if err != nil {
		return err
	}
	if _, err := optOuts(tx, c, contacts, fromFlight); err != nil {
		return err
	}
	counts := map[int64]ZoneCounts{}
	var rows []Waiting
	var never []string
	next := time.Time{}
	for i, p := range contacts {
		e := by[p.No]
		after, w := p.After(e, c.Passes)
		if after.OptedOut {
			after.Waits, after.Final, w.Kind = NoWait, true, NoWait
		} else {
			z := counts[p.ZoneSet]
			z.InFlight--
			if e.rule().DoNotCall {
				never = append(never, p.Phone)
				after.OptedOut, after.Waits, after.Final, w.Kind = true, NoWait, true, NoWait
			}
			after.in(&z, 1)
			counts[p.ZoneSet] = z
		}
		contacts[i] = after
		if w.Kind != NoWait {
			rows = append(rows, w)
		}
	}
	if len(never) > 0 {
		if err := tx.OptOut(c.Organisation, never, "", s.Clock.Now()); err != nil {
			return err
		}
	}
	if err := errors.Join(tx.SaveAttempted(c.No, contacts), tx.AddWaiting(c.No, rows), tx.Count(c.No, counts)); err != nil {
		return err
	}
	if next, err = tx.SetDue(c.No, c.Gap, afterDrop(c.Gap)); err != nil {
		return err
	}
	if !next.IsZero() {
		if err := tx.Do(JobMove, c.ID, next); err != nil {
			return err
		}
	}
	return s.tellSoon(tx, c.ID)
}

// fromFlight is for contacts that are being dialled.
func fromFlight(_ Contact, z *ZoneCounts) { z.InFlight-- }
