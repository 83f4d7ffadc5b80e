package campaign

import (
	"context"
	"errors"
	"slices"
	"time"

	"partyline/fault"
)

// Leased is the numbers that a clicker's page may show for a while. Without numbers it says how many others hold.
type Leased struct {
	Lease   string   `json:"lease" doc:"empty without numbers"`
	Numbers []string `json:"numbers" doc:"masked, by ordinal"`
	Lines   []string `json:"lines" doc:"their line types, by ordinal: unknown, cell, voip"`
	Until   int64    `json:"until" doc:"milliseconds since the lease began; renewed by approvals"`
	Held    int64    `json:"held" doc:"numbers that others have on their screens"`
	Left    int64    `json:"left" doc:"numbers that need a click, of all"`
}

// openLeases is how many leases one person may have at once: one for each tab, and one ahead.
const openLeases = 12

// Lease gives a clicker's page numbers that nobody else has on a screen; have is the leases that this page holds already.
// Nobody gets a number that they skipped.
func (s *Service) Lease(ctx context.Context, person string, have []string) (out Leased, err error) {
	id := s.NewID()
	err = s.Store.Write(ctx, func(tx Tx) error {
		c, err := s.clicker(tx, person)
		if err != nil {
			return err
		}
		on, _, err := tx.Clicking(c.Organisation)
		if err != nil {
			return err
		}
		if !on {
			return fault.New(fault.Conflict, CodeClickingOff, "Clicking is switched off: numbers need no click just now.")
		}
		if !c.Ended.IsZero() {
			return ended()
		}
		zones, err := tx.Zones(c.No)
		if err != nil {
			return err
		}
		open, err := tx.OpenLeases(c.No)
		if err != nil {
			return err
		}
		out = Leased{Numbers: []string{}, Lines: []string{}}
		for _, z := range zones {
			out.Left += z.Click
		}
		mine, clickers := 0, map[string]bool{person: true}
		for _, l := range open {
			clickers[l.Person] = true
			if l.Person == person {
				mine++
			}
			if !slices.Contains(have, l.ID) {
				out.Held += int64(max(len(l.Contacts)-len(l.Gone)-l.Approved, 0))
			}
		}
		if mine >= openLeases {
			return fault.New(fault.Busy, "too_many_leases", "Too many pages of yours hold numbers. Close some, or wait two minutes.")
		}
		rate := 1.0
		if last, found, err := tx.LastLease(person); err != nil {
			return err
		} else if found {
			rate = last.Rate()
		}
		taken, err := tx.TakeClickable(c.No, person, LeaseSize(rate, out.Left, len(clickers)))
		if err != nil {
			return err
		}
		if _, err := optOuts(tx, c, taken, fromClick); err != nil {
			return err
		}
		if taken = slices.DeleteFunc(taken, func(p Contact) bool { return p.OptedOut }); len(taken) == 0 {
			return nil
		}
		Dice().Shuffle(len(taken), func(i, j int) { taken[i], taken[j] = taken[j], taken[i] })
		now := s.Clock.Now()
		l := Lease{ID: id, Campaign: c.No, Person: person, Began: now, Until: now.Add(LeaseTime)}
		for _, p := range taken {
			l.Contacts = append(l.Contacts, p.No)
			out.Numbers, out.Lines = append(out.Numbers, Masked(p.Phone)), append(out.Lines, p.Line.String())
		}
		out.Lease, out.Until = l.ID, LeaseTime.Milliseconds()
		return errors.Join(tx.InsertLease(l), tx.Do(JobLapse, l.ID, l.Until), s.tellSoon(tx, c.ID))
	})
	return out, err
}

// clicker is the campaign of a clicker who may go on.
func (s *Service) clicker(r Reader, person string) (Campaign, error) {
	p, err := r.Person(person)
	if err != nil {
		return Campaign{}, err
	}
	if !p.Removed.IsZero() {
		return Campaign{}, removed()
	}
	if p.Kind != Clicker {
		return Campaign{}, noLink()
	}
	return r.Campaign(p.Campaign)
}

// Release gives numbers of a lease back: all that are left with nil, which ends it. Skipped ones never come to the same
// person again. What was approved stays approved.
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
		if !l.Ended.IsZero() {
			continue
		}
		back := []int64{}
		left := l.left()
		for o, contact := range left {
			if ordinals == nil || slices.Contains(ordinals, o) {
				back = append(back, contact)
				l.Gone = append(l.Gone, Gone{Ordinal: o, MS: now.Sub(l.Began).Milliseconds()})
			}
		}
		slices.SortFunc(l.Gone, func(a, b Gone) int { return a.Ordinal - b.Ordinal })
		if err := s.clickable(tx, c, back); err != nil {
			return err
		}
		if skip {
			if err := tx.Skip(l.Campaign, l.Person, back); err != nil {
				return err
			}
		}
		if ordinals == nil || len(back) == len(left) {
			l.Ended = now
			if err := tx.Done(JobLapse, l.ID); err != nil {
				return err
			}
		}
	}
	return errors.Join(tx.SaveLeases(leases), s.tellSoon(tx, c.ID))
}

// clickable puts contacts back where leases take them, but for those that were approved or opted out meanwhile.
func (s *Service) clickable(tx Tx, c Campaign, contacts []int64) error {
	if len(contacts) == 0 {
		return nil
	}
	locked, err := tx.LockContacts(c.No, contacts)
	if err != nil {
		return err
	}
	locked = slices.DeleteFunc(locked, func(p Contact) bool { return !p.Approved.IsZero() })
	if _, err := optOuts(tx, c, locked, fromClick); err != nil {
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
		return errors.Join(s.clickable(tx, c, back), tx.SaveLeases([]Lease{l}), s.tellSoon(tx, c.ID))
	})
	if err == nil && !later.IsZero() {
		return s.Later(later)
	}
	return err
}
