package calling_test

import (
	"slices"
	"time"

	"partyline/calling"
)

// What people do, in the plain model. Each command answers with the codes of the refusals that fit,
// none when it is done.

func codes(c ...string) []string { return c }

// create opens a session.
func (o *plainOrg) create(l *plainLeader, list *plainList, archiveOld bool) (*plainSession, []string) {
	for _, s := range o.sessions {
		if s.leader == l && s.list == list && !s.archived {
			if !archiveOld && !o.finished(s) {
				return nil, codes("session_exists")
			}
			o.archive(s)
		}
	}
	s := &plainSession{leader: l, list: list, made: o.now, began: o.now, cycle: 1}
	o.sessions = append(o.sessions, s)
	o.enrol(s)
	return s, nil
}

// enrol puts those of the list who have no place in the session at the end of its queue.
func (o *plainOrg) enrol(s *plainSession) {
	for _, e := range s.entries {
		s.ranks = max(s.ranks, e.rank)
	}
	if len(s.entries) == 0 {
		s.ranks = 0
	}
	for _, p := range s.list.on {
		if s.entryOf(p) != nil {
			continue
		}
		s.ranks++
		e := &plainEntry{s: s, p: p, rank: s.ranks}
		s.entries = append(s.entries, e)
		o.recheck(e)
		o.before(e)
	}
}

// before shows a newcomer's entry what other leaders have achieved since the session was made.
func (o *plainOrg) before(e *plainEntry) {
	if !e.s.list.shared || e.status == calling.NotCallable {
		return
	}
	var last *plainCall
	for _, c := range o.calls {
		if c.e.p == e.p && c.e.s != e.s && c.e.s.leader != e.s.leader && c.e.s.list == e.s.list && !c.closed.IsZero() && !c.released {
			last = c
		}
	}
	if last != nil {
		o.told(e, plainResult{at: last.closed, given: last.closed, by: last.e.s.leader.id})
	}
	if l := o.completedBy(e); l != nil && l.s.leader != e.s.leader {
		o.told(e, plainResult{at: l.at, given: l.at, by: l.by, outcome: l.outcome})
	}
}

func (o *plainOrg) archive(s *plainSession) {
	s.archived = true
	o.stopAfterTalk(s)
}

// newSkip turns a press into a skip that runs from its moment; over: it has run out already.
func (o *plainOrg) newSkip(s *plainSession, in calling.SkipRequest) (k *plainSkip, over bool, refused []string) {
	k = &plainSkip{kind: in.Type, at: o.now, reason: in.Reason}
	if in.PressedAt != nil && in.PressedAt.Before(o.now) {
		k.at = *in.PressedAt
	}
	y, m, d := k.at.In(o.home).Date()
	opening := func(y int, m time.Month, d int) time.Time {
		return clocksShow(o.home, y, m, d, s.list.opens)
	}
	switch in.Type {
	case calling.SkipQuick:
		k.until = k.at.Add(time.Duration(in.Minutes) * time.Minute)
	case calling.SkipToday:
		k.until = opening(y, m, d+1)
	case calling.SkipDate:
		day, err := time.Parse(time.DateOnly, in.Date)
		today := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
		if err != nil || !day.After(today) || day.After(today.AddDate(1, 0, 0)) {
			return nil, false, codes("date_invalid")
		}
		k.until = opening(day.Date())
	case calling.SkipCycle:
		return k, k.at.Before(s.began), nil
	case calling.SkipRemove:
		if in.Reason == "" {
			return nil, false, codes("reason_required")
		}
	}
	return k, k.timed() && !k.until.After(o.now), nil
}

// mayPress is what stands before every press on a session.
func mayPress(l *plainLeader, s *plainSession) []string {
	switch {
	case s.leader != l:
		return codes("not_leader")
	case s.archived:
		return codes("not_available")
	}
	return nil
}

