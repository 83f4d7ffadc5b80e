package calling_test

import (
	"cmp"
	"slices"
	"time"

	"partyline/calling"
)

// How calls end, what the other leaders see of it, and what is counted, in the plain model.

// settle ends Calling if it has come to its end.
func (o *plainOrg) settle(c *plainCall) {
	late := !o.now.Before(c.ended.Add(10 * time.Minute))
	talked := !c.answered.IsZero()
	hungUp := !c.leaderUp
	switch {
	case !c.closed.IsZero() || c.ended.IsZero():
	case c.log != nil:
		o.close(c)
	case c.e.skip != nil:
		if talked {
			o.hold(c)
		}
		o.close(c)
	case c.released:
		o.close(c)
	case c.cutOff:
		o.hold(c)
		o.close(c)
	case talked && (c.putOff || late):
		o.hold(c)
		o.close(c)
	case talked: // a log is owed
	case late || hungUp || c.putOff:
		o.saveKnown(c)
		o.close(c)
	}
}

// known is the outcome that the carrier's result stands for.
func (c *plainCall) known() calling.Outcome {
	switch c.result {
	case calling.LegBusy:
		return calling.Busy
	case calling.LegFailed:
		return calling.NotInService
	}
	return calling.NoAnswer
}

func (o *plainOrg) saveKnown(c *plainCall) {
	c.log = &plainLog{s: c.e.s, p: c.e.p, call: c, cycle: c.cycle, by: c.e.s.leader.id, at: o.now, contact: o.now, outcome: c.known(), version: 1}
	o.logs = append(o.logs, c.log)
}

// hold keeps somebody who answered and was not logged from being called.
func (o *plainOrg) hold(c *plainCall) {
	c.e.p.changed = true
	c.held = o.now.Add(max(24*time.Hour, c.e.s.list.cooldown, o.gap))
}

// close ends Calling: where the entry goes, and what the others see.
func (o *plainOrg) close(c *plainCall) {
	c.closed = o.now
	e, s := c.e, c.e.s
	if c.log != nil {
		e.outcome = c.log.outcome
	}
	if !c.released || e.skip != nil && c.result != calling.LegNeverPlaced {
		e.by = s.leader.id
		c.released = false
	}
	if e.status == calling.Calling {
		o.leaves(c)
	}
	if !c.released {
		o.spread(s, e.p, c.asResult())
	}
}

// asResult is a call as the other leaders of the list learn of it.
func (c *plainCall) asResult() plainResult {
	r := plainResult{at: c.closed, given: c.closed, by: c.e.s.leader.id}
	if c.log != nil {
		r.outcome, r.given = c.log.outcome, c.log.at
	}
	return r
}

// lacksLog says that nobody wrote down what came of a call; one that was never placed leaves that as it was.
func (c *plainCall) lacksLog() bool {
	if c.released {
		return c.e.notLogged
	}
	return c.log == nil
}

func (o *plainOrg) leaves(c *plainCall) {
	e, s := c.e, c.e.s
	now, _, _ := o.judge(s, e.p, e.callback)
	switch {
	case e.skip != nil && now == calling.NotCallable:
		e.status, e.skip, e.notLogged = now, nil, c.lacksLog()
	case e.skip != nil:
		e.status, e.notLogged = calling.Skipped, c.lacksLog() // over already: see passes
		if s.archived && e.skip.timed() && !e.skip.until.After(o.now) {
			o.recheck(e)
			e.toRank()
		}
	case c.released:
		if e.off && e.dials == 0 {
			s.drop(e)
			return
		}
		o.recheck(e)
		if e.status == calling.Available {
			e.toFront()
		}
	case c.log != nil && s.list.done(c.log.outcome):
		e.status, e.mine, e.notLogged = calling.Completed, true, false
	default:
		e.status, e.mine, e.notLogged = calling.Attempted, true, c.log == nil
	}
	if e.status == calling.Completed || e.status == calling.NotCallable {
		return
	}
	for _, l := range slices.Backward(o.logs) { // written down while they were on the phone
		if l.s == s && l.p == e.p && l != c.log && s.list.done(l.outcome) {
			o.corrected(e, *l)
			return
		}
	}
}

func (s *plainSession) drop(e *plainEntry) {
	s.entries = slices.DeleteFunc(s.entries, func(x *plainEntry) bool { return x == e })
	s.ahead = slices.DeleteFunc(s.ahead, func(x *plainEntry) bool { return x == e })
}

// --- what other leaders of the list see

type plainResult struct {
	at, given time.Time // when Calling ended, or the contact by hand; when it was written down
	by        string
	outcome   calling.Outcome
}

func (o *plainOrg) spread(from *plainSession, p *plainPerson, r plainResult) {
	for _, s := range o.sessions {
		if s == from || s.archived || s.list != from.list || !s.list.shared {
			continue
		}
		for _, e := range s.entries {
			if e.p == p {
				o.told(e, r)
			}
		}
	}
}

