package storage

import (
	"encoding/json"
	"fmt"
	"maps"
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
	phones, names, out := make([]string, n), make([]string, n), make([]bool, n)
	for i, c := range batch {
		nos[i], lines[i], sets[i], keys[i], loads[i], rows[i] = c.No, int64(c.Line), c.ZoneSet, c.Key, c.Load, c.Row
		phones[i], names[i], out[i] = c.Phone, c.Name, c.OptedOut
	}
	return t.pour("contacts", []bulkColumn{
		{"campaign", repeated(no, n)}, {"no", nos}, {"phone", phones}, {"name", names}, {"line", lines}, {"zone_set", sets}, {"key", keys}, {"load_no", loads}, {"row_number", rows},
		{"fields", drawn(func(row int) (string, error) { b, err := json.Marshal(batch[row].Fields); return string(b), err })}, {"opted_out", out},
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
		{"fields", asJSON(&c.Fields)}, {"opted_out", &c.OptedOut}, {"released_at", instant(&c.Released)}, {"approved_at", instant(&c.Approved)}, {"attempts", &c.Attempts},
		{"attempted_at", instant(&c.Attempted)}, {"outcome", &c.Outcome}, {"final", &c.Final}, {"waits", &c.Waits}, {"extra", &c.Extra}, {"failed", &c.Failed},
	}
}

// Contact is one contact as it is, not locked.
func (t *campaignTx) Contact(no, contact int64) (c campaign.Contact, found bool, err error) {
	found, err = t.one(contactColumns(&c), `FROM contacts WHERE campaign = $1 AND no = $2`, no, contact)
	return c, found, err
}

// LockContacts locks and reads contacts in the order of their numbers.
func (t *campaignTx) LockContacts(no int64, contacts []int64) ([]campaign.Contact, error) {
	if len(contacts) == 0 {
		return nil, nil
	}
	return all(t.Reader, contactColumns, `FROM contacts WHERE campaign = $1 AND no IN ($2) ORDER BY no FOR UPDATE`, no, contacts)
}

// SaveNarrowed keeps line, zone set and release of contacts: one statement for all that become the same.
func (t *campaignTx) SaveNarrowed(no int64, contacts []campaign.Contact) error {
	type narrowed struct {
		line     campaign.Line
		zoneSet  int64
		released int64 // milliseconds
	}
	by, at := map[narrowed][]int64{}, map[narrowed]time.Time{}
	for _, p := range contacts {
		n := narrowed{p.Line, p.ZoneSet, millis(p.Released)}
		by[n], at[n] = append(by[n], p.No), p.Released
	}
	for n, nos := range by {
		if _, err := t.tx.exec(`UPDATE contacts SET line = $2, zone_set = $3, released_at = $4 WHERE campaign = $1 AND no IN ($5)`,
			no, int(n.line), n.zoneSet, nullable(at[n]), nos); err != nil {
			return err
		}
	}
	return nil
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
	if len(by) == 0 {
		return nil
	}
	w := counting(no, by)
	return t.tx.bulk(w.table, w.cols, w.tail)
}

// CountAndTell is Count, and has the campaign's figures told at an instant.
func (t *campaignTx) CountAndTell(no int64, by map[int64]campaign.ZoneCounts, id string, at time.Time) error {
	writes := []writing{t.tx.doing(Job{Kind: campaign.JobTell, Subject: id, Due: at})}
	if len(by) > 0 {
		writes = append(writes, counting(no, by))
	}
	return t.tx.writeAll(writes...)
}

// counting is the statement of Count.
func counting(no int64, by map[int64]campaign.ZoneCounts) writing {
	sets := slices.Sorted(maps.Keys(by))
	cols := []bulkColumn{{"campaign", repeated(no, len(sets))}, {"zone_set", sets}}
	var adds []string
	for _, of := range counted(&campaign.ZoneCounts{}) {
		adds = append(adds, of.name+" = campaign_counts."+of.name+" + excluded."+of.name)
		cols = append(cols, bulkColumn{of.name, make([]int64, len(sets))})
	}
	for row, set := range sets {
		d := by[set]
		for i, of := range counted(&d) {
			cols[2+i].values.([]int64)[row] = *of.n
		}
	}
	return writing{table: "campaign_counts", cols: cols, tail: "ON CONFLICT (campaign, zone_set) DO UPDATE SET " + strings.Join(adds, ", ")}
}

// counted is the figures of a zone set by their columns.
func counted(z *campaign.ZoneCounts) []struct {
	name string
	n    *int64
} {
	return []struct {
		name string
		n    *int64
	}{
		{"landlines", &z.Landlines}, {"cells", &z.Cells}, {"retries", &z.Retries}, {"click", &z.Click}, {"gap", &z.Gap}, {"other", &z.Other}, {"in_flight", &z.InFlight},
		{"finished", &z.Finished}, {"opted_out", &z.OptedOut}, {"invalid", &z.Invalid}, {"approved", &z.Approved},
	}
}

// TakeBack takes a contact out of the hands of holders whose names begin so.
func (t *campaignTx) TakeBack(no int64, holders string, contact int64) (bool, error) {
	n, err := t.tx.exec(`DELETE FROM taken WHERE campaign = $1 AND contact = $2 AND holder LIKE $3`, no, contact, holders+"%")
	return n > 0, err
}
