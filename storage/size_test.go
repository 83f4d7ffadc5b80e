package storage_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"partyline/calling"
	"partyline/storage"
	"partyline/storage/storagetest"
)

// plan is how the database would run a statement, as one text.
func plan(t *testing.T, db *storage.DB, query string, args ...any) string {
	t.Helper()
	if db.Kind() == "postgres" {
		var lines []string
		if err := db.Find(context.Background(), &lines, "EXPLAIN "+query, args...); err != nil {
			t.Fatal(err)
		}
		return strings.Join(lines, "\n")
	}
	var lines []struct {
		ID      int
		Parent  int
		NotUsed int
		Detail  string
	}
	if err := db.Find(context.Background(), &lines, "EXPLAIN QUERY PLAN "+query, args...); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l.Detail + "\n")
	}
	return b.String()
}

// A list of 2,000 people is made a session, changed in whole, and its head, its due entries and
// its page are found through their indexes, without sorting.
func TestALongQueueIsWrittenInBulkAndReadByIndex(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		began := time.Now()
		p := seed(t, db, 1, 2000)
		t.Logf("2,000 people and entries: %v", time.Since(began))
		began = time.Now()
		for i := range p.entries {
			p.entries[i].Place = int64(2000 - i)
			if i%50 == 0 {
				p.entries[i].Status, p.entries[i].Due = calling.Unavailable, monday.Add(time.Duration(i)*time.Second)
			}
		}
		write(t, db, func(tx calling.Tx) error { return tx.SaveEntries(p.entries) })
		t.Logf("2,000 entries changed: %v", time.Since(began))
		read(t, db, func(r calling.Reader) error {
			waiting, err := r.Waiting([]string{p.session.ID})
			same(t, "waiting", rowIDs(waiting[p.session.ID]), []string{p.entries[1999].ID, p.entries[1998].ID})
			return err
		})
		if db.Kind() == "postgres" {
			if _, err := db.Exec(context.Background(), `ANALYZE entries`); err != nil {
				t.Fatal(err)
			}
		}
		for _, q := range []struct{ index, query string }{
			{"entries_queue", `SELECT * FROM entries WHERE session_id = $1 AND status = 'available' ORDER BY place, id LIMIT 5`},
			{"entries_due", `SELECT * FROM entries WHERE session_id = $1 AND due_at <= 1772445660000 ORDER BY due_at LIMIT 50`},
			{"entries_rank", `SELECT * FROM entries WHERE session_id = $1 AND rank > 1000 ORDER BY rank, id LIMIT 100`},
		} {
			how := plan(t, db, q.query, p.session.ID)
			if !strings.Contains(how, q.index) || strings.Contains(strings.ToLower(how), "sort") || strings.Contains(how, "TEMP B-TREE") {
				t.Errorf("%s is not used as it should be:\n%s", q.index, how)
			}
		}
	})
}

// Lists of any length are one parameter.
func TestAListOfAnyLengthIsOneParameter(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := storagetest.Seed(t, db, 1, 100)
		many := make([]string, 0, 40_000) // more than the embedded database takes parameters
		for i := range 39_900 {
			many = append(many, fmt.Sprintf(`"x%d,{}\`, i)) // what would break a list that is put together by hand
		}
		many = append(many, p.Supporters...)
		var found int
		if err := one(db, &found, `SELECT count(*) FROM supporters WHERE id IN ($1)`, many); err != nil {
			t.Fatal(err)
		}
		same(t, "found", found, 100)
		if err := one(db, &found, `SELECT count(*) FROM supporters WHERE id IN ($1)`, []string(nil)); err != nil {
			t.Fatal(err)
		}
		same(t, "found of nobody", found, 0)
		var n int
		if err := one(db, &n, `SELECT count(*) FROM supporters WHERE id NOT IN ($1)`, p.Supporters[:99]); err != nil {
			t.Fatal(err)
		}
		same(t, "all but those", n, 1)
	})
}