// told is another leader's result at an entry.
func (o *plainOrg) told(e *plainEntry, r plainResult) {
	done := e.s.list.done(r.outcome)
	now, _, _ := o.judge(e.s, e.p, e.callback)
	switch {
	case !r.at.After(e.s.made) && !(done && r.given.After(e.s.made)), e.status == calling.Calling, e.status == calling.Completed && e.mine:
		return
	case done:
		e.skip, e.callback, e.notLogged = nil, false, false
		e.status = calling.Completed
	case e.status == calling.Skipped, e.status == calling.NotCallable:
		return
	case e.status == calling.Completed && e.by != r.by: // somebody else's contact completes them
		return
	case e.status == calling.Completed:
		if still := o.completedBy(e); still != nil {
			e.by, e.outcome = still.s.leader.id, still.outcome
			return
		}
		e.status, e.notLogged = calling.Attempted, r.outcome == ""
	case !r.at.After(e.s.began):
		return
	case e.status != calling.Attempted && now == calling.NotCallable:
		o.recheck(e)
		return
	default:
		e.status, e.notLogged = calling.Attempted, r.outcome == ""
	}
	e.cause, e.back, e.mine, e.prioritised, e.dueNow = "", time.Time{}, false, false, false
	e.by, e.outcome = r.by, r.outcome
}

// completedBy is the newest contact of another session of the list that completes a person in this one.
func (o *plainOrg) completedBy(e *plainEntry) (last *plainLog) {
	for _, l := range o.logs {
		if !e.s.list.shared || l.s.leader == e.s.leader || l.call != nil && l.call.closed.IsZero() {
			continue
		}
		if l.p == e.p && l.s.list == e.s.list && e.s.list.done(l.outcome) && l.at.After(e.s.made) {
			last = l
		}
	}
	return last
}

// --- figures

type plainFigures struct {
	attempted, contacted, notLogged, onPhone, byHand, yes int
	outcomes                                              map[calling.Outcome]int
}

// figures counts a session's calls and logs; cycle 0 is all of them.
func (o *plainOrg) figures(s *plainSession, cycle int) plainFigures {
	f := plainFigures{outcomes: map[calling.Outcome]int{}}
	for _, c := range o.calls {
		if c.e.s != s || !c.dialled || cycle != 0 && c.cycle != cycle {
			continue
		}
		f.attempted++
		switch {
		case c.log != nil:
		case c.closed.IsZero():
			f.onPhone++
		default:
			f.notLogged++
		}
	}
	for _, l := range o.logs {
		if l.s != s || cycle != 0 && l.cycle != cycle {
			continue
		}
		f.outcomes[l.outcome]++
		if l.call == nil {
			f.byHand++
		}
		if reached(l.outcome) {
			f.contacted++
		}
		if l.rsvp == "yes" {
			f.yes++
		}
	}
	return f
}

// --- a session as a whole

// status is derived: the first true row wins.
func (o *plainOrg) status(s *plainSession) calling.SessionStatus {
	up := s.leader.session == s && slices.Contains([]string{"greeting", "call", "wrap-up"}, s.leader.phase)
	switch {
	case s.archived:
		return calling.SessionArchived
	case up:
		return calling.SessionInProgress
	case o.finished(s):
		return calling.SessionCompleted
	case s.dialled:
		return calling.SessionStarted
	}
	return calling.SessionNotStarted
}

// finished says that nobody can come any more, by time or by a new cycle.
func (o *plainOrg) finished(s *plainSession) bool {
	return s.complete() && !slices.ContainsFunc(s.entries, func(e *plainEntry) bool {
		now, _, _ := o.judge(s, e.p, e.callback)
		switch e.status {
		case calling.Completed, calling.NotCallable:
			return false
		case calling.Skipped:
			return e.skip.kind != calling.SkipRemove && !e.off && now != calling.NotCallable
		}
		return !e.off && now != calling.NotCallable
	})
}

// returning says whether a new cycle would take an entry.
func (e *plainEntry) returning() bool {
	switch e.status {
	case calling.Attempted, calling.Unavailable, calling.SystemSkipped, calling.NotCallable:
		return !e.off
	case calling.Skipped:
		return e.skip.kind == calling.SkipCycle && !e.off
	}
	return false
}

// newCycleHas is how many people a new cycle would have now.
func (o *plainOrg) newCycleHas(s *plainSession) (n int) {
	for _, e := range s.entries {
		if e.returning() && o.completedBy(e) == nil {
			if st, _, _ := o.judge(s, e.p, false); st == calling.Available {
				n++
			}
		}
	}
	return n
}

// returns is when the first people come back by time.
func (o *plainOrg) returns(s *plainSession) (first time.Time) {
	for _, e := range s.entries {
		at := e.back
		if e.status == calling.Skipped {
			at = e.skip.until
		}
		if !e.off && !at.IsZero() && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	return first
}

func (s *plainSession) entryOf(p *plainPerson) *plainEntry {
	for _, e := range s.entries {
		if e.p == p {
			return e
		}
	}
	return nil
}

// newest is the newest call of an entry.
func (o *plainOrg) newest(e *plainEntry) (last *plainCall) {
	for _, c := range o.calls {
		if c.e == e {
			last = c
		}
	}
	return last
}

func byRank(a, b *plainEntry) int { return cmp.Compare(a.rank, b.rank) }
