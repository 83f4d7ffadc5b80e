package storage

import (
	"strconv"
	"strings"

	"partyline/calling"
)

// indexLine is what the sessions index needs of a session, before its status is derived.
const indexLine = `SELECT s.id, s.name, s.list_id, l.name, s.group_id, g.name, s.leader_id, u.name, s.active_at, s.version, s.counts, s.preparing,
	s.archived_at, s.started_at, COALESCE(p.state = 'answered', FALSE)
	FROM sessions s JOIN lists l ON l.id = s.list_id JOIN groups g ON g.id = s.group_id JOIN users u ON u.id = s.leader_id
	LEFT JOIN runs r ON r.session_id = s.id AND r.ended_at IS NULL LEFT JOIN legs p ON p.id = r.leg_id `

// SessionsOf lists sessions for the index, newest activity first.
func (c callingReader) SessionsOf(q calling.SessionsQuery) ([]calling.SessionRow, error) {
	where, args := []string{"s.organisation_id = $1"}, []any{q.Organisation}
	and := func(condition string, values ...any) {
		for _, v := range values {
			args = append(args, v)
			condition = strings.Replace(condition, "?", "$"+strconv.Itoa(len(args)), 1)
		}
		where = append(where, condition)
	}
	if !q.All {
		and("s.group_id IN (?)", q.Groups)
	}
	if q.Mine {
		and("s.leader_id = ?", q.User)
	}
	if q.List != "" {
		and("s.list_id = ?", q.List)
	}
	if !q.Archived {
		and("s.archived_at IS NULL")
	}
	if !q.Before.IsZero() {
		and("(s.active_at, s.id) < (?, ?)", millis(q.Before), q.BeforeID)
	}
	limit := q.Limit
	if limit <= 0 {
		limit = 100
	}
	args = append(args, limit)
	return c.index(`WHERE `+strings.Join(where, " AND ")+` ORDER BY s.active_at DESC, s.id DESC LIMIT $`+strconv.Itoa(len(args)), args...)
}

// SessionRow is one line of the index.
func (c callingReader) SessionRow(id string) (calling.SessionRow, error) {
	rows, err := c.index(`WHERE s.id = $1`, id)
	if err != nil {
		return calling.SessionRow{}, err
	}
	if len(rows) == 0 {
		return calling.SessionRow{}, missing("calling session")
	}
	return rows[0], nil
}

func (c callingReader) index(rest string, args ...any) ([]calling.SessionRow, error) {
	out := []calling.SessionRow{}
	err := c.each(func(scan func(...any) error) error {
		var s calling.SessionRow
		var session calling.Session // as much of it as its status hangs on
		err := scan(&s.ID, &s.Name, &s.List.ID, &s.List.Name, &s.Group.ID, &s.Group.Name, &s.Leader.ID, &s.Leader.Name,
			instant(&s.Active), &s.Version, asJSON(&session.Counts), asJSON(&session.Preparing), instant(&session.Archived), instant(&session.Started), &s.OnPhone)
		if err != nil {
			return err
		}
		s.Status = calling.StatusOf(session, s.OnPhone)
		s.Preparing = session.Preparing.View()
		s.Progress = calling.ProgressOf(session.Counts)
		out = append(out, s)
		return nil
	}, indexLine+rest, args...)
	return out, err
}
