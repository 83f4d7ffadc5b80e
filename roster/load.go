package roster

import (
	"context"
	"slices"
	"strings"
	"time"

	"partyline/event"
	"partyline/fault"
)

// load imports what was checked, a batch in one transaction with the progress, so that it can stop behind any batch
// and go on there. Who is in the group already is completed, never overwritten; nobody is doubled, because each
// batch looks at the group as it is, under its lock.
func (s *Service) load(ctx context.Context, id string) error {
	im, err := s.turn(ctx, id, Running, func(Tx, *Import) error { return nil })
	if err != nil {
		return err
	}
	rows := s.people(ctx, im)
	if err := rows.skip(im.Completed); err != nil {
		return err
	}
	var pace pace
	listPace := pace
	for {
		some, err := rows.next(s.batch())
		if err != nil {
			return err
		}
		people := make([]candidate, 0, len(some))
		for _, row := range some {
			if c, why, _ := im.Plan.judge(row, &s.numbers); why == "" {
				people = append(people, c)
			}
		}
		last := len(some) < s.batch()
		tell, tellTheList := pace.due(tellMost), listPace.due(tellListMost)
		im, err = s.step(ctx, im, tell, func(tx Tx, im *Import) error {
			im.Completed += int64(len(some))
			if err := s.take(tx, im, people); err != nil {
				return err
			}
			if !last {
				if tellTheList && im.List != "" { // without figures, which would have to be counted
					return tx.Emit(event.On(event.FamilyList, im.List), ListChanged, ListEvent{People: true})
				}
				return nil
			}
			im.State, im.Total = Done, im.Completed
			return s.finish(tx, im)
		})
		if err != nil || last {
			return err
		}
	}
}

// tellListMost is how often a list's page hears of a run: it fetches its people again.
const tellListMost = 2 * time.Second

// followLater is when open sessions follow a list that an import is filling: not at every batch.
const followLater = 5 * time.Second

// take puts candidates into the group and onto the import's list.
func (s *Service) take(tx Tx, im *Import, people []candidate) error {
	if _, err := tx.LockGroup(im.Group); err != nil {
		return err
	}
	if im.List != "" {
		if _, err := tx.LockList(im.List); err != nil {
			if fault.As(err).Kind != fault.NotFound {
				return err
			}
			im.List = "" // it was deleted meanwhile; the people are imported all the same
		}
	}
	phones, folded := make([]string, 0, len(people)), make([]string, 0)
	for _, c := range people {
		if c.Phone != "" {
			phones = append(phones, c.Phone)
		} else {
			folded = append(folded, c.Folded)
		}
	}
	twins, err := tx.Twins(im.Group, phones, folded)
	if err != nil {
		return err
	}
	type place struct {
		s          Supporter
		isNew      bool
		changed    bool
		matters    bool
		identities int
	}
	there := make(map[string]*place, len(twins)+len(people))
	for _, t := range twins {
		if _, twice := there[t.identity()]; !twice {
			there[t.identity()] = &place{s: t}
		}
	}
	now := s.Clock.Now()
	var order []*place
	for _, c := range people {
		p, known := there[c.identity()]
		if !known {
			p = &place{isNew: true, s: Supporter{
				ID: s.NewID(), Organisation: im.Organisation, Group: im.Group, Name: c.Name, Phone: c.Phone, Tags: []string{}, Version: 1, Created: now, Updated: now,
			}}
			there[c.identity()] = p
			im.Figures.Added++
		} else {
			im.Figures.Merged++
		}
		changed, matters := p.s.fill(c)
		p.changed, p.matters = p.changed || changed, p.matters || matters
		if p.identities++; p.identities == 1 {
			order = append(order, p)
		}
	}
	var fresh []Supporter
	ids := make([]string, 0, len(order))
	for _, p := range order {
		ids = append(ids, p.s.ID)
		if p.isNew {
			fresh = append(fresh, p.s)
			continue
		}
		if !p.changed {
			continue
		}
		p.s.Version++
		p.s.Updated = now
	}
	if err := tx.InsertSupporters(fresh); err != nil {
		return err
	}
	var completed []string
	for _, p := range slices.SortedFunc(slices.Values(order), func(a, b *place) int { return strings.Compare(a.s.ID, b.s.ID) }) {
		if p.isNew || !p.changed {
			continue
		}
		completed = append(completed, p.s.ID)
		if err := tx.SaveSupporter(p.s); err != nil {
			return err
		}
		if p.matters {
			if err := tx.Do(JobRecheck, p.s.ID, now); err != nil {
				return err
			}
		}
	}
	if err := tellCompleted(tx, completed); err != nil {
		return err
	}
	return s.putOn(tx, im, ids)
}

// tellCompleted tells the pages of people whose records an import completed. Lists are told once for all of their people.
func tellCompleted(tx Tx, ids []string) error {
	rows, err := tx.SupporterRows(ids)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := tx.Emit(event.On(event.FamilySupporter, row.ID), SupporterChanged, SupporterEvent{row.view(Group{})}); err != nil {
			return err
		}
	}
	return nil
}

// putOn puts people of a batch on the import's list, as far as it holds them.
func (s *Service) putOn(tx Tx, im *Import, ids []string) error {
	if im.List == "" || len(ids) == 0 {
		return nil
	}
	size, err := tx.Size(im.List)
	if err != nil {
		return err
	}
	room := max(0, min(len(ids), s.longest()-size))
	n, err := tx.AddToList(im.List, ids[:room])
	if err != nil {
		return err
	}
	im.Figures.Listed += int64(n)
	im.Figures.LeftOut += int64(len(ids) - room)
	if n == 0 {
		return nil
	}
	return tx.Do(JobRoster, im.List, s.Clock.Now().Add(followLater))
}
