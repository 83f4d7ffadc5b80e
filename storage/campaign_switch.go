package storage

import (
	"time"

	"partyline/campaign"
)

func switchColumns(s *campaign.Switch) columns {
	return columns{{"clicking", &s.On}, {"clicking_since", instant(&s.Since)}, {"clicking_release", &s.Release}}
}

func (r campaignReader) clickingSwitch(organisation, lock string) (s campaign.Switch, err error) {
	found, err := r.one(switchColumns(&s), `FROM organisations WHERE id = $1 `+lock, organisation)
	if err == nil && !found {
		err = missing("organisation")
	}
	return s, err
}

// Switch is an organisation's clicking switch.
func (r campaignReader) Switch(organisation string) (campaign.Switch, error) {
	return r.clickingSwitch(organisation, "")
}

// Clicking holds the switch as it is until the transaction ends: whoever turns it waits, and sees what was done before.
func (t *campaignTx) Clicking(organisation string) (on bool, since time.Time, err error) {
	s, err := t.HoldSwitch(organisation)
	return s.On, s.Since, err
}

// HoldClicking is Campaign without the script, and HoldSwitch of its organisation; HoldClickingNo finds it by its number.
func (t *campaignTx) HoldClicking(id string) (campaign.Campaign, campaign.Switch, error) {
	return t.holdClicking("id", id)
}

// HoldClickingNo is HoldClicking by the number.
func (t *campaignTx) HoldClickingNo(no int64) (campaign.Campaign, campaign.Switch, error) {
	return t.holdClicking("no", no)
}

func (t *campaignTx) holdClicking(column string, key any) (c campaign.Campaign, s campaign.Switch, err error) {
	found, err := t.one(append(campaignColumns(&c), columns{{"clicks", &s.On}, {"clicking_since", instant(&s.Since)}, {"clicking_release", &s.Release}}...),
		`FROM campaigns JOIN (SELECT id AS switch, clicking AS clicks, clicking_since, clicking_release FROM organisations
			WHERE id = (SELECT organisation_id FROM campaigns WHERE `+column+` = $1) FOR SHARE) AS held ON switch = organisation_id WHERE `+column+` = $1`, key)
	if err == nil && !found {
		err = missing("campaign")
	}
	return c, s, err
}

// HoldSwitch shares a lock on the switch, which whoever turns it takes whole.
func (t *campaignTx) HoldSwitch(organisation string) (campaign.Switch, error) {
	return t.clickingSwitch(organisation, "FOR SHARE")
}

// LockSwitch takes it whole.
func (t *campaignTx) LockSwitch(organisation string) (campaign.Switch, error) {
	return t.clickingSwitch(organisation, "FOR UPDATE")
}

// SaveSwitch turns it. The caller holds it.
func (t *campaignTx) SaveSwitch(organisation string, s campaign.Switch) error {
	_, err := t.tx.exec(`UPDATE organisations SET clicking = $2, clicking_since = $3, clicking_release = $4 WHERE id = $1`, organisation, s.On, millis(s.Since), s.Release)
	return err
}

// OpenCampaigns is the ids of an organisation's campaigns that are not over.
func (r campaignReader) OpenCampaigns(organisation string) (ids []string, err error) {
	err = r.find(&ids, `SELECT id FROM campaigns WHERE organisation_id = $1 AND ended_at IS NULL ORDER BY id`, organisation)
	return ids, err
}

// Unclicked is how many numbers of an organisation's campaigns that are not over wait for a click.
func (r campaignReader) Unclicked(organisation string) (n int64, err error) {
	_, err = r.get(&n, `SELECT COALESCE(SUM(k.click), 0) FROM campaigns c JOIN campaign_counts k ON k.campaign = c.no WHERE c.organisation_id = $1 AND c.ended_at IS NULL`, organisation)
	return n, err
}

// Switching is how many numbers are on their way since the switch was turned, and how many of them arrived.
func (r campaignReader) Switching(organisation string) (total, moved int64, err error) {
	_, err = r.one(columns{{"COALESCE(SUM(total), 0)", &total}, {"COALESCE(SUM(moved), 0)", &moved}}, `FROM switchings WHERE organisation_id = $1`, organisation)
	return total, moved, err
}

// ForgetSwitching takes them out: of one campaign, or of all with 0.
func (t *campaignTx) ForgetSwitching(organisation string, no int64) error {
	_, err := t.tx.exec(`DELETE FROM switchings WHERE organisation_id = $1 AND ($2 = 0 OR campaign = $2)`, organisation, no)
	return err
}

// CountSwitching adds to the numbers that arrived. The first time it is told how many there are.
func (t *campaignTx) CountSwitching(organisation string, no, total, moved int64) error {
	_, err := t.tx.exec(`INSERT INTO switchings (campaign, organisation_id, total, moved) VALUES ($1, $2, $3, $4)
		ON CONFLICT (campaign) DO UPDATE SET moved = switchings.moved + excluded.moved`, no, organisation, total, moved)
	return err
}

const unapproved = `FROM ready r JOIN contacts c ON c.campaign = r.campaign AND c.no = r.contact
	WHERE r.campaign = $1 AND r.stream % 2 = 1 AND c.approved_at IS NULL AND COALESCE(c.released_at, 0) < $2`

// CountUnapproved is how many are ready that need a click and have none, and were let go before an instant.
func (r campaignReader) CountUnapproved(no int64, let time.Time) (n int64, err error) {
	_, err = r.get(&n, `SELECT COUNT(*) `+unapproved, no, millis(let))
	return n, err
}

// DropUnapproved takes the first n of those of a stream, by key behind after, off what is ready; last is the key that was looked at last. The caller holds the stream.
func (t *campaignTx) DropUnapproved(no int64, s campaign.StreamSize, after int64, let time.Time, n int) (contacts []int64, last int64, err error) {
	last = after
	err = t.each(func(scan func(...any) error) error {
		var contact, key int64
		err := scan(&contact, &key)
		contacts, last = append(contacts, contact), max(last, key)
		return err
	}, `SELECT r.contact, r.key `+unapproved+` AND r.level = $3 AND r.stream = $4 AND r.key > $5 ORDER BY r.key LIMIT $6`, no, millis(let), s.Level, s.Stream, after, n)
	if err != nil || len(contacts) == 0 {
		return nil, last, err
	}
	if _, err := t.tx.exec(`DELETE FROM ready WHERE campaign = $1 AND level = $2 AND stream = $3 AND key > $4 AND key <= $5 AND contact IN ($6)`,
		no, s.Level, s.Stream, after, last, contacts); err != nil {
		return nil, last, err
	}
	_, err = t.tx.exec(`UPDATE streams SET size = size - $4 WHERE campaign = $1 AND level = $2 AND stream = $3`, no, s.Level, s.Stream, len(contacts))
	return contacts, last, err
}

// SetReleased says of contacts, which the caller holds, since when they may be dialled without a click; zero: they wait for one.
func (t *campaignTx) SetReleased(no int64, contacts []int64, at time.Time) error {
	if len(contacts) == 0 {
		return nil
	}
	_, err := t.tx.exec(`UPDATE contacts SET released_at = $2 WHERE campaign = $1 AND no IN ($3)`, no, nullable(at), contacts)
	return err
}
