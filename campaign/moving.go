package campaign

import (
	"context"
	"errors"
	"slices"
	"time"
)

// atOnce is how many contacts are moved in one transaction; moveAgain how long the mover rests before it looks again.
const (
	atOnce    = 500
	moveAgain = time.Second
)

// mostAttempts is beyond what passes and rules ever make of a contact that waits for the gap.
const mostAttempts = MostPasses + 2

// ever is later than any instant.
var ever = time.UnixMilli(1 << 50)

// move puts whoever waited long enough where the dialer takes them, and has the passes and the gap as they are now take effect:
// who had all their passes is finished, and is not when there are more of them.
func (s *Service) move(ctx context.Context, campaign string) error {
	for {
		next, more := time.Time{}, false
		err := s.Store.Write(ctx, func(tx Tx) error {
			next, more = time.Time{}, false
			c, err := tx.Campaign(campaign)
			if err != nil || !c.Ended.IsZero() {
				return err
			}
			moved, err := s.moveSome(tx, c)
			if err != nil {
				return err
			}
			if next, err = tx.SetDue(c.No, c.Gap, afterDrop(c.Gap)); err != nil || moved == 0 {
				return err
			}
			more = true
			return s.tellSoon(tx, c.ID)
		})
		switch {
		case err != nil:
			return err
		case more:
			continue
		case next.IsZero():
			return nil
		}
		return s.Later(later(next, s.Clock.Now().Add(moveAgain)))
	}
}

// moveSome moves at most some hundred, and says how many.
func (s *Service) moveSome(tx Tx, c Campaign) (int, error) {
	if n, err := s.overPasses(tx, c); n > 0 || err != nil {
		return n, err
	}
	now := s.Clock.Now()
	var due []Waiting
	take := func(kind Wait, attempts int, until time.Time) error {
		if len(due) >= atOnce {
			return nil
		}
		some, err := tx.TakeWaiting(c.No, kind, attempts, until, atOnce-len(due))
		due = append(due, some...)
		return err
	}
	errs := []error{take(ForAgreed, 0, now), take(ForOther, 0, now), take(ForOther, 1, now)}
	for n := range mostAttempts {
		gap, drop := now.Add(-c.Gap), now.Add(-afterDrop(c.Gap))
		if n < c.Passes {
			errs = append(errs, take(ForPasses, n, ever))
		} else {
			gap, drop = ever, ever
		}
		errs = append(errs, take(ForGap, n, gap), take(OnceMoreIn, n, gap), take(AfterDrop, n, drop))
	}
	if err := errors.Join(errs...); err != nil || len(due) == 0 {
		return 0, err
	}
	return len(due), s.settle(tx, c, due, now)
}

// settle puts contacts that waited where they belong now.
func (s *Service) settle(tx Tx, c Campaign, due []Waiting, now time.Time) error {
	sw, err := tx.HoldSwitch(c.Organisation)
	if err != nil {
		return err
	}
	was := map[int64]Waiting{}
	nos := make([]int64, 0, len(due))
	for _, w := range due {
		was[w.Contact] = w
		nos = append(nos, w.Contact)
	}
	slices.Sort(nos)
	contacts, err := tx.LockContacts(c.No, nos)
	if err != nil {
		return err
	}
	contacts = slices.DeleteFunc(contacts, func(p Contact) bool { return p.OptedOut || p.Final || p.Waits == NoWait })
	if _, err := optOuts(tx, c, contacts, func(p Contact, z *ZoneCounts) { p.OptedOut = false; p.in(z, -1) }); err != nil {
		return err
	}
	counts := map[int64]ZoneCounts{}
	var ready []Ready
	var click []Contact
	var held []int64
	var again []Waiting
	for i := range contacts {
		p, w := &contacts[i], was[contacts[i].No]
		if p.OptedOut {
			p.Waits = NoWait
			continue
		}
		z, toClick := counts[p.ZoneSet], false
		p.in(&z, -1)
		since, gap := p.gapped(c.Gap)
		switch {
		case p.bound() >= c.Passes && !w.agreed():
			p.Waits = ForPasses
			again = append(again, p.spent())
		case w.Kind == ForPasses && since.At.Add(gap).After(now):
			p.Waits = since.Kind
			again = append(again, since)
		case sw.Holds(*p):
			p.Waits, toClick = NoWait, true
			click, held = append(click, *p), append(held, p.No)
		default:
			p.Waits = NoWait
			ready = append(ready, Ready{Level: w.level(*p, c.Passes), Stream: Stream(p.ZoneSet, ClassOf(p.Line)), Contact: p.No})
		}
		if toClick {
			z.Click++
		} else {
			p.in(&z, 1)
		}
		counts[p.ZoneSet] = z
	}
	return errors.Join(tx.SaveAttempted(c.No, contacts), tx.AddWaiting(c.No, again), tx.SetReleased(c.No, held, time.Time{}), tx.AddClickable(c.No, click),
		tx.AddReady(c.No, ready), tx.Count(c.No, counts))
}

