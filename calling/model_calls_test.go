package calling_test

import (
	"time"

	"partyline/calling"
)

// stopAfterTalk hangs the leader's phone up, now or after the talk.
func (o *plainOrg) stopAfterTalk(s *plainSession) {
	l := s.leader
	if l.session != s || l.phase == "" {
		return
	}
	if l.phase == "call" {
		s.pausing = true
		return
	}
	l.phase = "bye"
}

// leaderDown is a leader's phone that is over, whatever ended it; calls of it that are over come to
// what they can come to without the leader.
func (o *plainOrg) leaderDown(l *plainLeader) {
	s := l.session
	l.phase, l.session, l.call, l.waiting = "", nil, nil, time.Time{}
	s.pausing = false
	for _, c := range o.calls {
		if c.e.s == s && c.closed.IsZero() {
			c.leaderUp = false
			o.settle(c)
		}
	}
}

// start is Start, Resume and Try again.
func (o *plainOrg) start(l *plainLeader, s *plainSession, move bool) (refused []string) {
	switch {
	case s.leader != l:
		return codes("not_leader")
	case l.phase != "" && l.session != s && (!move || s.archived):
		return codes("live_elsewhere", "not_available")
	case s.archived:
		return codes("not_available")
	case l.phase != "" && l.session == s:
		s.pausing = false
		return nil
	case l.phase == "call":
		return codes("calling")
	case s.count(calling.Available) == 0:
		return codes("nobody_callable")
	case l.phase != "": // moved here: greeted anew
		old := l.session
		old.pausing = false
		for _, c := range o.calls {
			if c.e.s == old && c.closed.IsZero() {
				c.leaderUp = false
				o.settle(c)
			}
		}
		l.session, l.call, l.waiting = s, nil, time.Time{}
		if l.phase != "ringing" {
			l.phase = "greeting"
		}
		return nil
	}
	l.session, l.phase, l.waiting = s, "ringing", time.Time{}
	s.pausing = false
	return nil
}

func (o *plainOrg) pause(s *plainSession) { o.stopAfterTalk(s) }

// owed is the oldest call of a session that is over and waits for what came of it.
func (o *plainOrg) owed(s *plainSession) *plainCall {
	for _, c := range o.calls {
		if c.e.s == s && c.closed.IsZero() {
			return c
		}
	}
	return nil
}

// key is a key on the leader's phone, after the greeting or a call.
func (o *plainOrg) key(l *plainLeader, k string) {
	s := l.session
	if s.pausing || s.archived {
		l.phase = "bye"
		return
	}
	for c := o.owed(s); c != nil; c = o.owed(s) {
		if c.answered.IsZero() {
			o.saveKnown(c)
			o.close(c)
			continue
		}
		l.phase = "wrap-up"
		digits := map[string]calling.Outcome{"1": calling.Talked, "2": calling.NoAnswer, "3": calling.Voicemail, "4": calling.Busy,
			"5": calling.WrongNumber, "6": calling.CallBack, "9": calling.DoNotCall}
		switch {
		case k == "*":
			c.putOff = true
			o.settle(c)
		case digits[k] != "":
			var skip *plainSkip
			if k == "6" {
				skip = &plainSkip{kind: calling.SkipQuick, at: o.now, until: o.now.Add(30 * time.Minute)}
			}
			o.write(c, s.leader.id, digits[k], "", digits[k] == calling.DoNotCall, skip, false)
		}
		return
	}
	c, busy := o.reserve(s)
	switch {
	case c != nil:
		l.phase, l.call, l.waiting = "call", c, time.Time{}
	case !busy:
		l.phase = "bye"
	case l.waiting.IsZero():
		l.phase, l.waiting = "wrap-up", o.now
	case !o.now.Before(l.waiting.Add(2 * time.Minute)):
		l.phase = "bye"
	}
}

// nextPerson is Next person on the page.
func (o *plainOrg) nextPerson(l *plainLeader, s *plainSession) []string {
	switch {
	case s.leader != l:
		return codes("not_leader")
	case s.archived:
		return codes("not_available")
	case l.session != s || l.phase == "" || l.phase == "ringing":
		return codes("phone_down")
	case l.phase == "greeting":
		return codes("not_available")
	}
	saved := false
	for c := o.owed(s); c != nil; c = o.owed(s) {
		switch {
		case c.ended.IsZero():
			return codes("calling")
		case !c.answered.IsZero():
			return codes("log_missing")
		}
		o.saveKnown(c)
		o.close(c)
		saved = true
	}
	c, busy := o.reserve(s)
	switch {
	case c != nil:
		l.phase, l.call, l.waiting = "call", c, time.Time{}
	case saved:
	case busy:
		return codes("reserved")
	default:
		return codes("nobody_callable")
	}
	return nil
}

// reserve takes the next person who can be called and whom nobody is calling.
func (o *plainOrg) reserve(s *plainSession) (taken *plainCall, busy bool) {
	for _, e := range s.queue() {
		if o.with(e.p) != nil || o.lineBusy(e.p.number) {
			busy = true
			continue
		}
		for _, before := range s.line() {
			if before == e {
				break
			}
			if before.status == calling.Unavailable {
				before.status, before.back = calling.SystemSkipped, time.Time{}
			}
		}
		e.status, e.cause, e.back = calling.Calling, "", time.Time{}
		e.prioritised, e.dueNow, e.notLogged, e.callback, e.mine = false, false, false, false, false
		c := &plainCall{e: e, number: e.p.number, cycle: s.cycle, leaderUp: true}
		o.calls = append(o.calls, c)
		return c, false
	}
	return nil, busy
}

// dialled is the first sign of a call.
func (o *plainOrg) dialled(c *plainCall) {
	c.dialled, c.e.s.dialled = true, true
	c.e.dials++
}

// over is the end of a supporter's leg while the leader stays on the phone.
func (o *plainOrg) over(l *plainLeader, r calling.LegResult) {
	c, s := l.call, l.session
	c.ended, c.result = o.now, r
	o.settle(c)
	l.phase = "wrap-up"
	if s.pausing || s.archived {
		l.phase = "bye"
	}
}

// hangsUp is the leader hanging up.
func (o *plainOrg) hangsUp(l *plainLeader) {
	if c := l.call; l.phase == "call" {
		c.ended = o.now
		switch {
		case !c.dialled:
			c.result, c.released = calling.LegNeverPlaced, true
		case c.answered.IsZero():
			c.result, c.released = calling.LegCanceled, c.log == nil // written down already: that stands
		default:
			c.result, c.cutOff = calling.LegCompleted, o.now.Sub(c.answered) < 2*time.Second
		}
	}
	o.leaderDown(l)
}
