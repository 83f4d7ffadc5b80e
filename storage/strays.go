package storage

import "partyline/calling"

// Strays is up to n entries of a session, by rank, whose person is not on the list and has no mark, or is on it and has
// one, or is in another leader's share and was not worked in this session.
func (c callingReader) Strays(session string, n int) ([]calling.Stray, error) {
	out := []calling.Stray{}
	err := c.each(func(scan func(...any) error) error {
		var row entryRow
		var s calling.Stray
		err := scan(append(entryColumns(&row).places(), &s.OnList, &s.Dealt)...)
		s.Entry = row.entry()
		out = append(out, s)
		return err
	}, `SELECT `+entryColumns(&entryRow{}).of("e")+`, m.supporter_id IS NOT NULL, `+dealtAway+`
		FROM entries e JOIN sessions s ON s.id = e.session_id
		LEFT JOIN list_supporters m ON m.list_id = s.list_id AND m.supporter_id = e.supporter_id
		LEFT JOIN shares h ON h.list_id = s.list_id AND h.supporter_id = m.supporter_id
		WHERE e.session_id = $1 AND ((m.supporter_id IS NOT NULL) = e.off_list OR `+dealtAway+`) ORDER BY e.rank LIMIT $2`, session, n)
	return out, err
}

// dealtAway is whether an entry e's person, on the list and in the share h, must leave the session s.
const dealtAway = `(COALESCE(h.leader_id, s.leader_id) <> s.leader_id AND e.attempts = 0 AND e.status NOT IN ('calling', 'attempted', 'completed'))`

// Unlisted is up to n people of a session's list, in its order, who are in nobody's or in its leader's share and have no entry in it.
func (c callingReader) Unlisted(session string, n int) ([]calling.RosterLine, error) {
	return all(c.Reader, func(l *calling.RosterLine) columns {
		return columns{{"m.supporter_id", &l.Supporter}, {"m.position", &l.Position}, {"COALESCE(h.leader_id, '')", &l.Share}}
	}, `FROM sessions s JOIN list_supporters m ON m.list_id = s.list_id
		LEFT JOIN shares h ON h.list_id = m.list_id AND h.supporter_id = m.supporter_id
		WHERE s.id = $1 AND COALESCE(h.leader_id, s.leader_id) = s.leader_id
		AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.session_id = s.id AND e.supporter_id = m.supporter_id)
		ORDER BY m.position, m.supporter_id LIMIT $2`, session, n)
}
