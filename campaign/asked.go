package campaign

import (
	"context"
	"errors"
	"slices"
)

// listAsked puts the numbers of those on the organisation's Do Not Call list who asked not to be called, as a column of a file says:
// before the first contact of it is made, and before that of the files that were started with it, because Do Not Call always wins,
// and each contact is dialable at once. Not sooner: until a file is started its columns can be put right.
func (s *Service) listAsked(ctx context.Context, l Load) (Load, error) {
	if l.Done > 0 { // it was done then
		return l, nil
	}
	var c Campaign
	var loads []Load
	err := s.Store.Read(ctx, func(r Reader) (err error) {
		if c, err = r.Campaign(l.Campaign); err == nil {
			loads, err = r.Loads(l.Campaign)
		}
		return err
	})
	if err != nil {
		return l, err
	}
	for _, of := range loads {
		if of.ID != l.ID && (of.State != LoadLoading || of.Begun != l.Begun || of.Done > 0) || of.Rejected == 0 || !slices.Contains(of.Plan.Fields, NeverField) {
			continue
		}
		if l, err = s.listAskedOf(ctx, l, of, c.Organisation); err != nil {
			return l, err
		}
	}
	return l, nil
}

// listAskedOf does it with one file, in the turn of the one that is loaded. Where a file cannot be read, its own turn says so.
func (s *Service) listAskedOf(ctx context.Context, l, of Load, organisation string) (Load, error) {
	rows, r := s.people(ctx, of), newReader(s.Files, of.Plan)
	for {
		some, err := rows.next(s.batch())
		if err != nil {
			return l, ctx.Err()
		}
		var phones []string
		for _, row := range some {
			if c, _ := r.judge(row); c.never {
				phones = append(phones, c.phone)
			}
		}
		slices.Sort(phones)
		for some := range slices.Chunk(slices.Compact(phones), atOnce) {
			if l, err = s.step(ctx, l, false, func(tx Tx, _ *Load) error { return s.listNew(tx, of, organisation, some) }); err != nil {
				return l, err
			}
		}
		if len(some) < s.batch() {
			return l, nil
		}
	}
}

// listNew puts those numbers on the list that are not there, and says in the audit trail how many.
func (s *Service) listNew(tx Tx, of Load, organisation string, phones []string) error {
	there, err := tx.OptedOut(organisation, phones)
	if err != nil {
		return err
	}
	slices.Sort(there)
	fresh := slices.DeleteFunc(slices.Clone(phones), func(p string) bool { _, found := slices.BinarySearch(there, p); return found })
	if len(fresh) == 0 {
		return nil
	}
	return errors.Join(tx.OptOut(organisation, fresh, of.By.ID, s.Clock.Now()),
		tx.Audit(organisation, of.By.ID, "opted_out", "organisation/"+organisation, map[string]any{"numbers": len(fresh), "file": of.FileName}))
}
