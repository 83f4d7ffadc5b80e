package storage

import (
	"context"
	"strings"
	"time"

	"partyline/account"
	"partyline/event"
	"partyline/fault"
)

// Account is the store of organisations, users, groups and logins.
func (db *DB) Account() account.Store { return accountStore{db} }

type accountStore struct{ db *DB }

// Write runs f in one transaction; see DB.Write.
func (s accountStore) Write(ctx context.Context, f func(tx account.Tx) error) error {
	return s.db.Write(ctx, func(tx *Tx) error {
		return f(&accountTx{accountReader: accountReader{&tx.Reader}, tx: tx})
	})
}

// Read runs f on one snapshot; see DB.Read.
func (s accountStore) Read(ctx context.Context, f func(r account.Reader) error) error {
	return s.db.Read(ctx, func(r *Reader) error { return f(accountReader{r}) })
}

// accountReader reads for the account domain; accountTx writes too.
type accountReader struct{ *Reader }

type accountTx struct {
	accountReader
	tx *Tx
}

var (
	_ account.Store  = accountStore{}
	_ account.Reader = accountReader{}
	_ account.Tx     = (*accountTx)(nil)
	_ account.Places = (*DB)(nil)
)

// Do puts a job into the outbox.
func (a *accountTx) Do(kind, subject string, due time.Time) error {
	return a.tx.do(Job{Kind: kind, Subject: subject, Due: due})
}

// Emit says what happened.
func (a *accountTx) Emit(topic event.Topic, kind event.Kind, data any) error {
	return a.tx.emit(topic, kind, data)
}

// Audit keeps who did what.
func (a *accountTx) Audit(organisation, user, action, thing string, data any) error {
	return a.tx.audit(organisation, user, action, thing, data)
}

// saved writes a row back whose version was one less; false when somebody else was faster.
func (a *accountTx) saved(table string, c columns, version int) (bool, error) {
	sets := make([]string, 0, len(c))
	for i := 1; i < len(c); i++ {
		sets = append(sets, c[i].name+" = "+param(i+1))
	}
	n, err := a.tx.exec("UPDATE "+table+" SET "+strings.Join(sets, ", ")+" WHERE id = $1 AND version = "+param(len(c)+1),
		append(c.places(), version-1)...)
	return n == 1, err
}

func organisationColumns(o *account.Organisation) columns {
	return columns{
		{"id", &o.ID}, {"name", &o.Name}, {"zone", &o.Zone}, {"country", &o.Country}, {"opens", &o.Opens}, {"closes", &o.Closes},
		{"caller_id", &o.CallerID}, {"gap_ms", span{&o.Gap}}, {"daily_cap", &o.DailyCap}, {"show_numbers", &o.ShowNumbers},
		{"currency", &o.Currency}, {"leader_price", &o.LeaderPrice}, {"supporter_price", &o.SupporterPrice}, {"version", &o.Version}, {"created_at", instant(&o.Created)},
	}
}

// Organisation is one organisation.
func (a accountReader) Organisation(id string) (account.Organisation, error) {
	var o account.Organisation
	found, err := a.one(organisationColumns(&o), `FROM organisations WHERE id = $1`, id)
	if err == nil && !found {
		err = missing("organisation")
	}
	return o, err
}

// OrganisationNamed finds an organisation by its name; of several, the oldest.
func (a accountReader) OrganisationNamed(name string) (account.Organisation, bool, error) {
	var o account.Organisation
	found, err := a.one(organisationColumns(&o), `FROM organisations WHERE name = $1 ORDER BY created_at, id LIMIT 1`, name)
	return o, found, err
}

// LockOrganisation reads an organisation and locks its row until the end of the transaction.
func (a *accountTx) LockOrganisation(id string) (account.Organisation, error) {
	var o account.Organisation
	found, err := a.one(organisationColumns(&o), `FROM organisations WHERE id = $1 FOR UPDATE`, id)
	if err == nil && !found {
		err = missing("organisation")
	}
	return o, err
}

// InsertOrganisation makes an organisation.
func (a *accountTx) InsertOrganisation(o account.Organisation) error {
	_, err := a.tx.insert("organisations", organisationColumns(&o), "")
	return err
}

// SaveOrganisation replaces an organisation of the version before.
func (a *accountTx) SaveOrganisation(o account.Organisation) (bool, error) {
	return a.saved("organisations", organisationColumns(&o), o.Version)
}

func userColumns(u *account.User) columns {
	return columns{
		{"id", &u.ID}, {"organisation_id", &u.Organisation}, {"name", &u.Name}, {"email", &u.Email}, {"role", &u.Role},
		{"mobile", &u.Mobile}, {"mobile_verified_at", instant(&u.Verified)}, {"language", &u.Language}, {"theme", &u.Theme},
		{"shortcuts", &u.Shortcuts}, {"password_hash", &u.Password}, {"disabled_at", instant(&u.Disabled)},
		{"version", &u.Version}, {"created_at", instant(&u.Created)},
	}
}

// User is one user.
func (a accountReader) User(id string) (account.User, error) {
	var u account.User
	found, err := a.one(userColumns(&u), `FROM users WHERE id = $1`, id)
	if err == nil && !found {
		err = missing("user")
	}
	return u, err
}

// UserByEmail finds who signs in with an e-mail.
func (a accountReader) UserByEmail(email string) (account.User, bool, error) {
	var u account.User
	found, err := a.one(userColumns(&u), `FROM users WHERE email = $1`, email)
	return u, found, err
}

// Users lists an organisation's users by name.
func (a accountReader) Users(organisation string) ([]account.User, error) {
	return all(a.Reader, userColumns, `FROM users WHERE organisation_id = $1 ORDER BY lower(name), id`, organisation)
}

// LockUser reads a user and locks their row until the end of the transaction.
func (a *accountTx) LockUser(id string) (account.User, error) {
	var u account.User
	found, err := a.one(userColumns(&u), `FROM users WHERE id = $1 FOR UPDATE`, id)
	if err == nil && !found {
		err = missing("user")
	}
	return u, err
}

// InsertUser makes a user; fault email_taken when somebody signs in with that e-mail.
func (a *accountTx) InsertUser(u account.User) error {
	ok, err := a.tx.insert("users", userColumns(&u), `ON CONFLICT (email) DO NOTHING`)
	if err == nil && !ok {
		const title = "Somebody signs in with this email already."
		err = fault.New(fault.Conflict, "email_taken", title).On("email", title)
	}
	return err
}

// SaveUser replaces a user of the version before.
func (a *accountTx) SaveUser(u account.User) (bool, error) {
	return a.saved("users", userColumns(&u), u.Version)
}
