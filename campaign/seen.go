package campaign

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"partyline/fault"
)

// Sighting is one person who has seen an alert bar, in one of its versions.
type Sighting struct {
	Alert, Person string
	Version       int
	At            time.Time
}

// sighted is a sighting on its way: when a bar appears on a thousand pages, they all say so within a moment, and none of them
// takes a lock of its own.
type sighted struct {
	Sighting
	campaign string
	kept     chan<- error // of room for one
}

// Admins hear of new figures at most once in this time.
const sightingsEvery = time.Second

// See notes that whoever came from this browser has seen an alert bar of their campaign, in this version. It counts once for
// each person; said again it changes nothing. page is the browser's secret; a rotated link does not matter to who is in.
// When it returns nil the sighting is kept; admins hear of the figure within moments.
func (s *Service) See(ctx context.Context, page string, kind Kind, alert string, version int) error {
	people, err := s.Page(ctx, page)
	if err != nil {
		return err
	}
	var a Alert
	err = s.Store.Read(ctx, func(r Reader) (err error) {
		a, err = r.Alert(alert)
		return err
	})
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.Campaign == a.Campaign && p.Kind == kind && a.Audience.has(kind) {
			return s.keepSighting(ctx, a.Campaign, Sighting{Alert: alert, Person: p.ID, Version: min(version, a.Version), At: s.Clock.Now()})
		}
	}
	return noAlert()
}

func (s *Service) keepSighting(ctx context.Context, campaign string, seen Sighting) error {
	kept := make(chan error, 1)
	if !s.sightings.add(sighted{seen, campaign, kept}, s.keepSightings) {
		return fault.New(fault.Busy, "busy", "Too much at once just now. Try again in a moment.")
	}
	select {
	case err := <-kept:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// keepSightings writes one batch and answers it.
func (s *Service) keepSightings(batch []sighted) {
	err := s.writeSightings(batch)
	for _, b := range batch {
		b.kept <- err
	}
}

func (s *Service) writeSightings(batch []sighted) error {
	ctx, cancel := context.WithTimeout(context.Background(), approveTime)
	defer cancel()
	latest := map[[2]string]Sighting{}
	campaigns := []string{}
	for _, b := range batch {
		of := [2]string{b.Alert, b.Person}
		if was, there := latest[of]; !there || was.Version < b.Version {
			latest[of] = b.Sighting
		}
		campaigns = append(campaigns, b.campaign)
	}
	all := slices.SortedFunc(maps.Values(latest), func(a, b Sighting) int { // every node writes rows in one order, so that none waits for the other in a ring
		return cmp.Or(cmp.Compare(a.Alert, b.Alert), cmp.Compare(a.Person, b.Person))
	})
	slices.Sort(campaigns)
	return s.Store.Write(ctx, func(tx Tx) error {
		if err := tx.See(all); err != nil {
			return err
		}
		var err error
		for _, c := range slices.Compact(campaigns) {
			err = errors.Join(err, tx.Do(JobSeen, c, s.Clock.Now().Add(sightingsEvery)))
		}
		return err
	})
}

// tellSeen says the figures to admins. It holds the campaign, so that it never says an older set after a newer one.
func (s *Service) tellSeen(ctx context.Context, campaign string) error {
	return s.Store.Write(ctx, func(tx Tx) error {
		if _, err := tx.LockCampaign(campaign); err != nil {
			return err
		}
		return s.tellMessages(tx, campaign)
	})
}
