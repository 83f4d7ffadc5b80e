package storage

import (
	"math"
	"time"

	"partyline/campaign"
)

// SaveAttempted keeps what an attempt, or the end of a wait, changed of contacts.
func (t *campaignTx) SaveAttempted(no int64, contacts []campaign.Contact) error {
	for _, p := range contacts {
		if _, err := t.tx.exec(`UPDATE contacts SET attempts = $3, attempted_at = $4, outcome = $5, final = $6, waits = $7, extra = $8, failed = $9, opted_out = $10 WHERE campaign = $1 AND no = $2`,
			no, p.No, p.Attempts, nullable(p.Attempted), string(p.Outcome), p.Final, int(p.Waits), p.Extra, p.Failed, p.OptedOut); err != nil {
			return err
		}
	}
	return nil
}

// AddWaiting has contacts wait.
func (t *campaignTx) AddWaiting(no int64, rows []campaign.Waiting) error {
	if len(rows) == 0 {
		return nil
	}
	n := len(rows)
	kinds, attempts, at, contacts, sets := make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n)
	for i, w := range rows {
		kinds[i], attempts[i], at[i], contacts[i], sets[i] = int64(w.Kind), int64(w.Attempts), millis(w.At), w.Contact, w.ZoneSet
	}
	return t.tx.bulk("waiting", []bulkColumn{{"campaign", repeated(no, n)}, {"kind", kinds}, {"attempts", attempts}, {"at", at}, {"contact", contacts}, {"zone_set", sets}}, "")
}

// TakeWaiting takes the first off who wait for one thing.
func (t *campaignTx) TakeWaiting(no int64, kind campaign.Wait, attempts int, until time.Time, n int) ([]campaign.Waiting, error) {
	var out []campaign.Waiting
	return out, t.each(func(scan func(...any) error) error {
		w := campaign.Waiting{Kind: kind, Attempts: attempts}
		err := scan(instant(&w.At), &w.Contact, &w.ZoneSet)
		out = append(out, w)
		return err
	}, `DELETE FROM waiting WHERE `+t.db.dialect.first("waiting", "campaign, kind, attempts, at, contact",
		`campaign = $1 AND kind = $2 AND attempts = $3 AND at <= $4 ORDER BY at, contact LIMIT $5 FOR UPDATE SKIP LOCKED`)+` RETURNING at, contact, zone_set`,
		no, int(kind), attempts, millis(until), n)
}

// DropWaiting has one contact wait no more, unless somebody moves it this moment.
func (t *campaignTx) DropWaiting(no int64, w campaign.Waiting) (bool, error) {
	from, until := millis(w.At), millis(w.At)
	if w.At.IsZero() {
		from, until = 0, math.MaxInt64
	}
	n, err := t.tx.exec(`DELETE FROM waiting WHERE `+t.db.dialect.first("waiting", "campaign, kind, attempts, at, contact",
		`campaign = $1 AND kind = $2 AND at BETWEEN $3 AND $4 AND contact = $5 LIMIT 1 FOR UPDATE SKIP LOCKED`), no, int(w.Kind), from, until, w.Contact)
	return n > 0, err
}

// WaitingOf is which of these contacts wait for one thing.
func (t *campaignTx) WaitingOf(no int64, kind campaign.Wait, attempts int, contacts []int64) (out []int64, err error) {
	err = t.find(&out, `SELECT contact FROM waiting WHERE campaign = $1 AND kind = $2 AND attempts = $3 AND contact IN ($4)`, no, int(kind), attempts, contacts)
	return out, err
}

// SetDue says in the counts when the first contact of each zone set that waits for the gap is due, and when the first of all is
// that waits for anything.
func (t *campaignTx) SetDue(no int64, gap, afterDrop time.Duration) (first time.Time, err error) {
	const of = `(SELECT MIN(w.at) FROM waiting w WHERE w.campaign = campaign_counts.campaign AND w.zone_set = campaign_counts.zone_set AND w.kind = `
	if _, err := t.tx.exec(`UPDATE campaign_counts SET gap_first = (SELECT MIN(d.at) FROM (SELECT `+of+`1) + $2 AS at UNION ALL SELECT `+of+`2) + $2 UNION ALL SELECT `+of+`3)
			UNION ALL SELECT `+of+`4) + $3) d) WHERE campaign = $1 AND (gap > 0 OR gap_first IS NOT NULL)`, no, gap.Milliseconds(), afterDrop.Milliseconds()); err != nil {
		return first, err
	}
	_, err = t.one(columns{{"MIN(d.at)", instant(&first)}}, `FROM (SELECT MIN(gap_first) AS at FROM campaign_counts WHERE campaign = $1
		UNION ALL SELECT MIN(at) FROM waiting WHERE campaign = $1 AND kind = 6) d`, no)
	return first, err
}

// FindReady is where some contacts are ready.
func (t *campaignTx) FindReady(no int64, contacts []int64) ([]campaign.Ready, error) {
	return t.readyRows(`SELECT level, stream, key, contact FROM ready WHERE campaign = $1 AND contact IN ($2) ORDER BY level, stream, key`, no, contacts)
}

