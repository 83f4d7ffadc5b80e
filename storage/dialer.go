package storage

import (
	"context"
	"strings"
	"time"

	"partyline/calling"
	"partyline/campaign"
	"partyline/dialer"
)

// Dialer is the store of callers and of attempts at contacts.
func (db *DB) Dialer() dialer.Store { return dialerStore{db} }

type dialerStore struct{ db *DB }

// Write runs f in one transaction; see DB.Write.
func (s dialerStore) Write(ctx context.Context, f func(tx dialer.Tx) error) error {
	return s.db.Write(ctx, func(tx *Tx) error {
		return f(&dialerTx{
			campaignTx: &campaignTx{campaignReader: campaignReader{&tx.Reader}, tx: tx},
			dials:      dials{&tx.Reader},
			lines:      &callingTx{callingReader: callingReader{&tx.Reader}, tx: tx},
		})
	})
}

// Read runs f on one snapshot; see DB.Read.
func (s dialerStore) Read(ctx context.Context, f func(r dialer.Reader) error) error {
	return s.db.Read(ctx, func(r *Reader) error { return f(dialerReader{campaignReader{r}, dials{r}}) })
}

// dials reads what the dialer asks for beyond campaigns.
type dials struct{ r *Reader }

type dialerReader struct {
	campaignReader
	dials
}

// dialerTx writes too. Lines are the same rows as those of sessions: one open leg per number across all queues.
type dialerTx struct {
	*campaignTx
	dials
	lines *callingTx
}

var (
	_ dialer.Store  = dialerStore{}
	_ dialer.Reader = dialerReader{}
	_ dialer.Tx     = (*dialerTx)(nil)
)

// Leg is one leg.
func (d dials) Leg(id string) (calling.Leg, error) { return callingReader{d.r}.Leg(id) }

// LegByRef finds a leg by what stands in its callback URLs.
func (d dials) LegByRef(ref string) (calling.Leg, error) { return callingReader{d.r}.LegByRef(ref) }

// LegByCarrier finds an open leg by the carrier's id.
func (d dials) LegByCarrier(id string) (calling.Leg, bool, error) {
	var l calling.Leg
	found, err := d.r.one(legColumns(&l), `FROM legs WHERE carrier_id = $1 AND ended_at IS NULL`, id)
	return l, found && id != "", err
}

// LockLeg reads a leg and locks its row.
func (t *dialerTx) LockLeg(id string) (calling.Leg, error) { return t.lines.LockLeg(id) }

// InsertLeg opens a leg; false when its number is on an open leg already.
func (t *dialerTx) InsertLeg(l calling.Leg) (bool, error) { return t.lines.InsertLeg(l) }

// SaveLeg writes a leg back.
func (t *dialerTx) SaveLeg(l calling.Leg) error { return t.lines.SaveLeg(l) }

// InsertFact keeps what the carrier said; false when exactly this was said before.
func (t *dialerTx) InsertFact(f calling.Fact) (bool, error) { return t.lines.InsertFact(f) }

// ZonesOf is the zones of an interned set.
func (d dials) ZonesOf(set int64) (zones []string, err error) {
	var joined string
	if _, err = d.r.get(&joined, `SELECT zones FROM zone_sets WHERE id = $1`, set); err != nil || joined == "" {
		return nil, err
	}
	return strings.Split(joined, "|"), nil
}

// ScriptOf is one version of a campaign's script.
func (d dials) ScriptOf(id string, number int) (s campaign.Script, err error) {
	_, err = d.r.one(columns{{"script", asJSON(&s)}}, `FROM scripts WHERE campaign_id = $1 AND number = $2`, id, number)
	return s, err
}

// CalledEnough is which of some numbers somebody of flesh and blood has answered since then as often as the organisation allows within a
// day: contacts' and supporters'.
func (d dials) CalledEnough(organisation string, phones []string, since time.Time) (map[string]bool, error) {
	var phone string
	out := map[string]bool{}
	err := d.r.each(func(scan func(...any) error) error {
		err := scan(&phone)
		out[phone] = true
		return err
	}, `SELECT phone FROM (SELECT phone FROM contact_attempts WHERE organisation_id = $1 AND phone IN ($2) AND answered_at >= $3 AND outcome <> 'machine'
		UNION ALL SELECT l.number FROM attempts a JOIN legs l ON l.id = a.leg_id WHERE a.organisation_id = $1 AND l.number IN ($2) AND a.answered_at >= $3 AND a.outcome <> 'voicemail') t
		GROUP BY phone HAVING count(*) >= (SELECT daily_cap FROM organisations WHERE id = $1)`, organisation, phones, millis(since))
	return out, err
}

// Drivable is the ids of campaigns that have begun and are not over, and of those with dials that are not over.
func (d dials) Drivable() (ids []string, err error) {
	err = d.r.find(&ids, `SELECT id FROM campaigns c WHERE started_at IS NOT NULL AND (ended_at IS NULL
		OR EXISTS (SELECT 1 FROM contact_attempts a WHERE a.campaign = c.no AND a.closed_at IS NULL) OR EXISTS (SELECT 1 FROM callers k WHERE k.campaign = c.no AND k.leg_id <> '')) ORDER BY id`)
	return ids, err
}

