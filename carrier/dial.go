package carrier

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// dialling is one <Dial>, read and checked.
type dialling struct {
	to, callerID string
	ring, limit  time.Duration
	hangupOnStar bool
	action       *target // nil: the document goes on below
	report       report
	refused      int // Twilio's code when no leg can be placed at all
	refusedFor   string
}

// dial calls a number and connects it with the leg. When the talk ends, the action is requested;
// it is also requested, and its reply ignored, when the leg hangs up or REST steers it elsewhere.
func (c *Carrier) dial(ctx context.Context, l *leg, v verb, t target) (*target, error) {
	if len(v.sub) == 1 && v.sub[0].name == "Conference" {
		return c.meet(ctx, l, v, t)
	}
	d, err := c.dialling(l, v, t)
	if err != nil {
		return nil, err
	}
	if d.refused != 0 {
		c.warn(l, &documentError{Code: d.refused, URL: t.url, Why: d.refusedFor})
		return d.after(nil, failed, false, 0), nil
	}
	keys, deaf := c.listen(l)
	defer deaf()
	child := c.child(l, d)
	if child == nil {
		return nil, ctx.Err()
	}
	c.attend(ctx, child, d, keys)
	if ctx.Err() != nil && l.ctx.Err() == nil { // steered: the child falls first, the old action is asked in vain
		c.wait(l.ctx, 166*time.Millisecond)
		c.mu.Lock()
		c.hangUpLocked(child, "redirected")
		c.mu.Unlock()
	}

	c.mu.Lock()
	talk := child.talkLocked(c.clock.Now())
	next := d.after(child, child.status, !child.at.answered.IsZero(), talk)
	c.mu.Unlock()
	if ctx.Err() != nil {
		if next != nil {
			_, _ = c.fetch(c.ctx, l, *next)
		}
		return nil, ctx.Err()
	}
	return next, nil
}

// dialling reads a <Dial>.
func (c *Carrier) dialling(l *leg, v verb, t target) (d dialling, err error) {
	number := verb{name: "Number", text: v.text}
	switch {
	case len(v.sub) > 1:
		return d, &documentError{Code: 12200, Why: "<Dial> names several numbers: this carrier dials one at a time"}
	case len(v.sub) == 1:
		number = v.sub[0]
	}
	if d.ring, err = v.seconds("timeout", 30, 1); err != nil {
		return d, err
	}
	if d.limit, err = v.seconds("timeLimit", 14400, 1); err != nil {
		return d, err
	}
	d.hangupOnStar = v.flag("hangupOnStar", false)
	if ref, ok := v.attr["action"]; ok {
		if d.action, err = destination("dial", ref, v.attr["method"], t); err != nil {
			return d, err
		}
	}
	if ref := number.attr["statusCallback"]; ref != "" {
		if d.report.url, err = resolve(t.url, ref); err != nil {
			return d, err
		}
		if d.report.method, err = number.method("statusCallbackMethod"); err != nil {
			return d, err
		}
		names := strings.Fields(number.attr["statusCallbackEvent"])
		d.report.events, d.report.mute = events(names)
		if d.report.mute {
			c.warn(l, &documentError{Code: 21626, URL: t.url, Why: "<Number statusCallbackEvent> names an unknown event; nothing will be reported"})
		}
	}

	d.callerID = l.from
	if id := v.attr["callerId"]; id != "" {
		d.callerID, _ = normal(id)
	}
	var ok bool
	d.to, ok = normal(number.text)
	switch {
	case !slices.Contains(c.cfg.Numbers, d.callerID):
		d.refused, d.refusedFor = 13214, "<Dial callerId> is not one of the account's numbers"
	case !ok:
		d.refused, d.refusedFor = 13223, "<Dial> names no phone number"
	case c.invalid(d.to):
		d.refused, d.refusedFor = 13224, "<Dial> names a number that does not exist"
	}
	return d, nil
}

// events are the events a status callback asked for; completed when it asked for none.
// One unknown name and Twilio accepts the call but reports nothing at all.
func events(names []string) (set map[string]bool, mute bool) {
	if len(names) == 0 {
		names = []string{"completed"}
	}
	set = map[string]bool{}
	for _, n := range names {
		if !contains([]string{"initiated", "ringing", "answered", "completed"}, n) {
			mute = true
		}
		set[n] = true
	}
	return set, mute
}

// child places the dialled leg; nil when the parent ended in the meantime.
func (c *Carrier) child(parent *leg, d dialling) *leg {
	c.mu.Lock()
	defer c.mu.Unlock()
	if parent.status.terminal() {
		return nil
	}
	child := c.newLegLocked(&leg{
		to: d.to, from: d.callerID, direction: "outbound-dial", ref: plain(d.report.url),
		parent: parent, ringFor: d.ring, report: d.report, limit: d.limit,
	})
	parent.noteLocked(c, "Ringing…") // a phone is not shown who is dialled for it
	c.placeLocked(child)
	c.spawnLocked(func() { c.ring(child) })
	return child
}

// attend stays with a dialled leg until it ends, the parent presses the star, or the document is interrupted.
func (c *Carrier) attend(ctx context.Context, child *leg, d dialling, keys <-chan rune) {
	for {
		select {
		case <-child.ctx.Done():
			return
		case <-ctx.Done():
			return
		case k := <-keys:
			if k == '*' && d.hangupOnStar {
				c.mu.Lock()
				c.hangUpLocked(child, "caller pressed star")
				c.mu.Unlock()
				return
			}
		}
	}
}

// after is the request that tells how the dialling went; nil without an action.
func (d dialling) after(child *leg, s status, bridged bool, talk time.Duration) *target {
	if d.action == nil {
		return nil
	}
	next := *d.action
	next.extra = url.Values{"DialCallStatus": {string(s)}, "DialBridged": {strconv.FormatBool(bridged)}}
	if child != nil {
		next.extra.Set("DialCallSid", child.sid)
	}
	if bridged {
		next.extra.Set("DialCallDuration", seconds(talk))
	}
	return &next
}
