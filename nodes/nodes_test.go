package nodes_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"partyline/event"
	"partyline/hub"
	"partyline/nodes"
	"partyline/nodes/nodestest"
)

// node is one node's end with everything it heard.
type node struct {
	*nodes.Redis
	mu    sync.Mutex
	heard []event.Event
	signs []hub.Sign
}

func start(t *testing.T, url, name string) *node {
	t.Helper()
	r, err := nodes.New(nodes.Options{URL: url, Prefix: "test", Node: name})
	if err != nil {
		t.Fatal(err)
	}
	n := &node{Redis: r}
	if _, err := r.Listen(func(b hub.Batch) {
		n.mu.Lock()
		defer n.mu.Unlock()
		n.heard = append(n.heard, b.Events...)
		n.signs = append(n.signs, b.Signs...)
	}); err != nil {
		t.Fatal(err)
	}
	r.Start()
	r.Start()
	t.Cleanup(func() { _ = r.Close(); _ = r.Close() })
	return n
}

func (n *node) seqs() (seqs []event.Seq) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, e := range n.heard {
		seqs = append(seqs, e.Seq)
	}
	return seqs
}

func (n *node) publish(from, to int) {
	for i := from; i <= to; i++ {
		_ = n.Publish(context.Background(), hub.Batch{Events: []event.Event{{Topic: "list/a", Seq: event.Seq(i), Kind: "list.changed", Data: json.RawMessage(`{"n":1}`)}}})
	}
}

func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !is(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain until %s", what)
		}
	}
}

func numbers(from, to int) (seqs []event.Seq) {
	for i := from; i <= to; i++ {
		seqs = append(seqs, event.Seq(i))
	}
	return seqs
}

// both starts two nodes and waits until each hears the other.
func both(t *testing.T, url string) (a, b *node) {
	t.Helper()
	a, b = start(t, url, "a"), start(t, url, "b")
	meet(t, a, b)
	return a, b
}

func meet(t *testing.T, a, b *node) {
	t.Helper()
	hears := func(from, to *node, key string) bool {
		_ = from.Publish(context.Background(), hub.Batch{Signs: []hub.Sign{{Topic: "list/a", Key: key, Frame: json.RawMessage(`{}`)}}})
		to.mu.Lock()
		defer to.mu.Unlock()
		return slices.ContainsFunc(to.signs, func(s hub.Sign) bool { return s.Key == key })
	}
	key := fmt.Sprint(time.Now().UnixNano())
	until(t, "b hears a", func() bool { return hears(a, b, "a"+key) })
	until(t, "a hears b", func() bool { return hears(b, a, "b"+key) })
}

func TestEveryNodeHearsEveryEventOnceAndInOrder(t *testing.T) {
	a, b := both(t, nodestest.Start(t).URL)
	a.publish(1, 1000)
	until(t, "b has them", func() bool { return len(b.seqs()) >= 1000 })
	if got := b.seqs(); !slices.Equal(got, numbers(1, 1000)) {
		t.Errorf("the other node heard %d events, not 1 to 1,000 in order", len(got))
	}
	if got := a.seqs(); !slices.Equal(got, numbers(1, 1000)) {
		t.Errorf("the publisher's own node heard %d events, not each once", len(got))
	}
}

func TestANodeHearsItselfWhateverHappensToRedis(t *testing.T) {
	server := nodestest.Start(t)
	a, b := both(t, server.URL)
	for name, happen := range map[string]func(){"stopped": server.Stop, "silent": server.Hang} {
		t.Run(name, func(t *testing.T) {
			server.Start()
			server.Go()
			meet(t, a, b)
			before := len(a.seqs())
			happen()
			done := make(chan struct{})
			go func() { a.publish(1, 20_000); close(done) }()
			select {
			case <-done:
			case <-time.After(30 * time.Second):
				t.Fatal("publishing waits for Redis")
			}
			if got := len(a.seqs()) - before; got != 20_000 {
				t.Errorf("its own hub heard %d of 20,000", got)
			}
			until(t, "it says that Redis is away", func() bool { return !a.Up() })
			if a.Recall(context.Background(), "list/a") != nil {
				t.Error("recalled something from a Redis that is away")
			}
			if _, err := a.Turn(context.Background(), "calls", time.Second, time.Minute); err == nil {
				t.Error("got a turn from a Redis that is away")
			}
		})
	}
	server.Go()
	server.Start()
	meet(t, a, b)
	if !a.Up() || !b.Up() {
		t.Error("it is back and nobody says so")
	}
}

