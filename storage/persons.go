package storage

import (
	"maps"
	"slices"
	"time"

	"partyline/calling"
)

// Persons reads what the rules must know of supporters, as seen from a list and a session's leader.
// Supporters that do not exist are missing from the map.
func (c callingReader) Persons(supporters []string, list, session string) (map[string]calling.Person, error) {
	persons, err := c.persons(supporters, list)
	if err != nil {
		return nil, err
	}
	const others = ` AND l.leader_id <> COALESCE((SELECT leader_id FROM sessions WHERE id = $3), '')`
	err = c.contacts(func(x contact) { x.tell(persons) }, others, supporters, list, session)
	return persons, err
}

// PersonsAcross is Persons as seen from each of several sessions on a list: by session, and then by supporter.
func (c callingReader) PersonsAcross(supporters []string, list string, sessions []calling.Session) (map[string]map[string]calling.Person, error) {
	persons, err := c.persons(supporters, list)
	if err != nil {
		return nil, err
	}
	across := make(map[string]map[string]calling.Person, len(sessions))
	for _, s := range sessions {
		across[s.ID] = maps.Clone(persons)
	}
	err = c.contacts(func(x contact) {
		for _, s := range sessions {
			if x.leader != s.Leader && (x.log || x.session != s.ID) {
				x.tell(across[s.ID])
			}
		}
	}, ` AND $3 = ''`, supporters, list, "")
	return across, err
}

// persons is what is the same from wherever they are seen.
func (c callingReader) persons(supporters []string, list string) (map[string]calling.Person, error) {
	persons := make(map[string]calling.Person, len(supporters))
	return persons, c.each(func(scan func(...any) error) error {
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
}

// contact is an attempt on a list that has ended, or a log.
type contact struct {
	supporter, session, leader string
	at                         time.Time
	log                        bool
	outcome                    calling.Outcome // of a log that completes
}

// tell has a person know of it, as somebody else's; the newest stays.
func (x contact) tell(persons map[string]calling.Person) {
	p, ok := persons[x.supporter]
	if !ok {
		return
	}
	if x.log {
		p.OtherLog, p.OtherLogBy, p.OtherLogOutcome = x.at, x.leader, x.outcome
	} else {
		p.OtherTried, p.OtherTriedBy = x.at, x.leader
	}
	persons[x.supporter] = p
}

// contacts gives f what happened to people on a list, the oldest first. others narrows it down to what is to be told to
// the session $3: of l, whose leader_id is whoever did it.
func (c callingReader) contacts(f func(contact), others string, supporters []string, list, session string) error {
	return c.each(func(scan func(...any) error) error {
		var x contact
		var voicemailDone bool
		err := scan(&x.log, &x.supporter, &x.session, &x.leader, instant(&x.at), &x.outcome, &voicemailDone, new(string))
		if err == nil && (!x.log || x.outcome.Completes(voicemailDone)) {
			f(x)
		}
		return err
	}, `SELECT FALSE, l.supporter_id, l.session_id, l.leader_id, l.closed_at AS at, '', FALSE, l.id AS id FROM attempts l
		WHERE l.supporter_id IN ($1) AND l.list_id = $2 AND l.closed_at IS NOT NULL AND l.result <> 'released' AND l.session_id <> $3`+others+`
		UNION ALL
		SELECT TRUE, g.supporter_id, g.session_id, l.leader_id, g.at, g.outcome, i.voicemail_done, g.id FROM logs g JOIN sessions l ON l.id = g.session_id
		JOIN lists i ON i.id = g.list_id LEFT JOIN attempts a ON a.id = g.attempt_id
		WHERE g.supporter_id IN ($1) AND g.list_id = $2 AND (g.attempt_id = '' OR a.closed_at IS NOT NULL)`+others+`
		ORDER BY at, id`, supporters, list, session)
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
	n, err := c.tx.optOut(organisation, []string{number}, by, at)
	return n == 1, err
}

// HoldSettings shares a lock on the organisation and the group, which whoever changes their settings takes whole.
func (c *callingTx) HoldSettings(organisation, group string) error {
	var id string
	if _, err := c.tx.get(&id, `SELECT id FROM organisations WHERE id = $1 FOR SHARE`, organisation); err != nil {
		return err
	}
	_, err := c.tx.get(&id, `SELECT id FROM groups WHERE id = $1 FOR SHARE`, group)
	return err
}

// HoldPerson shares a lock on the supporter, which whoever puts their number on the Do Not Call list takes whole.
func (c *callingTx) HoldPerson(supporter string) error {
	var id string
	_, err := c.tx.get(&id, `SELECT id FROM supporters WHERE id = $1 FOR SHARE`, supporter)
	return err
}
