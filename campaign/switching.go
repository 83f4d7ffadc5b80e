package campaign

import (
	"context"
	"errors"
	"slices"
	"time"

	"partyline/event"
	"partyline/fault"
)

// Switch is an organisation's clicking switch, for all its campaigns.
type Switch struct {
	On      bool
	Since   time.Time
	Release bool // off, and numbers without a click may be dialled
}

// Holds says whether a contact must wait for a click: always while clicking is on; off, unless its owner let all go, or it was let go
// or loaded since the switch was turned. What was let go before that is not any more.
func (s Switch) Holds(p Contact) bool {
	return p.Unclicked() && (s.On || !s.Release && (p.Released.IsZero() || p.Released.Before(s.Since)))
}

// lets is the instant at which a contact is let go.
func (s Switch) lets(now time.Time) time.Time { return later(now, s.Since) }

// SwitchEdit turns it.
type SwitchEdit struct {
	On      bool `json:"on"`
	Release bool `json:"release_unapproved,omitempty" doc:"with on false: numbers that nobody approved may be dialled; without it they wait"`
}

// SwitchView is the switch as it stands.
type SwitchView struct {
	On       bool       `json:"on" doc:"numbers that are not landlines need a click before they are dialled"`
	Since    *time.Time `json:"since,omitempty"`
	Released bool       `json:"released" doc:"off, and numbers that nobody approved may be dialled"`
	Waiting  int64      `json:"waiting" doc:"numbers without a click that are not dialled, in all campaigns that are not over"`
	Total    int64      `json:"total" doc:"numbers on their way since it was turned; 0: all have arrived"`
	Moved    int64      `json:"moved" doc:"so many of them have arrived"`
}

// switchAtOnce is how many numbers are moved in one transaction.
const switchAtOnce = 2_000

// Switch is the organisation's clicking switch.
func (s *Service) Switch(ctx context.Context, by By) (out SwitchView, err error) {
	err = s.Store.Read(ctx, func(r Reader) (err error) {
		out, err = switchView(r, by.Organisation)
		return err
	})
	return out, err
}

func switchView(r Reader, organisation string) (SwitchView, error) {
	now, err := r.Switch(organisation)
	if err != nil {
		return SwitchView{}, err
	}
	v := SwitchView{On: now.On, Released: now.Release}
	if now.Since.UnixMilli() > 0 {
		v.Since = instant(now.Since)
	}
	if v.Waiting, err = r.Unclicked(organisation); err != nil {
		return v, err
	}
	v.Total, v.Moved, err = r.Switching(organisation)
	return v, err
}

// Turn turns the switch, for all campaigns. Presses before that moment count, later ones are refused. Off, numbers that nobody
// approved wait, or are dialled if the owner says so; on, those leave what is ready: nobody dials one from now on, and jobs move
// them. Turned to where it stands it does nothing.
func (s *Service) Turn(ctx context.Context, by By, e SwitchEdit) (out SwitchView, err error) {
	if e.On && e.Release {
		return out, fault.New(fault.Invalid, "invalid", "Numbers go without a click only while clicking is off.")
	}
	err = s.Store.Write(ctx, func(tx Tx) error {
		was, err := tx.LockSwitch(by.Organisation)
		if err != nil {
			return err
		}
		if was.On != e.On || e.Release && !was.Release {
			now := Switch{On: e.On, Since: was.Since, Release: e.Release}
			if was.On != e.On {
				now.Since = s.Clock.Now()
			}
			if err := errors.Join(tx.SaveSwitch(by.Organisation, now), tx.ForgetSwitching(by.Organisation, 0)); err != nil {
				return err
			}
			open, err := tx.OpenCampaigns(by.Organisation)
			if err != nil {
				return err
			}
			for _, id := range open {
				if err := tx.Do(JobSwitch, id, s.Clock.Now()); err != nil { // which tells, too
					return err
				}
			}
			what := "clicking_on"
			if !e.On {
				what = "clicking_off"
			}
			if err := tx.Audit(by.Organisation, by.User, what, "organisation/"+by.Organisation, map[string]any{"release_unapproved": e.Release}); err != nil {
				return err
			}
		}
		if out, err = switchView(tx, by.Organisation); err != nil {
			return err
		}
		return tx.Emit(event.On(event.FamilyOrganisation, by.Organisation), ClickingSwitched, out)
	})
	return out, err
}

