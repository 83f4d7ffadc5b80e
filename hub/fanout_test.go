package hub_test

import (
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"partyline/event"
	"partyline/hub"
)

func TestWhatIsPublishedDuringATurnGoesOutInOneWrite(t *testing.T) {
	log := &hub.MemoryLog{}
	h := node(t, hub.Options{Log: log})
	p := newPage(t)
	subscribe(t, h, topic, nil, p)
	entered, free := p.hold()
	h.Publish(ctx, happen(log, topic, 1))
	<-entered
	for range 50 {
		h.Publish(ctx, happen(log, topic, 1))
	}
	free()
	p.reaches(topic, 51)
	if p.sends != 3 { // subscribed, the first, the rest
		t.Errorf("%d writes for 51 events, not 2", p.sends-1)
	}
}

func TestAHotTopicHasATurnEveryTick(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &hub.MemoryLog{}
		h := hub.New(hub.Options{Log: log, Bus: &hub.LocalBus{}})
		if err := h.Start(); err != nil {
			t.Fatal(err)
		}
		defer h.Close()
		p := newPage(t)
		subscribe(t, h, topic, nil, p)
		for range 600 {
			subscribe(t, h, topic, nil, &counter{onEvent: func() {}})
		}
		for seq := event.Seq(1); seq < 5; seq++ { // one by one: at once
			h.Publish(ctx, happen(log, topic, 1))
			synctest.Wait()
			if at := p.at(topic); at != seq {
				t.Fatalf("the page is at %d, not %d", at, seq)
			}
		}
		seq := makeHot(h, log, p)
		h.Publish(ctx, happen(log, topic, 10)) // no time has passed for the bubble's clock
		time.Sleep(19 * time.Millisecond)
		synctest.Wait()
		if at := p.at(topic); at != seq {
			t.Errorf("before the tick the page is at %d, not %d", at, seq)
		}
		time.Sleep(2 * time.Millisecond)
		synctest.Wait()
		if at := p.at(topic); at != seq+10 {
			t.Errorf("after the tick the page is at %d, not %d", at, seq+10)
		}
	})
}

func TestTheFirstOfManyOnAHotTopicDoesNotGoOutAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &hub.MemoryLog{}
		h := hub.New(hub.Options{Log: log, Bus: &hub.LocalBus{}})
		if err := h.Start(); err != nil {
			t.Fatal(err)
		}
		defer h.Close()
		p := newPage(t)
		subscribe(t, h, topic, nil, p)
		for range 3000 {
			subscribe(t, h, topic, nil, &counter{onEvent: func() {}})
		}
		seq := makeHot(h, log, p)
		time.Sleep(100 * time.Millisecond) // of the bubble's clock: nothing waits any more
		synctest.Wait()
		for turn := range 3 { // one that goes out alone does not make it forget what is usual
			before := p.sends
			for range 10 {
				h.Publish(ctx, happen(log, topic, 1))
				synctest.Wait()
			}
			time.Sleep(5 * time.Millisecond)
			synctest.Wait()
			if seq += 10; p.at(topic) != seq || p.sends != before+1 {
				t.Errorf("turn %d: the page is at %d after %d writes, not at %d after one", turn, p.at(topic), p.sends-before, seq)
			}
			time.Sleep(40 * time.Millisecond)
			h.Publish(ctx, happen(log, topic, 1))
			time.Sleep(40 * time.Millisecond)
			synctest.Wait()
			seq++
		}
		time.Sleep(2 * time.Second)
		h.Publish(ctx, happen(log, topic, 1)) // by now it is like any other topic
		synctest.Wait()
		if at := p.at(topic); at != seq+1 {
			t.Errorf("the page is at %d, not %d", at, seq+1)
		}
	})
}

