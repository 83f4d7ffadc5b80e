package calling_test

import (
	"time"

	"pgregory.net/rapid"

	"partyline/calling"
)

func (d *drive) start() {
	s, l := d.open()
	d.ring(s, l, d.one(2, "move"))
}

// ring has a leader press Start.
func (d *drive) ring(s *plainSession, l *plainLeader, move bool) {
	d.prepared()
	moved := l.phase != "" && l.session != s
	was := l.phase
	refused := d.o.start(l, s, move)
	_, err := d.s.svc.Start(ctx, d.who(l), s.id, move)
	if d.agree(err, refused, "start") {
		d.work()
		p := d.phones[l]
		switch {
		case was == "":
			d.s.line.mu.Lock()
			p.leg = d.s.line.placed[len(d.s.line.placed)-1]
			d.s.line.mu.Unlock()
			d.fact(p.leg.ID, calling.LegRinging, "", 0)
		case moved && l.phase == "greeting":
			d.s.line.mu.Lock()
			to := d.s.line.steered[len(d.s.line.steered)-1]
			d.s.line.mu.Unlock()
			d.ask(l, "greet", to.N, calling.Input{})
		}
	}
	d.did("%s starts session %d (move %v): %v", l.name, d.number(s), move, refused)
}

func (d *drive) pickUp() {
	l := d.phase("ringing")
	p := d.phones[l]
	if d.one(8, "no") {
		r := draw(d, []calling.LegResult{calling.LegNoAnswer, calling.LegBusy, calling.LegFailed}, "why")
		d.o.leaderDown(l)
		d.fact(p.leg.ID, calling.LegEnded, r, 0)
		d.did("%s does not pick up: %s", l.name, r)
		return
	}
	d.picks(l)
}

func (d *drive) picks(l *plainLeader) {
	p := d.phones[l]
	l.phase = "greeting"
	d.fact(p.leg.ID, calling.LegAnswered, "", 0)
	d.ask(l, "greet", 1, calling.Input{})
	d.did("%s picks up", l.name)
}

func (d *drive) key() {
	l := d.phase("greeting", "wrap-up")
	d.press(l, draw(d, keys, "key"))
}

var keys = []string{"1", "1", "2", "2", "3", "4", "5", "6", "6", "7", "9", "*", "0", "#"}

func (d *drive) press(l *plainLeader, k string) {
	d.prepared()
	p := d.phones[l]
	d.o.key(l, k)
	d.ask(l, "key", p.n, calling.Input{Key: k})
	to := "nobody"
	if l.phase == "call" {
		to = d.rung(l)
	}
	d.did("%s presses %s: dials %s", l.name, k, to)
}

func (d *drive) nextPerson() {
	s, l := d.open()
	refused := d.o.nextPerson(l, s)
	_, err := d.s.svc.Next(ctx, d.who(l), s.id)
	to := "nobody"
	if d.agree(err, refused, "next") && l.phase == "call" {
		d.work()
		d.s.line.mu.Lock()
		step := d.s.line.steered[len(d.s.line.steered)-1]
		d.s.line.mu.Unlock()
		d.ask(l, step.Name, step.N, calling.Input{})
		to = d.rung(l)
	}
	d.did("%s presses Next in session %d: %v, dials %s", l.name, d.number(s), refused, to)
}

func (d *drive) inCall(answered bool) *plainLeader {
	var fit []*plainLeader
	for _, l := range d.o.leaders {
		if l.phase == "call" && !l.call.answered.IsZero() == answered {
			fit = append(fit, l)
		}
	}
	return draw(d, fit, "leader")
}

func (d *drive) answer() {
	d.answers(d.inCall(false))
}

func (d *drive) answers(l *plainLeader) {
	d.pass(time.Second, true)
	l.call.answered = d.o.now
	d.fact(d.phones[l].dial.Leg, calling.LegAnswered, "", 0)
	d.did("%s answers %s", l.call.e.p.name, l.name)
}

func (d *drive) end() {
	d.ends(d.phase("call"))()
}

func (d *drive) ends(l *plainLeader) func() {
	return func() {
		name := l.call.e.p.name
		r := draw(d, []calling.LegResult{calling.LegNoAnswer, calling.LegBusy, calling.LegFailed, calling.LegCanceled}, "result")
		if !l.call.answered.IsZero() {
			d.pass(time.Duration(rapid.IntRange(1, 300).Draw(d.T, "seconds"))*time.Second, true)
		}
		d.over(l, r, rapid.Bool().Draw(d.T, "status first"))
		d.did("the call of %s to %s ends: %s", l.name, name, r)
	}
}

func (d *drive) leaves() {
	l := d.phase("ringing", "greeting", "call", "wrap-up")
	was := l.phase
	d.hangUp(l, rapid.Bool().Draw(d.T, "child first"))
	d.did("%s hangs up, %s", l.name, was)
}

// whole is a whole call with its log, as far as it comes: what people do most.
func (d *drive) whole() {
	var fit []*plainSession
	for _, s := range d.o.sessions {
		idle := s.leader.phase == "" || s.leader.session == s && s.leader.phase != "call"
		if !s.archived && idle && s.count(calling.Available) > 0 {
			fit = append(fit, s)
		}
	}
	s := draw(d, fit, "session")
	l := s.leader
	do := func(phase string, f func()) {
		if d.pass(time.Second, true); l.phase == phase && l.session == s || phase == "" && l.phase == "" {
			f()
		}
	}
	do("", func() { d.ring(s, l, false) })
	do("ringing", func() { d.picks(l) })
	do("greeting", func() { d.press(l, "1") })
	do("wrap-up", func() { d.press(l, "1") })
	if rapid.Bool().Draw(d.T, "answered") {
		do("call", func() { d.answers(l) })
	}
	do("call", d.ends(l))
	do("wrap-up", func() { d.press(l, draw(d, keys, "key")) })
	if d.one(2, "hangs up") {
		do("wrap-up", func() { d.hangUp(l, true); d.did("%s hangs up", l.name) })
	}
}

func (d *drive) endCall() {
	l := d.phase("call")
	who := l
	if d.one(10, "somebody else") {
		who = draw(d, d.o.leaders, "who")
	}
	err := d.s.svc.HangUp(ctx, d.who(who), l.call.id)
	if who != l {
		d.agree(err, codes("not_leader"), "end call")
	} else {
		d.agree(err, nil, "end call")
		l.call.cut = true
	}
	d.did("%s presses End call of %s", who.name, l.name)
}

func (d *drive) stop() {
	s, l := d.open()
	what := draw(d, []string{"pause", "pause", "pause", "archive"}, "what")
	var refused []string
	if s.leader != l {
		refused = codes("not_leader")
	}
	var err error
	if what == "pause" {
		if refused == nil {
			d.o.pause(s)
		}
		_, err = d.s.svc.Pause(ctx, d.who(l), s.id)
	} else {
		if refused == nil && !s.archived {
			d.o.archive(s)
		}
		_, err = d.s.svc.Archive(ctx, d.who(l), s.id)
	}
	d.agree(err, refused, "%s", what)
	d.did("%s: %s session %d: %v", l.name, what, d.number(s), refused)
}
