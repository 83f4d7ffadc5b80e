// Package roster is who can be called: supporters, the call lists they stand on, and the CSV files they come from.
package roster

import (
	"time"
)

// Limits of what is kept, in characters and people.
const (
	NameLimit   = 120
	NotesLimit  = 10_000
	TextLimit   = 200 // e-mail, city, level, event
	TagLimit    = 60
	TagsLimit   = 100     // of one supporter
	ListLimit   = 100_000 // people on one list
	ScriptLimit = 20_000
)

// Supporter is a person a group can call.
type Supporter struct {
	ID, Organisation, Group string
	Name                    string
	Phone                   string // E.164, "" when there is no usable one
	Email, City             string
	Zone                    string // IANA; "" is the group's
	Tags                    []string
	Level, Notes            string
	DoNotContact, DoNotCall bool
	Version                 int
	Created, Updated        time.Time
}

// List is a call list with its settings.
type List struct {
	ID, Organisation, Group string
	Name, Description       string
	Cooldown                time.Duration // minimum time between substantive contacts
	Minimum                 time.Duration // minimum time after another leader's attempt
	Event                   string        // RSVPs are for this event, or ""
	Opens, Closes           *int          // calling hours of its own in minutes after midnight; nil: the organisation's
	Mode                    string        // shared or independent
	VoicemailDone           bool
	Script                  string
	CallerID                string // "" is the organisation's
	Version                 int
	Created                 time.Time
	Deleted                 time.Time // zero: it is there
	DeletedBy               string    // user
}

// The modes in which leaders of one list work together.
const (
	Shared      = "shared"
	Independent = "independent"
)

// Group is what roster must know of a group.
type Group struct {
	ID, Organisation, Name, Zone string
	Country                      string // the organisation's, for numbers without a country code
	ShowNumbers                  bool   // the organisation's switch
	Deleted                      bool
}
