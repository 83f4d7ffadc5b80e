package dialer_test

import (
	"context"
	"sync"
	"time"

	"partyline/line"
)

// exchange is the carrier's end in these tests: it keeps what it was asked to do, and the tests say the rest by HeardOf, Ask and
// Verdict, as the webhooks do.
type exchange struct {
	mu     sync.Mutex
	rung   []line.Call            // callers and contacts, in the order of the requests
	hungUp []string               // carrier ids
	sent   map[string][]line.Step // by carrier id: where a live leg was sent
	fails  error                  // what the next requests answer
	turns  error                  // what asking for a turn answers
	takes  []string               // numbers that calls come in to
	known  map[string]*line.Sighting
	rooms  map[string][]string // by name: the carrier's ids of who is there
	under  func()              // while a request to place a call is under way
}

func (x *exchange) place(call line.Call) (string, error) {
	if x.under != nil {
		x.under()
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.fails != nil {
		return "", x.fails
	}
	x.rung = append(x.rung, call)
	x.known["CA"+call.Ref] = &line.Sighting{Carrier: "CA" + call.Ref, State: line.Queued, Started: call.Opened}
	return "CA" + call.Ref, nil
}

// Turn is given at once, unless the test says that none is left.
func (x *exchange) Turn(context.Context, time.Time) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.turns
}

func (x *exchange) PlaceCaller(_ context.Context, c line.Call) (string, error) { return x.place(c) }

func (x *exchange) PlaceContact(_ context.Context, c line.Call) (string, error) { return x.place(c) }

func (x *exchange) Hangup(_ context.Context, id string) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.hungUp = append(x.hungUp, id)
	return x.fails
}

func (x *exchange) Join(_ context.Context, id string, to line.Step) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.sent[id] = append(x.sent[id], to)
	return x.fails
}

func (x *exchange) Find(_ context.Context, c line.Call) ([]line.Sighting, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.fails != nil {
		return nil, x.fails
	}
	if s := x.known["CA"+c.Ref]; s != nil {
		return []line.Sighting{*s}, nil
	}
	return nil, nil
}

func (x *exchange) TakeCalls(_ context.Context, number string) (bool, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.fails != nil {
		return false, x.fails
	}
	x.takes = append(x.takes, number)
	return number == ownNumber, nil
}

func (x *exchange) InRoom(_ context.Context, room string) ([]string, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.rooms[room], x.fails
}

// seats has these legs be in a room.
func (x *exchange) seats(room string, legs ...string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.rooms = map[string][]string{room: legs}
}

func (x *exchange) failing(err error) { x.mu.Lock(); x.fails = err; x.mu.Unlock() }

// knows has the carrier know how a call ended, and tell nobody who does not ask.
func (x *exchange) knows(d line.Call, how line.Result) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.known["CA"+d.Ref] = &line.Sighting{Carrier: "CA" + d.Ref, State: line.Ended, Result: how, Started: d.Opened}
}

// calls is what was rung since the n-th.
func (x *exchange) calls(n int) []line.Call {
	x.mu.Lock()
	defer x.mu.Unlock()
	return append([]line.Call(nil), x.rung[min(n, len(x.rung)):]...)
}

func (x *exchange) hung(id string) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, h := range x.hungUp {
		if h == id {
			return true
		}
	}
	return false
}

type owns []string

func (o owns) Numbers(context.Context) ([]string, error) { return append([]string(nil), o...), nil }

const ownNumber = "+441134960000"
