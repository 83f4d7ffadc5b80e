package calling

import "maps"

// Reaches says whether an outcome means that somebody was reached.
func (o Outcome) Reaches() bool {
	switch o {
	case Talked, NotInterested, Refused, CallBack, DoNotCall:
		return true
	}
	return false
}

// Known says whether it is an outcome at all.
func (o Outcome) Known() bool {
	switch o {
	case Talked, NotInterested, Refused, CallBack, DoNotCall, NoAnswer, Busy, Voicemail, WrongNumber, NotInService, Deceased:
		return true
	}
	return false
}

// Substantive says whether an outcome starts the cooldown.
func (o Outcome) Substantive() bool { return o == Talked || o == NotInterested }

// Completes says whether an outcome settles the person in this session: reached (but not by a
// call back) or final. A voicemail does where the list says so.
func (o Outcome) Completes(voicemailDone bool) bool {
	switch o {
	case Talked, NotInterested, Refused, DoNotCall, WrongNumber, NotInService, Deceased:
		return true
	case Voicemail:
		return voicemailDone
	}
	return false
}

// part is what one attempt with its log (or a log without an attempt) adds to its cycle's
// figures. Every change of a figure is the difference of two parts, so that running figures
// equal a recount.
func part(a *Attempt, l *Log) Figures {
	var f Figures
	if a != nil && !a.Dialled.IsZero() {
		f.Attempted = 1
		switch {
		case l != nil:
		case !a.Closed.IsZero():
			f.NotLogged = 1
		default:
			f.OnPhone = 1
		}
	}
	if l != nil {
		if a == nil || a.Dialled.IsZero() {
			f.ByHand = 1
		}
		if l.Reached {
			f.Contacted = 1
		}
		if l.RSVP == "yes" {
			f.RSVPYes = 1
		}
		f.Outcomes = map[Outcome]int{l.Outcome: 1}
	}
	return f
}

// plus returns f with times × g added; neither is changed.
func (f Figures) plus(g Figures, times int) Figures {
	f.Attempted += times * g.Attempted
	f.Contacted += times * g.Contacted
	f.NotLogged += times * g.NotLogged
	f.OnPhone += times * g.OnPhone
	f.ByHand += times * g.ByHand
	f.RSVPYes += times * g.RSVPYes
	if len(g.Outcomes) > 0 {
		f.Outcomes = maps.Clone(f.Outcomes)
		if f.Outcomes == nil {
			f.Outcomes = make(map[Outcome]int)
		}
		for o, n := range g.Outcomes {
			if f.Outcomes[o] += times * n; f.Outcomes[o] == 0 {
				delete(f.Outcomes, o)
			}
		}
	}
	return f
}

// empty says that a cycle had neither attempt nor log.
func (f Figures) empty() bool { return f.Attempted == 0 && f.ByHand == 0 }

// impact is the figures as pages show them.
func (f Figures) impact() Impact {
	logs := 0
	for _, n := range f.Outcomes {
		logs += n
	}
	outcomes := maps.Clone(f.Outcomes)
	if outcomes == nil {
		outcomes = map[Outcome]int{}
	}
	return Impact{
		Attempted: f.Attempted, Contacted: f.Contacted, NotReached: logs - f.Contacted, NotLogged: f.NotLogged,
		OnPhone: f.OnPhone, ByHand: f.ByHand, Outcomes: outcomes, RSVPYes: f.RSVPYes,
	}
}

// Count is what one entry adds to its session's counts.
func Count(e Entry) Counts {
	var c Counts
	switch e.Status {
	case Available:
		c.Available = 1
	case Unavailable:
		c.Unavailable = 1
	case Skipped:
		c.Skipped = 1
		if e.Skip != nil && e.Skip.Type == SkipCycle {
			c.ThisCycle = 1
		}
		if e.Skip != nil && e.Skip.Type == SkipRemove {
			c.Removed = 1
		}
	case SystemSkipped:
		c.SystemSkipped = 1
	case NotCallable:
		c.NotCallable = 1
		if e.Attempts == 0 {
			c.NeverCallable = 1
		}
	case Calling:
		c.Calling = 1
	case Attempted:
		c.Attempted = 1
	case Completed:
		c.Completed = 1
		if e.Own {
			c.CompletedByMe = 1
		}
	}
	if e.OffList && c.Unavailable+c.SystemSkipped+c.Attempted+c.Skipped-c.Removed > 0 {
		c.Left = 1
	} else if e.Barred && c.Attempted+c.Skipped-c.Removed > 0 {
		c.Barred = 1
	}
	return c
}

// plus adds times × d.
func (c Counts) plus(d Counts, times int) Counts {
	c.Available += times * d.Available
	c.Unavailable += times * d.Unavailable
	c.Skipped += times * d.Skipped
	c.SystemSkipped += times * d.SystemSkipped
	c.NotCallable += times * d.NotCallable
	c.Calling += times * d.Calling
	c.Attempted += times * d.Attempted
	c.Completed += times * d.Completed
	c.NeverCallable += times * d.NeverCallable
	c.CompletedByMe += times * d.CompletedByMe
	c.ThisCycle += times * d.ThisCycle
	c.Removed += times * d.Removed
	c.Barred += times * d.Barred
	c.Left += times * d.Left
	return c
}

// Total is the people that progress is out of: without those never callable.
func (c Counts) Total() int {
	return c.Available + c.Unavailable + c.Skipped + c.SystemSkipped + c.NotCallable + c.Calling + c.Attempted + c.Completed - c.NeverCallable
}

// ProgressOf is completed people of the total.
func ProgressOf(c Counts) Progress {
	return Progress{Completed: c.Completed, CompletedByMe: c.CompletedByMe, Total: c.Total()}
}

// over says that nobody is available or on the phone: the cycle is complete.
func (c Counts) over() bool { return c.Available == 0 && c.Calling == 0 }

// done says that nobody can come back any more, by time or by a new cycle.
func (c Counts) done() bool {
	return c.over() && c.Attempted+c.Unavailable+c.SystemSkipped+c.Skipped-c.Removed-c.Left-c.Barred == 0
}

// Up says that the leader's leg of a run in this state is answered and up.
func (s RunState) Up() bool {
	switch s {
	case RunGreeting, RunDialling, RunTalking, RunWrapUp, RunFinished:
		return true
	}
	return false
}

// over says that a run is ended, or will be as soon as its leg is hung up: nothing begins in it any more.
func (r Run) over() bool { return r.State == RunFinished || r.State == RunEnded || r.Why != "" }

// StatusOf derives a session's status; up is whether its leader's phone leg is answered and up.
func StatusOf(s Session, up bool) SessionStatus {
	switch {
	case !s.Archived.IsZero():
		return SessionArchived
	case up:
		return SessionInProgress
	case s.Counts.done() && !s.Preparing.goesOn():
		return SessionCompleted
	case !s.Started.IsZero():
		return SessionStarted
	}
	return SessionNotStarted
}