// switchOver moves a campaign's numbers to where the switch has them, some at a time, each batch in a transaction that looks at the
// switch anew. Done again after a crash it goes on with what is left.
func (s *Service) switchOver(ctx context.Context, id string) error {
	looked := map[StreamSize]int64{} // level and stream to the key looked at last
	for more := true; more; {
		next := map[StreamSize]int64{}
		err := s.Store.Write(ctx, func(tx Tx) error {
			clear(next)
			for k, v := range looked {
				next[k] = v
			}
			c, err := tx.Campaign(id)
			if err != nil {
				return err
			}
			now, err := tx.HoldSwitch(c.Organisation)
			if err != nil {
				return err
			}
			moved, total := 0, int64(0)
			switch {
			case !c.Ended.IsZero():
				more, err = s.emptyScreens(tx, c)
			case now.On:
				moved, total, more, err = s.withhold(tx, c, now, next)
			default:
				if moved, total, more, err = s.letGo(tx, c, now); err == nil && !more && !now.Release { // it was on for a moment
					moved, total, more, err = s.withhold(tx, c, now, next)
				}
			}
			if err != nil {
				return err
			}
			if moved > 0 {
				err = errors.Join(tx.CountSwitching(c.Organisation, c.No, total, int64(moved)), s.tellSoon(tx, c.ID))
			}
			if !more {
				err = errors.Join(err, tx.ForgetSwitching(c.Organisation, c.No), s.tellSoon(tx, c.ID))
			}
			if err != nil || moved == 0 && more {
				return err
			}
			v, err := switchView(tx, c.Organisation)
			return errors.Join(err, tx.Emit(event.On(event.FamilyOrganisation, c.Organisation), ClickingSwitched, v))
		})
		if err != nil {
			return err
		}
		looked = next
	}
	return nil
}

// withhold takes some numbers that nobody approved, and that the switch holds, off what is ready. They wait for a click then.
func (s *Service) withhold(tx Tx, c Campaign, now Switch, looked map[StreamSize]int64) (moved int, total int64, more bool, err error) {
	let := now.Since // what was let go since then stays
	if now.On {
		let = ever
	}
	if len(looked) == 0 {
		if total, err = tx.CountUnapproved(c.No, let); err != nil || total == 0 {
			return 0, 0, false, err
		}
	}
	streams, err := tx.LockStreams(c.No)
	if err != nil {
		return 0, 0, false, err
	}
	for _, st := range streams {
		at := StreamSize{Level: st.Level, Stream: st.Stream}
		if ClassOfStream(st.Stream) != OtherClass || looked[at] >= TopKey {
			continue
		}
		nos, last, err := tx.DropUnapproved(c.No, st, looked[at], let, switchAtOnce)
		if err != nil {
			return 0, 0, false, err
		}
		looked[at] = last
		if len(nos) < switchAtOnce {
			looked[at] = TopKey
		}
		if len(nos) == 0 {
			continue
		}
		slices.Sort(nos)
		contacts, err := tx.LockContacts(c.No, nos)
		if err != nil {
			return 0, 0, false, err
		}
		back := make([]Ready, 0)
		unapproved := contacts[:0]
		for _, p := range contacts {
			if now.Holds(p) {
				unapproved = append(unapproved, p)
			} else { // by a press that came meanwhile
				back = append(back, Ready{Level: st.Level, Stream: st.Stream, Contact: p.No})
			}
		}
		return len(nos), total, true, errors.Join(tx.AddReady(c.No, back), s.toClick(tx, c, unapproved, func(p Contact, z *ZoneCounts) { p.in(z, -1) }))
	}
	return 0, 0, false, nil
}

