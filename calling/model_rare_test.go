package calling_test

import (
	"slices"
	"time"

	"partyline/calling"
)

// What chance alone brings about too rarely: each of these goes straight to where a rule decides.

// skipInCall skips whoever a leader is on the phone with, mostly in mid-talk.
func (d *drive) skipInCall() {
	l := d.inCall(!d.one(4, "while it rings"))
	d.pass(time.Second, true)
	d.skips(l.call.e, l)
}

// lateLog writes down, or corrects, the newest call to somebody, when a new cycle has begun since.
func (d *drive) lateLog() {
	var fit []*plainCall
	for _, c := range d.o.calls {
		if c.id != "" && c.dialled && c.cycle < c.e.s.cycle && d.o.newest(c.e) == c {
			fit = append(fit, c)
		}
	}
	c := draw(d, fit, "call")
	d.pass(time.Second, true)
	d.logs(c)
}

// around ends a cycle and begins the next one.
func (d *drive) around() {
	var fit []*plainSession
	for _, s := range d.o.sessions {
		if !s.archived && s.dialled && s.count(calling.Calling) == 0 {
			fit = append(fit, s)
		}
	}
	s := draw(d, fit, "session")
	d.pass(time.Second, true)
	d.cycles(s, s.leader, true)
	d.pass(time.Second, true)
	d.cycles(s, s.leader, false)
}

// talksUnlogged has a leader talk to somebody and go home without a log: it is put off, or the time runs out.
func (d *drive) talksUnlogged() {
	var fit []*plainSession
	for _, s := range d.o.sessions {
		if !s.archived && s.leader.phase == "" && len(d.o.waiting(s)) > 0 && d.o.owed(s) == nil {
			fit = append(fit, s)
		}
	}
	s := draw(d, fit, "session")
	l := s.leader
	do := func(phase string, f func()) {
		if d.pass(time.Second, true); l.phase == phase && (phase == "" || l.session == s) {
			f()
		}
	}
	do("", func() { d.ring(s, l, false) })
	do("ringing", func() { d.picks(l) })
	do("greeting", func() { d.press(l, "1") })
	do("call", func() { d.answers(l) })
	do("call", d.ends(l))
	if d.one(2, "puts it off") {
		do("wrap-up", func() { d.press(l, "*") })
	}
	do("wrap-up", func() { d.hangUp(l, true); d.did("%s hangs up", l.name) })
	if d.one(2, "ten minutes pass") {
		d.until(d.o.now.Add(11 * time.Minute))
		d.did("11m pass")
	}
}

// sameNumber has a leader dial on while the phone of somebody in their queue is on another leader's call: a household has one.
func (d *drive) sameNumber() {
	var fit []*plainSession
	for _, s := range d.o.sessions {
		busy := func(e *plainEntry) bool { return d.o.with(e.p) == nil && d.o.lineBusy(e.p.number) }
		if !s.archived && (s.leader.phase == "" || s.leader.session == s && s.leader.phase != "call") && slices.ContainsFunc(s.queue(), busy) {
			fit = append(fit, s)
		}
	}
	s := draw(d, fit, "session")
	l := s.leader
	for _, step := range []struct {
		phase string
		f     func()
	}{{"", func() { d.ring(s, l, false) }}, {"ringing", func() { d.picks(l) }}, {"greeting", func() { d.press(l, "1") }}, {"wrap-up", func() { d.press(l, "1") }}} {
		if d.pass(time.Second, true); l.phase == step.phase && (step.phase == "" || l.session == s) {
			step.f()
		}
	}
}

// anew archives a session and opens the leader's next one on the same list.
func (d *drive) anew() {
	var fit []*plainSession
	for _, s := range d.o.sessions {
		if !s.archived && s.leader.phase == "" && s.count(calling.Calling) == 0 && s.dialled {
			fit = append(fit, s)
		}
	}
	if len(d.o.sessions) > 5 {
		d.Skip()
	}
	s := draw(d, fit, "session")
	d.makes(s.leader, s.list, true)
}
