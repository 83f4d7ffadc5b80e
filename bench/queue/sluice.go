//go:build linux

package main

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// sluice stands between a browser and the server. Everything passes through it, but the events of
// the socket: these it holds back, and lets them go at a fixed rate. So the browser gets real
// frames of real changes, at a rate that does not depend on how fast this machine can make them
// while the browser runs on it too.
type sluice struct {
	addr   string
	server *http.Server
	to     *url.URL

	mu   sync.Mutex
	held [][]byte
	out  *websocket.Conn // to the browser
	over func()          // ends the relay
}

func newSluice() (*sluice, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &sluice{addr: l.Addr().String(), over: func() {}}
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
	browser, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{"partyline.v1"}})
	if err != nil {
		return
	}
	defer browser.CloseNow()
	s.mu.Lock()
	s.out, s.over, s.held = browser, over, nil
	s.mu.Unlock()
	go func() {
		defer over()
		for {
			kind, b, err := browser.Read(ctx)
			if err != nil || up.Write(ctx, kind, b) != nil {
				return
			}
		}
	}()
	for {
		kind, b, err := up.Read(ctx)
		if err != nil {
			return
		}
		if bytes.HasPrefix(b, []byte(`{"type":"event"`)) {
			s.mu.Lock()
			s.held = append(s.held, b)
			s.mu.Unlock()
		} else if browser.Write(ctx, kind, b) != nil {
			return
		}
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
			b, out := s.held[0], s.out
			s.held = s.held[1:]
			s.mu.Unlock()
			if err := out.Write(context.Background(), websocket.MessageText, b); err != nil {
				return n, err
			}
		}
	}
}
