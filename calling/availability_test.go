package calling

import (
	"testing"
	"time"
)

const hour = time.Hour

// at is an instant written as a wall clock in a zone shows it.
func at(t *testing.T, zone, wall string) time.Time {
	t.Helper()
	z, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	x, err := time.ParseInLocation("2006-01-02 15:04", wall, z)
	if err != nil {
		t.Fatal(err)
	}
	return x.UTC()
}

var (
	testOrg  = Organisation{ID: "o", Zone: "Europe/London", Hours: Hours{9 * 60, 21 * 60}, CallerID: "+440000"}
	testList = List{ID: "l", GroupZone: "Europe/London", Cooldown: 72 * hour, Minimum: 4 * hour, Mode: Shared}
	ann      = Person{ID: "p", Name: "Ann", Number: "+441", Zone: "Europe/London", OnList: true}
)

// person is ann with changes.
func person(change func(*Person)) Person {
	p := ann
	if change != nil {
		change(&p)
	}
	return p
}

func TestAvailabilityIsJudgedByEveryCause(t *testing.T) {
	noon := at(t, "Europe/London", "2026-02-04 12:00")
	nine := func(day string) time.Time { return at(t, "Europe/London", day+" 09:00") }
	close21 := at(t, "Europe/London", "2026-02-04 21:00")
	own := Hours{10 * 60, 12 * 60}
	for _, c := range []struct {
		name     string
		person   func(*Person)
		list     func(*List)
		org      func(*Organisation)
		callback bool
		now      time.Time
		want     Verdict
	}{
		{name: "nothing speaks against it", now: noon, want: Verdict{Status: Available, Due: close21}},
		{name: "no usable phone", person: func(p *Person) { p.Number = "" }, now: noon, want: Verdict{Status: NotCallable, Why: "no_phone"}},
		{name: "do not call", person: func(p *Person) { p.DoNotCall = true }, now: noon, want: Verdict{Status: NotCallable, Why: "do_not_call"}},
		{name: "do not contact", person: func(p *Person) { p.DoNotContact = true }, now: noon, want: Verdict{Status: NotCallable, Why: "do_not_contact"}},
		{name: "not callable beats every cause", person: func(p *Person) { p.DoNotCall, p.Held = true, noon.Add(hour) }, now: noon, want: Verdict{Status: NotCallable, Why: "do_not_call"}},
		{name: "before the hours", now: at(t, "Europe/London", "2026-02-04 08:59"), want: Verdict{Status: Unavailable, Cause: OutOfHours, Due: nine("2026-02-04")}},
		{name: "the hours open to the minute", now: nine("2026-02-04"), want: Verdict{Status: Available, Due: close21}},
		{name: "the hours close to the minute", now: close21, want: Verdict{Status: Unavailable, Cause: OutOfHours, Due: nine("2026-02-05")}},
		{name: "the last minute", now: close21.Add(-time.Minute), want: Verdict{Status: Available, Due: close21}},
		{name: "hours are the supporter's, not the group's", person: func(p *Person) { p.Zone = "America/New_York" }, now: noon,
			want: Verdict{Status: Unavailable, Cause: OutOfHours, Due: at(t, "America/New_York", "2026-02-04 09:00")}},
		{name: "a zone nobody knows is the group's", person: func(p *Person) { p.Zone = "Nowhere/Atall" }, now: noon, want: Verdict{Status: Available, Due: close21}},
		{name: "the list's own hours", list: func(l *List) { l.Hours = &own }, now: noon, want: Verdict{Status: Unavailable, Cause: OutOfHours, Due: at(t, "Europe/London", "2026-02-05 10:00")}},
		{name: "cooldown", person: func(p *Person) { p.Substantive = noon.Add(-71 * hour) }, now: noon, want: Verdict{Status: Unavailable, Cause: Cooldown, Due: noon.Add(hour)}},
		{name: "cooldown over to the minute", person: func(p *Person) { p.Substantive = noon.Add(-72 * hour) }, now: noon, want: Verdict{Status: Available, Due: close21}},
		{name: "the organisation's gap is longer", person: func(p *Person) { p.Substantive = noon.Add(-71 * hour) }, org: func(o *Organisation) { o.Gap = 74 * hour }, now: noon,
			want: Verdict{Status: Unavailable, Cause: Cooldown, Due: noon.Add(3 * hour)}},
		{name: "no cooldown at all", person: func(p *Person) { p.Substantive = noon.Add(-time.Minute) }, list: func(l *List) { l.Cooldown = 0 }, now: noon, want: Verdict{Status: Available, Due: close21}},
		{name: "cooldown that ends at night waits for the hours", person: func(p *Person) { p.Substantive = noon.Add(-62 * hour) }, now: noon,
			want: Verdict{Status: Unavailable, Cause: Cooldown, Due: nine("2026-02-05")}},
		{name: "a call-back ignores the cooldown of its own session", person: func(p *Person) { p.Substantive, p.SubstantiveSession = noon.Add(-hour), "s" }, callback: true, now: noon, want: Verdict{Status: Available, Due: close21}},
		{name: "but not another session's", person: func(p *Person) { p.Substantive, p.SubstantiveSession = noon.Add(-hour), "other" }, callback: true, now: noon,
			want: Verdict{Status: Unavailable, Cause: Cooldown, Due: at(t, "Europe/London", "2026-02-07 11:00")}},
		{name: "who was no call-back waits for its own session's cooldown too", person: func(p *Person) { p.Substantive, p.SubstantiveSession = noon.Add(-hour), "s" }, now: noon,
			want: Verdict{Status: Unavailable, Cause: Cooldown, Due: at(t, "Europe/London", "2026-02-07 11:00")}},
		{name: "answered and never logged", person: func(p *Person) { p.Held = noon.Add(3 * hour) }, now: noon, want: Verdict{Status: Unavailable, Cause: Cooldown, Due: noon.Add(3 * hour)}},
		{name: "another leader's attempt", person: func(p *Person) { p.OtherTried = noon.Add(-hour) }, now: noon, want: Verdict{Status: Unavailable, Cause: MinimumTime, Due: noon.Add(3 * hour)}},
		{name: "another leader's attempt long ago", person: func(p *Person) { p.OtherTried = noon.Add(-4 * hour) }, now: noon, want: Verdict{Status: Available, Due: close21}},
		{name: "independent lists know no minimum time", person: func(p *Person) { p.OtherTried = noon.Add(-hour) }, list: func(l *List) { l.Mode = Independent }, now: noon, want: Verdict{Status: Available, Due: close21}},
		{name: "the cause that lasts longest is told", person: func(p *Person) { p.OtherTried, p.Held = noon.Add(-hour), noon.Add(2*hour) }, now: noon,
			want: Verdict{Status: Unavailable, Cause: MinimumTime, Due: noon.Add(3 * hour)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, o := testList, testOrg
			if c.list != nil {
				c.list(&l)
			}
			if c.org != nil {
				c.org(&o)
			}
			if got := NewJudge(o, l, "s").Judge(person(c.person), c.callback, c.now); got != c.want {
				t.Errorf("got %+v\nwant %+v", got, c.want)
			}
		})
	}
}

