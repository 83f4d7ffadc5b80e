package calling_test

import (
	"slices"
	"time"

	"partyline/calling"
)

// The plain model of calling sessions: what the description of the product says, in simple data and
// in words of its own. It knows neither tables nor the rules of the package; it recounts and
// recomputes everything it can from what has happened (calls, logs) instead of keeping it.
//
// Instants that are equal in the description's eyes never meet here: the driver lets at least a
// second pass between two commands.

// plainOrg is everything.
type plainOrg struct {
	now      time.Time
	home     *time.Location // the group's zone
	gap      time.Duration
	people   []*plainPerson
	lists    []*plainList
	leaders  []*plainLeader
	sessions []*plainSession
	calls    []*plainCall // in the order of the dials
	logs     []*plainLog
	barred   map[string]bool // numbers on the Do Not Call list
}

type plainPerson struct {
	id, name, number   string
	zone               *time.Location
	noCalls, noContact bool
	changed            bool // in this command
}

type plainList struct {
	id                    string
	on                    []*plainPerson
	cooldown, minimum     time.Duration
	opens, closes         int // minutes
	shared, voicemailDone bool
}

type plainLeader struct {
	id, name string
	// the phone
	phase   string // "" idle, ringing, greeting, call, wrap-up, bye
	session *plainSession
	call    *plainCall
	waiting time.Time // everyone left is on another call, since
}

type plainSession struct {
	id       string
	leader   *plainLeader
	list     *plainList
	made     time.Time
	archived bool
	dialled  bool // somebody ever was
	pausing  bool
	ranks    int
	entries  []*plainEntry // by rank
	ahead    []*plainEntry // those who were moved to the front, in order
	cycle    int
	began    time.Time
}

type plainEntry struct {
	s           *plainSession
	p           *plainPerson
	rank        int
	status      calling.Status
	cause       calling.Cause
	back        time.Time // Unavailable: until then
	skip        *plainSkip
	mine        bool // Attempted or Completed by this session
	by          string
	outcome     calling.Outcome
	dials       int
	prioritised bool
	dueNow      bool
	notLogged   bool
	off         bool
	callback    bool
}

type plainSkip struct {
	kind   calling.SkipType
	until  time.Time
	at     time.Time
	reason string
}

func (k *plainSkip) timed() bool { return !k.until.IsZero() }

type plainCall struct {
	id       string
	e        *plainEntry
	number   string
	cycle    int
	dialled  bool
	answered time.Time
	ended    time.Time // the leg
	result   calling.LegResult
	closed   time.Time // Calling
	released bool
	putOff   bool
	leaderUp bool      // the leader's leg is, still
	cutOff   bool      // they answered in the instant in which the leader hung up
	held     time.Time // until then, for want of the log
	cut      bool      // the server was to hang up the leg
	log      *plainLog
}

type plainLog struct {
	id      string // of those by hand
	s       *plainSession
	p       *plainPerson
	call    *plainCall // nil: by hand
	cycle   int
	by      string
	at      time.Time
	contact time.Time
	outcome calling.Outcome
	rsvp    string
	noCalls bool
	version int
}

// --- the queue

// line is everybody of a session in their order, whatever their status.
func (s *plainSession) line() []*plainEntry {
	all := slices.Clone(s.ahead)
	for _, e := range s.entries {
		if !slices.Contains(s.ahead, e) {
			all = append(all, e)
		}
	}
	return all
}

func (s *plainSession) queue() []*plainEntry {
	return slices.DeleteFunc(s.line(), func(e *plainEntry) bool { return e.status != calling.Available })
}

func (s *plainSession) count(is calling.Status) (n int) {
	for _, e := range s.entries {
		if e.status == is {
			n++
		}
	}
	return n
}

func (s *plainSession) complete() bool {
	return s.count(calling.Available) == 0 && s.count(calling.Calling) == 0
}

// with is the call that a person is on.
func (o *plainOrg) with(p *plainPerson) *plainCall {
	for _, c := range o.calls {
		if c.e.p == p && c.closed.IsZero() {
			return c
		}
	}
	return nil
}

func (o *plainOrg) lineBusy(number string) bool {
	return slices.ContainsFunc(o.calls, func(c *plainCall) bool { return c.number == number && c.ended.IsZero() })
}

// waiting is the queue without those whom somebody is calling now.
func (o *plainOrg) waiting(s *plainSession) []*plainEntry {
	return slices.DeleteFunc(s.queue(), func(e *plainEntry) bool { return o.with(e.p) != nil })
}

