package roster_test

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

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

func TestAFileOfNumbersGoesOnTheDoNotCallList(t *testing.T) {
	onBoth(t, 3, func(t *testing.T, h *house) {
		first := h.supporters()[0]
		take := func(file string, column int) (roster.OptOutsTaken, error) {
			return h.OptOutFile(h.ctx, h.by, column, strings.NewReader(file))
		}
		got := must[roster.OptOutsTaken](t)(take("Name;Handynummer\nA;"+first.Phone+"\n\nB;12\nC;07700 900123\nD;\nE;+44 7700 900123\n", 0))
		if got.Rows != 5 || got.Added != 2 || got.Already != 1 || got.Rejected != 2 || got.Total != 2 || got.Column != "Handynummer" || len(got.Rejects) != 2 || got.Rejects[0].Row != 4 ||
			strings.Contains(got.Rejects[0].Reason, "12") {
			t.Errorf("taken %+v", got)
		}
		if waits := h.waiting(roster.JobRecheck); !slices.Equal(waits, []string{first.ID}) {
			t.Errorf("judged again: %v, want %s", waits, first.ID)
		}
		if got = must[roster.OptOutsTaken](t)(take("07700900123\n07700900124", 0)); got.Added != 1 || got.Already != 1 || got.Total != 3 {
			t.Errorf("numbers alone: %+v", got)
		}
		if got = must[roster.OptOutsTaken](t)(take("a,b\nx,07700 900125\ny,07700 900126\n", 2)); got.Added != 2 {
			t.Errorf("the second column: %+v", got)
		}
		for code, file := range map[string]string{"file_empty": "", "file_pdf": "%PDF-1.4", "column_missing": "Name,Town\nAda,Leeds\n"} {
			_, err := take(file, 0)
			wantCode(t, err, code)
		}
		_, err := take("07700900123\n", 2)
		wantCode(t, err, "column_unknown")
		var many strings.Builder // more than its head, and more than one batch
		for i := range 8000 {
			fmt.Fprintf(&many, "+4479%08d\n", i)
		}
		_, err = h.OptOutFile(h.ctx, h.by, 0, io.MultiReader(strings.NewReader(many.String()), iotest.ErrReader(io.ErrUnexpectedEOF)))
		wantCode(t, err, "upload_broken")
		left := must[roster.OptOutPage](t)(h.OptOuts(h.ctx, h.by, "", "", 1)).Total
		if left < 4000 {
			t.Errorf("%d numbers stay on the list of those that came", left)
		}
		if got = must[roster.OptOutsTaken](t)(take(many.String(), 0)); got.Rows != 8000 || got.Added+got.Already != 8000 || got.Total != left+int(got.Added) {
			t.Errorf("sent again: %d rows, %d added, %d already, %d rejected, %d in all", got.Rows, got.Added, got.Already, got.Rejected, got.Total)
		}
	})
}
