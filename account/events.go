package account

import (
	"slices"
	"time"

	"partyline/event"
)

// The events of a user's own topic. Each carries a Changed.
const (
	UserChanged    event.Kind = "account.user_changed"    // name, language, theme …
	RightsChanged  event.Kind = "account.rights_changed"  // role, groups led, disabled: what they may listen to is judged again
	MobileChanged  event.Kind = "account.mobile_changed"  // another number, or none
	MobileVerified event.Kind = "account.mobile_verified" // the code was right
	LoginsEnded    event.Kind = "account.logins_ended"    // signed out everywhere, or disabled
)

// UserKinds is the kinds of events of a user's own topic; Kinds is every kind of this package, for the OpenAPI
// document and its closed union.
var (
	UserKinds = []event.Kind{UserChanged, RightsChanged, MobileChanged, MobileVerified, LoginsEnded}
	Kinds     = append(slices.Clone(UserKinds), OrganisationChanged, GroupChanged)
)

// The events that concern more than one user.
const (
	OrganisationChanged event.Kind = "account.organisation_changed" // on organisation/{id}: an OrganisationTold
	GroupChanged        event.Kind = "account.group_changed"        // on sessions/{group}: a GroupTold
)

// OrganisationTold is the settings of an organisation as they are now, without its number.
type OrganisationTold struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Zone        string `json:"zone"`
	Country     string `json:"country"`
	Opens       int    `json:"opens" doc:"minutes after midnight at the supporter's place"`
	Closes      int    `json:"closes"`
	GapMinutes  int    `json:"gap_minutes"`
	DailyCap    int    `json:"daily_cap"`
	ShowNumbers bool   `json:"show_numbers" doc:"false: throw away what numbers you have; true: fetch anew what shows them"`
	CallerIDSet bool   `json:"caller_id_set"`
	Price       Price  `json:"price" doc:"of a minute of phone; off until set"`
	Version     int    `json:"version"`
}

// GroupTold is a group's name and settings as they are now.
type GroupTold struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Zone        string `json:"zone"`
	Version     int    `json:"version"`
}

// The jobs this package leaves for the rules of calling; the subject is family/id of what changed, of JobLeading the user's id.
const (
	JobLeading  = "leading"  // a user's rights: their phone may be up
	JobSettings = "settings" // hours, time zone, times between calls, the number to call from
	JobNumbers  = "numbers"  // whether numbers are shown
)

// Changed says what is new about a user, without number or e-mail: GET /me has those.
type Changed struct {
	Name      string     `json:"name,omitempty"`
	Role      Role       `json:"role,omitempty" enum:"owner,admin"`
	Verified  *time.Time `json:"mobile_verified_at,omitempty"`
	Version   int        `json:"version"`
	Disabled  bool       `json:"disabled,omitempty"`
	Language  string     `json:"language,omitempty"`
	Theme     string     `json:"theme,omitempty"`
	Shortcuts bool       `json:"shortcuts"`
}

func changed(u User) Changed {
	c := Changed{Name: u.Name, Role: u.Role, Version: u.Version, Disabled: !u.Disabled.IsZero(), Language: u.Language, Theme: u.Theme, Shortcuts: u.Shortcuts}
	if !u.Verified.IsZero() {
		c.Verified = &u.Verified
	}
	return c
}

func userTopic(user string) event.Topic { return event.On(event.FamilyUser, user) }