// makeHot has many events happen in no time, until the topic has a turn in every tick, and
// returns the last one's number.
func makeHot(h *hub.Hub, log *hub.MemoryLog, p *page) event.Seq {
	for {
		last := happen(log, topic, 10)
		h.Publish(ctx, last)
		synctest.Wait()
		seq := last[len(last)-1].Seq
		if p.at(topic) == seq {
			continue
		}
		time.Sleep(hub.HotTick)
		synctest.Wait()
		if p.at(topic) == seq { // it waited for the tick
			return seq
		}
		time.Sleep(hub.JoinTick - hub.HotTick)
		synctest.Wait()
	}
}

// Two events that happen to be gathered now and then make nobody wait.
func TestATopicThatIsBusyForOneTurnIsNotHot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &hub.MemoryLog{}
		h := hub.New(hub.Options{Log: log, Bus: &hub.LocalBus{}})
		if err := h.Start(); err != nil {
			t.Fatal(err)
		}
		defer h.Close()
		p := newPage(t)
		subscribe(t, h, topic, nil, p)
		for range 2000 {
			subscribe(t, h, topic, nil, &counter{onEvent: func() {}})
		}
		for seq := event.Seq(2); seq < 60; seq += 3 {
			h.Publish(ctx, happen(log, topic, 2))
			synctest.Wait()
			if at := p.at(topic); at != seq {
				t.Fatalf("the page is at %d, not %d", at, seq)
			}
			time.Sleep(130 * time.Millisecond)
			h.Publish(ctx, happen(log, topic, 1))
			synctest.Wait()
			if at := p.at(topic); at != seq+1 {
				t.Fatalf("the page is at %d, not %d", at, seq+1)
			}
			time.Sleep(30 * time.Millisecond)
		}
	})
}

func TestAllOfManyListenersGetItOnce(t *testing.T) {
	runtime.GOMAXPROCS(max(4, runtime.GOMAXPROCS(0)))
	log := &hub.MemoryLog{}
	h := node(t, hub.Options{Log: log})
	var got atomic.Int64
	all := make(chan struct{})
	const n = 10_000
	for range n {
		subscribe(t, h, topic, nil, &counter{onEvent: func() {
			if got.Add(1) == 3*n {
				close(all)
			}
		}})
	}
	for range 3 {
		h.Publish(ctx, happen(log, topic, 1))
	}
	select {
	case <-all:
	case <-time.After(20 * time.Second):
	}
	if got.Load() != 3*n {
		t.Errorf("%d deliveries, not %d", got.Load(), 3*n)
	}
}

// counter counts events by their type alone.
type counter struct{ onEvent func() }

func (*counter) Near() {}

func (c *counter) Send(b []byte) {
	for range strings.Count(string(b), `"type":"event"`) {
		c.onEvent()
	}
}

func TestOfSignsWithTheSameKeyTheLaterStands(t *testing.T) {
	log := &hub.MemoryLog{}
	h := node(t, hub.Options{Log: log})
	p := newPage(t)
	subscribe(t, h, topic, nil, p)
	entered, free := p.hold()
	h.Publish(ctx, happen(log, topic, 1))
	<-entered
	for _, s := range []hub.Sign{
		{Key: "ann", Frame: []byte(`{"type":"presence","who":"ann 1"}`)},
		{Key: "bob", Frame: []byte(`{"type":"presence","who":"bob 1"}`)},
		{Key: "ann", Frame: []byte(`{"type":"presence","who":"ann 2"}`)},
		{Frame: []byte(`{"type":"presence","who":"somebody"}`)},
		{Frame: []byte(`{"type":"presence","who":"somebody else"}`)},
	} {
		s.Topic = topic
		h.Signal(ctx, s)
	}
	h.Publish(ctx, []event.Event{{Topic: topic, Kind: "test.sign", Data: []byte(`1`)}})
	h.Publish(ctx, happen(log, topic, 1))
	free()
	p.reaches(topic, 2)
	var who []string
	for _, f := range p.frames() {
		if f.Type == "presence" {
			who = append(who, f.Who)
		}
		if f.Kind == "test.sign" {
			who = append(who, "event 0")
		}
	}
	if want := []string{"ann 2", "bob 1", "somebody", "somebody else", "event 0"}; !slices.Equal(who, want) {
		t.Errorf("got signs %q, not %q", who, want)
	}
}
