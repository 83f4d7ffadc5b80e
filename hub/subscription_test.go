package hub_test

import (
	"context"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"partyline/event"
	"partyline/hub"
)

func TestASubscriptionGoesOnFromWhereThePageStands(t *testing.T) {
	log := &hub.MemoryLog{}
	h := node(t, hub.Options{Log: log})
	happen(log, topic, 20)

	p := newPage(t)
	subscribe(t, h, topic, from(17), p)
	h.Publish(ctx, happen(log, topic, 3))
	p.reaches(topic, 23)
	first := p.frames()[0]
	if first.Type != "subscribed" || first.Seq != 17 {
		t.Errorf("the first frame is %+v, not subscribed from 17", first)
	}
}

func TestWithoutSinceItIsLiveFromNow(t *testing.T) {
	log := &hub.MemoryLog{}
	h := node(t, hub.Options{Log: log})
	happen(log, topic, 20)

	p := newPage(t)
	subscribe(t, h, topic, nil, p)
	h.Publish(ctx, happen(log, topic, 1))
	p.reaches(topic, 21)
	if all := p.frames(); len(all) != 2 || all[0].Seq != 20 {
		t.Errorf("got %+v, not subscribed at 20 and event 21", all)
	}
}

func TestTooFarBehindIsReset(t *testing.T) {
	log := &hub.MemoryLog{Keep: 25}
	h := node(t, hub.Options{Log: log, ReplayEvents: 100})
	happen(log, topic, 1000)
	other := event.Topic("session/other")
	happen(log, other, 1000)
	for name, since := range map[string]event.Seq{
		"more events than are replayed":        10,
		"a number that the topic never had":    1001,
		"events that the log no longer keeps":  910, // the log keeps the last 25 to 50
		"a number that no topic can ever have": -1,
	} {
		p := newPage(t)
		s := subscribe(t, h, topic, from(since), p)
		p.isReset(topic)
		if !s.Ended() {
			t.Errorf("%s: the subscription has not ended", name)
		}
		if all := p.frames(); len(all) != 1 {
			t.Errorf("%s: got %+v, not only a reset", name, all)
		}
	}
}

func TestTooManyBytesBehindIsReset(t *testing.T) {
	log := &hub.MemoryLog{}
	h := node(t, hub.Options{Log: log, ReplayBytes: 1000})
	happen(log, topic, 20)
	p := newPage(t)
	subscribe(t, h, topic, from(0), p)
	p.isReset(topic)
}

func TestAPageMayBeAheadOfItsNode(t *testing.T) {
	log := &hub.MemoryLog{}
	h := node(t, hub.Options{Log: log, Tick: time.Hour})
	early := newPage(t)
	happen(log, topic, 5)
	subscribe(t, h, topic, nil, early)
	happen(log, topic, 10) // nobody tells the node, but the page's snapshot has them

	p := newPage(t)
	subscribe(t, h, topic, from(12), p)
	p.reaches(topic, 15)
	early.reaches(topic, 15) // what one listener brings is everybody's
	h.Publish(ctx, happen(log, topic, 1))
	p.reaches(topic, 16)
}

func TestSubscribingDuringATurnMissesAndRepeatsNothing(t *testing.T) {
	log := &hub.MemoryLog{}
	h := node(t, hub.Options{Log: log})
	slow := newPage(t)
	subscribe(t, h, topic, nil, slow)
	entered, free := slow.hold()
	h.Publish(ctx, happen(log, topic, 1))
	<-entered
	h.Publish(ctx, happen(log, topic, 5)) // waits for the next turn

	pages := map[event.Seq]*page{}
	for _, since := range []event.Seq{0, 1, 3, 6} {
		pages[since] = newPage(t)
		subscribe(t, h, topic, from(since), pages[since])
	}
	now := newPage(t)
	subscribe(t, h, topic, nil, now)
	if at := now.at(topic); at != 6 {
		t.Errorf("live from %d, not from 6", at)
	}
	h.Publish(ctx, happen(log, topic, 2))
	free()
	for _, p := range pages {
		p.reaches(topic, 8)
	}
	now.reaches(topic, 8)
	slow.reaches(topic, 8)
}

