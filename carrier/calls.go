package carrier

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

type ruleKey struct{}

func withRule(ctx context.Context, r *Rule) context.Context {
	return context.WithValue(ctx, ruleKey{}, r)
}

// struck says whether an effect was put on the request.
func struck(r *http.Request, effect string) bool {
	rule, _ := r.Context().Value(ruleKey{}).(*Rule)
	return rule != nil && rule.Effect == effect
}

// restRule finds the fault for a request, by the callee of the call it is about.
func (c *Carrier) restRule(kind string, r *http.Request) *Rule {
	if kind == "" {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	about := c.legs[strings.TrimSuffix(r.PathValue("file"), ".json")]
	if kind == "create" {
		to, _ := normal(r.PostForm.Get("To"))
		about = &leg{phone: to}
	}
	return c.faults.pick(kind, "", about)
}

// createCall is POST Calls.json.
func (c *Carrier) createCall(r *http.Request) (int, any, error) {
	l, err := c.wanted(r.PostForm)
	if err != nil {
		return 0, nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return 0, nil, refuse(http.StatusServiceUnavailable, 20503, "Service Unavailable")
	}
	if c.invalidLocked(l.to) {
		return 0, nil, invalidTo(r.PostForm.Get("To"))
	}
	c.newLegLocked(l)
	if l.report.mute {
		c.warnLocked(l, &documentError{Code: 21626, URL: plain(l.report.url), Why: "StatusCallbackEvent names an unknown event; nothing will be reported"})
	}
	l.report.mute = l.report.mute || struck(r, "silent")
	if struck(r, "never_place") {
		l.queueTime = 24 * time.Hour
	} else {
		l.queueTime = c.enqueueLocked(l)
	}
	res := c.resourceLocked(l)
	res.Status = queued // whatever has happened since
	return http.StatusCreated, res, nil
}

func invalidTo(to string) error {
	return refuse(http.StatusBadRequest, 21211, "The 'To' number %s is not a valid phone number.", to)
}

// wanted reads what is to be called and how.
func (c *Carrier) wanted(f url.Values) (*leg, error) {
	l := &leg{direction: "outbound-api"}
	var ok bool
	switch {
	case f.Get("To") == "":
		return nil, refuse(http.StatusBadRequest, 21201, "No 'To' number is specified")
	case f.Get("From") == "":
		return nil, refuse(http.StatusBadRequest, 21213, "No 'From' number is specified")
	}
	if l.to, ok = normal(f.Get("To")); !ok {
		return nil, invalidTo(f.Get("To"))
	}
	if l.from, ok = normal(f.Get("From")); !ok {
		return nil, refuse(http.StatusBadRequest, 21212, "The 'From' number %s is not a valid phone number, shortcode, or alphanumeric sender ID.", f.Get("From"))
	}
	if !slices.Contains(c.cfg.Numbers, l.from) {
		return nil, refuse(http.StatusBadRequest, 21210, "The source phone number provided, %s, is not yet verified for your account. You may only make calls from phone numbers that you've verified or purchased from Twilio.", l.from)
	}
	first, err := wantedDocument(f, "answer")
	if err != nil {
		return nil, err
	}
	if first == nil {
		return nil, refuse(http.StatusBadRequest, 21205, "Url parameter is required.")
	}
	l.first = *first
	if l.ringFor, err = between(f, "Timeout", 60, 1, 600); err != nil {
		return nil, err
	}
	if l.limit, err = between(f, "TimeLimit", 14400, 1, 86400); err != nil {
		return nil, err
	}
	if err := l.listeners(f); err != nil {
		return nil, err
	}
	if l.detection, err = wantedDetection(f); err != nil {
		return nil, err
	}
	l.ref = plain(l.report.url)
	if l.ref == "" {
		l.ref = plain(l.first.url)
	}
	return l, nil
}

// wantedDocument is where the next document comes from: Url, or Twiml when there is no Url; nil for neither.
func wantedDocument(f url.Values, purpose string) (*target, error) {
	t := &target{purpose: purpose, inline: f.Get("Twiml")}
	if f.Get("Url") == "" {
		if t.inline == "" {
			return nil, nil
		}
		if len(t.inline) > 4000 {
			return nil, refuse(http.StatusBadRequest, 21624, "Twiml is longer than 4000 characters")
		}
		return t, nil
	}
	t.inline = ""
	var err error
	t.url, t.method, err = address(f, "Url", "Method", 21205)
	return t, err
}

// listeners reads who is told about the call, and who is asked when a document fails.
func (l *leg) listeners(f url.Values) (err error) {
	if f.Get("FallbackUrl") != "" {
		l.fallback.purpose = "fallback"
		if l.fallback.url, l.fallback.method, err = address(f, "FallbackUrl", "FallbackMethod", 21205); err != nil {
			return err
		}
	}
	if f.Get("StatusCallback") != "" {
		if l.report.url, l.report.method, err = address(f, "StatusCallback", "StatusCallbackMethod", 21609); err != nil {
			return err
		}
	}
	if names := f["StatusCallbackEvent"]; len(names) > 0 || l.report.events == nil {
		l.report.events, l.report.mute = events(names)
	}
	return nil
}

// address reads a URL parameter and its method.
func address(f url.Values, name, method string, code int) (string, string, error) {
	u, err := url.Parse(f.Get(name))
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return "", "", refuse(http.StatusBadRequest, code, "%s is not a valid URL: %s", name, f.Get(name))
	}
	switch m := strings.ToUpper(f.Get(method)); m {
	case "", "POST":
		return f.Get(name), "POST", nil
	case "GET":
		return f.Get(name), "GET", nil
	}
	return "", "", refuse(http.StatusBadRequest, 20001, "Invalid parameter: %s", method)
}

// between reads a whole number of seconds.
func between(f url.Values, name string, missing, least, most int) (time.Duration, error) {
	n := missing
	if s := f.Get(name); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil || n < least || n > most {
			return 0, refuse(http.StatusBadRequest, 20001, "Invalid parameter: %s must be between %d and %d", name, least, most)
		}
	}
	return time.Duration(n) * time.Second, nil
}

// named finds the call that a path names; the lock is held.
func (c *Carrier) namedLocked(r *http.Request) (*leg, error) {
	id, ok := strings.CutSuffix(r.PathValue("file"), ".json")
	if l := c.legs[id]; ok && l != nil {
		return l, nil
	}
	return nil, notFound(r)
}

// fetchCall is GET Calls/{Sid}.json.
func (c *Carrier) fetchCall(r *http.Request) (int, any, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	l, err := c.namedLocked(r)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, c.resourceLocked(l), nil
}
