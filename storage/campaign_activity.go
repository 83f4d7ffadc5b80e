package storage

import (
	"math"
	"time"

	"partyline/campaign"
	"partyline/dialer"
)

// Minutes is a campaign's approvals by minute, from one on.
func (r campaignReader) Minutes(no, from int64) (map[int64]int64, error) {
	by := map[int64]int64{}
	return by, r.each(func(scan func(...any) error) error {
		var minute, approved int64
		err := scan(&minute, &approved)
		by[minute] = approved
		return err
	}, `SELECT minute, approved FROM campaign_minutes WHERE campaign = $1 AND minute >= $2`, no, from)
}

// SeenSince counts people by kind.
func (r campaignReader) SeenSince(id string, now, today time.Time) (present, before map[campaign.Kind]int, err error) {
	present, before = map[campaign.Kind]int{}, map[campaign.Kind]int{}
	err = r.each(func(scan func(...any) error) error {
		var kind campaign.Kind
		var here, day int
		err := scan(&kind, &here, &day)
		present[kind], before[kind] = here, day
		return err
	}, `SELECT kind, SUM(CASE WHEN seen_at >= $2 THEN 1 ELSE 0 END), SUM(CASE WHEN seen_at >= $3 THEN 1 ELSE 0 END)
		FROM people WHERE campaign_id = $1 AND removed_at IS NULL GROUP BY kind`, id, millis(now), millis(today))
	return present, before, err
}

// NoteSeen keeps when people were seen. The rows are locked in the order of their ids.
func (t *campaignTx) NoteSeen(people []string, at time.Time) error {
	if err := t.each(func(scan func(...any) error) error {
		var id string
		return scan(&id)
	}, `SELECT id FROM people WHERE id IN ($1) ORDER BY id FOR UPDATE`, people); err != nil {
		return err
	}
	_, err := t.tx.exec(`UPDATE people SET seen_at = $2 WHERE id IN ($1) AND seen_at < $2`, people, millis(at))
	return err
}

// Dialling is who drives a campaign's dialer, and who talks.
func (r campaignReader) Dialling(no int64) (d campaign.Dialling, err error) {
	if _, err = r.one(columns{{"until_at", instant(&d.Until)}, {"refused", &d.Refused}}, `FROM drivers WHERE campaign = $1`, no); err != nil {
		return d, err
	}
	if d.Flying, err = (dials{r.Reader}).flying(no); err != nil {
		return d, err
	}
	return d, r.each(func(scan func(...any) error) error {
		var state dialer.CallerState
		var n, up, free int
		if err := scan(&state, &n, &up, &free); err != nil {
			return err
		}
		d.Callers += up
		switch state {
		case dialer.Talking:
			d.Talking = up
		case dialer.Waiting:
			d.Waiting, d.Free = up, free
		case dialer.WrapUp:
			d.WrapUp = n
		case dialer.OnBreak, dialer.NotReady:
			d.Away += n
		}
		return nil
	}, `SELECT state, count(*), SUM(CASE WHEN up THEN 1 ELSE 0 END), `+freeSum+` FROM callers WHERE campaign = $1 GROUP BY state`, no)
}

// PickedUp is how many of the calls that began since then are answered or over, and how many of those a person answered.
func (r campaignReader) PickedUp(no int64, since time.Time) (dials, picked int64, err error) {
	_, err = r.one(columns{
		{"COALESCE(SUM(CASE WHEN answered_at IS NOT NULL OR closed_at IS NOT NULL THEN 1 ELSE 0 END), 0)", &dials},
		{"COALESCE(SUM(CASE WHEN answered_at IS NOT NULL AND outcome <> 'machine' THEN 1 ELSE 0 END), 0)", &picked},
	}, `FROM contact_attempts WHERE campaign = $1 AND claimed_at >= $2 AND state <> 'released' AND `+throughNetwork, no, millis(since))
	return dials, picked, err
}

// Answered is the persons who answered from one instant on, until another (zero: now).
func (r campaignReader) Answered(no int64, from, until time.Time) (a campaign.Answered, err error) {
	before := int64(math.MaxInt64)
	if !until.IsZero() {
		before = millis(until)
	}
	_, err = r.one(columns{
		{"COALESCE(SUM(CASE WHEN outcome = 'dropped' THEN 1 ELSE 0 END), 0)", &a.Dropped},
		{"COALESCE(SUM(CASE WHEN " + connected + " THEN 1 ELSE 0 END), 0)", &a.Connected},
	}, `FROM contact_attempts WHERE campaign = $1 AND answered_at >= $2 AND answered_at < $3`, no, millis(from), before)
	return a, err
}

// throughNetwork says of an attempt that is not released that the carrier took it, and could place it.
const throughNetwork = `(sent_at IS NOT NULL AND outcome NOT IN ('failed', 'invalid'))`

// connected says of an attempt that a person was given to a caller.
const connected = `(bridged_at IS NOT NULL AND outcome NOT IN ('machine', 'dropped'))`

// Calls is a campaign's dials and talks by minute, from one on.
func (r campaignReader) Calls(no, from int64) (map[int64]campaign.Calls, error) {
	by := map[int64]campaign.Calls{}
	return by, r.each(func(scan func(...any) error) error {
		var minute int64
		var c campaign.Calls
		err := scan(&minute, &c.Dials, &c.Talks)
		by[minute] = c
		return err
	}, `SELECT claimed_at / 60000, SUM(CASE WHEN sent_at IS NOT NULL THEN 1 ELSE 0 END), SUM(CASE WHEN `+connected+` THEN 1 ELSE 0 END)
		FROM contact_attempts WHERE campaign = $1 AND claimed_at >= $2 GROUP BY claimed_at / 60000`, no, from*60000)
}
