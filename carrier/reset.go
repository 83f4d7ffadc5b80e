package carrier

import (
	"net/http"
	"slices"
	"time"

	"partyline/fault"
)

type clockState struct {
	Now   time.Time `json:"now"`
	Speed float64   `json:"speed"`
}

func (c *Carrier) clockState() clockState {
	s := clockState{Now: c.clock.Now(), Speed: 1}
	if k, ok := c.clock.(interface{ Speed() float64 }); ok {
		s.Speed = k.Speed()
	}
	return s
}

// moveClock is POST /_sim/clock {"advance":"30s"} or {"speed":20}, where the clock can do that.
func (c *Carrier) moveClock(r *http.Request) (any, error) {
	var want struct {
		Advance Duration `json:"advance"`
		Speed   float64  `json:"speed"`
	}
	if err := read(r, &want); err != nil {
		return nil, err
	}
	if want.Advance < 0 || want.Speed < 0 || want.Speed > 1000 {
		return nil, fault.New(fault.Invalid, "clock", "Time moves forward only, and at most a thousand times as fast.")
	}
	m, movable := c.clock.(Movable)
	s, speedy := c.clock.(Speedy)
	if want.Advance > 0 && !movable || want.Speed > 0 && !speedy {
		return nil, fault.New(fault.Conflict, "clock_fixed", "This server's clock cannot be moved like that while it runs.")
	}
	if want.Speed > 0 {
		s.SetSpeed(want.Speed)
	}
	if want.Advance > 0 {
		m.Advance(want.Advance.d())
	}
	return c.clockState(), nil
}

// Reset forgets everything but the configuration: legs fall silent without a webhook, and scripts,
// faults, population, attempts and logs are as at the start.
func (c *Carrier) Reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.silenceLocked()
	for _, l := range c.order {
		c.endLocked(l, failed, "reset", 0)
	}
	watched, seen := c.people.watched, c.people.seen
	c.people = newPeople(c.cfg)
	c.people.watched, c.people.seen = watched, seen
	c.legs, c.phones, c.order = map[string]*leg{}, map[string][]*leg{}, nil
	c.rooms, c.conferences, c.halls = map[string]*room{}, map[string]*room{}, nil
	c.gate.waiting, c.gate.free = nil, time.Time{}
	c.faults.rules, c.hooks.list, c.notices, c.away = nil, nil, nil, time.Time{}
	c.changedLocked()
}

// Restart is a carrier that goes down: live legs end, nobody is told, and REST answers 503 for a
// while of product time. The books are kept, as a real carrier's are.
func (c *Carrier) Restart(down time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.silenceLocked()
	for _, l := range slices.Backward(c.order) {
		if l.status == inProgress {
			c.endLocked(l, completed, "carrier restarted", 500)
		} else {
			c.endLocked(l, failed, "carrier restarted", 500)
		}
	}
	c.away = c.clock.Now().Add(down)
}

// silenceLocked lets nobody be told or asked about the legs that live now: all of them, before any
// ends, because the end of one ends others.
func (c *Carrier) silenceLocked() {
	for _, l := range c.order {
		if !l.status.terminal() {
			l.gone = true
		}
	}
}

func (c *Carrier) postRestart(r *http.Request) (any, error) {
	var want struct {
		Down Duration `json:"down"`
	}
	if err := read(r, &want); err != nil {
		return nil, err
	}
	c.Restart(want.Down.d())
	return c.clockState(), nil
}
