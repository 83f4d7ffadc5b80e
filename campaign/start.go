package campaign

import (
	"context"
	"errors"
	"time"

	"partyline/fault"
)

// Start begins a campaign: it loads what was uploaded, and is open to callers then. With something missing it is refused with
// not_ready, and missing lists each thing with its step, field and sentence. Pressed again it does nothing more; after a load
// that failed it tries again; on a campaign that runs it loads the files that were added since.
func (s *Service) Start(ctx context.Context, by By, id string) (out Whole, err error) {
	err = s.Store.Write(ctx, func(tx Tx) error {
		c, err := tx.LockCampaign(id)
		if err != nil {
			return err
		}
		if !c.Ended.IsZero() {
			return ended()
		}
		loads, err := tx.Loads(id)
		if err != nil {
			return err
		}
		if gaps := c.Missing(contactsOf(loads, s.Clock.Now())); len(gaps) > 0 {
			return notReady(gaps)
		}
		now := s.Clock.Now()
		changed, next, begun := false, nextLot(loads), 0
		for _, l := range loads {
			begun = max(begun, l.Begun+1)
		}
		for _, l := range loads {
			if l.State != LoadScanned && l.State != LoadFailing || !l.Plan.hasPhone() || l.State == LoadScanned && l.Valid == 0 {
				continue
			}
			if l, err = tx.LockLoad(l.ID); err != nil {
				return err
			}
			if l.State == LoadScanned || lotOf(loads, l.Lot).over() {
				l.Lot = next
			}
			l.State, l.Begun, l.Problem, l.Updated = LoadLoading, begun, "", now
			l.Version++
			if err := errors.Join(tx.SaveLoad(l), tx.Do(JobLoad, l.ID, now), s.tellLoad(tx, l)); err != nil {
				return err
			}
			changed = true
		}
		if c.Started.IsZero() {
			c.Started, changed = now, true
			if err := tx.Audit(c.Organisation, by.User, "campaign_started", "campaign/"+id, nil); err != nil {
				return err
			}
		}
		if changed {
			c.save([]Step{StepStart}, by.ref(), now)
			if err := errors.Join(tx.SaveCampaign(c), s.tellCampaign(tx, c)); err != nil {
				return err
			}
		}
		out, err = s.whole(tx, c)
		return err
	})
	return out, err
}

// contactsOf is what loads mean for the check before a start.
func contactsOf(loads []Load, now time.Time) Contacts {
	of := Contacts{Zones: Awaited(loads), Now: now}
	for _, l := range loads {
		switch l.State {
		case LoadUploading, LoadScanning:
			of.Scanning = true
		case LoadScanned:
			of.Mapped = of.Mapped || !l.Plan.hasPhone()
			of.Valid += l.Valid
		case LoadLoading, LoadDone, LoadFailing:
			of.Valid += l.Valid
		}
		if l.Problem != "" && l.State != LoadCancelled {
			of.Problem = l.Problem
		}
	}
	return of
}

// Pause stops new dials; talks go on. Resume takes it back; End is for good. Each pressed twice does nothing more.
func (s *Service) Pause(ctx context.Context, by By, id string) (Whole, error) {
	return s.press(ctx, by, id, "campaign_paused", func(c *Campaign, now time.Time) (bool, error) {
		if c.Started.IsZero() {
			return false, fault.New(fault.Conflict, "not_started", "This campaign has not started.")
		}
		if !c.Paused.IsZero() {
			return false, nil
		}
		c.Paused, c.PausedBy = now, by.ref()
		return true, nil
	})
}

// Resume lets it go on.
func (s *Service) Resume(ctx context.Context, by By, id string) (Whole, error) {
	return s.press(ctx, by, id, "campaign_resumed", func(c *Campaign, _ time.Time) (bool, error) {
		if c.Paused.IsZero() {
			return false, nil
		}
		c.Paused, c.PausedBy = time.Time{}, Ref{}
		return true, nil
	})
}

// End is for good: nobody is dialled or approved any more, talks go on to their end. Presses from before it still count.
func (s *Service) End(ctx context.Context, by By, id string) (Whole, error) {
	return s.press(ctx, by, id, "campaign_ended", func(c *Campaign, now time.Time) (bool, error) {
		if c.Started.IsZero() {
			return false, fault.New(fault.Conflict, "not_started", "This campaign has not started.")
		}
		if !c.Ended.IsZero() {
			return false, nil
		}
		c.Ended, c.EndedBy = now, by.ref()
		return true, nil
	})
}

func (s *Service) press(ctx context.Context, by By, id, what string, f func(c *Campaign, now time.Time) (bool, error)) (out Whole, err error) {
	err = s.Store.Write(ctx, func(tx Tx) error {
		c, err := tx.LockCampaign(id)
		if err != nil {
			return err
		}
		if !c.Ended.IsZero() && what != "campaign_ended" {
			return ended()
		}
		changed, err := f(&c, s.Clock.Now())
		if err != nil {
			return err
		}
		if changed {
			c.Version++
			if !c.Ended.IsZero() { // what is on screens goes back
				if err := tx.Do(JobSwitch, c.ID, s.Clock.Now()); err != nil {
					return err
				}
			}
			if err := errors.Join(tx.SaveCampaign(c), s.tellCampaign(tx, c), tx.Audit(c.Organisation, by.User, what, "campaign/"+id, nil)); err != nil {
				return err
			}
		}
		out, err = s.whole(tx, c)
		return err
	})
	return out, err
}
