package client_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"partyline/client"
	"partyline/event"
	"partyline/hub"
)

// TestModelOfPages does what happens to pages in a random order: events are published, and
// some are only committed; connections are cut from either end; pages stop reading for a
// while, leave topics and come back. Whatever happens, each page sees each topic in order,
// once, or is told to start again; and in the end it has seen it all.
//
// The order of goroutines is no part of rapid's seed.
func TestModelOfPages(t *testing.T) {
	for name, wrap := range map[string]func(net.Conn) net.Conn{"waiting at one place": asIs, "a goroutine each": hidden} {
		t.Run(name, func(t *testing.T) {
			s := openOn(t, hub.Options{Tick: 10 * time.Millisecond, ReplayEvents: 60, ReplayBytes: 256 << 10, Pending: 64 << 10}, client.Options{Messages: -1}, wrap)
			var round atomic.Int64
			rapid.Check(t, func(r *rapid.T) { model(r, s, round.Add(1)) })
		})
	}
}

func model(r *rapid.T, s *site, round int64) {
	topics := []event.Topic{event.Topic(fmt.Sprintf("session/%d", round)), event.Topic(fmt.Sprintf("list/%d", round))}
	m := &modelled{site: s, topics: topics}
	for range 3 {
		m.pages = append(m.pages, m.page())
	}
	defer m.stop()
	some := func() *paper { return m.pages[rapid.IntRange(0, len(m.pages)-1).Draw(r, "page")] }
	for range rapid.IntRange(5, 60).Draw(r, "steps") {
		topic := topics[rapid.IntRange(0, 1).Draw(r, "topic")]
		switch step := rapid.SampledFrom([]string{"publish", "publish", "publish", "commit", "burst", "large", "cut", "cut off", "stop reading", "go on", "leave", "return"}).Draw(r, "step"); step {
		case "publish":
			m.publish(topic, 1, 10, true)
		case "commit": // its publisher died: the slow tick finds it
			m.publish(topic, 2, 10, false)
		case "burst":
			m.publish(topic, rapid.IntRange(2, 90).Draw(r, "events"), 200, true)
		case "large":
			m.publish(topic, 30, 20_000, true)
		case "cut":
			some().cut()
		case "cut off":
			s.cutNewest(rapid.IntRange(0, 5).Draw(r, "which"))
		case "stop reading", "go on":
			some().reads(step == "go on")
		case "leave", "return":
			some().wants(topic, step == "return")
		}
	}
	for _, p := range m.pages {
		p.reads(true)
		for _, topic := range topics {
			p.wants(topic, true)
		}
	}
	for _, p := range m.pages {
		p.caughtUp(r)
	}
}

// cutNewest closes the server's end of one of the last connections.
func (s *site) cutNewest(which int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if at := len(s.conns) - 1 - which; at >= 0 {
		s.conns[at].Close()
	}
}

type modelled struct {
	site   *site
	topics []event.Topic
	pages  []*paper
	all    sync.WaitGroup
}

func (m *modelled) publish(topic event.Topic, n, size int, tell bool) {
	data, _ := json.Marshal(strings.Repeat("x", size))
	for range n {
		e := m.site.log.Append(topic, "test.happened", time.Unix(1700000000, 0), data)
		if tell {
			m.site.hub.Publish(context.Background(), []event.Event{e})
		}
	}
}

func (m *modelled) stop() {
	for _, p := range m.pages {
		p.mu.Lock()
		p.stopped = true
		p.cond.Broadcast()
		p.mu.Unlock()
		p.cut()
	}
	m.all.Wait()
}

// paper is a page as the protocol asks for one: it connects again whenever it is cut off, goes
// on from its last number, and begins from a snapshot after a reset.
type paper struct {
	m *modelled

	mu      sync.Mutex
	cond    sync.Cond
	conn    net.Conn
	wanted  map[event.Topic]bool
	live    map[event.Topic]bool // since a subscribed frame
	asked   map[event.Topic]event.Seq
	at      map[event.Topic]event.Seq
	deaf    bool
	stopped bool
	wrong   error
}

func (m *modelled) page() *paper {
	p := &paper{m: m, wanted: map[event.Topic]bool{}, asked: map[event.Topic]event.Seq{}, at: map[event.Topic]event.Seq{}}
	p.cond.L = &p.mu
	for _, topic := range m.topics {
		p.wanted[topic] = true
	}
	m.all.Go(p.run)
	return p
}

