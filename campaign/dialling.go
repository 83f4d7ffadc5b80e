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
}

// Calls is what was dialled in a minute, and how many contacts callers were given.
type Calls struct{ Dials, Talks int64 }

// drivesFor is how long nobody may drive a campaign's dialer before its status says so.
const drivesFor = 10 * time.Second

// drives says whether something drives the dialer, or did a moment ago; a campaign that began just now is about to be driven.
func (d Dialling) drives(started, now time.Time) bool {
	at := d.Until
	if started.After(at) {
		at = started
	}
	return !at.Before(now.Add(-drivesFor))
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
