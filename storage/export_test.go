package storage_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"partyline/calling"
	"partyline/event"
	"partyline/export"
	"partyline/storage"
	"partyline/storage/storagetest"
)

// exported is a session with an entry, an attempt and a log for each supporter of a place.
func exported(t testing.TB, db *storage.DB, supporters int) (storagetest.Place, string) {
	t.Helper()
	p := storagetest.Seed(t, db, 1, supporters)
	storagetest.Session(t, db, p, "session-1")
	return p, "session-1"
}

func fileOf(x calling.Export, session string) export.File {
	return export.File{Kind: x.Name, Of: export.Of{Family: event.FamilySession, ID: session}, Columns: x.Columns}
}

func TestAnExportIsOfOneMomentHoweverLongItIsRead(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		ctx := context.Background()
		p, session := exported(t, db, 3000)
		for _, x := range calling.Exports {
			n, name := 0, 0
			for i, c := range x.Columns {
				if c.Name == "name" {
					name = i
				}
			}
			err := db.Rows(ctx, fileOf(x, session), func(cells []any) error {
				if len(cells) != len(x.Columns) {
					t.Fatalf("%s: %d cells for %d columns", x.Name, len(cells), len(x.Columns))
				}
				if n == 0 { // the rest changes while the first row is being sent
					if _, err := db.Exec(ctx, `UPDATE supporters SET name = $1`, "changed"); err != nil {
						return err
					}
					if _, err := db.Exec(ctx, `DELETE FROM `+x.Name+` WHERE supporter_id = $1`, p.Supporters[2999]); err != nil {
						return err
					}
				}
				if cells[name] == "changed" {
					return errors.New("a later name")
				}
				n++
				return nil
			})
			if err != nil || n != 3000 {
				t.Errorf("%s: %d rows, %v", x.Name, n, err)
			}
			if _, err := db.Exec(ctx, `UPDATE supporters SET name = 'Aisha'`); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestAnExportThatBreaksOffIsNotBegunAnew(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		_, session := exported(t, db, 50)
		calls, broken := 0, errors.New("the reader has gone")
		err := db.Rows(context.Background(), fileOf(calling.ExportEntries, session), func([]any) error {
			if calls++; calls == 20 {
				return broken
			}
			return nil
		})
		if err == nil || calls != 20 {
			t.Errorf("%d rows, %v", calls, err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		calls = 0
		err = db.Rows(ctx, fileOf(calling.ExportEntries, session), func([]any) error {
			calls++
			cancel()
			<-ctx.Done()
			return nil
		})
		if err == nil && calls < 50 || calls > 50 {
			t.Errorf("cancelled: %d rows, %v", calls, err)
		}
	})
}

func TestExportedInstantsAndListsAreTheirOwnRows(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		ctx := context.Background()
		p, session := exported(t, db, 2)
		if _, err := db.Exec(ctx, `UPDATE supporters SET tags = '["union","night shift"]' WHERE id = $1`, p.Supporters[0]); err != nil {
			t.Fatal(err)
		}
		var tags [][]string
		err := db.Rows(ctx, fileOf(calling.ExportEntries, session), func(cells []any) error {
			tags = append(tags, cells[7].([]string))
			if cells[4] != "" || cells[5] != "" {
				t.Errorf("numbers are hidden, and yet: %v %v", cells[4], cells[5])
			}
			if at := cells[21].(time.Time); at.IsZero() || at.Location() != time.UTC {
				t.Errorf("updated %v", at)
			}
			return nil
		})
		if err != nil || len(tags) != 2 || len(tags[0]) != 2 || len(tags[1]) != 0 {
			t.Errorf("%v, %v", tags, err)
		}
	})
}
