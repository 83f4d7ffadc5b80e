package dialer_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"partyline/clock"
	"partyline/dialer"
	"partyline/line"
	"partyline/storage"
	"partyline/storage/storagetest"
)

// claims has the driver claim a contact for each of so many callers, at a carrier that takes one call a second: none is placed yet.
func (h *hall) claims(n int) (all []*volunteer) {
	h.t.Helper()
	for i := range n {
		all = append(all, h.ready(fmt.Sprint("Caller ", i), fmt.Sprintf("+4477008000%02d", i)))
	}
	h.driver.Starts = 1
	for range 2*n + 4 {
		h.clock.Advance(dialer.TickEvery)
		h.must(h.driver.Tick(context.Background()))
	}
	if got := len(h.unplaced()); got != n {
		h.t.Fatalf("%d wait for their turn for %d callers", got, n)
	}
	return all
}

// unplaced is the lines of contacts that wait for their turn.
func (h *hall) unplaced() []string {
	return h.find(`SELECT id FROM legs WHERE kind = 'contact' AND state = 'claimed' ORDER BY opened_at, id`)
}

// asBefore says that nobody paid for calls that were not placed: all contacts but those who were rung are where they were.
func (h *hall) asBefore(released, rung int) {
	h.t.Helper()
	if got := len(h.find(`SELECT id FROM contact_attempts WHERE state = 'released'`)); got != released {
		h.t.Errorf("%d were given back, want %d", got, released)
	}
	if got := h.find(`SELECT id FROM contact_attempts WHERE state = 'released' AND (sent_at IS NOT NULL OR outcome <> '')`); len(got) > 0 {
		h.t.Errorf("attempts %v say that somebody was dialled", got)
	}
	if got := h.find(`SELECT CAST(no AS TEXT) FROM contacts WHERE failed > 0 OR attempts > 0 OR attempted_at IS NOT NULL OR final OR outcome <> ''`); len(got) > 0 {
		h.t.Errorf("contacts %v paid for it", got)
	}
	all := len(h.find(`SELECT no FROM contacts`))
	if got := len(h.find(`SELECT contact FROM ready`)) + len(h.find(`SELECT contact FROM taken WHERE holder <> 'dialled'`)); got != all-rung {
		h.t.Errorf("%d of %d can be dialled with %d rung", got, all, rung)
	}
	h.invariants()
}

// Everybody who is called while fewer callers are there than phones ring may answer to nobody: what waits for its turn is placed only
// as far as callers are still free for it, and the others are as before.
func TestACallWhoseCallerHasGoneIsNotPlaced(t *testing.T) {
	ctx := context.Background()
	for name, goes := range map[string]func(v *volunteer){
		"a break": func(v *volunteer) { _, err := v.svc.Break(ctx, v.id); v.must(err) },
		"finish":  func(v *volunteer) { _, err := v.svc.Finish(ctx, v.id); v.must(err) },
		"removed": func(v *volunteer) { v.must(v.svc.Remove(ctx, v.hall.id, v.id)) },
		"hung up": func(v *volunteer) {
			v.must(v.svc.HeardOf(ctx, v.leg.Ref, line.Fact{Carrier: "CA" + v.leg.Ref, State: line.Ended, Result: line.Completed, Seconds: 60, Seq: 3, Source: "status"}))
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, gone := range []int{1, 3, 4} {
				t.Run(fmt.Sprint(gone, " of four go"), func(t *testing.T) {
					onBoth(t, 12, func(t *testing.T, h *hall) {
						before := 4
						all := h.claims(4)
						for _, v := range all[:gone] {
							goes(v)
						}
						h.work()
						if rung := len(h.phone.calls(before)); rung != 4-gone {
							t.Errorf("%d phones ring for %d callers", rung, 4-gone)
						}
						h.asBefore(gone, 4-gone)
						h.tick()
						for _, v := range all[:gone] { // nothing rings for them: they are let go
							if s := v.state().State; s != dialer.OnBreak && s != dialer.Finished && s != dialer.Out {
								t.Errorf("one who went is %s", s)
							}
						}
						if rung := len(h.phone.calls(before)); rung != 4-gone {
							t.Errorf("%d phones ring for %d callers after a while", rung, 4-gone)
						}
						h.invariants()
					})
				})
			}
		})
	}
}

// Whose caller falls off the line is given to the next who is free: the call that was to be for them is not placed.
func TestACallWhoseCallerTookSomebodyElseIsNotPlaced(t *testing.T) {
	onBoth(t, 6, func(t *testing.T, h *hall) {
		ann, d, turn := h.bridged()
		before := len(h.phone.calls(0)) + 1 // Ben's own phone
		ben := h.ready("Ben", "+447700800002")
		h.clock.Advance(dialer.TickEvery)
		h.must(h.driver.Tick(context.Background()))
		if got := h.unplaced(); len(got) != 1 {
			t.Fatalf("%d wait for their turn for one caller", len(got))
		}
		h.must(h.svc.HeardOf(context.Background(), ann.leg.Ref, line.Fact{Carrier: "CA" + ann.leg.Ref, State: line.Ended, Result: line.Completed, Seconds: 9, Seq: 3, Source: "status"}))
		h.clock.Advance(dialer.AnswerWait)
		h.ask(d, "alone", turn, line.Input{})
		h.must(h.svc.Work(context.Background(), dialer.JobBridge, h.find(`SELECT id FROM contact_attempts WHERE bridged_at IS NOT NULL`)[0]))
		if m, _ := last[line.Meet](h.ask(d, "answer", 90, line.Input{})); m.Room != ben.room.Room {
			t.Errorf("the contact goes into %q, the caller who is free is in %q", m.Room, ben.room.Room)
		}
		h.work()
		if rung := h.phone.calls(before); len(rung) != 0 {
			t.Errorf("%d phones ring, and the only caller talks", len(rung))
		}
		h.invariants()
	})
}

// Once an organiser is answered that somebody was removed no phone begins to ring for them: a call that has counted them comes first.
// PostgreSQL only: the embedded database writes one transaction at a time.
func TestNobodyIsRungForWhoWasRemoved(t *testing.T) {
	t.Parallel()
	c := clock.At(tuesday)
	h := newHall(t, c, storagetest.Open(t, storage.Config{URL: storagetest.Postgres(t), Clock: c}), 6, []string{"landline"})
	ctx := context.Background()
	v := h.claims(2)[0]
	lines := h.unplaced()
	var once sync.Once
	removed := make(chan struct{})
	remover, placer := h.node(), h.node()
	placer.Store = spied{placer.Store, func() {
		once.Do(func() {
			go func() {
				defer close(removed)
				if err := remover.Remove(ctx, h.id, v.id); err != nil {
					t.Error(err)
				}
			}()
			for len(h.find(`SELECT datname FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)) == 0 {
				select {
				case <-removed:
					t.Error("they were removed beside a call that has counted them")
					return
				default: // the remover is not there yet
				}
			}
		})
	}, func() {}}
	h.must(placer.Work(ctx, dialer.JobPlace, lines[0]))
	<-removed
	h.must(placer.Work(ctx, dialer.JobPlace, lines[1]))
	if rung := len(h.phone.calls(2)); rung != 1 {
		t.Errorf("%d phones ring for one caller", rung)
	}
	h.work()
	h.invariants()
}
