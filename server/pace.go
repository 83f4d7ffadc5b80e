package server

import (
	"context"
	"math"
	"strconv"
	"sync"
	"time"

	"partyline/fault"
)

// At most so many presses of Start or Resume in so long a time, for each leader, on all nodes together: every one may
// ring a phone and asks the worker to, and a page that hammers must not hold up everybody else's calls. While the nodes
// cannot count together each counts its own.
const (
	startsAtOnce = 6
	startsIn     = 10 * time.Second
)

// Presses counts presses of all nodes together: how long a leader must wait for the next, 0 when this one passes. An
// error says that this cannot be known now.
type Presses interface {
	Press(ctx context.Context, leader string, most int, within time.Duration) (wait time.Duration, err error)
}

// mayStart lets a press of Start pass, or refuses it: fault too_many_starts.
func (s *Server) mayStart(ctx context.Context, leader string) error {
	now := s.Clock.Now()
	if s.Presses != nil {
		if wait, err := s.Presses.Press(ctx, leader, startsAtOnce, startsIn); err == nil && wait > 0 {
			return tooMany(now.Add(wait), now)
		}
	}
	return s.starts.take(leader, now) // of this node's own all the same, for when the others are out of reach
}

// pace counts presses by leader. The zero value is ready.
type pace struct {
	mu   sync.Mutex
	last map[string][]time.Time // oldest first, at most startsAtOnce
}

// take lets a press pass, or refuses it with the instant at which the next one can be: fault too_many_starts.
// A refused press counts for nothing, so whoever waits as told gets through.
func (p *pace) take(leader string, now time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := since(p.last[leader], now)
	if len(at) < startsAtOnce {
		if p.last == nil {
			p.last = map[string][]time.Time{}
		} else if len(p.last) >= 1000 {
			p.forget(now)
		}
		p.last[leader] = append(at, now)
		return nil
	}
	p.last[leader] = at
	return tooMany(at[0].Add(startsIn), now)
}

// tooMany is the refusal of a press until an instant.
func tooMany(until, now time.Time) error {
	wait := max(1, int(math.Ceil(until.Sub(now).Seconds())))
	in := "a second"
	if wait > 1 {
		in = strconv.Itoa(wait) + " seconds"
	}
	return fault.New(fault.Busy, "too_many_starts", "That was pressed %d times in %d seconds. Your phone can be rung again in %s.", startsAtOnce, int(startsIn.Seconds()), in).
		With("until", until.UTC().Format(time.RFC3339)).With("retry_after", wait)
}

// forget drops the leaders whose presses count no more.
func (p *pace) forget(now time.Time) {
	for leader, at := range p.last {
		if len(since(at, now)) == 0 {
			delete(p.last, leader)
		}
	}
}

// since is the presses that count. One from the future (a clock was put back) counts no more.
func since(at []time.Time, now time.Time) []time.Time {
	kept := at[:0:0]
	for _, t := range at {
		if now.Sub(t) < startsIn && !t.After(now) {
			kept = append(kept, t)
		}
	}
	return kept
}
