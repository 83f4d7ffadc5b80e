package storage

import (
	"slices"
	"time"

	"partyline/calling"
)

// Persons reads what the rules must know of supporters, as seen from a list and a session's leader.
// Supporters that do not exist are missing from the map.
func (c callingReader) Persons(supporters []string, list, session string) (map[string]calling.Person, error) {
	persons := make(map[string]calling.Person, len(supporters))
	err := c.each(func(scan func(...any) error) error {
		var p calling.Person
		err := scan(&p.ID, &p.Name, &p.Number, &p.Zone, &p.DoNotCall, &p.DoNotContact, instant(&p.Substantive),
			&p.SubstantiveSession, instant(&p.Held), &p.HeldSession, asJSON(&p.Tags), &p.Version, &p.OnList, &p.Share)
		persons[p.ID] = p
		return err
	}, `SELECT s.id, s.name, s.phone, CASE WHEN s.zone = '' THEN g.zone ELSE s.zone END,
			(s.do_not_call OR d.phone IS NOT NULL), s.do_not_contact, s.substantive_at, s.substantive_session, s.held_until, s.held_session,
			s.tags, s.version, (m.supporter_id IS NOT NULL), COALESCE(h.leader_id, '')
		FROM supporters s JOIN groups g ON g.id = s.group_id
		LEFT JOIN do_not_call d ON d.organisation_id = s.organisation_id AND d.phone = s.phone AND s.phone <> ''
		LEFT JOIN list_supporters m ON m.list_id = $2 AND m.supporter_id = s.id
		LEFT JOIN shares h ON h.list_id = $2 AND h.supporter_id = s.id
		WHERE s.id IN ($1)`, supporters, list)
	if err != nil {
		return nil, err
	}
	// attempts on this list that have ended, and logs, by whoever is not this session's leader; the newest stay
	const others = ` <> COALESCE((SELECT leader_id FROM sessions WHERE id = $3), '')`
	err = c.each(func(scan func(...any) error) error {
		var id, by string
		var at time.Time
		if err := scan(&id, &by, instant(&at)); err != nil {
			return err
		}
		p := persons[id]
		p.OtherTried, p.OtherTriedBy = at, by
		persons[id] = p
		return nil
	}, `SELECT a.supporter_id, a.leader_id, a.closed_at FROM attempts a
		WHERE a.supporter_id IN ($1) AND a.list_id = $2 AND a.closed_at IS NOT NULL AND a.result <> 'released' AND a.session_id <> $3 AND a.leader_id`+others+`
		ORDER BY a.closed_at`, supporters, list, session)
	if err != nil {
		return nil, err
	}
	err = c.each(func(scan func(...any) error) error {
		var id, by string
		var at time.Time
		var outcome calling.Outcome
		var voicemailDone bool
		if err := scan(&id, &by, instant(&at), &outcome, &voicemailDone); err != nil || !outcome.Completes(voicemailDone) {
			return err
		}
		p := persons[id]
		p.OtherLog, p.OtherLogBy, p.OtherLogOutcome = at, by, outcome
		persons[id] = p
		return nil
	}, `SELECT g.supporter_id, o.leader_id, g.at, g.outcome, l.voicemail_done FROM logs g JOIN sessions o ON o.id = g.session_id
		JOIN lists l ON l.id = g.list_id LEFT JOIN attempts a ON a.id = g.attempt_id
		WHERE g.supporter_id IN ($1) AND g.list_id = $2 AND (g.attempt_id = '' OR a.closed_at IS NOT NULL) AND o.leader_id`+others+`
		ORDER BY g.at, g.id`, supporters, list, session)
	return persons, err
}

// SavePerson writes back what a log changes of a supporter and bumps the version.
func (c *callingTx) SavePerson(p calling.PersonChange) error {
	var tags []string
	var row struct {
		doNotCall   bool
		substantive time.Time
		session     string
		held        time.Time
		heldSession string
	}
	found, err := c.one(columns{
		{"tags", asJSON(&tags)}, {"do_not_call", &row.doNotCall}, {"substantive_at", instant(&row.substantive)},
		{"substantive_session", &row.session}, {"held_until", instant(&row.held)}, {"held_session", &row.heldSession},
	}, `FROM supporters WHERE id = $1 FOR UPDATE`, p.ID)
	if err != nil {
		return err
	}
	if !found {
		return missing("supporter")
	}
	if p.DoNotCall != nil {
		row.doNotCall = *p.DoNotCall
	}
	if p.Substantive != nil {
		row.substantive, row.session = *p.Substantive, p.Session
	}
	if p.Held != nil {
		row.held, row.heldSession = *p.Held, p.Session
	}
	_, err = c.tx.exec(`UPDATE supporters SET tags = $2, do_not_call = $3, substantive_at = $4, substantive_session = $5,
		held_until = $6, held_session = $7, version = version + 1, updated_at = $8 WHERE id = $1`,
		p.ID, asJSON(retag(tags, p.TagsAdded, p.TagsRemoved)), row.doNotCall, nullable(row.substantive), row.session,
		nullable(row.held), row.heldSession, millis(c.db.clock.Now()))
	return err
}

// retag keeps the order of the tags and puts new ones at the end, each once.
func retag(tags, added, removed []string) []string {
	out := make([]string, 0, len(tags)+len(added))
	for _, t := range tags {
		if !slices.Contains(removed, t) {
			out = append(out, t)
		}
	}
	for _, t := range added {
		if !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// WithNumber is the supporters of an organisation who have a number.
func (c callingReader) WithNumber(organisation, number string) ([]string, error) {
	ids := []string{}
	err := c.find(&ids, `SELECT id FROM supporters WHERE organisation_id = $1 AND phone = $2 AND phone <> '' ORDER BY id`, organisation, number)
	return ids, err
}

// OptOut puts the number on the organisation's Do Not Call list; false when it stood there already.
func (c *callingTx) OptOut(organisation, number, by string, at time.Time) (bool, error) {
	n, err := c.tx.exec(`INSERT INTO do_not_call (organisation_id, phone, at, by_user) VALUES ($1, $2, $3, $4)
		ON CONFLICT (organisation_id, phone) DO NOTHING`, organisation, number, millis(at), by)
	return n == 1, err
}

// HoldPerson shares a lock on the supporter, which whoever puts their number on the Do Not Call list takes whole.
func (c *callingTx) HoldPerson(supporter string) error {
	var id string
	_, err := c.tx.get(&id, `SELECT id FROM supporters WHERE id = $1 FOR SHARE`, supporter)
	return err
}
