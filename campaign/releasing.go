package campaign

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"partyline/fault"
)

// Release gives numbers of a lease back: all that are left with nil, which ends it. Skipped ones never come to the same
// person again, however late that is told. What was approved stays approved.
func (s *Service) Release(ctx context.Context, person, lease string, ordinals []int, skip bool) error {
	return s.Store.Write(ctx, func(tx Tx) error {
		c, err := s.clicker(tx, person)
		if err != nil {
			return err
		}
		leases, err := tx.LockLeases([]string{lease})
		if err != nil {
			return err
		}
		if len(leases) == 0 || leases[0].Person != person {
			return fault.New(fault.NotFound, CodeNotLeased, "This is no lease of yours.")
		}
		return s.giveBack(tx, c, []string{lease}, ordinals, skip)
	})
}

// giveBack puts numbers of leases back that are not approved: the given ordinals, or all with nil, which ends the leases.
func (s *Service) giveBack(tx Tx, c Campaign, ids []string, ordinals []int, skip bool) error {
	if len(ids) == 0 {
		return nil
	}
	leases, err := tx.LockLeases(ids)
	if err != nil {
		return err
	}
	now := s.Clock.Now()
	for i := range leases {
		l := &leases[i]
		if skip { // also of a lease that is over, and of what was given back: it may have been pressed without a connection
			if err := tx.Skip(l.Campaign, l.Person, l.at(ordinals)); err != nil {
				return err
			}
		}
		if !l.Ended.IsZero() {
			continue
		}
		back, err := unapproved(tx, *l, ordinals)
		if err != nil {
			return err
		}
		for o := range back {
			l.Gone = append(l.Gone, Gone{Ordinal: o, MS: now.Sub(l.Began).Milliseconds()})
		}
		slices.SortFunc(l.Gone, func(a, b Gone) int { return a.Ordinal - b.Ordinal })
		if err := s.offScreen(tx, c, *l, slices.Collect(maps.Values(back))); err != nil {
			return err
		}
		if ordinals == nil || l.empty() {
			l.Ended = now
			if err := tx.Done(JobLapse, l.ID); err != nil {
				return err
			}
		}
	}
	return errors.Join(tx.SaveLeases(leases), s.tellSoon(tx, c.ID))
}

// unapproved is what goes back of a lease, by ordinal: of these ordinals, or all with nil, those that are on the screen and that it has
// not approved. What it approved is counted as that already, and never as gone.
func unapproved(tx Tx, l Lease, ordinals []int) (map[int]int64, error) {
	back := l.left()
	if ordinals != nil {
		maps.DeleteFunc(back, func(o int, _ int64) bool { return !slices.Contains(ordinals, o) })
	}
	if l.Approved == 0 || len(back) == 0 {
		return back, nil
	}
	by, err := tx.ApprovedBy(l.Campaign, slices.Collect(maps.Values(back)))
	maps.DeleteFunc(back, func(_ int, contact int64) bool { return by[contact] == l.ID })
	return back, err
}

// offScreen puts contacts of a lease back to where they were.
func (s *Service) offScreen(tx Tx, c Campaign, l Lease, contacts []int64) error {
	if l.Launch {
		return s.hide(tx, c, l.ID, contacts)
	}
	return s.clickable(tx, c, contacts)
}

// clickable puts contacts back where leases take them, but for those that were approved or opted out meanwhile.
func (s *Service) clickable(tx Tx, c Campaign, contacts []int64) error {
	if len(contacts) == 0 {
		return nil
	}
	locked, listed, err := tx.LockNumbers(c.No, c.Organisation, contacts)
	if err != nil {
		return err
	}
	locked = slices.DeleteFunc(locked, func(p Contact) bool { return !p.Approved.IsZero() })
	if _, err := markListed(tx, c, locked, listed, fromClick); err != nil {
		return err
	}
	return tx.AddClickable(c.No, slices.DeleteFunc(locked, func(p Contact) bool { return p.OptedOut }))
}

// lapse ends a lease that has run out. Its page may have pressed in time and be offline: those presses still count when they
// come, as long as nobody else approved the number.
func (s *Service) lapse(ctx context.Context, id string) error {
	var later time.Time
	err := s.Store.Write(ctx, func(tx Tx) error {
		later = time.Time{}
		leases, err := tx.LockLeases([]string{id})
		if err != nil || len(leases) == 0 || !leases[0].Ended.IsZero() {
			return err
		}
		l := leases[0]
		if l.Until.After(s.Clock.Now()) {
			later = l.Until
			return nil
		}
		c, err := tx.CampaignNo(l.Campaign)
		if err != nil {
			return err
		}
		back := []int64{}
		for _, contact := range l.left() {
			back = append(back, contact)
		}
		l.Ended = s.Clock.Now()
		return errors.Join(s.offScreen(tx, c, l, back), tx.SaveLeases([]Lease{l}), s.tellSoon(tx, c.ID))
	})
	if err == nil && !later.IsZero() {
		return s.Later(later)
	}
	return err
}
