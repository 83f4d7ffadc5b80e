package storage

import "partyline/roster"

func listColumns(l *roster.List) columns {
	return columns{
		{"id", &l.ID}, {"organisation_id", &l.Organisation}, {"group_id", &l.Group}, {"name", &l.Name}, {"description", &l.Description},
		{"cooldown_ms", span{&l.Cooldown}}, {"minimum_ms", span{&l.Minimum}}, {"event", &l.Event}, {"opens", &l.Opens}, {"closes", &l.Closes},
		{"mode", &l.Mode}, {"voicemail_done", &l.VoicemailDone}, {"script", &l.Script}, {"caller_id", &l.CallerID}, {"version", &l.Version},
		{"created_at", instant(&l.Created)}, {"deleted_at", instant(&l.Deleted)}, {"deleted_by", &l.DeletedBy},
	}
}

// List finds a list that is not deleted.
func (r rosterReader) List(id string) (roster.List, error) { return r.list(id, "") }

// LockList is List with a row lock.
func (t *rosterTx) LockList(id string) (roster.List, error) { return t.list(id, "FOR UPDATE") }

func (r rosterReader) list(id, lock string) (roster.List, error) {
	var l roster.List
	found, err := r.one(listColumns(&l), `FROM lists WHERE id = $1 AND deleted_at IS NULL `+lock, id)
	if err == nil && !found {
		err = missing("list")
	}
	return l, err
}

