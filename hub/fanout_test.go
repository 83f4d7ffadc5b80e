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
		h.Publish(ctx, happen(log, topic, 10)) // no time has passed for the bubble's clock
		synctest.Wait()
		h.Publish(ctx, happen(log, topic, 10))
		time.Sleep(19 * time.Millisecond)
		synctest.Wait()
		if at := p.at(topic); at != 14 {
			t.Errorf("before the tick the page is at %d, not 14", at)
		}
		time.Sleep(2 * time.Millisecond)
		synctest.Wait()
		if at := p.at(topic); at != 24 {
			t.Errorf("after the tick the page is at %d, not 24", at)
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
		for range 600 {
			subscribe(t, h, topic, nil, &counter{onEvent: func() {}})
		}
		h.Publish(ctx, happen(log, topic, 1))
		synctest.Wait()
		h.Publish(ctx, happen(log, topic, 9)) // at the same instant: hot
		time.Sleep(100 * time.Millisecond)    // of the bubble's clock: nothing waits any more
		synctest.Wait()
		for range 10 {
			h.Publish(ctx, happen(log, topic, 1))
			synctest.Wait()
		}
		time.Sleep(5 * time.Millisecond)
		synctest.Wait()
		if at := p.at(topic); at != 20 || p.sends != 4 { // subscribed, one, nine, ten
			t.Errorf("the page is at %d after %d writes, not at 20 after 4", at, p.sends)
		}
		time.Sleep(2 * time.Second)
		h.Publish(ctx, happen(log, topic, 1)) // by now it is like any other topic
		synctest.Wait()
		if at := p.at(topic); at != 21 {
			t.Errorf("the page is at %d, not 21", at)
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