// toClick has contacts wait for a click that may be dialled no more without one; from is where they were counted. The caller holds
// them, and took them off what is ready. Who is opted out was counted there already.
func (s *Service) toClick(tx Tx, c Campaign, contacts []Contact, from func(Contact, *ZoneCounts)) error {
	counts := map[int64]ZoneCounts{}
	var nos []int64
	var click []Contact
	for _, p := range contacts {
		if p.OptedOut {
			continue
		}
		z := counts[p.ZoneSet]
		from(p, &z)
		z.Click++
		counts[p.ZoneSet] = z
		nos, click = append(nos, p.No), append(click, p)
	}
	return errors.Join(tx.SetReleased(c.No, nos, time.Time{}), tx.AddClickable(c.No, click), tx.Count(c.No, counts))
}

// letGo ends what is on screens, and then, if they are released, makes some numbers ready that wait for a click.
func (s *Service) letGo(tx Tx, c Campaign, now Switch) (moved int, total int64, more bool, err error) {
	if some, err := s.emptyScreens(tx, c); some || err != nil {
		return 0, 0, true, err
	}
	if !now.Release {
		return 0, 0, false, nil
	}
	zones, err := tx.Zones(c.No)
	if err != nil {
		return 0, 0, false, err
	}
	for _, z := range zones {
		total += z.Click
	}
	contacts, err := tx.TakeClickable(c.No, "", switchAtOnce)
	if err != nil || len(contacts) == 0 {
		return 0, 0, false, err
	}
	contacts = slices.DeleteFunc(contacts, func(p Contact) bool { return !p.Approved.IsZero() })
	if _, err := optOuts(tx, c, contacts, fromClick); err != nil {
		return 0, 0, false, err
	}
	counts := map[int64]ZoneCounts{}
	var ready []Ready
	var nos []int64
	for _, p := range contacts {
		if p.OptedOut {
			continue
		}
		z := counts[p.ZoneSet]
		z.Click--
		p.in(&z, 1)
		counts[p.ZoneSet] = z
		ready = append(ready, p.ready(c.Passes))
		nos = append(nos, p.No)
	}
	return max(len(contacts), 1), total, true, errors.Join(tx.SetReleased(c.No, nos, now.lets(s.Clock.Now())), tx.AddReady(c.No, ready), tx.Count(c.No, counts), s.overPassesSoon(tx, c, ready))
}

// emptyScreens ends some of what is on screens; false when nothing is.
func (s *Service) emptyScreens(tx Tx, c Campaign) (some bool, err error) {
	open, err := tx.OpenLeases(c.No)
	if err != nil || len(open) == 0 {
		return false, err
	}
	ids := make([]string, 0, leasesAtOnce)
	for _, l := range open[:min(len(open), leasesAtOnce)] {
		ids = append(ids, l.ID)
	}
	return true, s.giveBack(tx, c, ids, nil, false)
}

// leasesAtOnce is how many leases are ended in one transaction.
const leasesAtOnce = 50

// unclicked leaves contacts out that the switch holds, and has them wait for a click: it was turned since they became ready. from is where they are counted.
func (s *Service) unclicked(tx Tx, c Campaign, now Switch, contacts []Contact, from func(Contact, *ZoneCounts)) (rest []Contact, gone []int64, err error) {
	var out []Contact
	for _, p := range contacts {
		if now.Holds(p) && !p.OptedOut {
			out, gone = append(out, p), append(gone, p.No)
		} else {
			rest = append(rest, p)
		}
	}
	if len(out) == 0 {
		return rest, nil, nil
	}
	return rest, gone, s.toClick(tx, c, out, from)
}
