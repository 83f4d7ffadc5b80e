package account

import "time"

// The shapes of this file are what browsers and programs get: the OpenAPI document is made from them.

// Named is a user, a group, an organisation by name.
type Named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Me is the asker's own profile with what every page must know.
type Me struct {
	ID             string         `json:"id"`
	Name           string         `json:"name"`
	Email          string         `json:"email"`
	Mobile         string         `json:"mobile,omitempty" doc:"E.164"`
	MobileShown    string         `json:"mobile_international,omitempty" doc:"as people write it: +44 7700 900123"`
	MobileKind     string         `json:"mobile_kind,omitempty" doc:"GB mobile"`
	MobileVerified bool           `json:"mobile_verified"`
	Language       string         `json:"language"`
	Theme          string         `json:"theme" enum:"device,light,dark"`
	Shortcuts      bool           `json:"shortcuts"`
	Version        int            `json:"version"`
	Organisation   MyOrganisation `json:"organisation"`
	Groups         []MyGroup      `json:"groups" doc:"the groups I lead; admins see all by GET /groups"`
}

// MyOrganisation is what pages must know of the organisation.
type MyOrganisation struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Role        Role   `json:"role,omitempty" enum:"owner,admin" doc:"organisation-wide; none for other users"`
	Zone        string `json:"zone" doc:"IANA time zone"`
	Country     string `json:"country" doc:"of numbers without a country code"`
	Opens       int    `json:"opens" doc:"calling hours begin, minutes after midnight"`
	Closes      int    `json:"closes"`
	ShowNumbers bool   `json:"show_numbers" doc:"leaders see supporters' numbers"`
	Price       Price  `json:"price" doc:"of a minute of phone; off until set"`
	CallerIDSet bool   `json:"caller_id_set" doc:"false: nobody can be rung yet"`
}

// MyGroup is a group that I lead.
type MyGroup struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Role Role   `json:"role" enum:"captain,vice_captain"`
}

// MeEdit changes one's profile; what is left out stays.
type MeEdit struct {
	Version   int     `json:"version"`
	Name      *string `json:"name,omitempty" maxLength:"120"`
	Email     *string `json:"email,omitempty" maxLength:"254"`
	Mobile    *string `json:"mobile,omitempty" maxLength:"40" doc:"as people write it; empty takes it away"`
	Language  *string `json:"language,omitempty" maxLength:"12"`
	Theme     *string `json:"theme,omitempty" enum:"device,light,dark"`
	Shortcuts *bool   `json:"shortcuts,omitempty"`
}

// NumberView is a number as it is kept and as it is read.
type NumberView struct {
	Number        string `json:"number" doc:"E.164"`
	International string `json:"international"`
	Kind          string `json:"kind" doc:"GB mobile"`
	Country       string `json:"country"`
}

// VerifyView is how far the check of a mobile number is.
type VerifyView struct {
	Verified bool       `json:"verified"`
	Ringing  bool       `json:"ringing" doc:"the phone is about to ring and say a code of four digits"`
	Expires  *time.Time `json:"expires_at,omitempty" doc:"the code is good until then"`
}

// OrganisationView is the settings. The caller ID is for admins.
type OrganisationView struct {
	ID            string `json:"id"`
	Name          string `json:"name"`
	Zone          string `json:"zone"`
	Country       string `json:"country"`
	Opens         int    `json:"opens" doc:"minutes after midnight at the supporter's place"`
	Closes        int    `json:"closes"`
	CallerID      string `json:"caller_id,omitempty" doc:"E.164; admins only"`
	CallerIDShown string `json:"caller_id_international,omitempty"`
	GapMinutes    int    `json:"gap_minutes" doc:"minimum time between substantive contacts"`
	DailyCap      int    `json:"daily_cap" doc:"a campaign calls nobody who has answered as many calls within a day, whoever made them; agreed call-backs come on top"`
	ShowNumbers   bool   `json:"show_numbers"`
	Price         Price  `json:"price" doc:"of a minute of phone; off until set"`
	Version       int    `json:"version"`
}

// OrganisationEdit changes settings; what is left out stays.
type OrganisationEdit struct {
	Version     int     `json:"version"`
	Name        *string `json:"name,omitempty" maxLength:"120"`
	Zone        *string `json:"zone,omitempty" maxLength:"64"`
	Country     *string `json:"country,omitempty" maxLength:"2"`
	Opens       *int    `json:"opens,omitempty" minimum:"0" maximum:"1440"`
	Closes      *int    `json:"closes,omitempty" minimum:"0" maximum:"1440"`
	CallerID    *string `json:"caller_id,omitempty" maxLength:"40" doc:"as people write it; empty takes it away"`
	GapMinutes  *int    `json:"gap_minutes,omitempty" minimum:"0" maximum:"525600"`
	DailyCap    *int    `json:"daily_cap,omitempty" minimum:"1" maximum:"5"`
	ShowNumbers *bool   `json:"show_numbers,omitempty"`
	Price       *Price  `json:"price,omitempty" doc:"all of it at once; an empty currency switches estimates off"`
}