// Lists is a group's lists by name, with their figures.
func (r rosterReader) Lists(group string) ([]roster.ListRow, error) {
	lists, err := all(r.Reader, listColumns, `FROM lists WHERE group_id = $1 AND deleted_at IS NULL ORDER BY name, id`, group)
	if err != nil {
		return nil, err
	}
	rows := make([]roster.ListRow, len(lists))
	for i, l := range lists {
		if rows[i], err = r.figures(l); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// ListRow is one line of them.
func (r rosterReader) ListRow(id string) (roster.ListRow, error) {
	l, err := r.List(id)
	if err != nil {
		return roster.ListRow{}, err
	}
	return r.figures(l)
}

// figures counts a list's people and finds its last session.
func (r rosterReader) figures(l roster.List) (roster.ListRow, error) {
	row := roster.ListRow{List: l}
	if _, err := r.get(&row.GroupName, `SELECT name FROM groups WHERE id = $1`, l.Group); err != nil {
		return row, err
	}
	var err error
	if row.People, err = r.Size(l.ID); err != nil {
		return row, err
	}
	if _, err := r.get(&row.Left, `SELECT COUNT(*) FROM list_supporters m JOIN supporters s ON s.id = m.supporter_id
		LEFT JOIN do_not_call d ON d.organisation_id = s.organisation_id AND d.phone = s.phone
		WHERE m.list_id = $1 AND s.phone <> '' AND NOT s.do_not_call AND NOT s.do_not_contact AND d.phone IS NULL
		AND m.supporter_id NOT IN (SELECT e.supporter_id FROM entries e JOIN sessions o ON o.id = e.session_id
			WHERE o.list_id = $1 AND o.archived_at IS NULL AND e.status = 'completed')`, l.ID); err != nil {
		return row, err
	}
	var s roster.LastSession
	var started any
	found, err := r.one(columns{
		{"o.id", &s.ID}, {"o.name", &s.Name}, {"o.leader_id", &s.Leader.ID}, {"COALESCE(u.name, '')", &s.Leader.Name}, {"o.active_at", instant(&s.Active)},
		{"o.started_at", &started},
		{`EXISTS (SELECT 1 FROM runs x WHERE x.session_id = o.id AND x.ended_at IS NULL AND x.state NOT IN ('placing', 'unknown', 'ringing'))`, &s.OnPhone},
	}, `FROM sessions o LEFT JOIN users u ON u.id = o.leader_id WHERE o.list_id = $1 ORDER BY o.active_at DESC, o.id DESC LIMIT 1`, l.ID)
	if err != nil {
		return row, err
	}
	if found {
		s.Started = started != nil
		row.Last = &s
	}
	_, err = r.get(&row.Import, `SELECT id FROM imports WHERE group_id = $1 AND list_id = $2 AND state = 'running' LIMIT 1`, l.Group, l.ID)
	return row, err
}

// Calling says whether somebody of the list is being called, or a leader is on the phone for it.
func (r rosterReader) Calling(list string) (bool, error) {
	var busy bool
	_, err := r.get(&busy, `SELECT EXISTS (SELECT 1 FROM reservations WHERE list_id = $1)
		OR EXISTS (SELECT 1 FROM runs x JOIN sessions o ON o.id = x.session_id WHERE o.list_id = $1 AND x.ended_at IS NULL)`, list)
	return busy, err
}

// InsertList adds a list.
func (t *rosterTx) InsertList(l roster.List) error {
	_, err := t.tx.insert("lists", listColumns(&l), "")
	return err
}

// SaveList replaces a list.
func (t *rosterTx) SaveList(l roster.List) error { return t.tx.update("lists", listColumns(&l), 1) }

// Size is how many people stand on a list.
func (r rosterReader) Size(list string) (int, error) {
	var n int
	_, err := r.get(&n, `SELECT COUNT(*) FROM list_supporters WHERE list_id = $1`, list)
	return n, err
}

// People pages through a list in its order.
func (r rosterReader) People(q roster.PeopleQuery) ([]roster.PersonRow, error) {
	where, args := supporterWhere(roster.SupportersQuery{Search: q.Search}, 5)
	lines, err := r.lines(`SELECT m.supporter_id, m.position FROM list_supporters m JOIN supporters s ON s.id = m.supporter_id
		WHERE m.list_id = $1 AND (m.position > $2 OR m.position = $2 AND m.supporter_id > $3)`+where+` ORDER BY m.position, m.supporter_id LIMIT $4`,
		append([]any{q.List, q.After, q.AfterID, q.Limit}, args...)...)
	if err != nil {
		return nil, err
	}
	ids, at := make([]string, len(lines)), make(map[string]int, len(lines))
	for i, l := range lines {
		ids[i], at[l.Supporter] = l.Supporter, i
	}
	rows, err := r.supporterRows(fromSupporters+` WHERE s.id IN ($1)`, ids)
	if err != nil {
		return nil, err
	}
	out := make([]roster.PersonRow, len(lines))
	for _, row := range rows {
		i := at[row.ID]
		out[i] = roster.PersonRow{SupporterRow: row, Position: lines[i].Position}
	}
	return out, nil
}

// CountPeople counts what People would page through.
func (r rosterReader) CountPeople(q roster.PeopleQuery) (int, error) {
	if q.Search == "" {
		return r.Size(q.List)
	}
	where, args := supporterWhere(roster.SupportersQuery{Search: q.Search}, 2)
	var n int
	_, err := r.get(&n, `SELECT COUNT(*) FROM list_supporters m JOIN supporters s ON s.id = m.supporter_id WHERE m.list_id = $1`+where, append([]any{q.List}, args...)...)
	return n, err
}

func (r rosterReader) lines(query string, args ...any) ([]roster.Line, error) {
	out := []roster.Line{}
	err := r.each(func(scan func(...any) error) error {
		var l roster.Line
		err := scan(&l.Supporter, &l.Position)
		out = append(out, l)
		return err
	}, query, args...)
	return out, err
}

// Order is the supporters of a list in its order.
func (r rosterReader) Order(list string) ([]roster.Line, error) {
	return r.lines(`SELECT supporter_id, position FROM list_supporters WHERE list_id = $1 ORDER BY position, supporter_id`, list)
}

// ByName is the supporters of a list in the order of their names.
func (r rosterReader) ByName(list string) ([]string, error) {
	out := []string{}
	return out, r.find(&out, `SELECT s.id FROM list_supporters m JOIN supporters s ON s.id = m.supporter_id WHERE m.list_id = $1 ORDER BY s.folded, s.id`, list)
}

// AddToList puts supporters at the end, in their order, but those who are on it. The list is locked.
// It is compared as an expression for the reason that Twins gives.
func (t *rosterTx) AddToList(list string, supporters []string) (int, error) {
	var there []string
	if err := t.find(&there, `SELECT supporter_id FROM list_supporters WHERE list_id || '' = $1 AND supporter_id IN ($2)`, list, supporters); err != nil {
		return 0, err
	}
	on := make(map[string]bool, len(supporters))
	for _, id := range there {
		on[id] = true
	}
	var last int64
	if _, err := t.get(&last, `SELECT COALESCE(MAX(position), 0) FROM list_supporters WHERE list_id = $1`, list); err != nil {
		return 0, err
	}
	var lines []roster.Line
	for _, id := range supporters {
		if !on[id] {
			on[id] = true
			last++
			lines = append(lines, roster.Line{Supporter: id, Position: last})
		}
	}
	return len(lines), t.SetPlaces(list, lines)
}

// AddMatching puts the supporters of a query at the end, by name, but those who are on it. The list is locked.
func (t *rosterTx) AddMatching(list string, q roster.SupportersQuery) (int, error) {
	where, args := supporterWhere(q, 3)
	n, err := t.tx.exec(`INSERT INTO list_supporters (list_id, supporter_id, position)
		SELECT CAST($1 AS TEXT), s.id, (SELECT COALESCE(MAX(position), 0) FROM list_supporters WHERE list_id = $1) + ROW_NUMBER() OVER (ORDER BY s.folded, s.id)
		FROM supporters s WHERE s.group_id = $2 AND s.id NOT IN (SELECT supporter_id FROM list_supporters WHERE list_id = $1)`+where,
		append([]any{list, q.Group}, args...)...)
	return int(n), err
}

// RemoveFromList takes people off.
func (t *rosterTx) RemoveFromList(list string, supporters []string) (int, error) {
	n, err := t.tx.exec(`DELETE FROM list_supporters WHERE list_id = $1 AND supporter_id IN ($2)`, list, supporters)
	return int(n), err
}

// RemoveMatching takes those of a query off.
func (t *rosterTx) RemoveMatching(list string, q roster.SupportersQuery) (int, error) {
	where, args := supporterWhere(q, 3)
	n, err := t.tx.exec(`DELETE FROM list_supporters WHERE list_id = $1 AND supporter_id IN (SELECT s.id FROM supporters s WHERE s.group_id = $2`+where+`)`,
		append([]any{list, q.Group}, args...)...)
	return int(n), err
}

// SetPlaces puts people at positions, whether they are on the list or not.
func (t *rosterTx) SetPlaces(list string, lines []roster.Line) error {
	if len(lines) == 0 {
		return nil
	}
	var lists, people []string
	var places []int64
	for _, l := range lines {
		lists, people, places = append(lists, list), append(people, l.Supporter), append(places, l.Position)
	}
	return t.tx.bulk("list_supporters", []bulkColumn{{"list_id", lists}, {"supporter_id", people}, {"position", places}},
		"ON CONFLICT (list_id, supporter_id) DO UPDATE SET position = excluded.position")
}
