package campaign

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"partyline/fault"
)

// Approving is one frame of presses.
type Approving struct {
	Person, Lease string
	Presses       []Press
}

// Approved is the answer to it. A repeat gets the same: presses that this lease made before count again, and change nothing.
type Approved struct {
	Approved int       `json:"approved"`
	Refused  []Refusal `json:"refused"`
	Until    int64     `json:"until" doc:"of the lease, in milliseconds since it began"`
	Mine     int64     `json:"mine" doc:"how many this person has approved, this frame and what all their pages sent before it counted in; 0: not looked up"`
}

const (
	mostPresses = 1000 // in one frame
	approveTime = 20 * time.Second
)

type approving struct {
	Approving
	reply func(Approved, error)
}

// Approve takes presses; reply is called once, from another goroutine, when they are kept for good or refused. It never waits:
// with too many frames under way reply gets the refusal busy at once.
func (s *Service) Approve(a Approving, reply func(Approved, error)) {
	if len(a.Presses) > mostPresses {
		reply(Approved{}, fault.New(fault.Invalid, "too_many_presses", "At most %d presses go into one frame.", mostPresses))
		return
	}
	if !s.approvals.of(a.Person, s.Lanes).add(approving{a, reply}, s.approveAll) {
		go reply(Approved{}, fault.New(fault.Busy, "busy", "Too much at once just now. Your presses are kept; they go up in a moment."))
	}
}

// Close waits until what was handed to Approve, Ask, Seen and See is kept, or ctx ends.
func (s *Service) Close(ctx context.Context) {
	done := make(chan struct{})
	go func() {
		s.approvals.wait()
		s.askings.work.Wait()
		s.attendance.work.Wait()
		s.sightings.work.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-ctx.Done():
	}
}

// approveAll keeps one batch and answers it. Who was removed is refused, whatever moments their presses say; the others' are kept without.
func (s *Service) approveAll(batch []approving) {
	ctx, cancel := context.WithTimeout(context.Background(), approveTime)
	defer cancel()
	var answers []Approved
	err := s.Store.Write(ctx, func(tx Tx) (err error) {
		answers, err = s.approve(tx, batch)
		return err
	})
	if off := TakenOff(nil); errors.As(err, &off) {
		batch = slices.DeleteFunc(batch, func(a approving) bool {
			gone := slices.Contains(off, a.Person)
			if gone {
				a.reply(Approved{}, removed())
			}
			return gone
		})
		if len(batch) > 0 {
			s.approveAll(batch)
		}
		return
	}
	for i, a := range batch {
		if err != nil {
			a.reply(Approved{}, err)
			continue
		}
		a.reply(answers[i], nil)
	}
}

