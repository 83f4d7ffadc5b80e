package storage

import (
	"cmp"
	"slices"

	"partyline/campaign"
)

// AddClickable puts contacts where leases take them.
func (t *campaignTx) AddClickable(no int64, contacts []campaign.Contact) error {
	if len(contacts) == 0 {
		return nil
	}
	contacts = slices.SortedFunc(slices.Values(contacts), func(a, b campaign.Contact) int { return cmp.Compare(a.Key, b.Key) }) // see deal
	keys, nos := make([]int64, len(contacts)), make([]int64, len(contacts))
	for i, c := range contacts {
		keys[i], nos[i] = c.Key, c.No
	}
	return t.pour("clickable", []bulkColumn{{"campaign", repeated(no, len(contacts))}, {"key", keys}, {"contact", nos}})
}

// DropClickable takes these off it, as far as they are there.
func (t *campaignTx) DropClickable(no int64, contacts []campaign.Contact) error {
	for _, c := range contacts { // a few late ones
		if _, err := t.tx.exec(`DELETE FROM clickable WHERE campaign = $1 AND key = $2 AND contact = $3`, no, c.Key, c.No); err != nil {
			return err
		}
	}
	return nil
}

// TakeClickable takes the first n numbers that the person has not skipped. What a rival takes at the same moment is passed
// over, so nobody gets a number twice, and nobody waits.
func (t *campaignTx) TakeClickable(no int64, person string, n int) ([]campaign.Contact, error) {
	var contacts []int64
	err := t.each(func(scan func(...any) error) error {
		var contact int64
		err := scan(&contact)
		contacts = append(contacts, contact)
		return err
	}, `DELETE FROM clickable WHERE `+t.db.dialect.first("clickable", "campaign, key, contact", `campaign = $1
			AND NOT EXISTS (SELECT 1 FROM skipped s WHERE s.campaign = $1 AND s.person = $2 AND s.contact = f.contact)
			ORDER BY key, contact LIMIT $3 FOR UPDATE SKIP LOCKED`)+` RETURNING contact`, no, person, n)
	if err != nil || len(contacts) == 0 {
		return nil, err
	}
	return all(t.Reader, numberColumns, `FROM contacts WHERE campaign = $1 AND no IN ($2) AND NOT opted_out ORDER BY no FOR UPDATE`, no, contacts)
}

// numberColumns is what clicking asks of a contact: neither who they are nor what else the file said of them.
func numberColumns(c *campaign.Contact) columns {
	return columns{
		{"no", &c.No}, {"phone", &c.Phone}, {"line", &c.Line}, {"zone_set", &c.ZoneSet}, {"key", &c.Key}, {"opted_out", &c.OptedOut}, {"released_at", instant(&c.Released)},
		{"approved_at", instant(&c.Approved)}, {"attempts", &c.Attempts}, {"outcome", &c.Outcome}, {"extra", &c.Extra},
	}
}

// Numbers reads what clicking asks of contacts.
func (r campaignReader) Numbers(no int64, contacts []int64) ([]campaign.Contact, error) {
	return all(r.Reader, numberColumns, `FROM contacts WHERE campaign = $1 AND no IN ($2) ORDER BY no`, no, contacts)
}

// LockNumbers is LockContacts with what clicking asks of them, and which of their numbers stand on the Do Not Call list.
func (t *campaignTx) LockNumbers(no int64, organisation string, contacts []int64) (locked []campaign.Contact, listed []string, err error) {
	return t.lockListed(numberColumns, no, organisation, contacts)
}

// LockTaken is LockNumbers with all of their past calls.
func (t *campaignTx) LockTaken(no int64, organisation string, contacts []int64) (locked []campaign.Contact, listed []string, err error) {
	return t.lockListed(func(c *campaign.Contact) columns {
		return append(numberColumns(c), columns{{"attempted_at", instant(&c.Attempted)}, {"final", &c.Final}, {"waits", &c.Waits}, {"failed", &c.Failed}}...)
	}, no, organisation, contacts)
}

func (t *campaignTx) lockListed(of func(*campaign.Contact) columns, no int64, organisation string, contacts []int64) (locked []campaign.Contact, listed []string, err error) {
	if len(contacts) == 0 {
		return nil, nil, nil
	}
	// With LIMIT it is looked up for each, by key, whatever the database believes of the list.
	const stands = `COALESCE((SELECT TRUE FROM do_not_call d WHERE d.organisation_id = $3 AND d.phone = contacts.phone LIMIT 1), FALSE)`
	err = t.each(func(scan func(...any) error) error {
		var p campaign.Contact
		var on bool
		err := scan(append(of(&p), column{stands, &on}).places()...)
		locked = append(locked, p)
		if on {
			listed = append(listed, p.Phone)
		}
		return err
	}, `SELECT `+of(&campaign.Contact{}).names()+`, `+stands+` FROM contacts WHERE campaign = $1 AND no IN ($2) ORDER BY no FOR UPDATE`, no, contacts, organisation)
	return locked, listed, err
}

// Leasing is an organisation's campaigns with open leases.
func (r campaignReader) Leasing(organisation string) ([]campaign.Campaign, error) {
	return all(r.Reader, campaignColumns, `FROM campaigns c WHERE organisation_id = $1
		AND EXISTS (SELECT 1 FROM leases l WHERE l.campaign = c.no AND l.ended_at IS NULL) ORDER BY no`, organisation)
}

// Unwanted is which of these contacts, not approved yet, are on the Do Not Call list.
func (r campaignReader) Unwanted(no int64, organisation string, contacts []int64) (out []int64, err error) {
	err = r.find(&out, `SELECT no FROM contacts c WHERE campaign = $1 AND no IN ($3) AND approved_at IS NULL
		AND EXISTS (SELECT 1 FROM do_not_call d WHERE d.organisation_id = $2 AND d.phone = c.phone)`, no, organisation, contacts)
	return out, err
}

// ApprovedBy is which lease approved these contacts.
func (t *campaignTx) ApprovedBy(no int64, contacts []int64) (map[int64]string, error) {
	out := map[int64]string{}
	if len(contacts) == 0 {
		return out, nil
	}
	return out, t.each(func(scan func(...any) error) error {
		var contact int64
		var lease string
		err := scan(&contact, &lease)
		out[contact] = lease
		return err
	}, `SELECT contact, lease FROM approvals WHERE campaign = $1 AND contact IN ($2)`, no, contacts)
}

// OptedOut is which of these numbers are on the organisation's Do Not Call list.
func (t *campaignTx) OptedOut(organisation string, phones []string) (out []string, err error) {
	err = t.find(&out, `SELECT phone FROM do_not_call WHERE organisation_id = $1 AND phone IN ($2)`, organisation, phones)
	return out, err
}

// MarkOptedOut marks contacts, which the caller holds.
func (t *campaignTx) MarkOptedOut(no int64, contacts []int64) error {
	_, err := t.tx.exec(`UPDATE contacts SET opted_out = TRUE WHERE campaign = $1 AND no IN ($2)`, no, contacts)
	return err
}

// Skip notes who is not shown these numbers again.
func (t *campaignTx) Skip(no int64, person string, contacts []int64) error {
	if len(contacts) == 0 {
		return nil
	}
	people := make([]string, len(contacts))
	for i := range people {
		people[i] = person
	}
	return t.tx.bulk("skipped", []bulkColumn{{"campaign", repeated(no, len(contacts))}, {"person", people}, {"contact", contacts}}, "ON CONFLICT (campaign, person, contact) DO NOTHING")
}
