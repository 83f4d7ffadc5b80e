package storage_test

import (
	"strings"
	"testing"

	"partyline/storage"
	"partyline/storage/storagetest"
)

// On a long list few people asked to be called again: they are found by their index, not by reading every entry.
func TestCallBacksAreFoundByTheirIndex(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t, storage.Config{Path: storagetest.Embedded(t)})
	plan, err := storage.PlanOfCallBacks(db)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(plan, "entries_call_back") {
		t.Errorf("the plan does not use the index:\n%s", plan)
	}
}
