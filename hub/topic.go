package hub

import (
	"context"
	"hash/maphash"
	"sync"
	"time"

	"partyline/event"
)

// topic is one stream of events on this node, while somebody listens to it.
//
// The numbers stand in this order:  out ≤ last ≤ want. Events up to out have been taken by a
// fan-out, those up to last wait in pending, and want is the highest number heard of: above
// last it means that something is missing and the log has to be read.
type topic struct {
	name event.Topic
	head []byte // how the frames of its events begin
	refs int    // subscriptions; guarded by the shard's mu

	mu sync.Mutex
	// All below is guarded by mu.

	known     bool     // last has been read from the log
	opening   *opening // somebody is reading it
	out       event.Seq
	last      event.Seq
	want      event.Seq
	repairing bool // it waits for, or is with, a repair worker

	pending []byte         // frames of the events out+1…last
	signs   []Sign         // not yet taken
	keyed   map[string]int // where in signs a key stands

	listeners []*Subscription // live
	shared    bool            // a fan-out ranges over listeners: copy before changing
	joining   []*Subscription // not live yet
	replays   []*replay       // lately read for who came back; oldest first
	resets    []*Subscription // ended by a reset that has not been sent

	running bool            // a fan-out goroutine is at it
	sending bool            // and in the middle of a turn
	leaving []Listener      // ended during the present turn, which may still reach them
	turned  []chan struct{} // closed at the end of the present turn
	pace    pace            // the fan-out's alone
}

type opening struct {
	done chan struct{}
	err  error // set before done is closed
}

// shard is a part of the map of topics, so that topics do not wait for each other. Its mu may
// be held while a topic's is taken, never the other way round.
type shard struct {
	mu     sync.RWMutex
	topics map[event.Topic]*topic
}

var seed = maphash.MakeSeed()

func (h *Hub) shard(name event.Topic) *shard {
	return &h.shards[maphash.String(seed, string(name))%uint64(len(h.shards))]
}

// find returns the topic, or nil if nobody listens to it.
func (h *Hub) find(name event.Topic) *topic {
	s := h.shard(name)
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.topics[name]
}

// acquire returns the topic for one more subscription; release gives it back.
func (h *Hub) acquire(name event.Topic) *topic {
	s := h.shard(name)
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.topics[name]
	if t == nil {
		t = &topic{name: name, head: eventHead(name)}
		s.topics[name] = t
	}
	t.refs++
	return t
}

func (h *Hub) release(t *topic) {
	s := h.shard(t.name)
	s.mu.Lock()
	defer s.mu.Unlock()
	t.refs--
	s.forget(t)
}

// forget takes a topic that nobody uses from the map. While its fan-out still runs it stays:
// a listener that comes back must find the turn that may yet reach it. The fan-out then calls
// this at its end. The caller holds the shard's mu, and no topic's.
func (s *shard) forget(t *topic) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.refs == 0 && !t.running && s.topics[t.name] == t {
		delete(s.topics, t.name)
	}
}

// open makes sure that the topic knows its last number. The topic stands in the map by now,
// so whatever commits after the log was read is heard of. Many may ask at once, as after a
// restart: one reads, the others wait for it.
func (t *topic) open(ctx context.Context, h *Hub) error {
	t.mu.Lock()
	if t.known {
		t.mu.Unlock()
		return nil
	}
	o := t.opening
	if o == nil {
		o = &opening{done: make(chan struct{})}
		t.opening = o
		t.mu.Unlock()
		t.read(h, o)
		return o.err
	}
	t.mu.Unlock()
	select {
	case <-o.done:
		return o.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

const readTimeout = 10 * time.Second

func (t *topic) read(h *Hub, o *opening) {
	ctx, cancel := context.WithTimeout(h.ctx, readTimeout)
	defer cancel()
	last, err := h.Log.Last(ctx, t.name)
	t.mu.Lock()
	t.opening, o.err = nil, err
	if err == nil {
		t.known, t.out, t.last, t.want = true, last, last, max(t.want, last)
	}
	behind := t.behind()
	t.mu.Unlock()
	close(o.done)
	if behind {
		h.repair(t)
	}
}

// hear takes events of this topic from the bus: the next goes out, an older one is dropped,
// a gap is repaired.
func (t *topic) hear(h *Hub, events []event.Event) {
	t.mu.Lock()
	for i := range events {
		e := &events[i]
		if e.Seq == 0 {
			t.remember(Sign{Topic: t.name, Frame: appendEvent(nil, t.head, e)}, h.Pending)
			continue
		}
		t.want = max(t.want, e.Seq)
		if t.known && e.Seq == t.last+1 && len(t.pending) < h.Pending {
			t.admit(e)
		}
	}
	behind, start := t.behind(), t.due(h)
	t.mu.Unlock()
	t.act(h, behind, start)
}

// act does, without the lock, what was decided under it.
func (t *topic) act(h *Hub, behind, start bool) {
	if behind {
		h.repair(t)
	}
	if start {
		go t.run(h)
	}
}

// admit puts the next event into the coming turn. The caller holds mu.
func (t *topic) admit(e *event.Event) {
	t.pending = appendEvent(t.pending, t.head, e)
	t.last = e.Seq
	t.want = max(t.want, t.last)
}

// behind says whether the log has to be read and nobody is at it yet; the caller holds mu
// and then calls h.repair.
func (t *topic) behind() bool {
	if !t.known || t.want <= t.last || t.repairing {
		return false
	}
	t.repairing = true
	return true
}

// sign takes a sign from the bus.
func (t *topic) sign(h *Hub, s Sign) {
	s.Frame = Frame(s.Frame)
	t.mu.Lock()
	t.remember(s, h.Pending)
	start := t.due(h)
	t.mu.Unlock()
	t.act(h, false, start)
}

// remember puts a framed sign into the coming turn, in the place of an earlier one with the
// same key. What exceeds the room is lost: signs may be. The caller holds mu.
func (t *topic) remember(s Sign, room int) {
	if len(t.listeners) == 0 {
		return
	}
	if at, ok := t.keyed[s.Key]; ok && s.Key != "" {
		t.signs[at] = s
		return
	}
	if len(t.signs) >= room/64 {
		return
	}
	if s.Key != "" {
		if t.keyed == nil {
			t.keyed = map[string]int{}
		}
		t.keyed[s.Key] = len(t.signs)
	}
	t.signs = append(t.signs, s)
}
