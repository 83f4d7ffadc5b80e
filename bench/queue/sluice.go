//go:build linux

package main

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"sync"
	"time"

	"github.com/coder/websocket"

	"partyline/event"
	"partyline/hub"
)

// sluice stands between a browser and the server. Everything passes through it, but the events of
// the socket: these it holds back, and publishes them at a fixed rate on a hub of its own, as the
// server does when they happen. So the browser gets the real hub's frames of real changes, at a
// rate that does not depend on how fast this machine can make them while the browser runs on it
// too.
type sluice struct {
	addr   string
	server *http.Server
	to     *url.URL
	hub    *hub.Hub
	log    *released

	mu   sync.Mutex
	held []event.Event
	over func() // ends the relay
}

func newSluice() (*sluice, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &sluice{addr: l.Addr().String(), over: func() {}, log: &released{events: map[event.Topic][]event.Event{}, before: map[event.Topic]event.Seq{}}}
	s.hub = hub.New(hub.Options{Log: s.log, Bus: &hub.LocalBus{}})
	if err := s.hub.Start(); err != nil {
		return nil, err
	}
	s.server = &http.Server{Handler: s}
	go s.server.Serve(l) // until close
	return s, nil
}

// before says which server is behind it.
func (s *sluice) before(base string) (err error) {
	s.to, err = url.Parse(base)
	return err
}

func (s *sluice) close() {
	s.mu.Lock()
	over := s.over
	s.mu.Unlock()
	over()
	s.server.Close()
	s.hub.Close()
}

func (s *sluice) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/ws" {
		s.relay(w, r)
		return
	}
	p := httputil.ReverseProxy{Rewrite: func(p *httputil.ProxyRequest) { p.SetURL(s.to); p.Out.Host = p.In.Host }}
	p.ServeHTTP(w, r)
}

// relay joins the browser's socket with one of the server's. The last one that was opened counts.
func (s *sluice) relay(w http.ResponseWriter, r *http.Request) {
	ctx, over := context.WithCancel(context.Background())
	defer over()
	up, _, err := websocket.Dial(ctx, "ws"+s.to.String()[len("http"):]+"/ws", &websocket.DialOptions{
		Subprotocols: []string{"partyline.v1"}, HTTPHeader: http.Header{"Cookie": r.Header["Cookie"], "Origin": r.Header["Origin"]},
		Host: r.Host,
	})
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer up.CloseNow()
	up.SetReadLimit(-1)
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{"partyline.v1"}})
	if err != nil {
		return
	}
	defer conn.CloseNow()
	s.mu.Lock()
	s.over, s.held = over, nil
	s.mu.Unlock()
	go func() {
		defer over()
		for {
			kind, b, err := conn.Read(ctx)
			if err != nil || up.Write(ctx, kind, b) != nil {
				return
			}
		}
	}()
	b := &browser{conn: conn, ctx: ctx}
	for {
		_, message, err := up.Read(ctx)
		if err != nil {
			return
		}
		if err := s.pass(b, message); err != nil {
			return
		}
	}
}

// pass keeps events, has the hub here serve the topics that the server serves, and hands on all else.
func (s *sluice) pass(b *browser, message []byte) error {
	var f struct {
		Type   string
		Topic  event.Topic
		Seq    event.Seq
		Events []event.Event
	}
	if err := json.Unmarshal(message, &f); err != nil {
		return err
	}
	switch f.Type {
	case "event":
		f.Events = make([]event.Event, 1)
		if err := json.Unmarshal(message, &f.Events[0]); err != nil {
			return err
		}
	case "subscribed":
		s.log.begin(f.Topic, f.Seq)
		_, err := s.hub.Subscribe(b.ctx, f.Topic, &f.Seq, b)
		return err
	}
	if len(f.Events) == 0 {
		return b.conn.Write(b.ctx, websocket.MessageText, message)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held = append(s.held, f.Events...)
	return nil
}

// browser is who listens to the hub.
type browser struct {
	conn *websocket.Conn
	ctx  context.Context
}

func (*browser) Near() {}

// Send writes the payloads of the hub's frames, each as one message.
func (b *browser) Send(frames []byte) {
	for len(frames) > 0 {
		at, size := 2, int(frames[1])
		switch size {
		case 126:
			at, size = 4, int(binary.BigEndian.Uint16(frames[2:]))
		case 127:
			at, size = 10, int(binary.BigEndian.Uint64(frames[2:]))
		}
		_ = b.conn.Write(b.ctx, websocket.MessageText, frames[at:at+size]) // the relay ends if it cannot
		frames = frames[at+size:]
	}
}

func (s *sluice) waiting() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.held)
}

// release lets events go at a rate a second until ctx is done or none is left; it answers how many went.
func (s *sluice) release(ctx context.Context, rate float64) (int, error) {
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	begin, n := time.Now(), 0
	for {
		select {
		case <-ctx.Done():
			return n, nil
		case <-tick.C:
		}
		for due := int(time.Since(begin).Seconds() * rate); n < due; n++ {
			s.mu.Lock()
			if len(s.held) == 0 {
				s.mu.Unlock()
				return n, nil
			}
			e := s.held[0]
			s.held = s.held[1:]
			s.mu.Unlock()
			s.log.append(e)
			s.hub.Publish(ctx, []event.Event{e})
		}
	}
}
