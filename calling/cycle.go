package calling

import "time"

// newCycle is an entry at the start of a new cycle; r.session.Cycle is the new one.
func (r rules) newCycle(e Entry, p Person) Entry {
	switch e.Status {
	case Completed, Calling:
		return e
	case Skipped:
		if e.Skip == nil || e.Skip.Type != SkipCycle {
			return e
		}
	case Attempted, NotCallable:
		if e.OffList {
			return e
		}
	}
	e.Callback, e.NotLogged = e.Callback && (e.Status == Unavailable || e.Status == SystemSkipped), false // agreed on, and not called since
	e = r.comeBack(e, p)
	putBack(&e)
	return e
}

// finish is an entry when its cycle is finished now: the rest is skipped until the next one.
func (r rules) finish(e Entry, s Skip) Entry {
	if e.Status != Available {
		return e
	}
	e = r.clear(e)
	e.Status, e.Skip = Skipped, &s
	e.Prioritised, e.DueNow = false, false
	return e
}

// settleCycle completes a cycle in which nobody is available or on the phone, and re-opens it
// when somebody has come back.
func settleCycle(c Cycle, n Counts, now time.Time) (after Cycle, completed, reopened bool) {
	switch over := n.over(); {
	case over && c.Completed.IsZero():
		c.Completed = now
		return c, true, false
	case !over && !c.Completed.IsZero():
		c.Completed, c.Finished = time.Time{}, false
		return c, false, true
	}
	return c, false, false
}

// nextCycle closes a cycle and opens the next. One with neither attempt nor log never enters the
// journey: the new one takes its place and its number.
func nextCycle(c Cycle, now time.Time) (closed *Cycle, next Cycle) {
	if c.Figures.empty() {
		return nil, Cycle{Number: c.Number, Started: now}
	}
	c.Closed = now
	return &c, Cycle{Number: c.Number + 1, Started: now}
}
