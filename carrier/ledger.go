package carrier

import "time"

// Leg is one leg in the ledger: what truly happened on one phone line.
type Leg struct {
	SID       string    `json:"sid"`
	Parent    string    `json:"parent,omitempty"`
	Number    string    `json:"number"`       // whose phone it is: the callee's, or the caller's of a call that came in
	To        string    `json:"to,omitempty"` // the account's own number that was called, of a call that came in
	From      string    `json:"from"`
	Direction string    `json:"direction"`
	Ref       string    `json:"ref"`     // the status callback's URL, else the document's, without its fragment
	Attempt   int       `json:"attempt"` // how many times this number was dialled until then, this time included
	By        string    `json:"by"`      // who decided what the phone did: script, reserved, manned, population, page
	Status    string    `json:"status"`
	Created   time.Time `json:"created"`
	Initiated time.Time `json:"initiated,omitzero"` // placed: the number is in use from here to Ended
	Ringing   time.Time `json:"ringing,omitzero"`
	Answered  time.Time `json:"answered,omitzero"`
	Ended     time.Time `json:"ended,omitzero"`
	Seconds   int       `json:"seconds,omitempty"`     // answered, in whole ones, once it has ended: what the carrier tells and bills
	Minutes   int       `json:"minutes,omitempty"`     // billed: begun ones of these seconds, and one at least for whoever answers
	Answerer  string    `json:"answered_by,omitempty"` // human, machine, fax
	Detect    bool      `json:"detect,omitempty"`      // machine detection was asked for
	Verdict   string    `json:"verdict,omitempty"`     // what it said, in Twilio's words
	Heard     time.Time `json:"heard,omitzero"`        // when this phone heard anything first: a document, a person, a beep
	Bridges   []Bridge  `json:"bridges,omitempty"`
	Stays     []Stay    `json:"stays,omitempty"` // in rooms
	Why       string    `json:"why,omitempty"`   // it ended
	SIP       int       `json:"sip,omitempty"`
}

// Bridge is a talk with another leg.
type Bridge struct {
	With string    `json:"with"`
	From time.Time `json:"from"`
	To   time.Time `json:"to,omitzero"`
}

// Stay is a leg's time in a room.
type Stay struct {
	Room       string    `json:"room"`       // its name
	Conference string    `json:"conference"` // its SID
	Label      string    `json:"label,omitempty"`
	From       time.Time `json:"from"`
	To         time.Time `json:"to,omitzero"`
	Why        string    `json:"why,omitempty"`  // it ended, in Twilio's words
	Asked      Duration  `json:"asked,omitzero"` // how long the first wait document took to come
}

// Ledger returns every leg, oldest first: the truth that judges what others believe.
func (c *Carrier) Ledger() []Leg {
	c.mu.Lock()
	defer c.mu.Unlock()
	list := make([]Leg, len(c.order))
	for i, l := range c.order {
		list[i] = l.recordLocked()
	}
	return list
}

func (l *leg) recordLocked() Leg {
	r := Leg{
		SID: l.sid, Number: l.phone, From: l.from, Direction: l.direction, Ref: l.ref, Attempt: l.attempt, By: l.by,
		Status: string(l.status), Created: l.at.created, Initiated: l.at.initiated, Ringing: l.at.ringing,
		Answered: l.at.answered, Ended: l.at.ended, Answerer: l.answerer, Why: l.why, SIP: l.sip,
		Bridges: append([]Bridge(nil), l.bridges...), Stays: append([]Stay(nil), l.stays...), Heard: l.heard,
	}
	if l.status.terminal() && !l.at.answered.IsZero() {
		talk := l.talkLocked(l.at.ended)
		r.Seconds, r.Minutes = whole(talk), minutes(talk)
	}
	if l.direction == "inbound" {
		r.To = l.to
	}
	if l.detection != nil {
		r.Detect, r.Verdict = true, l.detection.verdict
	}
	if l.parent != nil {
		r.Parent = l.parent.sid
	}
	return r
}
