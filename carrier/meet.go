package carrier

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// meeting is a <Dial><Conference>, read and checked.
type meeting struct {
	room, label  string
	starts, ends bool
	muted        bool
	beep         string
	most         int
	wait         *target // what is heard while alone; nil: the carrier's own music
	silent       bool    // waitUrl="": nothing is heard
	report       report
	hangupOnStar bool
	limit        time.Duration
	action       *target
}

// meet puts the leg into a room until it hangs up, presses the star, is sent elsewhere, or the room
// ends. Then the action is requested, as after any <Dial>.
func (c *Carrier) meet(ctx context.Context, l *leg, v verb, t target) (*target, error) {
	m, err := c.meeting(l, v, t)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	if l.status != inProgress || ctx.Err() != nil {
		c.mu.Unlock()
		return nil, context.Canceled
	}
	s, refused := c.joinLocked(l, m)
	waiting, hush := context.WithCancel(ctx)
	defer hush()
	if s != nil {
		s.hush = hush
		if s.room.status == roomRunning {
			hush()
		}
	}
	c.mu.Unlock()
	if s == nil {
		refused.URL = t.url
		c.warn(l, refused)
		return m.after(failed, false), nil
	}
	ok := c.sit(ctx, waiting, s, m)

	c.mu.Lock()
	bridged := false
	for _, b := range l.bridges {
		bridged = bridged || !b.From.Before(s.joined)
	}
	c.mu.Unlock()
	state := status("answered") // a conference was connected, whoever came
	if !ok {
		state = failed
	}
	next := m.after(state, bridged)
	if ctx.Err() != nil {
		if next != nil {
			_, _ = c.fetch(c.ctx, l, *next)
		}
		return nil, ctx.Err()
	}
	return next, nil
}

// sit stays until the leg is out of the room; false when the room could not be set up for it.
func (c *Carrier) sit(ctx, waiting context.Context, s *seat, m meeting) bool {
	keys, deaf := c.listen(s.leg)
	defer deaf()
	var due <-chan struct{}
	if m.limit > 0 {
		d, cancel := c.timer(m.limit)
		defer cancel()
		due = d
	}
	quiet, broken := make(chan struct{}), make(chan *documentError, 1)
	go func() { // waited for below: it ends with its context
		defer close(quiet)
		if bad := c.await(waiting, s, m); bad != nil {
			broken <- bad
		}
	}()
	leave := func(reason string) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.leaveLocked(s, reason, false)
	}
	ok := true
	for in := true; in; {
		select {
		case <-s.out:
			in = false
		case <-ctx.Done():
			if s.leg.ctx.Err() == nil { // sent elsewhere
				c.wait(s.leg.ctx, 166*time.Millisecond)
			}
			leave(leftSent)
			in = false
		case k := <-keys:
			if k == '*' && m.hangupOnStar {
				leave(leftHungUp)
				in = false
			}
		case <-due:
			leave(leftHungUp)
			in = false
		case bad := <-broken:
			c.warn(s.leg, bad)
			leave(leftFailed)
			in, ok = false, false
		}
	}
	<-quiet
	return ok
}

// await lets somebody who is alone in a room hear its wait document, over and over. A first one that
// cannot be had means that the room is not fully set up; a later one, some silence.
func (c *Carrier) await(ctx context.Context, s *seat, m meeting) *documentError {
	if m.wait == nil {
		if !m.silent && ctx.Err() == nil {
			c.hear(s.leg, "♪ hold music")
		}
		return nil
	}
	for first := true; ctx.Err() == nil; first = false {
		began := c.clock.Now()
		err := c.waitDocument(ctx, s, *m.wait, first)
		pause := time.Second - c.clock.Now().Sub(began) // an empty document is not asked for without end
		var bad *documentError
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.As(err, &bad) && first:
			return bad
		case errors.As(err, &bad):
			c.warn(s.leg, bad)
			pause = 5 * time.Second
		}
		c.wait(ctx, pause)
	}
	return nil
}

