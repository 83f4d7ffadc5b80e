package storage

import (
	"strconv"
	"strings"
	"time"

	"partyline/calling"
)

// callBacks reads who is to be called again. A skip that is over stands in the history only.
const callBacks = `SELECT b.id, b.at, b.status, b.cause, b.returns, b.reason, b.supporter_id, p.name, p.phone, b.session_id, b.session_name,
	b.list_id, l.name, b.group_id, g.name, b.leader_id, u.name
	FROM (SELECT e.id, e.status, e.cause, CASE WHEN e.status = 'skipped' THEN e.skip_until WHEN e.status = 'unavailable' THEN e.due_at END AS returns, e.supporter_id, e.session_id, s.name AS session_name, s.list_id, s.group_id, s.leader_id,
			CASE WHEN e.status = 'skipped' THEN e.skip_reason ELSE COALESCE((SELECT k.reason FROM skips k WHERE k.entry_id = e.id ORDER BY k.at DESC, k.id DESC LIMIT 1), '') END AS reason,
			CASE WHEN e.status = 'skipped' THEN e.skip_until ELSE (SELECT k.until_at FROM skips k WHERE k.entry_id = e.id ORDER BY k.at DESC, k.id DESC LIMIT 1) END AS at
		FROM entries e JOIN sessions s ON s.id = e.session_id
		WHERE e.last_outcome = 'call_back' AND NOT e.off_list AND (e.status = 'skipped' AND e.skip_until IS NOT NULL OR e.status IN ('available', 'unavailable', 'system_skipped') AND (e.callback OR e.due_now))
		AND s.organisation_id = $1 AND s.archived_at IS NULL `

const callBackNames = `) AS b JOIN supporters p ON p.id = b.supporter_id JOIN lists l ON l.id = b.list_id
	JOIN groups g ON g.id = b.group_id JOIN users u ON u.id = b.leader_id
	WHERE b.at IS NOT NULL AND l.deleted_at IS NULL AND g.deleted_at IS NULL `

// CallBacks lists call-backs of open sessions, the earliest first.
func (c callingReader) CallBacks(q calling.CallBacksQuery) ([]calling.CallBackView, error) {
	args := []any{q.Organisation}
	and := func(condition string, values ...any) string {
		for _, v := range values {
			args = append(args, v)
			condition = strings.Replace(condition, "?", "$"+strconv.Itoa(len(args)), 1)
		}
		return " AND " + condition
	}
	query := callBacks
	if !q.All {
		query += and("s.group_id IN (?)", q.Groups)
	}
	if q.Mine {
		query += and("s.leader_id = ?", q.User)
	}
	if q.List != "" {
		query += and("s.list_id = ?", q.List)
	}
	query += callBackNames
	if !q.Until.IsZero() {
		query += and("b.at <= ?", millis(q.Until))
	}
	if !q.After.IsZero() {
		query += and("(b.at, b.id) > (?, ?)", millis(q.After), q.AfterID)
	}
	limit := q.Limit
	if limit <= 0 {
		limit = 100
	}
	args = append(args, limit)
	out := []calling.CallBackView{}
	err := c.each(func(scan func(...any) error) error {
		var b calling.CallBackView
		var returns time.Time
		err := scan(&b.Entry, instant(&b.At), &b.Status, &b.Cause, instant(&returns), &b.Reason, &b.Supporter.ID, &b.Supporter.Name, &b.Supporter.Phone, &b.Session.ID, &b.Session.Name,
			&b.List.ID, &b.List.Name, &b.Group.ID, &b.Group.Name, &b.Leader.ID, &b.Leader.Name)
		if !returns.IsZero() {
			b.ReturnsAt = &returns
		}
		out = append(out, b)
		return err
	}, query+` ORDER BY b.at, b.id LIMIT $`+strconv.Itoa(len(args)), args...)
	return out, err
}
