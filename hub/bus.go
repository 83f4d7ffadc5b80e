package hub

import (
	"context"
	"encoding/json"
	"sync"

	"partyline/event"
)

// Sign is a sign of life on a topic: it is not logged and may be lost. Of two that wait
// with the same topic and key only the later one is sent; an empty key is never conflated.
type Sign struct {
	Topic event.Topic     `json:"topic"`
	Key   string          `json:"key,omitempty"`
	Frame json.RawMessage `json:"frame"` // the whole frame, one JSON object, sent unchanged
}

// Batch is what travels on a bus: committed events in the order of their commits, and signs.
type Batch struct {
	Events []event.Event `json:"events,omitempty"`
	Signs  []Sign        `json:"signs,omitempty"`
}

// Bus carries batches between nodes. It may lose, repeat and reorder them: a hub puts that
// right from the log.
type Bus interface {
	// Publish hands the batch to every node that listens, this one included. An error means
	// that other nodes may hear of it only at their next slow tick.
	Publish(ctx context.Context, b Batch) error
	// Listen calls deliver for every batch until stop is called; deliver never blocks.
	// After stop has returned, deliver is not called any more. stop may be called twice.
	Listen(deliver func(Batch)) (stop func(), err error)
}

// LocalBus is the bus of a single node: it delivers in the caller's goroutine. The zero
// value is ready. Several hubs on one LocalBus are to each other what nodes are.
type LocalBus struct {
	mu        sync.RWMutex
	listening map[int]func(Batch)
	next      int
}

// Publish delivers the batch to every hub before it returns. It never fails.
func (l *LocalBus) Publish(_ context.Context, b Batch) error {
	l.mu.RLock()
	defer l.mu.RUnlock()
	for _, deliver := range l.listening {
		deliver(b)
	}
	return nil
}

// Listen adds a hub.
func (l *LocalBus) Listen(deliver func(Batch)) (stop func(), err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.listening == nil {
		l.listening = map[int]func(Batch){}
	}
	id := l.next
	l.next++
	l.listening[id] = deliver
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.listening, id)
	}, nil
}
