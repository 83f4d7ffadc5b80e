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
	w := whichSessions(q)
	if !q.Archived {
		w.and("s.archived_at IS NULL")
	}
	if !q.Before.IsZero() {
		w.and("(s.active_at, s.id) < (?, ?)", millis(q.Before), q.BeforeID)
	}
	limit := q.Limit
	if limit <= 0 {
		limit = 100
	}
	args := append(w.args, limit)
	return c.index(w.String()+` ORDER BY s.active_at DESC, s.id DESC LIMIT $`+strconv.Itoa(len(args)), args...)
}

// ArchivedOf counts the archived ones.
func (c callingReader) ArchivedOf(q calling.SessionsQuery) (n int, err error) {
	w := whichSessions(q)
	w.and("s.archived_at IS NOT NULL")
	_, err = c.get(&n, `SELECT count(*) FROM sessions s `+w.String(), w.args...)
	return n, err
}

// conditions are what a row has to meet.
type conditions struct {
	all  []string
	args []any
}

// and adds one, with a question mark for each value.
func (w *conditions) and(condition string, values ...any) {
	for _, v := range values {
		w.args = append(w.args, v)
		condition = strings.Replace(condition, "?", "$"+strconv.Itoa(len(w.args)), 1)
	}
	w.all = append(w.all, condition)
}

func (w *conditions) String() string { return `WHERE ` + strings.Join(w.all, " AND ") }

// whichSessions is whose sessions are asked for, and on which list.
func whichSessions(q calling.SessionsQuery) *conditions {
	w := &conditions{}
	w.and("s.organisation_id = ?", q.Organisation)
	if q.All { // the others' groups are not deleted
		w.and("NOT EXISTS (SELECT 1 FROM groups g WHERE g.id = s.group_id AND g.deleted_at IS NOT NULL)")
	} else {
		w.and("s.group_id IN (?)", q.Groups)
	}
	if q.Mine {
		w.and("s.leader_id = ?", q.User)
	}
	if q.List != "" {
		w.and("s.list_id = ?", q.List)
	}
	return w
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
