package storage

import (
	"strconv"
	"time"

	"partyline/account"
)

func param(n int) string { return "$" + strconv.Itoa(n) }

func groupColumns(g *account.Group) columns {
	return columns{
		{"id", &g.ID}, {"organisation_id", &g.Organisation}, {"name", &g.Name}, {"description", &g.Description}, {"zone", &g.Zone},
		{"version", &g.Version}, {"created_at", instant(&g.Created)}, {"deleted_at", instant(&g.Deleted)}, {"deleted_by", &g.DeletedBy},
	}
}

// Group is one group, deleted ones too.
func (a accountReader) Group(id string) (account.Group, error) {
	var g account.Group
	found, err := a.one(groupColumns(&g), `FROM groups WHERE id = $1`, id)
	if err == nil && !found {
		err = missing("group")
	}
	return g, err
}

// Groups lists the organisation's groups by name with their figures and leaders, without deleted ones.
func (a accountReader) Groups(organisation string, only []string) ([]account.GroupRow, error) {
	rest, args := `FROM groups WHERE organisation_id = $1 AND deleted_at IS NULL`, []any{organisation}
	if only != nil {
		rest, args = rest+` AND id IN ($2)`, append(args, only)
	}
	groups, err := all(a.Reader, func(g *account.GroupRow) columns {
		return append(groupColumns(&g.Group),
			column{"(SELECT count(*) FROM supporters s WHERE s.group_id = groups.id)", &g.Supporters},
			column{"(SELECT count(*) FROM lists l WHERE l.group_id = groups.id AND l.deleted_at IS NULL)", &g.Lists},
			column{"(SELECT count(*) FROM sessions s WHERE s.group_id = groups.id AND s.archived_at IS NULL)", &g.Sessions},
			column{"(SELECT count(*) FROM runs r JOIN sessions s ON s.id = r.session_id WHERE s.group_id = groups.id AND r.ended_at IS NULL)", &g.Live})
	}, rest+` ORDER BY lower(name), id`, args...)
	if err != nil || len(groups) == 0 {
		return groups, err
	}
	ids, at := make([]string, len(groups)), make(map[string]int, len(groups))
	for i, g := range groups {
		ids[i], at[g.ID] = g.ID, i
	}
	err = a.each(func(scan func(...any) error) error {
		var group string
		var l account.Leader
		if err := scan(&group, &l.User, &l.Name, &l.Email, &l.Role, instant(&l.Since)); err != nil {
			return err
		}
		g := &groups[at[group]]
		g.Leaders = append(g.Leaders, l)
		return nil
	}, `SELECT l.group_id, l.user_id, u.name, u.email, l.role, l.since `+leaderRows+` WHERE l.group_id IN ($1) AND u.disabled_at IS NULL `+leaderOrder, ids)
	return groups, err
}

const (
	leaderRows  = `FROM group_leaders l JOIN users u ON u.id = l.user_id`
	leaderOrder = `ORDER BY l.role, lower(u.name), u.id` // captain stands before vice_captain
)

// Leaders lists a group's captains, then its vice-captains.
func (a accountReader) Leaders(group string) ([]account.Leader, error) {
	return all(a.Reader, func(l *account.Leader) columns {
		return columns{{"l.user_id", &l.User}, {"u.name", &l.Name}, {"u.email", &l.Email}, {"l.role", &l.Role}, {"l.since", instant(&l.Since)}}
	}, leaderRows+` WHERE l.group_id = $1 AND u.disabled_at IS NULL `+leaderOrder, group)
}

// Leading lists the groups a user leads, deleted ones too.
func (a accountReader) Leading(user string) ([]account.Leading, error) {
	return all(a.Reader, func(l *account.Leading) columns {
		return columns{{"g.id", &l.Group}, {"g.name", &l.Name}, {"l.role", &l.Role}, {"(g.deleted_at IS NOT NULL)", &l.Deleted}}
	}, `FROM group_leaders l JOIN groups g ON g.id = l.group_id WHERE l.user_id = $1 ORDER BY lower(g.name), g.id`, user)
}

// InsertGroup makes a group.
func (a *accountTx) InsertGroup(g account.Group) error {
	_, err := a.tx.insert("groups", groupColumns(&g), "")
	return err
}

// SaveGroup replaces a group of the version before.
func (a *accountTx) SaveGroup(g account.Group) (bool, error) {
	return a.saved("groups", groupColumns(&g), g.Version)
}

// SetLeader gives a user a role in a group; since stays when they lead it already.
func (a *accountTx) SetLeader(group, user string, role account.Role, since time.Time) error {
	_, err := a.tx.exec(`INSERT INTO group_leaders (group_id, user_id, role, since) VALUES ($1, $2, $3, $4)
		ON CONFLICT (group_id, user_id) DO UPDATE SET role = excluded.role`, group, user, string(role), millis(since))
	return err
}

// RemoveLeader takes the role away; none there is fine.
func (a *accountTx) RemoveLeader(group, user string) error {
	_, err := a.tx.exec(`DELETE FROM group_leaders WHERE group_id = $1 AND user_id = $2`, group, user)
	return err
}
