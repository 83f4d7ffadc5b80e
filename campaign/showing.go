package campaign

import (
	"errors"
	"slices"
	"time"

	"partyline/fault"
)

// shown is who has a number that is ready and on the screen of a lease of launch mode. It stays counted where it was: nobody dials it
// until somebody presses.
func shown(lease string) string { return ShownPrefix + lease }

// ShownPrefix begins the names of those holders.
const ShownPrefix = "shown "

// showIn is leaseIn in launch mode: each gets one number that could be dialled now, of all that wait for a click and all that are ready.
func (s *Service) showIn(tx Tx, c Campaign, who []int, batch []asking, out []Leased, refused []error) error {
	zones, err := tx.Zones(c.No)
	if err != nil {
		return err
	}
	open, err := tx.OpenLeases(c.No)
	if err != nil {
		return err
	}
	now := s.Clock.Now()
	again, err := s.asked(tx, c.No, now, who, batch)
	if err != nil {
		return err
	}
	has := map[string]int{}
	for _, l := range open {
		has[l.Person]++
	}
	for _, i := range who {
		a := batch[i]
		out[i] = Leased{Launch: true, Numbers: []string{}, Lines: []string{}, Left: launchable(zones)}
		if l, given := again[a.repeat()]; given {
			l.answer(&out[i])
			continue
		}
		for _, l := range open {
			if !slices.Contains(a.Have, l.ID) {
				out[i].Held += max(l.Left, 0)
			}
		}
		if has[a.Person] >= openLeases {
			refused[i] = fault.New(fault.Busy, "too_many_leases", "Too many pages of yours hold numbers. Close some, or wait two minutes.")
			continue
		}
		p, found, err := s.show(tx, c, zones, a, now)
		if err != nil {
			return err
		}
		if !found {
			continue
		}
		l := Lease{ID: a.id, Campaign: c.No, Person: a.Person, Asked: a.Key, Began: now, Until: now.Add(LeaseTime), Contacts: []int64{p.No}, Launch: true}
		if err := errors.Join(tx.InsertLeases([]Lease{l}), tx.Do(JobLapse, l.ID, l.Until)); err != nil {
			return err
		}
		anew := onScreen{l.ID, true, []Contact{p}}
		anew.answer(&out[i])
		if a.Key != "" {
			again[a.repeat()] = anew
		}
		has[a.Person]++
		open = append(open, OpenLease{ID: l.ID, Person: l.Person, Left: 1})
	}
	return s.tellSoon(tx, c.ID)
}

// triesToShow is how many numbers are looked at for one screen: some came onto the Do Not Call list, or were skipped by that clicker.
const triesToShow = 20

// show finds one number for a screen. Numbers that wait for a click are one more stream beside those that are ready: so all that could
// be dialled now come in random order, agreed call-backs first.
func (s *Service) show(tx Tx, c Campaign, zones []ZoneCounts, a asking, now time.Time) (p Contact, found bool, err error) {
	if c.Started.IsZero() || !c.Paused.IsZero() {
		return p, false, nil
	}
	clicking, err := tx.HoldSwitch(c.Organisation)
	if err != nil {
		return p, false, err
	}
	const unclicked = -1 // no stream has this number
	var sets []int64     // open, with somebody who waits for a click
	all, waiting := true, int64(0)
	for _, z := range zones {
		if z.Click > 0 && c.Hours.Dialable(z.Zones, now) {
			sets, waiting = append(sets, z.ZoneSet), waiting+z.Click
		} else if z.Click > 0 {
			all = false
		}
	}
	if all {
		sets = nil
	}
	holder := shown(a.id)
	var passed []int64 // skipped by this clicker before: they go back when one is found
	for range triesToShow {
		streams, err := tx.LockZoned(c.No)
		if err != nil {
			return p, false, err
		}
		share := Share(1, append(c.open(streams, now), StreamSize{Level: Level(0), Stream: unclicked, Size: waiting}), Dice())
		if len(share) == 0 {
			break
		}
		if share[0].Stream == unclicked {
			got, err := s.openClickable(tx, c.No, a.Person, sets)
			if err != nil {
				return p, false, err
			}
			if len(got) == 0 { // on others' screens, or skipped
				waiting = 0
				continue
			}
			if _, err := optOuts(tx, c, got, fromClick); err != nil {
				return p, false, err
			}
			if got[0].OptedOut || !got[0].Approved.IsZero() { // a late press came this moment: it is ready
				continue
			}
			p, found = got[0], true
			break
		}
		got, err := s.takeIn(tx, c, clicking, holder, share, now)
		if err != nil {
			return p, false, err
		}
		if len(got) == 0 {
			continue
		}
		skipped, err := tx.Skipped(c.No, a.Person, got[0].No)
		if err != nil {
			return p, false, err
		}
		if skipped {
			passed = append(passed, got[0].No)
			continue
		}
		p, found = got[0], true
		break
	}
	return p, found, s.hide(tx, c, a.id, passed)
}

// searchWindow is how many rows are looked through at once for a number whose hours are open: about 0.15 s.
const searchWindow = 20_000

// openClickable takes one number that waits for a click, of these zone sets; of any with nil. Where shut zone sets have numbers too, it goes
// on behind the number that was found last, so that those are not looked through again for each screen, and looks at two windows at
// most: where nearly all are shut, several askings find the next.
func (s *Service) openClickable(tx Tx, no int64, person string, sets []int64) (got []Contact, err error) {
	if sets == nil {
		return tx.TakeClickable(no, person, 1)
	}
	s.mu.Lock()
	after, known := s.looks[no]
	s.mu.Unlock()
	if !known {
		after = -1
	}
	for range 2 {
		if got, after, err = tx.TakeClickableIn(no, person, sets, after, searchWindow); err != nil || len(got) > 0 {
			break
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.looks == nil {
		s.looks = map[int64]int64{}
	}
	s.looks[no] = after
	return got, err
}

// hide puts numbers of a lease of launch mode back to where they were: ready, or waiting for a click.
func (s *Service) hide(tx Tx, c Campaign, lease string, contacts []int64) error {
	if len(contacts) == 0 {
		return nil
	}
	clicking, err := tx.HoldSwitch(c.Organisation)
	if err != nil {
		return err
	}
	if _, err := tx.LockStreams(c.No); err != nil {
		return err
	}
	back, err := tx.ReturnTaken(c.No, shown(lease), contacts)
	if err != nil {
		return err
	}
	was := map[int64]bool{}
	var nos, rest []int64
	for _, r := range back {
		was[r.Contact] = true
		nos = append(nos, r.Contact)
	}
	for _, no := range contacts {
		if !was[no] {
			rest = append(rest, no)
		}
	}
	if err := s.clickable(tx, c, rest); err != nil || len(nos) == 0 {
		return err
	}
	slices.Sort(nos)
	locked, err := tx.LockContacts(c.No, nos)
	if err != nil {
		return err
	}
	if _, err := optOuts(tx, c, locked, func(p Contact, z *ZoneCounts) { p.OptedOut = false; p.in(z, -1) }); err != nil {
		return err
	}
	if locked, _, err = s.unclicked(tx, c, clicking, locked, func(p Contact, z *ZoneCounts) { p.in(z, -1) }); err != nil {
		return err
	}
	ready := map[int64]bool{}
	for _, p := range locked {
		ready[p.No] = !p.OptedOut
	}
	back = belonging(slices.DeleteFunc(back, func(r Ready) bool { return !ready[r.Contact] }), locked)
	return errors.Join(tx.AddReady(c.No, back), tx.Do(JobMove, c.ID, s.Clock.Now()))
}
