package storage

import (
	"cmp"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"partyline/campaign"
)

// place is one level and stream of a campaign.
type place struct {
	level  int
	stream int64
}

// AddReady puts contacts where the dialer takes them. The rows of the streams are taken in order and held until the commit, so
// that keys are drawn behind the head as it is.
func (t *campaignTx) AddReady(no int64, rows []campaign.Ready) error {
	if len(rows) == 0 {
		return nil
	}
	cols, err := t.deal(no, rows)
	if err != nil {
		return err
	}
	return t.pour("ready", cols)
}

// deal takes the streams' rows and gives contacts their keys.
func (t *campaignTx) deal(no int64, rows []campaign.Ready) ([]bulkColumn, error) {
	size := map[place]int64{}
	for _, r := range rows {
		size[place{r.Level, r.Stream}]++
	}
	places := make([]place, 0, len(size))
	for p := range size {
		places = append(places, p)
	}
	slices.SortFunc(places, func(a, b place) int {
		if a.level != b.level {
			return a.level - b.level
		}
		return int(a.stream - b.stream)
	})
	heads, err := t.grow(no, places, size)
	if err != nil {
		return nil, err
	}
	dice := campaign.Dice()
	rows = slices.Clone(rows)
	for i, r := range rows {
		rows[i].Key = campaign.KeyBehind(heads[place{r.Level, r.Stream}], dice)
	}
	// In the order in which they are taken: those that are next then lie on the same few pages.
	slices.SortFunc(rows, func(a, b campaign.Ready) int {
		return cmp.Or(cmp.Compare(a.Level, b.Level), cmp.Compare(a.Stream, b.Stream), cmp.Compare(a.Key, b.Key))
	})
	n := len(rows)
	levels, streams, keys, contacts := make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n)
	for i, r := range rows {
		levels[i], streams[i], keys[i], contacts[i] = int64(r.Level), r.Stream, r.Key, r.Contact
	}
	return []bulkColumn{{"campaign", repeated(no, n)}, {"level", levels}, {"stream", streams}, {"key", keys}, {"contact", contacts}}, nil
}

// grow adds to the sizes of streams, in their order, and says where their heads are. What has come too close together is dealt anew.
func (t *campaignTx) grow(no int64, places []place, by map[place]int64) (heads map[place]int64, err error) {
	rows, args := make([]string, len(places)), []any{no}
	for i, p := range places {
		rows[i] = fmt.Sprintf("($1, $%d, $%d, $%d)", 3*i+2, 3*i+3, 3*i+4)
		args = append(args, int64(p.level), p.stream, by[p])
	}
	heads = map[place]int64{}
	var crowded []place
	if err := t.each(func(scan func(...any) error) error {
		var p place
		var size, head int64
		err := scan(&p.level, &p.stream, &size, &head)
		if heads[p] = head; by[p] > 0 && campaign.Crowded(head, size) {
			crowded = append(crowded, p)
		}
		return err
	}, `INSERT INTO streams (campaign, level, stream, size) VALUES `+strings.Join(rows, ", ")+` ON CONFLICT (campaign, level, stream)
			DO UPDATE SET size = streams.size + excluded.size, head = CASE WHEN streams.size = 0 THEN 0 ELSE streams.head END
		RETURNING level, stream, size, head`, args...); err != nil {
		return nil, err
	}
	for _, p := range crowded {
		if err := t.redeal(no, p); err != nil {
			return nil, err
		}
		heads[p] = 0
	}
	return heads, nil
}

