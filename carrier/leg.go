package carrier

import (
	"context"
	"slices"
	"time"
)

// status is where a leg is in its life:
//
//	queued → initiated → ringing → in-progress → completed
//	                  ↘ failed, busy   ↘ busy, no-answer, canceled
//
// Children of <Dial> begin at initiated.
type status string

const (
	queued     status = "queued"
	initiated  status = "initiated"
	ringing    status = "ringing"
	inProgress status = "in-progress"
	completed  status = "completed"
	busy       status = "busy"
	noAnswer   status = "no-answer"
	failed     status = "failed"
	canceled   status = "canceled"
)

func (s status) terminal() bool {
	switch s {
	case completed, busy, noAnswer, failed, canceled:
		return true
	}
	return false
}

// leg is one phone line of a call.
type leg struct {
	sid, to, from string
	phone         string // whose phone it is: to, and from for a call that comes in
	direction     string // outbound-api, outbound-dial, inbound
	ref           string // the callback URL its maker gave us
	parent        *leg
	ringFor       time.Duration
	first         target // the document to run at the answer; children of <Dial> have none

	ctx    context.Context // ends with the leg
	stop   context.CancelFunc
	picked chan struct{} // closed at the answer

	// guarded by Carrier.mu
	status    status
	at        moments
	attempt   int // how many times this number was dialled, this time included
	steps     []Step
	by        string // who decides what this phone does: script, reserved, manned, population; page once a hand took over
	robot     context.CancelFunc
	report    report
	fallback  target
	limit     time.Duration
	limitStop func()
	queueTime time.Duration
	answerer  string // human, machine, fax
	why       string
	sip       int
	updated   time.Time
	children  []*leg
	bridges   []Bridge
	lines     []Line    // the newest
	forgot    int       // how many older lines are gone
	keys      chan rune // open while something listens for keys
	steer     *target   // where REST wants this leg to go next
	interrupt context.CancelFunc
	trail     trail // of status callbacks
	seat      *seat // in a room, now
	stays     []Stay
	detection *detection // nil: nobody asked who answers
	heard     time.Time  // when this phone heard anything first
	gone      bool       // the carrier restarted: nobody is told or asked any more
	stir      chan struct{}
}

type moments struct{ created, initiated, ringing, answered, ended time.Time }

// report is what the maker of a leg wants to be told.
type report struct {
	url, method string
	events      map[string]bool // initiated, ringing, answered, completed
	mute        bool            // nothing is ever sent: bad event names, or a fault
	next        int             // SequenceNumber
}

// Line is one thing that was heard or done on a phone, in order.
type Line struct {
	At   time.Time `json:"at"`
	Who  string    `json:"who"` // line (the document speaks), them (the other person), you (this phone), note
	Text string    `json:"text"`
}

// newLegLocked makes a leg and enters it into the books.
func (c *Carrier) newLegLocked(l *leg) *leg {
	l.sid = sid("CA")
	l.at.created = c.clock.Now()
	l.updated = l.at.created
	l.status = queued
	l.picked, l.stir = make(chan struct{}), make(chan struct{})
	l.robot, l.limitStop, l.interrupt = func() {}, func() {}, func() {}
	l.ctx, l.stop = context.WithCancel(c.ctx)
	def(&l.phone, l.to)
	c.legs[l.sid] = l
	c.order = append(c.order, l)
	c.phones[l.phone] = append(c.phones[l.phone], l)
	c.forgetLocked()
	if l.parent != nil {
		l.parent.children = append(l.parent.children, l)
	}
	return l
}

// forgetLocked drops the oldest ended legs once there are a good many too many.
func (c *Carrier) forgetLocked() {
	if len(c.order) <= c.cfg.Keep+c.cfg.Keep/4 {
		return
	}
	kept, spare := make([]*leg, 0, c.cfg.Keep), len(c.order)-c.cfg.Keep
	for _, l := range c.order {
		if spare > 0 && l.status.terminal() {
			delete(c.legs, l.sid)
			if c.phones[l.phone] = slices.DeleteFunc(c.phones[l.phone], func(o *leg) bool { return o == l }); len(c.phones[l.phone]) == 0 {
				delete(c.phones, l.phone)
			}
			spare--
			continue
		}
		kept = append(kept, l)
	}
	c.order = kept
}

