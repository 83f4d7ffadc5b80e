package roster_test

import (
	"slices"
	"strings"
	"testing"

	"partyline/roster"
)

func TestNumbersGoOnTheDoNotCallListAndOffIt(t *testing.T) {
	onBoth(t, 3, func(t *testing.T, h *house) {
		people := h.supporters()
		first := people[0]
		got := must[roster.OptedOut](t)(h.OptOut(h.ctx, h.by, roster.Phones{Phones: []string{first.Phone, " " + first.Phone, "0113 496 0999"}}))
		if got != (roster.OptedOut{Changed: 2, Total: 2}) {
			t.Errorf("opted out: %+v", got)
		}
		if got := must[roster.OptedOut](t)(h.OptOut(h.ctx, h.by, roster.Phones{Phones: []string{first.Phone}})); got != (roster.OptedOut{Already: 1, Total: 2}) {
			t.Errorf("again: %+v", got)
		}
		if waits := h.waiting(roster.JobRecheck); !slices.Equal(waits, []string{first.ID}) {
			t.Errorf("judged again: %v, want %s", waits, first.ID)
		}
		page := must[roster.OptOutPage](t)(h.OptOuts(h.ctx, h.by, "", "", 1))
		rest := must[roster.OptOutPage](t)(h.OptOuts(h.ctx, h.by, "", page.Next, 10))
		if page.Total != 2 || len(page.Items) != 1 || len(rest.Items) != 1 || page.Items[0].Phone == rest.Items[0].Phone && page.Items[0].Phone[0] == '+' {
			t.Errorf("pages: %+v, %+v", page, rest)
		}
		for _, show := range []bool{true, false} {
			h.showNumbers(show)
			one := must[roster.OptOutPage](t)(h.OptOuts(h.ctx, h.by, first.Phone, "", 10))
			want := "…" + first.Phone[len(first.Phone)-2:]
			if show {
				want = first.Phone
			}
			if len(one.Items) != 1 || one.Items[0].Phone != want || !slices.Equal(one.Items[0].Called, []string{first.Name}) {
				t.Errorf("numbers shown %v: %+v", show, one.Items)
			}
		}
		if none := must[roster.OptOutPage](t)(h.OptOuts(h.ctx, h.by, "nobody", "", 10)); len(none.Items) != 0 {
			t.Errorf("found by a name: %+v", none)
		}
		_, err := h.OptOut(h.ctx, h.by, roster.Phones{Phones: []string{people[1].Phone, "12", ""}})
		wantCode(t, err, "phone_invalid")
		if got := must[roster.OptedOut](t)(h.OptIn(h.ctx, h.by, roster.Phones{Phones: []string{first.Phone, people[1].Phone}})); got != (roster.OptedOut{Changed: 1, Already: 1, Total: 1}) {
			t.Errorf("opted in: %+v", got)
		}
		var did []string
		if err := h.db.Find(h.ctx, &did, `SELECT action FROM audit WHERE action LIKE 'opted%' ORDER BY action`); err != nil || !slices.Equal(did, []string{"opted_in", "opted_out"}) {
			t.Errorf("audited %v, %v", did, err)
		}
		for _, e := range h.told.of(roster.SupporterChanged) {
			if slices.ContainsFunc(people, func(p roster.Supporter) bool { return strings.Contains(string(e.Data), p.Phone) }) {
				t.Errorf("an event has a number: %s", e.Data)
			}
		}
	})
}