func (e *plainEntry) toRank() {
	e.s.ahead = slices.DeleteFunc(e.s.ahead, func(x *plainEntry) bool { return x == e })
	e.prioritised, e.dueNow = false, false
}

func (e *plainEntry) toFront() {
	e.s.ahead = slices.DeleteFunc(e.s.ahead, func(x *plainEntry) bool { return x == e })
	e.s.ahead = slices.Insert(e.s.ahead, 0, e)
}

// behind puts an entry right behind whoever is next; next is next whatever comes back later.
func (e *plainEntry) behind(next *plainEntry) {
	if e == next {
		return
	}
	e.toFront()
	if next != nil {
		next.toFront()
	}
}

func (o *plainOrg) next(s *plainSession) *plainEntry {
	if q := o.waiting(s); len(q) > 0 {
		return q[0]
	}
	return nil
}

// --- what time does

// recheck is a return to the queue, if nothing speaks against it.
func (o *plainOrg) recheck(e *plainEntry) {
	e.skip, e.cause, e.back = nil, "", time.Time{}
	if e.off {
		e.status, e.mine = calling.Attempted, e.dials > 0
		return
	}
	e.mine = false
	if l := o.completedBy(e); l != nil { // during a call of one's own it was not looked at
		e.status, e.by, e.outcome = calling.Completed, l.s.leader.id, l.outcome
		e.prioritised, e.dueNow, e.notLogged, e.callback = false, false, false, false
		return
	}
	e.status, e.cause, e.back = o.judge(e.s, e.p, e.callback)
}

// passes lets what is due happen, and what is true be seen, in all open sessions.
func (o *plainOrg) passes() {
	for _, s := range o.sessions {
		if s.archived {
			continue
		}
		var quick []*plainEntry
		for _, e := range s.line() {
			switch e.status {
			case calling.Available, calling.Unavailable:
				o.recheck(e)
			case calling.NotCallable:
				if now, _, _ := o.judge(s, e.p, e.callback); now != calling.NotCallable {
					o.callableAgain(e)
				}
			case calling.SystemSkipped:
				if now, _, _ := o.judge(s, e.p, e.callback); now == calling.NotCallable && e.p.changed {
					e.status = now
				}
			case calling.Skipped:
				now, _, _ := o.judge(s, e.p, e.callback)
				over := e.skip.timed() && !e.skip.until.After(o.now)
				switch {
				case over && e.skip.kind == calling.SkipQuick && now == calling.Available && !e.off && o.completedBy(e) == nil:
					quick = append(quick, e)
				case over:
					o.recheck(e)
					e.toRank()
				case now == calling.NotCallable && e.p.changed:
					e.status, e.skip = now, nil
				}
			}
		}
		o.quickReturn(s, quick)
	}
}

// quickReturn: who was due first comes first, right behind next.
func (o *plainOrg) quickReturn(s *plainSession, quick []*plainEntry) {
	slices.SortStableFunc(quick, func(a, b *plainEntry) int { return a.skip.until.Compare(b.skip.until) })
	next := o.next(s)
	slices.Reverse(quick)
	for _, e := range quick {
		o.recheck(e)
		e.toRank()
		e.behind(next)
		e.dueNow = true
	}
}

// callableAgain is somebody whose number, or wish, has changed: not twice in a cycle because of that.
func (o *plainOrg) callableAgain(e *plainEntry) {
	if e.dials > 0 && !e.off {
		e.status, e.mine = calling.Attempted, true
		return
	}
	o.recheck(e)
}

// timeouts ends what waits for a log for too long.
func (o *plainOrg) timeouts() {
	for _, c := range o.calls {
		if c.closed.IsZero() && !c.ended.IsZero() {
			o.settle(c)
		}
	}
}

// nextChange is when time changes something by itself.
func (o *plainOrg) nextChange() (first time.Time) {
	at := func(t time.Time) {
		if t.After(o.now) && (first.IsZero() || t.Before(first)) {
			first = t
		}
	}
	for _, c := range o.calls {
		if c.closed.IsZero() && !c.ended.IsZero() {
			at(c.ended.Add(10 * time.Minute))
		}
	}
	for _, s := range o.sessions {
		for _, e := range s.entries {
			switch {
			case s.archived:
			case e.status == calling.Skipped:
				at(e.skip.until)
			case e.status == calling.Unavailable:
				at(e.back)
			case e.status == calling.Available:
				_, closes := o.hours(s.list, e.p, o.now)
				at(closes)
			}
		}
	}
	return first
}
