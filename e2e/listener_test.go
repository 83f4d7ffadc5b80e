package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// listener is an open page: it follows topics over one socket, comes back whenever that is lost, and
// holds the server to its promise that every event comes once and in order.
type listener struct {
	t    *testing.T
	stop context.CancelFunc
	done chan struct{}

	mu     sync.Mutex
	last   map[string]int64 // by topic: the newest number it has
	wrong  []string         // what broke the promise
	frames strings.Builder  // everything that was sent to it
	opened int              // how often the socket was opened
	errors []string         // codes of error frames
	live   map[string]bool  // topics that are subscribed just now

	cut    func() time.Duration // after how long its connection is cut; 0: not this time; nil: never
	resets *int                 // how often it was told to read anew; nil: that breaks the promise
}

// listen opens a page on topics, from the numbers given on.
func (u *user) listen(since map[string]int64) *listener {
	return u.follows(since, &listener{})
}

// listenFarBehind is listen where a page may be too far behind, and reads everything anew when it is told to.
func (u *user) listenFarBehind(since map[string]int64) *listener {
	return u.follows(since, &listener{resets: new(int)})
}

func (u *user) follows(since map[string]int64, l *listener) *listener {
	u.h.t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	l.t, l.stop, l.done, l.last, l.live = u.h.t, stop, make(chan struct{}), maps.Clone(since), map[string]bool{}
	go func() {
		defer close(l.done)
		for ctx.Err() == nil {
			l.follow(ctx, u)
			select {
			case <-time.After(50 * time.Millisecond): // a page waits longer
			case <-ctx.Done():
			}
		}
	}()
	u.h.t.Cleanup(l.close)
	return l
}

func (l *listener) close() {
	l.stop()
	<-l.done
}

// follow is one life of the socket.
func (l *listener) follow(ctx context.Context, u *user) {
	c, _, err := websocket.Dial(ctx, strings.Replace(u.server(), "http", "ws", 1)+"/ws", &websocket.DialOptions{
		HTTPClient: u.web, Subprotocols: []string{"partyline.v1"}, HTTPHeader: http.Header{"Origin": {u.h.base}},
	})
	if err != nil {
		return
	}
	defer c.CloseNow()
	if l.cut != nil {
		if after := l.cut(); after > 0 {
			defer time.AfterFunc(after, func() { _ = c.CloseNow() }).Stop()
		}
	}
	c.SetReadLimit(8 << 20)
	l.mu.Lock()
	l.opened++
	clear(l.live)
	asked := map[string]int64{}
	for topic, seq := range l.last {
		asked[topic] = seq
	}
	l.mu.Unlock()
	say := func(topic string, since int64) {
		b, _ := json.Marshal(map[string]any{"type": "subscribe", "topic": topic, "since": since})
		_ = c.Write(ctx, websocket.MessageText, b)
	}
	for topic, since := range asked {
		say(topic, since)
	}
	for {
		_, b, err := c.Read(ctx)
		if err != nil {
			l.mu.Lock()
			clear(l.live)
			l.mu.Unlock()
			return
		}
		for _, part := range apart(b) {
			again, topic, since := l.take(part)
			if again && since == behind {
				since = l.reads(ctx, u, topic)
			}
			if again {
				say(topic, since)
			}
		}
	}
}

// apart is the events of a frame with several, else the frame itself.
func apart(b []byte) []json.RawMessage {
	var f struct {
		Type   string
		Events []json.RawMessage
	}
	if json.Unmarshal(b, &f) == nil && f.Type == "events" {
		return f.Events
	}
	return []json.RawMessage{b}
}

// behind instead of a number: everything is read first, and that says from which one to subscribe.
const behind = -1

// reads is the number of the newest event of a topic, as a page gets it with what it reads.
func (l *listener) reads(ctx context.Context, u *user, topic string) int64 {
	for ctx.Err() == nil {
		var feed struct{ Seq *int64 }
		a := u.send("GET", "/events?limit=1&since=0&topic="+topic, "", nil)
		if a.ok() && json.Unmarshal(a.body, &feed) == nil && feed.Seq != nil {
			l.mu.Lock()
			defer l.mu.Unlock()
			l.last[topic] = *feed.Seq
			*l.resets++
			return *feed.Seq
		}
		select {
		case <-time.After(200 * time.Millisecond): // a page waits longer
		case <-ctx.Done():
		}
	}
	return 0
}

// take keeps one frame; again asks to subscribe once more.
func (l *listener) take(b []byte) (again bool, topic string, since int64) {
	var f struct {
		Type, Topic, Code string
		Seq               int64
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.frames.Write(b)
	l.frames.WriteByte('\n')
	if err := json.Unmarshal(b, &f); err != nil {
		l.wrong = append(l.wrong, "not a frame: "+string(b))
		return false, "", 0
	}
	switch f.Type {
	case "subscribed":
		l.live[f.Topic] = true
	case "event":
		switch last := l.last[f.Topic]; {
		case f.Seq == 0:
		case f.Seq != last+1:
			l.wrong = append(l.wrong, f.Topic+": an event that is not the next one: "+string(b[:min(len(b), 120)]))
		}
		if f.Seq > 0 {
			l.last[f.Topic] = f.Seq
		}
	case "reset":
		delete(l.live, f.Topic)
		if l.resets != nil {
			return true, f.Topic, behind
		}
		l.wrong = append(l.wrong, f.Topic+" was reset")
	case "error":
		l.errors = append(l.errors, f.Code)
		delete(l.live, f.Topic)
		if f.Code == "log_unavailable" || f.Code == "closing" {
			return true, f.Topic, l.last[f.Topic]
		}
	}
	return false, "", 0
}

// has says whether it follows a topic now, and up to which number.
func (l *listener) has(topic string) (seq int64, live bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.last[topic], l.live[topic]
}

// state tells how things stand with a topic, for whoever waits for it in vain.
func (l *listener) state(topic string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return fmt.Sprintf("it has %d, live %v; %d topics of %d are live, the socket was opened %d times, error frames %v",
		l.last[topic], l.live[topic], len(l.live), len(l.last), l.opened, l.errors)
}

// refused says whether an error frame with this code came.
func (l *listener) refused(code string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Contains(l.errors, code)
}

// sockets is how often it was connected.
func (l *listener) sockets() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.opened
}

// anew is how often it was told to read everything again.
func (l *listener) anew() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return *l.resets
}

// promised reports what broke the promise.
func (l *listener) promised() {
	l.t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, w := range l.wrong {
		l.t.Errorf("the socket: %s", w)
	}
}
