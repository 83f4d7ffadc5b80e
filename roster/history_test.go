package roster_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"partyline/event"
	"partyline/fault"
	"partyline/roster"
)

// past writes what calls left behind: logs of two leaders on two lists in turn, every tenth call without a log.
func (h *house) past(supporter string, n int) {
	h.t.Helper()
	lists := []string{h.place.List, "other-list"}
	h.sql(`INSERT INTO lists (id, organisation_id, group_id, name, event, created_at, deleted_at) VALUES ('other-list', $1, $2, 'Last year', 'Rally', 1, 2)`, h.place.Organisation, h.place.Group)
	for i, l := range lists {
		h.sql(`INSERT INTO sessions (id, organisation_id, group_id, list_id, leader_id, name, created_at, active_at) VALUES ($1, $2, $3, $4, $5, $6, 1, 1)`,
			fmt.Sprintf("session-%d", i), h.place.Organisation, h.place.Group, l, h.place.Leaders[i], fmt.Sprintf("Session %d", i))
	}
	at := h.clock.Now().UnixMilli()
	for i := range n {
		moment := at - int64(i/2)*60_000 // two at the same instant
		id, session, list, leader := fmt.Sprintf("past-%04d", i), fmt.Sprintf("session-%d", i%2), lists[i%2], h.place.Leaders[i%2]
		h.sql(`INSERT INTO attempts (id, organisation_id, session_id, cycle, entry_id, supporter_id, list_id, leader_id, run_id, step, leg_id, claimed_by, claimed_at, dialled_at, answered_at, closed_at)
			VALUES ($1, $2, $3, 1, 'e', $4, $5, $6, 'run', $7, '', 'page', $8, $8, $8, $8)`, id, h.place.Organisation, session, supporter, list, leader, i, moment)
		if i%10 == 9 {
			continue
		}
		h.sql(`INSERT INTO logs (id, organisation_id, session_id, cycle, entry_id, supporter_id, list_id, attempt_id, by_user, reached, outcome, rsvp, notes, at)
			VALUES ($1, $2, $3, 1, 'e', $4, $5, $6, $7, TRUE, 'talked', 'yes', 'A note', $8)`, "log-"+id, h.place.Organisation, session, supporter, list, id, leader, moment)
	}
}

func (h *house) sql(query string, args ...any) {
	h.t.Helper()
	if _, err := h.db.Exec(h.ctx, query, args...); err != nil {
		h.t.Fatalf("%s: %v", query, err)
	}
}

func TestAHistoryComesInPagesWithNobodyTwiceOverAllListsSessionsAndLeaders(t *testing.T) {
	onBoth(t, 2, func(t *testing.T, h *house) {
		people := h.supporters()
		h.past(people[0].ID, 230)
		seen := map[string]bool{}
		var all []roster.PastContact
		for after, pages := "", 0; ; pages++ {
			p := must[roster.PastContacts](t)(h.History(h.ctx, people[0].ID, after, 50))
			if p.Total != 230 || pages > 5 {
				t.Fatalf("page %d: %d in all", pages, p.Total)
			}
			for _, c := range p.Items {
				if seen[c.ID] {
					t.Errorf("%s came twice", c.ID)
				}
				seen[c.ID] = true
			}
			all = append(all, p.Items...)
			if after = p.Next; after == "" {
				break
			}
		}
		if len(all) != 230 || !slices.IsSortedFunc(all, func(a, b roster.PastContact) int { return b.At.Compare(a.At) }) {
			t.Errorf("%d contacts, sorted newest first: no", len(all))
		}
		lists, leaders, unlogged := map[string]int{}, map[string]int{}, 0
		for _, c := range all {
			lists[c.List.Name]++
			leaders[c.By.Name]++
			if c.Outcome == "" {
				unlogged++
			} else if c.Notes != "A note" || c.RSVP != "yes" || !c.Reached || !c.Called || !c.Answered || c.Session.Name == "" {
				t.Fatalf("%+v", c)
			}
		}
		if len(lists) != 2 || lists["Last year"] != 115 || leaders["Leader 1"] != 115 || leaders["Leader 2"] != 115 || unlogged != 23 {
			t.Errorf("lists %v, leaders %v, %d never logged", lists, leaders, unlogged)
		}
		if p := must[roster.PastContacts](t)(h.History(h.ctx, people[1].ID, "", 50)); p.Total != 0 || len(p.Items) != 0 || p.Next != "" {
			t.Errorf("somebody never called: %+v", p)
		}
		_, err := h.History(h.ctx, people[0].ID, "nonsense", 50)
		wantCode(t, err, "cursor_invalid")
	})
}

