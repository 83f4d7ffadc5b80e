package calling

import (
	"time"
	_ "time/tzdata" // calling hours must be right on machines without a zone database
)

// Verdict is whether a person may be called now, and when that answer changes by itself.
type Verdict struct {
	Status Status    // Available, Unavailable or NotCallable
	Cause  Cause     // of Unavailable
	Why    string    // of NotCallable: no_phone, do_not_call, do_not_contact
	Due    time.Time // Unavailable: when every cause is over; Available: when the hours close; NotCallable: zero
}

// Judge decides availability for one session. It keeps the time zones it has met, so make one
// for a use case, not for a person. Not safe for concurrent use.
type Judge struct {
	session  string
	cooldown time.Duration
	minimum  time.Duration
	hours    Hours
	shared   bool
	home     *time.Location // the group's zone
	zones    map[string]*time.Location
}

// NewJudge returns the judge of a session on a list of an organisation.
func NewJudge(o Organisation, l List, session string) *Judge {
	j := &Judge{
		session:  session,
		cooldown: max(l.Cooldown, o.Gap),
		minimum:  l.Minimum,
		hours:    HoursOf(o, l),
		shared:   l.Mode != Independent,
		zones:    make(map[string]*time.Location),
	}
	j.home = time.UTC
	for _, name := range []string{l.GroupZone, o.Zone} {
		if z, err := time.LoadLocation(name); err == nil && name != "" {
			j.home = z
			break
		}
	}
	return j
}

// HoursOf is a list's calling hours: its own, else the organisation's.
func HoursOf(o Organisation, l List) Hours {
	if l.Hours != nil {
		return *l.Hours
	}
	return o.Hours
}

// Judge says whether a person may be called at an instant. callback is whether their entry is an
// agreed call-back, which ignores the cooldown that this session's own call caused. The result of
// another leader on the same list is not its business, only the minimum time after it.
func (j *Judge) Judge(p Person, callback bool, now time.Time) Verdict {
	switch {
	case p.Number == "":
		return Verdict{Status: NotCallable, Why: "no_phone"}
	case p.DoNotContact:
		return Verdict{Status: NotCallable, Why: "do_not_contact"}
	case p.DoNotCall:
		return Verdict{Status: NotCallable, Why: "do_not_call"}
	}
	free, cause := now, Cause("")
	wait := func(until time.Time, c Cause) {
		if until.After(free) {
			free, cause = until, c
		}
	}
	if !p.Substantive.IsZero() && !(callback && p.SubstantiveSession == j.session) {
		wait(p.Substantive.Add(j.cooldown), Cooldown)
	}
	if !(callback && p.HeldSession == j.session) {
		wait(p.Held, Cooldown)
	}
	if j.shared && !p.OtherTried.IsZero() {
		wait(p.OtherTried.Add(j.minimum), MinimumTime)
	}
	opens, closes := j.window(p.Zone, free)
	if free.Before(opens) {
		if cause == "" {
			cause = OutOfHours
		}
		free = opens
	}
	if cause != "" {
		return Verdict{Status: Unavailable, Cause: cause, Due: free}
	}
	return Verdict{Status: Available, Due: closes}
}

// window is the calling hours that contain t, or the next ones to open after it, as instants.
// They are wall-clock times at the person's place, so a day of 23 or 25 hours moves neither end.
func (j *Judge) window(zone string, t time.Time) (opens, closes time.Time) {
	z := j.zone(zone)
	at := func(day, minutes int) time.Time {
		l := t.In(z)
		return firstShown(z, l.Year(), l.Month(), l.Day()+day, minutes)
	}
	if j.hours.Opens >= j.hours.Closes { // none set: always
		return t, time.Time{}
	}
	for day := 0; ; day++ {
		if closes = at(day, j.hours.Closes); t.Before(closes) {
			return at(day, j.hours.Opens), closes
		}
	}
}

func (j *Judge) zone(name string) *time.Location {
	if name == "" {
		return j.home
	}
	if z, ok := j.zones[name]; ok {
		return z
	}
	z, err := time.LoadLocation(name)
	if err != nil {
		z = j.home
	}
	j.zones[name] = z
	return z
}

// opening is when the calling hours open on a day so many days after t's, in the group's zone.
func (j *Judge) opening(t time.Time, days int) time.Time {
	l := t.In(j.home)
	return firstShown(j.home, l.Year(), l.Month(), l.Day()+days, j.hours.Opens)
}
