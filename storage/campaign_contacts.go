package storage

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"partyline/campaign"
)

// repeated is n times the same value, for a column of many rows.
func repeated(v int64, n int) []int64 {
	out := make([]int64, n)
	for i := range out {
		out[i] = v
	}
	return out
}

// ZoneSet is the number of a set of zones; a new one is interned.
func (t *campaignTx) ZoneSet(zones []string) (id int64, err error) {
	key := strings.Join(zones, "|")
	found, err := t.get(&id, `SELECT id FROM zone_sets WHERE zones = $1`, key)
	if err != nil || found {
		return id, err
	}
	if id, err = t.next("zone_set"); err != nil {
		return 0, err
	}
	_, err = t.get(&id, `INSERT INTO zone_sets (id, zones) VALUES ($1, $2) ON CONFLICT (zones) DO UPDATE SET zones = excluded.zones RETURNING id`, id, key)
	return id, err
}

// InsertContacts adds a batch, by COPY where the database has it.
func (t *campaignTx) InsertContacts(no int64, batch []campaign.Contact) error {
	if len(batch) == 0 {
		return nil
	}
	n := len(batch)
	nos, lines, sets, keys, loads, rows := make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n)
	phones, names, fields, out := make([]string, n), make([]string, n), make([]string, n), make([]bool, n)
	for i, c := range batch {
		b, err := json.Marshal(c.Fields)
		if err != nil {
			return fmt.Errorf("contact: %w", err)
		}
		nos[i], lines[i], sets[i], keys[i], loads[i], rows[i] = c.No, int64(c.Line), c.ZoneSet, c.Key, c.Load, c.Row
		phones[i], names[i], fields[i], out[i] = c.Phone, c.Name, string(b), c.OptedOut
	}
	return t.pour("contacts", []bulkColumn{
		{"campaign", repeated(no, n)}, {"no", nos}, {"phone", phones}, {"name", names}, {"line", lines}, {"zone_set", sets}, {"key", keys}, {"load_no", loads}, {"row_number", rows},
		{"fields", fields}, {"opted_out", out},
	})
}

// pour adds many rows of which none is there yet, as fast as the database can.
func (t *campaignTx) pour(table string, cols []bulkColumn) error {
	return t.tx.db.marked(t.tx.db.dialect.pour(t.tx.ctx, t.tx.q, table, cols))
}

// InsertHouseholds adds others at contacts' numbers.
func (t *campaignTx) InsertHouseholds(no int64, others []campaign.Other) error {
	if len(others) == 0 {
		return nil
	}
	n := len(others)
	contacts, loads, rows, names, fields := make([]int64, n), make([]int64, n), make([]int64, n), make([]string, n), make([]string, n)
	for i, o := range others {
		b, err := json.Marshal(o.Fields)
		if err != nil {
			return fmt.Errorf("household: %w", err)
		}
		contacts[i], loads[i], rows[i], names[i], fields[i] = o.Contact, o.Load, o.Row, o.Name, string(b)
	}
	return t.pour("households", []bulkColumn{
		{"campaign", repeated(no, n)}, {"contact", contacts}, {"load_no", loads}, {"row_number", rows}, {"name", names}, {"fields", fields},
	})
}

// Phones is every contact's number.
func (r campaignReader) Phones(no int64, f func(phone string, contact int64) error) error {
	return r.each(func(scan func(...any) error) error {
		var phone string
		var contact int64
		if err := scan(&phone, &contact); err != nil {
			return err
		}
		return f(phone, contact)
	}, `SELECT phone, no FROM contacts WHERE campaign = $1`, no)
}

// LastContact is the highest contact's number, 0 without contacts.
func (r campaignReader) LastContact(no int64) (last int64, err error) {
	_, err = r.get(&last, `SELECT COALESCE(MAX(no), 0) FROM contacts WHERE campaign = $1`, no)
	return last, err
}

func contactColumns(c *campaign.Contact) columns {
	return columns{
		{"no", &c.No}, {"phone", &c.Phone}, {"name", &c.Name}, {"line", &c.Line}, {"zone_set", &c.ZoneSet}, {"key", &c.Key}, {"load_no", &c.Load}, {"row_number", &c.Row},
		{"fields", asJSON(&c.Fields)}, {"opted_out", &c.OptedOut}, {"released", &c.Released}, {"approved_at", instant(&c.Approved)}, {"attempts", &c.Attempts},
		{"attempted_at", instant(&c.Attempted)}, {"outcome", &c.Outcome}, {"final", &c.Final}, {"waits", &c.Waits}, {"extra", &c.Extra}, {"failed", &c.Failed},
	}
}

// LockContacts locks and reads contacts in the order of their numbers.
func (t *campaignTx) LockContacts(no int64, contacts []int64) ([]campaign.Contact, error) {
	if len(contacts) == 0 {
		return nil, nil
	}
	return all(t.Reader, contactColumns, `FROM contacts WHERE campaign = $1 AND no IN ($2) ORDER BY no FOR UPDATE`, no, contacts)
}

