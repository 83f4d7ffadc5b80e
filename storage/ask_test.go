package storage_test

import (
	"context"
	"fmt"

	"partyline/storage"
)

// one reads one value.
func one[T any](db *storage.DB, to *T, query string, args ...any) error {
	var all []T
	if err := db.Find(context.Background(), &all, query, args...); err != nil {
		return err
	}
	if len(all) != 1 {
		return fmt.Errorf("%d rows", len(all))
	}
	*to = all[0]
	return nil
}
