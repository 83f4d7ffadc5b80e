package campaign

import (
	"cmp"
	"slices"
	"time"

	"partyline/fault"
)

// Audience is whose pages show an alert bar.
type Audience string

// The audiences.
const (
	ForCallers  Audience = "callers"
	ForClickers Audience = "clickers"
	ForBoth     Audience = "both"
)

// has says whether pages of a link are in it.
func (a Audience) has(kind Kind) bool {
	return a == ForBoth || a == ForCallers && kind == Caller || a == ForClickers && kind == Clicker
}

// AlertLevel is an alert bar's weight.
type AlertLevel string

// The levels.
const (
	Information AlertLevel = "info"
	Success     AlertLevel = "success"
	Warning     AlertLevel = "warning"
)

// The bounds of alert bars.
const (
	MostAlerts  = 20   // of one campaign, those that are over or not shown included
	MostShown   = 5    // on a page at once: the newest of those that are current
	LongestText = 1000 // characters, of end cards too
)

// Alert is one alert bar.
type Alert struct {
	ID, Campaign string
	Text, HTML   string
	Audience     Audience
	Level        AlertLevel
	Starts       time.Time // zero: at once
	Expires      time.Time // zero: permanent
	Hidden       bool

	By      Ref
	At      time.Time
	Version int
	Worded  int // the version in which the text was changed last: who saw that, or a later one, has seen it
	Created time.Time
}

// since is when it is new: when it was made, or when it starts.
func (a Alert) since() time.Time {
	if a.Starts.After(a.Created) {
		return a.Starts
	}
	return a.Created
}

// over says whether it has expired: at that very instant it is gone.
func (a Alert) over(now time.Time) bool { return !a.Expires.IsZero() && !now.Before(a.Expires) }

// check refuses what could never be seen, or would be gone at once.
func (a Alert) check(now time.Time) error {
	switch {
	case !a.Starts.IsZero() && !a.Expires.IsZero() && !a.Starts.Before(a.Expires):
		return refuse("ends_before_start", "expires_at", "It would end before it starts. Choose a later end.")
	case a.over(now) && !a.Hidden:
		return refuse("ends_in_past", "expires_at", "This end is over already, so nobody would see it. Choose a later one.")
	}
	return nil
}

// AlertEdit makes an alert bar or changes one: what is left out stays as it is.
type AlertEdit struct {
	Text     *string     `json:"text,omitempty" lines:"many" doc:"Markdown, at most 1,000 characters: lines, lists, **bold**, *slanted*, links to http, https, mailto and tel; {first_name} is whoever reads it. No HTML, no pictures"`
	Audience *Audience   `json:"audience,omitempty" enum:"callers,clickers,both" doc:"of a new one: both"`
	Level    *AlertLevel `json:"level,omitempty" enum:"info,success,warning" doc:"of a new one: info"`
	Starts   *string     `json:"starts_at,omitempty" doc:"RFC 3339; empty: at once"`
	Expires  *string     `json:"expires_at,omitempty" doc:"RFC 3339, in the future; empty: permanent"`
	Shown    *bool       `json:"shown,omitempty" doc:"of a new one: true; false takes it off every page and keeps it"`
}

// ChangedAlert is an edit of one that somebody saw in this version.
type ChangedAlert struct {
	Version int `json:"version" minimum:"1"`
	AlertEdit
}

// apply is the alert after an edit, judged as a whole; its version rises.
func (a Alert) apply(e AlertEdit, by Ref, now time.Time) (Alert, error) {
	a.Version++
	if e.Text != nil && (*e.Text != a.Text || a.HTML == "") {
		html, err := renderHTML("text", *e.Text, LongestText)
		if err != nil {
			return a, err
		}
		a.Text, a.HTML, a.Worded = *e.Text, html, a.Version
	}
	if e.Audience != nil {
		a.Audience = *e.Audience
	}
	if e.Level != nil {
		a.Level = *e.Level
	}
	if e.Shown != nil {
		a.Hidden = !*e.Shown
	}
	for _, t := range []struct {
		said *string
		to   *time.Time
		name string
	}{{e.Starts, &a.Starts, "starts_at"}, {e.Expires, &a.Expires, "expires_at"}} {
		if t.said == nil {
			continue
		}
		*t.to = time.Time{}
		if *t.said == "" {
			continue
		}
		at, err := time.Parse(time.RFC3339, *t.said)
		if err != nil {
			return a, refuse("invalid", t.name, "This must be a time like 2026-04-15T18:30:00Z.")
		}
		*t.to = at.UTC().Truncate(time.Millisecond)
	}
	a.By, a.At = by, now
	return a, a.check(now)
}

// newestFirst puts alert bars into the order of the pages.
func newestFirst(alerts []Alert) {
	slices.SortStableFunc(alerts, func(a, b Alert) int {
		return cmp.Or(b.since().Compare(a.since()), cmp.Compare(b.ID, a.ID))
	})
}

func noAlert() error {
	return fault.New(fault.NotFound, "not_found", "There is no such alert bar (any more).")
}
