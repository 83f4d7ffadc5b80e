package campaign

import (
	"fmt"
	"strings"
	"time"
)

// clock says an instant in the campaign's place: the time, with the day unless it is today.
func (s *view) clock(t time.Time) string {
	t, now := t.In(s.place()), s.Now.In(s.place())
	if y, m, d := t.Date(); y == now.Year() && m == now.Month() && d == now.Day() {
		return t.Format("15:04")
	}
	return t.Format("15:04 on Mon 2 Jan")
}

// clockThere is clock with the name of the place, for an instant that somebody elsewhere waits for: "09:00, London time".
func (s *view) clockThere(t time.Time) string { return s.clock(t) + ", " + ofPlace(s.place()) }

// place is where the campaign's times are told.
func (s *view) place() *time.Location {
	if s.Place == nil {
		return time.UTC
	}
	return s.Place
}

// ofPlace names a zone's time as pages do: "New York time".
func ofPlace(zone *time.Location) string {
	if zone == time.UTC {
		return "UTC"
	}
	name := zone.String()
	return strings.ReplaceAll(name[strings.LastIndex(name, "/")+1:], "_", " ") + " time"
}

// about rounds a time the way people say it.
func about(d time.Duration) string {
	minutes := int64((d + time.Minute - 1) / time.Minute)
	switch {
	case minutes <= 1:
		return "about a minute"
	case minutes < 90:
		return fmt.Sprintf("about %d minutes", minutes)
	}
	return fmt.Sprintf("about %s hours", grouped((minutes+30)/60))
}

func waits(n int64) string {
	if n == 1 {
		return "waits"
	}
	return "wait"
}

func count(n int64, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return grouped(n) + " " + what + "s"
}

func calls(n int64) string {
	if n == 1 {
		return "1 call is"
	}
	return grouped(n) + " calls are"
}

func callersAre(n int) string {
	if n == 1 {
		return "1 caller is"
	}
	return count(int64(n), "caller") + " are"
}

// grouped writes 12,400.
func grouped(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
