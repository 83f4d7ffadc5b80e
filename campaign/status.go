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
			return "Outside of dialing hours. Next numbers open at " + s.clock(s.first) + "."
		},
		func(s *view) string {
			return "Outside of dialing hours. Calls start again at " + s.clock(s.first) + "."
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
		out := Status{State: r.state, Sentence: r.admins(v) + v.sayNever(r.state), Callers: r.callers(v), Calling: s.Callers, Again: v.again}
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

func (s *view) sayDraft() string {
	if len(s.Missing) == 0 {
		return "This campaign has not started. Nothing is missing: start it when you are ready."
	}
	var steps []string
	last := Step("")
	for _, g := range s.Missing {
		if g.Step != last {
			steps = append(steps, stepWords[g.Step])
		}
		last = g.Step
	}
	return "This campaign has not started. Missing: " + strings.Join(steps, ", ") + "."
}

var stepWords = map[Step]string{
	StepName: "name", StepIntegration: "integration", StepQuestions: "questions", StepContacts: "contacts", StepCallerID: "caller ID",
	StepHours: "hours", StepPasses: "passes", StepStart: "start",
}

// sayNever is what a sentence says besides of those who are never inside the hours, "" for nothing.
func (s *view) sayNever(state State) string {
	switch {
	case s.never == 0 || s.Ended || state == Draft || state == Loading || state == LoadFailed:
		return ""
	case s.never == 1:
		return " 1 contact is never in the hours of all its time zones: widen the hours."
	}
	return fmt.Sprintf(" %s are never in the hours of all their time zones: widen the hours.", count(s.never, "contact"))
}

func (s *view) sayPaused() string {
	by := s.PausedBy
	if by == "" {
		by = "somebody"
	}
	return fmt.Sprintf("This campaign is paused (by %s at %s).", by, s.clock(s.Paused))
}

func (s *view) sayBlocked() string {
	switch s.blocked() {
	case "caller_id":
		return "This campaign is stalled: it has no caller ID. Choose one."
	case "carrier":
		return "This campaign is stalled: the carrier refuses calls (" + strings.TrimSuffix(s.Refused, ".") + "). Tell whoever runs this server."
	}
	return "This campaign is stalled: no server is dialling just now. It goes on by itself within a minute; if not, tell whoever runs this server."
}

func (s *view) sayRunning() string {
	if s.Ended {
		return fmt.Sprintf("This campaign is running: it was ended, and %s still under way.", calls(s.flight))
	}
	return fmt.Sprintf("This campaign is running. %s, %s talking.", count(int64(s.Callers), "caller"), grouped(int64(s.Talking)))
}

func (s *view) sayStalled() string {
	var parts []string
	switch {
	case s.openClick == 0:
	case s.ClickingOff:
		parts = append(parts, fmt.Sprintf("%s %s for a click, and clicking is switched off", count(s.click, "cell"), waits(s.click)))
	case s.Launch:
		part := fmt.Sprintf("each call begins with a click, and nobody clicks: %s %s", count(s.openClick, "number"), waits(s.openClick))
		if s.Free > 0 {
			part += fmt.Sprintf(", and %s free", callersAre(s.Free))
		}
		parts = append(parts, part)
	default:
		parts = append(parts, fmt.Sprintf("%s %s for clicking (%s)", count(s.click, "cell"), waits(s.click), s.clicks()))
	}
	if s.gap > 0 {
		part := fmt.Sprintf("%s %s for the gap", grouped(s.gap), waits(s.gap))
		if !s.gapFirst.IsZero() && s.openClick == 0 {
			part += ", first at " + s.clock(s.gapFirst)
		}
		parts = append(parts, part)
	}
	if s.other > 0 {
		parts = append(parts, fmt.Sprintf("%s %s for other queues or for tomorrow", grouped(s.other), waits(s.other)))
	}
	if len(parts) == 0 {
		parts = append(parts, "nobody can be called just now")
	}
	sentence := "This campaign is stalled: " + strings.Join(parts, "; ") + "."
	switch {
	case s.openClick == 0:
	case s.ClickingOff:
		sentence += " An owner lets them be called, or switches it on."
	default:
		sentence += " Share the clicker link."
	}
	return sentence
}

// clicks is about how long clicking takes for those who are here; for one clicker while nobody is.
func (s *view) clicks() string {
	takes := about(time.Duration(float64(s.click) / ClicksAnHour / float64(max(s.Clickers, 1)) * float64(time.Hour)))
	if s.Clickers > 1 {
		return fmt.Sprintf("%s for the %s clickers here", takes, grouped(int64(s.Clickers)))
	}
	return takes + " for one clicker"
}

func notOpenYet(*view) string { return "This campaign is not open yet." }

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
