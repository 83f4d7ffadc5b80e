package calling_test

import (
	"slices"
	"time"

	"partyline/calling"
)

func (d *drive) log() {
	var fit []*plainCall
	for _, c := range d.o.calls {
		if c.id != "" {
			fit = append(fit, c)
		}
	}
	c := draw(d, fit[max(0, len(fit)-5):], "call")
	if d.one(3, "the newest") {
		c = fit[len(fit)-1]
	}
	d.pass(time.Second, true)
	d.logs(c)
}

// logs writes down what came of a call, or corrects it.
func (d *drive) logs(c *plainCall) {
	s := c.e.s
	who := draw(d, d.o.leaders, "who")
	role := draw(d, []string{"captain", "vice_captain", "vice_captain", "vice_captain"}, "role")
	if role == "vice_captain" && !d.one(10, "somebody else") {
		who = s.leader
	}
	in, k, over, refused := d.logRequest(s)
	same := c.log != nil && c.log.outcome == in.Outcome && c.log.rsvp == in.RSVP && c.log.noCalls == in.DoNotCall && in.Skip == nil
	version := 0
	if c.log != nil {
		version = draw(d, []int{c.log.version, c.log.version, c.log.version, 0, c.log.version + 1}, "version")
	}
	if version != 0 {
		in.Version = &version
	}
	done := false
	switch {
	case role == "vice_captain" && who != s.leader:
		refused = codes("not_leader")
	case !c.dialled:
		refused = codes("not_available")
	case c.log == nil && c.closed.IsZero() && who != s.leader: // it goes on: a captain has nothing to correct yet
		refused = codes("not_leader")
	case c.log == nil && !c.closed.IsZero() && role == "vice_captain" && d.o.now.After(c.closed.Add(24*time.Hour)):
		refused = codes("log_closed")
	case c.log != nil && version == 0 && same:
		refused, done = nil, true
	case c.log != nil && version != c.log.version:
		refused = codes("conflict")
	case c.log != nil && role == "vice_captain" && d.o.now.After(c.log.at.Add(24*time.Hour)):
		refused = codes("log_closed")
	}
	if refused == nil && !done {
		refused = d.o.write(c, who.id, in.Outcome, in.RSVP, in.DoNotCall, k, over)
	}
	as := d.who(who)
	as.Role = role
	_, err := d.s.svc.WriteLog(ctx, as, c.id, in)
	d.agree(err, refused, "log")
	d.did("%s (%s) logs the call to %s of session %d: %s (do not call %v, version %d, %s): %v", who.name, role, c.e.p.name, d.number(s), in.Outcome, in.DoNotCall, version, show(in.Skip, d.o.now), refused)
}

// logRequest draws a log, with a skip sometimes.
func (d *drive) logRequest(s *plainSession) (in calling.LogRequest, k *plainSkip, over bool, refused []string) {
	o := draw(d, outcomes, "outcome")
	in = calling.LogRequest{Outcome: o, Reached: reached(o), DoNotCall: o == calling.DoNotCall || d.one(15, "do not call")}
	in.RSVP = draw(d, []string{"", "", "yes", "no"}, "rsvp")
	if o == calling.CallBack && !d.one(3, "without a skip") || d.one(10, "with a skip") {
		skip := d.skipRequest()
		in.Skip = &skip
		k, over, refused = d.o.newSkip(s, skip)
	}
	return in, k, over, refused
}

var outcomes = []calling.Outcome{calling.Talked, calling.Talked, calling.NotInterested, calling.Refused, calling.CallBack, calling.CallBack, calling.DoNotCall,
	calling.NoAnswer, calling.NoAnswer, calling.Busy, calling.Voicemail, calling.WrongNumber, calling.NotInService, calling.Deceased}

