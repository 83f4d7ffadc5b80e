package server

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"github.com/coder/websocket"

	"partyline/client"
	"partyline/event"
)

// listener is a second page: it follows topics over the socket.
type listener struct {
	*shift
	ws *websocket.Conn

	mu     sync.Mutex
	events map[event.Topic][]client.EventFrame
	other  []string // frames of other types
	ended  error
}

func (l *listener) say(frame any) {
	l.Helper()
	b, err := json.Marshal(frame)
	l.must(err)
	l.must(l.ws.Write(context.Background(), websocket.MessageText, b))
}

func (l *listener) heard(topic event.Topic) []client.EventFrame {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.events[topic])
}

func (l *listener) said(part string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.ContainsFunc(l.other, func(f string) bool { return strings.Contains(f, part) })
}

// inOrder checks that every event after a number came, in order, once.
func (l *listener) inOrder(topic event.Topic, after event.Seq) {
	l.Helper()
	last, err := l.db.Last(context.Background(), topic)
	l.must(err)
	l.until("every event of "+string(topic)+" has come", func() bool {
		all := l.heard(topic)
		return len(all) > 0 && all[len(all)-1].Seq >= last
	})
	for i, e := range l.heard(topic) {
		if e.Seq != after+1+event.Seq(i) {
			l.Fatalf("event %d of %s has the number %d", i, topic, e.Seq)
		}
	}
}
