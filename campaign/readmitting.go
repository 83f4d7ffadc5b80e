package campaign

import (
	"errors"
	"slices"
	"time"
)

// readmit takes contacts back in whose numbers came off the Do Not Call list: each goes to where it would be had it never been on
// it. Who had their last attempt stays finished, and so does who said in this campaign that they are not to be called.
func (s *Service) readmit(tx Tx, no int64, contacts []int64) error {
	c, err := tx.CampaignNo(no)
	if err != nil {
		return err
	}
	now, err := tx.HoldSwitch(c.Organisation)
	if err != nil {
		return err
	}
	slices.Sort(contacts)
	back, err := tx.LockContacts(no, contacts)
	if err != nil {
		return err
	}
	back = slices.DeleteFunc(back, func(p Contact) bool { return !p.OptedOut })
	if len(back) == 0 {
		return nil
	}
	counts := map[int64]ZoneCounts{}
	var ready []Ready
	var click []Contact
	var held []int64
	var wait []Waiting
	var let []int64
	for i := range back {
		p := &back[i]
		z := counts[p.ZoneSet]
		z.OptedOut--
		p.OptedOut = false
		switch {
		case p.Final:
			p.in(&z, 1)
		case p.Waits != NoWait || !p.Attempted.IsZero(): // the mover knows what is due, and in which pass
			w := p.waits(s.Clock.Now())
			p.Waits, wait = w.Kind, append(wait, w)
			p.in(&z, 1)
		case now.Holds(*p):
			z.Click++
			click, held = append(click, *p), append(held, p.No)
		default:
			if p.Unclicked() {
				let = append(let, p.No)
			}
			p.in(&z, 1)
			ready = append(ready, Ready{Level: Level(0), Stream: Stream(p.ZoneSet, ClassOf(p.Line)), Contact: p.No})
		}
		counts[p.ZoneSet] = z
	}
	if wait, err = s.notWaiting(tx, no, wait); err != nil {
		return err
	}
	if click, err = notShown(tx, c, click); err != nil {
		return err
	}
	return errors.Join(
		tx.SetReleased(no, held, time.Time{}), tx.SetReleased(no, let, now.lets(s.Clock.Now())),
		tx.SaveAttempted(no, back), tx.AddWaiting(no, wait), tx.AddClickable(no, click), tx.AddReady(no, ready), tx.Count(no, counts),
		tx.Do(JobMove, c.ID, s.Clock.Now()), s.tellSoon(tx, c.ID),
		tx.Audit(c.Organisation, "", "contacts_readmitted", "campaign/"+c.ID, map[string]any{"contacts": len(back)}),
	)
}

// waits is how a contact waits that was attempted, or set aside. Who has left the line of those who wait for an instant was due.
func (p Contact) waits(now time.Time) Waiting {
	w, _ := p.gapped(0)
	if p.Waits != NoWait { // else it was ready
		w.Kind = p.Waits
	}
	switch w.Kind {
	case ForPasses:
		w.Attempts = p.Attempts
	case ForAgreed, ForOther:
		w.Attempts, w.At = 0, now
	}
	return w
}

// notShown leaves out who is on a clicker's screen still: they go back by the end of that lease. The caller holds the contacts.
func notShown(tx Tx, c Campaign, contacts []Contact) ([]Contact, error) {
	if len(contacts) == 0 {
		return nil, nil
	}
	open, err := shownNow(tx, c)
	if err != nil {
		return nil, err
	}
	shown := map[int64]bool{}
	for _, l := range open {
		for _, n := range l.left() {
			shown[n] = true
		}
	}
	return slices.DeleteFunc(contacts, func(p Contact) bool { return shown[p.No] }), nil
}

// notWaiting leaves out who stands in the line of those who wait.
func (s *Service) notWaiting(tx Tx, no int64, rows []Waiting) ([]Waiting, error) {
	type line struct {
		kind     Wait
		attempts int
	}
	by := map[line][]int64{}
	for _, w := range rows {
		at := line{w.Kind, w.Attempts}
		by[at] = append(by[at], w.Contact)
		switch {
		case w.Kind == ForOther:
			agreed := line{w.Kind, 1}
			by[agreed] = append(by[agreed], w.Contact)
		case w.Attempts > 0 && (w.Kind == OnceMoreIn || w.Kind == AfterDrop): // as rows were before the passes bound them
			free := line{w.Kind, 0}
			by[free] = append(by[free], w.Contact)
		}
	}
	there := map[int64]bool{}
	for at, contacts := range by {
		found, err := tx.WaitingOf(no, at.kind, at.attempts, contacts)
		if err != nil {
			return nil, err
		}
		for _, n := range found {
			there[n] = true
		}
	}
	return slices.DeleteFunc(rows, func(w Waiting) bool { return there[w.Contact] }), nil
}
