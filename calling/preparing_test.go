package calling_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"partyline/calling"
	"partyline/event"
	"partyline/fault"
	"partyline/storage"
)

// step does one job of a preparation, as far as one run of it goes.
func (p *seat) step() {
	p.Helper()
	err := p.svc.RunJob(ctx, calling.Job{Kind: calling.JobPrepare, Subject: p.session})
	if err != nil && !strings.Contains(err.Error(), "run again") {
		p.Fatal(err)
	}
}

// prepares checks how far a preparation is; of nobody: none goes on.
func (p *seat) prepares(kind calling.PreparationKind, done, of int) {
	p.Helper()
	got := p.view().Preparing
	if of == 0 && got != nil || of > 0 && (got == nil || *got != calling.PreparingView{Kind: kind, Done: done, Of: of}) {
		p.Fatalf("preparing %+v, want %s, %d of %d", got, kind, done, of)
	}
}

func TestALongQueueIsPreparedInSteps(t *testing.T) {
	each(t, 2, 100, func(s *shift) {
		s.svc.AtOnce = 4 // ten steps in a run of the job
		p := s.seat(0)
		p.prepares(calling.PrepareQueue, 4, 100)
		if v := p.view(); v.Cycle.Available != 4 || !v.Start.OK || v.Cycle.Next == nil || v.Cycle.Next.Name != "Person 00001" || v.Cycle.NewCycle.Code != "preparing" {
			t.Fatalf("%+v", v)
		}
		var row calling.SessionRow
		s.read(func(r calling.Reader) (err error) { row, err = r.SessionRow(p.session); return err })
		if row.Preparing == nil || row.Preparing.Done != 4 || row.Status != calling.SessionNotStarted {
			t.Errorf("in the index: %+v", row)
		}
		p.step()
		p.prepares(calling.PrepareQueue, 44, 100)
		p.refused("preparing", second(s.svc.NewCycle(ctx, p.who, p.session)))
		p.refused("preparing", second(s.svc.FinishCycle(ctx, p.who, p.session)))
		p.ok(s.svc.CallNext(ctx, p.who, p.session, p.row(20).ID)) // who is there can be worked with
		if next := p.view().Cycle.Next; next == nil || next.Name != "Person 00021" {
			t.Errorf("next is %+v", next)
		}
		s.work()
		p.prepares("", 0, 0)
		rows := p.rows()
		for i, r := range rows {
			if r.Rank != int64(i+1) || r.Supporter.Name != fmt.Sprintf("Person %05d", i+1) || r.Status != calling.Available {
				t.Fatalf("row %d is %+v", i, r)
			}
		}
		if len(rows) != 100 {
			t.Errorf("%d people are in the queue", len(rows))
		}
		p.consistent()

		// Finish now: nobody is called any more, whoever was put aside by hand stays so.
		p.ok(s.svc.FinishCycle(ctx, p.who, p.session))
		p.prepares(calling.PrepareFinish, 4, 100)
		if v := p.view(); v.Cycle.Next != nil || v.Cycle.Complete || v.Start.OK || v.Start.Code != "preparing" {
			t.Errorf("%+v", v)
		}
		p.ok(s.svc.FinishCycle(ctx, p.who, p.session)) // pressed twice: the same
		p.prepares(calling.PrepareFinish, 4, 100)
		p.refused("preparing", second(s.svc.Start(ctx, p.who, p.session, false)))
		p.refused("preparing", second(s.svc.NewCycle(ctx, p.who, p.session)))
		p.ok(s.svc.Prioritise(ctx, p.who, p.session, rows[90].ID)) // after the press: it stays in the queue
		p.ok(s.svc.Skip(ctx, p.who, p.session, rows[91].ID, calling.SkipRequest{Type: calling.SkipRemove, Reason: "moved"}))
		s.work()
		p.prepares("", 0, 0)
		v := p.view()
		if v.Cycle.Available != 1 || v.Cycle.Skipped != 99 || v.Cycle.Complete || v.Cycle.Next == nil || v.Cycle.Next.Entry != rows[90].ID {
			t.Fatalf("after finishing: %+v", v.Cycle)
		}
		p.consistent()
		p.ok(s.svc.FinishCycle(ctx, p.who, p.session))

		// A new cycle: a press in it is not undone by the preparation that comes after it.
		p.ok(s.svc.NewCycle(ctx, p.who, p.session))
		p.prepares(calling.PrepareCycle, 4, 100)
		p.refused("preparing", second(s.svc.NewCycle(ctx, p.who, p.session)))
		p.ok(s.svc.Skip(ctx, p.who, p.session, rows[80].ID, calling.SkipRequest{Type: calling.SkipCycle}))
		p.ok(s.svc.WriteLogByHand(ctx, p.who, p.session, rows[81].ID, calling.LogRequest{Outcome: calling.NoAnswer}))
		s.work()
		p.prepares("", 0, 0)
		if r := p.rows(); r[80].Status != calling.Skipped || r[81].Status != calling.Attempted || r[91].Status != calling.Skipped || r[90].Status != calling.Available {
			t.Errorf("%s, %s, %s, %s", r[80].Status, r[81].Status, r[91].Status, r[90].Status)
		}
		if v := p.view(); v.Cycle.Available != 97 {
			t.Errorf("%+v", v.Cycle)
		}
		p.consistent()
	})
}

