package storage_test

import (
	"context"
	"fmt"
	"testing"

	"partyline/storage"
	"partyline/storage/storagetest"
)

// Another node's migration changes a table while this one holds statements on it.
func TestAStatementWhoseTableChangedIsPreparedAnew(t *testing.T) {
	t.Parallel()
	url := storagetest.Postgres(t)
	db, other := storagetest.Open(t, storage.Config{URL: url}), storagetest.Open(t, storage.Config{URL: url})
	change := func(statement string) {
		t.Helper()
		if _, err := other.Exec(context.Background(), statement); err != nil {
			t.Fatal(err)
		}
	}
	change(`CREATE TABLE things (id TEXT, size INTEGER)`)
	change(`INSERT INTO things VALUES ('a', 7)`)
	size := func() (n int) {
		t.Helper()
		var sizes []int
		if err := db.Find(context.Background(), &sizes, `SELECT size FROM things WHERE id = $1`, "a"); err != nil {
			t.Fatal(err)
		}
		return sizes[0]
	}
	same(t, "before", size(), 7)
	var kept []int
	if err := db.Find(context.Background(), &kept, `SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE $1`, "SELECT size FROM things%"); err != nil {
		t.Fatal(err)
	}
	same(t, "statements kept by this connection", kept, []int{1})
	change(`ALTER TABLE things ALTER COLUMN size TYPE BIGINT`)
	same(t, "after", size(), 7)
}

// More statements than a connection keeps: it forgets, and goes on.
func TestAConnectionKeepsABoundedNumberOfStatements(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		for n := range 1000 {
			var got []int
			query := fmt.Sprintf(`SELECT one + $1 AS sum%d FROM (SELECT 1 AS one) ones`, n)
			if err := db.Find(context.Background(), &got, query, n); err != nil {
				t.Fatal(err)
			}
			same(t, "sum", got, []int{n + 1})
		}
		kept, err := storage.Prepared(db)
		if err != nil || kept == 0 || kept > 400 {
			t.Fatalf("a connection keeps %d statements, %v", kept, err)
		}
	})
}
