package carrier

import (
	"context"
	"strconv"

	"partyline/fault"
)

// send makes a delivery with the fault that strikes it, if any.
func (c *Carrier) send(d delivery, rule *Rule, fallback target) (reply, error) {
	if rule == nil {
		return c.post(d, "", c.cfg.AuthToken)
	}
	token := c.cfg.AuthToken
	switch rule.Effect {
	case "delay":
		c.wait(c.ctx, rule.Delay.d())
	case "swap":
		if n := c.sentOf(d.trail); !d.last { // nothing follows that one
			c.until(func() bool { return d.trail.sent > n || d.trail.told })
		}
	case "hold":
		if !d.last {
			c.until(func() bool { return d.trail.told })
		}
	case "drop":
		h := c.hookOf(d, rule.Effect, 0)
		h.Error = "dropped"
		c.logHook(h)
		return reply{}, fault.New(fault.Internal, "dropped", "A fault dropped this webhook.")
	case "fallback":
		if fallback.url != "" {
			d.form = withError(d, 11200)
			d.url, d.method, d.event = fallback.url, fallback.method, "fallback"
		}
	case "bad_signature":
		token = "0123456789abcdef0123456789abcdef"
	case "wrong":
		d.form = mistaken(d.form)
	case "duplicate":
		return c.duplicate(d, rule)
	}
	return c.post(d, rule.Effect, token)
}

// duplicate delivers the same thing several times, at once or in a row; the first reply counts.
func (c *Carrier) duplicate(d delivery, rule *Rule) (reply, error) {
	n := max(rule.Copies, 2)
	if !rule.Concurrent {
		r, err := c.post(d, "", c.cfg.AuthToken)
		for i := 1; i < n; i++ {
			_, _ = c.post(d, rule.Effect, c.cfg.AuthToken)
		}
		return r, err
	}
	for i := 1; i < n; i++ {
		c.spawn(func() { _, _ = c.post(d, rule.Effect, c.cfg.AuthToken) })
	}
	return c.post(d, "", c.cfg.AuthToken)
}

func withError(d delivery, code int) map[string][]string {
	f := make(map[string][]string, len(d.form)+2)
	for k, v := range d.form {
		f[k] = v
	}
	f["ErrorCode"], f["ErrorUrl"] = []string{strconv.Itoa(code)}, []string{plain(d.url)}
	return f
}

func (c *Carrier) sentOf(t *trail) int { c.mu.Lock(); defer c.mu.Unlock(); return t.sent }

// until waits for something to become true; cond runs under the lock.
func (c *Carrier) until(cond func() bool) {
	for {
		c.mu.Lock()
		ok, stir := cond(), c.stir
		c.mu.Unlock()
		if ok {
			return
		}
		select {
		case <-stir:
		case <-c.ctx.Done():
			return
		}
	}
}

// untilIn waits for something about a leg to become true; false when ctx ended first. cond runs under the lock.
func (c *Carrier) untilIn(ctx context.Context, l *leg, cond func() bool) bool {
	for {
		c.mu.Lock()
		ok, stir := cond(), l.stir
		c.mu.Unlock()
		if ok {
			return true
		}
		select {
		case <-stir:
		case <-ctx.Done():
			return false
		}
	}
}

// dropFaultLocked lets a fault cut a leg that was just answered.
func (c *Carrier) dropFaultLocked(l *leg) {
	rule := c.faults.pick("leg", "answered", l)
	if rule == nil {
		return
	}
	c.spawnLocked(func() {
		if c.wait(l.ctx, rule.Delay.d()) {
			c.end(l, completed, "line dropped", 500)
		}
	})
}
