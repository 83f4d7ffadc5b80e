package carrier

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"time"

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
	call("GET /_sim/judge", func(*http.Request) (any, error) { return append([]string{}, Judge(c.Ledger())...), nil })
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

type clockState struct {
	Now   time.Time `json:"now"`
	Speed float64   `json:"speed"`
}

func (c *Carrier) clockState() clockState {
	s := clockState{Now: c.clock.Now(), Speed: 1}
	if k, ok := c.clock.(interface{ Speed() float64 }); ok {
		s.Speed = k.Speed()
	}
	return s
}

// moveClock is POST /_sim/clock {"advance":"30s"} or {"speed":20}, where the clock can do that.
func (c *Carrier) moveClock(r *http.Request) (any, error) {
	var want struct {
		Advance Duration `json:"advance"`
		Speed   float64  `json:"speed"`
	}
	if err := read(r, &want); err != nil {
		return nil, err
	}
	if want.Advance < 0 || want.Speed < 0 || want.Speed > 1000 {
		return nil, fault.New(fault.Invalid, "clock", "Time moves forward only, and at most a thousand times as fast.")
	}
	m, movable := c.clock.(Movable)
	s, speedy := c.clock.(Speedy)
	if want.Advance > 0 && !movable || want.Speed > 0 && !speedy {
		return nil, fault.New(fault.Conflict, "clock_fixed", "This server's clock cannot be moved like that while it runs.")
	}
	if want.Speed > 0 {
		s.SetSpeed(want.Speed)
	}
	if want.Advance > 0 {
		m.Advance(want.Advance.d())
	}
	return c.clockState(), nil
}

// Reset forgets everything but the configuration: legs fall silent without a webhook, and scripts,
// faults, population, attempts and logs are as at the start.
func (c *Carrier) Reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.silenceLocked()
	for _, l := range c.order {
		c.endLocked(l, failed, "reset", 0)
	}
	watched, seen := c.people.watched, c.people.seen
	c.people = newPeople(c.cfg)
	c.people.watched, c.people.seen = watched, seen
	c.legs, c.phones, c.order = map[string]*leg{}, map[string][]*leg{}, nil
	c.gate.waiting, c.gate.free = nil, time.Time{}
	c.faults.rules, c.hooks.list, c.notices, c.away = nil, nil, nil, time.Time{}
	c.changedLocked()
}

// Restart is a carrier that goes down: live legs end, nobody is told, and REST answers 503 for a
// while of product time. The books are kept, as a real carrier's are.
func (c *Carrier) Restart(down time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.silenceLocked()
	for _, l := range slices.Backward(c.order) {
		if l.status == inProgress {
			c.endLocked(l, completed, "carrier restarted", 500)
		} else {
			c.endLocked(l, failed, "carrier restarted", 500)
		}
	}
	c.away = c.clock.Now().Add(down)
}

// silenceLocked lets nobody be told or asked about the legs that live now: all of them, before any
// ends, because the end of one ends others.
func (c *Carrier) silenceLocked() {
	for _, l := range c.order {
		if !l.status.terminal() {
			l.gone = true
		}
	}
}

func (c *Carrier) postRestart(r *http.Request) (any, error) {
	var want struct {
		Down Duration `json:"down"`
	}
	if err := read(r, &want); err != nil {
		return nil, err
	}
	c.Restart(want.Down.d())
	return c.clockState(), nil
}
