package calling

import (
	"sync"
	"time"
)

// Unheard is for how long, at the least, the carrier must have been asked about a leg in vain before it counts as never placed, by a
// clock that nobody can set: a request to place it may be under way for half of that. What the machines' clocks say is not enough. One
// that steps forwards, or is ahead of the server's that places the call, makes a leg old that was begun a moment ago.
const Unheard = time.Minute

// forgotten is how long a leg is remembered at the most: it is over for long by then.
const forgotten = 6 * time.Hour

// Silence remembers since when this process hears from the carrier that it does not know a leg. The zero value is ready.
type Silence struct {
	mu    sync.Mutex
	since map[string]silent
}

// silent is since when, and of which request to place it.
type silent struct {
	at     time.Duration
	placed time.Time
}

// Reconcile turns what the carrier, asked at this time of c, answered about a leg into a fact; nil: nothing can be concluded yet. sure
// says that there is proof that the leg cannot be placed any more.
func (s *Silence) Reconcile(l Leg, seen []Sighting, sure bool, c Clock) *Fact {
	if l.among(seen) != nil || l.State == LegClaimed {
		return l.reconcile(seen, sure, 0, c.Now())
	}
	return l.reconcile(seen, sure, s.of(l, c.Steady()), c.Now())
}

// of is for how long the carrier has not known a leg.
func (s *Silence) of(l Leg, at time.Duration) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	if first, heard := s.since[l.ID]; heard && first.placed.Equal(l.Placed) {
		return at - first.at
	}
	for id, first := range s.since {
		if at-first.at > forgotten {
			delete(s.since, id)
		}
	}
	if s.since == nil {
		s.since = map[string]silent{}
	}
	s.since[l.ID] = silent{at, l.Placed}
	return 0
}
