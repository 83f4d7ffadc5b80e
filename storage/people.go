package storage

import (
	"database/sql"
	"time"

	"partyline/calling"
)

// Organisation is what the rules must know of an organisation.
func (c callingReader) Organisation(id string) (calling.Organisation, error) {
	var o calling.Organisation
	found, err := c.one(columns{
		{"id", &o.ID}, {"name", &o.Name}, {"zone", &o.Zone}, {"opens", &o.Hours.Opens}, {"closes", &o.Hours.Closes},
		{"caller_id", &o.CallerID}, {"gap_ms", span{&o.Gap}}, {"show_numbers", &o.ShowNumbers},
		{"currency", &o.Price.Currency}, {"leader_price", &o.Price.Leader}, {"supporter_price", &o.Price.Supporter},
	}, `FROM organisations WHERE id = $1`, id)
	if err == nil && !found {
		err = missing("organisation")
	}
	return o, err
}

// Leader is the user who runs a session.
func (c callingReader) Leader(user string) (calling.Leader, error) {
	var l calling.Leader
	var disabled time.Time
	found, err := c.one(leaderColumns(&l, &disabled), `FROM users WHERE id = $1`, user)
	if err == nil && !found {
		err = missing("user")
	}
	l.Disabled = !disabled.IsZero()
	return l, err
}

func leaderColumns(l *calling.Leader, disabled *time.Time) columns {
	return columns{
		{"id", &l.ID}, {"organisation_id", &l.Organisation}, {"name", &l.Name}, {"mobile", &l.Mobile},
		{"language", &l.Language}, {"role", &l.Role}, {"disabled_at", instant(disabled)},
	}
}

// Leads says which role a user has in a group: admin (of its organisation), captain,
// vice_captain or "". Disabled users have none, nor has anybody in a deleted group.
func (c callingReader) Leads(user, group string) (string, error) {
	var role string
	_, err := c.get(&role, `SELECT CASE WHEN u.role IN ('owner', 'admin') THEN 'admin' ELSE COALESCE(l.role, '') END
		FROM users u JOIN groups g ON g.organisation_id = u.organisation_id
		LEFT JOIN group_leaders l ON l.group_id = g.id AND l.user_id = u.id
		WHERE u.id = $1 AND g.id = $2 AND u.disabled_at IS NULL AND g.deleted_at IS NULL`, user, group)
	return role, err
}

// List is what the rules must know of a call list.
func (c callingReader) List(id string) (calling.List, error) {
	var l calling.List
	var opens, closes sql.NullInt64
	var deleted time.Time
	found, err := c.one(columns{
		{"l.id", &l.ID}, {"l.organisation_id", &l.Organisation}, {"l.group_id", &l.Group}, {"l.name", &l.Name},
		{"g.name", &l.GroupName}, {"g.zone", &l.GroupZone},
		{"l.cooldown_ms", span{&l.Cooldown}}, {"l.minimum_ms", span{&l.Minimum}}, {"l.event", &l.Event},
		{"l.opens", &opens}, {"l.closes", &closes}, {"l.mode", &l.Mode}, {"l.voicemail_done", &l.VoicemailDone},
		{"l.caller_id", &l.CallerID}, {"l.deleted_at", instant(&deleted)},
	}, `FROM lists l JOIN groups g ON g.id = l.group_id WHERE l.id = $1`, id)
	if err == nil && !found {
		err = missing("call list")
	}
	if opens.Valid && closes.Valid {
		l.Hours = &calling.Hours{Opens: int(opens.Int64), Closes: int(closes.Int64)}
	}
	l.Deleted = !deleted.IsZero()
	return l, err
}

// listed is the people m of a session's list who are in nobody's share h or in its leader's.
const listed = `FROM sessions s JOIN list_supporters m ON m.list_id = s.list_id
	LEFT JOIN shares h ON h.list_id = m.list_id AND h.supporter_id = m.supporter_id
	WHERE s.id = $1 AND COALESCE(h.leader_id, s.leader_id) = s.leader_id `

// Listed is up to n people of a session's list, in its order, behind one of them, without those in another leader's share.
func (c callingReader) Listed(session string, behind calling.RosterLine, n int) ([]calling.RosterLine, error) {
	return all(c.Reader, func(l *calling.RosterLine) columns {
		return columns{{"m.supporter_id", &l.Supporter}, {"m.position", &l.Position}, {"COALESCE(h.leader_id, '')", &l.Share}}
	}, listed+`AND m.position >= $2 AND (m.position, m.supporter_id) > ($2, $3) ORDER BY m.position, m.supporter_id LIMIT $4`,
		session, behind.Position, behind.Supporter, n)
}

// ListedCount is how many people Listed goes through.
func (c callingReader) ListedCount(session string) (n int, err error) {
	_, err = c.get(&n, `SELECT COUNT(*) `+listed, session)
	return n, err
}
