package calling

import (
	"strings"
	"testing"
	"time"

	"partyline/fault"
)

func TestEverySkipReturnsWhenItsTableSays(t *testing.T) {
	london := "Europe/London"
	now := at(t, london, "2026-02-04 15:00") // a Wednesday
	ago := func(d time.Duration) *time.Time { x := now.Add(-d); return &x }
	ahead := now.Add(hour)
	cycle := Cycle{Number: 2, Started: now.Add(-2 * hour)}
	for _, c := range []struct {
		name  string
		in    SkipRequest
		now   time.Time
		until time.Time
		at    time.Time
		over  bool
	}{
		{name: "15 minutes", in: SkipRequest{Type: SkipQuick, Minutes: 15}, until: now.Add(15 * time.Minute)},
		{name: "30 minutes", in: SkipRequest{Type: SkipQuick, Minutes: 30}, until: now.Add(30 * time.Minute)},
		{name: "1 hour", in: SkipRequest{Type: SkipQuick, Minutes: 60}, until: now.Add(hour)},
		{name: "2 hours", in: SkipRequest{Type: SkipQuick, Minutes: 120}, until: now.Add(2 * hour)},
		{name: "today", in: SkipRequest{Type: SkipToday}, until: at(t, london, "2026-02-05 09:00")},
		{name: "a date: tomorrow", in: SkipRequest{Type: SkipDate, Date: "2026-02-05"}, until: at(t, london, "2026-02-05 09:00")},
		{name: "a date: in a year", in: SkipRequest{Type: SkipDate, Date: "2027-02-04"}, until: at(t, london, "2027-02-04 09:00")},
		{name: "this cycle", in: SkipRequest{Type: SkipCycle}},
		{name: "for good", in: SkipRequest{Type: SkipRemove, Reason: " moved away "}},
		{name: "pressed earlier, it runs from there", in: SkipRequest{Type: SkipQuick, Minutes: 30, PressedAt: ago(20 * time.Minute)}, at: now.Add(-20 * time.Minute), until: now.Add(10 * time.Minute)},
		{name: "pressed earlier, over by now", in: SkipRequest{Type: SkipQuick, Minutes: 30, PressedAt: ago(hour)}, at: now.Add(-hour), until: now.Add(-30 * time.Minute), over: true},
		{name: "over to the minute", in: SkipRequest{Type: SkipQuick, Minutes: 60, PressedAt: ago(hour)}, at: now.Add(-hour), until: now, over: true},
		{name: "an instant that no clock showed", in: SkipRequest{Type: SkipQuick, Minutes: 30, PressedAt: &time.Time{}}, until: now.Add(30 * time.Minute)},
		{name: "never ahead", in: SkipRequest{Type: SkipQuick, Minutes: 30, PressedAt: &ahead}, until: now.Add(30 * time.Minute)},
		{name: "today, pressed yesterday", in: SkipRequest{Type: SkipToday, PressedAt: ago(24 * hour)}, at: now.Add(-24 * hour), until: at(t, london, "2026-02-04 09:00"), over: true},
		{name: "a date that has come meanwhile", in: SkipRequest{Type: SkipDate, Date: "2026-02-04", PressedAt: ago(24 * hour)}, at: now.Add(-24 * hour), until: at(t, london, "2026-02-04 09:00"), over: true},
		{name: "this cycle, pressed in the last one", in: SkipRequest{Type: SkipCycle, PressedAt: ago(3 * hour)}, at: now.Add(-3 * hour), over: true},
		{name: "today, the night clocks go forward", now: at(t, london, "2026-03-28 15:00"), in: SkipRequest{Type: SkipToday}, until: at(t, london, "2026-03-29 09:00")},
		{name: "today, the night clocks go back", now: at(t, london, "2026-10-24 15:00"), in: SkipRequest{Type: SkipToday}, until: at(t, london, "2026-10-25 09:00")},
		{name: "a date beyond the change forward", now: at(t, london, "2026-03-01 15:00"), in: SkipRequest{Type: SkipDate, Date: "2026-04-01"}, until: at(t, london, "2026-04-01 09:00")},
		{name: "a date beyond the change back", now: at(t, london, "2026-10-01 15:00"), in: SkipRequest{Type: SkipDate, Date: "2026-11-01"}, until: at(t, london, "2026-11-01 09:00")},
		{name: "two hours across the change forward are two hours", now: at(t, london, "2026-03-29 00:30"), in: SkipRequest{Type: SkipQuick, Minutes: 120}, until: at(t, london, "2026-03-29 03:30")},
		{name: "two hours across the change back are two hours", now: at(t, london, "2026-10-25 00:30"), in: SkipRequest{Type: SkipQuick, Minutes: 120}, until: at(t, london, "2026-10-25 00:30").Add(2 * hour)},
		{name: "pressed before the change forward, sent after it", now: at(t, london, "2026-03-29 02:10"), in: SkipRequest{Type: SkipQuick, Minutes: 15, PressedAt: ptr(at(t, london, "2026-03-29 00:50"))},
			at: at(t, london, "2026-03-29 00:50"), until: at(t, london, "2026-03-29 02:05"), over: true},
		{name: "late in the evening, tomorrow is the group's tomorrow", now: at(t, london, "2026-07-04 23:30"), in: SkipRequest{Type: SkipToday}, until: at(t, london, "2026-07-05 09:00")},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.now.IsZero() {
				c.now = now
			}
			if c.at.IsZero() {
				c.at = c.now
			}
			s, over, err := newSkip(c.in, NewJudge(testOrg, testList, "s"), cycle, c.now)
			if err != nil {
				t.Fatal(err)
			}
			if !s.Until.Equal(c.until) || !s.At.Equal(c.at) || over != c.over || s.Type != c.in.Type || s.Reason != strings.TrimSpace(c.in.Reason) {
				t.Errorf("got %+v over %v\nwant until %v at %v over %v", s, over, c.until, c.at, c.over)
			}
		})
	}
}

