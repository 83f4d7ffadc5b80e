package storage_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"partyline/calling"
	"partyline/fault"
	"partyline/storage"
	"partyline/storage/storagetest"
)

func TestPeopleAreReadAsTheRulesNeedThem(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		ctx := context.Background()
		p := seed(t, db, 3, 4)
		write(t, db, func(tx calling.Tx) error {
			yes, held := true, monday.Add(time.Hour)
			if err := tx.SavePerson(calling.PersonChange{ID: p.Supporters[0], TagsAdded: []string{"keen", "driver"}, DoNotCall: &yes}); err != nil {
				return err
			}
			if err := tx.SavePerson(calling.PersonChange{ID: p.Supporters[0], TagsAdded: []string{"keen"}, TagsRemoved: []string{"driver"}, Substantive: &monday, Session: "s1", Held: &held}); err != nil {
				return err
			}
			for _, fresh := range []bool{true, false} {
				put, err := tx.OptOut(p.Organisation, "+447900000001", p.Leaders[0], monday)
				if err != nil {
					return err
				}
				same(t, "put on the Do Not Call list", put, fresh)
			}
			return nil
		})
		// Leader 2 tried the third and logged the fourth in a session of their own on the same list.
		theirs := session(p.Place, p.Leaders[1])
		write(t, db, func(tx calling.Tx) error {
			if err := tx.InsertSession(theirs); err != nil {
				return err
			}
			for i, a := range []calling.Attempt{
				{Supporter: p.Supporters[2], Result: calling.Unanswered, Closed: monday},
				{Supporter: p.Supporters[2], Result: calling.Released, Closed: monday.Add(time.Hour)},
				{Supporter: p.Supporters[2], Result: calling.WasBusy, Closed: monday.Add(time.Minute)},
			} {
				a.ID, a.Session, a.List, a.Leader, a.Run, a.Step, a.Claimed = id(), theirs.ID, p.List, p.Leaders[1], "r", i, monday
				if ok, err := tx.InsertAttempt(a); !ok || err != nil {
					return fmt.Errorf("attempt %v %w", ok, err)
				}
			}
			return tx.InsertLog(calling.Log{ID: id(), Session: theirs.ID, List: p.List, Supporter: p.Supporters[3], By: p.Leaders[2], Outcome: calling.Talked, At: monday})
		})
		read(t, db, func(r calling.Reader) error {
			persons, err := r.Persons(append(p.Supporters, "nobody"), p.List, p.session.ID)
			if err != nil {
				return err
			}
			same(t, "people", len(persons), 4)
			same(t, "first", persons[p.Supporters[0]], calling.Person{
				ID: p.Supporters[0], Name: "Person 00001", Number: "+447900000000", Zone: "Europe/London", DoNotCall: true, Substantive: monday,
				SubstantiveSession: "s1", Held: monday.Add(time.Hour), HeldSession: "s1", OnList: true, Tags: []string{"keen"}, Version: 3,
			})
			same(t, "opted out by number", persons[p.Supporters[1]].DoNotCall, true)
			same(t, "tried by another", persons[p.Supporters[2]].OtherTried, monday.Add(time.Minute))
			same(t, "by", persons[p.Supporters[2]].OtherTriedBy, p.Leaders[1])
			same(t, "logged by another", []any{persons[p.Supporters[3]].OtherLog, persons[p.Supporters[3]].OtherLogBy, persons[p.Supporters[3]].OtherLogOutcome}, []any{monday, p.Leaders[1], calling.Talked})
			own, err := r.Persons(p.Supporters, p.List, theirs.ID)
			same(t, "one's own tries are no others'", own[p.Supporters[2]].OtherTried.IsZero() && own[p.Supporters[3]].OtherLog.IsZero(), true)
			return err
		})
		read(t, db, func(r calling.Reader) error {
			o, err := r.Organisation(p.Organisation)
			same(t, "organisation", o, calling.Organisation{ID: p.Organisation, Name: "Northside Renters", Zone: "Europe/London", Hours: calling.Hours{Opens: 540, Closes: 1260}, CallerID: "+442079460000"})
			l, err2 := r.List(p.List)
			same(t, "list", l, calling.List{ID: p.List, Organisation: p.Organisation, Group: p.Group, Name: "Rent strike", GroupName: "Northside", GroupZone: "Europe/London",
				Minimum: 4 * time.Hour, Event: "Rally", Mode: calling.Shared})
			leader, err3 := r.Leader(p.Leaders[0])
			same(t, "leader", leader, calling.Leader{ID: p.Leaders[0], Organisation: p.Organisation, Name: "Leader 1", Mobile: "+447700900000", Language: "en"})
			role, err4 := r.Leads(p.Leaders[0], p.Group)
			same(t, "role", role, "captain")
			none, err5 := r.Leads("stranger", p.Group)
			same(t, "no role", none, "")
			_, err6 := r.List("none")
			same(t, "not found", fault.As(err6).Kind, fault.NotFound)
			return errors.Join(err, err2, err3, err4, err5)
		})
		if _, err := db.Exec(ctx, `UPDATE users SET role = 'owner' WHERE id = $1`, p.Leaders[0]); err != nil {
			t.Fatal(err)
		}
		read(t, db, func(r calling.Reader) error {
			role, err := r.Leads(p.Leaders[0], p.Group)
			same(t, "role of an owner", role, "admin")
			return err
		})
	})
}
