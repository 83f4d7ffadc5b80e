package account

import (
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

// Kinds is every kind of event of this package, for the OpenAPI document and its closed union.
var Kinds = []event.Kind{UserChanged, RightsChanged, MobileChanged, MobileVerified, LoginsEnded}

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
