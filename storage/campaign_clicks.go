package storage

import (
	"maps"
	"slices"

	"partyline/campaign"
)

// Click keeps what presses have come to. Streams are taken first, then people, each in their order; the rest is one statement
// where the database can, and takes the other rows in the same order whoever runs it.
func (t *campaignTx) Click(no int64, k campaign.Clicked) (map[string]int64, error) {
	var writes []writing
	if len(k.Ready) > 0 {
		cols, err := t.deal(no, k.Ready)
		if err != nil {
			return nil, err
		}
		writes = append(writes, writing{table: "ready", cols: cols})
	}
	people := slices.Sorted(maps.Keys(k.People))
	before, err := t.pressing(people)
	if err != nil {
		return nil, err
	}
	if len(k.Approvals) > 0 {
		writes = append(writes, evidence(no, k)...)
	}
	if len(k.Counts) > 0 {
		writes = append(writes, counting(no, k.Counts))
	}
	writes = append(writes, figures(people, k), minutes(no, k.Minutes))
	if len(k.Leases) > 0 {
		w, err := savingLeases(k.Leases)
		if err != nil {
			return nil, err
		}
		writes = append(writes, w)
	}
	if !k.Tell.IsZero() {
		writes = append(writes, t.tx.doing(Job{Kind: campaign.JobTell, Subject: k.Campaign, Due: k.Tell}))
	}
	return before, t.tx.writeAll(writes...)
}

// pressing locks people and reads how many each has approved; campaign.TakenOff: some were removed.
func (t *campaignTx) pressing(people []string) (map[string]int64, error) {
	locked, err := all(t.Reader, personColumns, `FROM people WHERE id IN ($1) ORDER BY id FOR UPDATE`, people)
	if err != nil {
		return nil, err
	}
	approved, off := make(map[string]int64, len(locked)), campaign.TakenOff(nil)
	for _, p := range locked {
		if approved[p.ID] = p.Approved; !p.Removed.IsZero() {
			off = append(off, p.ID)
		}
	}
	if len(off) > 0 {
		return nil, off
	}
	return approved, nil
}

// evidence is the approvals, and the mark on their contacts, which the caller holds.
func evidence(no int64, k campaign.Clicked) []writing {
	n := len(k.Approvals)
	contacts, ordinals, at, received, people, leases := make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n), make([]string, n), make([]string, n)
	for i, a := range k.Approvals {
		contacts[i], ordinals[i], at[i], received[i], people[i], leases[i] = a.Contact, int64(a.Ordinal), millis(a.At), millis(a.Received), a.Person, a.Lease
	}
	return []writing{
		{table: "approvals", cols: []bulkColumn{
			{"campaign", repeated(no, n)}, {"contact", contacts}, {"person", people}, {"lease", leases}, {"ordinal", ordinals}, {"at", at}, {"received_at", received},
		}},
		{query: `UPDATE contacts SET approved_at = $2 WHERE campaign = $1 AND no IN ($3)`, args: []any{no, received[0], contacts}},
	}
}

// figures adds to how much people have approved. The caller holds their rows.
func figures(people []string, k campaign.Clicked) writing {
	n := make([]int64, len(people))
	for i, id := range people {
		n[i] = int64(k.People[id])
	}
	return writing{table: "people", key: bulkColumn{"id", people}, cols: []bulkColumn{{"seen_at", repeated(millis(k.At), len(people))}}, add: bulkColumn{"approved", n}}
}

// minutes adds to a campaign's minutes.
func minutes(no int64, by map[int64]int64) writing {
	when := slices.Sorted(maps.Keys(by))
	n := make([]int64, len(when))
	for i, minute := range when {
		n[i] = by[minute]
	}
	return writing{
		table: "campaign_minutes", cols: []bulkColumn{{"campaign", repeated(no, len(when))}, {"minute", when}, {"approved", n}},
		tail: "ON CONFLICT (campaign, minute) DO UPDATE SET approved = campaign_minutes.approved + excluded.approved",
	}
}
