package calling_test

import (
	"context"
	"sync"
	"time"

	"partyline/calling"
)

// line is the carrier's end in these tests: it keeps what it was asked to do, and the tests say
// the rest by Ask and Fact, as the webhooks do.
type line struct {
	mu      sync.Mutex
	placed  []calling.Leg
	hungUp  []string
	steered []calling.Step
	fails   error                         // what the next requests answer
	known   map[string][]calling.Sighting // by leg: what Look finds
	looked  int
	under   func() // while a request to place a call is under way
}

func (l *line) Turn(context.Context, time.Time) error { return nil }

func (l *line) Place(_ context.Context, leg calling.Leg, _ string) (string, error) {
	if l.under != nil {
		l.under()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fails != nil {
		return "", l.fails
	}
	l.placed = append(l.placed, leg)
	return "CA" + leg.Ref, nil
}

func (l *line) Hangup(_ context.Context, carrierID string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.hungUp = append(l.hungUp, carrierID)
	return l.fails
}

func (l *line) Steer(_ context.Context, _ string, to calling.Step) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.steered = append(l.steered, to)
	return l.fails
}

func (l *line) Look(_ context.Context, leg calling.Leg, _ string) ([]calling.Sighting, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.looked++
	seen, told := l.known[leg.ID]
	if !told && leg.Carrier != "" { // unless a test says otherwise, all is as we know it
		seen = []calling.Sighting{{Carrier: leg.Carrier, State: leg.State, Result: leg.Result}}
	}
	return seen, l.fails
}

func (l *line) failing(err error) { l.mu.Lock(); l.fails = err; l.mu.Unlock() }
