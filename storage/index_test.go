package storage_test

import (
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"partyline/calling"
	"partyline/storage"
	"partyline/storage/storagetest"
)

func TestTheIndexFiltersAndPages(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := seed(t, db, 3, 2)
		second, third := session(p.Place, p.Leaders[1]), session(p.Place, p.Leaders[2])
		second.Active, second.Started = monday.Add(time.Hour), monday
		third.Active, third.Archived = monday.Add(2*time.Hour), monday
		leg := calling.Leg{ID: id(), Ref: id(), Number: "+447700900001", State: calling.LegAnswered, Opened: monday, Answered: monday}
		write(t, db, func(tx calling.Tx) error {
			ok, err := tx.InsertLeg(leg)
			same(t, "leg opened", ok, true)
			return errors.Join(err, tx.InsertSession(second), tx.InsertSession(third),
				tx.InsertRun(calling.Run{ID: id(), Session: second.ID, Leader: p.Leaders[1], Leg: leg.ID, State: calling.RunTalking, Since: monday, Started: monday}))
		})
		read(t, db, func(r calling.Reader) error {
			q := calling.SessionsQuery{Organisation: p.Organisation, User: p.Leaders[0], Groups: []string{p.Group}}
			list := func(change func(*calling.SessionsQuery)) (names []string) {
				q := q
				change(&q)
				rows, err := r.SessionsOf(q)
				if err != nil {
					t.Fatal(err)
				}
				for _, row := range rows {
					names = append(names, row.ID)
				}
				return names
			}
			same(t, "group's", list(func(*calling.SessionsQuery) {}), []string{second.ID, p.session.ID})
			same(t, "archived too", list(func(q *calling.SessionsQuery) { q.Archived = true }), []string{third.ID, second.ID, p.session.ID})
			same(t, "mine", list(func(q *calling.SessionsQuery) { q.Mine = true }), []string{p.session.ID})
			same(t, "of no group", list(func(q *calling.SessionsQuery) { q.Groups = nil }), []string(nil))
			same(t, "all", len(list(func(q *calling.SessionsQuery) { q.Groups, q.All = nil, true })), 2)
			same(t, "of another organisation", len(list(func(q *calling.SessionsQuery) { q.All, q.Organisation = true, "x" })), 0)
			same(t, "page", list(func(q *calling.SessionsQuery) { q.Before, q.BeforeID = second.Active, second.ID }), []string{p.session.ID})
			archived := func(change func(*calling.SessionsQuery)) int {
				q := q
				change(&q)
				n, err := r.ArchivedOf(q)
				if err != nil {
					t.Fatal(err)
				}
				return n
			}
			same(t, "archived", archived(func(*calling.SessionsQuery) {}), 1)
			same(t, "archived of all", archived(func(q *calling.SessionsQuery) { q.Groups, q.All = nil, true }), 1)
			same(t, "archived, whatever the page", archived(func(q *calling.SessionsQuery) { q.Before, q.Limit = monday, 1 }), 1)
			same(t, "archived, mine", archived(func(q *calling.SessionsQuery) { q.Mine = true }), 0)
			same(t, "archived, theirs", archived(func(q *calling.SessionsQuery) { q.Mine, q.User = true, p.Leaders[2] }), 1)
			same(t, "archived, another list", archived(func(q *calling.SessionsQuery) { q.List = "x" }), 0)
			same(t, "archived, of no group", archived(func(q *calling.SessionsQuery) { q.Groups = nil }), 0)
			same(t, "archived, of another organisation", archived(func(q *calling.SessionsQuery) { q.All, q.Organisation = true, "x" }), 0)
			row, err := r.SessionRow(second.ID)
			same(t, "row", row, calling.SessionRow{
				ID: second.ID, Name: "Evening", List: calling.UserRef{ID: p.List, Name: "Rent strike"}, Group: calling.UserRef{ID: p.Group, Name: "Northside"},
				Status: calling.SessionInProgress, Progress: calling.Progress{Total: 2}, Leader: calling.UserRef{ID: p.Leaders[1], Name: "Leader 2"},
				OnPhone: true, Active: second.Active, Version: 1,
			})
			return err
		})
		leg.State, leg.Ended = calling.LegEnded, monday
		write(t, db, func(tx calling.Tx) error { return tx.SaveLeg(leg) })
		read(t, db, func(r calling.Reader) error {
			row, err := r.SessionRow(second.ID)
			same(t, "after the leg", []any{row.Status, row.OnPhone}, []any{calling.SessionStarted, false})
			return err
		})
		if _, err := db.Exec(t.Context(), `UPDATE groups SET deleted_at = 1 WHERE id = $1`, p.Group); err != nil {
			t.Fatal(err)
		}
		read(t, db, func(r calling.Reader) error {
			rows, err := r.SessionsOf(calling.SessionsQuery{Organisation: p.Organisation, All: true})
			same(t, "of a deleted group", len(rows), 0)
			return err
		})
	})
}

func TestARecountFindsWhatWasDone(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := seed(t, db, 1, 5)
		e := p.entries
		e[0].Status, e[0].Own = calling.Completed, true
		e[1].Status, e[1].OffList = calling.Attempted, true
		e[2].Status, e[2].Skip = calling.Skipped, &calling.Skip{ID: id(), Type: calling.SkipRemove}
		e[3].Status = calling.NotCallable
		write(t, db, func(tx calling.Tx) error {
			if err := tx.SaveEntries(e); err != nil {
				return err
			}
			for i, a := range []calling.Attempt{
				{Supporter: p.Supporters[0], Dialled: monday, Closed: monday},          // logged
				{Supporter: p.Supporters[1], Dialled: monday, Closed: monday},          // not logged
				{Supporter: p.Supporters[4], Dialled: monday},                          // on the phone
				{Supporter: p.Supporters[2], Closed: monday, Result: calling.Released}, // never rang
			} {
				a.ID, a.Session, a.Cycle, a.Run, a.Step, a.Claimed = fmt.Sprint("a", i), p.session.ID, 1, "r", i, monday
				if ok, err := tx.InsertAttempt(a); !ok || err != nil {
					return fmt.Errorf("attempt: %v %w", ok, err)
				}
			}
			return errors.Join(
				tx.InsertLog(calling.Log{ID: id(), Session: p.session.ID, Cycle: 1, Attempt: "a0", Reached: true, Outcome: calling.Talked, RSVP: "yes", At: monday}),
				tx.InsertLog(calling.Log{ID: id(), Session: p.session.ID, Cycle: 1, Reached: false, Outcome: calling.Voicemail, At: monday}),
				tx.InsertLog(calling.Log{ID: id(), Session: p.session.ID, Cycle: 1, Reached: true, Outcome: calling.Talked, At: monday}))
		})
		read(t, db, func(r calling.Reader) error {
			tally, err := r.Tally(p.session.ID)
			want := calling.Counts{}
			for _, c := range e {
				d := calling.Count(c)
				w, dv := reflect.ValueOf(&want).Elem(), reflect.ValueOf(d)
				for i := range w.NumField() {
					w.Field(i).SetInt(w.Field(i).Int() + dv.Field(i).Int())
				}
			}
			same(t, "counts", tally.Counts, want)
			same(t, "figures", tally.Cycles, map[int]calling.Figures{1: {Attempted: 3, Contacted: 2, NotLogged: 1, OnPhone: 1, ByHand: 2, RSVPYes: 1,
				Outcomes: map[calling.Outcome]int{calling.Talked: 2, calling.Voicemail: 1}}})
			return err
		})
	})
}
