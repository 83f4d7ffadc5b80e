package campaign

import (
	"fmt"
	"time"
)

// clock says an instant in the campaign's place: the time, with the day unless it is today.
func (s *view) clock(t time.Time) string {
	place := s.Place
	if place == nil {
		place = time.UTC
	}
	t, now := t.In(place), s.Now.In(place)
	if y, m, d := t.Date(); y == now.Year() && m == now.Month() && d == now.Day() {
		return t.Format("15:04")
	}
	return t.Format("15:04 on Mon 2 Jan")
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
