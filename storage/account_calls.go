package storage

import (
	"time"

	"partyline/account"
	"partyline/calling"
)

func verificationColumns(v *account.Verification) columns {
	return columns{
		{"id", &v.ID}, {"user_id", &v.User}, {"mobile", &v.Mobile}, {"code", &v.Code}, {"wrong", &v.Wrong},
		{"created_at", instant(&v.Created)}, {"expires_at", instant(&v.Expires)}, {"done_at", instant(&v.Done)},
	}
}

// Verification is one call that says a code; its id is its leg's.
func (a accountReader) Verification(id string) (account.Verification, error) {
	var v account.Verification
	found, err := a.one(verificationColumns(&v), `FROM verifications WHERE id = $1`, id)
	if err == nil && !found {
		err = missing("verification")
	}
	return v, err
}

// Verifications is a user's calls since then, newest first.
func (a accountReader) Verifications(user string, since time.Time) ([]account.Verification, error) {
	return all(a.Reader, verificationColumns, `FROM verifications WHERE user_id = $1 AND created_at > $2 ORDER BY created_at DESC, id DESC`, user, millis(since))
}

// InsertVerification keeps a new call.
func (a *accountTx) InsertVerification(v account.Verification) error {
	_, err := a.tx.insert("verifications", verificationColumns(&v), "")
	return err
}

// SaveVerification writes a call back.
func (a *accountTx) SaveVerification(v account.Verification) error {
	return a.tx.update("verifications", verificationColumns(&v), 1)
}

// firstCheck is when the carrier is asked about a verification call whose end it did not tell; the
// check itself knows better when it is due.
const firstCheck = 90 * time.Second

// Ring opens the verification's leg and leaves the jobs of placing and of checking it behind, as
// sessions do with theirs: without the check, a call whose end nobody told would keep its number taken.
func (a *accountTx) Ring(v account.Verification, organisation, ref string) (bool, error) {
	c := &callingTx{callingReader: callingReader{&a.tx.Reader}, tx: a.tx}
	ok, err := c.InsertLeg(calling.Leg{
		ID: v.ID, Ref: ref, Organisation: organisation, Number: v.Mobile, Kind: calling.VerificationLeg,
		User: v.User, State: calling.LegClaimed, Opened: v.Created,
	})
	if err != nil || !ok {
		return false, err
	}
	if err := c.Do(calling.Job{Kind: calling.JobPlace, Subject: v.ID, Due: v.Created}); err != nil {
		return false, err
	}
	return true, c.Do(calling.Job{Kind: calling.JobCheckLeg, Subject: v.ID, Due: v.Created.Add(firstCheck)})
}

// AuditLines pages backwards through an organisation's audit.
func (a accountReader) AuditLines(organisation string, before time.Time, beforeID string, limit int) ([]account.AuditLine, error) {
	rest, args := `FROM audit a LEFT JOIN users u ON u.id = a.user_id WHERE a.organisation_id = $1`, []any{organisation}
	if !before.IsZero() {
		rest, args = rest+` AND (a.at < $2 OR (a.at = $2 AND a.id < $3))`, append(args, millis(before), beforeID)
	}
	return all(a.Reader, func(l *account.AuditLine) columns {
		return columns{
			{"a.id", &l.ID}, {"a.organisation_id", &l.Organisation}, {"a.at", instant(&l.At)}, {"a.user_id", &l.User},
			{"COALESCE(u.name, '')", &l.UserName}, {"a.action", &l.Action}, {"a.thing", &l.Thing}, {"a.data", &l.Data},
		}
	}, rest+` ORDER BY a.at DESC, a.id DESC LIMIT `+param(len(args)+1), append(args, limit)...)
}
