package storage_test

import (
	"context"
	"testing"

	"partyline/storage"
	"partyline/storage/storagetest"
)

func TestAFreshDatabaseAnswersAndClosesTwice(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		if err := db.Ping(context.Background()); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	})
}
