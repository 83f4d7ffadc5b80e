package hub_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"partyline/event"
	"partyline/hub"
)

// readLog counts reads, and holds each one until it is let go.
type readLog struct {
	*hub.MemoryLog
	reads atomic.Int64
	held  chan struct{} // nil: reads are not held
	fails atomic.Bool
}

func (l *readLog) Since(ctx context.Context, topic event.Topic, after event.Seq, limit int) ([]event.Event, error) {
	l.reads.Add(1)
	if l.held != nil {
		<-l.held
	}
	if l.fails.Load() {
		return nil, errors.New("the log is away")
	}
	return l.MemoryLog.Since(ctx, topic, after, limit)
}

// gathered keeps what it is sent.
type gathered struct {
	mu  sync.Mutex
	all []byte
}

func (*gathered) Near() {}

func (g *gathered) Send(frames []byte) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.all = append(g.all, frames...)
}

func (g *gathered) text() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return string(g.all)
}

func TestWhoComesBackInTheSameMomentSharesOneReadOfTheLog(t *testing.T) {
	log := &readLog{MemoryLog: &hub.MemoryLog{}, held: make(chan struct{})}
	for range 10 {
		log.Append("list/1", "test.happened", time.Unix(1700000000, 0), nil)
	}
	h := hub.New(hub.Options{Log: log, Bus: &hub.LocalBus{}}) // not started: no slow tick
	defer h.Close()
	if _, err := h.Subscribe(t.Context(), "list/1", nil, new(gathered)); err != nil { // the topic stays
		t.Fatal(err)
	}
	const many = 200
	var listeners [many]gathered
	var coming sync.WaitGroup
	for i := range listeners {
		coming.Go(func() {
			since := event.Seq(3 + i%2)
			sub, err := h.Subscribe(t.Context(), "list/1", &since, &listeners[i])
			if err != nil {
				t.Error(err)
				return
			}
			sub.End()
		})
	}
	close(log.held)
	coming.Wait()
	if n := log.reads.Load(); n != 2 {
		t.Errorf("the log was read %d times for two numbers", n)
	}
	for i := range listeners {
		text := listeners[i].text()
		first := 4 + i%2
		if strings.Count(text, `"type":"event"`) != 11-first || !strings.Contains(text, fmt.Sprintf(`"subscribed","topic":"list/1","seq":%d}`, first-1)) {
			t.Fatalf("listener %d got %q", i, text)
		}
	}
}

// Whoever asks first reads for all, also after it has left; and what failed is tried again.
func TestAReadThatFailsIsNotRemembered(t *testing.T) {
	log := &readLog{MemoryLog: &hub.MemoryLog{}}
	for range 3 {
		log.Append("list/1", "test.happened", time.Unix(1700000000, 0), nil)
	}
	h := hub.New(hub.Options{Log: log, Bus: &hub.LocalBus{}})
	defer h.Close()
	keep, err := h.Subscribe(t.Context(), "list/1", nil, new(gathered)) // the topic stays
	if err != nil {
		t.Fatal(err)
	}
	defer keep.End()
	since := event.Seq(1)
	log.fails.Store(true)
	if _, err := h.Subscribe(t.Context(), "list/1", &since, new(gathered)); err == nil {
		t.Fatal("subscribed without a log")
	}
	log.fails.Store(false)
	var back gathered
	if _, err := h.Subscribe(t.Context(), "list/1", &since, &back); err != nil || strings.Count(back.text(), `"type":"event"`) != 2 {
		t.Errorf("got %q, %v", back.text(), err)
	}
}

// Whoever comes back later gets what has happened since, and not what was read for others.
func TestAReplayIsForOnePlaceInTheTopic(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &readLog{MemoryLog: &hub.MemoryLog{}}
		h := hub.New(hub.Options{Log: log, Bus: &hub.LocalBus{}})
		if err := h.Start(); err != nil {
			t.Fatal(err)
		}
		defer h.Close()
		if _, err := h.Subscribe(t.Context(), "list/1", nil, new(gathered)); err != nil {
			t.Fatal(err)
		}
		since := event.Seq(0)
		for n := 1; n <= 20; n++ {
			h.Publish(t.Context(), []event.Event{log.Append("list/1", "test.happened", time.Unix(1700000000, 0), nil)})
			time.Sleep(hub.JoinTick)
			synctest.Wait()
			for range 2 {
				var back gathered
				sub, err := h.Subscribe(t.Context(), "list/1", &since, &back)
				if err != nil {
					t.Fatal(err)
				}
				if got := strings.Count(back.text(), `"type":"event"`); got != n {
					t.Fatalf("%d of %d events", got, n)
				}
				sub.End()
			}
		}
		if got := log.reads.Load(); got != 20 {
			t.Errorf("the log was read %d times", got)
		}
		time.Sleep(2 * time.Second) // the slow tick forgets, so that nothing is kept for nobody
		sub, err := h.Subscribe(t.Context(), "list/1", &since, new(gathered))
		if err != nil {
			t.Fatal(err)
		}
		sub.End()
		if got := log.reads.Load(); got != 21 {
			t.Errorf("the log was read %d times", got)
		}
	})
}
