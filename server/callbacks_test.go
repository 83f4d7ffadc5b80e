package server

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"partyline/calling"
)

func (p *seat) callBacks(query string) (all []calling.CallBackView) {
	p.Helper()
	for cursor := ""; ; {
		var page Page[calling.CallBackView]
		p.ask("GET", "/call-backs?limit=2&"+query+"&cursor="+cursor, nil).want(p.T, 200, "").into(p.T, &page)
		all = append(all, page.Items...)
		if cursor = page.Next; cursor == "" {
			return all
		}
	}
}

// askedBack logs that somebody asked to be called again in a quarter of an hour from the press.
func (p *seat) askedBack(entry string, pressed time.Time) {
	p.Helper()
	p.ask("POST", "/sessions/"+p.session+"/entries/"+entry+"/log", map[string]any{"reached": true, "outcome": "call_back",
		"skip": map[string]any{"type": "quick", "minutes": 15, "reason": "at tea time", "pressed_at": pressed}}).want(p.T, 201, "")
}

func TestCallBacksAreThereWithTheirExactTimeUntilTheyAreCalled(t *testing.T) {
	onShift(t, 5, 5, func(t *testing.T, s *shift) {
		set := func(query string, args ...any) {
			t.Helper()
			_, err := s.db.Exec(context.Background(), query, args...)
			s.must(err)
		}
		const leader, other, admin, stranger, elsewhere = 0, 1, 2, 3, 4
		set(`DELETE FROM group_leaders WHERE user_id IN ($1)`, s.Leaders[admin:])
		set(`UPDATE users SET role = 'admin' WHERE id = $1`, s.Leaders[admin])
		group := uuid.Must(uuid.NewV7()).String()
		set(`INSERT INTO groups (id, organisation_id, name, zone, created_at) VALUES ($1, $2, 'Elsewhere', 'Europe/London', 1)`, group, s.Organisation)
		set(`INSERT INTO group_leaders (group_id, user_id, role, since) VALUES ($1, $2, 'captain', 1)`, group, s.Leaders[elsewhere])

		p := s.seat(leader).open()
		rows := p.entries()
		now := s.clock.Now()
		soon, later := now.Add(-14*time.Minute-50*time.Second), now
		p.askedBack(rows[1].ID, later)
		p.askedBack(rows[0].ID, soon)
		p.askedBack(rows[3].ID, later.Add(-time.Minute))
		p.ask("POST", "/sessions/"+p.session+"/entries/"+rows[2].ID+"/skip", map[string]any{"type": "quick", "minutes": 15}).want(t, 200, "") // nobody asked

		all := p.callBacks("")
		want := []string{rows[0].ID, rows[3].ID, rows[1].ID}
		if got := entriesOf(all); !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
		if b := all[1]; !b.At.Equal(later.Add(14*time.Minute).Truncate(time.Millisecond)) || b.Due || b.Supporter.Name == "" || b.Supporter.Phone != "" ||
			b.Session.ID != p.session || b.List.ID != s.List || b.Group.ID != s.Group || b.Leader.ID != s.Leaders[leader] || b.Reason != "at tea time" {
			t.Errorf("%+v", b)
		}
		if got := p.callBacks("until=" + later.Add(time.Minute).UTC().Format(time.RFC3339)); len(got) != 1 {
			t.Errorf("until soon: %v", entriesOf(got))
		}
		for who, n := range map[int]int{leader: 3, other: 3, admin: 3, stranger: 0, elsewhere: 0} {
			if got := s.seat(who).callBacks(""); len(got) != n {
				t.Errorf("leader %d sees %d of them, want %d", who, len(got), n)
			}
		}
		if got := s.seat(other).callBacks("mine=true"); len(got) != 0 {
			t.Errorf("another's own: %v", got)
		}
		if a, b, c := len(p.callBacks("mine=true")), len(p.callBacks("list="+s.List)), len(p.callBacks("list=x")); a != 3 || b != 3 || c != 0 {
			t.Errorf("mine %d, of the list %d, of another list %d", a, b, c)
		}
		if a, b := len(p.callBacks("group="+s.Group)), len(p.callBacks("group="+group)); a != 3 || b != 0 {
			t.Errorf("of the group %d, of a group that is not theirs %d", a, b)
		}
		p.ask("GET", "/call-backs?cursor=x", nil).want(t, 422, "cursor_invalid")

		// The time comes: due, at the same instant as before, until the person is called or aside without a time.
		s.until("the first one is back in the queue", func() bool { return p.entries()[0].DueNow })
		all = p.callBacks("")
		if len(all) != 3 || !all[0].Due || !all[0].At.Equal(soon.Add(15*time.Minute).Truncate(time.Millisecond)) {
			t.Errorf("due: %+v", all)
		}
		set(`UPDATE organisations SET show_numbers = true`)
		if got := p.callBacks("")[0].Supporter.Phone; got == "" || !strings.HasPrefix(got, "+44") {
			t.Errorf("numbers are shown, and yet: %q", got)
		}
		set(`UPDATE organisations SET show_numbers = false`)
		p.ask("POST", "/sessions/"+p.session+"/entries/"+rows[0].ID+"/log", map[string]any{"reached": true, "outcome": "talked"}).want(t, 201, "")
		p.ask("POST", "/sessions/"+p.session+"/entries/"+rows[1].ID+"/skip", map[string]any{"type": "cycle"}).want(t, 200, "")
		if got := entriesOf(p.callBacks("")); !slices.Equal(got, []string{rows[3].ID}) {
			t.Errorf("after a talk and a skip without a time: %v", got)
		}
		p.ask("POST", "/sessions/"+p.session+"/archive", nil).want(t, 200, "")
		if got := p.callBacks(""); len(got) != 0 {
			t.Errorf("of an archived session: %v", entriesOf(got))
		}
	})
}

func entriesOf(all []calling.CallBackView) (ids []string) {
	for _, b := range all {
		ids = append(ids, b.Entry)
	}
	return ids
}
