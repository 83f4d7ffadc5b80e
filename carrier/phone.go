package carrier

import (
	"net/http"
	"slices"
	"time"

	"partyline/fault"
)

// Phone is what a phone's page shows.
type Phone struct {
	Number  string    `json:"number"`
	Display string    `json:"display"`
	Now     time.Time `json:"now"`
	Speed   float64   `json:"speed"`
	Call    *Call     `json:"call,omitempty"` // the one that rings or is talked on, else the last one
	Recent  []Call    `json:"recent"`         // ended, newest first, without their lines
	Lines   []Own     `json:"lines"`          // the account's numbers, that this phone can call
}

// Own is a number of the account's.
type Own struct {
	Number  string `json:"number"`
	Display string `json:"display"`
}

// Call is a leg as its own phone sees it.
type Call struct {
	SID     string    `json:"sid"`
	State   string    `json:"state"`           // ringing, calling (this phone dialled), talking, ended
	From    string    `json:"from"`            // who is at the other end
	Out     bool      `json:"out,omitempty"`   // this phone dialled
	Since   time.Time `json:"since"`           // it rings, or was answered
	Ended   time.Time `json:"ended,omitzero"`  //
	Seconds int       `json:"seconds"`         // of talk, so far or in all
	With    bool      `json:"with"`            // it is connected with another phone now
	Keys    bool      `json:"keys"`            // something listens for keys
	Robot   bool      `json:"robot,omitempty"` // a script plays this phone, until a hand takes over
	Missed  bool      `json:"missed,omitempty"`
	Words   string    `json:"words,omitempty"` // how it ended
	Lines   []Line    `json:"lines"`
}

// Phone returns what the page of a number shows.
func (c *Carrier) Phone(number string) Phone {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := Phone{Number: number, Display: readable(number), Now: c.clock.Now(), Speed: c.clockState().Speed, Recent: []Call{}, Lines: []Own{}}
	for _, n := range c.cfg.Numbers {
		p.Lines = append(p.Lines, Own{n, readable(n)})
	}
	for _, l := range slices.Backward(c.phones[number]) {
		if l.at.ringing.IsZero() {
			continue
		}
		call := c.callLocked(l)
		if p.Call == nil || p.Call.State == "ended" && call.State != "ended" {
			shown := call
			p.Call = &shown
		}
		if call.State == "ended" {
			call.Lines = []Line{}
			p.Recent = append(p.Recent, call)
		}
		if len(p.Recent) == 20 {
			break
		}
	}
	return p
}

func (c *Carrier) callLocked(l *leg) Call {
	call := Call{SID: l.sid, From: readable(l.from), Out: l.direction == "inbound", Since: l.at.ringing, Ended: l.at.ended, Keys: l.keys != nil,
		Robot: l.by != "manned" && l.by != "page", Lines: append([]Line{}, l.lines...)}
	call.Seconds = int(l.talkLocked(c.clock.Now()) / time.Second)
	switch {
	case l.status.terminal():
		call.State, call.Words = "ended", endWords(l)
		call.Missed = l.at.answered.IsZero() && l.why != "declined" && !call.Out
	case l.status == inProgress:
		call.State = "talking"
	case call.Out:
		call.State = "calling"
	default:
		call.State = "ringing"
	}
	if !l.at.answered.IsZero() {
		call.Since = l.at.answered
	}
	if call.Out {
		call.From = readable(l.to)
	}
	call.With = len(c.peersLocked(l)) > 0
	return call
}

func (c *Carrier) phoneState(r *http.Request) (any, error) {
	n, err := numberOf(r)
	if err != nil {
		return nil, err
	}
	if r.URL.Query().Has("page") { // a page that cannot stream: somebody is at this phone
		c.mu.Lock()
		c.people.seen[n] = time.Now()
		c.mu.Unlock()
	}
	return c.Phone(n), nil
}

// liveLocked is the leg that a hand on a phone means: the one that is talked on or rings.
func (c *Carrier) liveLocked(number string) *leg {
	for _, l := range slices.Backward(c.phones[number]) {
		if l.status == ringing || l.status == inProgress {
			return l
		}
	}
	return nil
}

// Answer picks up the phone that rings. A script that played this phone stops.
func (c *Carrier) Answer(number string) error {
	return c.byHand(number, func(l *leg) error {
		if l.direction == "inbound" || !c.answerLocked(l, "human") {
			return fault.New(fault.Conflict, "not_ringing", "This phone is not ringing.")
		}
		return nil
	})
}

// Decline turns the call away while it rings.
func (c *Carrier) Decline(number string) error {
	return c.byHand(number, func(l *leg) error {
		if l.status != ringing || l.direction == "inbound" {
			return fault.New(fault.Conflict, "not_ringing", "This phone is not ringing.")
		}
		c.endLocked(l, busy, "declined", 603)
		return nil
	})
}

// HangUp ends the call that this phone is on.
func (c *Carrier) HangUp(number string) error {
	return c.byHand(number, func(l *leg) error {
		switch {
		case l.status == inProgress:
			c.endLocked(l, completed, "hung up", 200)
		case l.direction == "inbound":
			c.endLocked(l, noAnswer, "hung up", 487)
		default:
			return fault.New(fault.Conflict, "not_talking", "This phone is not on a call.")
		}
		return nil
	})
}

// Press presses keys, 0-9 * #, one after the other. Keys that nobody listens for are lost, as on any phone.
func (c *Carrier) Press(number, keys string) error {
	if keys == "" || !keysOnly(keys) || len(keys) > 32 {
		return fault.New(fault.Invalid, "keys", "A phone has the keys 0 to 9, * and #.")
	}
	return c.byHand(number, func(l *leg) error {
		if l.status != inProgress {
			return fault.New(fault.Conflict, "not_talking", "This phone is not on a call.")
		}
		for _, k := range keys {
			c.pressLocked(l, k)
		}
		return nil
	})
}

// byHand does something to the live leg of a phone, which its script loses for good.
func (c *Carrier) byHand(number string, f func(l *leg) error) error {
	n, ok := normal(number)
	if !ok {
		return fault.New(fault.Invalid, "number", "This is not a phone number in international form, such as +15005550100.")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	l := c.liveLocked(n)
	if l == nil {
		return fault.New(fault.Conflict, "no_call", "There is no call on this phone.")
	}
	if err := f(l); err != nil {
		return err
	}
	l.robot()
	l.by = "page"
	return nil
}

// actOnPhone is POST /_sim/phone/{number}/{act}; it answers with what the page shows afterwards.
func (c *Carrier) actOnPhone(r *http.Request) (any, error) {
	n, err := numberOf(r)
	if err != nil {
		return nil, err
	}
	switch r.PathValue("act") {
	case "answer":
		err = c.Answer(n)
	case "decline":
		err = c.Decline(n)
	case "hangup":
		err = c.HangUp(n)
	case "press":
		var want struct {
			Keys string `json:"keys"`
		}
		if err = read(r, &want); err == nil {
			err = c.Press(n, want.Keys)
		}
	case "dial":
		err = c.dialPhone(r, n)
	default:
		err = fault.New(fault.NotFound, "act", "A phone can dial, answer, decline, hangup and press.")
	}
	return c.Phone(n), err
}
