// Package campaign is the rules of dialer campaigns: the wizard, contacts, clicking, status; and their use cases.
package campaign

import (
	"slices"
	"time"
)

// Ref names a thing.
type Ref struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Campaign is one campaign without its contacts. Its fields are written under its row lock.
type Campaign struct {
	ID           string
	No           int64 // its name in the narrow tables
	Organisation string

	Name, Purpose string
	Zone          string // of the times that are shown
	Integration   string
	Script        Script
	ScriptNo      int // the version of the script
	CallerIDs     []string
	Hours         Hours
	Passes        int
	Gap           time.Duration
	WrapUp        time.Duration // for a caller's answers, once the contact has gone
	Mode          Mode          // of clicking

	Started, Paused, Ended time.Time
	PausedBy, EndedBy      Ref

	Saved   Saves
	Version int
	Creator string
	Created time.Time
}

// Saves is who saved each step last, and which version of the campaign that made.
type Saves map[Step]Save

// Save is one of them.
type Save struct {
	Version int       `json:"version" doc:"of the campaign, when the step was saved last"`
	By      Ref       `json:"by"`
	At      time.Time `json:"at"`
}

// The defaults of a new campaign.
const (
	DefaultPasses = 1
	DefaultGap    = 4 * time.Hour
	DefaultWrapUp = 2 * time.Minute
)

// New is a campaign as it is before anybody has said anything about it.
func New(id, organisation, zone string, by Ref, now time.Time) Campaign {
	return Campaign{
		ID: id, Organisation: organisation, Zone: zone, Integration: "none", Script: DefaultScript(), ScriptNo: 1, CallerIDs: []string{},
		Hours: DefaultHours(), Passes: DefaultPasses, Gap: DefaultGap, WrapUp: DefaultWrapUp, Mode: ModeApprove, Saved: Saves{}, Version: 1, Creator: by.ID, Created: now,
	}
}

// staleFor says whether an edit of these steps, made on an older version, would undo what somebody saved since.
func (c Campaign) staleFor(seen int, steps []Step) bool {
	return slices.ContainsFunc(steps, func(s Step) bool { return c.Saved[s].Version > seen })
}

// save notes that the steps were changed; the version rises once.
func (c *Campaign) save(steps []Step, by Ref, now time.Time) {
	c.Version++
	saved := Saves{}
	for s, v := range c.Saved {
		saved[s] = v
	}
	for _, s := range steps {
		saved[s] = Save{Version: c.Version, By: by, At: now}
	}
	c.Saved = saved
}
