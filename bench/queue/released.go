//go:build linux

package main

import (
	"context"
	"sync"

	"partyline/event"
)

// released is the log of the events that the sluice has let go. A topic begins where the browser
// joined it.
type released struct {
	mu     sync.Mutex
	before map[event.Topic]event.Seq // the number that the first one follows
	events map[event.Topic][]event.Event
}

func (l *released) begin(topic event.Topic, at event.Seq) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, known := l.before[topic]; !known {
		l.before[topic] = at
	}
}

func (l *released) append(e event.Event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.events[e.Topic] = append(l.events[e.Topic], e)
}

// Since returns what was let go after a number.
func (l *released) Since(_ context.Context, topic event.Topic, after event.Seq, limit int) ([]event.Event, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := l.events[topic]
	from := min(max(int(after-l.before[topic]), 0), len(all))
	return append([]event.Event(nil), all[from:min(from+limit, len(all))]...), nil
}

// Last returns the number of the last one.
func (l *released) Last(_ context.Context, topic event.Topic) (event.Seq, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.last(topic), nil
}

// Heads returns the numbers of the last ones.
func (l *released) Heads(_ context.Context, topics []event.Topic) (map[event.Topic]event.Seq, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	heads := make(map[event.Topic]event.Seq, len(topics))
	for _, t := range topics {
		heads[t] = l.last(t)
	}
	return heads, nil
}

func (l *released) last(topic event.Topic) event.Seq {
	return l.before[topic] + event.Seq(len(l.events[topic]))
}
