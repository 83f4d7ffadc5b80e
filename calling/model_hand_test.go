package calling_test

import (
	"time"

	"partyline/calling"
)

// correctsHand corrects a contact by hand, of the newest ones.
func (d *drive) correctsHand() {
	var fit []*plainLog
	for _, l := range d.o.logs {
		if l.id != "" {
			fit = append(fit, l)
		}
	}
	l := draw(d, fit[max(0, len(fit)-4):], "contact")
	d.pass(time.Second, true)
	who, role := draw(d, d.o.leaders, "who"), draw(d, []string{"captain", "vice_captain", "vice_captain"}, "role")
	if role == "vice_captain" && !d.one(10, "somebody else") {
		who = l.s.leader
	}
	in, k, over, refused := d.logRequest(l.s)
	same := l.outcome == in.Outcome && l.rsvp == in.RSVP && l.noCalls == in.DoNotCall && in.Skip == nil
	version, done := draw(d, []int{l.version, l.version, l.version, 0, l.version + 1}, "version"), false
	if version != 0 {
		in.Version = &version
	}
	switch {
	case role == "vice_captain" && who != l.s.leader:
		refused = codes("not_leader")
	case l.entry() == nil:
		refused = codes("not_found")
	case version == 0 && same:
		refused, done = nil, true
	case version != l.version:
		refused = codes("conflict")
	case role == "vice_captain" && d.o.now.After(l.at.Add(24*time.Hour)):
		refused = codes("log_closed")
	}
	if refused == nil && !done {
		refused = d.o.correctHand(l.entry(), l, in.Outcome, in.RSVP, in.DoNotCall, k, over)
	}
	as := d.who(who)
	as.Role = role
	_, err := d.s.svc.CorrectLog(ctx, as, l.id, in)
	d.agree(err, refused, "correct a contact by hand")
	d.did("%s (%s) corrects the contact with %s in session %d: %s (do not call %v, version %d, %s): %v", who.name, role, l.p.name, d.number(l.s), in.Outcome, in.DoNotCall, version, show(in.Skip, d.o.now), refused)
}

// entry is that of a contact; nil where it has left the session.
func (l *plainLog) entry() *plainEntry {
	for _, e := range l.s.entries {
		if e.p == l.p {
			return e
		}
	}
	return nil
}

// correctHand is the correction of a contact by hand; the caller has looked at the right and the version.
func (o *plainOrg) correctHand(e *plainEntry, l *plainLog, out calling.Outcome, rsvp string, noCalls bool, k *plainSkip, over bool) []string {
	by, decides := o.deciding(e, *l, l, out, o.newestByHand(e) == l)
	reopens := decides && e.status == calling.Completed && e.mine && !l.s.list.done(by.outcome)
	if k != nil && (e.status == calling.Completed && !reopens || e.status == calling.NotCallable) {
		return codes("not_available")
	}
	o.wishes(e.p, l.noCalls, noCalls)
	e.p.changed = e.p.changed || substantive(l.outcome) != substantive(out)
	l.outcome, l.rsvp, l.noCalls = out, rsvp, noCalls
	l.version++
	if k != nil && !reopens {
		o.skip(e, k, over)
	}
	o.spread(l.s, e.p, plainResult{at: l.at, given: l.at, by: l.by, outcome: out})
	if decides {
		o.corrected(e, by)
	}
	if k != nil && reopens {
		o.skip(e, k, over)
	}
	return nil
}

// newestByHand is the newest contact of an entry by hand; nil when somebody was called since.
func (o *plainOrg) newestByHand(e *plainEntry) (last *plainLog) {
	if e.status == calling.Calling {
		return nil
	}
	for _, l := range o.logs {
		if c := o.newest(e); l.call == nil && l.s == e.s && l.p == e.p && (c == nil || l.at.After(c.closed)) {
			last = l
		}
	}
	return last
}

func (d *drive) byHand() {
	e, l := d.entry()
	refused := mayPress(l, e.s)
	in, k, over, bad := d.logRequest(e.s)
	switch {
	case refused != nil:
	case bad != nil:
		refused = append(bad, "calling", "not_available")
	default:
		refused = d.o.byHand(e, l.id, in.Outcome, in.RSVP, in.DoNotCall, k, over)
	}
	log, err := d.s.svc.WriteLogByHand(ctx, d.who(l), e.s.id, d.id(e), in)
	if d.agree(err, refused, "log by hand") {
		d.o.logs[len(d.o.logs)-1].id = log.ID
	}
	d.did("%s logs %s by hand in session %d: %s (do not call %v, %s): %v", l.name, e.p.name, d.number(e.s), in.Outcome, in.DoNotCall, show(in.Skip, d.o.now), refused)
}

// byHand is a contact without a call.
func (o *plainOrg) byHand(e *plainEntry, by string, out calling.Outcome, rsvp string, noCalls bool, k *plainSkip, over bool) []string {
	switch {
	case e.status == calling.Calling:
		return codes("calling")
	case k != nil && (e.status == calling.Completed || e.status == calling.NotCallable):
		return codes("not_available")
	}
	l := &plainLog{s: e.s, p: e.p, cycle: e.s.cycle, by: by, at: o.now, contact: o.now, outcome: out, rsvp: rsvp, noCalls: noCalls, version: 1}
	o.logs = append(o.logs, l)
	o.wishes(e.p, false, noCalls)
	e.p.changed = e.p.changed || substantive(out)
	defer o.spread(e.s, e.p, plainResult{at: l.at, given: l.at, by: by, outcome: out})
	if k != nil {
		e.outcome, e.by, e.notLogged, e.callback = out, e.s.leader.id, false, true
		return o.skip(e, k, over)
	}
	if e.status == calling.Completed {
		return nil
	}
	e.outcome, e.by, e.notLogged = out, e.s.leader.id, false
	switch {
	case e.s.list.done(out):
		e.status, e.skip = calling.Completed, nil
	case e.status == calling.Skipped, e.status == calling.NotCallable:
		return nil
	default:
		e.status = calling.Attempted
	}
	e.mine, e.cause, e.back = true, "", time.Time{}
	e.prioritised, e.dueNow, e.callback = false, false, false
	return nil
}
