package storage_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"

	"partyline/calling"
	"partyline/storage"
	"partyline/storage/storagetest"
)

var monday = time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)

func id() string { return uuid.Must(uuid.NewV7()).String() }

// fill gives every field of a struct a value of its own that is not zero, so that a column that
// is forgotten shows.
func fill(v any, n *int) {
	rv := reflect.ValueOf(v).Elem()
	for i := range rv.NumField() {
		f := rv.Field(i)
		*n++
		switch p := f.Addr().Interface().(type) {
		case *time.Time:
			*p = monday.Add(time.Duration(*n) * 1001 * time.Millisecond)
		case *[]string:
			*p = []string{fmt.Sprint("tag", *n), "two words"}
		case *map[calling.Outcome]int:
			*p = map[calling.Outcome]int{calling.Talked: *n}
		case **calling.Skip:
			*p = new(calling.Skip)
			fill(*p, n)
		default:
			switch f.Kind() {
			case reflect.String:
				f.SetString(fmt.Sprint("value ", *n))
			case reflect.Int, reflect.Int64:
				f.SetInt(int64(*n))
			case reflect.Bool:
				f.SetBool(true)
			case reflect.Struct:
				fill(p, n)
			default:
				panic("fill: " + f.Type().String())
			}
		}
	}
}

func write(t *testing.T, db *storage.DB, f func(tx calling.Tx) error) {
	t.Helper()
	if err := db.Calling().Write(context.Background(), f); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, db *storage.DB, f func(r calling.Reader) error) {
	t.Helper()
	if err := db.Calling().Read(context.Background(), f); err != nil {
		t.Fatal(err)
	}
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s\n got  %+v\n want %+v", what, got, want)
	}
}

// place is a Place with one open session and an entry for everybody.
type place struct {
	storagetest.Place
	session calling.Session
	entries []calling.Entry
}

func session(p storagetest.Place, leader string) calling.Session {
	return calling.Session{
		ID: id(), Organisation: p.Organisation, Group: p.Group, List: p.List, Leader: leader, Name: "Evening", Created: monday, Active: monday,
		Counts: calling.Counts{Available: len(p.Supporters)}, Cycle: calling.Cycle{Number: 1, Started: monday}, Version: 1,
	}
}

func seed(t *testing.T, db *storage.DB, leaders, supporters int) place {
	t.Helper()
	p := place{Place: storagetest.Seed(t, db, leaders, supporters)}
	p.session = session(p.Place, p.Leaders[0])
	for i, s := range p.Supporters {
		p.entries = append(p.entries, calling.Entry{
			ID: id(), Session: p.session.ID, Supporter: s, Rank: int64(i + 1), Place: int64(i + 1), Status: calling.Available, Version: 1, Updated: monday,
		})
	}
	write(t, db, func(tx calling.Tx) error {
		return errors.Join(tx.InsertSession(p.session), tx.InsertEntries(p.entries))
	})
	return p
}
