package storage_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"

	"partyline/calling"
	"partyline/event"
	"partyline/fault"
	"partyline/storage"
	"partyline/storage/storagetest"
)

var monday = time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)

func id() string { return uuid.Must(uuid.NewV7()).String() }

// fill gives every field of a struct a value of its own that is not zero, so that a column that
// is forgotten shows.
func fill(v any, n *int) {
	rv := reflect.ValueOf(v).Elem()
	for i := range rv.NumField() {
		f := rv.Field(i)
		*n++
		switch p := f.Addr().Interface().(type) {
		case *time.Time:
			*p = monday.Add(time.Duration(*n) * 1001 * time.Millisecond)
		case *[]string:
			*p = []string{fmt.Sprint("tag", *n), "two words"}
		case *map[calling.Outcome]int:
			*p = map[calling.Outcome]int{calling.Talked: *n}
		case **calling.Skip:
			*p = new(calling.Skip)
			fill(*p, n)
		default:
			switch f.Kind() {
			case reflect.String:
				f.SetString(fmt.Sprint("value ", *n))
			case reflect.Int, reflect.Int64:
				f.SetInt(int64(*n))
			case reflect.Bool:
				f.SetBool(true)
			case reflect.Struct:
				fill(p, n)
			default:
				panic("fill: " + f.Type().String())
			}
		}
	}
}

func write(t *testing.T, db *storage.DB, f func(tx calling.Tx) error) {
	t.Helper()
	if err := db.Calling().Write(context.Background(), f); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, db *storage.DB, f func(r calling.Reader) error) {
	t.Helper()
	if err := db.Calling().Read(context.Background(), f); err != nil {
		t.Fatal(err)
	}
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s\n got  %+v\n want %+v", what, got, want)
	}
}

// place is a Place with one open session and an entry for everybody.
type place struct {
	storagetest.Place
	session calling.Session
	entries []calling.Entry
}

func session(p storagetest.Place, leader string) calling.Session {
	return calling.Session{
		ID: id(), Organisation: p.Organisation, Group: p.Group, List: p.List, Leader: leader, Name: "Evening", Created: monday, Active: monday,
		Counts: calling.Counts{Available: len(p.Supporters)}, Cycle: calling.Cycle{Number: 1, Started: monday}, Version: 1,
	}
}

func seed(t *testing.T, db *storage.DB, leaders, supporters int) place {
	t.Helper()
	p := place{Place: storagetest.Seed(t, db, leaders, supporters)}
	p.session = session(p.Place, p.Leaders[0])
	for i, s := range p.Supporters {
		p.entries = append(p.entries, calling.Entry{
			ID: id(), Session: p.session.ID, Supporter: s, Rank: int64(i + 1), Place: int64(i + 1), Status: calling.Available, Version: 1, Updated: monday,
		})
	}
	write(t, db, func(tx calling.Tx) error {
		return errors.Join(tx.InsertSession(p.session), tx.InsertEntries(p.entries))
	})
	return p
}

