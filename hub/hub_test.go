package hub_test

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"partyline/event"
	"partyline/fault"
	"partyline/hub"
)

const topic = event.Topic("session/0190")

var ctx = context.Background()

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

func TestAllOfManyListenersGetItOnce(t *testing.T) {
	runtime.GOMAXPROCS(max(4, runtime.GOMAXPROCS(0)))
	log := &hub.MemoryLog{}
	h := node(t, hub.Options{Log: log})
	var got atomic.Int64
	all := make(chan struct{})
	const n = 2500
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

func TestStartAndCloseWorkTwiceAndInAnyOrder(t *testing.T) {
	o := hub.Options{Log: &hub.MemoryLog{}, Bus: &hub.LocalBus{}}
	h := hub.New(o)
	for range 2 {
		if err := h.Start(); err != nil {
			t.Fatal(err)
		}
	}
	p := newPage(t)
	subscribe(t, h, topic, nil, p)
	for range 2 {
		if err := h.Close(); err != nil {
			t.Fatal(err)
		}
	}
	h.Publish(ctx, []event.Event{{Topic: topic, Seq: 1}})
	if err := h.Start(); !fault.Is(err, "closing") {
		t.Errorf("started after Close: %v", err)
	}
	if _, err := h.Subscribe(ctx, topic, nil, p); !fault.Is(err, "closing") {
		t.Errorf("subscribed after Close: %v", err)
	}
	never := hub.New(o)
	if err := never.Close(); err != nil {
		t.Fatal(err)
	}
}