func (o *plainOrg) skip(e *plainEntry, k *plainSkip, over bool) []string {
	switch e.status {
	case calling.Completed, calling.NotCallable:
		return codes("not_available")
	case calling.Calling:
		if over {
			return nil // pressed long before this call
		}
		e.skip, e.callback = k, k.timed()
		c := o.with(e.p)
		if c.answered.IsZero() && c.ended.IsZero() {
			c.cut = true // while it rings, skipping hangs up
		}
		o.settle(c)
		return nil
	}
	agreed := e.callback || e.status == calling.Attempted && e.mine
	e.toRank()
	e.status, e.skip, e.cause, e.back, e.mine = calling.Skipped, k, "", time.Time{}, false
	e.callback = agreed && k.timed()
	if over && !k.timed() { // of an earlier cycle
		o.recheck(e)
	}
	return nil
}

func (o *plainOrg) removeSkip(e *plainEntry) {
	switch {
	case e.skip == nil:
	case e.status == calling.Calling:
		e.skip, e.callback = nil, false
	default:
		o.recheck(e)
		e.toRank()
	}
}

// pick is Prioritise and Call next: an available, a skipped or an own attempted one.
func (o *plainOrg) pick(e *plainEntry, first bool) []string {
	may := e.status == calling.Available || e.status == calling.Skipped || e.status == calling.Attempted && e.mine
	if on := slices.Contains(e.s.list.on, e.p); !may || e.off || !on {
		return codes("not_available")
	}
	if st, _, _ := o.judge(e.s, e.p, e.callback); st != calling.Available {
		return codes("not_available")
	}
	if c := o.with(e.p); first && c != nil && c.e.s != e.s {
		return codes("reserved")
	}
	next := o.next(e.s)
	was := e.status
	o.recheck(e)
	if was != calling.Available {
		e.notLogged = false
	}
	e.prioritised = true
	if first {
		e.toFront()
		return nil
	}
	if next == nil {
		e.toFront()
	} else {
		e.behind(next)
	}
	return nil
}

func (o *plainOrg) checkAgain(e *plainEntry) []string {
	switch e.status {
	case calling.SystemSkipped, calling.NotCallable, calling.Unavailable, calling.Available:
		o.recheck(e)
		return nil
	}
	return codes("not_available")
}

func (o *plainOrg) newCycle(s *plainSession) []string {
	switch {
	case s.count(calling.Calling) > 0:
		return codes("calling")
	case s.count(calling.Available) > 0:
		return codes("cycle_open")
	case o.newCycleHas(s) == 0:
		return codes("nobody_callable")
	}
	if f := o.figures(s, s.cycle); f.attempted+f.byHand > 0 {
		s.cycle++
	}
	s.began = o.now
	for _, e := range s.entries {
		if e.returning() || e.off && e.status == calling.Skipped && e.skip.kind == calling.SkipCycle {
			if e.status != calling.Unavailable && e.status != calling.SystemSkipped { // those were not called again yet, as was agreed
				e.callback = false
			}
			e.notLogged = false
			o.recheck(e)
			e.toRank()
		}
	}
	return nil
}

func (o *plainOrg) finishCycle(s *plainSession) []string {
	if s.count(calling.Calling) > 0 {
		return codes("calling")
	}
	for _, e := range s.queue() {
		e.status, e.skip = calling.Skipped, &plainSkip{kind: calling.SkipCycle, at: o.now}
		e.toRank()
	}
	return nil
}

// rosterChanged brings the open sessions of a list in line with it.
func (o *plainOrg) rosterChanged(list *plainList) {
	for _, s := range o.sessions {
		if s.archived || s.list != list {
			continue
		}
		for _, e := range slices.Clone(s.entries) {
			switch on := slices.Contains(list.on, e.p); {
			case on:
				e.off = false
			case e.off:
			case e.status != calling.Calling && e.status != calling.Attempted && e.status != calling.Completed && e.dials == 0:
				s.drop(e)
			default:
				e.off = true
				if e.status == calling.Available || e.status == calling.Unavailable || e.status == calling.SystemSkipped {
					o.recheck(e)
					e.mine = true
				}
			}
		}
		o.enrol(s)
	}
}
