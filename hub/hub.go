package hub

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"partyline/event"
	"partyline/fault"
)

// Log is where committed events are kept.
type Log interface {
	// Since returns the events of the topic with numbers above after, in their order, at
	// most limit of them.
	Since(ctx context.Context, topic event.Topic, after event.Seq, limit int) ([]event.Event, error)
	// Last returns the number of the topic's last event; 0 if it has none.
	Last(ctx context.Context, topic event.Topic) (event.Seq, error)
	// Heads returns Last for many topics at once; topics without events may be missing.
	Heads(ctx context.Context, topics []event.Topic) (map[event.Topic]event.Seq, error)
}

// Listener is whoever wants a topic's frames: one browser's socket.
type Listener interface {
	// Send takes one or more whole frames, which nobody changes afterwards. It never
	// blocks; a listener that cannot take them ends its subscriptions itself. Listeners are
	// compared with ==, so they are pointers.
	Send(frames []byte)
	// Near comes a moment before Send: whoever can fetches what that needs from memory.
	Near()
}

// Options say what a hub works with. Log and Bus are needed; the rest has defaults.
type Options struct {
	Log    Log
	Bus    Bus
	Logger *slog.Logger // nil: slog.Default

	// Signed hears every sign of every node, whoever listens; nil: nobody does. It must not wait.
	// It may be set until Start.
	Signed func(Sign)

	Tick         time.Duration // how often all topics are compared with the log; 0: one second
	ReplayEvents int           // more events than this behind: reset; 0: 1,000
	ReplayBytes  int           // more bytes than this behind: reset; 0: 512 KiB
	Pending      int           // bytes of a topic that may wait for its next turn; 0: 512 KiB
}

// Hub carries events to the listeners of one node. New makes one; Start begins to hear the
// bus and the slow tick; Close ends both.
type Hub struct {
	Options
	shards [64]shard

	// life guards the beginning and ending of everything that runs on its own goroutine.
	life    sync.RWMutex
	started bool
	closed  bool
	stopBus func()
	work    sync.WaitGroup

	ctx    context.Context // of reads of the log that nobody waits for; ends with Close
	cancel context.CancelFunc

	repairs repairs
	reports reports
}

// New returns a hub that has not started. It panics without a log or a bus: that is a
// mistake of the program, not of its user.
func New(o Options) *Hub {
	if o.Log == nil || o.Bus == nil {
		panic("hub: a log and a bus are needed")
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	o.Tick = cmpOr(o.Tick, time.Second)
	o.ReplayEvents = cmpOr(o.ReplayEvents, 1000)
	o.ReplayBytes = cmpOr(o.ReplayBytes, 512<<10)
	o.Pending = cmpOr(o.Pending, 512<<10)
	h := &Hub{Options: o, reports: newReports()}
	h.ctx, h.cancel = context.WithCancel(context.Background())
	for i := range h.shards {
		h.shards[i].topics = map[event.Topic]*topic{}
	}
	return h
}

func cmpOr[T int | time.Duration](v, otherwise T) T {
	if v <= 0 {
		return otherwise
	}
	return v
}

// Start begins to hear the bus and to compare with the log. A second call does nothing;
// after Close it is an error.
func (h *Hub) Start() error {
	h.life.Lock()
	defer h.life.Unlock()
	if h.closed {
		return errClosed
	}
	if h.started {
		return nil
	}
	stop, err := h.Bus.Listen(h.deliver)
	if err != nil {
		return err
	}
	h.started, h.stopBus = true, stop
	h.work.Add(1)
	go h.compare()
	return nil
}

// Close stops hearing the bus and waits for everything that runs: fan-outs, repairs, the
// slow tick. Listeners hear nothing more; their sockets are the caller's to close, before.
// It may be called twice, and without Start.
func (h *Hub) Close() error {
	h.life.Lock()
	h.closed = true
	stop := h.stopBus
	h.stopBus = nil
	h.life.Unlock()
	if stop != nil {
		stop()
	}
	h.cancel()
	h.work.Wait()
	return nil
}

var errClosed = fault.New(fault.Busy, "closing", "This server is stopping. Try again in a moment.")

// begin counts one more goroutine that Close waits for; false once Close was called.
func (h *Hub) begin() bool {
	h.life.RLock()
	defer h.life.RUnlock()
	if h.closed {
		return false
	}
	h.work.Add(1)
	return true
}

// Publish makes committed events known on every node. It does not wait for listeners and
// cannot fail: where the bus fails, this node hears of them all the same and the others at
// their next slow tick. Events of one topic are in the order of their numbers; an event with
// the number 0 is not logged and is sent like a sign without a key.
func (h *Hub) Publish(ctx context.Context, events []event.Event) {
	if len(events) > 0 {
		h.hand(ctx, Batch{Events: events})
	}
}

// Signal makes a sign known on every node, or loses it.
func (h *Hub) Signal(ctx context.Context, s Sign) { h.hand(ctx, Batch{Signs: []Sign{s}}) }

func (h *Hub) hand(ctx context.Context, b Batch) {
	if err := h.Bus.Publish(ctx, b); err != nil {
		h.Logger.Warn("bus refused a batch; other nodes will read it from the log", "events", len(b.Events), "error", err)
		h.deliver(b)
	}
}

// deliver is the one way in: every batch of every node comes through here.
func (h *Hub) deliver(b Batch) {
	for rest := b.Events; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].Topic == rest[0].Topic {
			n++
		}
		if t := h.find(rest[0].Topic); t != nil {
			t.hear(h, rest[:n])
		}
		rest = rest[n:]
	}
	for i := range b.Signs {
		if h.Signed != nil {
			h.Signed(b.Signs[i])
		}
		if t := h.find(b.Signs[i].Topic); t != nil {
			t.sign(h, b.Signs[i])
		}
	}
}
