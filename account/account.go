// Package account is organisations, their users, groups and leaders, and how somebody proves who they are.
package account

import "time"

// Organisation is the tenant: it owns people, groups, settings and the phone bill.
type Organisation struct {
	ID, Name       string
	Zone           string // IANA
	Country        string // of numbers written without a country code: GB
	Opens, Closes  int    // calling hours, minutes after local midnight at the supporter's place
	CallerID       string // E.164
	Gap            time.Duration
	DailyCap       int  // how often within a day a campaign calls somebody who answered
	ShowNumbers    bool // leaders see supporters' numbers
	Currency       string
	LeaderPrice    int64 // of a minute of a leg, in millionths of the currency
	SupporterPrice int64
	Version        int
	Created        time.Time
}

// User is somebody who can sign in.
type User struct {
	ID, Organisation, Name, Email string
	Role                          Role // organisation-wide
	Mobile                        string
	Verified                      time.Time // zero: the mobile number is not verified
	Language, Theme               string
	Shortcuts                     bool
	Password                      string // argon2id hash, "" before the first
	Disabled                      time.Time
	Version                       int
	Created                       time.Time
}

// Group is a set of supporters with its leaders.
type Group struct {
	ID, Organisation, Name, Description, Zone string
	Version                                   int
	Created, Deleted                          time.Time
	DeletedBy                                 string
}

// GroupRow is a group as the index shows it.
type GroupRow struct {
	Group
	Supporters, Lists, Sessions, Live int // Sessions: open ones; Live: with a leader on the phone
	Leaders                           []Leader
}

// Leader is a user who leads a group.
type Leader struct {
	User, Name, Email string
	Role              Role // captain or vice-captain
	Since             time.Time
}

// Leading is one group that a user leads, or led when it was deleted.
type Leading struct {
	Group, Name string
	Role        Role
	Deleted     bool
}

// Login is a user's proof of sign-in, by cookie. Only hashes of its secret are kept.
type Login struct {
	ID, User               string
	Hash, Previous         string
	Rotated, Created, Seen time.Time
	Expires                time.Time
}

// Token is an API token. Only a hash of its secret is kept.
type Token struct {
	ID, User, UserName, Name, Hash string
	Created, Seen, Revoked         time.Time
}

// Invitation is a one-time link to a first or a new password. Only a hash of its secret is kept.
type Invitation struct {
	ID, User, Hash, By     string
	Created, Expires, Used time.Time
}

// Verification is one call to a user's mobile that says a code.
type Verification struct {
	ID, User, Mobile, Code string // ID is also the id of its leg
	Wrong                  int
	Created, Expires, Done time.Time
}

// AuditLine is who did what.
type AuditLine struct {
	ID, Organisation, User, UserName, Action, Thing string
	At                                              time.Time
	Data                                            []byte // JSON
}
