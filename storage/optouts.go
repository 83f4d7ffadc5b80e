package storage

import (
	"slices"
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
	of, who, when := make([]string, n), make([]string, n), make([]int64, n)
	for i := range fresh {
		of[i], who[i], when[i] = organisation, by, millis(at)
	}
	if err := tx.bulk("do_not_call", []bulkColumn{{"organisation_id", of}, {"phone", fresh}, {"at", when}, {"by_user", who}}, "ON CONFLICT (organisation_id, phone) DO NOTHING"); err != nil {
		return 0, err
	}
	var some bool
	if _, err := tx.get(&some, `SELECT EXISTS (SELECT 1 FROM campaigns WHERE organisation_id = $1)`, organisation); err != nil || !some {
		return n, err
	}
	if err := tx.bulk("opted_out", []bulkColumn{{"organisation_id", of}, {"phone", fresh}}, "ON CONFLICT (organisation_id, phone) DO NOTHING"); err != nil {
		return 0, err
	}
	return n, tx.do(Job{Kind: campaign.JobSweep, Subject: organisation})
}

// OptOut puts numbers on the organisation's Do Not Call list.
func (t *campaignTx) OptOut(organisation string, phones []string, at time.Time) error {
	_, err := t.tx.optOut(organisation, phones, "", at)
	return err
}
