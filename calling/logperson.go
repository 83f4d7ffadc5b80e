package calling

import (
	"slices"
	"time"
)

// changePerson writes back what a log says of the person: tags, do not call, the cooldown.
func (w *work) changePerson(p Person, old *Log, log Log, contact time.Time) error {
	c := PersonChange{ID: p.ID, TagsAdded: log.TagsAdded, TagsRemoved: log.TagsRemoved, Session: w.session.ID}
	was := Log{}
	if old != nil {
		was = *old
		c.TagsAdded = append(slices.Clone(log.TagsAdded), missing(was.TagsRemoved, log.TagsRemoved)...)
		c.TagsRemoved = append(slices.Clone(log.TagsRemoved), missing(was.TagsAdded, log.TagsAdded)...)
	}
	judged := false
	if log.DoNotCall != was.DoNotCall {
		c.DoNotCall, judged = &log.DoNotCall, true
		if log.DoNotCall && p.Number != "" {
			fresh, err := w.OptOut(w.session.Organisation, p.Number, log.By, w.now)
			if err != nil {
				return err
			}
			if w.act != nil && fresh {
				w.act.Was.OptOut = &OptOut{By: log.By, At: w.now}
			}
			if err := w.recheckNumber(p.Number); err != nil {
				return err
			}
		}
	}
	switch {
	case log.Outcome.Substantive() && !was.Outcome.Substantive():
		if contact.After(p.Substantive) {
			c.Substantive, judged = &contact, true
		}
	case !log.Outcome.Substantive() && was.Outcome.Substantive():
		last, session, err := w.substantiveBefore(p.ID, log)
		if err != nil {
			return err
		}
		c.Substantive, c.Session, judged = &last, session, true
	}
	if !p.Held.IsZero() && p.HeldSession == w.session.ID && log.Attempt != "" { // it was held for want of this log
		until, err := w.heldStill(p.ID, log.Attempt)
		if err != nil {
			return err
		}
		c.Held, judged = &until, true
	}
	if !judged && len(c.TagsAdded)+len(c.TagsRemoved) == 0 {
		return nil
	}
	if err := w.savePerson(c); err != nil || !judged {
		return err
	}
	return w.recheckEverywhere(p.ID)
}

// savePerson changes a person, and keeps what they were with the action that does it.
func (w *work) savePerson(c PersonChange) error {
	if w.act == nil {
		return w.SavePerson(c)
	}
	before, err := w.PersonState(c.ID)
	if err != nil {
		return err
	}
	if err := w.SavePerson(c); err != nil {
		return err
	}
	after, err := w.PersonState(c.ID)
	w.act.Was.Person = &PersonPair{before, after}
	return err
}

// substantiveBefore is the person's last substantive contact apart from one log, and in which session; zero if there was none.
func (w *work) substantiveBefore(supporter string, not Log) (last time.Time, session string, err error) {
	lines, err := w.LogsAbout(supporter, 100)
	if err != nil {
		return zero, "", err
	}
	for _, line := range lines {
		if line.Log.ID == not.ID || !line.Log.Outcome.Substantive() {
			continue
		}
		l, err := w.Log(line.Log.ID)
		if err != nil {
			return zero, "", err
		}
		at := l.At
		if l.Attempt != "" {
			a, err := w.Attempt(l.Attempt)
			if err != nil {
				return zero, "", err
			}
			at = a.contact(l)
		}
		if at.After(last) {
			last, session = at, l.Session
		}
	}
	return last, session, nil
}

// contact is when somebody was talked to, of whom a log of this call says so: when they answered, or when it was written down, if that was before.
func (a Attempt) contact(log Log) time.Time {
	if a.Answered.IsZero() || a.Answered.After(log.At) {
		return log.At
	}
	return a.Answered
}

// missing is what stands in a and not in b.
func missing(a, b []string) []string {
	var out []string
	for _, s := range a {
		if !slices.Contains(b, s) {
			out = append(out, s)
		}
	}
	return out
}

// heldStill is until when a person is held for want of the logs of other calls of this session than one; zero: not any more.
func (w *work) heldStill(supporter, logged string) (until time.Time, err error) {
	owed, err := w.Owed(w.session.ID)
	for _, a := range owed {
		if held := a.Closed.Add(max(HeldLeast, w.cooldown)); a.Supporter == supporter && a.ID != logged && !a.Closed.IsZero() && held.After(until) {
			until = held
		}
	}
	return until, err
}
