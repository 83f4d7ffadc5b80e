package storage

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"partyline/calling"
	"partyline/export"
)

// fileRows is what stands behind the columns of each file. It is one statement: what it reads is as it was at one moment, however long
// it is being read. Numbers are looked at only where they are shown.
type fileRows struct {
	columns  string   // in the order of the file's
	from     string   // with WHERE; the session's or the campaign's id is $1
	keys     []string // what rows are ordered by: none of it ever changes, so that reading can go on behind a row
	counted  string   // a shorter from with as many rows
	narrowed string   // the alias whose claimed_at, pass and caller_id narrow it down
}

// shown says whether the organisation shows numbers; a file without anybody's is as it is.
func (f fileRows) shown() string {
	if strings.Contains(f.columns, "o.show_numbers") {
		return "o.show_numbers"
	}
	return "TRUE"
}

var fileRowsOf = map[string]fileRows{
	"entries": {
		columns: `e.id, e.rank, e.supporter_id, p.name, CASE WHEN o.show_numbers THEN p.phone ELSE '' END, CASE WHEN o.show_numbers THEN p.email ELSE '' END,
		p.city, p.tags, e.status, e.cause, CASE WHEN e.status = 'unavailable' THEN e.due_at WHEN e.status = 'skipped' THEN e.skip_until END,
		e.skip_type, e.skip_until, e.skip_reason, COALESCE(k.name, ''), e.skip_at,
		e.attempts, e.last_outcome, COALESCE(l.name, ''), e.not_logged, e.off_list, e.updated_at`,
		from: `entries e JOIN sessions s ON s.id = e.session_id JOIN organisations o ON o.id = s.organisation_id
		JOIN supporters p ON p.id = e.supporter_id LEFT JOIN users k ON k.id = e.skip_by LEFT JOIN users l ON l.id = e.last_by
		WHERE e.session_id = $1`,
		keys:    []string{"e.rank", "e.id"},
		counted: `entries WHERE session_id = $1`,
	},
	"attempts": {
		columns: `a.id, a.cycle, a.entry_id, a.supporter_id, p.name, CASE WHEN o.show_numbers THEN p.phone ELSE '' END, CASE WHEN o.show_numbers THEN p.email ELSE '' END,
		COALESCE(u.name, ''), a.claimed_at, a.dialled_at, a.answered_at, a.leg_ended_at, a.closed_at, a.result, a.outcome, a.not_logged,
		COALESCE(` + legSeconds + `, 0), COALESCE(` + legMinutes + `, 0),
		CASE WHEN o.currency = '' THEN -1 ELSE o.supporter_price * COALESCE(` + legMinutes + `, 0) END, o.currency`,
		from: `attempts a LEFT JOIN legs l ON l.id = a.leg_id JOIN organisations o ON o.id = a.organisation_id JOIN supporters p ON p.id = a.supporter_id LEFT JOIN users u ON u.id = a.leader_id
		WHERE a.session_id = $1`,
		keys:    []string{"a.cycle", "a.claimed_at", "a.id"},
		counted: `attempts WHERE session_id = $1`,
	},
	"logs": {
		columns: `l.id, l.cycle, l.attempt_id, l.entry_id, l.supporter_id, p.name, CASE WHEN o.show_numbers THEN p.phone ELSE '' END, CASE WHEN o.show_numbers THEN p.email ELSE '' END,
		COALESCE(u.name, ''), l.at, l.corrected_at, l.reached, l.outcome, l.rsvp, l.method, l.notes, l.tags_added, l.tags_removed, l.do_not_call`,
		from:    `logs l JOIN organisations o ON o.id = l.organisation_id JOIN supporters p ON p.id = l.supporter_id LEFT JOIN users u ON u.id = l.by_user WHERE l.session_id = $1`,
		keys:    []string{"l.cycle", "l.at", "l.id"},
		counted: `logs WHERE session_id = $1`,
	},
	"campaign/approvals": {
		columns: `a.contact, c.name, CASE WHEN o.show_numbers THEN c.phone ELSE '' END, ` + lineWords + `, c.load_no, c.row_number, p.id, p.name, a.lease, a.ordinal, a.at, a.received_at`,
		from: `campaigns k JOIN organisations o ON o.id = k.organisation_id JOIN approvals a ON a.campaign = k.no
		JOIN contacts c ON c.campaign = a.campaign AND c.no = a.contact JOIN people p ON p.id = a.person WHERE k.id = $1`,
		keys:    []string{"a.contact"},
		counted: `campaigns k JOIN approvals a ON a.campaign = k.no WHERE k.id = $1`,
	},
	"campaign/attempts": attemptRows,
	"campaign/answers":  answerRows,
	"campaign/callers":  callerRows,
	"campaign/contacts": contactRows,
}

