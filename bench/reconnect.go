//go:build linux

package main

import (
	"fmt"
)

// reconnect is the server's CPU time for one listener that comes back, when all of them come
// back in the same moment: handshake, subscription from the last number it has, and what it
// has missed. The floor accepts, answers with the same bytes, and writes what was missed with
// one write(2).
type reconnect struct {
	listeners int
	missed    int // events
}

const reconnectTrials = 7

func (c reconnect) run(r *Result) error {
	r.Unit, r.Bar = "µs CPU per reconnect", 2
	if err := descriptors(c.listeners + spare); err != nil {
		return err
	}
	hub, floor, err := c.open()
	if err != nil {
		return err
	}
	defer hub.close()
	defer floor.close()
	seq := c.missed
	err = r.compare(reconnectTrials, 1,
		func() (float64, error) {
			seq += c.missed
			cpu, err := c.ours(hub, seq)
			return cpu, named("hub", err)
		},
		func() (float64, error) {
			cpu, err := c.back(floor)
			return cpu, named("floor", err)
		}, hub.pid(), floor.pid())
	r.Note += fmt.Sprintf("; %d listeners, each gets %d events in %d bytes", c.listeners, c.missed, len(hub.first.missed))
	return err
}

// open starts both sides; all have been there once and have left.
func (c reconnect) open() (hub, floor *side, err error) {
	if hub, err = openHub(fanoutPayload); err != nil {
		return nil, nil, err
	}
	if _, err := c.ours(hub, c.missed); err != nil {
		hub.close()
		return nil, nil, fmt.Errorf("hub: %w", err)
	}
	if floor, err = openFloor(); err != nil {
		hub.close()
		return nil, nil, err
	}
	if err := floor.learn(hub, 1); err == nil {
		_, err = c.back(floor)
	}
	if err != nil {
		hub.close()
		floor.close()
		return nil, nil, fmt.Errorf("floor: %w", err)
	}
	return hub, floor, nil
}

// ours publishes up to seq while nobody is there, and then lets all come back.
func (c reconnect) ours(hub *side, seq int) (float64, error) {
	if err := write(hub.publisher.fd, hub.publication(c.missed)); err != nil {
		return 0, err
	}
	if err := hub.heard(); err != nil {
		return 0, err
	}
	hub.subscribe, hub.missed = subscribeFrame(seq-c.missed), c.missed
	return c.back(hub)
}

// back is the CPU time of one of them, in microseconds. When it returns all have left again.
func (c reconnect) back(s *side) (float64, error) {
	before, err := s.settle()
	if err != nil {
		return 0, err
	}
	if err := s.join(c.listeners); err != nil {
		return 0, err
	}
	after, err := s.settle()
	if err != nil {
		return 0, err
	}
	s.leave()
	_, err = s.settle()
	return each(after-before, c.listeners), err
}
