package storage_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"partyline/calling"
	"partyline/event"
	"partyline/fault"
	"partyline/storage"
	"partyline/storage/storagetest"
)

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