// reading is the statement that reads a file's rows behind a place, or what is counted, and its parameters.
func (f fileRows) reading(what, from string, in export.Narrow, alias, behind string) (query string, args []any, err error) {
	var b strings.Builder
	b.WriteString("SELECT " + what + " FROM " + from)
	param := func(v any) string {
		args = append(args, v)
		return "$" + strconv.Itoa(len(args)+1) // $1 is the id
	}
	if alias != "" {
		if !in.From.IsZero() {
			b.WriteString(" AND " + alias + ".claimed_at >= " + param(millis(in.From)))
		}
		if in.Pass > 0 {
			b.WriteString(" AND " + alias + ".pass = " + param(in.Pass))
		}
		if in.Caller != "" {
			b.WriteString(" AND " + alias + ".caller_id = " + param(in.Caller))
		}
	}
	if behind != "" {
		keys, err := placed(behind, len(f.keys))
		if err != nil {
			return "", nil, err
		}
		marks := make([]string, len(keys))
		for i, k := range keys {
			marks[i] = param(k)
		}
		b.WriteString(" AND (" + strings.Join(f.keys, ", ") + ") > (" + strings.Join(marks, ", ") + ")")
	}
	return b.String(), args, nil
}

// placed takes a place apart: whole numbers and texts.
func placed(place string, n int) ([]any, error) {
	in := json.NewDecoder(bytes.NewReader([]byte(place)))
	in.UseNumber()
	var keys []any
	if err := in.Decode(&keys); err != nil || len(keys) != n {
		return nil, fmt.Errorf("an export's place is %q: %w", place, err)
	}
	for i, k := range keys {
		if number, is := k.(json.Number); is {
			whole, err := number.Int64()
			if err != nil {
				return nil, fmt.Errorf("an export's place is %q: %w", place, err)
			}
			keys[i] = whole
		}
	}
	return keys, nil
}

// placeOf is the place of a row whose keys were read.
func placeOf(keys []any) (string, error) {
	for i, k := range keys {
		if text, is := k.([]byte); is {
			keys[i] = string(text)
		}
	}
	b, err := json.Marshal(keys)
	return string(b), err
}

// Rows reads a file's rows one by one, as they were at the moment it began; row gets the cells in the order of the columns and must
// not keep them. Nothing is held but one row. After the first row nothing is tried again: an error, of row or of the database, is the end.
func (db *DB) Rows(ctx context.Context, f export.File, row func(cells []any) error) error {
	return db.glance(ctx, func(r *Reader) error {
		return r.rows(f, "", func(cells []any, _ func() (string, error)) error { return row(cells) })
	})
}

// Stretch is Rows behind a place, "" for the first row, with what was so at the same moment: begin hears of it before the first row. place
// says behind which row reading can go on later.
func (db *DB) Stretch(ctx context.Context, f export.File, behind string, begin func(export.Moment) error, row func(cells []any, place func() (string, error)) error) error {
	return db.Read(ctx, func(r *Reader) error {
		m := export.Moment{At: db.clock.Now()}
		var err error
		if m.Rows, err = r.countRows(f); err != nil {
			return err
		}
		if _, err = r.get(&m.Numbers, `SELECT show_numbers FROM organisations WHERE id = $1`, f.Organisation); err != nil {
			return err
		}
		if err := begin(m); err != nil {
			return fmt.Errorf("the export did not begin: %v", err)
		}
		return r.rows(f, behind, row)
	})
}

// CountRows is how many rows a file has.
func (db *DB) CountRows(ctx context.Context, f export.File) (n int64, err error) {
	err = db.glance(ctx, func(r *Reader) error {
		n, err = r.countRows(f)
		return err
	})
	return n, err
}

func (r *Reader) countRows(f export.File) (n int64, err error) {
	of, known := fileRowsOf[f.Kind]
	if !known {
		return 0, fmt.Errorf("no statement for the export %q", f.Kind)
	}
	query, args, err := of.reading("count(*)", of.counted, f.Narrow, of.narrowed, "")
	if err != nil {
		return 0, err
	}
	_, err = r.get(&n, query, append([]any{f.Of.ID}, args...)...)
	return n, err
}

// rows reads on behind a place.
func (r *Reader) rows(f export.File, behind string, row func(cells []any, place func() (string, error)) error) error {
	of, known := fileRowsOf[f.Kind]
	if !known {
		return fmt.Errorf("no statement for the export %q", f.Kind)
	}
	if f.Kind == "campaign/contacts" {
		return r.contactRows(f, behind, row)
	}
	keys := strings.Join(of.keys, ", ")
	query, args, err := of.reading(of.columns+", "+of.shown()+", "+keys, of.from, f.Narrow, of.narrowed, behind)
	if err != nil {
		return err
	}
	cells, places := exportCells(f.Columns)
	var shown bool
	key, all := keyPlaces(len(of.keys), append(slices.Clip(places), &shown))
	place := func() (string, error) { return placeOf(key) }
	began := false
	err = r.each(func(scan func(...any) error) error {
		began = true
		if err := scan(all...); err != nil {
			return err
		}
		exportRow(places, cells)
		if !shown {
			if err := export.Discreet(f.Columns, cells); err != nil {
				return err
			}
		}
		return row(cells, place)
	}, query+" ORDER BY "+keys, append([]any{f.Of.ID}, args...)...)
	if err != nil && began {
		return fmt.Errorf("the export broke off: %v", err) // not wrapped: nobody may begin anew
	}
	return err
}

// keyPlaces adds places for a row's keys to those of its cells; key is what is read into them.
func keyPlaces(n int, places []any) (key, all []any) {
	key, all = make([]any, n), places
	for i := range key {
		all = append(all[:len(all):len(all)], &key[i])
	}
	return key, all
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
