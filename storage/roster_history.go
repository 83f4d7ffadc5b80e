package storage

import (
	"time"

	"partyline/roster"
)

// pastContacts is every contact log about somebody, and every call to them that is over and was never logged.
const pastContacts = `(SELECT g.id, g.list_id, g.session_id, g.attempt_id, g.reached, g.outcome, g.rsvp, g.method, g.notes, g.tags_added, g.tags_removed,
		g.do_not_call, g.by_user, g.at, g.corrected_at FROM logs g WHERE g.supporter_id = $1
	UNION ALL SELECT a.id, a.list_id, a.session_id, a.id, FALSE, '', '', 'phone_call', '', '[]', '[]', FALSE, a.leader_id, a.dialled_at, NULL
		FROM attempts a WHERE a.supporter_id = $1 AND a.dialled_at IS NOT NULL AND a.closed_at IS NOT NULL
		AND NOT EXISTS (SELECT 1 FROM logs x WHERE x.attempt_id = a.id AND x.attempt_id <> '')) h`

// PastContacts pages through a supporter's history.
func (r rosterReader) PastContacts(supporter string, before int64, beforeID string, n int) ([]roster.PastContact, error) {
	out := []roster.PastContact{}
	err := r.each(func(scan func(...any) error) error {
		var c roster.PastContact
		var corrected time.Time
		err := scan(&c.ID, &c.List.ID, &c.List.Name, &c.Event, &c.Session.ID, &c.Session.Name, &c.Called, &c.Answered, &c.Reached, &c.Outcome, &c.RSVP,
			&c.Method, &c.Notes, asJSON(&c.TagsAdded), asJSON(&c.TagsRemoved), &c.DoNotCall, &c.By.ID, &c.By.Name, instant(&c.At), instant(&corrected))
		if c.Corrected = nil; !corrected.IsZero() {
			c.Corrected = &corrected
		}
		if c.TagsAdded == nil {
			c.TagsAdded = []string{}
		}
		if c.TagsRemoved == nil {
			c.TagsRemoved = []string{}
		}
		out = append(out, c)
		return err
	}, `SELECT h.id, h.list_id, l.name, l.event, h.session_id, s.name, h.attempt_id <> '', t.answered_at IS NOT NULL, h.reached, h.outcome, h.rsvp,
			h.method, h.notes, h.tags_added, h.tags_removed, h.do_not_call, h.by_user, COALESCE(u.name, ''), h.at, h.corrected_at
		FROM `+pastContacts+` JOIN lists l ON l.id = h.list_id JOIN sessions s ON s.id = h.session_id
		LEFT JOIN users u ON u.id = h.by_user LEFT JOIN attempts t ON t.id = h.attempt_id
		WHERE h.at < $2 OR h.at = $2 AND h.id < $3 ORDER BY h.at DESC, h.id DESC LIMIT $4`, supporter, before, beforeID, n)
	return out, err
}

// CountPastContacts is how long a supporter's history is.
func (r rosterReader) CountPastContacts(supporter string) (n int, err error) {
	_, err = r.get(&n, `SELECT COUNT(*) FROM `+pastContacts, supporter)
	return n, err
}

// OptedOutBy is who put a number on the Do Not Call list.
func (r rosterReader) OptedOutBy(organisation, phone string) (*roster.OptedOutBy, error) {
	var out *roster.OptedOutBy
	err := r.each(func(scan func(...any) error) error {
		out = &roster.OptedOutBy{}
		return scan(instant(&out.At), &out.By.ID, &out.By.Name)
	}, `SELECT d.at, d.by_user, COALESCE(u.name, '') FROM do_not_call d LEFT JOIN users u ON u.id = d.by_user
		WHERE d.organisation_id = $1 AND d.phone = $2`, organisation, phone)
	return out, err
}

// AskedOf is how many others with this number asked themselves not to be called.
func (r rosterReader) AskedOf(organisation, phone, but string) (n int, err error) {
	_, err = r.get(&n, `SELECT COUNT(*) FROM supporters WHERE organisation_id = $1 AND phone = $2 AND id <> $3 AND do_not_call`, organisation, phone, but)
	return n, err
}