func TestDoNotCallIsSetOnceAndCorrectedWithAReasonThatIsAudited(t *testing.T) {
	onBoth(t, 3, func(t *testing.T, h *house) {
		people := h.supporters()
		who := people[0]
		twin := people[1]
		h.sql(`UPDATE supporters SET phone = $1 WHERE id = $2`, who.Phone, twin.ID)
		for range 2 {
			v := must[roster.SupporterView](t)(h.SetDoNotCall(h.ctx, h.by, who.ID, roster.Why{Reason: "told us at the door"}))
			if !v.DoNotCall || !v.OptedOut || v.Version != who.Version+1 {
				t.Errorf("set: %+v", v)
			}
		}
		if waits := h.waiting(roster.JobRecheck); len(waits) != 2 {
			t.Errorf("judged again: %v, want both with the number", waits)
		}
		card := must[roster.SupporterCard](t)(h.Card(h.ctx, who.ID, ""))
		if card.OptOut == nil || card.OptOut.By.Name != "Leader 1" || card.Seq == 0 || card.InGroup.Name == "" {
			t.Errorf("card: %+v", card)
		}
		_, err := h.CorrectDoNotCall(h.ctx, h.by, who.ID, roster.Why{Reason: " "})
		wantCode(t, err, "reason_required")
		h.sql(`UPDATE supporters SET do_not_call = TRUE WHERE id = $1`, twin.ID)
		_, err = h.CorrectDoNotCall(h.ctx, h.by, who.ID, roster.Why{Reason: "a slip of the mouse"})
		wantCode(t, err, "number_shared")
		h.sql(`UPDATE supporters SET do_not_call = FALSE WHERE id = $1`, twin.ID)
		v := must[roster.SupporterView](t)(h.CorrectDoNotCall(h.ctx, h.by, who.ID, roster.Why{Reason: "a slip of the mouse"}))
		if v.DoNotCall || v.OptedOut || v.Version != who.Version+2 {
			t.Errorf("corrected: %+v", v)
		}
		_, err = h.CorrectDoNotCall(h.ctx, h.by, who.ID, roster.Why{Reason: "again"})
		wantCode(t, err, "not_available")
		var did []string
		if err := h.db.Find(h.ctx, &did, `SELECT data FROM audit WHERE action LIKE 'do_not_call%' ORDER BY at, id`); err != nil || len(did) != 2 {
			t.Fatalf("audited %v, %v", did, err)
		}
		var kept struct{ Reason string }
		if err := json.Unmarshal([]byte(did[1]), &kept); err != nil || kept.Reason != "a slip of the mouse" {
			t.Errorf("audited %s", did[1])
		}
		told := 0
		for _, e := range h.told.of(roster.SupporterChanged) {
			if e.Topic == event.On(event.FamilySupporter, who.ID) {
				told++
			}
		}
		if told != 2 {
			t.Errorf("the page was told %d times, want 2", told)
		}
	})
}

// Everybody presses at once, of people who share one number: in the end the last word stands, on both databases.
func TestDoNotCallUnderManyHandsKeepsRecordAndListTogether(t *testing.T) {
	onBoth(t, 4, func(t *testing.T, h *house) {
		people := h.supporters()
		for _, p := range people {
			h.sql(`UPDATE supporters SET phone = $1 WHERE id = $2`, people[0].Phone, p.ID)
		}
		done := make(chan error)
		for i := range 24 {
			go func() {
				p := people[i%len(people)]
				if i%3 == 0 {
					_, err := h.CorrectDoNotCall(h.ctx, h.by, p.ID, roster.Why{Reason: "a mistake"})
					done <- err
					return
				}
				_, err := h.SetDoNotCall(h.ctx, h.by, p.ID, roster.Why{})
				done <- err
			}()
		}
		for range 24 {
			if err := <-done; err != nil && !isAny(err, "number_shared", "not_available") {
				t.Error(err)
			}
		}
		asked, listed := 0, 0
		for _, p := range people {
			v := must[roster.SupporterCard](t)(h.Card(h.ctx, p.ID, ""))
			if v.DoNotCall {
				asked++
			}
			if v.OptedOut {
				listed++
			}
			if v.DoNotCall && !v.OptedOut {
				t.Errorf("%s asked not to be called, and their number is not on the list", p.Name)
			}
		}
		if asked == 0 && listed != 0 {
			t.Errorf("nobody asks, and the number is on the list")
		}
	})
}

func isAny(err error, codes ...string) bool {
	return slices.ContainsFunc(codes, func(c string) bool { return fault.Is(err, c) })
}