func TestWhatIsKnownOfPeopleIsThereForANodeThatStartsLater(t *testing.T) {
	server := nodestest.Start(t)
	a, _ := both(t, server.URL)
	a.Remember("list/a", "ann", []byte(`{"name":"Ann"}`))
	a.Remember("list/a", "bob", []byte(`{"name":"Bob"}`))
	a.Remember("list/b", "ann", []byte(`{"name":"Ann"}`))
	late := start(t, server.URL, "late")
	until(t, "it knows both", func() bool { return len(late.Recall(context.Background(), "list/a")) == 2 })
	if got := late.Recall(context.Background(), "list/a"); got["ann"] != `{"name":"Ann"}` {
		t.Errorf("recalled %v", got)
	}
	if got := late.Recall(context.Background(), "list/c"); len(got) != 0 {
		t.Errorf("recalled of an empty topic: %v", got)
	}
}

// Sixty turns taken on two nodes at once are as far apart as those of one.
func TestTurnsAreSharedByAllNodes(t *testing.T) {
	a, b := both(t, nodestest.Start(t).URL)
	var mu sync.Mutex
	var waits []time.Duration
	var all sync.WaitGroup
	began := time.Now()
	for i := range 60 {
		all.Go(func() {
			n := []*node{a, b}[i%2]
			wait, err := n.Turn(context.Background(), "calls", time.Second, time.Hour)
			if err != nil || wait < 0 {
				t.Errorf("turn %d: %v, %v", i, wait, err)
			}
			mu.Lock()
			defer mu.Unlock()
			waits = append(waits, wait+time.Since(began)) // when it comes
		})
	}
	all.Wait()
	slices.Sort(waits)
	took := time.Since(began)
	for i := 1; i < len(waits); i++ {
		if apart := waits[i] - waits[0]; apart < time.Duration(i)*time.Second-took {
			t.Errorf("turn %d comes %v after the first", i, apart)
		}
	}
	if wait, err := a.Turn(context.Background(), "calls", time.Second, time.Second); err != nil || wait >= 0 {
		t.Errorf("the queue is a minute long, and somebody who waits a second at most got %v, %v", wait, err)
	}
	if wait, err := a.Turn(context.Background(), "others", time.Second, time.Second); err != nil || wait != 0 {
		t.Errorf("another queue is empty: %v, %v", wait, err)
	}
}

// Six presses of one person pass, on whichever nodes they come; a seventh is told when the first is forgotten.
func TestPressesAreCountedOnAllNodesTogether(t *testing.T) {
	redis := nodestest.Start(t)
	a, b := both(t, redis.URL)
	var passed atomic.Int64
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			wait, err := []*node{a, b}[i%2].Press(context.Background(), "ben", fmt.Sprint(i), 6, time.Hour)
			switch {
			case err != nil || wait < 0 || wait > time.Hour:
				t.Errorf("press %d: %v, %v", i, wait, err)
			case wait == 0:
				passed.Add(1)
			case wait < time.Hour-time.Minute:
				t.Errorf("press %d may come in %v", i, wait)
			}
		})
	}
	if all.Wait(); passed.Load() != 6 {
		t.Errorf("%d passed", passed.Load())
	}
	if wait, err := b.Press(context.Background(), "chloe", "x", 6, time.Hour); err != nil || wait != 0 {
		t.Errorf("somebody else: %v, %v", wait, err)
	}
	for i := range 20 { // a window that is over counts no more
		until(t, "the next press passes", func() bool {
			wait, err := a.Press(context.Background(), "quick", fmt.Sprint("q", i), 1, time.Millisecond)
			return err == nil && wait == 0
		})
	}
	redis.Stop()
	if _, err := a.Press(context.Background(), "ben", "y", 6, time.Hour); !errors.Is(err, nodes.ErrAway) {
		t.Errorf("without Redis: %v", err)
	}
}

func TestAnAddressThatIsNoneIsASentenceWithoutItsPassword(t *testing.T) {
	_, err := nodes.New(nodes.Options{URL: "http://user:secret@host"})
	if err == nil || len(err.Error()) < 40 || strings.Contains(err.Error(), "secret") {
		t.Errorf("%v", err)
	}
}
