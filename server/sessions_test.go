package server

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"partyline/calling"
)

// index asks for a page of the index after the other, and returns the ids.
func (p *seat) index(query string) (ids []string) {
	p.Helper()
	for cursor := ""; ; {
		var page Page[calling.SessionRow]
		p.ask("GET", "/sessions?limit=2&"+query+"&cursor="+cursor, nil).want(p.T, 200, "").into(p.T, &page)
		for _, row := range page.Items {
			ids = append(ids, row.ID)
		}
		if cursor = page.Next; cursor == "" {
			return ids
		}
	}
}

// The cells of the row "pause, archive, hand over, export, rename somebody else's session", and of the row of what only its
// leader does, through the whole edge: the table at the gate and the rules behind it must say the same.
func TestWhoMayMindASessionAndWhoOnlyWatches(t *testing.T) {
	onShift(t, 7, 1, func(t *testing.T, s *shift) {
		set := func(query string, args ...any) {
			t.Helper()
			_, err := s.db.Exec(context.Background(), query, args...)
			s.must(err)
		}
		const leader, vice, captain, admin, owner, elsewhere, stranger = 0, 1, 2, 3, 4, 5, 6
		set(`UPDATE group_leaders SET role = 'vice_captain' WHERE user_id IN ($1)`, s.Leaders[leader:captain])
		set(`DELETE FROM group_leaders WHERE user_id IN ($1)`, s.Leaders[admin:])
		set(`UPDATE users SET role = 'admin' WHERE id = $1`, s.Leaders[admin])
		set(`UPDATE users SET role = 'owner' WHERE id = $1`, s.Leaders[owner])
		other := uuid.Must(uuid.NewV7()).String()
		set(`INSERT INTO groups (id, organisation_id, name, zone, created_at) VALUES ($1, $2, 'Elsewhere', 'Europe/London', 1)`, other, s.Organisation)
		set(`INSERT INTO group_leaders (group_id, user_id, role, since) VALUES ($1, $2, 'captain', 1)`, other, s.Leaders[elsewhere])

		own := s.seat(leader).open()
		path := "/sessions/" + own.session
		for _, c := range []struct {
			who  int
			name string
			mind int // rename, pause, archive
			run  int // what only the leader does
		}{
			{vice, "another vice-captain", 403, 403},
			{captain, "the captain", 200, 403},
			{admin, "an admin", 200, 403},
			{owner, "the owner", 200, 403},
			{elsewhere, "a captain elsewhere", 404, 404},
			{stranger, "a leader of nothing", 404, 404},
			{leader, "its leader, a vice-captain", 200, 200},
		} {
			p := s.seat(c.who)
			name := "Named by " + c.name
			got := p.ask("PATCH", path, map[string]any{"name": name, "version": own.view().Version})
			if got.status != c.mind || (own.view().Name == name) != (c.mind == 200) {
				t.Errorf("%s renames: %d %s", c.name, got.status, got.body)
			}
			if got := p.ask("POST", path+"/pause", nil); got.status != c.mind {
				t.Errorf("%s pauses: %d %s", c.name, got.status, got.body)
			}
			entry := own.entries()[0].ID
			for _, act := range []string{"/skip", "/call-next"} {
				body := map[string]any{}
				if act == "/skip" {
					body = map[string]any{"type": "quick", "minutes": 15}
				}
				if got := p.ask("POST", path+"/entries/"+entry+act, body); got.status != c.run {
					t.Errorf("%s: %s: %d %s", c.name, act, got.status, got.body)
				}
			}
		}
		if got := s.seat(vice).ask("POST", path+"/archive", nil); got.status != 403 {
			t.Errorf("another vice-captain archives: %d", got.status)
		}
		s.seat(captain).ask("POST", path+"/archive", nil).want(t, 200, "")
		mine := s.seat(vice).open() // a vice-captain minds their own
		mine.ask("PATCH", "/sessions/"+mine.session, map[string]any{"name": "Mine", "version": 1}).want(t, 200, "")
		mine.ask("POST", "/sessions/"+mine.session+"/archive", nil).want(t, 200, "")
	})
}