// Driver is who drives a campaign; false when nobody ever did.
func (d dials) Driver(no int64) (v dialer.Lease, found bool, err error) {
	found, err = d.r.one(columns{{"node", &v.Node}, {"fence", &v.Fence}, {"until_at", instant(&v.Until)}, {"refused", &v.Refused}}, `FROM drivers WHERE campaign = $1`, no)
	return v, found, err
}

// Drive takes the lease of a campaign, or renews it: false when another node has it, but for the one that lapsed. Whoever has not just
// renewed it gets a higher fence. No clock decides.
func (t *dialerTx) Drive(no int64, node string, lapsed dialer.Lease, until time.Time) (fence int64, held bool, err error) {
	held, err = t.get(&fence, `INSERT INTO drivers (campaign, node, fence, until_at) VALUES ($1, $2, 1, $3)
		ON CONFLICT (campaign) DO UPDATE SET fence = CASE WHEN drivers.node = $2 AND drivers.until_at > 0 AND NOT (drivers.fence = $4 AND drivers.until_at = $5) THEN drivers.fence ELSE drivers.fence + 1 END, node = $2, until_at = $3
		WHERE drivers.node = $2 OR drivers.until_at = 0 OR drivers.fence = $4 AND drivers.until_at = $5 RETURNING fence`, no, node, millis(until), lapsed.Fence, millis(lapsed.Until))
	return fence, held, err
}

// HoldDrive says whether a fence is the present one, and keeps it so until the transaction ends.
func (t *dialerTx) HoldDrive(no, fence int64) (bool, error) {
	var now int64
	found, err := t.get(&now, `SELECT fence FROM drivers WHERE campaign = $1 FOR UPDATE`, no)
	return found && now == fence, err
}

// StopDriving gives a lease back.
func (t *dialerTx) StopDriving(no int64, node string) error {
	_, err := t.tx.exec(`UPDATE drivers SET until_at = 0 WHERE campaign = $1 AND node = $2`, no, node)
	return err
}

// Refuse keeps why the carrier refuses a campaign's calls; "": it does not.
func (t *dialerTx) Refuse(no int64, why string) (changed bool, err error) {
	n, err := t.tx.exec(`UPDATE drivers SET refused = $2 WHERE campaign = $1 AND refused <> $2`, no, why)
	return n > 0, err
}

// LastDial is when the latest attempt of a campaign was claimed; zero without any.
func (d dials) LastDial(no int64) (at time.Time, err error) {
	var ms []int64
	err = d.r.find(&ms, `SELECT claimed_at FROM contact_attempts WHERE campaign = $1 ORDER BY claimed_at DESC LIMIT 1`, no)
	if err != nil || len(ms) == 0 {
		return at, err
	}
	return time.UnixMilli(ms[0]).UTC(), nil
}

// Holders is who has contacts of a campaign that are not dialled yet.
func (d dials) Holders(no int64) (out []string, err error) {
	err = d.r.find(&out, `SELECT DISTINCT holder FROM taken WHERE campaign = $1 ORDER BY holder`, no)
	return out, err
}

// PassTaken gives a taken contact to another holder; false when the first does not have it. level is where it was ready.
func (t *dialerTx) PassTaken(no, contact int64, from, to string) (level int, ok bool, err error) {
	ok, err = t.get(&level, `UPDATE taken SET holder = $4 WHERE campaign = $1 AND contact = $2 AND holder = $3 RETURNING level`, no, contact, from, to)
	return level, ok, err
}

// SaveLegUser says whose line a leg is that came in.
func (t *dialerTx) SaveLegUser(id, user, organisation string) error {
	_, err := t.tx.exec(`UPDATE legs SET user_id = $2, organisation_id = $3 WHERE id = $1`, id, user, organisation)
	return err
}

// CallsFrom is the organisations with a campaign that calls from a number.
func (d dials) CallsFrom(number string) (out []string, err error) {
	err = d.r.find(&out, `SELECT DISTINCT organisation_id FROM campaigns WHERE caller_ids LIKE $1 ORDER BY organisation_id`, `%"`+number+`"%`)
	return out, err
}

// CallerIDs is the numbers that campaigns call from which are not over.
func (d dials) CallerIDs() (out []string, err error) {
	seen := map[string]bool{}
	return out, d.r.each(func(scan func(...any) error) error {
		var ids []string
		err := scan(asJSON(&ids))
		for _, n := range ids {
			if !seen[n] {
				seen[n], out = true, append(out, n)
			}
		}
		return err
	}, `SELECT DISTINCT caller_ids FROM campaigns WHERE ended_at IS NULL ORDER BY caller_ids`)
}

// WhoRang is the organisations that have rung a number for a campaign.
func (d dials) WhoRang(phone string) (out []string, err error) {
	err = d.r.find(&out, `SELECT DISTINCT organisation_id FROM contact_attempts WHERE phone = $1 ORDER BY organisation_id`, phone)
	return out, err
}