func TestCallingHoursAreWallClockAcrossDaylightSaving(t *testing.T) {
	for _, c := range []struct {
		name, zone, now, due string
		wide                 time.Duration // from closing to the next opening
	}{
		{"London, the night clocks go forward", "Europe/London", "2026-03-28 21:00", "2026-03-29 09:00", 11 * hour},
		{"London, the night clocks go back", "Europe/London", "2026-10-24 21:00", "2026-10-25 09:00", 13 * hour},
		{"New York, forward", "America/New_York", "2026-03-07 21:00", "2026-03-08 09:00", 11 * hour},
		{"New York, back", "America/New_York", "2026-10-31 21:00", "2026-11-01 09:00", 13 * hour},
		{"an ordinary night", "Europe/London", "2026-02-04 21:00", "2026-02-05 09:00", 12 * hour},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := person(func(p *Person) { p.Zone = c.zone })
			now, due := at(t, c.zone, c.now), at(t, c.zone, c.due)
			v := NewJudge(testOrg, testList, "s").Judge(p, false, now)
			if v.Status != Unavailable || !v.Due.Equal(due) || v.Due.Sub(now) != c.wide {
				t.Errorf("closed at %v: %+v, want due %v", now, v, due)
			}
			if v := NewJudge(testOrg, testList, "s").Judge(p, false, due); v.Status != Available || v.Due.Sub(due) != 12*hour {
				t.Errorf("at the opening: %+v", v)
			}
		})
	}
}

// An hour that does not exist, or exists twice, moves no opening before its time on any clock, east or west of Greenwich.
func TestHoursOpenWhenClocksFirstShowIt(t *testing.T) {
	for _, c := range []struct {
		name, zone, now string
		opens           int
		want            string // UTC
	}{
		{"an ordinary day", "Europe/London", "2026-02-03 12:00", 9 * 60, "2026-02-04 09:00"},
		{"the hour does not exist in London", "Europe/London", "2026-03-28 12:00", 90, "2026-03-29 01:00"},
		{"as clocks leap", "Europe/London", "2026-03-28 12:00", 60, "2026-03-29 01:00"},
		{"behind the leap", "Europe/London", "2026-03-28 12:00", 120, "2026-03-29 01:00"},
		{"the hour exists twice in London", "Europe/London", "2026-10-24 12:00", 90, "2026-10-25 00:30"},
		{"behind it", "Europe/London", "2026-10-24 12:00", 120, "2026-10-25 02:00"},
		{"the hour does not exist in New York", "America/New_York", "2026-03-07 12:00", 150, "2026-03-08 07:00"},
		{"the hour exists twice in New York", "America/New_York", "2026-10-31 12:00", 90, "2026-11-01 05:30"},
		{"midnight does not exist in Santiago", "America/Santiago", "2026-09-05 12:00", 0, "2026-09-06 04:00"},
		{"midnight does not exist in Beirut", "Asia/Beirut", "2026-03-28 12:00", 0, "2026-03-28 22:00"},
		{"half an hour is left out on Lord Howe", "Australia/Lord_Howe", "2026-10-03 12:00", 135, "2026-10-03 15:30"},
	} {
		org, list := testOrg, testList
		org.Hours = Hours{Opens: c.opens, Closes: 1440}
		list.GroupZone = c.zone
		j := NewJudge(org, list, "s")
		want := at(t, "UTC", c.want)
		now := at(t, c.zone, c.now)
		if got := j.opening(now, 1); !got.Equal(want) {
			t.Errorf("%s: opens at %v, want %v", c.name, got.UTC(), want)
		}
		eve, _ := j.window("", want.Add(-time.Minute))
		if c.opens > 0 && !eve.Equal(want) {
			t.Errorf("%s: a minute before, the next opening is %v, want %v", c.name, eve, want)
		}
		if opens, closes := j.window("", want); opens.After(want) || !closes.After(want) {
			t.Errorf("%s: at %v it is open from %v to %v", c.name, want, opens, closes)
		}
	}
}