func TestImpossibleSkipsAreRefusedWithTheirCode(t *testing.T) {
	now := at(t, "Europe/London", "2026-02-04 15:00")
	for name, c := range map[string]struct {
		in   SkipRequest
		code string
	}{
		"no type":                  {SkipRequest{}, "skip_type"},
		"no such type":             {SkipRequest{Type: "forever"}, "skip_type"},
		"no such minutes":          {SkipRequest{Type: SkipQuick, Minutes: 45}, "minutes_invalid"},
		"no date":                  {SkipRequest{Type: SkipDate}, "date_invalid"},
		"not a date":               {SkipRequest{Type: SkipDate, Date: "tomorrow"}, "date_invalid"},
		"no such day":              {SkipRequest{Type: SkipDate, Date: "2026-02-30"}, "date_invalid"},
		"today is not a date":      {SkipRequest{Type: SkipDate, Date: "2026-02-04"}, "date_invalid"},
		"yesterday":                {SkipRequest{Type: SkipDate, Date: "2026-02-03"}, "date_invalid"},
		"more than a year":         {SkipRequest{Type: SkipDate, Date: "2027-02-05"}, "date_invalid"},
		"for good without reason":  {SkipRequest{Type: SkipRemove}, "reason_required"},
		"for good with blanks":     {SkipRequest{Type: SkipRemove, Reason: " \n "}, "reason_required"},
		"a reason that never ends": {SkipRequest{Type: SkipCycle, Reason: strings.Repeat("é", 501)}, "reason_long"},
	} {
		if _, _, err := newSkip(c.in, NewJudge(testOrg, testList, "s"), Cycle{}, now); !fault.Is(err, c.code) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	long := SkipRequest{Type: SkipCycle, Reason: strings.Repeat("é", 500)}
	if _, _, err := newSkip(long, NewJudge(testOrg, testList, "s"), Cycle{}, now); err != nil {
		t.Errorf("500 characters are allowed: %v", err)
	}
}
