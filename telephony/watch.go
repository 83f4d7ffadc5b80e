package telephony

import (
	"context"
	"time"
)

// silence is how long after a 201 the first webhook may take. The carrier may accept a call and then
// never call back: a bad callback address is not refused, it is just never reached.
const silence = 15 * time.Second

// Silent counts the legs that were placed and about which nothing was heard in time.
func (p *Phone) Silent() int64 { return p.silent.Load() }

// listen raises an alarm when nothing is heard about a leg in time.
func (p *Phone) listen(leg string) {
	if p.cfg.Heard == nil {
		return
	}
	p.closed.RLock()
	defer p.closed.RUnlock()
	if p.ctx.Err() != nil {
		return
	}
	p.watch.Add(1)
	go func() {
		defer p.watch.Done()
		if p.cfg.Clock.Wait(p.ctx, silence) != nil {
			return
		}
		ctx, cancel := context.WithTimeout(p.ctx, p.cfg.Timeout)
		defer cancel()
		heard, err := p.cfg.Heard(ctx, leg)
		switch {
		case err != nil:
			p.log.Warn("cannot tell whether the carrier's webhooks arrive", "leg", leg, "error", err)
		case !heard:
			p.silent.Add(1)
			p.log.Error("a call was placed and the carrier has told us nothing for 15 s: check that PUBLIC_URL is reachable from outside",
				"leg", leg, "public_url", p.links.public)
		}
	}()
}
