package storage

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"partyline/campaign"
)

// optOut puts numbers, each once, on the Do Not Call list of an organisation, and says how many were not there. Campaigns hear
// of those.
func (tx *Tx) optOut(organisation string, phones []string, by string, at time.Time) (added int, err error) {
	var there []string
	if err := tx.find(&there, `SELECT phone FROM do_not_call WHERE organisation_id = $1 AND phone IN ($2)`, organisation, phones); err != nil {
		return 0, err
	}
	fresh := slices.DeleteFunc(slices.Clone(phones), func(p string) bool { return slices.Contains(there, p) })
	n := len(fresh)
	if n == 0 {
		return 0, nil
	}
	slices.Sort(fresh) // rivals take them in the same order
	for some := range slices.Chunk(fresh, 500) {
		args, rows := []any{organisation, millis(at), by}, make([]string, len(some))
		for i, phone := range some {
			args, rows[i] = append(args, phone), fmt.Sprintf("($1, $%d, $2, $3)", len(args)+1)
		}
		// Somebody may have put one there since the look: that one is theirs, and not counted.
		n, err := tx.exec(`INSERT INTO do_not_call (organisation_id, phone, at, by_user) VALUES `+strings.Join(rows, ", ")+`
			ON CONFLICT (organisation_id, phone) DO NOTHING`, args...)
		if err != nil {
			return 0, err
		}
		added += int(n)
	}
	return added, tx.hear(organisation, fresh)
}

// optIn takes numbers off the list, as far as they are on it and the condition holds (AND …, with the arguments from $3 on).
// Campaigns hear of those.
func (tx *Tx) optIn(organisation string, phones []string, condition string, args ...any) (removed int, err error) {
	var gone []string
	err = tx.find(&gone, `DELETE FROM do_not_call WHERE organisation_id = $1 AND phone IN ($2) `+condition+` RETURNING phone`, append([]any{organisation, phones}, args...)...)
	if err != nil || len(gone) == 0 {
		return 0, err
	}
	slices.Sort(gone)
	return len(gone), tx.hear(organisation, gone)
}

// hear lets campaigns hear of numbers that came onto the list, or off it, in order.
func (tx *Tx) hear(organisation string, phones []string) error {
	var some bool
	if _, err := tx.get(&some, `SELECT EXISTS (SELECT 1 FROM campaigns WHERE organisation_id = $1)`, organisation); err != nil || !some {
		return err
	}
	of := make([]string, len(phones))
	for i := range of {
		of[i] = organisation
	}
	if err := tx.bulk("opted_out", []bulkColumn{{"organisation_id", of}, {"phone", phones}}, "ON CONFLICT (organisation_id, phone) DO NOTHING"); err != nil {
		return err
	}
	return tx.do(Job{Kind: campaign.JobSweep, Subject: organisation})
}

// HearAgain lets campaigns hear of the numbers of one whose contacts are not as the organisation's Do Not Call list has them.
func (t *campaignTx) HearAgain(organisation string, no int64) error {
	n, err := t.tx.exec(`INSERT INTO opted_out (organisation_id, phone)
		SELECT $1, phone FROM (
			SELECT p.phone FROM contacts p WHERE p.campaign = $2 AND p.opted_out
				AND NOT EXISTS (SELECT 1 FROM do_not_call d WHERE d.organisation_id = $1 AND d.phone = p.phone)
			UNION ALL
			SELECT p.phone FROM do_not_call d JOIN contacts p ON p.campaign = $2 AND p.phone = d.phone WHERE d.organisation_id = $1 AND NOT p.opted_out
		) AS other ORDER BY phone ON CONFLICT (organisation_id, phone) DO NOTHING`, organisation, no)
	if err != nil || n == 0 {
		return err
	}
	return t.tx.do(Job{Kind: campaign.JobSweep, Subject: organisation})
}

// OptOut puts numbers on the organisation's Do Not Call list.
func (t *campaignTx) OptOut(organisation string, phones []string, by string, at time.Time) error {
	_, err := t.tx.optOut(organisation, phones, by, at)
	return err
}
