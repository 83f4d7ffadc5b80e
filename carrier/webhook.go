package carrier

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// delivery is one webhook on its way: a status callback, or the request for a document.
type delivery struct {
	kind        string // status, document, room, verdict
	event       string // initiated … completed, the document's purpose, or the room's event
	leg         *leg
	trail       *trail // of what is told one after the other; nil for documents
	last        bool   // nothing follows in this trail
	url, method string
	form        url.Values
	token       string // the same for every try of one delivery
}

// trail is how far the telling of one thing has come: of a leg, a room, a verdict.
type trail struct {
	sent int
	told bool // the last one left, or there is none to send
}

// reply is what came back.
type reply struct {
	status      int
	contentType string
	body        []byte
}

// formLocked is what every webhook says about its call.
func (c *Carrier) formLocked(l *leg) url.Values {
	f := url.Values{
		"CallSid": {l.sid}, "AccountSid": {c.cfg.AccountSID}, "ApiVersion": {"2010-04-01"},
		"From": {l.from}, "To": {l.to}, "Caller": {l.from}, "Called": {l.to},
		"CallStatus": {string(l.status)}, "Direction": {l.direction},
	}
	if l.parent != nil {
		f.Set("ParentCallSid", l.parent.sid)
	}
	return f
}

// reportLocked sends a status callback if the leg's maker asked for this event. Each is a request
// of its own: they leave in order and may arrive in any.
func (c *Carrier) reportLocked(l *leg, event string) {
	if l.report.url == "" || l.report.mute || l.gone || !l.report.events[event] {
		l.trail.told = l.trail.told || event == "completed"
		return
	}
	now := c.clock.Now()
	f := c.formLocked(l)
	f.Set("Timestamp", now.Format(rfc2822))
	f.Set("CallbackSource", "call-progress-events")
	f.Set("SequenceNumber", strconv.Itoa(l.report.next))
	l.report.next++
	if event == "completed" {
		talk := l.talkLocked(now)
		f.Set("CallDuration", seconds(talk))
		f.Set("SipResponseCode", strconv.Itoa(l.sip))
		if l.status == completed {
			f.Set("Duration", strconv.Itoa(minutes(talk)))
		}
	}
	c.tellLocked(delivery{kind: "status", event: event, leg: l, trail: &l.trail, last: event == "completed",
		url: l.report.url, method: l.report.method, form: f, token: sid("")}, l.fallback)
}

// tellLocked sends something that is told and not asked, with the fault that strikes it, if any.
func (c *Carrier) tellLocked(d delivery, fallback target) {
	rule := c.faults.pick(d.kind, d.event, d.leg)
	c.spawnLocked(func() {
		_, _ = c.send(d, rule, fallback)
		c.mu.Lock()
		defer c.mu.Unlock()
		d.trail.sent++
		d.trail.told = d.trail.told || d.last
		c.touchLocked(d.leg)
	})
}

// rfc2822 is how Twilio writes instants.
const rfc2822 = "Mon, 02 Jan 2006 15:04:05 +0000"

func seconds(d time.Duration) string { return strconv.Itoa(whole(d)) }

func whole(d time.Duration) int { return int(d.Round(time.Second) / time.Second) }

// minutes are what is billed: begun ones of the whole seconds, one at least.
func minutes(d time.Duration) int { return max(1, (whole(d)+59)/60) }

