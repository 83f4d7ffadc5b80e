package carrier

import (
	"encoding/json"
	"io"
	"net/http"

	"partyline/fault"
)

// control are the routes under /_sim/: pages for people, JSON for tests. Who may see them is for the
// proxying server to say; a foreign web page cannot press anything here.
func (c *Carrier) control(m *http.ServeMux) {
	own := http.NewCrossOriginProtection()
	page := func(pattern string, h http.HandlerFunc) { m.Handle(pattern, own.Handler(secure(h))) }
	call := func(pattern string, h func(r *http.Request) (any, error)) { page(pattern, problemed(h)) }

	page("GET /_sim/{$}", c.showFile("overview.html"))
	page("GET /_sim/phone/{$}", c.findPhone)
	page("GET /_sim/phone/{number}", c.showPhone)
	page("GET /_sim/assets/{name}", c.showAsset)
	page("GET /_sim/events", c.streamOverview)
	page("GET /_sim/phone/{number}/events", c.streamPhone)

	call("GET /_sim/state", func(*http.Request) (any, error) { return c.overview(), nil })
	call("GET /_sim/phone/{number}/state", c.phoneState)
	call("POST /_sim/phone/{number}/{act}", c.actOnPhone)
	call("GET /_sim/ledger", func(*http.Request) (any, error) { return c.Ledger(), nil })
	call("GET /_sim/webhooks", func(*http.Request) (any, error) { return c.Webhooks(), nil })
	call("GET /_sim/judge", func(*http.Request) (any, error) { return append([]string{}, c.judge(c.Ledger())...), nil })
	call("PUT /_sim/numbers/{number}", c.putNumber)
	call("DELETE /_sim/numbers/{number}", c.deleteNumber)
	call("GET /_sim/population", func(*http.Request) (any, error) { return c.population(), nil })
	call("PUT /_sim/population", c.putPopulation)
	call("GET /_sim/faults", func(*http.Request) (any, error) { return c.rules(), nil })
	call("PUT /_sim/faults", c.putFaults)
	call("DELETE /_sim/faults", func(*http.Request) (any, error) { return c.rules(), c.SetFaults(nil) })
	call("POST /_sim/calls/{sid}/drop", c.dropCall)
	call("GET /_sim/clock", func(*http.Request) (any, error) { return c.clockState(), nil })
	call("POST /_sim/clock", c.moveClock)
	call("POST /_sim/reset", func(*http.Request) (any, error) { c.Reset(); return struct{}{}, nil })
	call("POST /_sim/restart", c.postRestart)
}

// secure adds the headers that every reply under /_sim/ carries.
func secure(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "same-origin")
		w.Header().Set("Cache-Control", "no-store")
		h(w, r)
	}
}

// problemed answers with what h returns, or with its fault as a problem.
func problemed(h func(r *http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := h(r)
		if err != nil {
			e := fault.As(err)
			status := map[fault.Kind]int{fault.Invalid: 422, fault.NotFound: 404, fault.Conflict: 409, fault.Gone: 410}[e.Kind]
			if status == 0 {
				status = 500
			}
			w.Header().Set("Content-Type", "application/problem+json")
			w.WriteHeader(status)
			_ = json.NewEncoder(w).Encode(map[string]any{"status": status, "code": e.Code, "title": e.Title})
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(body)
	}
}

// read decodes a JSON body of at most 1 MB; an empty one leaves v as it is.
func read(r *http.Request, v any) error {
	b, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err == nil && len(b) > 0 {
		err = json.Unmarshal(b, v)
	}
	if err != nil {
		return fault.New(fault.Invalid, "json", "This is not the JSON that was expected: see the carrier's documentation.").Because(err)
	}
	return nil
}

// numberOf is the number in a path, with or without its plus sign.
func numberOf(r *http.Request) (string, error) {
	n, ok := normal(r.PathValue("number"))
	if !ok {
		return "", fault.New(fault.Invalid, "number", "This is not a phone number in international form, such as +15005550100.")
	}
	return n, nil
}

// Behaviour is what PUT /_sim/numbers/{number} takes: one of its fields.
type Behaviour struct {
	Script  []Step   `json:"script,omitempty"`  // the same at every attempt
	Scripts [][]Step `json:"scripts,omitempty"` // one an attempt; the last one stays
	Profile string   `json:"profile,omitempty"` // a reserved behaviour by name (busy, machine, talks …), or manned
}

// Behave settles what a number does from its next attempt on.
func (c *Carrier) Behave(number string, b Behaviour) error {
	n, ok := normal(number)
	if !ok {
		return fault.New(fault.Invalid, "number", "This is not a phone number in international form, such as +15005550100.")
	}
	scripts := b.Scripts
	if b.Script != nil {
		scripts = [][]Step{b.Script}
	}
	if b.Profile != "" {
		if scripts, ok = profile(b.Profile); !ok {
			return fault.New(fault.Invalid, "profile", "There is no such profile.")
		}
	}
	if len(scripts) == 0 {
		return fault.New(fault.Invalid, "script", "Give a script, scripts or a profile.")
	}
	for _, s := range scripts {
		if err := checkScript(s); err != nil {
			return err
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.people.scripts[n] = scripts
	return nil
}

func (c *Carrier) putNumber(r *http.Request) (any, error) {
	var b Behaviour
	if err := read(r, &b); err != nil {
		return nil, err
	}
	return b, c.Behave(r.PathValue("number"), b)
}

func (c *Carrier) deleteNumber(r *http.Request) (any, error) {
	n, err := numberOf(r)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.people.scripts, n)
	return struct{}{}, nil
}

func (c *Carrier) population() Population {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.people.population
}

// SetPopulation changes how everybody without a script behaves from the next leg on.
func (c *Carrier) SetPopulation(p Population) error {
	if err := p.check(); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.people.population = p
	c.changedLocked()
	return nil
}

func (c *Carrier) putPopulation(r *http.Request) (any, error) {
	p := c.population() // what is not named stays
	if err := read(r, &p); err != nil {
		return nil, err
	}
	return p, c.SetPopulation(p)
}

func (c *Carrier) rules() []Rule {
	c.mu.Lock()
	defer c.mu.Unlock()
	list := make([]Rule, len(c.faults.rules))
	for i, r := range c.faults.rules {
		list[i] = *r
	}
	return list
}

// SetFaults replaces all faults; none clears them. Their counts begin at zero.
func (c *Carrier) SetFaults(rules []Rule) error {
	list := make([]*Rule, len(rules))
	for i, r := range rules {
		r.Matched, r.Applied = 0, 0
		if err := r.check(); err != nil {
			return err
		}
		list[i] = &r
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.faults.rules = list
	c.changedLocked()
	return nil
}

func (c *Carrier) putFaults(r *http.Request) (any, error) {
	var rules []Rule
	if err := read(r, &rules); err != nil {
		return nil, err
	}
	if err := c.SetFaults(rules); err != nil {
		return nil, err
	}
	return c.rules(), nil
}

// dropCall cuts a live leg, as a bad line would.
func (c *Carrier) dropCall(r *http.Request) (any, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	l := c.legs[r.PathValue("sid")]
	if l == nil {
		return nil, fault.New(fault.NotFound, "call", "There is no such call.")
	}
	if l.status == inProgress {
		c.endLocked(l, completed, "line dropped", 500)
	} else {
		c.endLocked(l, failed, "line dropped", 500)
	}
	return l.recordLocked(), nil
}
