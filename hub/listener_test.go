package hub_test

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"partyline/event"
	"partyline/hub"
)

// frame is any frame a hub sends, read by encoding/json.
type frame struct {
	Type  string          `json:"type"`
	Topic event.Topic     `json:"topic"`
	Seq   event.Seq       `json:"seq"`
	Kind  event.Kind      `json:"kind"`
	At    time.Time       `json:"at"`
	Data  json.RawMessage `json:"data"`
	Who   string          `json:"who"`

	Events []frame `json:"events"`
}

// unframe takes WebSocket text frames apart, and what is joined in them.
func unframe(b []byte) ([]frame, error) {
	var all []frame
	for len(b) > 0 {
		if b[0] != 0x81 {
			return nil, errors.New("not a final text frame")
		}
		head, n := 2, int(b[1])
		switch n {
		case 126:
			head, n = 4, int(binary.BigEndian.Uint16(b[2:]))
		case 127:
			head, n = 10, int(binary.BigEndian.Uint64(b[2:]))
		}
		var f frame
		if err := json.Unmarshal(b[head:head+n], &f); err != nil {
			return nil, err
		}
		if f.Type == "events" {
			if len(f.Events) < 2 {
				return nil, fmt.Errorf("%d events in one frame", len(f.Events))
			}
			all = append(all, f.Events...)
		} else {
			all = append(all, f)
		}
		b = b[head+n:]
	}
	return all, nil
}

// page does what a browser's page does with frames: it keeps its last number, and finds fault
// with everything that is not the next.
type page struct {
	t     *testing.T
	mu    sync.Mutex
	cond  sync.Cond
	sends int
	all   []frame
	seq   map[event.Topic]event.Seq
	reset map[event.Topic]bool
	gate  chan struct{} // when set, Send waits for it once
	in    chan struct{} // closed when Send waits
	lock  sync.Mutex    // finds two Sends at once where there must be one
}

func newPage(t *testing.T) *page {
	p := &page{t: t, seq: map[event.Topic]event.Seq{}, reset: map[event.Topic]bool{}}
	p.cond.L = &p.mu
	return p
}

// hold makes the next Send wait until the returned function is called.
func (p *page) hold() (entered <-chan struct{}, free func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	gate, in := make(chan struct{}), make(chan struct{})
	p.gate, p.in = gate, in
	return in, sync.OnceFunc(func() { close(gate) })
}

func (*page) Near() {}

// sent is how often it was sent something.
func (p *page) sent() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.sends
}

func (p *page) Send(b []byte) {
	frames, err := unframe(b)
	p.mu.Lock()
	defer p.mu.Unlock()
	if gate := p.gate; gate != nil {
		p.gate = nil
		close(p.in)
		p.mu.Unlock()
		<-gate
		p.mu.Lock()
	}
	if err != nil {
		p.t.Errorf("%v in %q", err, b)
		return
	}
	p.sends++
	for _, f := range frames {
		switch f.Type {
		case "subscribed":
			p.seq[f.Topic] = f.Seq
			p.reset[f.Topic] = false
		case "reset":
			p.reset[f.Topic] = true
		case "event":
			if f.Seq == 0 {
				break
			}
			if f.Seq != p.seq[f.Topic]+1 || p.reset[f.Topic] {
				p.t.Errorf("%s: event %d after %d (reset: %v)", f.Topic, f.Seq, p.seq[f.Topic], p.reset[f.Topic])
			}
			p.seq[f.Topic] = f.Seq
		}
		p.all = append(p.all, f)
	}
	p.cond.Broadcast()
}

// until waits until the page is as wanted.
func (p *page) until(what string, is func() bool) {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	late := time.AfterFunc(20*time.Second, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.t.Errorf("waited in vain: %s; numbers %v, resets %v", what, p.seq, p.reset)
		p.all = nil
		p.cond.Broadcast()
	})
	defer late.Stop()
	for !is() && !p.t.Failed() {
		p.cond.Wait()
	}
}

func (p *page) reaches(topic event.Topic, seq event.Seq) {
	p.t.Helper()
	p.until("an event's number", func() bool { return p.seq[topic] >= seq })
}

func (p *page) isReset(topic event.Topic) {
	p.t.Helper()
	p.until("a reset", func() bool { return p.reset[topic] })
}

func (p *page) wasReset(topic event.Topic) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.reset[topic]
}

func (p *page) at(topic event.Topic) event.Seq {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.seq[topic]
}

func (p *page) frames() []frame {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]frame(nil), p.all...)
}

// node is a hub on a log and a bus that others may share.
func node(t *testing.T, o hub.Options) *hub.Hub {
	t.Helper()
	if o.Log == nil {
		o.Log = &hub.MemoryLog{}
	}
	if o.Bus == nil {
		o.Bus = &hub.LocalBus{}
	}
	h := hub.New(o)
	if err := h.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	return h
}

func subscribe(t *testing.T, h *hub.Hub, topic event.Topic, since *event.Seq, p hub.Listener) *hub.Subscription {
	t.Helper()
	s, err := h.Subscribe(context.Background(), topic, since, p)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func from(seq event.Seq) *event.Seq { return &seq }

// happen commits n events to the log without telling anybody.
func happen(log *hub.MemoryLog, topic event.Topic, n int) []event.Event {
	events := make([]event.Event, n)
	for i := range events {
		events[i] = log.Append(topic, "test.happened", time.Unix(1700000000, 0), json.RawMessage(`{"completed":118}`))
	}
	return events
}
