package roster_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"partyline/fault"
	"partyline/roster"
)

func TestSupportersAreFoundByAnyPartOfTheNameWithoutAccents(t *testing.T) {
	onBoth(t, 0, func(t *testing.T, h *house) {
		for i, name := range []string{"Zoë Élan", "Łukasz Nowak", "Ada 100% Clarke", "Ada_Clarke", "O’Brien", "ada clarke"} {
			must[roster.SupporterView](t)(h.CreateSupporter(h.ctx, h.by, h.place.Group, roster.NewSupporter{Name: name, Phone: fmt.Sprintf("0113 496 %04d", i), Tags: []string{"Tag " + name, "all"}}))
		}
		for search, want := range map[string]int{"elan": 1, "ÉLAN": 1, "oe e": 1, "lukasz": 1, "%": 1, "_": 1, `\`: 0, "clarke": 3, "o'b": 1, "": 6, "nobody": 0} {
			page := must[roster.SupporterPage](t)(h.Supporters(h.ctx, h.place.Group, search, "", "", 0))
			if page.Total != want || len(page.Items) != want {
				t.Errorf("%q finds %d of %d, want %d", search, len(page.Items), page.Total, want)
			}
		}
		for tag, want := range map[string]int{"all": 6, "Tag Zoë Élan": 1, "tag zoë élan": 0, "Tag": 0, `Tag Ada_Clarke`: 1} {
			if page := must[roster.SupporterPage](t)(h.Supporters(h.ctx, h.place.Group, "", tag, "", 0)); page.Total != want {
				t.Errorf("tag %q: %d, want %d", tag, page.Total, want)
			}
		}
		var names []string
		for cursor := ""; ; {
			page := must[roster.SupporterPage](t)(h.Supporters(h.ctx, h.place.Group, "", "", cursor, 2))
			for _, p := range page.Items {
				names = append(names, p.Name)
			}
			if cursor = page.Next; cursor == "" {
				break
			}
		}
		if got := strings.Join(names, ","); got != "Ada 100% Clarke,ada clarke,Ada_Clarke,Łukasz Nowak,O’Brien,Zoë Élan" {
			t.Errorf("page by page: %s", got)
		}
		_, err := h.Supporters(h.ctx, h.place.Group, "", "", "no cursor", 2)
		wantCode(t, err, "cursor_invalid")
	})
}

func TestEditsOfSupportersCarryAVersion(t *testing.T) {
	onBoth(t, 1, func(t *testing.T, h *house) {
		id := h.place.Supporters[0]
		name, tags, yes := "Ada Clarke", []string{"Member", "member ", "union"}, true
		v := must[roster.SupporterView](t)(h.EditSupporter(h.ctx, h.by, id, roster.SupporterEdit{Version: 1, Name: &name, Tags: &tags}))
		if v.Version != 2 || v.Name != name || !slices.Equal(v.Tags, []string{"Member", "union"}) {
			t.Errorf("%+v", v)
		}
		if got := h.waiting(roster.JobRecheck); len(got) != 0 {
			t.Error("a name does not decide who may be rung")
		}
		_, err := h.EditSupporter(h.ctx, h.by, id, roster.SupporterEdit{Version: 1, DoNotCall: &yes})
		wantCode(t, err, "conflict")
		if fresh, ok := fault.As(err).Extra["current"].(roster.SupporterView); !ok || fresh.Version != 2 || fresh.Name != name {
			t.Errorf("the refusal carries %+v", fault.As(err).Extra)
		}
		v = must[roster.SupporterView](t)(h.EditSupporter(h.ctx, h.by, id, roster.SupporterEdit{Version: 2, DoNotCall: &yes}))
		if !v.DoNotCall || v.Version != 3 {
			t.Errorf("%+v", v)
		}
		if got := h.waiting(roster.JobRecheck); !slices.Equal(got, []string{id}) {
			t.Errorf("judged again: %v", got)
		}
		if told := h.told.of(roster.SupporterChanged); len(told) != 4 || strings.Contains(string(told[3].Data), "+447") {
			t.Errorf("their page and their list were told %d times", len(told))
		}
		same := must[roster.SupporterView](t)(h.EditSupporter(h.ctx, h.by, id, roster.SupporterEdit{Version: 3, DoNotCall: &yes}))
		if same.Version != 3 {
			t.Error("nothing changed, and the version did")
		}
		wrong, long, zone := " ", strings.Repeat("x", 10_001), "Leeds"
		_, err = h.EditSupporter(h.ctx, h.by, id, roster.SupporterEdit{Version: 3, Name: &wrong, Notes: &long, Zone: &zone})
		wantCode(t, err, "invalid")
		if len(fault.As(err).Fields) != 3 {
			t.Errorf("fields %v", fault.As(err).Fields)
		}
	})
}

func TestNumbersAreHiddenUnlessTheOrganisationShowsThem(t *testing.T) {
	onBoth(t, 1, func(t *testing.T, h *house) {
		id, admin := h.place.Supporters[0], roster.By{User: h.place.Leaders[1], Name: "Leader 2", Organisation: h.place.Organisation, Manages: true}
		phone, email, bad := "0113 496 0001", "ada@example.org", "0770 90"
		for _, e := range []roster.SupporterEdit{{Version: 1, Phone: &phone}, {Version: 1, Email: &email}} {
			_, err := h.EditSupporter(h.ctx, h.by, id, e)
			wantCode(t, err, "numbers_hidden")
		}
		v := must[roster.SupporterView](t)(h.EditSupporter(h.ctx, admin, id, roster.SupporterEdit{Version: 1, Phone: &phone, Email: &email}))
		if v.Phone != "" || v.Email != "" || !v.HasPhone || !v.HasEmail {
			t.Errorf("an admin corrects a number and sees none: %+v", v)
		}
		_, err := h.EditSupporter(h.ctx, admin, id, roster.SupporterEdit{Version: 2, Phone: &bad})
		wantCode(t, err, "invalid")
		if f := fault.As(err).Fields; len(f) != 1 || f[0].Title != "This is too short for a GB number." {
			t.Errorf("%+v", f)
		}
		seen := func() []string {
			card := must[roster.SupporterCard](t)(h.Card(h.ctx, id, h.place.List))
			all := must[roster.SupporterPage](t)(h.Supporters(h.ctx, h.place.Group, "", "", "", 0))
			on := must[roster.PeoplePage](t)(h.People(h.ctx, h.place.List, "", "", 0))
			return []string{card.Phone, card.Email, all.Items[0].Phone, all.Items[0].Email, on.Items[0].Phone, on.Items[0].Email}
		}
		if got := strings.Join(seen(), ""); got != "" {
			t.Errorf("hidden, and seen: %s", got)
		}
		h.showNumbers(true)
		for i, got := range seen() {
			if got == "" {
				t.Errorf("%d is not shown", i)
			}
		}
		none := ""
		must[roster.SupporterView](t)(h.EditSupporter(h.ctx, h.by, id, roster.SupporterEdit{Version: 2, Phone: &none}))
		if got := h.waiting(roster.JobRecheck); !slices.Equal(got, []string{id}) {
			t.Errorf("judged again: %v", got)
		}
	})
}

func TestTheSamePersonIsNotAddedTwice(t *testing.T) {
	onBoth(t, 0, func(t *testing.T, h *house) {
		n := roster.NewSupporter{Name: "Zoë Élan", Phone: "0113 496 0001"}
		var wg sync.WaitGroup
		errs := make([]error, 6)
		for i := range errs {
			wg.Go(func() { _, errs[i] = h.CreateSupporter(h.ctx, h.by, h.place.Group, n) })
		}
		wg.Wait()
		made := 0
		for _, err := range errs {
			if err == nil {
				made++
			} else {
				wantCode(t, err, "supporter_exists")
			}
		}
		if made != 1 || h.count("") != 1 {
			t.Errorf("%d made, %d there", made, h.count(""))
		}
		_, err := h.CreateSupporter(h.ctx, h.by, h.place.Group, roster.NewSupporter{Name: "zoe elan", Phone: "+44 113 4960001"})
		wantCode(t, err, "supporter_exists")
		must[roster.SupporterView](t)(h.CreateSupporter(h.ctx, h.by, h.place.Group, roster.NewSupporter{Name: "Max Élan", Phone: "0113 496 0001"})) // a household
	})
}

func TestTheCardHasTheHistoryOfTheListAndThreeOthers(t *testing.T) {
	onBoth(t, 1, func(t *testing.T, h *house) {
		id := h.place.Supporters[0]
		other := must[roster.ListView](t)(h.CreateList(h.ctx, h.by, h.place.Group, roster.NewList{Name: "Other", Event: "Picnic"}))
		log := func(list string, n int, rsvp string) {
			at := time.Date(2026, 4, 1, 9, n, 0, 0, time.UTC).UnixMilli()
			if _, err := h.db.Exec(h.ctx, `INSERT INTO logs (id, organisation_id, session_id, cycle, entry_id, supporter_id, list_id, by_user, reached, outcome, rsvp, notes, at)
				VALUES ($1, $2, 's', 1, 'e', $3, $4, $5, TRUE, 'talked', $6, $7, $8)`,
				fmt.Sprintf("log-%02d", n), h.place.Organisation, id, list, h.place.Leaders[1], rsvp, fmt.Sprintf("note %d", n), at); err != nil {
				t.Fatal(err)
			}
		}
		for n := range 5 {
			log(other.ID, n, "yes")
		}
		for n := 5; n < 10; n++ {
			log(h.place.List, n, map[bool]string{true: "maybe", false: ""}[n == 6])
		}
		log(other.ID, 11, "no")
		card := must[roster.SupporterCard](t)(h.Card(h.ctx, id, h.place.List))
		var got []string
		for _, l := range card.History {
			got = append(got, fmt.Sprintf("%s %v %s", l.Notes, l.Current, l.By.Name))
		}
		want := []string{"note 11 false Leader 2", "note 9 true Leader 2", "note 8 true Leader 2", "note 7 true Leader 2", "note 6 true Leader 2", "note 5 true Leader 2", "note 4 false Leader 2", "note 3 false Leader 2"}
		if !slices.Equal(got, want) {
			t.Errorf("got  %q\nwant %q", got, want)
		}
		if len(card.RSVPs) != 2 || card.RSVPs[0].Event != "Picnic" || card.RSVPs[0].RSVP != "no" || card.RSVPs[1].RSVP != "maybe" {
			t.Errorf("%+v", card.RSVPs)
		}
		if card.Last == nil || card.Last.At.Minute() != 11 || len(card.Lists) != 1 {
			t.Errorf("last %+v, lists %+v", card.Last, card.Lists)
		}
		if none := must[roster.SupporterCard](t)(h.Card(h.ctx, id, "")); len(none.History) != 3 {
			t.Errorf("without a list: %d", len(none.History))
		}
		_, err := h.Card(h.ctx, id, "elsewhere")
		wantCode(t, err, "not_found")
	})
}
