package storage

import (
	"context"
	"fmt"
	"time"

	"partyline/calling"
)

// exportFrom is what stands behind the columns of each export, in their order. It is one statement: what it reads
// is as it was at one moment, however long it is being read. Numbers are looked at only where they are shown.
var exportFrom = map[string]string{
	"entries": `SELECT e.id, e.rank, e.supporter_id, p.name, CASE WHEN o.show_numbers THEN p.phone ELSE '' END, CASE WHEN o.show_numbers THEN p.email ELSE '' END,
		p.city, p.tags, e.status, e.cause, CASE WHEN e.status = 'unavailable' THEN e.due_at WHEN e.status = 'skipped' THEN e.skip_until END,
		e.skip_type, e.skip_until, e.skip_reason, COALESCE(k.name, ''), e.skip_at,
		e.attempts, e.last_outcome, COALESCE(l.name, ''), e.not_logged, e.off_list, e.updated_at
		FROM entries e JOIN sessions s ON s.id = e.session_id JOIN organisations o ON o.id = s.organisation_id
		JOIN supporters p ON p.id = e.supporter_id LEFT JOIN users k ON k.id = e.skip_by LEFT JOIN users l ON l.id = e.last_by
		WHERE e.session_id = $1 ORDER BY e.rank, e.id`,
	"attempts": `SELECT a.id, a.cycle, a.entry_id, a.supporter_id, p.name, CASE WHEN o.show_numbers THEN p.phone ELSE '' END, CASE WHEN o.show_numbers THEN p.email ELSE '' END,
		COALESCE(u.name, ''), a.claimed_at, a.dialled_at, a.answered_at, a.leg_ended_at, a.closed_at, a.result, a.outcome, a.not_logged,
		COALESCE(` + legSeconds + `, 0), COALESCE(` + legMinutes + `, 0),
		CASE WHEN o.currency = '' THEN -1 ELSE o.supporter_price * COALESCE(` + legMinutes + `, 0) END, o.currency
		FROM attempts a LEFT JOIN legs l ON l.id = a.leg_id JOIN organisations o ON o.id = a.organisation_id JOIN supporters p ON p.id = a.supporter_id LEFT JOIN users u ON u.id = a.leader_id
		WHERE a.session_id = $1 ORDER BY a.cycle, a.claimed_at, a.id`,
	"campaign/approvals": `SELECT a.contact, c.name, CASE WHEN o.show_numbers THEN c.phone ELSE '' END,
		CASE c.line WHEN 1 THEN 'landline' WHEN 2 THEN 'cell' WHEN 3 THEN 'voip' ELSE 'unknown' END, c.load_no, c.row_number, p.id, p.name, a.lease, a.ordinal, a.at, a.received_at
		FROM campaigns k JOIN organisations o ON o.id = k.organisation_id JOIN approvals a ON a.campaign = k.no
		JOIN contacts c ON c.campaign = a.campaign AND c.no = a.contact JOIN people p ON p.id = a.person
		WHERE k.id = $1 ORDER BY a.contact`,
	"campaign/attempts": exportAttempts,
	"campaign/answers":  exportAnswers,
	"campaign/callers":  exportCallers,
	"logs": `SELECT l.id, l.cycle, l.attempt_id, l.entry_id, l.supporter_id, p.name, CASE WHEN o.show_numbers THEN p.phone ELSE '' END, CASE WHEN o.show_numbers THEN p.email ELSE '' END,
		COALESCE(u.name, ''), l.at, l.corrected_at, l.reached, l.outcome, l.rsvp, l.method, l.notes, l.tags_added, l.tags_removed, l.do_not_call
		FROM logs l JOIN organisations o ON o.id = l.organisation_id JOIN supporters p ON p.id = l.supporter_id LEFT JOIN users u ON u.id = l.by_user
		WHERE l.session_id = $1 ORDER BY l.cycle, l.at, l.id`,
}

// Export reads a session's or a campaign's rows one by one, as they were at the moment it began; row gets the cells in the order of
// the columns and must not keep them. Nothing is held but one row. After the first row nothing is tried again: an
// error, of row or of the database, is the end.
func (db *DB) Export(ctx context.Context, x calling.Export, id string, row func(cells []any) error) error {
	if x.Name == "campaign/contacts" {
		return db.exportContacts(ctx, x, id, row)
	}
	query, known := exportFrom[x.Name]
	if !known {
		return fmt.Errorf("no statement for the export %q", x.Name)
	}
	cells, places := exportCells(x.Columns)
	began := false
	return db.glance(ctx, func(r *Reader) error {
		err := r.each(func(scan func(...any) error) error {
			began = true
			if err := scan(places...); err != nil {
				return err
			}
			return row(exportRow(places, cells))
		}, query, id)
		if err != nil && began {
			return fmt.Errorf("the export broke off: %v", err) // not wrapped: nobody may begin anew
		}
		return err
	})
}

// millionths is an amount of money; less than nothing is none.
type millionths int64

func exportCells(columns []calling.ExportColumn) (cells, places []any) {
	for _, c := range columns {
		switch c.Kind {
		case calling.Number:
			places = append(places, new(int64))
		case calling.Truth:
			places = append(places, new(bool))
		case calling.Instant:
			places = append(places, instant(new(time.Time)))
		case calling.Money:
			places = append(places, new(millionths))
		case calling.Several:
			places = append(places, asJSON(new([]string)))
		default:
			places = append(places, new(string))
		}
	}
	return make([]any, len(columns)), places
}

func exportRow(places, cells []any) []any {
	for i, p := range places {
		switch p := p.(type) {
		case *int64:
			cells[i] = *p
		case *bool:
			cells[i] = *p
		case *millionths:
			if cells[i] = ""; *p >= 0 {
				cells[i] = calling.Decimal(int64(*p))
			}
		case at:
			cells[i] = *p.t
		case shape:
			list := p.v.(*[]string)
			cells[i], *list = *list, nil // the next row's is another
		case *string:
			cells[i] = *p
		}
	}
	return cells
}
