package campaign

import (
	"context"
	"fmt"
	"math"
	"time"

	"partyline/fault"
)

// So many people may come in anew by one link from one address in so long a time: a hall full of volunteers has one address, and a
// program that comes in again and again would make as many people. Who is in already is not counted, and never refused.
const (
	crowdIn   = 15 * time.Minute
	crowdMost = 2000
)

func (s *Service) crowdMost() int {
	if s.Crowd > 0 {
		return s.Crowd
	}
	return crowdMost
}

// newcomers is what those who come in anew are counted under; where a proxy hides addresses all are one.
func (l Link) newcomers(address string) string { return hash("newcomers "+l.Hash, address) }

// mayCome refuses a newcomer who is one too many, before anything is locked for them.
func (s *Service) mayCome(ctx context.Context, kind Kind, token, secret string, in Joining) error {
	return s.Store.Read(ctx, func(r Reader) error {
		l, found, err := r.LinkBy(hash("link", token))
		if err != nil || !found || l.Kind != kind {
			return err
		}
		if _, found, err = r.PersonBy(l.Campaign, kind, hash("page", secret)); err != nil || found {
			return err
		}
		now := s.Clock.Now()
		came, err := r.Tries(l.newcomers(in.Address), now.Add(-crowdIn))
		if n := len(came); err == nil && n >= s.crowdMost() {
			err = tooMany(came[n-s.crowdMost()].Add(crowdIn), now)
		}
		return err
	})
}

func tooMany(ends, now time.Time) error {
	wait := max(1, int(math.Ceil(ends.Sub(now).Minutes())))
	in := "a minute"
	if wait > 1 {
		in = fmt.Sprintf("%d minutes", wait)
	}
	return fault.New(fault.Busy, "too_many_people", "Very many people came in from where you are. The next one can in %s.", in).
		With("until", ends.UTC().Format(time.RFC3339)).With("retry_after", max(1, int(math.Ceil(ends.Sub(now).Seconds()))))
}