// UserView is a user as admins see them.
type UserView struct {
	ID             string    `json:"id"`
	Name           string    `json:"name"`
	Email          string    `json:"email"`
	Mobile         string    `json:"mobile,omitempty"`
	MobileVerified bool      `json:"mobile_verified"`
	Role           Role      `json:"role,omitempty" enum:"owner,admin"`
	Groups         []MyGroup `json:"groups"`
	Invited        bool      `json:"invited" doc:"has no password yet"`
	Disabled       bool      `json:"disabled"`
	Version        int       `json:"version"`
	Created        time.Time `json:"created_at"`
}

// UserNew is a user to add.
type UserNew struct {
	Name   string `json:"name" minLength:"1" maxLength:"120"`
	Email  string `json:"email" minLength:"1" maxLength:"254"`
	Role   Role   `json:"role,omitempty" enum:"owner,admin,"`
	Mobile string `json:"mobile,omitempty" maxLength:"40"`
}

// UserEdit changes a user; what is left out stays.
type UserEdit struct {
	Version  int     `json:"version"`
	Name     *string `json:"name,omitempty" maxLength:"120"`
	Email    *string `json:"email,omitempty" maxLength:"254"`
	Role     *Role   `json:"role,omitempty" enum:"owner,admin,"`
	Mobile   *string `json:"mobile,omitempty" maxLength:"40"`
	Disabled *bool   `json:"disabled,omitempty"`
}

// LinkView is a one-time link. It is shown once.
type LinkView struct {
	Link    string    `json:"link" doc:"copy it to the person; it works once"`
	Token   string    `json:"token"`
	Expires time.Time `json:"expires_at"`
}

// Invited is a new user with their link.
type Invited struct {
	User UserView `json:"user"`
	Link LinkView `json:"invitation"`
}

// InvitationView is what a link is for.
type InvitationView struct {
	Name         string    `json:"name"`
	Email        string    `json:"email"`
	Organisation string    `json:"organisation"`
	First        bool      `json:"first" doc:"the first password; else a new one"`
	Expires      time.Time `json:"expires_at"`
}

// GroupView is a group as its leaders see it.
type GroupView struct {
	ID          string       `json:"id"`
	Name        string       `json:"name"`
	Description string       `json:"description"`
	Zone        string       `json:"zone"`
	Role        Role         `json:"role" enum:"owner,admin,captain,vice_captain" doc:"mine in it"`
	Supporters  int          `json:"supporters"`
	Lists       int          `json:"lists"`
	Sessions    int          `json:"sessions" doc:"open ones"`
	Live        int          `json:"live" doc:"with a leader on the phone"`
	Leaders     []LeaderView `json:"leaders"`
	Version     int          `json:"version"`
	Created     time.Time    `json:"created_at"`
}

// LeaderView is a captain or vice-captain.
type LeaderView struct {
	ID    string    `json:"id"`
	Name  string    `json:"name"`
	Email string    `json:"email" doc:"for the other leaders of the group and admins: colleagues, not supporters"`
	Role  Role      `json:"role" enum:"captain,vice_captain"`
	Since time.Time `json:"since"`
}

// GroupNew is a group to create.
type GroupNew struct {
	Name        string `json:"name" minLength:"1" maxLength:"120"`
	Description string `json:"description,omitempty" maxLength:"2000" lines:"many"`
	Zone        string `json:"zone,omitempty" maxLength:"64" doc:"the organisation's when left out"`
}

// GroupEdit changes a group; what is left out stays.
type GroupEdit struct {
	Version     int     `json:"version"`
	Name        *string `json:"name,omitempty" maxLength:"120"`
	Description *string `json:"description,omitempty" maxLength:"2000" lines:"many"`
	Zone        *string `json:"zone,omitempty" maxLength:"64"`
}

// TokenView is an API token without its secret.
type TokenView struct {
	ID      string     `json:"id"`
	Name    string     `json:"name"`
	User    Named      `json:"user" doc:"who acts by it"`
	Created time.Time  `json:"created_at"`
	Seen    *time.Time `json:"seen_at,omitempty"`
}

// TokenMade is a new API token with its secret, which is shown once.
type TokenMade struct {
	TokenView
	Token string `json:"token"`
}

// AuditView is who did what.
type AuditView struct {
	ID     string         `json:"id"`
	At     time.Time      `json:"at"`
	User   *Named         `json:"user,omitempty"`
	Action string         `json:"action"`
	Thing  string         `json:"thing" doc:"family/id"`
	Data   map[string]any `json:"data"`
}
