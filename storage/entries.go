package storage

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"partyline/calling"
)

// entryRow is an entry with its skip in place, as the table has it.
type entryRow struct {
	calling.Entry
	skip calling.Skip
}

func entryColumns(e *entryRow) columns {
	return columns{
		{"id", &e.ID}, {"session_id", &e.Session}, {"supporter_id", &e.Supporter}, {"rank", &e.Rank}, {"place", &e.Place},
		{"status", &e.Status}, {"cause", &e.Cause}, {"due_at", instant(&e.Due)},
		{"skip_id", &e.skip.ID}, {"skip_type", &e.skip.Type}, {"skip_until", instant(&e.skip.Until)}, {"skip_reason", &e.skip.Reason},
		{"skip_by", &e.skip.By}, {"skip_at", instant(&e.skip.At)},
		{"attempts", &e.Attempts}, {"last_outcome", &e.LastOutcome}, {"last_by", &e.LastBy}, {"own", &e.Own}, {"tried_at", instant(&e.Tried)},
		{"prioritised", &e.Prioritised}, {"not_logged", &e.NotLogged}, {"off_list", &e.OffList}, {"due_now", &e.DueNow},
		{"callback", &e.Callback}, {"barred", &e.Barred}, {"prepared", &e.Prepared}, {"version", &e.Version}, {"updated_at", instant(&e.Updated)},
	}
}

// rowOf is an entry as the table has it.
func rowOf(e calling.Entry) *entryRow {
	row := &entryRow{Entry: e}
	if e.Skip != nil {
		row.skip = *e.Skip
	}
	return row
}

// entry is what the row says.
func (e *entryRow) entry() calling.Entry {
	if e.skip.Type != "" {
		skip := e.skip
		skip.Session, skip.Entry = e.Session, e.ID
		e.Entry.Skip = &skip
	}
	return e.Entry
}

func (c callingReader) entries(rest string, args ...any) ([]calling.Entry, error) {
	rows, err := all(c.Reader, entryColumns, `FROM entries `+rest, args...)
	out := make([]calling.Entry, len(rows))
	for i := range rows {
		out[i] = rows[i].entry()
	}
	return out, err
}

// Entry is one entry.
func (c callingReader) Entry(id string) (calling.Entry, error) {
	var row entryRow
	found, err := c.one(entryColumns(&row), `FROM entries WHERE id = $1`, id)
	if err == nil && !found {
		err = missing("entry")
	}
	return row.entry(), err
}

// EntryOf is a supporter's entry in a session.
func (c callingReader) EntryOf(session, supporter string) (calling.Entry, bool, error) {
	var row entryRow
	found, err := c.one(entryColumns(&row), `FROM entries WHERE session_id = $1 AND supporter_id = $2`, session, supporter)
	return row.entry(), found, err
}

// LastRank is the greatest rank in the session, 0 without entries.
func (c callingReader) LastRank(session string) (int64, error) {
	var rank int64
	_, err := c.get(&rank, `SELECT COALESCE(MAX(rank), 0) FROM entries WHERE session_id = $1`, session)
	return rank, err
}

// Due is up to n entries of a session whose time has come, in order of due_at, place.
func (c callingReader) Due(session string, now time.Time, n int) ([]calling.Entry, error) {
	return c.entries(`WHERE session_id = $1 AND due_at <= $2 ORDER BY due_at, place, id LIMIT $3`, session, millis(now), n)
}

// ByStatus pages through entries of some statuses in order of place, after (place, id).
func (c callingReader) ByStatus(session string, statuses []calling.Status, afterPlace int64, afterID string, n int) ([]calling.Entry, error) {
	return c.entries(`WHERE session_id = $1 AND status IN ($2) AND (place, id) > ($3, $4) ORDER BY place, id LIMIT $5`,
		session, texts(statuses), afterPlace, afterID, n)
}

// ByRank pages through entries of some statuses in order of rank.
func (c callingReader) ByRank(session string, statuses []calling.Status, after int64, n int) ([]calling.Entry, error) {
	return c.entries(`WHERE session_id = $1 AND rank > $2 AND status IN ($3) ORDER BY rank, id LIMIT $4`, session, after, texts(statuses), n)
}

// EarliestReturn is when the first entries come back by time, and how many in that minute.
func (c callingReader) EarliestReturn(session string) (calling.Return, bool, error) {
	var ret calling.Return
	var minute int64
	found, err := c.one(columns{{"back / 60000 AS minute", &minute}, {"MIN(back)", instant(&ret.At)}, {"COUNT(*)", &ret.Count}},
		`FROM (SELECT CASE WHEN status = 'skipped' THEN skip_until ELSE due_at END AS back FROM entries
			WHERE session_id = $1 AND status IN ('skipped', 'unavailable') AND NOT off_list) AS returns
		WHERE back IS NOT NULL GROUP BY back / 60000 ORDER BY minute LIMIT 1`, session)
	return ret, found, err
}