// spent is the row of a contact that had all the passes there are.
func (p Contact) spent() Waiting {
	return Waiting{Kind: ForPasses, Attempts: p.Attempts, At: p.Attempted, Contact: p.No, ZoneSet: p.ZoneSet}
}

// overPassesSoon has the mover look when somebody was put above the passes there are: they are fewer than when the wait began.
func (s *Service) overPassesSoon(tx Tx, c Campaign, ready []Ready) error {
	if slices.ContainsFunc(ready, func(r Ready) bool { return r.Level > c.Passes }) {
		return tx.Do(JobMove, c.ID, s.Clock.Now())
	}
	return nil
}

// overPasses takes those off what is ready who have had all passes since an admin allowed fewer. Who may be called once more,
// whatever the passes, is put to the last of them.
func (s *Service) overPasses(tx Tx, c Campaign) (int, error) {
	above, err := tx.ReadyAbove(c.No, c.Passes, atOnce)
	if err != nil || len(above) == 0 {
		return 0, err
	}
	if _, err := tx.LockStreams(c.No); err != nil {
		return 0, err
	}
	gone, err := tx.DropReady(c.No, above)
	if err != nil {
		return 0, err
	}
	slices.Sort(gone)
	contacts, err := tx.LockContacts(c.No, gone)
	if err != nil {
		return 0, err
	}
	counts := map[int64]ZoneCounts{}
	var ready []Ready
	var spent []Waiting
	for i := range contacts {
		p := &contacts[i]
		if p.OptedOut { // counted there already
			continue
		}
		if p.Extra || p.Attempts < c.Passes {
			ready = append(ready, Ready{Level: c.Passes, Stream: Stream(p.ZoneSet, ClassOf(p.Line)), Contact: p.No})
			continue
		}
		z := counts[p.ZoneSet]
		p.in(&z, -1)
		p.Waits = ForPasses
		p.in(&z, 1)
		counts[p.ZoneSet] = z
		spent = append(spent, p.spent())
	}
	return len(above), errors.Join(tx.SaveAttempted(c.No, contacts), tx.AddWaiting(c.No, spent), tx.AddReady(c.No, ready), tx.Count(c.No, counts))
}

// tooEarly has those wait again who were ready by a shorter gap than there is now, and leaves them out. level is where each
// was ready; who agreed to a call back is not asked to wait.
func (s *Service) tooEarly(tx Tx, c Campaign, holder string, taken []Contact, level map[int64]int, now time.Time) ([]Contact, error) {
	early := []Contact{}
	var rows []Waiting
	var nos []int64
	counts := map[int64]ZoneCounts{}
	taken = slices.DeleteFunc(taken, func(p Contact) bool {
		since, gap := p.gapped(c.Gap)
		if p.Attempted.IsZero() || level[p.No] == 0 || !p.Attempted.Add(gap).After(now) {
			return false
		}
		z := counts[p.ZoneSet]
		p.in(&z, -1)
		p.Waits = since.Kind
		p.in(&z, 1)
		counts[p.ZoneSet] = z
		early, nos = append(early, p), append(nos, p.No)
		rows = append(rows, since)
		return true
	})
	if len(early) == 0 {
		return taken, nil
	}
	if _, err := tx.ReturnTaken(c.No, holder, nos); err != nil {
		return nil, err
	}
	return taken, errors.Join(tx.SaveAttempted(c.No, early), tx.AddWaiting(c.No, rows), tx.Count(c.No, counts), tx.Do(JobMove, c.ID, now))
}
