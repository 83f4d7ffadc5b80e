//go:build linux

package main

import (
	"fmt"
	"time"
)

// fanout is the server's CPU time for one delivery of a 200-byte event to one listener. The
// floor writes the same bytes to the same number of sockets with write(2).
type fanout struct {
	listeners int
	window    int // publications in flight. 1: the next one when all have the one before, so that nothing can be gathered
	rounds    int // of a window, in each turn of a side
	bar       float64
}

const (
	fanoutPayload = 200
	fanoutTrials  = 7
	fanoutTurns   = 5 // of each side, alternately, for one figure
)

func (f fanout) run(r *Result) error {
	r.Unit, r.Bar = "µs CPU per delivery", f.bar
	if err := descriptors(2*f.listeners + spare); err != nil {
		return err
	}
	hub, floor, err := f.open()
	if err != nil {
		return err
	}
	defer hub.close()
	defer floor.close()
	frame := len(hub.first.event)
	err = r.compare(fanoutTrials, fanoutTurns,
		func() (float64, error) {
			cpu, err := f.cost(hub)
			return cpu, named("hub", err)
		},
		func() (float64, error) {
			cpu, err := f.cost(floor)
			return cpu, named("floor", err)
		}, hub.pid(), floor.pid())
	r.Note += fmt.Sprintf("; %d-byte frames", frame)
	return err
}

// spare is how many files a process has open besides its sockets, generously.
const spare = 100

// open starts both sides and warms them.
func (f fanout) open() (hub, floor *side, err error) {
	if hub, err = openHub(fanoutPayload); err != nil {
		return nil, nil, err
	}
	warm := func(s *side) error { return s.carry(f.window*max(f.rounds/10, 10), f.window) }
	if err := firstly(func() error { return hub.join(f.listeners) }, func() error { return warm(hub) }); err != nil {
		hub.close()
		return nil, nil, fmt.Errorf("hub: %w", err)
	}
	if floor, err = openFloor(); err != nil {
		hub.close()
		return nil, nil, err
	}
	if err := firstly(
		func() error { return floor.learn(hub, f.window) },
		func() error { return floor.join(f.listeners) },
		func() error { return warm(floor) },
	); err != nil {
		hub.close()
		floor.close()
		return nil, nil, fmt.Errorf("floor: %w", err)
	}
	return hub, floor, nil
}

// cost is the server's CPU time of one delivery, in microseconds.
func (f fanout) cost(s *side) (float64, error) {
	before, err := s.cpu()
	if err != nil {
		return 0, err
	}
	events := f.window * f.rounds
	if err := s.carry(events, f.window); err != nil {
		return 0, err
	}
	after, err := s.cpu()
	return each(after-before, events*f.listeners), err
}

// firstly does one after the other until one fails.
func firstly(steps ...func() error) error {
	for _, do := range steps {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

// latency is how long after its time an event reaches a listener, at the 99th percentile,
// under a steady load. The floor has the same load.
type latency struct {
	listeners    int
	publications int           // in each turn of a side
	every        time.Duration // between two publications
	turns        int           // of each side, alternately, for one figure
}

func (t latency) run(r *Result) error {
	r.Unit, r.Bar = "ms p99", 1.3
	if err := descriptors(2*t.listeners + spare); err != nil {
		return err
	}
	hub, floor, err := fanout{listeners: t.listeners, window: 1, rounds: 10}.open()
	if err != nil {
		return err
	}
	defer hub.close()
	defer floor.close()
	if err := r.interleave(fanoutTrials, t.turns, t.turn(hub), t.turn(floor), hub.pid(), floor.pid()); err != nil {
		return err
	}
	perSecond := float64(t.listeners) / t.every.Seconds()
	r.Note += fmt.Sprintf("; %.0f deliveries/s", perSecond)
	return nil
}

func (t latency) turn(s *side) func() ([]time.Duration, error) {
	return func() ([]time.Duration, error) { return s.offer(t.publications, t.every) }
}