func TestEveryThingComesBackAsItWasSaved(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := seed(t, db, 2, 3)
		n := 0

		var s calling.Session
		fill(&s, &n)
		s.ID, s.Organisation, s.Group, s.List, s.Leader = p.session.ID, p.Organisation, p.Group, p.List, p.Leaders[0]
		s.Archived = time.Time{}
		var other calling.Cycle
		fill(&other, &n)
		write(t, db, func(tx calling.Tx) error {
			return errors.Join(tx.SaveSession(s), tx.SaveCycle(s.ID, other))
		})
		var e calling.Entry
		fill(&e, &n)
		e.ID, e.Session, e.Supporter = p.entries[0].ID, s.ID, p.Supporters[0]
		e.Skip.Session, e.Skip.Entry = s.ID, e.ID
		bulk := e
		bulk.ID, bulk.Supporter, bulk.Skip = p.entries[1].ID, p.Supporters[1], nil
		bulk.Rank = p.entries[1].Rank // is frozen
		var run calling.Run
		fill(&run, &n)
		run.Session, run.Ended = s.ID, time.Time{}
		var leg calling.Leg
		fill(&leg, &n)
		leg.Run, leg.Ended = run.ID, time.Time{}
		leg.Opened = time.Now().UTC().Truncate(time.Millisecond).Add(time.Hour) // never before the present
		var a calling.Attempt
		fill(&a, &n)
		a.Session, a.Run, a.Closed, a.Claimed = s.ID, run.ID, time.Time{}, leg.Opened
		var res calling.Reservation
		fill(&res, &n)
		res.Leader, res.LeaderName, res.Supporter = p.Leaders[1], "Leader 2", p.Supporters[1]
		var l calling.Log
		fill(&l, &n)
		l.Supporter, l.By, l.List, l.Attempt = p.Supporters[0], p.Leaders[0], p.List, a.ID
		write(t, db, func(tx calling.Tx) error {
			err := errors.Join(tx.SaveEntry(e), tx.SaveEntries([]calling.Entry{bulk, p.entries[2]}), tx.InsertSkip(*e.Skip), tx.InsertRun(run), tx.InsertLog(l))
			for _, insert := range []func() (bool, error){
				func() (bool, error) { return tx.InsertLeg(leg) },
				func() (bool, error) { return tx.InsertAttempt(a) },
				func() (bool, error) { ok, _, err := tx.Reserve(res); return ok, err },
			} {
				ok, err2 := insert()
				if !ok {
					t.Error("not inserted")
				}
				err = errors.Join(err, err2)
			}
			return err
		})
		read(t, db, func(r calling.Reader) error {
			got, err := r.PeekSession(s.ID)
			same(t, "session", got, s)
			cycles, err2 := r.Cycles(s.ID)
			if len(cycles) != 3 {
				t.Errorf("%d cycles", len(cycles))
			}
			gotEntry, err3 := r.Entry(e.ID)
			same(t, "entry", gotEntry, e)
			gotBulk, err4 := r.Entry(bulk.ID)
			same(t, "entry saved with others", gotBulk, bulk)
			gotRun, err5 := r.Run(run.ID)
			same(t, "run", gotRun, run)
			gotLeg, err6 := r.LegByRef(leg.Ref)
			same(t, "leg", gotLeg, leg)
			gotAttempt, err7 := r.Attempt(a.ID)
			same(t, "attempt", gotAttempt, a)
			gotRes, _, err8 := r.Reservation(res.Supporter)
			same(t, "reservation", gotRes, res)
			gotLog, err9 := r.Log(l.ID)
			same(t, "log", gotLog, l)
			return errors.Join(err, err2, err3, err4, err5, err6, err7, err8, err9)
		})
		// and a second time, through the updates
		run.Ended, leg.Ended, a.Closed = monday, monday, monday
		l.Notes, l.Version = "corrected", 9
		write(t, db, func(tx calling.Tx) error {
			return errors.Join(tx.SaveRun(run), tx.SaveLeg(leg), tx.SaveAttempt(a), tx.SaveLog(l))
		})
		read(t, db, func(r calling.Reader) error {
			gotRun, ok, err := r.LastRun(s.ID)
			same(t, "run", gotRun, run)
			same(t, "run found", ok, true)
			gotLeg, err2 := r.Leg(leg.ID)
			same(t, "leg", gotLeg, leg)
			gotAttempt, ok, err3 := r.AttemptAt(run.ID, a.Step)
			same(t, "attempt", gotAttempt, a)
			same(t, "attempt found", ok, true)
			gotLog, ok, err4 := r.LogOf(a.ID)
			same(t, "log", gotLog, l)
			same(t, "log found", ok, true)
			lines, err5 := r.LogsAbout(p.Supporters[0], 5)
			if len(lines) != 1 || lines[0].Log.By.Name != "Leader 1" || lines[0].ListName != "Rent strike" {
				t.Errorf("history: %+v", lines)
			}
			return errors.Join(err, err2, err3, err4, err5)
		})
	})
}

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

