package calling_test

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"partyline/calling"
)

// meanwhile is the commands that mean the same while a preparation goes on; the others, that ring or begin something for
// everybody, are refused for so long, or wait.
var meanwhile = map[string]bool{"skip": true, "pick": true, "row": true, "log": true, "log by hand": true, "correct by hand": true, "list": true, "person": true, "time": true}

// actions is the commands, the frequent ones several times.
func (d *drive) actions() map[string]func(*rapid.T) {
	all := map[string]func(*rapid.T){}
	add := func(times int, name string, f func()) {
		for i := range times {
			all[fmt.Sprint(name, " ", i)] = func(t *rapid.T) {
				if !meanwhile[name] {
					d.prepared()
				}
				f()
			}
		}
	}
	add(2, "create", d.create)
	add(8, "whole call", d.whole)
	add(3, "start", d.start)
	add(4, "pick up", d.pickUp)
	add(8, "key", d.key)
	add(2, "next", d.nextPerson)
	add(5, "answer", d.answer)
	add(3, "end", d.end)
	add(2, "hang up", d.leaves)
	add(1, "end call", d.endCall)
	add(1, "pause or archive", d.stop)
	add(4, "skip", d.skip)
	add(2, "pick", d.pick)
	add(1, "row", d.row)
	add(3, "log", d.log)
	add(2, "log by hand", d.byHand)
	add(2, "correct by hand", d.correctsHand)
	add(2, "cycle", d.cycle)
	add(1, "list", d.editList)
	add(1, "person", d.editPerson)
	add(4, "time", d.time)
	add(2, "skip in a call", d.skipInCall)
	add(2, "late log", d.lateLog)
	add(2, "next cycle", d.around)
	add(2, "talk without a log", d.talksUnlogged)
	add(1, "session anew", d.anew)
	add(3, "a number that is busy", d.sameNumber)
	return all
}

func draw[A any](d *drive, from []A, what string) A {
	if len(from) == 0 {
		d.Skip()
	}
	return from[rapid.IntRange(0, len(from)-1).Draw(d.T, what)]
}

func (d *drive) one(in int, what string) bool { return rapid.IntRange(1, in).Draw(d.T, what) == in }

func (d *drive) phase(phases ...string) *plainLeader {
	var fit []*plainLeader
	for _, l := range d.o.leaders {
		if slices.Contains(phases, l.phase) {
			fit = append(fit, l)
		}
	}
	l := draw(d, fit, "leader")
	d.pass(time.Second, true)
	return l
}

// open is a session, hardly ever an archived one, and who presses in it: hardly ever somebody else.
func (d *drive) open() (*plainSession, *plainLeader) {
	var fit []*plainSession
	for _, s := range d.o.sessions {
		if !s.archived {
			fit = append(fit, s)
		}
	}
	if len(fit) == 0 {
		fit = d.o.sessions
	}
	s := draw(d, fit, "session")
	l := s.leader
	if d.one(20, "somebody else") {
		l = draw(d, d.o.leaders, "who")
	}
	idle := !slices.ContainsFunc(d.o.leaders, func(l *plainLeader) bool { return l.phase != "" })
	if idle && d.one(5, "late") { // nothing has looked at what is due
		d.pass(time.Duration(rapid.IntRange(1, 2400).Draw(d.T, "seconds"))*time.Second, false)
	} else {
		d.pass(time.Second, true)
	}
	return s, l
}

func (d *drive) who(l *plainLeader) calling.Who { return d.phones[l].who }

func (d *drive) create() {
	if len(d.o.sessions) > 1 && rapid.IntRange(0, len(d.o.sessions)).Draw(d.T, "enough") > 0 {
		d.Skip()
	}
	l, list := draw(d, d.o.leaders, "leader"), draw(d, d.o.lists, "list")
	d.makes(l, list, d.one(3, "archive the old one"))
}

