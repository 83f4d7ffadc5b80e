package campaign

import (
	"fmt"
	"strings"
	"time"
)

// State is a campaign's status in one word.
type State string

// The states; Complete covers ended ones.
const (
	Draft        State = "draft"
	Loading      State = "loading"
	LoadFailed   State = "load_failed"
	Paused       State = "paused"
	Complete     State = "complete"
	Stalled      State = "stalled"
	Running      State = "running"
	OutsideHours State = "outside_hours"
)

// Situation is everything that a status depends on, at one instant.
type Situation struct {
	Now   time.Time
	Place *time.Location // in whose time instants are said; UTC when nil

	Missing []Gap
	Started bool
	// First is the first load: FirstAt says how far it is.
	FirstDone, FirstFailed bool
	FirstPercent           int
	FirstProblem           string
	LoadedMore             bool // rows of a later load are on their way: a bar of their own, never the status

	Paused   time.Time
	PausedBy string
	Ended    bool
	Zones    []ZoneCounts
	Hours    Hours

	CallerIDs int
	Refused   string // why the carrier refuses, in words; "" when it does not
	Drives    bool   // something drives the dialer, or did within the last ten seconds
	Callers   int
	Clickers  int // here now
	Talking   int
	Dialling  Dialling // as it was read

	ClickingOff bool // the organisation's switch is off: what waits for a click waits for its owner

	Launch bool // clicking is on, and each call begins with a click
	Shown  int  // launch: clickers with a number on their screen
	Free   int  // callers for whom nothing rings
}

// Status is the answer: one sentence with its cause and remedy.
type Status struct {
	State    State      `json:"state" enum:"draft,loading,load_failed,paused,complete,outside_hours,stalled,running"`
	Sentence string     `json:"sentence" doc:"for admins"`
	Callers  string     `json:"callers" doc:"for callers"`
	Cause    string     `json:"cause,omitempty" enum:",caller_id,carrier,dialer,clicking,switch,gap,other" doc:"of stalled"`
	Next     *time.Time `json:"next_at,omitempty" doc:"the first instant at which a contact could be dialled with every lock open; absent when now or never"`

	// Calling is how many callers have their phone connected.
	Calling int `json:"-"`
	// Dialable is how many contacts could be dialled now; in launch mode: by a press, while a clicker has one on a screen.
	Dialable int64 `json:"-"`
	// Again is when the sentence may change though nothing is written: hours that open or shut. Zero: never.
	Again time.Time `json:"-"`
	// Stops is when nothing will have driven the dialer for so long that the sentence says so. Zero: it does not depend on that.
	Stops time.Time `json:"-"`
}

// told is a status as callers are told it.
func (s Status) told() CallersView { return CallersView{s.State, s.Callers, s.Calling} }

// ClicksAnHour is about what one clicker does.
const ClicksAnHour = 20_000

// rows is the table: the first true row wins.
var rows = []struct {
	state   State
	when    func(s *view) bool
	admins  func(s *view) string
	callers func(s *view) string
}{
	{Draft, func(s *view) bool { return !s.Started }, (*view).sayDraft, notOpenYet},
	{Loading, func(s *view) bool { return !s.FirstDone && !s.FirstFailed },
		func(s *view) string {
			return fmt.Sprintf("This campaign is loading (%d %%).", min(max(s.FirstPercent, 0), 99))
		}, notOpenYet},
	{LoadFailed, func(s *view) bool { return s.FirstFailed },
		func(s *view) string {
			return "This campaign could not load: " + strings.TrimSuffix(s.FirstProblem, ".") + "."
		}, notOpenYet},
	{Paused, func(s *view) bool { return !s.Paused.IsZero() && !s.Ended }, (*view).sayPaused,
		func(*view) string { return "This campaign is paused." }},
	{Complete, func(s *view) bool { return s.flight == 0 && (s.Ended || s.waiting == 0) },
		func(*view) string { return "This campaign is complete." }, func(*view) string { return "This campaign is complete. Thank you!" }},
	{Stalled, func(s *view) bool { return !s.Ended && s.blocked() != "" }, (*view).sayBlocked,
		func(s *view) string { return "No calls just now: " + s.plainCause() }},
	{Running, func(s *view) bool { return s.dialable > 0 || s.flight > 0 }, (*view).sayRunning,
		func(*view) string { return "This campaign is running." }},
	{OutsideHours, (*view).outside,
		func(s *view) string {
			return "Outside of dialing hours. Next numbers open at " + s.clockThere(s.first) + "."
		},
		func(s *view) string {
			return "Outside of dialing hours. Calls start again at " + s.clockThere(s.first) + "."
		}},
	{Stalled, func(*view) bool { return true }, (*view).sayStalled,
		func(s *view) string { return "No calls just now: " + s.plainCause() }},
}