// redeal gives every row of a stream a new key, from the whole range: they had come too close together.
func (t *campaignTx) redeal(no int64, p place) error {
	var contacts []int64
	if err := t.find(&contacts, `SELECT contact FROM ready WHERE campaign = $1 AND level = $2 AND stream = $3`, no, p.level, p.stream); err != nil {
		return err
	}
	if _, err := t.tx.exec(`DELETE FROM ready WHERE campaign = $1 AND level = $2 AND stream = $3`, no, p.level, p.stream); err != nil {
		return err
	}
	if _, err := t.tx.exec(`UPDATE streams SET head = 0 WHERE campaign = $1 AND level = $2 AND stream = $3`, no, p.level, p.stream); err != nil {
		return err
	}
	n, dice := len(contacts), campaign.Dice()
	keys := make([]int64, n)
	for i := range keys {
		keys[i] = campaign.KeyBehind(0, dice)
	}
	return t.pour("ready", []bulkColumn{{"campaign", repeated(no, n)}, {"level", repeated(int64(p.level), n)}, {"stream", repeated(p.stream, n)}, {"key", keys}, {"contact", contacts}})
}

// Astray is the first n that are ready in another stream than the one they belong to: only who has a household can be, and is asked about.
func (r campaignReader) Astray(no int64, n int) (out []campaign.Ready, err error) {
	err = r.each(func(scan func(...any) error) error {
		var row campaign.Ready
		err := scan(&row.Level, &row.Stream, &row.Key, &row.Contact)
		out = append(out, row)
		return err
	}, astray, no, n)
	return out, err
}

// With IS TRUE the households are hashed once. As a join PostgreSQL goes through all who are ready for each household while it knows
// how many contacts there are, and not how many are ready: hours for a million.
const astray = `SELECT level, stream, key, contact FROM ready AS r WHERE campaign = $1 AND (contact IN (SELECT h.contact FROM households h WHERE h.campaign = $1)) IS TRUE
	AND stream <> (SELECT c.zone_set * 2 + CASE WHEN c.line = 1 THEN 0 ELSE 1 END FROM contacts c WHERE c.campaign = $1 AND c.no = r.contact) LIMIT $2`

// LockStreams locks and reads the streams of a campaign that hold something.
func (t *campaignTx) LockStreams(no int64) ([]campaign.StreamSize, error) {
	out := []campaign.StreamSize{}
	err := t.each(func(scan func(...any) error) error {
		var s campaign.StreamSize
		err := scan(&s.Level, &s.Stream, &s.Size)
		out = append(out, s)
		return err
	}, `SELECT level, stream, size FROM streams WHERE campaign = $1 AND size > 0 ORDER BY level, stream FOR UPDATE`, no)
	return out, err
}

// Zoned reads the streams of a campaign that hold something, with the zones of each.
func (r campaignReader) Zoned(no int64) ([]campaign.ZonedStream, error) { return r.zoned(no, "") }

// LockZoned is LockStreams with the zones of each.
func (t *campaignTx) LockZoned(no int64) ([]campaign.ZonedStream, error) {
	return t.zoned(no, " FOR UPDATE")
}

func (r campaignReader) zoned(no int64, lock string) (out []campaign.ZonedStream, err error) {
	err = r.each(func(scan func(...any) error) error {
		var s campaign.ZonedStream
		var zones sql.NullString
		err := scan(&s.Level, &s.Stream, &s.Size, &zones)
		if s.Zones = strings.Split(zones.String, "|"); zones.Valid { // whoever has none is called at no hour
			out = append(out, s)
		}
		return err
	}, `SELECT level, stream, size, zones FROM (SELECT level, stream, size FROM streams WHERE campaign = $1 AND size > 0 ORDER BY level, stream`+lock+`) AS s
		LEFT JOIN zone_sets ON id = stream / 2 ORDER BY level, stream`, no)
	return out, err
}

