package calling_test

import (
	"context"
	"fmt"
	"sync"
	"time"

	"partyline/calling"
)

// exchange is a carrier for the stress test: it keeps a ledger of who is on the phone, judged at
// the carrier's own end, and passes redirects on to the phone that they are for.
type exchange struct {
	mu      sync.Mutex
	open    map[string]string // number → leg that is up or rings
	done    map[string]bool   // legs that are over
	doubles []string
	steers  map[string]chan calling.Step // by the carrier's id of the leader's leg
	placed  map[string]chan calling.Leg  // by user
	moved   chan struct{}                // closed when a line ends
	takes   func()                       // how long a request is under way; nil: no time
}

func (x *exchange) Turn(context.Context, time.Time) error { return nil }

func (x *exchange) Place(_ context.Context, leg calling.Leg, _ string) (string, error) {
	if x.takes != nil {
		x.takes()
		defer x.takes()
	}
	x.begin(leg.Number, leg.ID)
	x.mu.Lock()
	defer x.mu.Unlock()
	x.steers["CA-"+leg.ID] = make(chan calling.Step, 16)
	x.placed[leg.User] <- leg
	return "CA-" + leg.ID, nil
}

func (x *exchange) Hangup(context.Context, string) error { return nil }

func (x *exchange) Steer(_ context.Context, id string, to calling.Step) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.steers[id] <- to
	return nil
}

func (x *exchange) Look(_ context.Context, leg calling.Leg, _ string) ([]calling.Sighting, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	switch {
	case x.open[leg.Number] == leg.ID:
		return []calling.Sighting{{Carrier: "CA-" + leg.ID, State: calling.LegRinging, Started: leg.Opened}}, nil
	case x.done[leg.ID]:
		return []calling.Sighting{{Carrier: "CA-" + leg.ID, State: calling.LegEnded, Result: calling.LegNoAnswer, Started: leg.Opened}}, nil
	}
	return nil, nil
}

// begin opens a line in the ledger; false when this very leg was begun before.
func (x *exchange) begin(number, leg string) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.open[number] == leg || x.done[leg] {
		return false
	}
	if other := x.open[number]; other != "" {
		x.doubles = append(x.doubles, fmt.Sprintf("%s is on %s and %s", number, other, leg))
	}
	x.open[number] = leg
	return true
}

func (x *exchange) end(number, leg string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.open[number] == leg {
		delete(x.open, number)
	}
	x.done[leg] = true
	close(x.moved)
	x.moved = make(chan struct{})
}

// rest waits until some line is free again, or a moment.
func (x *exchange) rest() {
	x.mu.Lock()
	moved := x.moved
	x.mu.Unlock()
	select {
	case <-moved:
	case <-time.After(100 * time.Millisecond):
	}
}