// A leader on the phone who is quicker than the preparation is told so, however long it takes; then the queue goes on.
func TestAPhoneWaitsForThePreparation(t *testing.T) {
	each(t, 2, 6, func(s *shift) {
		s.svc.AtOnce = 1
		other := s.seat(1)
		s.work()
		p := s.seat(0)
		prepares := s.jobs[string(calling.JobPrepare)]
		delete(s.jobs, string(calling.JobPrepare)) // it takes its time
		p.start()
		p.talk(p.dialled("1"), time.Minute)
		p.log(calling.Talked)
		p.key("1")
		p.says("The queue is still being prepared: 1 of 6 people. Please stay on the line.")
		p.phone("wrap_up", calling.SessionInProgress)
		p.refused("preparing", second(s.svc.Next(ctx, p.who, p.session)))
		for range 60 { // longer than for people who are on another call
			s.clock.Advance(calling.PreparingWait)
			p.ask("wait", p.waits(), calling.Input{Silent: true})
		}
		p.says("still being prepared")
		other.start()
		other.dialled("1")
		p.step()
		p.ask("wait", p.waits(), calling.Input{Silent: true})
		p.says("Person 00003")
		p.over(*p.dial, calling.LegNoAnswer, 0)
		s.jobs[string(calling.JobPrepare)] = prepares
		s.work()
		p.prepares("", 0, 0)
		for range 3 {
			p.dialled("1")
			p.over(*p.dial, calling.LegNoAnswer, 0)
		}
		p.key("1") // only whom the other leader is calling is left
		p.says("Everyone left is on another call")
	})
}

func TestWhatAPreparationTellsIsSmall(t *testing.T) {
	each(t, 1, 900, func(s *shift) {
		s.svc.AtOnce = 300
		p := s.seat(0)
		s.work()
		topic := event.On(event.FamilySession, p.session)
		before := len(s.events(topic))
		p.ok(s.svc.FinishCycle(ctx, p.who, p.session))
		s.work()
		told := s.events(topic)[before:]
		for i, e := range told {
			var c calling.Change
			if err := json.Unmarshal(e.Data, &c); err != nil {
				t.Fatal(err)
			}
			if last := i == len(told)-1; len(c.Entries) > 0 || c.Refetch != last || (c.Session.Preparing == nil) != last || len(e.Data) > 4000 {
				t.Errorf("event %d of %d, %s: %d entries, refetch %v, %+v, %d bytes", i, len(told), e.Kind, len(c.Entries), c.Refetch, c.Session.Preparing, len(e.Data))
			}
		}
		if len(told) != 3 || told[2].Kind != calling.CycleCompleted {
			t.Errorf("%d events", len(told))
		}
	})
}