// fetch requests a document for a leg. It returns when the reply is there or ctx ends; the request
// itself goes on, as a carrier's would.
func (c *Carrier) fetch(ctx context.Context, l *leg, t target) ([]byte, error) {
	c.mu.Lock()
	if l.gone {
		c.mu.Unlock()
		return nil, context.Canceled
	}
	d := delivery{kind: "document", event: t.purpose, leg: l, url: t.url, method: t.method, form: c.formLocked(l), token: sid("")}
	rule, fallback := c.faults.pick("document", t.purpose, l), l.fallback
	c.mu.Unlock()
	for k, v := range t.extra {
		d.form[k] = v
	}
	type result struct {
		doc []byte
		err error
	}
	got := make(chan result, 1)
	c.spawn(func() {
		r, err := c.send(d, rule, fallback)
		doc, err := document(d, r, err)
		got <- result{doc, err}
	})
	select {
	case r := <-got:
		return r.doc, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// document takes the document out of a reply, or says why there is none.
func document(d delivery, r reply, err error) ([]byte, error) {
	bad := func(code int, why string) error { return &documentError{Code: code, URL: plain(d.url), Why: why} }
	switch {
	case err != nil:
		return nil, bad(11205, "the URL could not be reached or did not answer in time")
	case r.status < 200 || r.status > 299:
		return nil, bad(11200, fmt.Sprintf("the URL answered %d", r.status))
	}
	switch kind, _, _ := mime.ParseMediaType(r.contentType); kind {
	case "text/xml", "application/xml":
		return r.body, nil
	}
	return nil, bad(12300, "the document's content type is not text/xml")
}

// post makes one delivery, with the retries its URL asks for, and keeps the log.
func (c *Carrier) post(d delivery, faulty string, token string) (r reply, err error) {
	c.fly(1)
	defer c.fly(-1)
	o := overrides(d.url)
	ctx, cancel := context.WithTimeout(c.ctx, o.over)
	defer cancel()
	for try := 0; ; try++ {
		h := c.hookOf(d, faulty, try)
		began := time.Now()
		r, err = c.attempt(ctx, d, o, token, h)
		h.Took = Duration(time.Since(began))
		h.Status, h.Body = r.status, cut(r.body)
		if err != nil {
			h.Error = reason(err)
		}
		c.logHook(h)
		if try >= o.retries || !o.on[failure(r, err)] || ctx.Err() != nil {
			return r, err
		}
	}
}

func (c *Carrier) fly(by int) { c.mu.Lock(); c.flying += by; c.mu.Unlock() }

// attempt is one HTTP request.
func (c *Carrier) attempt(ctx context.Context, d delivery, o override, token string, h *Hook) (reply, error) {
	ctx, cancel := context.WithTimeout(context.WithValue(ctx, connectKey{}, o.connect), o.connect+o.read)
	defer cancel()
	full, body := plain(d.url), io.Reader(nil)
	if d.method == http.MethodGet {
		u, err := url.Parse(full)
		if err != nil {
			return reply{}, err
		}
		if u.RawQuery != "" {
			u.RawQuery += "&"
		}
		u.RawQuery += d.form.Encode()
		full = u.String()
		h.Signature = sign(token, full, nil)
	} else {
		body = strings.NewReader(d.form.Encode())
		h.Signature = sign(token, full, d.form)
	}
	req, err := http.NewRequestWithContext(ctx, d.method, full, body)
	if err != nil {
		return reply{}, err
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
	}
	req.Header.Set("User-Agent", "TwilioProxy/1.1")
	req.Header.Set("Accept", "*/*")
	req.Header.Set("X-Twilio-Signature", h.Signature)
	req.Header.Set("I-Twilio-Idempotency-Token", d.token)
	resp, err := c.web.Do(req)
	if err != nil {
		return reply{}, err
	}
	defer resp.Body.Close()
	r := reply{status: resp.StatusCode, contentType: resp.Header.Get("Content-Type")}
	r.body, err = io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	return r, err
}

type connectKey struct{}

func webhookClient() *http.Client {
	return &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			patience, _ := ctx.Value(connectKey{}).(time.Duration)
			return (&net.Dialer{Timeout: patience}).DialContext(ctx, network, addr)
		},
		MaxIdleConnsPerHost: 64,
		IdleConnTimeout:     30 * time.Second,
	}}
}

// failure names why a delivery failed as the retry policy does; empty when it did not.
func failure(r reply, err error) string {
	var op *net.OpError
	switch {
	case errors.As(err, &op) && op.Op == "dial":
		return "ct"
	case err != nil:
		return "rt"
	case r.status >= 500:
		return "5xx"
	case r.status >= 400:
		return "4xx"
	}
	return ""
}

// reason is an error without the URL that http.Client puts before it.
func reason(err error) string {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	return err.Error()
}

func cut(b []byte) string { return string(b[:min(len(b), 2048)]) }
