package account

import (
	"context"
	"log/slog"
	"time"

	"partyline/event"
)

// Clock tells product time.
type Clock interface{ Now() time.Time }

// Store runs use cases in transactions. Both functions may run twice: they must be pure but
// for what they do through their argument.
type Store interface {
	// Write runs f in one transaction; when it returns nil the transaction commits and listeners are told.
	Write(ctx context.Context, f func(tx Tx) error) error
	// Read runs f on one consistent snapshot that cannot write.
	Read(ctx context.Context, f func(r Reader) error) error
}

// Reader reads. Not found is a fault of kind NotFound, or false where the signature has a bool.
type Reader interface {
	Organisation(id string) (Organisation, error)
	OrganisationNamed(name string) (Organisation, bool, error)
	User(id string) (User, error)
	UserByEmail(email string) (User, bool, error)
	// Users lists an organisation's users by name, disabled ones too.
	Users(organisation string) ([]User, error)

	Group(id string) (Group, error)
	// Groups lists the organisation's groups by name, without deleted ones; only is nil for all of them.
	Groups(organisation string, only []string) ([]GroupRow, error)
	// GroupNames is the names of them, without their figures.
	GroupNames(organisation string, only []string) ([]Named, error)
	// Leaders lists a group's captains, then its vice-captains, by name; without disabled users.
	Leaders(group string) ([]Leader, error)
	// Leading lists the groups a user leads, by name, deleted ones too.
	Leading(user string) ([]Leading, error)

	// LoginBy finds a login by the hash of its present secret or of the one before.
	LoginBy(hash string) (Login, bool, error)
	TokenBy(hash string) (Token, bool, error)
	Token(id string) (Token, error)
	// Tokens lists an organisation's tokens that are not revoked, newest first.
	Tokens(organisation string) ([]Token, error)
	InvitationBy(hash string) (Invitation, bool, error)

	// Tries is the instants of a subject's tries since then, oldest first.
	Tries(subject string, since time.Time) ([]time.Time, error)
	Verification(id string) (Verification, error)
	// Verifications is a user's calls since then, newest first.
	Verifications(user string, since time.Time) ([]Verification, error)
	// AuditLines pages backwards through an organisation's audit: those before (at, id).
	AuditLines(organisation string, before time.Time, beforeID string, limit int) ([]AuditLine, error)
}

// Tx reads and writes. Methods called Save replace the record of the same id whose version is one less
// (where it has a version); false means that somebody else was faster.
type Tx interface {
	Reader
	InsertOrganisation(Organisation) error
	SaveOrganisation(Organisation) (bool, error)
	// LockUser and LockOrganisation read and hold others back until the commit; of both, the organisation first.
	LockUser(id string) (User, error)
	LockOrganisation(id string) (Organisation, error)
	InsertUser(User) error // unique e-mail: fault email_taken
	SaveUser(User) (bool, error)
	InsertGroup(Group) error
	SaveGroup(Group) (bool, error)
	SetLeader(group, user string, role Role, since time.Time) error
	RemoveLeader(group, user string) error

	InsertLogin(Login) error
	// SaveLogin replaces a login whose present hash still is was.
	SaveLogin(l Login, was string) (bool, error)
	// EndLogins ends a user's logins: one, or all when id is "", but not the one called except.
	EndLogins(user, id, except string) error
	InsertToken(Token) error
	SaveToken(Token) error
	InsertInvitation(Invitation) error
	// UseInvitation marks it as used, once; false when it was used before.
	UseInvitation(id string, at time.Time) (bool, error)
	// EndInvitations makes a user's open invitations useless.
	EndInvitations(user string, at time.Time) error

	AddTry(subject string, at time.Time) error
	ForgetTries(subject string) error
	InsertVerification(Verification) error
	SaveVerification(Verification) error
	// Ring opens a leg for the verification (its id is the leg's) and puts the job of placing it into
	// the outbox; false when a phone line to that number is open already.
	Ring(v Verification, organisation, ref string) (bool, error)

	// Do puts a job into the outbox; see the kinds in events.go.
	Do(kind, subject string, due time.Time) error
	Emit(topic event.Topic, kind event.Kind, data any) error
	Audit(organisation, user, action, thing string, data any) error
}

// Service is the use cases. It holds no state but its dependencies and the turn of its password hasher:
// any node can serve any request.
type Service struct {
	Store  Store
	Places Places
	Clock  Clock
	Log    *slog.Logger
	// NewID makes ids (UUIDv7).
	NewID func() string
	// Poke tells the worker that jobs are waiting; it never blocks.
	Poke func()
	// Cost is of password hashes; leave it zero.
	Cost Cost

	hasher hasher
}
