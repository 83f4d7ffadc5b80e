package carrier

import (
	"context"
	"slices"
	"time"
)

// dialTone is how long a line takes from dialled to ringing, refused or busy.
const dialTone = 800 * time.Millisecond

// gate lets calls made through REST start at the account's rate, first come, first served.
type gate struct {
	free    time.Time // when the next may start
	waiting []*leg
	armed   bool
}

// enqueueLocked puts a call into the queue and returns how long it is expected to stay there.
func (c *Carrier) enqueueLocked(l *leg) time.Duration {
	ahead := time.Duration(len(c.gate.waiting)) * c.everyLocked()
	if lead := c.gate.free.Sub(c.clock.Now()); lead > 0 {
		ahead += lead
	}
	c.gate.waiting = append(c.gate.waiting, l)
	c.dispatchLocked()
	return ahead
}

func (c *Carrier) everyLocked() time.Duration { return time.Duration(float64(time.Second) / c.cfg.CPS) }

func (c *Carrier) dispatchLocked() {
	g := &c.gate
	for len(g.waiting) > 0 {
		l := g.waiting[0]
		if l.status.terminal() { // canceled while it waited; takes nobody's turn
			g.waiting = g.waiting[1:]
			continue
		}
		now := c.clock.Now()
		if ahead := g.free.Sub(now); ahead > 0 {
			if !g.armed {
				g.armed = true
				c.clock.AfterFunc(ahead, func() {
					c.mu.Lock()
					defer c.mu.Unlock()
					g.armed = false
					c.dispatchLocked()
				})
			}
			return
		}
		g.waiting = g.waiting[1:]
		if every := c.everyLocked(); now.Sub(g.free) < every {
			g.free = g.free.Add(every) // a late timer does not slow the queue down
		} else {
			g.free = now.Add(every)
		}
		l.queueTime = now.Sub(l.at.created)
		c.placeLocked(l)
		c.spawnLocked(func() {
			if c.ring(l) {
				c.follow(l, c.detected(l, l.first))
			}
		})
	}
}

// placeLocked dials: from here on the number is in use, and its person's behaviour is settled.
func (c *Carrier) placeLocked(l *leg) {
	l.attempt = c.people.count(l.to)
	l.steps, l.by = c.people.plan(l.to, l.attempt)
	c.markLocked(l, initiated)
}

// ring carries a dialled leg to its answer; false when it ended without one.
func (c *Carrier) ring(l *leg) bool {
	if !c.wait(l.ctx, dialTone) {
		return false
	}
	switch fate(l.steps) {
	case "unreachable", "invalid":
		c.end(l, failed, "unreachable", 404)
		return false
	case "busy":
		c.end(l, busy, "busy", 486)
		return false
	}
	c.mu.Lock()
	if l.status != initiated {
		c.mu.Unlock()
		return false
	}
	if slices.ContainsFunc(c.phones[l.phone], func(o *leg) bool { return o.direction == "inbound" && !o.status.terminal() }) {
		c.endLocked(l, busy, "busy", 486) // its owner is calling us
		c.mu.Unlock()
		return false
	}
	robot, off := context.WithCancel(l.ctx)
	l.robot = off
	c.markLocked(l, ringing)
	c.spawnLocked(func() { c.act(robot, l) })
	c.mu.Unlock()

	due, cancel := c.timer(l.ringFor)
	defer cancel()
	select {
	case <-l.picked:
	case <-l.ctx.Done():
	case <-due:
		c.mu.Lock()
		if l.status == ringing {
			c.endLocked(l, noAnswer, "no answer", 487)
		}
		c.mu.Unlock()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return l.status == inProgress
}

// answerLocked picks the phone up; false when it does not ring.
func (c *Carrier) answerLocked(l *leg, who string) bool {
	if l.status != ringing {
		return false
	}
	l.answerer = who
	c.markLocked(l, inProgress)
	c.bridgeLocked(l)
	c.limitLocked(l, l.limit)
	c.dropFaultLocked(l)
	c.detectLocked(l)
	close(l.picked)
	return true
}

// limitLocked ends the leg d after its answer.
func (c *Carrier) limitLocked(l *leg, d time.Duration) {
	l.limitStop()
	l.limit = d
	if d <= 0 || l.at.answered.IsZero() {
		return
	}
	t := c.clock.AfterFunc(d-c.clock.Now().Sub(l.at.answered), func() { c.end(l, completed, "time limit", 200) })
	l.limitStop = func() { t.Stop() }
}

// pressLocked is a key pressed on the leg's phone; false when nobody listens for keys.
func (c *Carrier) pressLocked(l *leg, key rune) bool {
	l.addLocked(c, "you", "Pressed "+string(key))
	c.touchLocked(l)
	if l.keys == nil {
		return false
	}
	select {
	case l.keys <- key:
		return true
	default: // nobody presses 64 keys ahead
		return false
	}
}

// listen opens the leg's ear for keys until the returned function is called.
func (c *Carrier) listen(l *leg) (<-chan rune, func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	keys := make(chan rune, 64)
	if !l.status.terminal() {
		l.keys = keys
	}
	return keys, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if l.keys == keys {
			l.keys = nil
		}
	}
}

// speakLocked is something the person on this leg says; the other side hears it.
func (c *Carrier) speakLocked(l *leg, text string) {
	l.addLocked(c, "you", text)
	for _, peer := range c.peersLocked(l) {
		if l.seat != nil && l.seat.muted {
			break
		}
		peer.addLocked(c, "them", text)
		c.touchLocked(peer)
	}
	c.touchLocked(l)
}
