package calling_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"partyline/calling"
	"partyline/roster"
)

// Somebody's number goes on the Do Not Call list in the very moment in which a leader's key takes them: whoever
// is first decides, and once the list has it nobody rings.
func TestWhoOptsOutAsTheyAreTakenIsNotRung(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		p := s.seat(0)
		p.start()
		ctx, number := context.Background(), "+447900000000" // the first person's
		locked, asked := make(chan struct{}), make(chan struct{})
		opted := make(chan error, 1)
		go func() {
			opted <- s.db.Roster().Write(ctx, func(tx roster.Tx) error {
				who, err := tx.LockNumbers(s.Organisation, []string{number})
				if err != nil || len(who) != 1 {
					t.Errorf("locked %v, %v", who, err)
				}
				close(locked)
				<-asked // the key is on its way, and cannot have been answered yet
				_, err = tx.InsertOptOuts(s.Organisation, []string{number}, p.who.User, s.clock.Now())
				return err
			})
		}()
		<-locked
		answered := make(chan calling.Script, 1)
		go func() {
			script, err := s.svc.Ask(ctx, calling.Step{Name: "key", Ref: p.leg.Ref, N: p.n}, calling.Input{Key: "7", Request: "race"})
			if err != nil {
				t.Error(err)
			}
			answered <- script
		}()
		waits := func() bool { // on the embedded database whoever writes waits for the one writer
			var n []int
			if s.db.Kind() == "embedded" {
				return true
			}
			err := s.db.Find(ctx, &n, `SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`)
			return err == nil && n[0] > 0
		}
		for end := time.Now().Add(time.Minute); !waits(); time.Sleep(time.Millisecond) {
			if len(answered) > 0 || time.Now().After(end) {
				t.Error("the key does not wait for the number that is being opted out")
				break
			}
		}
		close(asked)
		if err := <-opted; err != nil {
			t.Fatal(err)
		}
		for _, v := range <-answered {
			if dial, ok := v.(calling.Connect); ok && dial.Number == number {
				t.Error("a number was rung after it had opted out")
			}
		}
		p.consistent()
	})
}

// Of many who put one number on the Do Not Call list at the same moment, one did it: only whoever did can take it off again.
func TestOneOfManyPutsANumberOnTheList(t *testing.T) {
	each(t, 1, 1, func(s *shift) {
		for n := range 20 {
			number := fmt.Sprintf("+4477009002%02d", n)
			var did atomic.Int32
			var all sync.WaitGroup
			for range 8 {
				all.Go(func() {
					var fresh bool
					err := s.db.Calling().Write(ctx, func(tx calling.Tx) (err error) {
						fresh, err = tx.OptOut(s.Organisation, number, s.Leaders[0], s.clock.Now())
						return err
					})
					if err != nil {
						s.Error(err)
					}
					if fresh {
						did.Add(1)
					}
				})
			}
			all.Wait()
			if did.Load() != 1 {
				s.Errorf("%d did it", did.Load())
			}
		}
	})
}