func TestSubscribingAgainDuringATurnRepeatsNothing(t *testing.T) {
	log := &hub.MemoryLog{}
	h := node(t, hub.Options{Log: log})
	p := newPage(t)
	s := subscribe(t, h, topic, nil, p)
	entered, free := p.hold()
	h.Publish(ctx, happen(log, topic, 1))
	<-entered // the turn has begun to send event 1
	s.End()
	done := make(chan *hub.Subscription, 1)
	go func() { done <- subscribe(t, h, topic, from(0), p) }() // replays event 1
	for len(done) == 0 && hub.Turning(h, topic) == 0 {
		runtime.Gosched()
	}
	if len(done) > 0 {
		t.Error("it is live before the turn is over")
	}
	free()
	<-done
	h.Publish(ctx, happen(log, topic, 1))
	p.until("event 2", func() bool { return p.seq[topic] == 2 })
	var seqs []event.Seq
	for _, f := range p.frames() {
		seqs = append(seqs, f.Seq)
	}
	// subscribed at 0, event 1 of the former; subscribed at 0, events 1 and 2 of the latter
	if want := []event.Seq{0, 1, 0, 1, 2}; !slices.Equal(seqs, want) {
		t.Errorf("got numbers %v, not %v", seqs, want)
	}
}

func TestEndedMeansNothingMore(t *testing.T) {
	log := &hub.MemoryLog{}
	h := node(t, hub.Options{Log: log})
	p, other := newPage(t), newPage(t)
	s := subscribe(t, h, topic, nil, p)
	subscribe(t, h, topic, nil, other)
	s.End()
	s.End()
	h.Publish(ctx, happen(log, topic, 5))
	other.reaches(topic, 5)
	if n := len(p.frames()); n != 1 {
		t.Errorf("%d frames, not only subscribed", n)
	}
}

func TestAListenerThatJoinsASlowTopicIsBounded(t *testing.T) {
	log := &gateLog{MemoryLog: hub.MemoryLog{Keep: 20000}}
	h := node(t, hub.Options{Log: log, ReplayBytes: 4096})
	happen(&log.MemoryLog, topic, 10)
	other := newPage(t)
	subscribe(t, h, topic, nil, other)

	reading, goOn := log.gate()
	p := newPage(t)
	done := make(chan *hub.Subscription)
	go func() { done <- subscribe(t, h, topic, from(5), p) }()
	<-reading // it replays; meanwhile more happens than it may keep
	for range 100 {
		h.Publish(ctx, happen(&log.MemoryLog, topic, 1))
	}
	other.reaches(topic, 110)
	goOn()
	if s := <-done; !s.Ended() {
		t.Error("the subscription has not ended")
	}
	p.isReset(topic)
}

// gateLog can be made to wait in its next Since.
type gateLog struct {
	hub.MemoryLog
	next atomic.Pointer[[2]chan struct{}]
}

func (g *gateLog) gate() (reading <-chan struct{}, goOn func()) {
	c := [2]chan struct{}{make(chan struct{}), make(chan struct{})}
	g.next.Store(&c)
	return c[0], func() { close(c[1]) }
}

func (g *gateLog) Since(ctx context.Context, t event.Topic, after event.Seq, limit int) ([]event.Event, error) {
	events, err := g.MemoryLog.Since(ctx, t, after, limit)
	if c := g.next.Swap(nil); c != nil {
		close(c[0])
		<-c[1]
	}
	return events, err
}

func TestATopicIsForgottenWithItsLastListener(t *testing.T) {
	log := &hub.MemoryLog{}
	h := node(t, hub.Options{Log: log})
	var subs []*hub.Subscription
	for range 10 {
		subs = append(subs, subscribe(t, h, topic, nil, newPage(t)))
	}
	if n := hub.Topics(h); n != 1 {
		t.Errorf("%d topics, not 1", n)
	}
	for _, s := range subs {
		s.End()
	}
	if n := hub.Topics(h); n != 0 {
		t.Errorf("%d topics after all have left", n)
	}
}
