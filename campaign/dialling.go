package campaign

import (
	"context"
	"time"

	"partyline/fault"
)

// Dialling is how a campaign's dialer stands.
type Dialling struct {
	Until   time.Time // the driver's lease; zero: nobody ever drove it
	Refused string    // why the carrier refuses its calls, in words
	Callers int       // with their phone connected
	Talking int
	Waiting int
	WrapUp  int
	Away    int // on a break, or not ready
	Free    int // of those who wait: they can be given a contact, and do not wish to leave
	Flying  int // dials that nobody has answered yet, or nobody was given
}

// free is callers for whom nothing rings.
func (d Dialling) free() int { return max(0, d.Free-d.Flying) }

// CallsView is what goes on at the callers' phones, and how the last calls went.
type CallsView struct {
	Callers  int      `json:"callers" doc:"with their phone connected"`
	Talking  int      `json:"talking"`
	Waiting  int      `json:"waiting"`
	WrapUp   int      `json:"wrap_up" doc:"the contact has gone, the answers are not saved"`
	Away     int      `json:"away" doc:"on a break, or not ready"`
	Dials    int64    `json:"dials" doc:"calls that were begun in the last ten minutes and are answered or over"`
	PickedUp int64    `json:"picked_up" doc:"of them: a person answered"`
	PickUp   *float64 `json:"pick_up,omitempty" doc:"their share, 0 to 1; absent without calls"`
	AnHour   int64    `json:"an_hour" doc:"calls an hour, as the last five minutes went"`
}

// DropRate is drops ÷ (drops + connected), 0 to 1; absent where nobody has answered.
type DropRate struct {
	TenMinutes *float64 `json:"ten_minutes,omitempty"`
	ThirtyDays *float64 `json:"thirty_days,omitempty"`
	Limit      float64  `json:"limit" doc:"the most that 30 days may have"`
}

// Answered is how many persons answered: who was dropped, because nobody was free, and who was connected.
type Answered struct{ Dropped, Connected int64 }

// rate is nil where nobody has answered.
func (a Answered) rate() *float64 { return share(a.Dropped, a.Dropped+a.Connected) }

func share(n, of int64) *float64 {
	if of == 0 {
		return nil
	}
	v := float64(n) / float64(of)
	return &v
}

// How far back the rates look. What is older than pastAfter does not change any more: it is counted once an hour.
const (
	rateSoon  = 10 * time.Minute
	rateLong  = 30 * 24 * time.Hour
	pastAfter = 5 * time.Minute
	DropLimit = 0.03
)

// past is the older part of the thirty days, of one campaign.
type past struct {
	until time.Time
	Answered
}

// calls is a campaign's CallsView and its drop rates.
func (s *Service) calls(r Reader, no int64, d Dialling) (CallsView, DropRate, error) {
	now := s.Clock.Now()
	v := CallsView{Callers: d.Callers, Talking: d.Talking, Waiting: d.Waiting, WrapUp: d.WrapUp, Away: d.Away}
	var err error
	if v.Dials, v.PickedUp, err = r.PickedUp(no, now.Add(-rateSoon)); err != nil {
		return v, DropRate{}, err
	}
	v.PickUp = share(v.PickedUp, v.Dials)
	by, err := r.Calls(no, minuteOf(now.Add(-paceOver)))
	if err != nil {
		return v, DropRate{}, err
	}
	dials := map[int64]int64{}
	for m, c := range by {
		dials[m] = c.Dials
	}
	v.AnHour = PaceOf(dials, now)
	soon, err := r.Answered(no, now.Add(-rateSoon), time.Time{})
	if err != nil {
		return v, DropRate{}, err
	}
	long, err := s.thirtyDays(r, no, now)
	return v, DropRate{TenMinutes: soon.rate(), ThirtyDays: long.rate(), Limit: DropLimit}, err
}

