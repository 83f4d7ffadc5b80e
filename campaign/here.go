package campaign

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"partyline/event"
)

// Here is how many people are on a campaign's pages now, and how many were there today.
type Here struct {
	Callers       int `json:"callers"`
	Clickers      int `json:"clickers"`
	CallersToday  int `json:"callers_today" doc:"since midnight in the campaign's zone"`
	ClickersToday int `json:"clickers_today"`
}

// Somebody is here whose page was heard of within hereFor; it is noted again after seenEvery. While somebody is, the campaign
// is told again after hereAgain, so that who left is missed.
const (
	hereFor   = 40 * time.Second
	seenEvery = 15 * time.Second
	hereAgain = 20 * time.Second
	seenTime  = 10 * time.Second
)

// attendance gathers whose pages were heard of: whatever waits goes into one transaction, one transaction after the other.
type attendance struct {
	mu      sync.Mutex // guards what follows
	waiting map[string]Person
	running bool
	work    sync.WaitGroup // Add only under mu
}

// Seen notes that a page of these people listens to a topic: who is there as the topic's own kind is here now. It never waits;
// somebody who was noted a moment ago is not noted again.
func (s *Service) Seen(people []Person, on event.Topic) {
	now := s.Clock.Now()
	a := &s.attendance
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, p := range people {
		if MayHear([]Person{p}, on) != nil || now.Sub(p.Seen) < seenEvery {
			continue
		}
		if a.waiting == nil {
			a.waiting = map[string]Person{}
		}
		a.waiting[p.ID] = p
	}
	if len(a.waiting) > 0 && !a.running {
		a.running = true
		a.work.Go(s.attend)
	}
}

// attend writes until nobody waits.
func (s *Service) attend() {
	a := &s.attendance
	for {
		a.mu.Lock()
		batch := a.waiting
		if a.waiting = nil; len(batch) == 0 {
			a.running = false
			a.mu.Unlock()
			return
		}
		a.mu.Unlock()
		if err := s.note(batch); err != nil {
			s.Log.Warn("who is here was not noted", "people", len(batch), "error", err) // they are heard of again in a moment
		}
	}
}

// note keeps when these people were seen; a campaign that somebody came back to is told.
func (s *Service) note(batch map[string]Person) error {
	ctx, cancel := context.WithTimeout(context.Background(), seenTime)
	defer cancel()
	ids := slices.Sorted(maps.Keys(batch))
	return s.Store.Write(ctx, func(tx Tx) error {
		now := s.Clock.Now()
		if err := tx.NoteSeen(ids, now); err != nil {
			return err
		}
		told := map[string]bool{}
		for _, id := range ids {
			if p := batch[id]; now.Sub(p.Seen) >= hereFor && !told[p.Campaign] {
				told[p.Campaign] = true
				if err := s.tellSoon(tx, p.Campaign); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// here counts who is here now, and today.
func (s *Service) here(r Reader, c Campaign) (Here, error) {
	now := s.Clock.Now()
	place := location(c.Zone)
	if place == nil {
		place = time.UTC
	}
	y, m, d := now.In(place).Date()
	present, today, err := r.SeenSince(c.ID, now.Add(-hereFor), time.Date(y, m, d, 0, 0, 0, 0, place))
	return Here{Callers: present[Caller], Clickers: present[Clicker], CallersToday: today[Caller], ClickersToday: today[Clicker]}, err
}

// tellAgain is when a campaign is to be told though nothing is written: as its status says, while somebody is here, and while
// the clickers' pace changes. Zero: never.
func tellAgain(v StatusView, again, now time.Time) time.Time {
	if v.Here.Callers+v.Here.Clickers > 0 || v.Clicking.AnHour > 0 {
		if soon := now.Add(hereAgain); again.IsZero() || soon.Before(again) {
			return soon
		}
	}
	return again
}
