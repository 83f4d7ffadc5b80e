package roster_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"partyline/fault"
	"partyline/roster"
)

func TestListsHaveSettingsAndFigures(t *testing.T) {
	onBoth(t, 4, func(t *testing.T, h *house) {
		_, err := h.CreateList(h.ctx, h.by, h.place.Group, roster.NewList{Name: " ", CallerID: "123", Mode: "none"})
		wantCode(t, err, "invalid")
		if len(fault.As(err).Fields) != 3 {
			t.Errorf("%+v", fault.As(err).Fields)
		}
		l := must[roster.ListView](t)(h.CreateList(h.ctx, h.by, h.place.Group, roster.NewList{Name: "Rally", CallerID: "0113 496 0000"}))
		if l.Minimum != 240 || l.Mode != roster.Shared || l.CallerID != "+441134960000" || l.People != 0 || l.Last != nil {
			t.Errorf("%+v", l)
		}
		opens, closes, mode, week := 600, 1200, roster.Independent, 7*24*60
		l = must[roster.ListView](t)(h.EditList(h.ctx, h.by, l.ID, roster.ListEdit{Version: 1, Opens: &opens, Closes: &closes, Mode: &mode, Cooldown: &week}))
		if l.Version != 2 || *l.Opens != 600 || *l.Closes != 1200 || l.Mode != mode || l.Cooldown != week {
			t.Errorf("%+v", l)
		}
		_, err = h.EditList(h.ctx, h.by, l.ID, roster.ListEdit{Version: 1, Mode: &mode})
		wantCode(t, err, "conflict")
		_, err = h.EditList(h.ctx, h.by, l.ID, roster.ListEdit{Version: 2, Opens: &closes})
		wantCode(t, err, "invalid")
		own := -1
		if l = must[roster.ListView](t)(h.EditList(h.ctx, h.by, l.ID, roster.ListEdit{Version: 2, Opens: &own})); l.Opens != nil || l.Closes != nil {
			t.Errorf("%+v", l)
		}
		for _, e := range h.told.of(roster.ListChanged) {
			if strings.Contains(string(e.Data), "+44") {
				t.Errorf("a number in an event: %s", e.Data)
			}
		}
		// figures: of four people one has no number, one is not to be called, one is done
		for i, q := range []string{`UPDATE supporters SET phone = '' WHERE id = $1`, `INSERT INTO do_not_call (organisation_id, phone, at) SELECT organisation_id, phone, 1 FROM supporters WHERE id = $1`} {
			if _, err := h.db.Exec(h.ctx, q, h.place.Supporters[i]); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := h.db.Exec(h.ctx, `INSERT INTO sessions (id, organisation_id, group_id, list_id, leader_id, name, created_at, started_at, active_at) VALUES ('s', $1, $2, $3, $4, 'Ben - Rally', 1, 1, 2)`,
			h.place.Organisation, h.place.Group, h.place.List, h.place.Leaders[0]); err != nil {
			t.Fatal(err)
		}
		if _, err := h.db.Exec(h.ctx, `INSERT INTO entries (id, session_id, supporter_id, rank, place, status, updated_at) VALUES ('e', 's', $1, 1, 1, 'completed', 1)`, h.place.Supporters[2]); err != nil {
			t.Fatal(err)
		}
		all := must[[]roster.ListView](t)(h.Lists(h.ctx, h.place.Group))
		i := slices.IndexFunc(all, func(l roster.ListView) bool { return l.ID == h.place.List })
		if row := all[i]; row.People != 4 || row.Left != 1 || row.Last == nil || row.Last.Leader.Name != "Leader 1" || !row.Last.Started || row.Last.OnPhone {
			t.Errorf("%+v %+v", row, row.Last)
		}
		if len(all) != 2 || all[0].Name != "Rally" {
			t.Errorf("%d lists, first %s", len(all), all[0].Name)
		}
	})
}

func TestPeopleGoOnAndOffAListAndSessionsFollow(t *testing.T) {
	onBoth(t, 30, func(t *testing.T, h *house) {
		l := must[roster.ListView](t)(h.CreateList(h.ctx, h.by, h.place.Group, roster.NewList{Name: "Rally"}))
		s := h.place.Supporters
		m := must[roster.Moved](t)(h.AddPeople(h.ctx, h.by, l.ID, roster.Choice{IDs: []string{s[5], s[3], s[5], s[9]}}))
		if m.Changed != 3 || m.People != 3 {
			t.Errorf("%+v", m)
		}
		if got := h.waiting(roster.JobRoster); !slices.Equal(got, []string{l.ID}) {
			t.Errorf("sessions follow %v", got)
		}
		if m = must[roster.Moved](t)(h.AddPeople(h.ctx, h.by, l.ID, roster.Choice{IDs: []string{s[3]}})); m.Changed != 0 || len(h.waiting(roster.JobRoster)) != 0 {
			t.Errorf("already there: %+v", m)
		}
		if m = must[roster.Moved](t)(h.AddPeople(h.ctx, h.by, l.ID, roster.Choice{Search: "PERSON 0002"})); m.Changed != 10 || m.People != 13 {
			t.Errorf("by search: %+v", m) // 20 to 29
		}
		if got := h.order(l.ID); !slices.Equal(got[:5], []string{s[5], s[3], s[9], s[19], s[20]}) {
			t.Errorf("order %v", got[:5])
		}
		if m = must[roster.Moved](t)(h.AddPeople(h.ctx, h.by, l.ID, roster.Choice{All: true})); m.People != 30 {
			t.Errorf("all: %+v", m)
		}
		if m = must[roster.Moved](t)(h.RemovePeople(h.ctx, h.by, l.ID, roster.Choice{IDs: []string{s[0], s[1]}})); m.Changed != 2 || m.People != 28 {
			t.Errorf("removed: %+v", m)
		}
		if m = must[roster.Moved](t)(h.RemovePeople(h.ctx, h.by, l.ID, roster.Choice{Search: "0002"})); m.Changed != 10 {
			t.Errorf("removed by search: %+v", m)
		}
		if len(h.waiting(roster.JobRoster)) != 1 {
			t.Error("sessions do not follow")
		}
		page := must[roster.PeoplePage](t)(h.People(h.ctx, l.ID, "person 0001", "", 4))
		if page.Total != 10 || len(page.Items) != 4 {
			t.Errorf("%d of %d", len(page.Items), page.Total)
		}
		if next := must[roster.PeoplePage](t)(h.People(h.ctx, l.ID, "person 0001", page.Next, 500)); len(next.Items) != 6 || next.Next != "" {
			t.Errorf("%d more", len(next.Items))
		}
		foreign := storagetestSeed(t, h, 1)
		_, err := h.AddPeople(h.ctx, h.by, l.ID, roster.Choice{IDs: []string{s[0], foreign.Supporters[0]}})
		wantCode(t, err, "supporter_unknown")
		_, err = h.AddPeople(h.ctx, h.by, l.ID, roster.Choice{})
		wantCode(t, err, "nobody_chosen")
		if n := len(h.order(l.ID)); n != 18 {
			t.Errorf("%d people after refusals", n)
		}
	})
}

func TestWhoIsUnknownIsRefusedWithTheirNumberAndNothingChanges(t *testing.T) {
	onBoth(t, 5, func(t *testing.T, h *house) {
		list, s := h.place.List, h.place.Supporters
		foreign := storagetestSeed(t, h, 1).Supporters[0]
		before := h.order(list)
		l := must[roster.ListView](t)(h.CreateList(h.ctx, h.by, h.place.Group, roster.NewList{Name: "Short"}))
		must[roster.Moved](t)(h.AddPeople(h.ctx, h.by, l.ID, roster.Choice{IDs: s[:2]}))
		short := h.order(l.ID)
		add := func(c roster.Choice) error { _, err := h.AddPeople(h.ctx, h.by, l.ID, c); return err }
		remove := func(c roster.Choice) error { _, err := h.RemovePeople(h.ctx, h.by, list, c); return err }
		order := func(o roster.Ordering) error { return h.Reorder(h.ctx, h.by, list, o) }
		for _, c := range []struct {
			err               error
			code, field, says string
		}{
			{add(roster.Choice{IDs: []string{s[3], "x", foreign, "x"}}), "supporter_unknown", "ids", "2 of these 3 people are not in this list's group, so nobody was added."},
			{add(roster.Choice{IDs: []string{"x"}}), "supporter_unknown", "ids", "This person is not in this list's group, so nobody was added."},
			{add(roster.Choice{Tag: "no such tag"}), "tag_unknown", "tag", "Nobody in this group has that tag, so nobody was added."},
			{add(roster.Choice{IDs: s[3:4], All: true}), "choice_invalid", "ids", "Choose people one by one or by a filter, not both; nobody was added."},
			{add(roster.Choice{Search: "person", All: true}), "choice_invalid", "all", "Choose everybody or by a filter, not both; nobody was added."},
			{remove(roster.Choice{IDs: []string{s[3], foreign}}), "supporter_unknown", "ids", "1 of these 2 people is not in this list's group, so nobody was removed."},
			{remove(roster.Choice{Tag: "no such tag"}), "tag_unknown", "tag", "Nobody in this group has that tag, so nobody was removed."},
			{remove(roster.Choice{IDs: s[3:4], Search: "person"}), "choice_invalid", "ids", "Choose people one by one or by a filter, not both; nobody was removed."},
			{order(roster.Ordering{IDs: []string{s[4], foreign, "x"}}), "not_on_list", "ids", "2 of these 3 people are not on this list (any more), so the order is as it was. Look at it again."},
			{order(roster.Ordering{IDs: s[4:], Before: foreign}), "not_on_list", "before", "The person to stand behind these is not on this list (any more), so the order is as it was. Look at it again."},
			{order(roster.Ordering{By: "name", IDs: s[4:]}), "order_invalid", "by", "Say who moves where, or how to sort, not both; the order is as it was."},
			{order(roster.Ordering{By: "age"}), "order_invalid", "by", "A list is sorted by name or at random."},
		} {
			f := fault.As(c.err)
			if f.Code != c.code || f.Title != c.says || len(f.Fields) != 1 || f.Fields[0].Field != c.field {
				t.Errorf("got %s %q %v, want %s %s %q", f.Code, f.Title, f.Fields, c.code, c.field, c.says)
			}
		}
		if got := h.order(list); !slices.Equal(got, before) {
			t.Errorf("the order is %v, was %v", got, before)
		}
		if got := h.order(l.ID); !slices.Equal(got, short) {
			t.Errorf("the short list has %v, had %v", got, short)
		}
		// Somebody of the group who is off the list already stays off: two leaders may press at once.
		must[roster.Moved](t)(h.RemovePeople(h.ctx, h.by, l.ID, roster.Choice{IDs: []string{s[0]}}))
		if m := must[roster.Moved](t)(h.RemovePeople(h.ctx, h.by, l.ID, roster.Choice{IDs: s[:2]})); m.Changed != 1 || m.People != 0 {
			t.Errorf("removed again: %+v", m)
		}
	})
}

func (h *house) order(list string) []string {
	h.t.Helper()
	var ids []string
	err := h.db.Roster().Read(h.ctx, func(r roster.Reader) error {
		lines, err := r.Order(list)
		ids = ids[:0]
		for _, l := range lines {
			ids = append(ids, l.Supporter)
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return ids
}

func TestAnyMoveKeepsEverybodyOnce(t *testing.T) {
	onBoth(t, 25, func(t *testing.T, h *house) {
		rapid.Check(t, func(rt *rapid.T) {
			before := h.order(h.place.List)
			moving := rapid.SliceOfNDistinct(rapid.SampledFrom(before), 1, 6, rapid.ID).Draw(rt, "moving")
			ahead := rapid.SampledFrom(append(slices.Clone(before), "")).Draw(rt, "ahead of")
			err := h.Reorder(h.ctx, h.by, h.place.List, roster.Ordering{IDs: moving, Before: ahead})
			if slices.Contains(moving, ahead) {
				if !fault.Is(err, "order_invalid") {
					rt.Fatalf("ahead of oneself: %v", err)
				}
				return
			}
			if err != nil {
				rt.Fatal(err)
			}
			var want []string
			for _, id := range append(slices.Clone(before), "") {
				if id == ahead {
					want = append(want, moving...)
				}
				if id != "" && !slices.Contains(moving, id) {
					want = append(want, id)
				}
			}
			if got := h.order(h.place.List); !slices.Equal(got, want) {
				rt.Fatalf("got  %v\nwant %v", got, want)
			}
		})
		for _, by := range []string{"random", "name"} {
			if err := h.Reorder(h.ctx, h.by, h.place.List, roster.Ordering{By: by}); err != nil {
				t.Fatal(err)
			}
		}
		if got := h.order(h.place.List); !slices.Equal(got, h.place.Supporters) {
			t.Errorf("by name: %v", got)
		}
		wantCode(t, h.Reorder(h.ctx, h.by, h.place.List, roster.Ordering{IDs: []string{"nobody"}}), "not_on_list")
		wantCode(t, h.Reorder(h.ctx, h.by, h.place.List, roster.Ordering{}), "order_invalid")
		if len(h.waiting(roster.JobRoster)) != 0 {
			t.Error("an order is no change of the roster")
		}
	})
}

func TestADeletedListIsGoneAndACallingOneStays(t *testing.T) {
	onBoth(t, 2, func(t *testing.T, h *house) {
		if _, err := h.db.Exec(h.ctx, `INSERT INTO reservations (supporter_id, organisation_id, session_id, list_id, attempt_id, leader_id, since) VALUES ($1, $2, 's', $3, 'a', $4, 1)`,
			h.place.Supporters[0], h.place.Organisation, h.place.List, h.place.Leaders[0]); err != nil {
			t.Fatal(err)
		}
		wantCode(t, h.DeleteList(h.ctx, h.by, h.place.List), "calling")
		if _, err := h.db.Exec(h.ctx, `DELETE FROM reservations WHERE list_id = $1`, h.place.List); err != nil {
			t.Fatal(err)
		}
		if err := h.DeleteList(h.ctx, h.by, h.place.List); err != nil {
			t.Fatal(err)
		}
		_, err := h.List(h.ctx, h.place.List)
		wantCode(t, err, "not_found")
		if lists := must[[]roster.ListView](t)(h.Lists(h.ctx, h.place.Group)); len(lists) != 0 {
			t.Error("it is still in the index")
		}
		place, err := h.db.PlaceOf(h.ctx, "list", h.place.List)
		if err != nil || place.Deleted == nil || place.Deleted.By != "Leader 1" {
			t.Errorf("the edge cannot say who deleted it: %+v %v", place, err)
		}
	})
}

func TestTheDemoHasPeopleWhoEndDifferently(t *testing.T) {
	onBoth(t, 0, func(t *testing.T, h *house) {
		seeded := must[roster.Seeded](t)(h.Seed(h.ctx, h.place.Group))
		if !seeded.New || seeded.Supporters != 120 || len(seeded.Lists) != 2 || seeded.Lists[0].Name != "Spring Rally RSVPs" {
			t.Fatalf("%+v", seeded)
		}
		h.showNumbers(true)
		rally := must[roster.PeoplePage](t)(h.People(h.ctx, seeded.Lists[0].ID, "", "", 500))
		if rally.Total != 40 {
			t.Errorf("%d on the first list", rally.Total)
		}
		for i, want := range []string{"+15005550006", "+15005550004", "+15005550003"} {
			if rally.Items[i].Phone != want {
				t.Errorf("%d is %s", i, rally.Items[i].Phone)
			}
		}
		names, phones, uncallable := map[string]bool{}, map[string]bool{}, 0
		var numbers roster.Numbers
		for _, p := range h.supporters() {
			if names[p.Name] || p.Phone != "" && phones[p.Phone] {
				t.Errorf("%s is there twice", p.Name)
			}
			names[p.Name], phones[p.Phone] = true, true
			if p.Phone == "" || p.DoNotCall || p.DoNotContact {
				uncallable++
			}
			if e164, why := numbers.Normal(p.Phone, "GB"); why != "" || e164 != p.Phone {
				t.Errorf("%s has number %q: %s", p.Name, p.Phone, why)
			}
		}
		if uncallable < 3 || uncallable > 5 {
			t.Errorf("%d cannot be called", uncallable)
		}
		l := must[roster.ListView](t)(h.List(h.ctx, seeded.Lists[0].ID))
		if l.Event != "Spring Rally" || l.Left >= 40 || l.Left < 35 {
			t.Errorf("%+v", l)
		}
		again := must[roster.Seeded](t)(h.Seed(h.ctx, h.place.Group))
		if again.New || again.Supporters != 120 || len(again.Lists) != 3 && len(again.Lists) != 2 {
			t.Errorf("%+v", again)
		}
	})
}