// thirtyDays is who answered in the last 30 days, from the hour on in which they began. The part that does not change any more is
// remembered for the rest of its hour, so that a campaign can be told four times a second.
func (s *Service) thirtyDays(r Reader, no int64, now time.Time) (Answered, error) {
	until := now.Add(-pastAfter).Truncate(time.Hour)
	s.mu.Lock()
	old, known := s.pasts[no]
	s.mu.Unlock()
	if !known || !old.until.Equal(until) {
		a, err := r.Answered(no, until.Add(time.Hour-rateLong), until)
		if err != nil {
			return a, err
		}
		old = past{until, a}
		s.mu.Lock()
		if s.pasts == nil {
			s.pasts = map[int64]past{}
		}
		s.pasts[no] = old
		s.mu.Unlock()
	}
	a, err := r.Answered(no, until, time.Time{})
	return Answered{a.Dropped + old.Dropped, a.Connected + old.Connected}, err
}

// Calls is what was dialled in a minute, and how many contacts callers were given.
type Calls struct{ Dials, Talks int64 }

// drivesFor is how long nobody may drive a campaign's dialer before its status says so.
const drivesFor = 10 * time.Second

// drives says whether something drives the dialer, or did a moment ago; a campaign that began just now is about to be driven.
func (d Dialling) drives(started, now time.Time) bool {
	return now.Before(d.stops(started))
}

// stops is the first instant at which nobody will have driven it for too long, as things are.
func (d Dialling) stops(started time.Time) time.Time {
	return later(d.Until, started).Add(drivesFor + time.Millisecond)
}

// driven has a campaign told that nobody drives any more, and looks again later while somebody does.
func (s *Service) driven(ctx context.Context, id string) error {
	var stops time.Time
	err := s.Store.Read(ctx, func(r Reader) error {
		c, err := r.Campaign(id)
		if err != nil || c.Started.IsZero() || !c.Paused.IsZero() || !c.Ended.IsZero() {
			return err
		}
		d, err := r.Dialling(c.No)
		stops = d.stops(c.Started)
		return err
	})
	switch {
	case err != nil || stops.IsZero():
		return err
	case s.Clock.Now().Before(stops):
		return s.Later(stops)
	}
	return s.Store.Write(ctx, func(tx Tx) error { return tx.Do(JobTell, id, s.Clock.Now()) })
}

// CallersStatus is what a campaign's callers are told.
func (s *Service) CallersStatus(ctx context.Context, id string) (out CallersView, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		c, err := r.Campaign(id)
		if err != nil {
			return err
		}
		loads, err := r.Loads(id)
		if err != nil {
			return err
		}
		_, st, err := s.status(r, c, loads)
		out = st.told()
		return err
	})
	return out, err
}

// CountryOf is the country of the organisation whose link it is: numbers are written as people there write them.
func (s *Service) CountryOf(ctx context.Context, kind Kind, token string) (country string, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		l, found, err := r.LinkBy(hash("link", token))
		if err != nil {
			return err
		}
		if !found || l.Kind != kind {
			return noLink()
		}
		c, err := r.Campaign(l.Campaign)
		if err != nil {
			return err
		}
		country, _, err = r.Place(c.Organisation)
		return err
	})
	return country, err
}

// PersonOf is who came by a link from a browser. Whoever came by a link that was changed since stays; who was removed, or never
// came, is refused.
func (s *Service) PersonOf(ctx context.Context, kind Kind, token, page string) (out Person, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		l, found, err := r.LinkBy(hash("link", token))
		if err != nil {
			return err
		}
		if found && l.Kind != kind {
			return noLink()
		}
		all, err := r.PersonsOf(hash("page", page))
		if err != nil {
			return err
		}
		for _, p := range all {
			if page == "" || p.Kind != kind || found && p.Campaign != l.Campaign {
				continue
			}
			if !p.Removed.IsZero() {
				return removed()
			}
			out = p
			return nil
		}
		if !found {
			return noLink()
		}
		return fault.New(fault.SignedOut, "signed_out", "Open the link again that you were given, and say your name.")
	})
	return out, err
}
