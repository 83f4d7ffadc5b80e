package carrier

import (
	"slices"
	"time"
)

// Hook is one delivery of a webhook, as the log keeps it.
type Hook struct {
	At        time.Time         `json:"at"`
	Kind      string            `json:"kind"`  // status, document
	Event     string            `json:"event"` // initiated … completed; answer, gather, dial, redirect, update, fallback
	SID       string            `json:"sid"`
	URL       string            `json:"url"`
	Method    string            `json:"method"`
	Form      map[string]string `json:"form"`
	Signature string            `json:"signature,omitempty"`
	Try       int               `json:"try"`             // 0 for the first; retries count up
	Fault     string            `json:"fault,omitempty"` // the effect that was put on it
	Status    int               `json:"status,omitempty"`
	Body      string            `json:"body,omitempty"` // the first 2 kB
	Error     string            `json:"error,omitempty"`
	Took      Duration          `json:"took,omitzero"` // wall time
}

// hooklog is the newest deliveries; guarded by Carrier.mu.
type hooklog struct {
	keep int
	list []Hook
}

func (c *Carrier) hookOf(d delivery, faulty string, try int) *Hook {
	h := &Hook{At: c.clock.Now(), Kind: d.kind, Event: d.event, SID: d.leg.sid, URL: d.url, Method: d.method,
		Form: make(map[string]string, len(d.form)), Try: try, Fault: faulty}
	for k := range d.form {
		h.Form[k] = d.form.Get(k)
	}
	return h
}

func (c *Carrier) logHook(h *Hook) {
	c.mu.Lock()
	defer c.mu.Unlock()
	l := &c.hooks
	if c.legs[h.SID] == nil {
		return // from before a reset
	}
	l.list = append(l.list, *h)
	if len(l.list) > l.keep+l.keep/4 {
		l.list = slices.Clone(l.list[len(l.list)-l.keep:])
	}
	c.changedLocked()
}

// Webhooks returns the log of deliveries, oldest first, as far back as it is kept.
// A delivery enters it when it is over, or when a fault kept it from leaving.
func (c *Carrier) Webhooks() []Hook {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.hooks.list)
}

// Notice is a warning or an error about a document or a callback, as Twilio's debugger shows them.
type Notice struct {
	At   time.Time `json:"at"`
	SID  string    `json:"sid"`
	Code int       `json:"code"`
	URL  string    `json:"url,omitempty"`
	Why  string    `json:"why"`
}

func (c *Carrier) warn(l *leg, e *documentError) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.warnLocked(l, e)
}

func (c *Carrier) warnLocked(l *leg, e *documentError) {
	c.log.Warn("simulated carrier: "+e.Why, "code", e.Code, "call", l.sid)
	c.notices = append(c.notices, Notice{At: c.clock.Now(), SID: l.sid, Code: e.Code, URL: e.URL, Why: e.Why})
	if len(c.notices) > 500 {
		c.notices = slices.Clone(c.notices[len(c.notices)-400:])
	}
	c.changedLocked()
}