func (p *paper) run() {
	for p.visit() {
	}
}

// visit is one connection; false means that the page is closed, or found something wrong.
func (p *paper) visit() bool {
	conn, err := net.Dial("tcp", p.m.site.addr)
	if err != nil {
		return p.fail(err)
	}
	defer conn.Close()
	conn.(*net.TCPConn).SetReadBuffer(32 << 10)
	conn.SetDeadline(time.Now().Add(time.Minute))
	in, err := shakeHands(conn)
	if err != nil {
		return p.open() // cut off so early
	}
	p.mu.Lock()
	p.conn, p.live = conn, map[event.Topic]bool{}
	for topic, wanted := range p.wanted {
		if wanted {
			p.subscribe(topic)
		}
	}
	p.mu.Unlock()
	for p.listens() {
		f, err := next(in)
		if err != nil || f.op == closes {
			break
		}
		if f.op != text {
			continue
		}
		for _, part := range client.Apart([]byte(f.payload)) {
			if !p.take(string(part)) {
				return false
			}
		}
	}
	p.mu.Lock()
	p.conn = nil
	p.mu.Unlock()
	return p.open()
}

// listens waits while the page does not read.
func (p *paper) listens() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.deaf && !p.stopped {
		p.cond.Wait()
	}
	return !p.stopped
}

func (p *paper) open() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return !p.stopped
}

func (p *paper) fail(err error) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.wrong == nil && !p.stopped {
		p.wrong = err
	}
	p.cond.Broadcast()
	return false
}

// take judges one frame.
func (p *paper) take(payload string) bool {
	var f frame
	if err := json.Unmarshal([]byte(payload), &f); err != nil {
		return p.fail(err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	defer p.cond.Broadcast()
	switch f.Type {
	case "subscribed":
		if p.wanted[f.Topic] && f.Seq == p.asked[f.Topic] { // else it answers an earlier frame
			p.live[f.Topic], p.at[f.Topic] = true, f.Seq
		}
	case "event":
		if !p.live[f.Topic] {
			break // it was on its way
		}
		if f.Seq != p.at[f.Topic]+1 {
			p.wrong = fmt.Errorf("%s: event %d after %d", f.Topic, f.Seq, p.at[f.Topic])
		}
		p.at[f.Topic] = f.Seq
	case "reset":
		if !p.wanted[f.Topic] {
			break
		}
		p.live[f.Topic] = false
		p.at[f.Topic], _ = p.m.site.log.Last(context.Background(), f.Topic) // the snapshot
		p.subscribe(f.Topic)
	default:
		p.wrong = fmt.Errorf("got %s", payload)
	}
	return p.wrong == nil
}

// subscribe asks for a topic from where the page stands. The caller holds mu.
func (p *paper) subscribe(topic event.Topic) {
	p.asked[topic] = p.at[topic]
	p.say(fmt.Sprintf(`{"type":"subscribe","topic":%q,"since":%d}`, topic, p.at[topic]))
}

func (p *paper) say(what string) {
	if p.conn != nil {
		p.conn.Write(wire{}.frame(text, what))
	}
}

func (p *paper) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.conn != nil {
		p.conn.Close()
	}
}

func (p *paper) reads(does bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.deaf = !does
	p.cond.Broadcast()
}

func (p *paper) wants(topic event.Topic, does bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.wanted[topic] == does {
		return
	}
	p.wanted[topic] = does
	if p.live != nil {
		p.live[topic] = false
	}
	if does {
		p.subscribe(topic)
	} else {
		p.say(fmt.Sprintf(`{"type":"unsubscribe","topic":%q}`, topic))
	}
}

// caughtUp waits until the page has seen everything.
func (p *paper) caughtUp(r *rapid.T) {
	p.mu.Lock()
	defer p.mu.Unlock()
	late := time.AfterFunc(30*time.Second, func() { p.fail(fmt.Errorf("waited in vain; the page is at %v", p.at)) })
	defer late.Stop()
	for _, topic := range p.m.topics {
		last, _ := p.m.site.log.Last(context.Background(), topic)
		for p.wrong == nil && p.at[topic] < last {
			p.cond.Wait()
		}
	}
	if p.wrong != nil {
		r.Fatal(p.wrong)
	}
}
