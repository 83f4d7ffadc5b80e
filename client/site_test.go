package client_test

import (
	"bufio"
	"context"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"partyline/client"
	"partyline/event"
	"partyline/fault"
	"partyline/hub"
)

const topic = event.Topic("session/0190")

// site is a node that serves sockets on loopback.
type site struct {
	t       *testing.T
	log     *hub.MemoryLog
	hub     *hub.Hub
	sockets *client.Sockets
	rights  *rights
	addr    string
	served  sync.WaitGroup

	mu    sync.Mutex
	conns []*client.Conn
}

// open starts one; wrap, if given, comes between the kernel's connection and client.Conn.
func open(t *testing.T, o client.Options, wrap func(net.Conn) net.Conn) *site {
	t.Helper()
	return openOn(t, hub.Options{}, o, wrap)
}

// openOn is open with a hub that is not as usual.
func openOn(t *testing.T, ho hub.Options, o client.Options, wrap func(net.Conn) net.Conn) *site {
	t.Helper()
	s := &site{t: t, log: &hub.MemoryLog{}, rights: &rights{}}
	ho.Log, ho.Bus = s.log, &hub.LocalBus{}
	s.hub = hub.New(ho)
	if err := s.hub.Start(); err != nil {
		t.Fatal(err)
	}
	o.Hub = s.hub
	o.Logger = slog.New(slog.DiscardHandler)
	s.sockets = client.New(o)
	if err := s.sockets.Start(); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.addr = l.Addr().String()
	s.served.Go(func() {
		for {
			raw, err := l.Accept()
			if err != nil {
				return
			}
			if wrap != nil {
				raw = wrap(raw)
			}
			s.served.Go(func() { s.serve(raw) })
		}
	})
	t.Cleanup(func() {
		l.Close()
		s.sockets.Close()
		s.hub.Close()
		s.served.Wait()
	})
	return s
}

func (s *site) serve(raw net.Conn) {
	in := bufio.NewReader(raw)
	r, err := http.ReadRequest(in)
	if err != nil {
		raw.Close()
		return
	}
	conn, err := client.Accept(raw, r, nil)
	if err != nil {
		s.t.Errorf("handshake: %v", err)
		raw.Close()
		return
	}
	raw.SetDeadline(time.Time{})
	early, _ := in.Peek(in.Buffered())
	conn.Open(early)
	s.mu.Lock()
	s.conns = append(s.conns, conn)
	s.mu.Unlock()
	name := r.URL.Query().Get("name")
	s.sockets.Serve(conn, client.Login{ID: "login " + name, User: name, Name: name, Rights: s.rights})
}

// happen commits n events and publishes them.
func (s *site) happen(n int, data string) {
	for range n {
		e := s.log.Append(topic, "test.happened", time.Unix(1700000000, 0), json.RawMessage(data))
		s.hub.Publish(context.Background(), []event.Event{e})
	}
}

// rights allow everything that is not taken away.
type rights struct {
	mu    sync.Mutex
	taken map[event.Topic]error
}

func (r *rights) take(t event.Topic, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.taken == nil {
		r.taken = map[event.Topic]error{}
	}
	r.taken[t] = err
}

func (r *rights) MaySubscribe(_ context.Context, t event.Topic) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.taken[t]
}

var errNotYours = fault.New(fault.NotFound, "not_found", "There is no such session.")

// frame is any frame from the server.
type frame struct {
	Type   string          `json:"type"`
	Topic  event.Topic     `json:"topic"`
	Seq    event.Seq       `json:"seq"`
	Code   string          `json:"code"`
	Title  string          `json:"title"`
	Key    string          `json:"key"`
	In     int64           `json:"in"`
	Away   bool            `json:"away"`
	People []client.Person `json:"people"`
	Data   json.RawMessage `json:"data"`
}

// browser is a page's end of a socket.
type browser struct {
	t    *testing.T
	ws   *websocket.Conn
	left [][]byte // of a frame with several events
}

func (s *site) dial(name string) *browser {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	ws, _, err := websocket.Dial(ctx, "ws://"+s.addr+"/ws?name="+name, &websocket.DialOptions{Subprotocols: []string{client.Subprotocol}})
	if err != nil {
		s.t.Fatal(err)
	}
	ws.SetReadLimit(-1)
	s.t.Cleanup(func() { ws.CloseNow() })
	return &browser{t: s.t, ws: ws}
}

// raw dials without a WebSocket library, and returns after the handshake.
func (s *site) raw() *net.TCPConn {
	s.t.Helper()
	c, err := net.Dial("tcp", s.addr)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { c.Close() })
	c.SetDeadline(time.Now().Add(20 * time.Second))
	c.Write([]byte("GET /ws?name=raw HTTP/1.1\r\nHost: " + s.addr + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"))
	for end := 0; end < 4; {
		var b [1]byte
		if _, err := c.Read(b[:]); err != nil {
			s.t.Fatal(err)
		}
		if b[0] == "\r\n\r\n"[end] {
			end++
		} else {
			end = 0
		}
	}
	return c.(*net.TCPConn)
}

func (b *browser) say(text string) {
	b.t.Helper()
	if err := b.try(websocket.MessageText, text); err != nil {
		b.t.Fatal(err)
	}
}

func (b *browser) try(kind websocket.MessageType, text string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return b.ws.Write(ctx, kind, []byte(text))
}

func (b *browser) hear() (frame, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if len(b.left) == 0 {
		_, message, err := b.ws.Read(ctx)
		if err != nil {
			return frame{}, err
		}
		b.left = client.Apart(message)
	}
	message := b.left[0]
	b.left = b.left[1:]
	var f frame
	return f, json.Unmarshal(message, &f)
}

// expect hears the next frame, which has to be of this type.
func (b *browser) expect(kind string) frame {
	b.t.Helper()
	f, err := b.hear()
	if err != nil {
		b.t.Fatalf("waiting for %s: %v", kind, err)
	}
	if f.Type != kind {
		b.t.Fatalf("got %+v, not %s", f, kind)
	}
	return f
}

// closed hears until the socket ends, and returns why.
func (b *browser) closed() client.Code {
	b.t.Helper()
	for {
		if _, err := b.hear(); err != nil {
			code := client.Code(websocket.CloseStatus(err))
			if code < 0 {
				b.t.Fatalf("ended without a code: %v", err)
			}
			return code
		}
	}
}

func (b *browser) subscribe(since string) frame {
	b.t.Helper()
	if since != "" {
		since = `,"since":` + since
	}
	b.say(`{"type":"subscribe","topic":"` + string(topic) + `"` + since + `}`)
	return b.expect("subscribed")
}

// until waits until it is so.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for late := time.Now().Add(20 * time.Second); !is(); time.Sleep(time.Millisecond) {
		if time.Now().After(late) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}
