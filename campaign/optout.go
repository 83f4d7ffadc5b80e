package campaign

import "slices"

// optOuts finds, among contacts that the caller holds, those whose numbers came onto the Do Not Call list after they were
// loaded, marks them, and moves them from where they were counted. It changes the contacts in place and says which they were:
// Do Not Call always wins, at the latest where a number is shown, approved or taken.
func optOuts(tx Tx, c Campaign, contacts []Contact, from func(p Contact, z *ZoneCounts)) ([]int64, error) {
	var phones []string
	for _, p := range contacts {
		if !p.OptedOut {
			phones = append(phones, p.Phone)
		}
	}
	if len(phones) == 0 {
		return nil, nil
	}
	out, err := tx.OptedOut(c.Organisation, phones)
	if err != nil {
		return nil, err
	}
	return markListed(tx, c, contacts, out, from)
}

// markListed is optOuts of contacts of which is known whose number is on the list.
func markListed(tx Tx, c Campaign, contacts []Contact, listed []string, from func(p Contact, z *ZoneCounts)) ([]int64, error) {
	if len(listed) == 0 {
		return nil, nil
	}
	counts := map[int64]ZoneCounts{}
	var nos []int64
	for i := range contacts {
		p := &contacts[i]
		if p.OptedOut || !slices.Contains(listed, p.Phone) {
			continue
		}
		p.OptedOut = true
		nos = append(nos, p.No)
		z := counts[p.ZoneSet]
		from(*p, &z)
		z.OptedOut++
		counts[p.ZoneSet] = z
	}
	if len(nos) == 0 {
		return nil, nil
	}
	if err := tx.MarkOptedOut(c.No, nos); err != nil {
		return nil, err
	}
	return nos, tx.Count(c.No, counts)
}

// fromClick is for contacts that wait for a click, fromReady for those that the dialer has.
func fromClick(_ Contact, z *ZoneCounts) { z.Click-- }

func fromReady(p Contact, z *ZoneCounts) {
	switch {
	case p.Attempts > 0:
		z.Retries--
	case p.Line == Landline:
		z.Landlines--
	default:
		z.Cells--
	}
}