func (d *drive) makes(l *plainLeader, list *plainList, old bool) {
	d.prepared()
	d.pass(time.Second, true)
	s, refused := d.o.create(l, list, old)
	v, err := d.s.svc.Create(ctx, d.who(l), list.id, calling.CreateSession{ArchiveOld: old})
	if d.agree(err, refused, "create") {
		s.id = v.ID
	}
	d.did("%s makes a session on list %d (archive the old one %v): %v", l.name, slices.Index(d.o.lists, list), old, refused)
}

func (d *drive) number(s *plainSession) int { return slices.Index(d.o.sessions, s) }

func (d *drive) entry() (*plainEntry, *plainLeader) {
	s, l := d.open()
	e := draw(d, s.entries, "entry")
	return e, l
}

func (d *drive) skipRequest() calling.SkipRequest {
	in := calling.SkipRequest{Type: draw(d, []calling.SkipType{calling.SkipQuick, calling.SkipQuick, calling.SkipToday, calling.SkipDate, calling.SkipCycle, calling.SkipRemove}, "type")}
	switch in.Type {
	case calling.SkipQuick:
		in.Minutes = draw(d, []int{15, 30, 60, 120}, "minutes")
	case calling.SkipDate:
		in.Date = d.o.now.In(d.o.home).AddDate(0, 0, draw(d, []int{1, 2, 3, 7, 0, 364, 367}, "days")).Format(time.DateOnly)
	case calling.SkipRemove:
		in.Reason = draw(d, []string{"asked us to", "asked us to", ""}, "reason")
	}
	if ago := draw(d, []time.Duration{0, 0, 0, -time.Hour, time.Minute, 20 * time.Minute, 90 * time.Minute, 30 * time.Hour}, "pressed ago"); ago != 0 {
		at := d.o.now.Add(-ago)
		in.PressedAt = &at
	}
	return in
}

func show(in *calling.SkipRequest, now time.Time) string {
	if in == nil {
		return "no skip"
	}
	at := ""
	if in.PressedAt != nil {
		at = fmt.Sprint(" pressed ", now.Sub(*in.PressedAt), " ago")
	}
	return fmt.Sprint(in.Type, " ", in.Minutes, in.Date, in.Reason, at)
}

func (d *drive) skip() { d.skips(d.entry()) }

func (d *drive) skips(e *plainEntry, l *plainLeader) {
	in := d.skipRequest()
	refused := mayPress(l, e.s)
	if refused == nil {
		var k *plainSkip
		var over bool
		if k, over, refused = d.o.newSkip(e.s, in); refused == nil {
			refused = d.o.skip(e, k, over)
		} else if d.o.skip(&plainEntry{s: e.s, p: e.p, status: e.status}, &plainSkip{}, true) != nil {
			refused = append(refused, "not_available")
		}
	}
	_, err := d.s.svc.Skip(ctx, d.who(l), e.s.id, d.id(e), in)
	d.agree(err, refused, "skip")
	d.did("%s skips %s in session %d, %s: %v", l.name, e.p.name, d.number(e.s), show(&in, d.o.now), refused)
}

func (d *drive) id(e *plainEntry) string { return d.rows[e].ID }

func (d *drive) pick() {
	e, l := d.entry()
	first := d.one(3, "call next")
	refused := mayPress(l, e.s)
	if refused == nil {
		refused = d.o.pick(e, first)
	}
	f := d.s.svc.Prioritise
	if first {
		f = d.s.svc.CallNext
	}
	_, err := f(ctx, d.who(l), e.s.id, d.id(e))
	d.agree(err, refused, "prioritise or call next")
	d.did("%s prioritises %s (first %v) in session %d: %v", l.name, e.p.name, first, d.number(e.s), refused)
}

func (d *drive) row() {
	e, l := d.entry()
	refused := mayPress(l, e.s)
	what := draw(d, []string{"remove skip", "remove skip", "check again"}, "what")
	f := d.s.svc.Check
	if what == "remove skip" {
		f = d.s.svc.RemoveSkip
	}
	if refused == nil {
		if what == "check again" {
			refused = d.o.checkAgain(e)
		} else {
			d.o.removeSkip(e)
		}
	}
	_, err := f(ctx, d.who(l), e.s.id, d.id(e))
	d.agree(err, refused, "%s", what)
	d.did("%s: %s for %s in session %d: %v", l.name, what, e.p.name, d.number(e.s), refused)
}

