package hub_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"partyline/event"
	"partyline/fault"
	"partyline/hub"
)

func TestAGapIsReadFromTheLog(t *testing.T) {
	log := &hub.MemoryLog{}
	h := node(t, hub.Options{Log: log, Tick: time.Hour})
	p := newPage(t)
	subscribe(t, h, topic, nil, p)
	events := happen(log, topic, 700)
	h.Publish(ctx, events[699:])
	p.reaches(topic, 700)
}

func TestWhatIsOldOrComesTwiceIsDropped(t *testing.T) {
	log := &hub.MemoryLog{}
	h := node(t, hub.Options{Log: log, Tick: time.Hour})
	p := newPage(t)
	subscribe(t, h, topic, nil, p)
	events := happen(log, topic, 10)
	h.Publish(ctx, events[5:])
	p.reaches(topic, 10)
	h.Publish(ctx, events)
	slices.Reverse(events)
	h.Publish(ctx, events)
	h.Publish(ctx, happen(log, topic, 1))
	p.reaches(topic, 11)
	if n := len(p.frames()); n != 12 {
		t.Errorf("%d frames, not subscribed and eleven events", n)
	}
}

func TestALostLastEventComesWithTheSlowTick(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &hub.MemoryLog{}
		h := hub.New(hub.Options{Log: log, Bus: &hub.LocalBus{}})
		if err := h.Start(); err != nil {
			t.Fatal(err)
		}
		defer h.Close()
		p := newPage(t)
		subscribe(t, h, topic, nil, p)
		happen(log, topic, 3)
		time.Sleep(time.Second + time.Millisecond) // of the bubble's clock
		synctest.Wait()
		if at := p.at(topic); at != 3 {
			t.Errorf("one second later the page is at %d, not 3", at)
		}
	})
}

func TestALogPutBackToAnEarlierStateResets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &swapLog{}
		log.now.Store(&hub.MemoryLog{})
		happen(log.now.Load(), topic, 10)
		h := hub.New(hub.Options{Log: log, Bus: &hub.LocalBus{}})
		if err := h.Start(); err != nil {
			t.Fatal(err)
		}
		defer h.Close()
		p := newPage(t)
		subscribe(t, h, topic, nil, p)
		back := &hub.MemoryLog{}
		happen(back, topic, 4)
		log.now.Store(back)
		time.Sleep(time.Second + time.Millisecond)
		synctest.Wait()
		subscribe(t, h, topic, from(4), p)
		h.Publish(ctx, happen(back, topic, 1))
		synctest.Wait()
		if all := p.frames(); len(all) != 4 || all[1].Type != "reset" || all[3].Seq != 5 {
			t.Errorf("got %+v, not subscribed, reset, subscribed and event 5", all)
		}
	})
}

func TestFarBehindOnALiveTopicIsReset(t *testing.T) {
	log := &hub.MemoryLog{Keep: 10000}
	h := node(t, hub.Options{Log: log, Tick: time.Hour, ReplayEvents: 100})
	pages := []*page{newPage(t), newPage(t)}
	for _, p := range pages {
		subscribe(t, h, topic, nil, p)
	}
	events := happen(log, topic, 5000)
	h.Publish(ctx, events[4999:])
	for _, p := range pages {
		p.isReset(topic)
		subscribe(t, h, topic, from(5000), p)
	}
	h.Publish(ctx, happen(log, topic, 1))
	for _, p := range pages {
		p.reaches(topic, 5001)
	}
}

func TestWhatWaitsIsBounded(t *testing.T) {
	log := &hub.MemoryLog{Keep: 20000}
	h := node(t, hub.Options{Log: log, Pending: 4096, ReplayEvents: 20000})
	p := newPage(t)
	subscribe(t, h, topic, nil, p)
	entered, free := p.hold()
	h.Publish(ctx, happen(log, topic, 1))
	<-entered
	for range 10000 {
		h.Publish(ctx, happen(log, topic, 1))
		h.Signal(ctx, hub.Sign{Topic: topic, Frame: []byte(`{"type":"presence"}`)})
	}
	events, signs := hub.Waiting(h, topic)
	if events > 4096+200 || signs > 100 {
		t.Errorf("%d bytes of events and %d signs wait; the room is 4096 bytes", events, signs)
	}
	free()
	p.reaches(topic, 10001) // what there was no room for comes from the log
}

// swapLog is a log that can be exchanged, or be away.
type swapLog struct {
	now  atomic.Pointer[hub.MemoryLog]
	away atomic.Bool
}

var errAway = errors.New("the database is away")

func (s *swapLog) Since(ctx context.Context, t event.Topic, after event.Seq, limit int) ([]event.Event, error) {
	if s.away.Load() {
		return nil, errAway
	}
	return s.now.Load().Since(ctx, t, after, limit)
}

func (s *swapLog) Last(ctx context.Context, t event.Topic) (event.Seq, error) {
	if s.away.Load() {
		return 0, errAway
	}
	return s.now.Load().Last(ctx, t)
}

func (s *swapLog) Heads(ctx context.Context, t []event.Topic) (map[event.Topic]event.Seq, error) {
	if s.away.Load() {
		return nil, errAway
	}
	return s.now.Load().Heads(ctx, t)
}

func TestWithoutTheLogSubscriptionsAreRefusedAndLiveOnesGoOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mem := &hub.MemoryLog{}
		log := &swapLog{}
		log.now.Store(mem)
		h := hub.New(hub.Options{Log: log, Bus: &hub.LocalBus{}, Logger: slog.New(slog.DiscardHandler)})
		if err := h.Start(); err != nil {
			t.Fatal(err)
		}
		defer h.Close()
		p, late := newPage(t), newPage(t)
		subscribe(t, h, topic, nil, p)
		log.away.Store(true)

		if _, err := h.Subscribe(ctx, "session/new", nil, late); !fault.Is(err, "log_unavailable") || fault.As(err).Kind != fault.Busy {
			t.Errorf("got %v, not log_unavailable", err)
		}
		h.Publish(ctx, happen(mem, topic, 1)) // the next one needs no log
		synctest.Wait()
		events := happen(mem, topic, 2)
		h.Publish(ctx, events[1:]) // this one does
		time.Sleep(5 * time.Second)
		synctest.Wait()
		if at := p.at(topic); at != 1 {
			t.Errorf("without the log the page is at %d, not 1", at)
		}
		log.away.Store(false)
		time.Sleep(time.Second + time.Millisecond)
		synctest.Wait()
		if at := p.at(topic); at != 3 {
			t.Errorf("with the log again the page is at %d, not 3", at)
		}
		if len(late.frames()) != 0 {
			t.Error("a refused subscription was sent something")
		}
		if n := hub.Topics(h); n != 1 {
			t.Errorf("%d topics are open, not 1", n)
		}
	})
}

func TestABusThatFailsDelaysNobodyHere(t *testing.T) {
	log := &hub.MemoryLog{}
	h := node(t, hub.Options{Log: log, Bus: &failingBus{}, Logger: slog.New(slog.DiscardHandler)})
	p := newPage(t)
	subscribe(t, h, topic, nil, p)
	h.Publish(ctx, happen(log, topic, 1))
	p.reaches(topic, 1)
}

type failingBus struct{ hub.LocalBus }

func (*failingBus) Publish(context.Context, hub.Batch) error { return errors.New("redis is away") }
