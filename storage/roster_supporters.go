package storage

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"partyline/roster"
)

func supporterColumns(s *roster.Supporter) columns {
	return columns{
		{"id", &s.ID}, {"organisation_id", &s.Organisation}, {"group_id", &s.Group}, {"name", &s.Name}, {"phone", &s.Phone}, {"email", &s.Email},
		{"city", &s.City}, {"zone", &s.Zone}, {"tags", asJSON(&s.Tags)}, {"level", &s.Level}, {"notes", &s.Notes},
		{"do_not_contact", &s.DoNotContact}, {"do_not_call", &s.DoNotCall}, {"version", &s.Version},
		{"created_at", instant(&s.Created)}, {"updated_at", instant(&s.Updated)},
	}
}

// Supporter finds one.
func (r rosterReader) Supporter(id string) (roster.Supporter, error) { return r.supporter(id, "") }

// LockSupporter is Supporter with a row lock.
func (t *rosterTx) LockSupporter(id string) (roster.Supporter, error) {
	return t.supporter(id, "FOR UPDATE")
}

func (r rosterReader) supporter(id, lock string) (roster.Supporter, error) {
	var s roster.Supporter
	found, err := r.one(supporterColumns(&s), `FROM supporters WHERE id = $1 `+lock, id)
	if err == nil && !found {
		err = missing("supporter")
	}
	return s, err
}

// where is the conditions of a query on supporters s beyond their group, with its parameters from the n-th on.
func supporterWhere(q roster.SupportersQuery, n int) (string, []any) {
	var b strings.Builder
	var args []any
	if q.Search != "" {
		b.WriteString(" AND s.folded LIKE $" + strconv.Itoa(n+len(args)) + ` ESCAPE '\'`)
		args = append(args, containing(q.Search))
	}
	if q.Tag != "" { // LIKE minds case on one database only
		b.WriteString(" AND replace(s.tags, $" + strconv.Itoa(n+len(args)) + ", '') <> s.tags")
		tag, _ := json.Marshal(q.Tag) // a string always can be
		args = append(args, string(tag))
	}
	return b.String(), args
}

// containing is the LIKE pattern for a text that has this in it.
func containing(text string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text) + "%"
}

const fromSupporters = `FROM supporters s LEFT JOIN do_not_call d ON d.organisation_id = s.organisation_id AND d.phone = s.phone AND s.phone <> ''`

// Supporters pages through a group's supporters by name.
func (r rosterReader) Supporters(q roster.SupportersQuery) ([]roster.SupporterRow, error) {
	where, args := supporterWhere(q, 5)
	return r.supporterRows(fromSupporters+` WHERE s.group_id = $1 AND (s.folded > $2 OR s.folded = $2 AND s.id > $3)`+where+` ORDER BY s.folded, s.id LIMIT $4`,
		append([]any{q.Group, q.After, q.AfterID, q.Limit}, args...)...)
}

// CountSupporters counts what Supporters would page through.
func (r rosterReader) CountSupporters(q roster.SupportersQuery) (int, error) {
	where, args := supporterWhere(q, 2)
	var n int
	_, err := r.get(&n, `SELECT COUNT(*) FROM supporters s WHERE s.group_id = $1`+where, append([]any{q.Group}, args...)...)
	return n, err
}

// CountOf is how many of these supporters are in the group.
func (r rosterReader) CountOf(group string, supporters []string) (int, error) {
	var n int
	_, err := r.get(&n, `SELECT COUNT(*) FROM supporters WHERE group_id = $1 AND id IN ($2)`, group, supporters)
	return n, err
}

// SupporterRow is one line of them.
func (r rosterReader) SupporterRow(id string) (roster.SupporterRow, error) {
	rows, err := r.supporterRows(fromSupporters+` WHERE s.id = $1`, id)
	if err != nil {
		return roster.SupporterRow{}, err
	}
	if len(rows) == 0 {
		return roster.SupporterRow{}, missing("supporter")
	}
	return rows[0], nil
}

// SupporterRows are the lines of these supporters.
func (r rosterReader) SupporterRows(ids []string) ([]roster.SupporterRow, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return r.supporterRows(fromSupporters+` WHERE s.id IN ($1)`, ids)
}

