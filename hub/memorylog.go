package hub

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"partyline/event"
)

// MemoryLog is a log that ends with the process: for the load generators' server and for
// tests. It keeps the last Keep events of a topic; 0: 4,096. The zero value is ready.
type MemoryLog struct {
	Keep int

	mu     sync.Mutex
	topics map[event.Topic][]event.Event
}

// Append gives the event its number, keeps it and returns it.
func (m *MemoryLog) Append(topic event.Topic, kind event.Kind, at time.Time, data json.RawMessage) event.Event {
	m.mu.Lock()
	defer m.mu.Unlock()
	kept := m.topics[topic]
	e := event.Event{Topic: topic, Seq: 1, Kind: kind, At: at, Data: data}
	if n := len(kept); n > 0 {
		e.Seq = kept[n-1].Seq + 1
	}
	if m.topics == nil {
		m.topics = map[event.Topic][]event.Event{}
	}
	keep := cmpOr(m.Keep, 4096)
	if len(kept) >= 2*keep { // rarely, and then half of it
		kept = append(make([]event.Event, 0, 2*keep), kept[len(kept)-keep:]...)
	}
	m.topics[topic] = append(kept, e)
	return e
}

// Since returns what is kept of it.
func (m *MemoryLog) Since(_ context.Context, topic event.Topic, after event.Seq, limit int) ([]event.Event, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	kept := m.topics[topic]
	if len(kept) == 0 {
		return nil, nil
	}
	from := min(max(int(after-kept[0].Seq)+1, 0), len(kept))
	return append([]event.Event(nil), kept[from:min(from+limit, len(kept))]...), nil
}

// Last returns the number of the last event.
func (m *MemoryLog) Last(_ context.Context, topic event.Topic) (event.Seq, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.last(topic), nil
}

// Heads returns the numbers of the last events.
func (m *MemoryLog) Heads(_ context.Context, topics []event.Topic) (map[event.Topic]event.Seq, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	heads := make(map[event.Topic]event.Seq, len(topics))
	for _, t := range topics {
		heads[t] = m.last(t)
	}
	return heads, nil
}

func (m *MemoryLog) last(topic event.Topic) event.Seq {
	if kept := m.topics[topic]; len(kept) > 0 {
		return kept[len(kept)-1].Seq
	}
	return 0
}
