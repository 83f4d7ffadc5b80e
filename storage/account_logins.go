package storage

import (
	"context"
	"time"

	"partyline/account"
)

func loginColumns(l *account.Login) columns {
	return columns{
		{"id", &l.ID}, {"user_id", &l.User}, {"token_hash", &l.Hash}, {"previous_hash", &l.Previous}, {"rotated_at", instant(&l.Rotated)},
		{"created_at", instant(&l.Created)}, {"seen_at", instant(&l.Seen)}, {"expires_at", instant(&l.Expires)},
	}
}

// LoginBy finds a login by the hash of its present secret or of the one before.
func (a accountReader) LoginBy(hash string) (account.Login, bool, error) {
	var l account.Login
	found, err := a.one(loginColumns(&l), `FROM logins WHERE token_hash = $1`, hash)
	if err == nil && !found && hash != "" {
		found, err = a.one(loginColumns(&l), `FROM logins WHERE previous_hash = $1`, hash)
	}
	return l, found, err
}

// InsertLogin keeps a new login.
func (a *accountTx) InsertLogin(l account.Login) error {
	_, err := a.tx.insert("logins", loginColumns(&l), "")
	return err
}

// SaveLogin replaces a login whose present hash still is was.
func (a *accountTx) SaveLogin(l account.Login, was string) (bool, error) {
	n, err := a.tx.exec(`UPDATE logins SET token_hash = $2, previous_hash = $3, rotated_at = $4, seen_at = $5, expires_at = $6
		WHERE id = $1 AND token_hash = $7`, l.ID, l.Hash, l.Previous, millis(l.Rotated), millis(l.Seen), millis(l.Expires), was)
	return n == 1, err
}

// EndLogins ends one of a user's logins, or all with id "", but not the one called except.
func (a *accountTx) EndLogins(user, id, except string) error {
	_, err := a.tx.exec(`DELETE FROM logins WHERE user_id = $1 AND ($2 = '' OR id = $2) AND id <> $3`, user, id, except)
	return err
}

func tokenColumns(t *account.Token) columns {
	return columns{
		{"id", &t.ID}, {"user_id", &t.User}, {"name", &t.Name}, {"token_hash", &t.Hash},
		{"created_at", instant(&t.Created)}, {"seen_at", instant(&t.Seen)}, {"revoked_at", instant(&t.Revoked)},
	}
}

// TokenBy finds an API token by the hash of its secret.
func (a accountReader) TokenBy(hash string) (account.Token, bool, error) {
	var t account.Token
	found, err := a.one(tokenColumns(&t), `FROM tokens WHERE token_hash = $1`, hash)
	return t, found, err
}

// Token is one API token.
func (a accountReader) Token(id string) (account.Token, error) {
	var t account.Token
	found, err := a.one(tokenColumns(&t), `FROM tokens WHERE id = $1`, id)
	if err == nil && !found {
		err = missing("API token")
	}
	return t, err
}

// Tokens lists an organisation's API tokens that are not revoked, newest first.
func (a accountReader) Tokens(organisation string) ([]account.Token, error) {
	return all(a.Reader, func(t *account.Token) columns {
		return columns{{"t.id", &t.ID}, {"t.user_id", &t.User}, {"u.name", &t.UserName}, {"t.name", &t.Name}, {"t.created_at", instant(&t.Created)}, {"t.seen_at", instant(&t.Seen)}}
	}, `FROM tokens t JOIN users u ON u.id = t.user_id WHERE u.organisation_id = $1 AND t.revoked_at IS NULL ORDER BY t.created_at DESC, t.id DESC`, organisation)
}

// InsertToken keeps a new API token.
func (a *accountTx) InsertToken(t account.Token) error {
	_, err := a.tx.insert("tokens", tokenColumns(&t), "")
	return err
}

// SaveToken keeps when a token was seen and revoked; a revoked one stays revoked.
func (a *accountTx) SaveToken(t account.Token) error {
	_, err := a.tx.exec(`UPDATE tokens SET seen_at = COALESCE($2, seen_at), revoked_at = COALESCE(revoked_at, $3) WHERE id = $1`, t.ID, nullable(t.Seen), nullable(t.Revoked))
	return err
}

func invitationColumns(i *account.Invitation) columns {
	return columns{
		{"id", &i.ID}, {"user_id", &i.User}, {"token_hash", &i.Hash}, {"created_by", &i.By},
		{"created_at", instant(&i.Created)}, {"expires_at", instant(&i.Expires)}, {"used_at", instant(&i.Used)},
	}
}

// InvitationBy finds a one-time link by the hash of its secret.
func (a accountReader) InvitationBy(hash string) (account.Invitation, bool, error) {
	var i account.Invitation
	found, err := a.one(invitationColumns(&i), `FROM invitations WHERE token_hash = $1`, hash)
	return i, found, err
}

// InsertInvitation keeps a new one-time link.
func (a *accountTx) InsertInvitation(i account.Invitation) error {
	_, err := a.tx.insert("invitations", invitationColumns(&i), "")
	return err
}

// UseInvitation marks a link as used, once.
func (a *accountTx) UseInvitation(id string, at time.Time) (bool, error) {
	n, err := a.tx.exec(`UPDATE invitations SET used_at = $2 WHERE id = $1 AND used_at IS NULL`, id, millis(at))
	return n == 1, err
}

// EndInvitations makes a user's open links useless.
func (a *accountTx) EndInvitations(user string, at time.Time) error {
	_, err := a.tx.exec(`UPDATE invitations SET used_at = $2 WHERE user_id = $1 AND used_at IS NULL`, user, millis(at))
	return err
}

// Tries is the instants of a subject's tries since then, oldest first.
func (a accountReader) Tries(subject string, since time.Time) ([]time.Time, error) {
	return all(a.Reader, func(t *time.Time) columns { return columns{{"at", instant(t)}} },
		`FROM tries WHERE subject = $1 AND at > $2 ORDER BY at`, subject, millis(since))
}

// AddTry counts one try.
func (a *accountTx) AddTry(subject string, at time.Time) error {
	_, err := a.tx.exec(`INSERT INTO tries (subject, at) VALUES ($1, $2)`, subject, millis(at))
	return err
}

// ForgetTries forgives a subject's tries.
func (a *accountTx) ForgetTries(subject string) error {
	_, err := a.tx.exec(`DELETE FROM tries WHERE subject = $1`, subject)
	return err
}

// TidyAccounts drops what nobody asks for any more: tries and verification calls older than a day,
// logins and links that are over.
func (db *DB) TidyAccounts(ctx context.Context) error {
	now, day := db.clock.Now(), 24*time.Hour
	for _, old := range []struct {
		which  string
		before time.Time
	}{
		{`DELETE FROM tries WHERE at < $1`, now.Add(-day)},
		{`DELETE FROM verifications WHERE created_at < $1`, now.Add(-day)},
		{`DELETE FROM logins WHERE expires_at < $1`, now},
		{`DELETE FROM invitations WHERE expires_at < $1`, now.Add(-30 * day)},
	} {
		if _, err := db.Exec(ctx, old.which, millis(old.before)); err != nil {
			return err
		}
	}
	return nil
}