// TakeReady takes the first of each stream by key and notes that the holder has them. The caller holds the streams.
func (t *campaignTx) TakeReady(no int64, shares []campaign.StreamSize, holder string, at time.Time) (out []campaign.Ready, err error) {
	read := func(scan func(...any) error) error {
		var r campaign.Ready
		err := scan(&r.Level, &r.Stream, &r.Contact, &r.Key)
		out = append(out, r)
		return err
	}
	if t.db.dialect.chains() {
		levels, streams, sizes := make([]int64, len(shares)), make([]int64, len(shares)), make([]int64, len(shares))
		most := int64(1)
		for i, s := range shares {
			levels[i], streams[i], sizes[i] = int64(s.Level), s.Stream, s.Size
			for most < s.Size {
				most *= 2
			}
		}
		return out, t.each(read, fmt.Sprintf(takeReady, most), no, levels, streams, sizes, holder, millis(at))
	}
	for _, s := range shares {
		if err := t.each(read, `DELETE FROM ready WHERE `+t.db.dialect.first("ready", "campaign, level, stream, key, contact",
			`campaign = $1 AND level = $2 AND stream = $3 ORDER BY key, contact LIMIT $4`)+` RETURNING level, stream, contact, key`, no, s.Level, s.Stream, s.Size); err != nil {
			return nil, err
		}
	}
	n := len(out)
	levels, streams, contacts, holders := make([]int64, n), make([]int64, n), make([]int64, n), make([]string, n)
	left, head := map[place]int64{}, map[place]int64{}
	for i, r := range out {
		p := place{r.Level, r.Stream}
		left[p], head[p] = left[p]-1, max(head[p], r.Key)
		levels[i], streams[i], contacts[i], holders[i] = int64(r.Level), r.Stream, r.Contact, holder
	}
	for p := range left {
		if _, err := t.tx.exec(`UPDATE streams SET size = size + $4, head = $5 WHERE campaign = $1 AND level = $2 AND stream = $3`, no, p.level, p.stream, left[p], head[p]); err != nil {
			return nil, err
		}
	}
	return out, t.tx.bulk("taken", []bulkColumn{
		{"campaign", repeated(no, n)}, {"contact", contacts}, {"level", levels}, {"stream", streams}, {"holder", holders}, {"at", repeated(millis(at), n)},
	}, "")
}

// takeReady is TakeReady in one statement. It names a bound of how many are taken of one stream, so that PostgreSQL, which cannot see
// the limit of each, does not plan for a tenth of the table.
const takeReady = `WITH
	gone AS (DELETE FROM ready WHERE ctid = ANY (ARRAY(SELECT f.ctid FROM unnest($2::bigint[], $3::bigint[], $4::bigint[]) AS v (level, stream, n) CROSS JOIN LATERAL (
			SELECT ctid FROM (SELECT ctid FROM ready WHERE campaign = $1 AND level = v.level AND stream = v.stream ORDER BY key, contact LIMIT %d) AS most LIMIT v.n) AS f))
		RETURNING level, stream, contact, key),
	less AS (UPDATE streams AS s SET size = s.size - g.n, head = g.head FROM (SELECT level, stream, count(*) AS n, max(key) AS head FROM gone GROUP BY level, stream) AS g
		WHERE s.campaign = $1 AND s.level = g.level AND s.stream = g.stream),
	held AS (INSERT INTO taken (campaign, contact, level, stream, holder, at) SELECT $1, contact, level, stream, $5, $6 FROM gone)
	SELECT level, stream, contact, key FROM gone`

// ReturnTaken takes contacts off a holder's hands.
func (t *campaignTx) ReturnTaken(no int64, holder string, contacts []int64) ([]campaign.Ready, error) {
	out := []campaign.Ready{}
	read := func(scan func(...any) error) error {
		var r campaign.Ready
		err := scan(&r.Level, &r.Stream, &r.Contact)
		out = append(out, r)
		return err
	}
	if contacts == nil {
		return out, t.each(read, `DELETE FROM taken WHERE campaign = $1 AND holder = $2 RETURNING level, stream, contact`, no, holder)
	}
	return out, t.each(read, `DELETE FROM taken WHERE campaign = $1 AND holder = $2 AND contact IN ($3) RETURNING level, stream, contact`, no, holder, contacts)
}
