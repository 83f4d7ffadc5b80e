package calling_test

import (
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