// StatusOf is the status at one instant: the first row of the table that is true.
func StatusOf(s Situation) Status {
	v := look(s)
	for _, r := range rows {
		if !r.when(v) {
			continue
		}
		out := Status{State: r.state, Sentence: r.admins(v) + v.sayNever(r.state), Callers: r.callers(v), Calling: s.Callers, Dialable: v.dialable, Again: v.again}
		if r.state == Stalled {
			out.Cause = v.cause()
		}
		if v.first.After(s.Now) && (r.state == OutsideHours || r.state == Stalled || r.state == Paused) {
			first := v.first
			out.Next = &first
		}
		return out
	}
	panic("campaign: the last row is always true")
}

// view is a situation with what is worked out from it.
type view struct {
	Situation
	waiting, flight, dialable int64 // waiting without those who never open
	click, gap, other         int64
	never                     int64     // waiting, and never inside the hours of all their zones: nothing can become of them as things are
	openClick                 int64     // waiting for a click in an open zone set
	launches                  int64     // of them: by each of their calls, in launch mode, and nobody has one on a screen
	anyOpen                   bool      // a zone set with somebody in it is open
	first                     time.Time // T; zero: never
	firstHours                bool      // T is an instant at which hours open, not one at which a gap ends
	again                     time.Time
	gapFirst                  time.Time
}

func look(s Situation) *view {
	v := &view{Situation: s}
	earlier := func(at *time.Time, t time.Time) bool {
		if t.IsZero() || !at.IsZero() && !t.Before(*at) {
			return false
		}
		*at = t
		return true
	}
	for _, z := range s.Zones {
		v.flight += z.InFlight
		if z.waiting() == 0 {
			continue
		}
		opens, ok := s.Hours.NextOpen(z.Zones, s.Now)
		if !ok {
			v.never += z.waiting()
			continue
		}
		v.waiting += z.waiting()
		v.click, v.gap, v.other = v.click+z.Click, v.gap+z.Gap, v.other+z.Other
		open := s.Hours.Dialable(z.Zones, s.Now)
		v.anyOpen = v.anyOpen || open
		if open {
			v.dialable += z.ready()
			v.openClick += z.Click
			if s.Launch {
				v.launches += z.ready() + z.Click
			}
			if shut, ok := s.Hours.NextShut(z.Zones, s.Now); ok {
				earlier(&v.again, shut)
			}
		}
		if !open {
			earlier(&v.again, opens)
		}
		if z.ready()+z.Click+z.Other > 0 && earlier(&v.first, opens) {
			v.firstHours = !open
		}
		if z.Gap > 0 {
			due := z.GapFirst
			if due.Before(s.Now) {
				due = s.Now
			}
			earlier(&v.gapFirst, due)
			earlier(&v.again, due)
			if at, ok := s.Hours.NextOpen(z.Zones, due); ok && earlier(&v.first, at) {
				v.firstHours = at.After(due)
			}
		}
	}
	if s.Launch { // nothing is dialled but what somebody looks at and clicks
		v.openClick, v.dialable = v.launches, 0
		if s.Shown > 0 {
			v.dialable = v.launches
		}
	}
	return v
}

// outside: all remaining zone sets are shut, or no contact in an open one needs a click and the first to open waits for its hours.
func (s *view) outside() bool { return !s.anyOpen || s.openClick == 0 && s.firstHours }

// blocked is what keeps every dial from being placed, "" for nothing.
func (s *view) blocked() string {
	switch {
	case s.CallerIDs == 0:
		return "caller_id"
	case s.Refused != "":
		return "carrier"
	case !s.Drives:
		return "dialer"
	}
	return ""
}

func (s *view) cause() string {
	switch b := s.blocked(); {
	case b != "" && !s.Ended:
		return b
	case s.openClick > 0 && s.ClickingOff:
		return "switch"
	case s.openClick > 0:
		return "clicking"
	case s.gap > 0:
		return "gap"
	case s.other > 0:
		return "other"
	}
	return "clicking"
}

// plainCause is the cause in words for callers.
func (s *view) plainCause() string {
	switch s.cause() {
	case "caller_id", "carrier", "dialer":
		return "the phone lines are not ready. The organisers know."
	case "clicking":
		if s.Launch {
			return "each call begins with a click, and nobody clicks just now. The organisers know."
		}
		return "the next numbers wait to be approved."
	case "switch":
		return "the next numbers wait for the organisers."
	case "gap":
		return "everybody was called a short while ago."
	}
	return "the next numbers are being called by others."
}