// touchLocked notes a change of a leg and wakes whoever waits for one.
func (c *Carrier) touchLocked(l *leg) {
	l.updated = c.clock.Now()
	close(l.stir)
	l.stir = make(chan struct{})
	c.changedLocked()
}

// markLocked moves a living leg on and reports it.
func (c *Carrier) markLocked(l *leg, s status) {
	now := c.clock.Now()
	l.status = s
	switch s {
	case initiated:
		l.at.initiated = now
		c.reportLocked(l, "initiated")
	case ringing:
		l.at.ringing = now
		c.reportLocked(l, "ringing")
	case inProgress:
		l.at.answered = now
		c.reportLocked(l, "answered")
	}
	c.touchLocked(l)
}

// end finishes a leg, unless it is over; see endLocked.
func (c *Carrier) end(l *leg, s status, why string, sip int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.endLocked(l, s, why, sip)
}

// endLocked finishes a leg and its children: those who talk are completed, the others canceled.
// What has ended stays as it ended.
func (c *Carrier) endLocked(l *leg, s status, why string, sip int) {
	if l.status.terminal() {
		return
	}
	for _, child := range l.children {
		if child.status == inProgress {
			c.endLocked(child, completed, "parent ended", 200)
		} else {
			c.endLocked(child, canceled, "parent ended", 487)
		}
	}
	l.status, l.at.ended, l.why, l.sip = s, c.clock.Now(), why, sip
	c.leaveLocked(l.seat, leftHungUp, false)
	c.unbridgeLocked(l)
	l.limitStop()
	l.keys = nil
	l.noteLocked(c, endWords(l))
	c.reportLocked(l, "completed")
	l.stop()
	c.touchLocked(l)
}

// hangUpLocked ends a leg in the way that fits where it is.
func (c *Carrier) hangUpLocked(l *leg, why string) {
	if l.status == inProgress {
		c.endLocked(l, completed, why, 200)
	} else {
		c.endLocked(l, canceled, why, 487)
	}
}

// bridgeLocked connects a child that answered with its parent.
func (c *Carrier) bridgeLocked(l *leg) {
	p := l.parent
	if p == nil || p.status != inProgress {
		return
	}
	now := c.clock.Now()
	l.bridges = append(l.bridges, Bridge{With: p.sid, From: now})
	p.bridges = append(p.bridges, Bridge{With: l.sid, From: now})
	p.noteLocked(c, "Connected")
}

// unbridgeLocked closes the talks a leg is in, on both sides.
func (c *Carrier) unbridgeLocked(l *leg) {
	now := c.clock.Now()
	for i := range l.bridges {
		b := &l.bridges[i]
		if !b.To.IsZero() {
			continue
		}
		b.To = now
		if peer := c.legs[b.With]; peer != nil {
			for j := range peer.bridges {
				if o := &peer.bridges[j]; o.With == l.sid && o.To.IsZero() {
					o.To = now
				}
			}
		}
	}
}

// peersLocked are who the leg talks with now: one other, or everybody in its room.
func (c *Carrier) peersLocked(l *leg) (peers []*leg) {
	for _, b := range l.bridges {
		if peer := c.legs[b.With]; b.To.IsZero() && peer != nil {
			peers = append(peers, peer)
		}
	}
	return peers
}

func (l *leg) addLocked(c *Carrier, who, text string) {
	if len(l.lines) >= 600 {
		l.lines = append([]Line(nil), l.lines[200:]...)
		l.forgot += 200
	}
	if (who == "line" || who == "them") && l.heard.IsZero() {
		l.heard = c.clock.Now()
	}
	l.lines = append(l.lines, Line{At: c.clock.Now(), Who: who, Text: text})
}

func (l *leg) noteLocked(c *Carrier, text string) { l.addLocked(c, "note", text) }

// talkLocked is how long the leg has been, or was, answered.
func (l *leg) talkLocked(now time.Time) time.Duration {
	if l.at.answered.IsZero() {
		return 0
	}
	if !l.at.ended.IsZero() {
		now = l.at.ended
	}
	return now.Sub(l.at.answered)
}

func endWords(l *leg) string {
	switch {
	case l.why == "hung up":
		return "This phone hung up"
	case l.why == "declined":
		return "Call declined"
	case l.status == noAnswer:
		return "Missed call"
	case l.status == canceled:
		return "The caller stopped ringing"
	case l.status == completed && l.why == "application error":
		return "The line was cut: the caller's documents failed"
	default:
		return "Call ended"
	}
}
