package storage

import (
	"time"

	"partyline/campaign"
)

// What launch mode keeps: one number on a screen, what the last press on it was told, and who began which call.

// TakeClickableIn takes the first number of these zone sets, behind a key, that the person has not skipped. It looks at a window of so
// many rows; next is the key to go on behind, -1 at the end.
func (t *campaignTx) TakeClickableIn(no int64, person string, zoneSets []int64, after int64, window int) (got []campaign.Contact, next int64, err error) {
	type place struct{ key, contact int64 }
	var found []place
	err = t.each(func(scan func(...any) error) error {
		var p place
		err := scan(&p.key, &p.contact)
		found = append(found, p)
		return err
	}, `SELECT q.key, q.contact FROM (SELECT key, contact FROM clickable WHERE campaign = $1 AND key > $4 ORDER BY key, contact LIMIT $5) q
		JOIN contacts c ON c.campaign = $1 AND c.no = q.contact WHERE c.zone_set IN ($3)
		AND NOT EXISTS (SELECT 1 FROM skipped s WHERE s.campaign = $1 AND s.person = $2 AND s.contact = q.contact) ORDER BY q.key LIMIT 8`, no, person, zoneSets, after, window)
	if err != nil {
		return nil, after, err
	}
	for _, p := range found { // whoever took one meanwhile has it
		n, err := t.tx.exec(`DELETE FROM clickable WHERE campaign = $1 AND key = $2 AND contact = $3`, no, p.key, p.contact)
		if err != nil {
			return nil, after, err
		}
		if n > 0 {
			got, err = all(t.Reader, numberColumns, `FROM contacts WHERE campaign = $1 AND no = $2 FOR UPDATE`, no, p.contact)
			return got, p.key, err
		}
	}
	var rows int
	err = t.each(func(scan func(...any) error) error { return scan(&next, &rows) },
		`SELECT COALESCE(MAX(key), -1), COUNT(*) FROM (SELECT key FROM clickable WHERE campaign = $1 AND key > $2 ORDER BY key, contact LIMIT $3) w`, no, after, window)
	if rows < window {
		next = -1
	}
	return nil, next, err
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