func (d *drive) cycle() {
	s, l := d.open()
	d.cycles(s, l, d.one(3, "finish"))
}

func (d *drive) cycles(s *plainSession, l *plainLeader, finish bool) {
	d.prepared()
	refused := mayPress(l, s)
	f := d.s.svc.NewCycle
	if finish {
		f = d.s.svc.FinishCycle
	}
	switch {
	case refused != nil:
	case finish:
		refused = d.o.finishCycle(s)
	default:
		refused = d.o.newCycle(s)
	}
	_, err := f(ctx, d.who(l), s.id)
	if d.agree(err, refused, "new cycle (finish %v)", finish) && d.s.svc.AtOnce > 0 {
		d.left = 1 + rapid.IntRange(0, 5).Draw(d.T, "commands before it goes on")
	}
	d.did("%s: new cycle (finish %v) in session %d: %v", l.name, finish, d.number(s), refused)
}

func (d *drive) editList() {
	l, p := draw(d, d.o.lists, "list"), draw(d, d.o.people, "person")
	d.pass(time.Second, true)
	if i := slices.Index(l.on, p); i >= 0 {
		d.exec(`DELETE FROM list_supporters WHERE list_id = $1 AND supporter_id = $2`, l.id, p.id)
		l.on = slices.Delete(l.on, i, i+1)
	} else {
		d.putOn(l, p)
	}
	d.o.rosterChanged(l)
	if err := d.s.svc.RosterChanged(ctx, l.id); err != nil {
		d.Fatal(err)
	}
	d.did("%s on list %d: %v", p.name, slices.Index(d.o.lists, l), slices.Contains(l.on, p))
}

func (d *drive) editPerson() {
	p := draw(d, d.o.people, "person")
	d.pass(time.Second, true)
	what := draw(d, []string{"number", "do not call", "do not contact", "off the Do Not Call list"}, "what")
	switch what {
	case "number":
		if p.number == "" {
			p.number = fmt.Sprintf("+4479%08d", slices.Index(d.o.people, p))
		} else {
			p.number = ""
		}
	case "do not call":
		p.noCalls = !p.noCalls
	case "do not contact":
		p.noContact = !p.noContact
	default:
		p.noCalls = false
		delete(d.o.barred, p.number)
		d.exec(`DELETE FROM do_not_call WHERE phone = $1`, p.number)
		for _, also := range d.o.people {
			if also != p && also.number == p.number && p.number != "" {
				also.changed = true
				if err := d.s.svc.PersonChanged(ctx, also.id); err != nil {
					d.Fatal(err)
				}
			}
		}
	}
	p.changed = true
	d.exec(`UPDATE supporters SET phone = $1, do_not_call = $2, do_not_contact = $3 WHERE id = $4`, p.number, p.noCalls, p.noContact, p.id)
	if err := d.s.svc.PersonChanged(ctx, p.id); err != nil {
		d.Fatal(err)
	}
	d.did("%s: %s is changed", p.name, what)
}

func (d *drive) time() {
	by := draw(d, []time.Duration{10 * time.Second, 10 * time.Minute, 16 * time.Minute, time.Hour, 4 * time.Hour, 13 * time.Hour, 26 * time.Hour, 49 * time.Hour, 8 * 24 * time.Hour}, "time")
	for _, l := range d.o.leaders {
		switch {
		case by <= 10*time.Second, l.phase == "":
		case l.phase == "wrap-up" && by <= 16*time.Minute, l.phase == "call" && !l.call.answered.IsZero() && by <= 10*time.Minute && d.o.now.Sub(l.call.answered) < 40*time.Minute:
		default:
			d.hangUp(l, true)
		}
	}
	d.tick()
	d.until(d.o.now.Add(by))
	d.did("%s pass", by)
}
