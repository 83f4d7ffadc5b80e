package campaign

import (
	"errors"
	"time"
)

// What whoever dials does with the numbers on clickers' screens in launch mode, inside of its transaction. It holds the campaign.

// ClickerIn is the campaign of a clicker who may go on.
func (s *Service) ClickerIn(r Reader, person string) (Campaign, error) { return s.clicker(r, person) }

// HoldLaunch locks the lease of a press and judges it. With done there is nothing more to do: answer is what the press is told, for
// the first time or again.
func (s *Service) HoldLaunch(tx Tx, c Campaign, in Launching) (l Lease, at time.Time, answer LaunchCode, done bool, err error) {
	leases, err := tx.LockLeases([]string{in.Lease})
	if err != nil {
		return l, at, "", false, err
	}
	if len(leases) == 0 || leases[0].Person != in.Person || leases[0].Campaign != c.No {
		return l, at, LaunchNotLeased, true, nil
	}
	if l = leases[0]; in.Key != "" && l.LaunchKey == in.Key {
		return l, at, l.LaunchAnswer, true, nil
	}
	on, _, err := tx.Clicking(c.Organisation)
	if err != nil {
		return l, at, "", false, err
	}
	at, why := l.JudgeLaunch(in.MS, s.Clock.Now())
	switch {
	case why != "":
	case !on:
		why = LaunchOff
	case c.Mode != ModeLaunch:
		why = LaunchOtherMode
	default:
		return l, at, "", false, nil
	}
	if !l.Ended.IsZero() { // its last answer stays
		return l, at, why, true, nil
	}
	return l, at, why, true, s.AnswerLaunch(tx, c, l, in.Key, why)
}

// AnswerLaunch keeps what a press was told, for its repeats. A number that does not stay on the screen goes back to where it belongs.
func (s *Service) AnswerLaunch(tx Tx, c Campaign, l Lease, key string, answer LaunchCode) error {
	if err := tx.SaveLaunchAnswer(l.ID, key, answer); err != nil || answer.Answer().Stays {
		return err
	}
	return s.giveBack(tx, c, []string{l.ID}, nil, false)
}

// TakeShown has the number of a lease be in a holder's hands, counted as in flight. The caller holds the lease and the contact, which
// is neither ready nor waits for a click from then on. level is where it is ready. False, and nothing happens, when it is not the
// lease's any more: it waited for a click, and another screen's press, made before, came late and has it ready.
func (s *Service) TakeShown(tx Tx, c Campaign, l Lease, p Contact, holder string) (level int, took bool, err error) {
	now := s.Clock.Now()
	back, err := tx.ReturnTaken(c.No, shown(l.ID), []int64{p.No})
	if err != nil || len(back) == 0 && !p.Unclicked() {
		return 0, false, err
	}
	at := p.ready(c.Passes)
	counts := map[int64]ZoneCounts{p.ZoneSet: {Click: -1, InFlight: 1}}
	if len(back) > 0 {
		at, counts = back[0], moved([]Contact{p}, 1)
	}
	l.Gone = append(l.Gone, Gone{Ordinal: 0, MS: now.Sub(l.Began).Milliseconds()})
	l.Ended = now
	return at.Level, true, errors.Join(tx.SaveLeases([]Lease{l}), tx.Done(JobLapse, l.ID), tx.HoldTaken(c.No, at, holder, now), tx.Count(c.No, counts))
}

// Began keeps the evidence of a press that began a call, and of an approval where the number needed one and had none. The lease is
// over by TakeShown.
func (s *Service) Began(tx Tx, c Campaign, l Lease, p Contact, key, attempt string, at time.Time) error {
	now := s.Clock.Now()
	press := Approval{Contact: p.No, Person: l.Person, Lease: l.ID, At: at, Received: now}
	k := s.clicked(c, []Approval{press}, now)
	if p.Line.NeedsClick() && p.Approved.IsZero() {
		k.Counts = map[int64]ZoneCounts{p.ZoneSet: {Approved: 1}}
	} else {
		k.Approvals = nil
	}
	_, err := tx.Click(c.No, k)
	if off := TakenOff(nil); errors.As(err, &off) {
		return removed()
	}
	return errors.Join(err, tx.SaveLaunchAnswer(l.ID, key, LaunchCalling), tx.InsertLaunch(c.No, attempt, press))
}