// waitDocument runs a wait document and those that it redirects to.
func (c *Carrier) waitDocument(ctx context.Context, s *seat, t target, first bool) error {
	for {
		t.extra = url.Values{"ConferenceSid": {s.room.sid}, "FriendlyName": {s.room.name}}
		began := c.clock.Now()
		doc, err := c.fetch(ctx, s.leg, t)
		if err != nil {
			return err
		}
		if first {
			c.mu.Lock()
			s.leg.stays[s.stay].Asked = Duration(c.clock.Now().Sub(began))
			c.mu.Unlock()
			first = false
		}
		next, err := c.recite(ctx, s.leg, doc, t)
		if next == nil || err != nil {
			return err
		}
		t = *next
		if !c.wait(ctx, 100*time.Millisecond) {
			return ctx.Err()
		}
	}
}

// recite runs a document that can only be listened to; it returns where to go on.
func (c *Carrier) recite(ctx context.Context, l *leg, doc []byte, t target) (*target, error) {
	verbs, err := parse(doc)
	if err != nil {
		return nil, err
	}
	for _, v := range verbs {
		switch v.name {
		case "Say", "Play", "Pause":
			u, err := c.utterances(v)
			if err != nil {
				return nil, err
			}
			c.utter(ctx, l, u, nil)
		case "Redirect":
			return destination("wait", v.text, v.attr["method"], t)
		default:
			return nil, &documentError{Code: 12200, URL: t.url, Why: "<" + v.name + "> cannot stand in what is heard in a room"}
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	return nil, nil
}

// meeting reads a <Dial><Conference>.
func (c *Carrier) meeting(l *leg, dial verb, t target) (m meeting, err error) {
	v := dial.sub[0]
	bad := func(name, why string) error {
		return &documentError{Code: 12200, Why: "<Conference " + name + "> " + why}
	}
	if m.room = v.text; m.room == "" || len(m.room) > 128 {
		return m, bad("", "has a name of at most 128 characters")
	}
	m.starts, m.ends, m.muted = v.flag("startConferenceOnEnter", true), v.flag("endConferenceOnExit", false), v.flag("muted", false)
	if m.beep = v.attr["beep"]; m.beep == "" {
		m.beep = "true"
	} else if !contains([]string{"true", "false", "onEnter", "onExit"}, m.beep) {
		return m, bad("beep", "is true, false, onEnter or onExit")
	}
	if m.most, err = v.whole("maxParticipants", 250, 2); err != nil || m.most > 250 {
		return m, bad("maxParticipants", "is a whole number from 2 to 250")
	}
	if m.label = v.attr["participantLabel"]; len(m.label) > 128 || strings.Contains(m.label, "/") {
		return m, &documentError{Code: 16023, Why: "<Conference participantLabel> has at most 128 characters and no slash"}
	}
	if ref, ok := v.attr["waitUrl"]; ok && ref == "" {
		m.silent = true
	} else if ok {
		method := v.attr["waitMethod"]
		if m.wait, err = destination("wait", ref, method, t); err != nil {
			return m, err
		}
	}
	if ref := v.attr["statusCallback"]; ref != "" {
		if m.report.url, err = resolve(t.url, ref); err != nil {
			return m, err
		}
		if m.report.method, err = v.method("statusCallbackMethod"); err != nil {
			return m, err
		}
		m.report.events = map[string]bool{}
		for _, name := range strings.Fields(v.attr["statusCallbackEvent"]) {
			m.report.events[name] = true
			if !contains([]string{"start", "end", "join", "leave", "mute", "hold", "modify", "speaker", "announcement"}, name) {
				m.report.mute = true
			}
		}
		if m.report.mute {
			c.warn(l, &documentError{Code: 21626, URL: t.url, Why: "<Conference statusCallbackEvent> names an unknown event; nothing will be reported"})
		}
	}
	m.hangupOnStar = dial.flag("hangupOnStar", false)
	if m.limit, err = dial.seconds("timeLimit", 14400, 1); err != nil {
		return m, err
	}
	if ref, ok := dial.attr["action"]; ok {
		m.action, err = destination("dial", ref, dial.attr["method"], t)
	}
	return m, err
}

// after is the request that tells how the stay went; nil without an action. Rooms have no child and no duration to tell.
func (m meeting) after(s status, bridged bool) *target {
	if m.action == nil {
		return nil
	}
	next := *m.action
	next.extra = url.Values{"DialCallStatus": {string(s)}, "DialBridged": {strconv.FormatBool(bridged)}}
	return &next
}
