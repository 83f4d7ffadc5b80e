package roster_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"partyline/event"
	"partyline/roster"
)

// The pages that show all lists of a group hear of each that comes, goes or gets another name.
func TestTheGroupIsToldOfNewAndDeletedLists(t *testing.T) {
	onBoth(t, 0, func(t *testing.T, h *house) {
		l, err := h.CreateList(h.ctx, h.by, h.place.Group, roster.NewList{Name: "Lapsed donors"})
		if err != nil {
			t.Fatal(err)
		}
		name, hours := "Lapsed friends", 60
		if l, err = h.EditList(h.ctx, h.by, l.ID, roster.ListEdit{Version: l.Version, Name: &name}); err != nil {
			t.Fatal(err)
		}
		if _, err = h.EditList(h.ctx, h.by, l.ID, roster.ListEdit{Version: l.Version, Minimum: &hours}); err != nil { // nothing that these pages show
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
		if want := []string{"true Lapsed donors false", "true Lapsed friends false", "true Lapsed friends true"}; !slices.Equal(said, want) {
			t.Errorf("%q, want %q", said, want)
		}
	})
}

// The page of a supporter hears when an import has completed their record, in the transaction that did.
func TestWhoAnImportCompletesIsTold(t *testing.T) {
	onBoth(t, 0, func(t *testing.T, h *house) {
		first := h.checked("Name,Phone,City\nAda Clarke,0117 496 0101,\nBea Adeyemi,0117 496 0102,Leeds\n")
		h.imported(first.ID, roster.Onto{})
		if n := len(h.told.of(roster.SupporterChanged)); n != 0 {
			t.Fatalf("%d told of people who are new", n)
		}
		again := h.checked("Name,Phone,City\nAda Clarke,0117 496 0101,York\nBea Adeyemi,0117 496 0102,Leeds\n")
		h.imported(again.ID, roster.Onto{})
		all := h.told.of(roster.SupporterChanged)
		if len(all) != 1 {
			t.Fatalf("%d told, want the one who changed", len(all))
		}
		var data roster.SupporterEvent
		if err := json.Unmarshal(all[0].Data, &data); err != nil {
			t.Fatal(err)
		}
		s := data.Supporter
		if all[0].Topic != event.On(event.FamilySupporter, s.ID) || s.Name != "Ada Clarke" || s.City != "York" || s.Version != 2 || s.Phone != "" || !s.HasPhone {
			t.Errorf("%s: %+v", all[0].Topic, s)
		}
	})
}

// The page of a supporter names their lists: whoever is put on one or taken off one, the group is told of that list, once.
func TestTheGroupIsToldWhenAListsPeopleChange(t *testing.T) {
	onBoth(t, 3, func(t *testing.T, h *house) {
		l, err := h.CreateList(h.ctx, h.by, h.place.Group, roster.NewList{Name: "Lapsed donors"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.AddPeople(h.ctx, h.by, l.ID, roster.Choice{All: true}); err != nil {
			t.Fatal(err)
		}
		if _, err := h.AddPeople(h.ctx, h.by, l.ID, roster.Choice{All: true}); err != nil { // nobody more: nothing to tell
			t.Fatal(err)
		}
		if _, err := h.RemovePeople(h.ctx, h.by, l.ID, roster.Choice{IDs: []string{h.supporters()[0].ID}}); err != nil {
			t.Fatal(err)
		}
		var people []int
		for _, e := range h.told.of(roster.ListChanged) {
			var data roster.ListEvent
			if err := json.Unmarshal(e.Data, &data); err != nil {
				t.Fatal(err)
			}
			if e.Topic == event.On(event.FamilySessions, h.place.Group) && data.People && data.List.ID == l.ID {
				people = append(people, data.List.People)
			}
		}
		if want := []int{3, 2}; !slices.Equal(people, want) {
			t.Errorf("told of %v people, want %v", people, want)
		}
	})
}
