package carrier

import "time"

// Leg is one leg in the ledger: what truly happened on one phone line.
type Leg struct {
	SID       string    `json:"sid"`
	Parent    string    `json:"parent,omitempty"`
	Number    string    `json:"number"` // the callee
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
	Bridges   []Bridge  `json:"bridges,omitempty"`
	Why       string    `json:"why,omitempty"` // it ended
	SIP       int       `json:"sip,omitempty"`
}

// Bridge is a talk with another leg.
type Bridge struct {
	With string    `json:"with"`
	From time.Time `json:"from"`
	To   time.Time `json:"to,omitzero"`
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
		SID: l.sid, Number: l.to, From: l.from, Direction: l.direction, Ref: l.ref, Attempt: l.attempt, By: l.by,
		Status: string(l.status), Created: l.at.created, Initiated: l.at.initiated, Ringing: l.at.ringing,
		Answered: l.at.answered, Ended: l.at.ended, Answerer: l.answerer, Why: l.why, SIP: l.sip,
		Bridges: append([]Bridge(nil), l.bridges...),
	}
	if l.status.terminal() && !l.at.answered.IsZero() {
		talk := l.talkLocked(l.at.ended)
		r.Seconds, r.Minutes = whole(talk), minutes(talk)
	}
	if l.parent != nil {
		r.Parent = l.parent.sid
	}
	return r
}