// line reads entries with the names their views need.
const line = `, p.name, p.city, p.phone, (p.do_not_call OR d.phone IS NOT NULL), p.do_not_contact, COALESCE(sb.name, ''), COALESCE(lb.name, ''),
	COALESCE(r.leader_id, ''), COALESCE(ru.name, ''), COALESCE(r.session_id, ''),
	COALESCE((SELECT a.id FROM attempts a WHERE a.entry_id = e.id ORDER BY a.claimed_at DESC, a.id DESC LIMIT 1), ''),
	CASE WHEN e.last_outcome = '' THEN '' ELSE COALESCE((SELECT g.rsvp FROM logs g WHERE g.supporter_id = e.supporter_id AND g.rsvp <> ''
		AND g.list_id = (SELECT s.list_id FROM sessions s WHERE s.id = e.session_id) ORDER BY g.at DESC, g.id DESC LIMIT 1), '') END,
	CASE WHEN e.last_outcome = '' OR e.status = 'calling' THEN '' ELSE COALESCE((SELECT g.id FROM logs g WHERE g.supporter_id = e.supporter_id
		AND g.entry_id = e.id AND g.attempt_id = '' AND g.at > COALESCE((SELECT MAX(a.claimed_at) FROM attempts a WHERE a.entry_id = e.id), 0)
		ORDER BY g.at DESC, g.id DESC LIMIT 1), '') END
	FROM entries e JOIN supporters p ON p.id = e.supporter_id
	LEFT JOIN do_not_call d ON d.organisation_id = p.organisation_id AND d.phone = p.phone AND p.phone <> ''
	LEFT JOIN users sb ON sb.id = e.skip_by LEFT JOIN users lb ON lb.id = e.last_by
	LEFT JOIN reservations r ON r.supporter_id = e.supporter_id LEFT JOIN users ru ON ru.id = r.leader_id `

func (c callingReader) lines(rest string, args ...any) ([]calling.EntryRow, error) {
	out := []calling.EntryRow{}
	err := c.each(func(scan func(...any) error) error {
		var row entryRow
		var l calling.EntryRow
		var with calling.UserRef
		var session string
		err := scan(append(entryColumns(&row).places(), &l.Name, &l.City, &l.Number, &l.DoNotCall, &l.DoNotContact, &l.SkipBy, &l.LastByName,
			&with.ID, &with.Name, &session, &l.LatestAttempt, &l.RSVP, &l.ByHand)...)
		if err != nil {
			return err
		}
		l.Entry = row.entry()
		l.Reserved = session != ""
		if session != "" && session != l.Session {
			l.With = &with
		}
		out = append(out, l)
		return nil
	}, `SELECT `+entryColumns(&entryRow{}).of("e")+line+rest, args...)
	return out, err
}

// Entries pages through a session's entries by rank: the one order that does not change while
// somebody pages. The cursor is the rank of the last one.
func (c callingReader) Entries(q calling.EntriesQuery) ([]calling.EntryRow, error) {
	after := int64(math.MinInt64)
	if q.After != "" {
		n, err := strconv.ParseInt(q.After, 10, 64)
		if err != nil {
			return nil, badCursor
		}
		after = n
	}
	return c.lines(`WHERE e.session_id = $1 AND e.rank > $2 ORDER BY e.rank, e.id LIMIT $3`, q.Session, after, q.Limit)
}

// EntryRows are the lines of these entries, in the order asked for; those that are gone are left out.
func (c callingReader) EntryRows(ids []string) ([]calling.EntryRow, error) {
	found, err := c.lines(`WHERE e.id IN ($1)`, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]calling.EntryRow, len(found))
	for _, l := range found {
		byID[l.ID] = l
	}
	out := make([]calling.EntryRow, 0, len(found))
	for _, id := range ids {
		if l, ok := byID[id]; ok {
			out = append(out, l)
		}
	}
	return out, nil
}

// InsertEntries writes new entries, any number of them.
func (c *callingTx) InsertEntries(entries []calling.Entry) error { return c.bulkEntries(entries, "") }

// SaveEntry writes an entry back.
func (c *callingTx) SaveEntry(e calling.Entry) error {
	return c.tx.update("entries", entryColumns(rowOf(e)), 1)
}

// SaveEntries writes many entries back.
func (c *callingTx) SaveEntries(entries []calling.Entry) error {
	if len(entries) == 1 {
		return c.SaveEntry(entries[0])
	}
	return c.bulkEntries(entries, `ON CONFLICT (id) DO UPDATE SET `+entryColumns(&entryRow{}).setting(4)) // whose it is, and its rank, stay
}

func (c *callingTx) bulkEntries(entries []calling.Entry, tail string) error {
	const most = 10_000
	for len(entries) > 0 {
		n := min(most, len(entries))
		rows := make([]columns, n)
		for i, e := range entries[:n] {
			rows[i] = entryColumns(rowOf(e))
		}
		cols, err := turn(rows)
		if err != nil {
			return err
		}
		if err := c.tx.bulk("entries", cols, tail); err != nil {
			return fmt.Errorf("write %d entries: %w", n, err)
		}
		entries = entries[n:]
	}
	return nil
}

// DeleteEntries takes entries out of their sessions.
func (c *callingTx) DeleteEntries(ids []string) error {
	_, err := c.tx.exec(`DELETE FROM entries WHERE id IN ($1)`, ids)
	return err
}
