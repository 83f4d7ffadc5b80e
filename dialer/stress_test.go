package dialer_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"partyline/dialer"
	"partyline/fault"
	"partyline/line"
	"partyline/storage"
)

// crowdOf is the carrier's and the people's side of a stress run.
type crowdOf struct {
	*hall
	mu    sync.Mutex
	rooms map[string]string // room to the contact's line that was put into it
	stop  chan struct{}
	meet  bool // everybody picks up, and is a person
}

func (c *crowdOf) running() bool {
	select {
	case <-c.stop:
		return false
	default:
		runtime.Gosched()
		return true
	}
}

// put notes that a contact was sent into a room; two in one would talk to each other.
func (c *crowdOf) put(room, ref string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if other := c.rooms[room]; other != "" && other != ref {
		c.t.Errorf("two contacts were sent into %s", room)
	}
	c.rooms[room] = ref
}

// contact lives the life of a contact's line, each webhook once, twice at once, or never.
func (c *crowdOf) contact(d line.Call, r *rand.Rand) {
	ctx := context.Background()
	tell := func(f line.Fact) {
		f.Carrier, f.Source = "CA"+d.Ref, "status"
		var both sync.WaitGroup
		for range 1 + r.IntN(2) {
			both.Go(func() {
				if err := c.svc.HeardOf(ctx, d.Ref, f); err != nil {
					c.t.Error(err)
				}
			})
		}
		both.Wait()
	}
	if r.IntN(4) > 0 {
		tell(line.Fact{State: line.Ringing, Seq: 1})
	}
	switch n := r.IntN(6); {
	case c.meet:
	case n == 0:
		tell(line.Fact{State: line.Ended, Result: line.Busy, Seq: 2})
		return
	case n == 1:
		tell(line.Fact{State: line.Ended, Result: line.NoAnswer, Seq: 2})
		return
	}
	step := line.Step{Name: "answer", Ref: d.Ref}
	met := false
	for c.running() && !met {
		var mu sync.Mutex
		var next *line.Ask
		done := false
		var twice sync.WaitGroup
		for range 1 + r.IntN(2) {
			twice.Go(func() {
				script, _, err := c.svc.Ask(ctx, step, line.Input{Carrier: "CA" + d.Ref})
				if err != nil {
					c.t.Error(err)
					return
				}
				mu.Lock()
				defer mu.Unlock()
				if m, ok := last[line.Meet](script); ok {
					c.put(m.Room, d.Ref)
					met = true
				} else if a, ok := last[line.Ask](script); ok {
					next = &a
				} else {
					done = true
				}
			})
		}
		twice.Wait()
		if done || next == nil {
			break
		}
		step = next.Then
		if r.IntN(5) == 0 && !c.meet {
			if err := c.svc.Verdict(ctx, d.Ref, line.Verdict{Carrier: "CA" + d.Ref, By: line.Machine}); err != nil {
				c.t.Error(err)
			}
		}
	}
	if met && r.IntN(3) > 0 { // who stays is hung up by the caller
		for c.running() && !c.phone.hung("CA"+d.Ref) {
			continue
		}
	}
	tell(line.Fact{State: line.Ended, Result: line.Completed, Seconds: 5, Seq: 3})
}

// caller answers, saves, and has their phone follow, until the run is over.
func (c *crowdOf) caller(v *volunteer, r *rand.Rand) {
	ctx := context.Background()
	room := v.room
	for c.running() {
		m, err := c.svc.State(ctx, v.id)
		if err != nil {
			c.t.Error(err)
			return
		}
		switch m.State {
		case dialer.Talking, dialer.WrapUp:
			_, err := c.svc.Answer(ctx, v.id, m.Turn, "who", dialer.Giving{Value: []byte(`"talked"`)})
			if err == nil {
				var twice sync.WaitGroup
				for range 2 {
					twice.Go(func() { _, _ = c.svc.Save(ctx, v.id, m.Turn) })
				}
				twice.Wait()
			} else if code := fault.As(err).Code; code != "talk_gone" && code != "busy" {
				c.t.Errorf("answer: %v", err)
			}
		case dialer.NotReady, dialer.OnBreak:
			if _, err := c.svc.Back(ctx, v.id); err != nil {
				c.t.Error(err)
			}
		}
		if m.Turn >= room.Then.N && m.State != dialer.Talking { // the room was used up: the phone asks what comes after
			script, _, err := c.svc.Ask(ctx, line.Step{Name: "after", Ref: v.leg.Ref, N: room.Then.N}, line.Input{Carrier: "CA" + v.leg.Ref})
			if err != nil {
				c.t.Error(err)
			}
			if next, ok := last[line.Meet](script); ok {
				room = next
			}
		}
		if r.IntN(40) == 0 {
			if _, err := c.svc.Break(ctx, v.id); err != nil {
				c.t.Error(err)
			}
		}
	}
}

// Two nodes drive and die in turns, four callers talk, contacts answer or not, webhooks come twice at once: every contact comes
// to exactly one end, nobody is given two contacts, no room has two, and the counts equal a recount.
func TestStressOfCallersAndContacts(t *testing.T) {
	const contacts = 16
	onBoth(t, contacts, func(t *testing.T, h *hall) {
		ctx := context.Background()
		c := &crowdOf{hall: h, rooms: map[string]string{}, stop: make(chan struct{})}
		var all []*volunteer
		for i := range 4 {
			all = append(all, h.ready(fmt.Sprint("Caller ", i), fmt.Sprintf("+44770080000%d", i)))
		}
		seen := len(h.phone.calls(0))
		var work sync.WaitGroup
		for i, v := range all {
			work.Go(func() { c.caller(v, rand.New(rand.NewPCG(uint64(i), 3))) })
		}
		for range 2 {
			work.Go(func() {
				for c.running() {
					if _, err := storage.RunDue(ctx, h.db, h.handlers); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		var lives atomic.Int64
		work.Go(func() {
			var people sync.WaitGroup
			for c.running() {
				for _, d := range h.phone.calls(seen) {
					seen++
					seed := uint64(lives.Add(1))
					people.Go(func() { c.contact(d, rand.New(rand.NewPCG(seed, 5))) })
				}
			}
			people.Wait()
		})
		drivers := []*dialer.Driver{h.drives("a"), h.drives("b")}
		for round := 1; round < 20000 && !t.Failed(); round++ {
			for i, d := range drivers {
				if err := d.Tick(ctx); err != nil {
					t.Error(err)
				}
				if round%160 == 80*i { // killed: another one comes up under another name
					drivers[i] = h.drives(fmt.Sprint("node ", round, i))
				}
			}
			h.clock.Advance(dialer.TickEvery / 5)
			if _, err := storage.RunDue(ctx, h.db, h.handlers); err != nil {
				t.Error(err)
			}
			if round%20 > 0 {
				continue
			}
			if w := h.status(); w.Counts.Finished+w.Counts.AwaitingGap+w.Counts.Invalid == contacts {
				break
			}
		}
		close(c.stop)
		work.Wait()
		for range 20 { // what is under way comes to its end
			h.wait(10 * time.Second)
		}
		h.invariants()
		if w := h.status(); w.Counts.Finished+w.Counts.AwaitingGap != contacts {
			t.Errorf("%d dials; the counts are %+v", lives.Load(), w.Counts)
		}
		if twice := h.find(`SELECT CAST(contact AS TEXT) FROM contact_attempts WHERE outcome NOT IN ('dropped', 'failed', '') GROUP BY contact HAVING count(*) > 1`); len(twice) > 0 {
			t.Errorf("called twice in one pass: %v", twice)
		}
	})
}
