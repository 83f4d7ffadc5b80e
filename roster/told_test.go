package roster_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"partyline/event"
	"partyline/roster"
)

// The pages that show all lists of a group hear of each that comes and goes.
func TestTheGroupIsToldOfNewAndDeletedLists(t *testing.T) {
	onBoth(t, 0, func(t *testing.T, h *house) {
		l, err := h.CreateList(h.ctx, h.by, h.place.Group, roster.NewList{Name: "Lapsed donors"})
		if err != nil {
			t.Fatal(err)
		}
		if err := h.DeleteList(h.ctx, h.by, l.ID); err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, e := range h.told.of(roster.ListChanged) {
			if e.Topic != event.On(event.FamilySessions, h.place.Group) {
				continue
			}
			var data roster.ListEvent
			if err := json.Unmarshal(e.Data, &data); err != nil {
				t.Fatal(err)
			}
			said = append(said, fmt.Sprintf("%t %s %t", data.List.ID == l.ID, data.List.Name, data.Deleted))
		}
		if want := []string{"true Lapsed donors false", "true Lapsed donors true"}; !slices.Equal(said, want) {
			t.Errorf("%q, want %q", said, want)
		}
	})
}
