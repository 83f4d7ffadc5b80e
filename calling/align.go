package calling

import (
	"context"
	"errors"

	"partyline/event"
)

// alignedAtOnce is how many entries one transaction brings in line with the list: its leader waits for it.
const alignedAtOnce = 1000

// Stray is an entry that is not in line with its list: its person has left it, or is there again, or was dealt to another leader.
type Stray struct {
	Entry
	OnList bool
	Dealt  bool // and nobody has worked them in this session
}

// roster brings the open sessions of a list in line with it: new people stand at the end of the
// queue, people taken off leave it, or stay with a mark when they were worked. On a split list new people
// are dealt first, and each queue keeps its leader's share. A long queue is brought in line in several transactions, each
// with its event, and its leader can go on meanwhile: nobody in another's share is rung.
func (s *Service) roster(ctx context.Context, list string) error {
	if err := s.dealNew(ctx, list); err != nil {
		return err
	}
	var all error
	var gone bool
	if err := s.Store.Read(ctx, func(r Reader) error {
		l, err := r.List(list)
		gone = l.Deleted
		return err
	}); err != nil {
		return err
	}
	if gone {
		return s.listGone(ctx, list)
	}
	var sessions []string
	err := s.Store.Read(ctx, func(r Reader) (err error) {
		sessions, err = r.SessionsOn(list)
		return err
	})
	for _, id := range sessions {
		for more := true; more && err == nil; {
			err = s.in(ctx, id, func(w *work) (_ event.Kind, err error) {
				if more, err = w.align(); err != nil || !w.changed {
					return "", err
				}
				return RosterChanged, nil
			})
		}
		all, err = errors.Join(all, err), nil
	}
	return all
}

// align marks or removes the entries of people who are not on the list, takes the mark off those who are again, takes out
// whoever is in another leader's share, and lets in who is new; more says that there may be more of them.
func (w *work) align() (more bool, err error) {
	strays, err := w.Strays(w.session.ID, alignedAtOnce)
	if err != nil {
		return false, err
	}
	var before, after, out []Entry
	var skips []string // of those who were dealt away
	for _, x := range strays {
		e, gone := x.Entry, x.Dealt
		switch {
		case gone && e.Skip != nil:
			skips = append(skips, e.ID)
		case !gone && x.OnList:
			e.OffList = false
		case !gone:
			e, gone = w.rules.left(e)
		}
		if gone {
			out = append(out, e)
		} else {
			before, after = append(before, x.Entry), append(after, e)
		}
	}
	if err := errors.Join(w.EndSkips(skips, w.now, "dealt"), w.removeAll(out), w.saveAll(before, after)); err != nil {
		return false, err
	}
	if len(strays) == alignedAtOnce {
		return true, nil
	}
	if w.session.Preparing.Kind == PrepareQueue { // it is putting them in
		return false, nil
	}
	fresh, err := w.Unlisted(w.session.ID, alignedAtOnce)
	if err != nil || len(fresh) == 0 {
		return false, err
	}
	rank, err := w.LastRank(w.session.ID)
	if err != nil {
		return false, err
	}
	return len(fresh) == alignedAtOnce, w.enrol(fresh, rank)
}

// removeAll is remove for many.
func (w *work) removeAll(entries []Entry) error {
	if len(entries) == 0 {
		return nil
	}
	ids := make([]string, len(entries))
	for i, e := range entries {
		w.session.Counts = w.session.Counts.plus(Count(e), -1)
		ids[i] = e.ID
	}
	w.gone, w.changed = append(w.gone, ids...), true
	return w.DeleteEntries(ids)
}