// write is the log of a call, or its correction; the caller has looked at the right and the version.
func (o *plainOrg) write(c *plainCall, by string, out calling.Outcome, rsvp string, noCalls bool, k *plainSkip, over bool) (refused []string) {
	e, s := c.e, c.e.s
	this := plainLog{s: s, p: e.p, call: c, cycle: c.cycle, at: o.now}
	if c.log != nil {
		this = *c.log
	}
	decider, decides := o.deciding(e, this, c.log, out, !c.closed.IsZero() && o.newest(e) == c && !o.loggedByHandSince(c))
	reopens := decides && e.status == calling.Completed && e.mine && !s.list.done(decider.outcome)
	if k != nil && (e.status == calling.Completed && !reopens || e.status == calling.NotCallable) {
		return codes("not_available")
	}
	if c.log == nil {
		contact := c.answered
		if contact.IsZero() {
			contact = o.now
		}
		c.log = &plainLog{s: s, p: e.p, call: c, cycle: c.cycle, by: by, at: o.now, contact: contact}
		o.logs = append(o.logs, c.log)
	}
	l := c.log
	o.wishes(e.p, l.noCalls, noCalls)
	if first := l.version == 0; substantive(l.outcome) != substantive(out) || first && !c.held.IsZero() {
		e.p.changed = true
	}
	l.outcome, l.rsvp, l.noCalls = out, rsvp, noCalls
	l.version++
	if k != nil && !reopens {
		o.skip(e, k, over)
	}
	if c.closed.IsZero() {
		o.settle(c)
		return nil
	}
	o.spread(s, e.p, c.asResult())
	if decides {
		o.corrected(e, decider)
	}
	if k != nil && reopens {
		o.skip(e, k, over) // refused where somebody else has completed them, or they may not be called: then there is nothing to skip
	}
	return nil
}

// wishes is Do not call, ticked or taken back. The number stays on the organisation's list.
func (o *plainOrg) wishes(p *plainPerson, was, is bool) {
	if was == is {
		return
	}
	p.noCalls, p.changed = is, true
	if is && p.number != "" {
		o.barred[p.number] = true
		for _, also := range o.people { // a household has one phone
			also.changed = also.changed || also.number == p.number
		}
	}
}

func (o *plainOrg) loggedByHandSince(c *plainCall) bool {
	return slices.ContainsFunc(o.logs, func(l *plainLog) bool { return l.call == nil && l.s == c.e.s && l.p == c.e.p && l.at.After(c.closed) })
}

// deciding is the contact that says where a person stands once one of their session was written late or corrected to an outcome: whichever
// completes, or the newest where none does. was is the contact among those written down; nil for a new one.
func (o *plainOrg) deciding(e *plainEntry, this plainLog, was *plainLog, out calling.Outcome, newest bool) (plainLog, bool) {
	this.outcome = out
	if e.s.list.done(out) {
		return this, newest || e.status != calling.Completed
	}
	if e.status != calling.Completed {
		return this, newest
	}
	last := this
	for _, l := range o.logs {
		switch {
		case l.s != e.s || l.p != e.p:
		case l == was:
			last = this
		case e.s.list.done(l.outcome):
			return this, false
		case was != nil:
			last = *l
		}
	}
	if newest {
		last = this
	}
	return last, true
}

// corrected is what a late or corrected log that decides means for its entry.
func (o *plainOrg) corrected(e *plainEntry, by plainLog) {
	if e.status == calling.Calling || e.status == calling.Completed && !e.mine {
		return
	}
	e.outcome, e.by, e.notLogged = by.outcome, e.s.leader.id, false
	done := e.s.list.done(by.outcome)
	switch {
	case e.status == calling.Skipped && !(done && by.call == nil && e.skip.at.Before(by.at)) && !(e.skip.timed() && !e.skip.until.After(o.now)): // wins for the queue, unless it is over
	case done:
		e.status, e.skip, e.cause, e.back, e.mine = calling.Completed, nil, "", time.Time{}, true
		e.prioritised, e.dueNow, e.callback = false, false, false
	case e.status == calling.Completed && by.cycle == e.s.cycle:
		e.status, e.mine = calling.Attempted, true
	case e.status == calling.Completed: // the cycles since would have taken them
		o.recheck(e)
		e.toRank()
	}
}