func TestANewCycleFindsWhoIsFarBehind(t *testing.T) {
	each(t, 1, 60, func(s *shift) {
		p := s.seat(0)
		rows := p.rows()
		for i := range rows { // talked to: in cooldown; but the last one, who was not reached
			outcome := calling.NotInterested
			if i == 55 {
				outcome = calling.NoAnswer
			}
			p.ok(s.svc.WriteLogByHand(ctx, p.who, p.session, rows[i].ID, calling.LogRequest{Reached: outcome.Reaches(), Outcome: outcome}))
		}
		s.exec(`UPDATE entries SET status = 'attempted' WHERE session_id = $1`, p.session) // their contacts still count
		s.exec(`UPDATE lists SET cooldown_ms = $1`, (48 * time.Hour).Milliseconds())
		s.exec(`UPDATE sessions SET counts = '{"attempted": 60}' WHERE id = $1`, p.session)
		s.svc.AtOnce = 3
		p.ok(s.svc.NewCycle(ctx, p.who, p.session))
		for range 2 {
			if next := p.view().Cycle.Next; next == nil || next.Name != "Person 00056" {
				t.Errorf("next is %+v", next)
			}
			s.work()
		}
		if v := p.view(); v.Cycle.Available != 1 || v.Cycle.Unavailable != 59 {
			t.Errorf("%+v", v.Cycle)
		}
		p.ok(s.svc.FinishCycle(ctx, p.who, p.session))
		p.ok(s.svc.Skip(ctx, p.who, p.session, rows[55].ID, calling.SkipRequest{Type: calling.SkipRemove, Reason: "moved"}))
		err := p.refused("nobody_callable", second(s.svc.NewCycle(ctx, p.who, p.session)))
		if at, ok := fault.As(err).Extra["earliest_return"].(time.Time); !ok || at.Sub(morning) < 47*time.Hour {
			t.Errorf("%v", fault.As(err).Extra)
		}
		p.prepares("", 0, 0)
		if v := p.view(); v.Cycle.Number != 2 || !v.Cycle.Complete {
			t.Errorf("a refused cycle left something behind: %+v", v.Cycle)
		}
	})
}

func TestArchivedInTheMiddleOfAPreparation(t *testing.T) {
	each(t, 1, 30, func(s *shift) {
		s.svc.AtOnce = 3
		p := s.seat(0)
		action := p.archive()
		s.work() // the queue is not put together any more
		if n := len(p.rows()); n != 3 {
			t.Fatalf("%d are in the archived queue", n)
		}
		p.reopen(action)
		s.work() // it follows its list
		if n := len(p.rows()); n != 30 {
			t.Fatalf("%d are in the re-opened queue", n)
		}
		p.ok(s.svc.FinishCycle(ctx, p.who, p.session))
		v, err := s.svc.Archive(ctx, p.who, p.session)
		p.ok(v, err)
		s.exec(`UPDATE supporters SET do_not_call = TRUE WHERE id = $1`, s.Supporters[1])
		p.ok(s.svc.Undo(ctx, p.who, v.Action, calling.UndoRequest{}))
		p.prepares(calling.PrepareFinish, 3, 30)
		s.work() // finished, and judged again
		p.prepares("", 0, 0)
		r := p.rows()
		if r[0].Status != calling.Skipped || r[1].Status != calling.NotCallable || r[29].Status != calling.Skipped {
			t.Errorf("%s %s %s", r[0].Status, r[1].Status, r[29].Status)
		}
		p.consistent()
	})
}

func TestPeopleWhoComeToTheListMeanwhileAreInTheQueueOnce(t *testing.T) {
	each(t, 1, 40, func(s *shift) {
		s.svc.AtOnce = 5
		moved := s.Supporters[35]
		p := s.seat(0)
		s.exec(`UPDATE list_supporters SET position = 0 WHERE supporter_id = $1`, moved) // to a place that was passed
		s.exec(`DELETE FROM list_supporters WHERE supporter_id = $1`, s.Supporters[2])   // after he was put in
		if _, err := storage.RunDue(ctx, s.db, s.jobs); err != nil {
			t.Fatal(err)
		}
		if err := s.svc.RosterChanged(ctx, s.List); err != nil {
			t.Fatal(err)
		}
		s.work()
		seen := map[string]bool{}
		for _, r := range p.rows() {
			seen[r.Supporter.ID] = true
		}
		if len(seen) != 39 || len(p.rows()) != 39 || !seen[moved] || seen[s.Supporters[2]] {
			t.Errorf("%d people in %d rows", len(seen), len(p.rows()))
		}
		p.consistent()
	})
}

// refused checks that a press was refused with a code, and gives the refusal.
func (p *seat) refused(code string, err error) error {
	p.Helper()
	if !fault.Is(err, code) {
		p.Fatalf("%v, want %s", err, code)
	}
	return err
}
