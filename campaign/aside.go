package campaign

import (
	"errors"
	"slices"
	"time"
)

// Aside puts contacts aside that a holder had taken and that cannot be dialled until an instant, because another queue has their
// line or they were called often enough today. They come back to where they were; agreed is those whose call-back was due.
func (s *Service) Aside(tx Tx, campaign, holder string, contacts, agreed []int64, until time.Time) error {
	c, err := tx.Campaign(campaign)
	if err != nil {
		return err
	}
	had, err := tx.ReturnTaken(c.No, holder, contacts)
	if err != nil || len(had) == 0 {
		return err
	}
	nos := make([]int64, len(had))
	for i, r := range had {
		nos[i] = r.Contact
	}
	slices.Sort(nos)
	locked, err := tx.LockContacts(c.No, nos)
	if err != nil {
		return err
	}
	if _, err := optOuts(tx, c, locked, fromFlight); err != nil {
		return err
	}
	locked = slices.DeleteFunc(locked, func(p Contact) bool { return p.OptedOut })
	counts := map[int64]ZoneCounts{}
	rows := make([]Waiting, len(locked))
	for i := range locked {
		p := &locked[i]
		p.Waits = ForOther
		z := counts[p.ZoneSet]
		z.InFlight--
		p.in(&z, 1)
		counts[p.ZoneSet] = z
		rows[i] = Waiting{Kind: ForOther, At: until, Contact: p.No, ZoneSet: p.ZoneSet}
		if slices.Contains(agreed, p.No) {
			rows[i].Attempts = 1
		}
	}
	return errors.Join(tx.SaveAttempted(c.No, locked), tx.AddWaiting(c.No, rows), tx.Count(c.No, counts), tx.Do(JobMove, c.ID, until), s.tellSoon(tx, c.ID))
}
