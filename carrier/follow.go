package carrier

import (
	"context"
	"errors"
	"maps"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// target is where the next document of a leg comes from.
type target struct {
	purpose     string // answer, inbound, gather, dial, redirect, update, wait, fallback
	url, method string
	inline      string     // the document itself
	extra       url.Values // what this request says beyond the call
}

// follow runs documents on an answered leg until it ends.
func (c *Carrier) follow(l *leg, t target) {
	for {
		ctx, done := c.turn(l)
		next, err := c.perform(ctx, l, t)
		done()

		c.mu.Lock()
		steer, fallback, over := l.steer, l.fallback, l.status.terminal()
		l.steer = nil
		c.mu.Unlock()

		var bad *documentError
		switch {
		case over:
			return
		case steer != nil:
			t = *steer
		case errors.As(err, &bad):
			c.warn(l, bad)
			if fallback.url == "" || t.purpose == "fallback" {
				c.applicationError(l)
				return
			}
			fallback.extra = url.Values{"ErrorCode": {strconv.Itoa(bad.Code)}, "ErrorUrl": {bad.URL}}
			maps.Copy(fallback.extra, t.extra)
			t = fallback
		case err != nil: // the carrier closes
			return
		case next == nil:
			c.end(l, completed, "document ended", 200)
			return
		default:
			t = *next
		}
	}
}

// turn is the context of one document: it ends with the leg, and when REST steers it elsewhere.
func (c *Carrier) turn(l *leg) (context.Context, func()) {
	ctx, cancel := context.WithCancel(l.ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	l.interrupt = cancel
	if l.steer != nil {
		cancel()
	}
	return ctx, cancel
}

// applicationError is what a person hears when a document fails and there is no fallback.
func (c *Carrier) applicationError(l *leg) {
	c.mu.Lock()
	c.pickUpLocked(l, nil)
	c.mu.Unlock()
	c.hear(l, "We are sorry, an application error has occurred. Goodbye.")
	c.wait(l.ctx, 4*time.Second)
	c.end(l, completed, "application error", 200)
}

// hear puts words into the leg's ear.
func (c *Carrier) hear(l *leg, text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	l.addLocked(c, "line", text)
	c.touchLocked(l)
}

// perform fetches one document and runs it; it returns where to go on, or nil at the document's end.
func (c *Carrier) perform(ctx context.Context, l *leg, t target) (*target, error) {
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	doc := []byte(t.inline)
	if t.url != "" {
		var err error
		if doc, err = c.fetch(ctx, l, t); err != nil {
			return nil, err
		}
	}
	verbs, err := parse(doc)
	if err == nil {
		c.mu.Lock()
		on := c.pickUpLocked(l, verbs)
		c.mu.Unlock()
		if !on {
			return nil, nil
		}
	}
	for i := 0; err == nil && i < len(verbs); i++ {
		var next *target
		var stop bool
		next, stop, err = c.run(ctx, l, verbs[i], t)
		if next != nil || stop {
			return next, nil
		}
		if err == nil {
			err = ctx.Err()
		}
	}
	var bad *documentError
	if errors.As(err, &bad) && bad.URL == "" {
		bad.URL = t.url
	}
	return nil, err
}

// run does one verb; stop means that the leg is over.
func (c *Carrier) run(ctx context.Context, l *leg, v verb, t target) (next *target, stop bool, err error) {
	switch v.name {
	case "Say", "Play", "Pause":
		var u []utterance
		if u, err = c.utterances(v); err == nil {
			c.utter(ctx, l, u, nil)
		}
	case "Gather":
		next, err = c.gather(ctx, l, v, t)
	case "Dial":
		next, err = c.dial(ctx, l, v, t)
	case "Redirect":
		next, err = destination("redirect", v.text, v.attr["method"], t)
	case "Hangup":
		c.end(l, completed, "document hung up", 200)
		stop = true
	case "Reject":
		c.end(l, completed, "document rejected", 200)
		stop = true
	}
	return next, stop, err
}

// destination is the target that a verb names.
func destination(purpose, ref, method string, from target) (*target, error) {
	u, err := resolve(from.url, ref)
	if err != nil {
		return nil, err
	}
	m, err := verb{name: purpose, attr: map[string]string{"method": method}}.method("method")
	return &target{purpose: purpose, url: u, method: m}, err
}

// utterance is something that is heard for a while.
type utterance struct {
	text string
	d    time.Duration
}

// utterances are what a Say, Play or Pause sounds like, its repetitions included (0 means for an hour).
func (c *Carrier) utterances(v verb) ([]utterance, error) {
	var one utterance
	switch v.name {
	case "Pause":
		d, err := v.seconds("length", 1, 0)
		return []utterance{{d: d}}, err
	case "Say":
		one = utterance{v.text, spoken(v.text)}
	case "Play":
		if v.text == "" {
			return nil, &documentError{Code: 12200, Why: "<Play> names no sound"}
		}
		one = utterance{"♪ " + v.text[strings.LastIndex(v.text, "/")+1:], c.cfg.PlayLength}
	}
	loop, err := v.whole("loop", 1, 0)
	if err != nil {
		return nil, err
	}
	if loop == 0 || loop > 1000 {
		loop = min(1000, 1+int(time.Hour/max(one.d, time.Second)))
	}
	all := make([]utterance, loop)
	for i := range all {
		all[i] = one
	}
	return all, nil
}

// spoken is how long a text takes to say: 160 words a minute and a breath.
func spoken(text string) time.Duration {
	n := len(strings.Fields(text))
	if n == 0 {
		return 0
	}
	return 300*time.Millisecond + time.Duration(n)*375*time.Millisecond
}

// utter lets utterances be heard. A key on keys cuts in and is returned; 0 when none came.
func (c *Carrier) utter(ctx context.Context, l *leg, list []utterance, keys <-chan rune) rune {
	for _, u := range list {
		if ctx.Err() != nil {
			return 0
		}
		if u.text != "" {
			c.hear(l, u.text)
		}
		due, cancel := c.timer(u.d)
		select {
		case <-due:
		case k := <-keys:
			cancel()
			return k
		case <-ctx.Done():
		}
		cancel()
	}
	return 0
}