// approve is the transaction: what each frame gets, in their order.
func (s *Service) approve(tx Tx, batch []approving) ([]Approved, error) {
	now := s.Clock.Now()
	answers := make([]Approved, len(batch))
	ids := make([]string, len(batch))
	for i, a := range batch {
		ids[i], answers[i].Refused = a.Lease, []Refusal{}
	}
	slices.Sort(ids)
	locked, err := tx.LockLeases(slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(locked, func(a, b Lease) int { return cmp.Compare(a.Campaign, b.Campaign) })
	leases, campaigns := map[string]*Lease{}, []int64{}
	for i := range locked {
		leases[locked[i].ID] = &locked[i]
		campaigns = append(campaigns, locked[i].Campaign)
	}
	for len(campaigns) > 0 {
		no := campaigns[0]
		n := 1
		for n < len(campaigns) && campaigns[n] == no {
			n++
		}
		of := locked[:n]
		campaigns, locked = campaigns[n:], locked[n:]
		if err := s.approveIn(tx, no, now, batch, answers, leases, of); err != nil {
			return nil, err
		}
	}
	for i, a := range batch {
		l := leases[a.Lease]
		if l == nil || l.Person != a.Person || l.Launch {
			for _, p := range a.Presses {
				answers[i].Refused = append(answers[i].Refused, Refusal{p.Ordinal, CodeNotLeased})
			}
			continue
		}
		answers[i].Until = l.Until.Sub(l.Began).Milliseconds()
	}
	return answers, nil
}

// approveIn does the frames of one campaign, whose locked leases are of.
func (s *Service) approveIn(tx Tx, no int64, now time.Time, batch []approving, answers []Approved, leases map[string]*Lease, of []Lease) error {
	c, clicking, err := tx.HoldClickingNo(no)
	if err != nil {
		return err
	}
	var off time.Time
	if !clicking.On {
		off = clicking.Since
	}
	tries := make([][]Try, len(batch))
	var contacts []int64
	for i, a := range batch {
		l := leases[a.Lease]
		if l == nil || l.Campaign != no || l.Person != a.Person || l.Launch {
			continue
		}
		judged := *l
		if !c.Ended.IsZero() && c.Ended.Before(l.Until) {
			judged.Until = c.Ended
		}
		tries[i], answers[i].Refused = judged.Judge(a.Presses, now, off)
		for _, t := range tries[i] {
			contacts = append(contacts, t.Contact)
		}
	}
	slices.Sort(contacts)
	j := &judging{contacts: map[int64]*Contact{}}
	locked, listed, err := tx.LockNumbers(no, c.Organisation, slices.Compact(contacts))
	if err != nil {
		return err
	}
	var before []int64
	slices.SortStableFunc(locked, func(a, b Contact) int { return a.Approved.Compare(b.Approved) }) // who waits for a click first
	waiting := 0
	for i := range locked {
		j.contacts[locked[i].No] = &locked[i]
		if !locked[i].Approved.IsZero() {
			before = append(before, locked[i].No)
			continue
		}
		waiting = i + 1
	}
	slices.SortStableFunc(locked[:waiting], func(a, b Contact) int { return a.Released.Compare(b.Released) })
	unreleased := slices.IndexFunc(locked[:waiting], func(p Contact) bool { return !p.Released.IsZero() })
	if unreleased < 0 {
		unreleased = waiting
	}
	for i := range locked {
		j.contacts[locked[i].No] = &locked[i]
	}
	out, err := markListed(tx, c, locked[:unreleased], listed, fromClick)
	if err != nil {
		return err
	}
	if j.by, err = tx.ApprovedBy(no, before); err != nil {
		return err
	}
	fresh := map[string]int64{} // by who pressed
	for i, a := range batch {
		if tries[i] != nil {
			n := j.frame(leases[a.Lease], tries[i], now, &answers[i])
			fresh[a.Person] += n
			answers[i].Mine = fresh[a.Person]
		}
	}
	if len(j.approvals) == 0 {
		if len(out) > 0 {
			err = s.tellSoon(tx, c.ID)
		}
		return errors.Join(err, tx.SaveLeases(of))
	}
	counts := map[int64]ZoneCounts{}
	var ready []Ready
	for _, p := range j.fresh {
		z := counts[p.ZoneSet]
		z.Approved++
		if !p.Released.IsZero() { // ready already, or beyond: this is its evidence, and no more
			counts[p.ZoneSet] = z
			continue
		}
		z.Click--
		if p.Attempts > 0 {
			z.Retries++
		} else {
			z.Cells++
		}
		counts[p.ZoneSet] = z
		ready = append(ready, p.ready(c.Passes))
	}
	k := s.clicked(c, j.approvals, now)
	k.Ready, k.Counts, k.Leases = ready, counts, of
	for _, f := range []func() error{
		func() error { return tx.DropClickable(no, j.late) },
		func() error { return s.click(tx, no, k, batch, tries, answers) },
		func() error { return s.overPassesSoon(tx, c, ready) },
		func() error { return s.lapseNoMore(tx, j.done) },
	} {
		if err := f(); err != nil {
			return err
		}
	}
	return nil
}

// click keeps what presses have come to, and says in each answer how many are its person's.
func (s *Service) click(tx Tx, no int64, k Clicked, batch []approving, tries [][]Try, answers []Approved) error {
	before, err := tx.Click(no, k)
	for i, a := range batch {
		if n, locked := before[a.Person]; locked && tries[i] != nil {
			answers[i].Mine += n
		}
	}
	return err
}

// lapseNoMore takes the jobs of leases out that are over.
func (s *Service) lapseNoMore(tx Tx, leases []string) error {
	for _, id := range leases {
		if err := tx.Done(JobLapse, id); err != nil {
			return err
		}
	}
	return nil
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
