package storage

import (
	"time"

	"partyline/campaign"
)

// What launch mode keeps: one number on a screen, what the last press on it was told, and who began which call.

// TakeClickableIn takes the first number of these zone sets that the person has not skipped; of any with nil. Where few of those who
// wait are in an open zone set, it looks through the others: see docs/decisions/0046.
func (t *campaignTx) TakeClickableIn(no int64, person string, zoneSets []int64) ([]campaign.Contact, error) {
	if len(zoneSets) == 0 {
		return t.TakeClickable(no, person, 1)
	}
	var first []int64
	err := t.find(&first, `SELECT contact FROM clickable q WHERE campaign = $1
		AND EXISTS (SELECT 1 FROM contacts c WHERE c.campaign = $1 AND c.no = q.contact AND c.zone_set IN ($3))
		AND NOT EXISTS (SELECT 1 FROM skipped s WHERE s.campaign = $1 AND s.person = $2 AND s.contact = q.contact)
		ORDER BY key, contact LIMIT 1 FOR UPDATE SKIP LOCKED`, no, person, zoneSets)
	if err != nil || len(first) == 0 {
		return nil, err
	}
	if _, err := t.tx.exec(`DELETE FROM clickable WHERE campaign = $1 AND key = (SELECT key FROM contacts WHERE campaign = $1 AND no = $2) AND contact = $2`, no, first[0]); err != nil {
		return nil, err
	}
	return all(t.Reader, numberColumns, `FROM contacts WHERE campaign = $1 AND no = $2 FOR UPDATE`, no, first[0])
}

// Skipped says whether a person skipped a number.
func (t *campaignTx) Skipped(no int64, person string, contact int64) (bool, error) {
	var one int
	return t.get(&one, `SELECT 1 FROM skipped WHERE campaign = $1 AND person = $2 AND contact = $3`, no, person, contact)
}

// SaveLaunchAnswer keeps what the last press on a lease's number was told.
func (t *campaignTx) SaveLaunchAnswer(lease, key string, answer campaign.LaunchCode) error {
	_, err := t.tx.exec(`UPDATE leases SET launch_key = $2, launch_answer = $3 WHERE id = $1`, lease, key, string(answer))
	return err
}

// InsertLaunch keeps who began an attempt.
func (t *campaignTx) InsertLaunch(no int64, attempt string, p campaign.Approval) error {
	_, err := t.tx.exec(`INSERT INTO launches (attempt_id, campaign, contact, person, lease, at, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		attempt, no, p.Contact, p.Person, p.Lease, millis(p.At), millis(p.Received))
	return err
}

// HoldTaken puts a contact that is nowhere else into a holder's hands.
func (t *campaignTx) HoldTaken(no int64, r campaign.Ready, holder string, at time.Time) error {
	_, err := t.tx.exec(`INSERT INTO taken (campaign, contact, level, stream, holder, at) VALUES ($1, $2, $3, $4, $5, $6)`, no, r.Contact, r.Level, r.Stream, holder, millis(at))
	return err
}
