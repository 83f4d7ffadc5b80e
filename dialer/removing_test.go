package dialer_test

import (
	"context"
	"sync"
	"testing"

	"partyline/campaign"
	"partyline/clock"
	"partyline/dialer"
	"partyline/line"
	"partyline/storage"
	"partyline/storage/storagetest"
)

// spied is a store whose transactions tell when they have counted the callers, and before they ask for a campaign's lock.
type spied struct {
	dialer.Store
	counted, locks func()
}

type spiedTx struct {
	dialer.Tx
	s spied
}

func (s spied) Write(ctx context.Context, f func(tx dialer.Tx) error) error {
	return s.Store.Write(ctx, func(tx dialer.Tx) error { return f(spiedTx{tx, s}) })
}

func (t spiedTx) Crowd(no int64) (dialer.Crowd, error) {
	c, err := t.Tx.Crowd(no)
	t.s.counted()
	return c, err
}

func (t spiedTx) LockCampaign(id string) (campaign.Campaign, error) {
	t.s.locks()
	return t.Tx.LockCampaign(id)
}

// Once an organiser is answered that somebody was removed nobody is claimed for them any more: a claim that has counted them comes
// first. PostgreSQL only: the embedded database writes one transaction at a time.
func TestNobodyIsClaimedForWhoWasRemoved(t *testing.T) {
	t.Parallel()
	c := clock.At(tuesday)
	h := newHall(t, c, storagetest.Open(t, storage.Config{URL: storagetest.Postgres(t), Clock: c}), 6, []string{"landline"})
	ctx := context.Background()
	v := h.ready("Ann", "+447700800001")
	h.must(h.driver.Look(ctx))
	n, write := h.driver.Decide()
	if n != 1 {
		t.Fatalf("%d lines for one caller", n)
	}
	var once, asks sync.Once
	waits, removed := make(chan struct{}), make(chan struct{})
	remover := h.node()
	remover.Store = spied{remover.Store, func() {}, func() { asks.Do(func() { close(waits) }) }}
	store := h.svc.Store
	h.svc.Store = spied{store, func() {
		once.Do(func() {
			go func() {
				defer close(removed)
				if err := remover.Remove(ctx, h.id, v.id); err != nil {
					t.Error(err)
				}
			}()
			select {
			case <-waits:
			case <-removed:
				t.Error("they were removed beside a claim that has counted them")
			}
		})
	}, func() {}}
	h.must(write(ctx))
	h.svc.Store = store
	<-removed
	v.is(dialer.Finished)
	h.tick()
	if n := len(h.find(`SELECT id FROM contact_attempts`)); n != 1 {
		t.Errorf("%d were claimed", n)
	}
	h.invariants()
}

// Nobody waits for answers that cannot come: the page of who was removed is closed. Their talk is over with its contact's line, and
// what they had answered is kept.
func TestTheTalkOfWhoWasRemovedIsClosedAtOnce(t *testing.T) {
	for what, contactGoesFirst := range map[string]bool{"in a talk": false, "before the answers were saved": true} {
		t.Run(what, func(t *testing.T) {
			onBoth(t, 6, func(t *testing.T, h *hall) {
				ctx := context.Background()
				v, d, _ := h.bridged()
				if contactGoesFirst {
					h.over(d, line.Completed, 20)
					v.is(dialer.WrapUp)
				}
				h.must(h.svc.Remove(ctx, h.id, v.id))
				h.must(h.campaigns.Remove(ctx, h.by, h.id, v.id))
				h.work()
				h.over(v.leg, line.Completed, 25)
				if !contactGoesFirst {
					h.over(d, line.Completed, 25)
				}
				h.work()
				v.is(dialer.Finished)
				if c := h.status(); c.Calls.WrapUp != 0 || c.Counts.Finished != 1 {
					t.Errorf("it is not closed: %+v, %+v", c.Calls, c.Counts)
				}
				h.invariants()
			})
		})
	}
}
