package calling_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"partyline/calling"
	"partyline/clock"
	"partyline/roster"
	"partyline/storage"
	"partyline/storage/storagetest"
)

// halting is a store whose next transaction that reads what is known of people halts behind that.
type halting struct {
	calling.Store
	halted atomic.Bool
	at     func()
}

func (h *halting) Write(ctx context.Context, f func(tx calling.Tx) error) error {
	return h.Store.Write(ctx, func(tx calling.Tx) error { return f(haltingTx{tx, h}) })
}

type haltingTx struct {
	calling.Tx
	h *halting
}

func (t haltingTx) Persons(supporters []string, list, session string) (map[string]calling.Person, error) {
	persons, err := t.Tx.Persons(supporters, list, session)
	if t.h.halted.CompareAndSwap(false, true) {
		t.h.at()
	}
	return persons, err
}

// What is said of people in the very moment in which they are put into a queue is in it when all is done, though the session was
// not to be seen yet when it was looked for. On PostgreSQL: the embedded database has one writer, and no such moment.
func TestWhatIsSaidOfPeopleWhileTheyArePutIntoAQueue(t *testing.T) {
	makes := func(s *shift) func() string {
		return func() string { return must(s, s.svc.Create)(ctx, s.asker(0), s.List, calling.CreateSession{}).ID }
	}
	acts := map[string]func(s *shift) func() string{
		"a session is made": makes,
		"its queue is prepared on": func(s *shift) func() string {
			s.svc.AtOnce = 1
			p := s.seat(0)
			return func() string { p.step(); return p.session }
		},
		"somebody is put on the list": func(s *shift) func() string {
			s.exec(`DELETE FROM list_supporters WHERE supporter_id = $1`, s.Supporters[1])
			p := s.seat(0)
			s.exec(`INSERT INTO list_supporters (list_id, supporter_id, position) VALUES ($1, $2, 2)`, s.List, s.Supporters[1])
			return func() string {
				if err := s.svc.RunJob(ctx, calling.Job{Kind: calling.JobRoster, Subject: s.List}); err != nil {
					s.Fatal(err)
				}
				return p.session
			}
		},
		"an archived session is re-opened": func(s *shift) func() string {
			p := s.seat(0)
			action := p.archive()
			return func() string { p.reopen(action); return p.session }
		},
	}
	says := map[string]func(s *shift, other *seat) (want calling.Status, err error){
		"not to be called": func(s *shift, _ *seat) (calling.Status, error) {
			o, yes := s.office(), true
			now, err := o.roster.Card(ctx, s.Supporters[1], s.List)
			if err == nil {
				_, err = o.roster.EditSupporter(ctx, roster.By{User: s.Leaders[1], Organisation: s.Organisation, Manages: true}, s.Supporters[1],
					roster.SupporterEdit{Version: now.Version, DoNotCall: &yes})
			}
			return calling.NotCallable, err
		},
		"a wrong number, by another leader": func(s *shift, other *seat) (calling.Status, error) {
			s.clock.Advance(time.Millisecond)
			_, err := s.svc.WriteLogByHand(ctx, other.who, other.session, other.row(1).ID, calling.LogRequest{Outcome: calling.WrongNumber})
			return completed, err
		},
	}
	for what, act := range acts {
		for said, say := range says {
			t.Run(what+", "+said, func(t *testing.T) {
				t.Parallel()
				c := clock.At(morning)
				s := begin(t, c, storagetest.Open(t, storage.Config{URL: storagetest.Postgres(t), Clock: c}), 2, 2)
				other := s.seat(1)
				s.work()
				does := act(s)
				h := &halting{Store: s.svc.Store}
				var want calling.Status
				done := make(chan struct{})
				h.at = func() {
					go func() {
						defer close(done)
						var err error
						if want, err = say(s, other); err == nil {
							_, err = storage.RunDue(ctx, s.db, s.jobs) // by another node
						}
						if err != nil {
							t.Error(err)
						}
					}()
					s.doneOrWaiting(done)
				}
				s.svc.Store = h
				session := does()
				<-done
				s.work()
				p := &seat{shift: s, who: s.asker(0), session: session}
				if r := p.row(1); r.Status != want {
					t.Errorf("%s is %s, want %s", r.Supporter.Name, r.Status, want)
				}
				p.consistent()
			})
		}
	}
}

// doneOrWaiting waits until something is done, or cannot go on because of a lock.
func (s *shift) doneOrWaiting(done <-chan struct{}) {
	for {
		var waiting []int
		if err := s.db.Find(ctx, &waiting, `SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`); err != nil {
			s.Error(err)
			return
		}
		if waiting[0] > 0 {
			return
		}
		select {
		case <-done:
			return
		case <-time.After(5 * time.Millisecond): // between two looks
		}
	}
}