// Zones is a campaign's counts by zone set.
func (r campaignReader) Zones(no int64) ([]campaign.ZoneCounts, error) {
	out := []campaign.ZoneCounts{}
	err := r.each(func(scan func(...any) error) error {
		var z campaign.ZoneCounts
		var zones string
		err := scan(&z.ZoneSet, &zones, &z.Landlines, &z.Cells, &z.Retries, &z.Click, &z.Gap, &z.Other, &z.InFlight, &z.Finished, &z.OptedOut, &z.Invalid, &z.Approved, instant(&z.GapFirst))
		z.Zones = strings.Split(zones, "|")
		out = append(out, z)
		return err
	}, `SELECT c.zone_set, z.zones, c.landlines, c.cells, c.retries, c.click, c.gap, c.other, c.in_flight, c.finished, c.opted_out, c.invalid, c.approved, c.gap_first
		FROM campaign_counts c JOIN zone_sets z ON z.id = c.zone_set WHERE c.campaign = $1 ORDER BY c.zone_set`, no)
	return out, err
}

// Count adds differences to the counts, in the order of the zone sets.
func (t *campaignTx) Count(no int64, by map[int64]campaign.ZoneCounts) error {
	sets := make([]int64, 0, len(by))
	for set := range by {
		sets = append(sets, set)
	}
	slices.Sort(sets)
	for _, set := range sets {
		d := by[set]
		if _, err := t.tx.exec(`INSERT INTO campaign_counts (campaign, zone_set, landlines, cells, retries, click, gap, other, in_flight, finished, opted_out, invalid, approved)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
			ON CONFLICT (campaign, zone_set) DO UPDATE SET landlines = campaign_counts.landlines + excluded.landlines, cells = campaign_counts.cells + excluded.cells,
				retries = campaign_counts.retries + excluded.retries, click = campaign_counts.click + excluded.click, gap = campaign_counts.gap + excluded.gap,
				other = campaign_counts.other + excluded.other, in_flight = campaign_counts.in_flight + excluded.in_flight, finished = campaign_counts.finished + excluded.finished,
				opted_out = campaign_counts.opted_out + excluded.opted_out, invalid = campaign_counts.invalid + excluded.invalid, approved = campaign_counts.approved + excluded.approved`,
			no, set, d.Landlines, d.Cells, d.Retries, d.Click, d.Gap, d.Other, d.InFlight, d.Finished, d.OptedOut, d.Invalid, d.Approved); err != nil {
			return err
		}
	}
	return nil
}

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
	heads := map[place]int64{}
	for _, p := range places {
		var now struct {
			Size int64 `db:"size"`
			Head int64 `db:"head"`
		}
		if _, err := t.get(&now, `INSERT INTO streams (campaign, level, stream, size) VALUES ($1, $2, $3, $4)
			ON CONFLICT (campaign, level, stream) DO UPDATE SET size = streams.size + excluded.size, head = CASE WHEN streams.size = 0 THEN 0 ELSE streams.head END
			RETURNING size, head`, no, p.level, p.stream, size[p]); err != nil {
			return err
		}
		heads[p] = now.Head
		if campaign.Crowded(now.Head, now.Size) {
			if err := t.redeal(no, p); err != nil {
				return err
			}
			heads[p] = 0
		}
	}
	n := len(rows)
	levels, streams, keys, contacts := make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n)
	dice := campaign.Dice()
	for i, r := range rows {
		levels[i], streams[i], contacts[i] = int64(r.Level), r.Stream, r.Contact
		keys[i] = campaign.KeyBehind(heads[place{r.Level, r.Stream}], dice)
	}
	return t.pour("ready", []bulkColumn{{"campaign", repeated(no, n)}, {"level", levels}, {"stream", streams}, {"key", keys}, {"contact", contacts}})
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

// TakeReady takes the first of each stream by key and notes that the holder has them. The caller holds the streams.
func (t *campaignTx) TakeReady(no int64, shares []campaign.StreamSize, holder string, at time.Time) ([]campaign.Ready, error) {
	var out []campaign.Ready
	var levels, streams, sizes, heads []int64
	for _, s := range shares {
		n, head := int64(0), int64(0)
		err := t.each(func(scan func(...any) error) error {
			r := campaign.Ready{Level: s.Level, Stream: s.Stream}
			err := scan(&r.Contact, &r.Key)
			out, n, head = append(out, r), n+1, max(head, r.Key)
			return err
		}, `DELETE FROM ready WHERE campaign = $1 AND level = $2 AND stream = $3 AND (key, contact) IN (SELECT key, contact FROM ready
			WHERE campaign = $1 AND level = $2 AND stream = $3 ORDER BY key, contact LIMIT $4) RETURNING contact, key`, no, s.Level, s.Stream, s.Size)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			levels, streams, sizes, heads = append(levels, int64(s.Level)), append(streams, s.Stream), append(sizes, -n), append(heads, head)
		}
	}
	n := len(out)
	if n == 0 {
		return nil, nil
	}
	if err := t.tx.bulk("streams", []bulkColumn{{"campaign", repeated(no, len(sizes))}, {"level", levels}, {"stream", streams}, {"size", sizes}, {"head", heads}},
		"ON CONFLICT (campaign, level, stream) DO UPDATE SET size = streams.size + excluded.size, head = excluded.head"); err != nil {
		return nil, err
	}
	levels, streams = make([]int64, n), make([]int64, n)
	contacts, holders := make([]int64, n), make([]string, n)
	for i, r := range out {
		levels[i], streams[i], contacts[i], holders[i] = int64(r.Level), r.Stream, r.Contact, holder
	}
	return out, t.tx.bulk("taken", []bulkColumn{
		{"campaign", repeated(no, n)}, {"contact", contacts}, {"level", levels}, {"stream", streams}, {"holder", holders}, {"at", repeated(millis(at), n)},
	}, "")
}

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