func (r rosterReader) supporterRows(rest string, args ...any) ([]roster.SupporterRow, error) {
	out := []roster.SupporterRow{}
	err := r.each(func(scan func(...any) error) error {
		var row roster.SupporterRow
		err := scan(append(supporterColumns(&row.Supporter).places(), &row.OptedOut)...)
		out = append(out, row)
		return err
	}, `SELECT `+supporterColumns(&roster.Supporter{}).of("s")+`, d.phone IS NOT NULL `+rest, args...)
	if err != nil {
		return nil, err
	}
	at := make(map[string]int, len(out))
	for i := range out {
		at[out[i].ID] = i
	}
	return out, r.lastContacts(at, func(i int, l *roster.LastContact) { out[i].Last = l })
}

// lastContacts finds the newest contact log of each supporter.
func (r rosterReader) lastContacts(at map[string]int, found func(int, *roster.LastContact)) error {
	ids := make([]string, 0, len(at))
	for id := range at {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return r.each(func(scan func(...any) error) error {
		var id string
		var l roster.LastContact
		if err := scan(&id, instant(&l.At), &l.Outcome, &l.RSVP, &l.List, &l.Reached, &l.By.ID, &l.By.Name); err != nil {
			return err
		}
		found(at[id], &l)
		return nil
	}, `SELECT g.supporter_id, g.at, g.outcome, g.rsvp, g.list_id, g.reached, g.by_user, COALESCE(u.name, '') FROM logs g LEFT JOIN users u ON u.id = g.by_user
		WHERE g.id IN (SELECT (SELECT x.id FROM logs x WHERE x.supporter_id = s.id ORDER BY x.at DESC, x.id DESC LIMIT 1) FROM supporters s WHERE s.id IN ($1))`, ids)
}

// ListsOf is the lists a supporter stands on, by name.
func (r rosterReader) ListsOf(supporter string) ([]roster.Ref, error) {
	out := []roster.Ref{}
	err := r.each(func(scan func(...any) error) error {
		var l roster.Ref
		err := scan(&l.ID, &l.Name)
		out = append(out, l)
		return err
	}, `SELECT l.id, l.name FROM list_supporters m JOIN lists l ON l.id = m.list_id WHERE m.supporter_id = $1 AND l.deleted_at IS NULL ORDER BY l.name, l.id`, supporter)
	return out, err
}

// LogsOf is the supporter's contact logs: all of one list, and the newest others, newest first.
func (r rosterReader) LogsOf(supporter, list string, others int) ([]roster.LogLine, error) {
	out := []roster.LogLine{}
	const lines = `SELECT g.id, g.list_id, l.name, g.reached, g.outcome, g.rsvp, g.method, g.notes, g.by_user, COALESCE(u.name, ''), g.at
		FROM logs g JOIN lists l ON l.id = g.list_id LEFT JOIN users u ON u.id = g.by_user WHERE g.supporter_id = $1 AND g.list_id `
	read := func(current bool, rest string, args ...any) error {
		return r.each(func(scan func(...any) error) error {
			l := roster.LogLine{Current: current}
			err := scan(&l.ID, &l.List.ID, &l.List.Name, &l.Reached, &l.Outcome, &l.RSVP, &l.Method, &l.Notes, &l.By.ID, &l.By.Name, instant(&l.At))
			out = append(out, l)
			return err
		}, lines+rest, args...)
	}
	if list != "" {
		if err := read(true, `= $2`, supporter, list); err != nil {
			return nil, err
		}
	}
	if err := read(false, `<> $2 ORDER BY g.at DESC, g.id DESC LIMIT $3`, supporter, list, others); err != nil {
		return nil, err
	}
	slices.SortStableFunc(out, func(a, b roster.LogLine) int {
		if c := b.At.Compare(a.At); c != 0 {
			return c
		}
		return strings.Compare(b.ID, a.ID)
	})
	return out, nil
}

// RSVPs is the newest answer for each event.
func (r rosterReader) RSVPs(supporter string) ([]roster.RSVP, error) {
	out := []roster.RSVP{}
	seen := map[string]bool{}
	err := r.each(func(scan func(...any) error) error {
		var v roster.RSVP
		if err := scan(&v.Event, &v.RSVP, instant(&v.At), &v.List.ID, &v.List.Name); err != nil {
			return err
		}
		if !seen[v.Event] {
			seen[v.Event] = true
			out = append(out, v)
		}
		return nil
	}, `SELECT l.event, g.rsvp, g.at, l.id, l.name FROM logs g JOIN lists l ON l.id = g.list_id
		WHERE g.supporter_id = $1 AND g.rsvp <> '' AND l.event <> '' ORDER BY g.at DESC, g.id DESC`, supporter)
	return out, err
}

// InsertSupporters adds people.
func (t *rosterTx) InsertSupporters(people []roster.Supporter) error {
	if len(people) == 0 {
		return nil
	}
	text := map[string][]string{}
	names := []string{"id", "organisation_id", "group_id", "name", "folded", "phone", "email", "city", "zone", "tags", "level", "notes"}
	var contact, call []bool
	var version, created, updated []int64
	for _, s := range people {
		tags, err := json.Marshal(slices.Concat([]string{}, s.Tags))
		if err != nil {
			return err
		}
		for i, v := range []string{s.ID, s.Organisation, s.Group, s.Name, roster.Fold(s.Name), s.Phone, s.Email, s.City, s.Zone, string(tags), s.Level, s.Notes} {
			text[names[i]] = append(text[names[i]], v)
		}
		contact, call = append(contact, s.DoNotContact), append(call, s.DoNotCall)
		version = append(version, int64(s.Version))
		created, updated = append(created, millis(s.Created)), append(updated, millis(s.Updated))
	}
	cols := make([]bulkColumn, 0, 17)
	for _, n := range names {
		cols = append(cols, bulkColumn{n, text[n]})
	}
	cols = append(cols, bulkColumn{"do_not_contact", contact}, bulkColumn{"do_not_call", call}, bulkColumn{"version", version},
		bulkColumn{"created_at", created}, bulkColumn{"updated_at", updated})
	return t.tx.bulk("supporters", cols, "")
}

// SaveSupporter replaces what roster knows of a supporter; what calls leave on them stays.
func (t *rosterTx) SaveSupporter(s roster.Supporter) error {
	n, err := t.tx.exec(`UPDATE supporters SET name = $2, folded = $3, phone = $4, email = $5, city = $6, zone = $7, tags = $8, level = $9, notes = $10,
		do_not_contact = $11, do_not_call = $12, version = $13, updated_at = $14 WHERE id = $1`,
		s.ID, s.Name, roster.Fold(s.Name), s.Phone, s.Email, s.City, s.Zone, asJSON(slices.Concat([]string{}, s.Tags)), s.Level, s.Notes,
		s.DoNotContact, s.DoNotCall, s.Version, millis(s.Updated))
	if err == nil && n == 0 {
		return missing("supporter")
	}
	return err
}

// Twins finds the group's supporters with one of these numbers, and those without a number with one of these names, locked.
// The group is compared as an expression: on a table that is filling and was never analysed, the planner would
// else read the whole group for each batch of an import.
func (t *rosterTx) Twins(group string, phones, folded []string) ([]roster.Supporter, error) {
	var organisation string
	if _, err := t.get(&organisation, `SELECT organisation_id FROM groups WHERE id = $1`, group); err != nil {
		return nil, err
	}
	out, err := all(t.Reader, supporterColumns, `FROM supporters WHERE organisation_id = $3 AND phone IN ($2) AND phone <> '' AND group_id || '' = $1
		ORDER BY id FOR UPDATE`, group, phones, organisation)
	if err != nil || len(folded) == 0 {
		return out, err
	}
	more, err := all(t.Reader, supporterColumns, `FROM supporters WHERE group_id = $1 AND folded IN ($2) AND phone = '' ORDER BY id FOR UPDATE`, group, folded)
	return append(out, more...), err
}

// Identities is what tells a group's supporters apart.
func (r rosterReader) Identities(group string, f func(phone, folded, email string) error) error {
	return r.each(func(scan func(...any) error) error {
		var phone, folded, email string
		if err := scan(&phone, &folded, &email); err != nil {
			return err
		}
		return f(phone, folded, email)
	}, `SELECT phone, folded, email FROM supporters WHERE group_id = $1`, group)
}
