package calling_test

import (
	"slices"
	"time"

	"partyline/calling"
)

func reached(o calling.Outcome) bool {
	return slices.Contains([]calling.Outcome{calling.Talked, calling.NotInterested, calling.Refused, calling.CallBack, calling.DoNotCall}, o)
}

func (l *plainList) done(o calling.Outcome) bool {
	final := []calling.Outcome{calling.NotInterested, calling.Refused, calling.WrongNumber, calling.NotInService, calling.Deceased, calling.DoNotCall}
	return slices.Contains(final, o) || reached(o) && o != calling.CallBack || o == calling.Voicemail && l.voicemailDone
}

func substantive(o calling.Outcome) bool { return o == calling.Talked || o == calling.NotInterested }

// --- whether somebody may be called

// judge says whether a person can be called for a session now; if not yet, why and from when.
func (o *plainOrg) judge(s *plainSession, p *plainPerson, callback bool) (calling.Status, calling.Cause, time.Time) {
	if p.number == "" || p.noCalls || p.noContact || o.barred[p.number] {
		return calling.NotCallable, "", time.Time{}
	}
	free, cause := o.now, calling.Cause("")
	not := func(before time.Time, why calling.Cause) {
		if before.After(free) {
			free, cause = before, why
		}
	}
	cooldown := max(s.list.cooldown, o.gap)
	if last := o.lastTalk(p); last != nil && !(callback && last.s == s) {
		not(last.contact.Add(cooldown), calling.Cooldown)
	}
	for _, c := range o.calls {
		if c.e.p != p {
			continue
		}
		if c.log == nil && !(callback && c.e.s == s) {
			not(c.held, calling.Cooldown)
		}
		if s.list.shared && c.e.s.list == s.list && c.e.s.leader != s.leader && !c.closed.IsZero() && !c.released {
			not(c.closed.Add(s.list.minimum), calling.MinimumTime)
		}
	}
	if opens, _ := o.hours(s.list, p, free); opens.After(free) {
		free = opens
		if cause == "" {
			cause = calling.OutOfHours
		}
	}
	if cause != "" {
		return calling.Unavailable, cause, free
	}
	return calling.Available, "", time.Time{}
}

// lastTalk is the newest substantive contact with a person, whoever had it.
func (o *plainOrg) lastTalk(p *plainPerson) (last *plainLog) {
	for _, l := range o.logs {
		if l.p == p && substantive(l.outcome) && (last == nil || l.contact.After(last.contact)) {
			last = l
		}
	}
	return last
}

// hours is the calling hours at a person's place that go on at an instant, or begin next.
func (o *plainOrg) hours(l *plainList, p *plainPerson, t time.Time) (opens, closes time.Time) {
	for there := t.In(p.zone); ; there = there.AddDate(0, 0, 1) {
		y, m, d := there.Date()
		opens, closes = clocksShow(p.zone, y, m, d, l.opens), clocksShow(p.zone, y, m, d, l.closes)
		if closes.After(t) {
			return opens, closes
		}
	}
}

// clocksShow is when the clocks of a day first show so many minutes after midnight or more: found by looking at one from
// minute to minute.
func clocksShow(zone *time.Location, y int, m time.Month, d, minutes int) time.Time {
	wall := time.Date(y, m, d, 0, minutes, 0, 0, time.UTC)
	for t := wall.Add(-26 * time.Hour); ; t = t.Add(time.Minute) {
		l := t.In(zone)
		shown := time.Date(l.Year(), l.Month(), l.Day(), l.Hour(), l.Minute(), 0, 0, time.UTC)
		if !shown.Before(wall) {
			return t
		}
		if ahead := wall.Sub(shown) - 4*time.Hour; ahead > 0 { // no clock leaps so far
			t = t.Add(ahead)
		}
	}
}
