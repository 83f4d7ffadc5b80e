package storage

import (
	"bytes"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// columns is one row of a table bound to the fields of a thing, written once per table and used
// to read, insert and update it: the name of each column beside the place it comes from and goes to.
type columns []column

type column struct {
	name string
	at   any // a pointer to a string, int, bool …, or instant(&t), asJSON(&v)
}

func (c columns) names() string {
	var b strings.Builder
	for i := range c {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(c[i].name)
	}
	return b.String()
}

// of prefixes every name, for joins: "e.id, e.session_id".
func (c columns) of(alias string) string {
	var b strings.Builder
	for i := range c {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(alias + "." + c[i].name)
	}
	return b.String()
}

func (c columns) places() []any {
	out := make([]any, len(c))
	for i := range c {
		out[i] = c[i].at
	}
	return out
}

// insertion is the whole statement for one row, ending in tail.
func (c columns) insertion(table, tail string) string {
	params := make([]string, len(c))
	for i := range c {
		params[i] = "$" + strconv.Itoa(i+1)
	}
	return "INSERT INTO " + table + " (" + c.names() + ") VALUES (" + strings.Join(params, ", ") + ") " + tail
}

// setting is "a = excluded.a, …" for all columns but the first keys of them.
func (c columns) setting(keys int) string {
	var b strings.Builder
	for i := keys; i < len(c); i++ {
		if i > keys {
			b.WriteString(", ")
		}
		b.WriteString(c[i].name + " = excluded." + c[i].name)
	}
	return b.String()
}

// at binds a time to a column of milliseconds; NULL is the zero time.
type at struct{ t *time.Time }

func instant(t *time.Time) at { return at{t} }

// Value is milliseconds since 1970, or NULL for the zero time.
func (a at) Value() (driver.Value, error) {
	if a.t.IsZero() {
		return nil, nil
	}
	return a.t.UnixMilli(), nil
}

// Scan reads milliseconds or NULL.
func (a at) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*a.t = time.Time{}
	case int64:
		*a.t = time.UnixMilli(v).UTC()
	default:
		return fmt.Errorf("an instant came as %T", src)
	}
	return nil
}

// when is an instant as a field of a row struct; NULL is the zero time.
type when struct{ time.Time }

// Value is milliseconds since 1970, or NULL for the zero time.
func (w when) Value() (driver.Value, error) { return at{&w.Time}.Value() }

// Scan reads milliseconds or NULL.
func (w *when) Scan(src any) error { return at{&w.Time}.Scan(src) }

// span binds a duration to a column of milliseconds.
type span struct{ d *time.Duration }

// Value is whole milliseconds.
func (s span) Value() (driver.Value, error) { return s.d.Milliseconds(), nil }

// Scan reads milliseconds.
func (s span) Scan(src any) error {
	v, ok := src.(int64)
	if !ok {
		return fmt.Errorf("a duration came as %T", src)
	}
	*s.d = time.Duration(v) * time.Millisecond
	return nil
}

// shape binds any value to a column of JSON text.
type shape struct{ v any }

func asJSON(v any) shape { return shape{v} }

// Value is the JSON text; a list that is not there is an empty one.
func (s shape) Value() (driver.Value, error) {
	if v := reflect.Indirect(reflect.ValueOf(s.v)); v.Kind() == reflect.Slice && v.IsNil() {
		return "[]", nil
	}
	b, err := json.Marshal(s.v)
	return string(b), err
}

// Scan reads JSON text.
func (s shape) Scan(src any) error {
	var b []byte
	switch v := src.(type) {
	case string:
		b = []byte(v)
	case []byte:
		b = v
	default:
		return fmt.Errorf("JSON came as %T", src)
	}
	if b = bytes.TrimSpace(b); len(b) == 0 {
		return nil
	}
	return json.Unmarshal(b, s.v)
}

// millis is an instant for a parameter.
func millis(t time.Time) int64 { return t.UnixMilli() }

// nullable is an instant for a parameter, nil for the zero time.
func nullable(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

// texts turns words of a named type into strings, for lists.
func texts[T ~string](words []T) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return out
}

// turn turns rows into columns, for bulk.
func turn(rows []columns) ([]bulkColumn, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	out := make([]bulkColumn, len(rows[0]))
	for i, first := range rows[0] {
		out[i].name = first.name
		switch kind := reflect.TypeOf(first.at); {
		case kind == reflect.TypeFor[at]():
			v := make(instants, len(rows))
			for n, row := range rows {
				if t := row[i].at.(at).t; !t.IsZero() {
					v[n] = t.UnixMilli()
				}
			}
			out[i].values = v
		case kind == reflect.TypeFor[shape]():
			v := make([]string, len(rows))
			for n, row := range rows {
				text, err := row[i].at.(shape).Value()
				if err != nil {
					return nil, err
				}
				v[n] = text.(string)
			}
			out[i].values = v
		case kind.Kind() == reflect.Pointer && kind.Elem().Kind() == reflect.String:
			v := make([]string, len(rows))
			for n, row := range rows {
				v[n] = reflect.ValueOf(row[i].at).Elem().String()
			}
			out[i].values = v
		case kind.Kind() == reflect.Pointer && kind.Elem().Kind() == reflect.Bool:
			v := make([]bool, len(rows))
			for n, row := range rows {
				v[n] = reflect.ValueOf(row[i].at).Elem().Bool()
			}
			out[i].values = v
		case kind.Kind() == reflect.Pointer && reflect.Zero(kind.Elem()).CanInt():
			v := make([]int64, len(rows))
			for n, row := range rows {
				v[n] = reflect.ValueOf(row[i].at).Elem().Int()
			}
			out[i].values = v
		default:
			return nil, fmt.Errorf("column %s: %s cannot be written in bulk", first.name, kind)
		}
	}
	return out, nil
}