func TestTheIndexOfSessions(t *testing.T) {
	onShift(t, 2, 1, func(t *testing.T, s *shift) {
		ctx := context.Background()
		lists := []string{s.List}
		for i := range 4 {
			id := uuid.Must(uuid.NewV7()).String()
			_, err := s.db.Exec(ctx, `INSERT INTO lists (id, organisation_id, group_id, name, created_at) VALUES ($1, $2, $3, $4, 1)`, id, s.Organisation, s.Group, fmt.Sprintf("List %d", i))
			s.must(err)
			lists = append(lists, id)
		}
		a, b := s.seat(0), s.seat(1)
		var newest []string // of all sessions, newest first
		open := func(p *seat, list string) string {
			id := p.ask("POST", "/lists/"+list+"/sessions", map[string]any{"name": "One"}).want(t, 201, "").text("id")
			newest = append([]string{id}, newest...)
			s.pass(20e6) // instants are kept in milliseconds
			return id
		}
		var ofA, ofB []string
		for _, list := range lists {
			ofA = append([]string{open(a, list)}, ofA...)
		}
		for _, list := range lists[:2] {
			ofB = append([]string{open(b, list)}, ofB...)
		}
		if got := a.index(""); !slices.Equal(got, newest) {
			t.Errorf("all: %v, want %v", got, newest)
		}
		if got := b.index("mine=true"); !slices.Equal(got, ofB) {
			t.Errorf("mine: %v, want %v", got, ofB)
		}
		if got := a.index("list=" + lists[1]); !slices.Equal(got, []string{ofB[0], ofA[3]}) {
			t.Errorf("of a list: %v", got)
		}
		if got := a.index("group=" + s.Group); !slices.Equal(got, newest) {
			t.Errorf("of a group: %v", got)
		}
		if got := a.index("group=another"); len(got) != 0 {
			t.Errorf("of a group that is not theirs: %v", got)
		}
		a.ask("POST", "/sessions/"+ofA[0]+"/archive", nil).want(t, 200, "")
		a.ask("POST", "/sessions/"+ofA[4]+"/archive", nil).want(t, 200, "")
		if got := a.index("mine=true"); !slices.Equal(got, ofA[1:4]) {
			t.Errorf("without archived ones: %v, want %v", got, ofA[1:4])
		}
		if got := a.index("status=archived"); len(got) != 2 || !slices.Contains(got, ofA[0]) || !slices.Contains(got, ofA[4]) {
			t.Errorf("archived: %v", got)
		}
		if got := a.index("archived=true"); len(got) != 7 {
			t.Errorf("with archived ones: %v", got)
		}
		// The list with somebody on it has people to call; the others are empty, and never started.
		if got := a.index("status=in_progress"); len(got) != 0 {
			t.Errorf("in progress: %v", got)
		}
		if got := len(a.index("status=not_started")) + len(a.index("status=completed")); got != 5 {
			t.Errorf("%d sessions have no other status", got)
		}
		for _, bad := range []string{"cursor=x", "cursor=" + strings.Repeat("a", 201), "limit=0", "limit=201", "status=asleep"} {
			a.ask("GET", "/sessions?"+bad, nil).want(t, 422, "")
		}
		a.ask("GET", "/sessions/"+ofA[1]+"/entries?cursor=x", nil).want(t, 422, "cursor_invalid")
		b.ask("PATCH", "/sessions/"+ofB[0], map[string]any{"name": "Another", "version": 1}).want(t, 200, "")
		stale := b.ask("PATCH", "/sessions/"+ofB[0], map[string]any{"name": "Again", "version": 1}).want(t, 409, "conflict")
		if stale.field("current") == nil {
			t.Errorf("a conflict without the present state: %s", stale.body)
		}
		a.ask("POST", "/sessions/"+ofB[0]+"/start", nil).want(t, 403, "not_leader")
	})
}
