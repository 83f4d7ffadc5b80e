package campaign

import (
	"context"
	"errors"
	"slices"
	"time"
)

// restreamAgain is how long rows lie in the stream they were in while more of a file is loaded; astrayAtOnce how many are looked up
// together.
const (
	restreamAgain = time.Minute
	astrayAtOnce  = 100_000
)

// restream moves contacts that are ready to where they belong since a later row made them stricter: among those who wait for a click,
// or into another stream. Where they are is found without a lock: it may mean to look at all. Done again after a crash it goes on
// with what is left.
func (s *Service) restream(ctx context.Context, id string) error {
	for {
		var c Campaign
		var rows []Ready
		if err := s.Store.Read(ctx, func(r Reader) (err error) {
			if c, err = r.Campaign(id); err != nil || !c.Ended.IsZero() {
				return err
			}
			rows, err = r.Astray(c.No, astrayAtOnce)
			return err
		}); err != nil {
			return err
		}
		for some := range slices.Chunk(rows, atOnce) {
			if err := s.Store.Write(ctx, func(tx Tx) error { return s.restreamSome(tx, c, some) }); err != nil {
				return err
			}
		}
		if len(rows) < astrayAtOnce {
			return nil
		}
	}
}

func (s *Service) restreamSome(tx Tx, c Campaign, rows []Ready) error {
	now, err := tx.HoldSwitch(c.Organisation)
	if err != nil {
		return err
	}
	if _, err := tx.LockStreams(c.No); err != nil {
		return err
	}
	gone, err := tx.DropReady(c.No, rows)
	if err != nil || len(gone) == 0 {
		return err
	}
	slices.Sort(gone)
	contacts, err := tx.LockContacts(c.No, gone)
	if err != nil {
		return err
	}
	var held, rest []Contact
	for _, p := range contacts {
		switch {
		case p.OptedOut: // counted there already
		case now.Holds(p):
			held = append(held, p)
		default:
			rest = append(rest, p)
		}
	}
	ready := slices.DeleteFunc(slices.Clone(rows), func(r Ready) bool {
		return !slices.ContainsFunc(rest, func(p Contact) bool { return p.No == r.Contact })
	})
	return errors.Join(
		s.toClick(tx, c, held, func(p Contact, z *ZoneCounts) { p.in(z, -1) }), tx.AddReady(c.No, belonging(ready, rest)), s.tellSoon(tx, c.ID),
	)
}

// belonging is rows of contacts, each in the stream it belongs to.
func belonging(rows []Ready, contacts []Contact) []Ready {
	stream := map[int64]int64{}
	for _, p := range contacts {
		stream[p.No] = Stream(p.ZoneSet, ClassOf(p.Line))
	}
	for i := range rows {
		if at, known := stream[rows[i].Contact]; known {
			rows[i].Stream = at
		}
	}
	return rows
}

// inPlace leaves out who was taken from a stream that they do not belong to any more, and has them be ready where they do.
func (s *Service) inPlace(tx Tx, c Campaign, holder string, taken []Contact, rows []Ready) ([]Contact, error) {
	was := map[int64]Ready{}
	for _, r := range rows {
		was[r.Contact] = r
	}
	var astray []Ready
	var nos []int64
	rest := slices.DeleteFunc(slices.Clone(taken), func(p Contact) bool {
		r := was[p.No]
		if r.Stream == Stream(p.ZoneSet, ClassOf(p.Line)) {
			return false
		}
		astray, nos = append(astray, r), append(nos, p.No)
		return true
	})
	if len(astray) == 0 {
		return taken, nil
	}
	if _, err := tx.ReturnTaken(c.No, holder, nos); err != nil {
		return nil, err
	}
	return rest, tx.AddReady(c.No, belonging(astray, taken))
}
