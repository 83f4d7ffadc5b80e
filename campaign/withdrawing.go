package campaign

import (
	"context"
	"errors"
	"slices"
)

// withdrawOptedOut takes numbers off clickers' screens that came onto an organisation's Do Not Call list. Who presses first is
// refused by the same list: nothing hangs on how soon this runs.
func (s *Service) withdrawOptedOut(ctx context.Context, organisation string) error {
	var busy []Campaign
	if err := s.Store.Read(ctx, func(r Reader) (err error) { busy, err = r.Leasing(organisation); return err }); err != nil {
		return err
	}
	for _, c := range busy {
		if err := s.Store.Write(ctx, func(tx Tx) error { return s.withdraw(tx, c) }); err != nil {
			return err
		}
	}
	return nil
}

// shownNow is a campaign's leases that are not over, with their contacts.
func shownNow(r Reader, c Campaign) ([]Lease, error) {
	open, err := r.OpenLeases(c.No)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(open))
	for i, l := range open {
		ids[i] = l.ID
	}
	return r.Leases(ids)
}

func (s *Service) withdraw(tx Tx, c Campaign) error {
	open, err := shownNow(tx, c)
	if err != nil {
		return err
	}
	if err := s.withdrawShown(tx, c, open); err != nil {
		return err
	}
	open = slices.DeleteFunc(open, func(l Lease) bool { return l.Launch })
	var shown []int64
	for _, l := range open {
		for _, contact := range l.left() {
			shown = append(shown, contact)
		}
	}
	if len(shown) == 0 {
		return nil
	}
	unwanted, err := tx.Unwanted(c.No, c.Organisation, shown)
	if err != nil || len(unwanted) == 0 {
		return err
	}
	var ids []string
	for _, l := range open {
		if slices.ContainsFunc(l.Contacts, func(contact int64) bool { return slices.Contains(unwanted, contact) }) {
			ids = append(ids, l.ID)
		}
	}
	leases, err := tx.LockLeases(ids)
	if err != nil {
		return err
	}
	slices.Sort(unwanted)
	locked, err := tx.LockContacts(c.No, unwanted)
	if err != nil {
		return err
	}
	locked = slices.DeleteFunc(locked, func(p Contact) bool { return !p.Approved.IsZero() })
	if _, err := optOuts(tx, c, locked, fromClick); err != nil {
		return err
	}
	off := map[int64]bool{}
	for _, p := range locked {
		off[p.No] = p.OptedOut
	}
	now := s.Clock.Now()
	for i := range leases {
		l := &leases[i]
		if !l.Ended.IsZero() { // its numbers went back: nobody is shown them any more
			continue
		}
		told := WithdrawnView{Lease: l.ID, Ordinals: []int{}, Why: CodeOptedOut}
		for ordinal, contact := range l.left() {
			if off[contact] {
				told.Ordinals = append(told.Ordinals, ordinal)
				l.Gone = append(l.Gone, Gone{Ordinal: ordinal, MS: now.Sub(l.Began).Milliseconds()})
			}
		}
		if len(told.Ordinals) == 0 {
			continue
		}
		slices.Sort(told.Ordinals)
		slices.SortFunc(l.Gone, func(a, b Gone) int { return a.Ordinal - b.Ordinal })
		if l.empty() {
			l.Ended = now
			if err := tx.Done(JobLapse, l.ID); err != nil {
				return err
			}
		}
		if err := tx.Emit(clickersTopic(c.ID), NumbersWithdrawn, told); err != nil {
			return err
		}
	}
	return errors.Join(tx.SaveLeases(leases), s.tellSoon(tx, c.ID))
}

// withdrawShown is withdraw for what is on screens in launch mode: numbers that were approved before, and landlines, too.
func (s *Service) withdrawShown(tx Tx, c Campaign, open []Lease) error {
	of := map[int64]string{} // contact to the lease that shows it
	var contacts []int64
	for _, l := range open {
		for _, contact := range l.left() {
			if l.Launch {
				of[contact], contacts = l.ID, append(contacts, contact)
			}
		}
	}
	if len(contacts) == 0 {
		return nil
	}
	found, err := tx.Numbers(c.No, contacts)
	if err != nil {
		return err
	}
	phones := make([]string, len(found))
	for i, p := range found {
		phones[i] = p.Phone
	}
	out, err := tx.OptedOut(c.Organisation, phones)
	if err != nil {
		return err
	}
	var ids []string
	for _, p := range found {
		if !slices.Contains(out, p.Phone) {
			continue
		}
		ids = append(ids, of[p.No])
		if err := tx.Emit(clickersTopic(c.ID), NumbersWithdrawn, WithdrawnView{Lease: of[p.No], Ordinals: []int{0}, Why: CodeOptedOut}); err != nil {
			return err
		}
	}
	slices.Sort(ids)
	return s.giveBack(tx, c, ids, nil, false)
}
