package campaign

import (
	"context"
	"errors"
	"maps"
	"slices"
)

// sweep takes numbers that came onto an organisation's Do Not Call list out of all its campaigns, wherever they are in them:
// within a moment, and not only when somebody shows, approves or takes them. Who is being dialled stays until that is over.
// Numbers that came off the list are taken back in.
func (s *Service) sweep(ctx context.Context, organisation string) error {
	for more := true; more; {
		err := s.Store.Write(ctx, func(tx Tx) error {
			phones, err := tx.Fresh(organisation, atOnce)
			if err != nil {
				return err
			}
			more = len(phones) == atOnce
			out, err := tx.CampaignsWith(organisation, phones)
			if err != nil {
				return err
			}
			back, err := tx.CampaignsWithout(organisation, phones)
			if err != nil {
				return err
			}
			for _, no := range slices.Sorted(maps.Keys(out)) {
				if err := s.sweepCampaign(tx, no, out[no]); err != nil {
					return err
				}
			}
			for _, no := range slices.Sorted(maps.Keys(back)) {
				if err := s.readmit(tx, no, back[no]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// relist is for a file that was loaded: it saw the Do Not Call list as it was when the load began, and what was swept meanwhile was
// not there yet.
func (s *Service) relist(ctx context.Context, campaign string) error {
	return s.Store.Write(ctx, func(tx Tx) error {
		c, err := tx.Campaign(campaign)
		if err != nil {
			return err
		}
		return tx.HearAgain(c.Organisation, c.No)
	})
}

// sweepCampaign does it in one campaign.
func (s *Service) sweepCampaign(tx Tx, no int64, contacts []int64) error {
	c, err := tx.CampaignNo(no)
	if err != nil {
		return err
	}
	ready, err := dropReady(tx, no, contacts)
	if err != nil {
		return err
	}
	slices.Sort(contacts)
	locked, err := tx.LockContacts(no, contacts)
	if err != nil {
		return err
	}
	taken, err := tx.Taken(no, contacts)
	if err != nil {
		return err
	}
	var late []int64 // became ready while we came for them
	for _, p := range locked {
		if !ready[p.No] && !p.OptedOut && !p.Final && p.Waits == NoWait && !slices.Contains(taken, p.No) {
			late = append(late, p.No)
		}
	}
	more, err := dropReady(tx, no, late)
	if err != nil {
		return err
	}
	maps.Copy(ready, more)
	var out []Contact
	var click []Contact
	counts := map[int64]ZoneCounts{}
	for _, p := range locked {
		z := counts[p.ZoneSet]
		switch {
		case p.OptedOut:
			continue
		case ready[p.No], p.Final, p.Waits != NoWait:
			p.in(&z, -1)
		case slices.Contains(taken, p.No): // looked at again when it is dialled, or comes back
			continue
		default: // waits for a click, on somebody's screen or not
			z.Click--
			click = append(click, p)
		}
		z.OptedOut++
		counts[p.ZoneSet] = z
		out = append(out, p)
	}
	if len(out) == 0 {
		return nil
	}
	nos := make([]int64, len(out))
	for i, p := range out {
		nos[i] = p.No
	}
	return errors.Join(tx.MarkOptedOut(no, nos), tx.DropClickable(no, click), tx.Count(no, counts), s.tellSoon(tx, c.ID))
}

// dropReady takes those of the contacts off what is ready who are there. Where they are is found before the locks: it may mean to
// look at many.
func dropReady(tx Tx, no int64, contacts []int64) (map[int64]bool, error) {
	out := map[int64]bool{}
	if len(contacts) == 0 {
		return out, nil
	}
	found, err := tx.FindReady(no, contacts)
	if err != nil || len(found) == 0 {
		return out, err
	}
	if _, err := tx.LockStreams(no); err != nil {
		return nil, err
	}
	gone, err := tx.DropReady(no, found)
	for _, n := range gone {
		out[n] = true
	}
	return out, err
}