func TestTheQueueIsReadInItsOrders(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := seed(t, db, 2, 6)
		e := p.entries
		e[1].Place = -5 // moved ahead
		e[2].Status, e[2].Due = calling.Unavailable, monday.Add(30*time.Second)
		e[3].Status, e[3].Due = calling.Skipped, monday.Add(20*time.Second)
		e[3].Skip = &calling.Skip{ID: id(), Session: p.session.ID, Entry: e[3].ID, Type: calling.SkipQuick, Until: monday.Add(20 * time.Second), By: p.Leaders[0], At: monday, Reason: "later"}
		e[4].Status = calling.Completed
		write(t, db, func(tx calling.Tx) error {
			ok, _, err := tx.Reserve(calling.Reservation{Supporter: p.Supporters[0], Session: "other", List: "other", Attempt: "a", Leader: p.Leaders[1], Since: monday})
			if !ok || err != nil {
				return fmt.Errorf("reserve: %v %w", ok, err)
			}
			return errors.Join(tx.SaveEntries(e), tx.DeleteEntries([]string{e[5].ID}))
		})
		read(t, db, func(r calling.Reader) error {
			waiting, err := r.Waiting([]string{p.session.ID})
			same(t, "waiting", rowIDs(waiting[p.session.ID]), []string{e[1].ID})
			due, err2 := r.Due(p.session.ID, monday.Add(25*time.Second), 5)
			same(t, "due", ids(due), []string{e[3].ID})
			open, err3 := r.DueSessions(monday.Add(25*time.Second), 5)
			same(t, "sessions with something due", open, []string{p.session.ID})
			ret, ok, err4 := r.EarliestReturn(p.session.ID)
			same(t, "return", ret, calling.Return{At: monday.Add(20 * time.Second), Count: 2})
			same(t, "return found", ok, true)
			by, err5 := r.ByStatus(p.session.ID, []calling.Status{calling.Available, calling.Skipped, calling.Completed}, -5, e[1].ID, 2)
			same(t, "by status", ids(by), []string{e[0].ID, e[3].ID})
			last, err6 := r.LastRank(p.session.ID)
			same(t, "last rank", last, int64(5))
			page, err7 := r.Entries(calling.EntriesQuery{Session: p.session.ID, Limit: 2})
			same(t, "page", []string{page[0].ID, page[1].ID}, []string{e[0].ID, e[1].ID})
			same(t, "with", *page[0].With, calling.UserRef{ID: p.Leaders[1], Name: "Leader 2"})
			same(t, "reserved", []bool{page[0].Reserved, page[1].Reserved}, []bool{true, false})
			page, err8 := r.Entries(calling.EntriesQuery{Session: p.session.ID, After: "2", Limit: 9})
			same(t, "next page", len(page), 3)
			same(t, "skipped by", page[1].SkipBy, "Leader 1")
			rows, err9 := r.EntryRows([]string{e[4].ID, "gone", e[0].ID})
			same(t, "lines", []string{rows[0].ID, rows[1].ID}, []string{e[4].ID, e[0].ID})
			reserved, err10 := r.Reserved(p.List)
			same(t, "reserved through another list", len(reserved), 1)
			with, err11 := r.SessionsWith(p.Supporters[0])
			same(t, "sessions with", with, []string{p.session.ID})
			_, err12 := r.Entries(calling.EntriesQuery{Session: p.session.ID, After: "x'; DROP", Limit: 9})
			same(t, "bad cursor", fault.As(err12).Kind, fault.Invalid)
			return errors.Join(err, err2, err3, err4, err5, err6, err7, err8, err9, err10, err11)
		})
	})
}

func ids(entries []calling.Entry) []string {
	out := []string{}
	for _, e := range entries {
		out = append(out, e.ID)
	}
	return out
}

func TestWhatTheCarrierSaidIsHeard(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		leg := calling.Leg{ID: id(), Ref: id(), Number: "+441", State: calling.LegPlacing, Opened: monday}
		write(t, db, func(tx calling.Tx) error { _, err := tx.InsertLeg(leg); return err })
		heard, err := db.Heard(context.Background(), leg.ID)
		same(t, "nothing yet", []any{heard, err}, []any{false, nil})
		leg.Webhook = monday
		write(t, db, func(tx calling.Tx) error { return tx.SaveLeg(leg) })
		heard, err = db.Heard(context.Background(), leg.ID)
		same(t, "when it told", []any{heard, err}, []any{true, nil})
	})
}

func TestARefusalRollsEverythingBack(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := seed(t, db, 1, 1)
		told := 0
		db.Tell = func(events []event.Event) { told += len(events) }
		refusal := fault.New(fault.Conflict, "no", "No.")
		err := db.Calling().Write(context.Background(), func(tx calling.Tx) error {
			s, err := tx.Session(p.session.ID)
			if err != nil {
				return err
			}
			s.Name = "changed"
			return errors.Join(tx.SaveSession(s), tx.Emit("session/x", calling.SessionRenamed, s.Name), tx.Do(calling.Job{Kind: calling.JobPlace, Subject: "x"}), refusal)
		})
		if !errors.Is(err, refusal) {
			t.Fatalf("got %v", err)
		}
		read(t, db, func(r calling.Reader) error {
			s, err := r.PeekSession(p.session.ID)
			same(t, "name", s.Name, "Evening")
			return err
		})
		var left int
		if err := one(db, &left, `SELECT (SELECT count(*) FROM events) + (SELECT count(*) FROM topics) + (SELECT count(*) FROM jobs)`); err != nil {
			t.Fatal(err)
		}
		same(t, "events and jobs", left+told, 0)
		err = db.Calling().Write(context.Background(), func(tx calling.Tx) error { return tx.InsertSession(session(p.Place, p.Leaders[0])) })
		same(t, "second open session", fault.As(err).Code, "session_exists")
		same(t, "which", fault.As(err).Extra["session"], any(p.session.ID))
	})
}

func rowIDs(rows []calling.EntryRow) (ids []string) {
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	return ids
}
