package campaign

import (
	"context"
	"slices"
	"time"
)

// Take takes up to k numbers that can be dialled now off what is ready, in proportion over the open streams, and notes that the
// holder has them. They come in random order, without names and fields. A campaign that is not open gives none. Whoever dials
// checks everything again in the transaction that writes the attempt; what is not dialled goes back by Return.
func (s *Service) Take(ctx context.Context, campaign, holder string, k int) (out []Contact, err error) {
	err = s.Store.Write(ctx, func(tx Tx) error {
		out = nil
		c, clicking, err := tx.HoldClicking(campaign)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		if c.Started.IsZero() || !c.Paused.IsZero() || !c.Ended.IsZero() {
			return nil
		}
		streams, err := tx.LockZoned(c.No)
		if err != nil {
			return err
		}
		r := Dice()
		shares := Share(k, c.open(streams, now), r)
		if len(shares) == 0 {
			return nil
		}
		if out, err = s.takeIn(tx, c, clicking, holder, shares, now); err != nil {
			return err
		}
		r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
		return tx.CountAndTell(c.No, moved(out, 1), c.ID, s.soon())
	})
	return out, err
}

// takeIn takes what the shares say, without those that cannot be dialled after all: these go to where they belong. The others are
// counted as before. The caller holds the streams.
func (s *Service) takeIn(tx Tx, c Campaign, clicking Switch, holder string, shares []StreamSize, now time.Time) ([]Contact, error) {
	got, err := tx.TakeReady(c.No, shares, holder, now)
	if err != nil || len(got) == 0 {
		return nil, err
	}
	var taken []int64
	level := map[int64]int{}
	for _, g := range got {
		taken = append(taken, g.Contact)
		level[g.Contact] = g.Level
	}
	slices.Sort(taken)
	out, listed, err := tx.LockTaken(c.No, c.Organisation, taken)
	if err != nil {
		return nil, err
	}
	if out, err = s.callable(tx, c, holder, out, listed); err != nil {
		return nil, err
	}
	out, gone, err := s.unclicked(tx, c, clicking, out, func(p Contact, z *ZoneCounts) { p.in(z, -1) })
	if err != nil {
		return nil, err
	}
	if len(gone) > 0 {
		if _, err := tx.ReturnTaken(c.No, holder, gone); err != nil {
			return nil, err
		}
	}
	if out, err = s.inPlace(tx, c, holder, out, got); err != nil {
		return nil, err
	}
	return s.tooEarly(tx, c, holder, out, level, now)
}

// callable leaves out who is on the Do Not Call list since they were loaded: they are in nobody's hands any more.
func (s *Service) callable(tx Tx, c Campaign, holder string, taken []Contact, listed []string) ([]Contact, error) {
	var known []int64
	for _, p := range taken {
		if p.OptedOut {
			known = append(known, p.No)
		}
	}
	fresh, err := markListed(tx, c, taken, listed, fromReady)
	if err != nil {
		return nil, err
	}
	if gone := append(known, fresh...); len(gone) > 0 {
		if _, err := tx.ReturnTaken(c.No, holder, gone); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(taken, func(p Contact) bool { return p.OptedOut }), nil
}

// Return gives back what a holder took and did not dial: these contacts, or all with nil.
func (s *Service) Return(ctx context.Context, campaign, holder string, contacts []int64) error {
	return s.Store.Write(ctx, func(tx Tx) error { return s.ReturnIn(tx, campaign, holder, contacts) })
}

// ReturnIn is Return inside a transaction of somebody who holds the attempts.
func (s *Service) ReturnIn(tx Tx, campaign, holder string, contacts []int64) error {
	c, clicking, err := tx.HoldClicking(campaign)
	if err != nil {
		return err
	}
	if _, err := tx.LockStreams(c.No); err != nil {
		return err
	}
	back, err := tx.ReturnTaken(c.No, holder, contacts)
	if err != nil || len(back) == 0 {
		return err
	}
	ids := make([]int64, len(back))
	for i, b := range back {
		ids[i] = b.Contact
	}
	slices.Sort(ids)
	locked, listed, err := tx.LockTaken(c.No, c.Organisation, ids)
	if err != nil {
		return err
	}
	if _, err := markListed(tx, c, locked, listed, fromFlight); err != nil {
		return err
	}
	never := map[int64]bool{}
	for _, p := range locked {
		never[p.No] = p.OptedOut
	}
	locked = slices.DeleteFunc(locked, func(p Contact) bool { return p.OptedOut })
	var gone []int64
	if locked, gone, err = s.unclicked(tx, c, clicking, locked, func(_ Contact, z *ZoneCounts) { z.InFlight-- }); err != nil {
		return err
	}
	for _, no := range gone {
		never[no] = true
	}
	back = belonging(slices.DeleteFunc(back, func(r Ready) bool { return never[r.Contact] }), locked)
	if err := tx.AddReady(c.No, back); err != nil {
		return err
	}
	return tx.CountAndTell(c.No, moved(locked, -1), c.ID, s.soon())
}

// open is the streams whose zones are all inside the hours, of passes that there are.
func (c Campaign) open(streams []ZonedStream, now time.Time) (out []StreamSize) {
	for _, t := range streams {
		if t.Level <= c.Passes && c.Hours.Dialable(t.Zones, now) {
			out = append(out, t.StreamSize)
		}
	}
	return out
}

// Ready says whether any number of these streams can be dialled now, as far as they tell: Take looks at each.
func (c Campaign) Ready(streams []ZonedStream, now time.Time) bool {
	return len(c.open(streams, now)) > 0
}

// moved is the counts of contacts that go out of ready (n = 1) or come back (n = -1).
func moved(contacts []Contact, n int64) map[int64]ZoneCounts {
	counts := map[int64]ZoneCounts{}
	for _, p := range contacts {
		z := counts[p.ZoneSet]
		z.InFlight += n
		switch {
		case p.Attempts > 0:
			z.Retries -= n
		case p.Line == Landline:
			z.Landlines -= n
		default:
			z.Cells -= n
		}
		counts[p.ZoneSet] = z
	}
	return counts
}