// ReadyAbove is the first n above a level.
func (t *campaignTx) ReadyAbove(no int64, level, n int) ([]campaign.Ready, error) {
	return t.readyRows(`SELECT level, stream, key, contact FROM ready WHERE campaign = $1 AND level > $2 ORDER BY level, stream, key, contact LIMIT $3`, no, level, n)
}

func (t *campaignTx) readyRows(query string, args ...any) (out []campaign.Ready, err error) {
	err = t.each(func(scan func(...any) error) error {
		var r campaign.Ready
		err := scan(&r.Level, &r.Stream, &r.Key, &r.Contact)
		out = append(out, r)
		return err
	}, query, args...)
	return out, err
}

// DropReady takes rows off what is ready, as far as they are still there. The caller holds the streams.
func (t *campaignTx) DropReady(no int64, rows []campaign.Ready) (gone []int64, err error) {
	type of struct{ keys, contacts []int64 }
	by := map[place]of{}
	for _, r := range rows {
		p := place{r.Level, r.Stream}
		by[p] = of{append(by[p].keys, r.Key), append(by[p].contacts, r.Contact)}
	}
	for p, o := range by { // their order does not matter: they are held
		n := len(gone)
		if err := t.each(func(scan func(...any) error) error {
			var contact int64
			err := scan(&contact)
			gone = append(gone, contact)
			return err
		}, `DELETE FROM ready WHERE `+t.db.dialect.those("ready", `campaign = $1 AND level = $2 AND stream = $3`, "key", "contact", 4)+` RETURNING contact`, no, p.level, p.stream, o.keys, o.contacts); err != nil {
			return nil, err
		}
		if _, err := t.tx.exec(`UPDATE streams SET size = size - $4 WHERE campaign = $1 AND level = $2 AND stream = $3`, no, p.level, p.stream, len(gone)-n); err != nil {
			return nil, err
		}
	}
	return gone, nil
}

// Taken is which of these contacts are in a holder's hands.
func (t *campaignTx) Taken(no int64, contacts []int64) (out []int64, err error) {
	err = t.find(&out, `SELECT contact FROM taken WHERE campaign = $1 AND contact IN ($2)`, no, contacts)
	return out, err
}

// Flying is those of them that whoever dials has.
func (t *campaignTx) Flying(no int64, contacts []int64) (out []int64, err error) {
	err = t.find(&out, `SELECT contact FROM taken WHERE campaign = $1 AND contact IN ($2) AND holder NOT LIKE $3`, no, contacts, campaign.ShownPrefix+"%")
	return out, err
}

// Rezone has who waits wait in another zone set. What somebody moves this moment is passed over.
func (t *campaignTx) Rezone(no int64, kind campaign.Wait, from, to int64, contacts []int64) error {
	_, err := t.tx.exec(`UPDATE waiting SET zone_set = $5 WHERE `+t.db.dialect.first("waiting", "campaign, kind, attempts, at, contact",
		`campaign = $1 AND zone_set = $2 AND kind = $3 AND contact IN ($4) FOR UPDATE SKIP LOCKED`), no, from, int(kind), contacts, to)
	return err
}

// Fresh takes numbers that came onto the list, or off it, and that campaigns have not heard of.
func (t *campaignTx) Fresh(organisation string, n int) (phones []string, err error) {
	err = t.find(&phones, `DELETE FROM opted_out WHERE `+t.db.dialect.first("opted_out", "organisation_id, phone",
		`organisation_id = $1 ORDER BY phone LIMIT $2 FOR UPDATE SKIP LOCKED`)+` RETURNING phone`, organisation, n)
	return phones, err
}

// CampaignsWith is which campaigns that are not over have one of these numbers, as long as it is on the list, and who it is.
func (t *campaignTx) CampaignsWith(organisation string, phones []string) (map[int64][]int64, error) {
	return t.campaignsWith(`NOT p.opted_out AND EXISTS`, organisation, phones)
}

// CampaignsWithout is which campaigns that are not over have somebody as opted out at one of these numbers, if it is not on the
// list, and who it is.
func (t *campaignTx) CampaignsWithout(organisation string, phones []string) (map[int64][]int64, error) {
	return t.campaignsWith(`p.opted_out AND NOT EXISTS`, organisation, phones)
}

func (t *campaignTx) campaignsWith(which, organisation string, phones []string) (map[int64][]int64, error) {
	out := map[int64][]int64{}
	if len(phones) == 0 {
		return out, nil
	}
	return out, t.each(func(scan func(...any) error) error {
		var no, contact int64
		err := scan(&no, &contact)
		out[no] = append(out[no], contact)
		return err
	}, `SELECT p.campaign, p.no FROM campaigns c JOIN contacts p ON p.campaign = c.no
		WHERE c.organisation_id = $1 AND c.ended_at IS NULL AND p.phone IN ($2) AND `+which+` (SELECT 1 FROM do_not_call d WHERE d.organisation_id = $1 AND d.phone = p.phone)`, organisation, phones)
}
