package export

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"

	"partyline/calling"
)

// Format is how a file of rows is written: the end of its name, and its type.
type Format struct {
	Ext, Type string
	sheet     func(w io.Writer, columns []calling.ExportColumn, rows int64) (Sheet, error)
}

// Sheet is a file that is being written: rows, then its end. Flush writes out what it still holds of them, so that another sheet can go on there.
type Sheet interface {
	Row(cells []any) error
	Flush() error
	End() error
}

// Begin writes what stands before the first row.
func (f Format) Begin(w io.Writer, columns []calling.ExportColumn) (Sheet, error) {
	return f.sheet(w, columns, -1)
}

// goOn is the same file behind so many rows.
func (f Format) goOn(w io.Writer, columns []calling.ExportColumn, rows int64) (Sheet, error) {
	return f.sheet(w, columns, rows)
}

// The formats.
var (
	CSV = Format{"csv", "text/csv; charset=utf-8", func(w io.Writer, columns []calling.ExportColumn, rows int64) (Sheet, error) {
		t := &table{w: csv.NewWriter(w), line: make([]string, len(columns))}
		t.w.UseCRLF = true
		if rows >= 0 {
			return t, nil
		}
		for i, c := range columns {
			t.line[i] = harmless(c.Name)
		}
		if _, err := io.WriteString(w, "\uFEFF"); err != nil { // else Excel takes it for Latin-1
			return nil, err
		}
		return t, t.w.Write(t.line)
	}}
	JSON = Format{"json", "application/json", func(w io.Writer, columns []calling.ExportColumn, rows int64) (Sheet, error) {
		a := &array{w: w, some: rows > 0}
		for i, c := range columns {
			lead := ","
			if i == 0 {
				lead = "{"
			}
			name, err := json.Marshal(c.Name)
			if err != nil {
				return nil, err
			}
			a.keys = append(a.keys, lead+string(name)+":")
		}
		if rows >= 0 {
			return a, nil
		}
		_, err := io.WriteString(w, "[")
		return a, err
	}}
	formats = map[string]Format{CSV.Ext: CSV, JSON.Ext: JSON}
)

// table is CSV: UTF-8 with a mark ahead, lines end in CR LF, instants are RFC 3339 in UTC, lists are parted by "; ".
type table struct {
	w    *csv.Writer
	line []string
}

// Row writes one.
func (t *table) Row(cells []any) error {
	for i, c := range cells {
		switch c := c.(type) {
		case int64:
			t.line[i] = strconv.FormatInt(c, 10)
		case bool:
			t.line[i] = strconv.FormatBool(c)
		case time.Time:
			t.line[i] = written(c)
		case []string:
			t.line[i] = harmless(strings.Join(c, "; "))
		case string:
			t.line[i] = harmless(c)
		case json.Number:
			t.line[i] = harmless(string(c))
		case json.RawMessage:
			t.line[i] = harmless(string(c))
		default:
			t.line[i] = ""
		}
	}
	return t.w.Write(t.line)
}

// Flush writes out the lines that it holds.
func (t *table) Flush() error {
	t.w.Flush()
	return t.w.Error()
}

// End is Flush: nothing stands behind the last row.
func (t *table) End() error { return t.Flush() }

// array is JSON: one array, an object on each line, null for what is empty.
type array struct {
	w    io.Writer
	keys []string
	line []byte
	some bool
}

// Row writes one.
func (a *array) Row(cells []any) error {
	a.line = append(a.line[:0], ",\n"...)
	if !a.some {
		a.line, a.some = append(a.line[:0], '\n'), true
	}
	for i, c := range cells {
		a.line = append(a.line, a.keys[i]...)
		switch v := c.(type) {
		case time.Time:
			if c = nil; !v.IsZero() {
				c = written(v)
			}
		case []string:
			if v == nil {
				c = []string{}
			}
		case string:
			if v == "" {
				c = nil
			}
		}
		cell, err := json.Marshal(c)
		if err != nil {
			return err
		}
		a.line = append(a.line, cell...)
	}
	_, err := a.w.Write(append(a.line, '}'))
	return err
}

// Flush does nothing: it holds nothing.
func (a *array) Flush() error { return nil }

// End closes the array.
func (a *array) End() error {
	_, err := io.WriteString(a.w, "\n]\n")
	return err
}

func written(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z07:00")
}

// harmless keeps a spreadsheet from running a cell: a quote ahead of what would begin a formula.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
