package calling

import (
	"strings"
	"time"
	"unicode/utf8"

	"partyline/fault"
)

// Limits of what people write.
const (
	NameLimit   = 120
	ReasonLimit = 500
	NotesLimit  = 10_000
)

// newSkip turns a press into a skip, counted from the moment of the press, which is never ahead
// of now. over says that it has run out already (it was pressed while offline).
func newSkip(in SkipRequest, j *Judge, c Cycle, now time.Time) (skip Skip, over bool, err error) {
	pressed := now
	if in.PressedAt != nil && !in.PressedAt.IsZero() && in.PressedAt.Before(now) {
		pressed = in.PressedAt.UTC().Truncate(time.Millisecond)
	}
	skip = Skip{Type: in.Type, Reason: strings.TrimSpace(in.Reason), At: pressed}
	if utf8.RuneCountInString(skip.Reason) > ReasonLimit {
		return Skip{}, false, fault.New(fault.Invalid, "reason_long", "The reason is too long: keep it under %d characters.", ReasonLimit).On("reason", "too long")
	}
	switch in.Type {
	case SkipQuick:
		switch in.Minutes {
		case 15, 30, 60, 120:
		default:
			return Skip{}, false, fault.New(fault.Invalid, "minutes_invalid", "Choose 15 minutes, 30 minutes, 1 hour or 2 hours.").On("minutes", "15, 30, 60 or 120")
		}
		skip.Until = pressed.Add(time.Duration(in.Minutes) * time.Minute)
	case SkipToday:
		skip.Until = j.opening(pressed, 1)
	case SkipDate:
		if skip.Until, err = skipDate(in.Date, j, pressed); err != nil {
			return Skip{}, false, err
		}
	case SkipCycle:
		return skip, pressed.Before(c.Started), nil
	case SkipRemove:
		if skip.Reason == "" {
			return Skip{}, false, fault.New(fault.Invalid, "reason_required", "Give a reason to remove someone for good.").On("reason", "required")
		}
	default:
		return Skip{}, false, fault.New(fault.Invalid, "skip_type", "Choose how long to skip this person for.").On("type", "quick, today, date, cycle or remove")
	}
	return skip, !skip.Until.IsZero() && !skip.Until.After(now), nil
}

// skipDate is the opening of the calling hours on a date from tomorrow to a year ahead, seen from the press.
func skipDate(date string, j *Judge, pressed time.Time) (time.Time, error) {
	day, err := time.Parse("2006-01-02", date)
	if err != nil {
		return time.Time{}, fault.New(fault.Invalid, "date_invalid", "Choose a date.").On("date", "a date such as 2027-01-31")
	}
	l := pressed.In(j.home)
	today := time.Date(l.Year(), l.Month(), l.Day(), 0, 0, 0, 0, time.UTC)
	switch {
	case !day.After(today):
		return time.Time{}, fault.New(fault.Invalid, "date_invalid", "That date is in the past: choose tomorrow or later.").On("date", "tomorrow or later")
	case day.After(today.AddDate(1, 0, 0)):
		return time.Time{}, fault.New(fault.Invalid, "date_invalid", "That date is too far ahead: choose one within a year.").On("date", "within a year")
	}
	return j.opening(pressed, int(day.Sub(today)/(24*time.Hour))), nil
}

// timed says whether a skip ends by time.
func (s *Skip) timed() bool { return s != nil && !s.Until.IsZero() }
