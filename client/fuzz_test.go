package client

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/coder/websocket"

	"partyline/event"
	"partyline/hub"
)

type everything struct{}

func (everything) MaySubscribe(context.Context, event.Topic) error { return nil }

// deaf is a connection that reads what it was given and forgets what is written.
type deaf struct {
	in  io.Reader
	out bytes.Buffer
}

func (d *deaf) Read(p []byte) (int, error)       { return d.in.Read(p) }
func (d *deaf) Write(p []byte) (int, error)      { return len(p), nil }
func (d *deaf) Close() error                     { return nil }
func (d *deaf) LocalAddr() net.Addr              { return &net.TCPAddr{} }
func (d *deaf) RemoteAddr() net.Addr             { return &net.TCPAddr{} }
func (d *deaf) SetDeadline(time.Time) error      { return nil }
func (d *deaf) SetReadDeadline(time.Time) error  { return nil }
func (d *deaf) SetWriteDeadline(time.Time) error { return nil }

func node(f *testing.F) *Sockets {
	h := hub.New(hub.Options{Log: &hub.MemoryLog{}, Bus: &hub.LocalBus{}})
	if err := h.Start(); err != nil {
		f.Fatal(err)
	}
	sockets := New(Options{Hub: h, Logger: slog.New(slog.DiscardHandler)})
	f.Cleanup(func() { sockets.Close(); h.Close() })
	return sockets
}

// Whatever text comes, the socket answers or closes with a code of the table, and what is not
// JSON in UTF-8 never stays.
func FuzzMessage(f *testing.F) {
	for _, s := range []string{
		`{"type":"subscribe","topic":"session/1","since":17}`, `{"type":"unsubscribe","topic":"session/1"}`,
		`{"type":"presence","topic":"session/1","doing":"calling"}`, `{"type":"ping"}`, `{"type":"lease","have":["a"]}`,
		`{"type":"subscribe","topic":"session/1","since":-9223372036854775808}`, `{"type":"subscribe","topic":"session/1","since":9223372036854775807}`,
		`[]`, `null`, `{"type":null}`, `{`, "\xff", `{"TYPE":"ping"}`, `{"type":"ping","type":"subscribe"}`,
	} {
		f.Add(s)
	}
	sockets := node(f)
	f.Fuzz(func(t *testing.T, message string) {
		conn := NewConn(&deaf{in: new(bytes.Reader)})
		conn.Open(nil)
		s := &Socket{sockets: sockets, conn: conn, login: Login{User: "u", Rights: everything{}}}
		s.receive(websocket.MessageText, []byte(`{"type":"subscribe","topic":"session/1"}`))
		s.receive(websocket.MessageText, []byte(message))
		if !utf8.ValidString(message) && !conn.Ended() {
			t.Errorf("%q did not close the socket", message)
		}
		if n := len(s.subscriptions()); n > 2 {
			t.Errorf("%d subscriptions after one message", n)
		}
		for _, sub := range s.subscriptions() {
			sub.End()
		}
	})
}

// Whatever bytes come after the handshake, serving ends and leaves nothing behind.
func FuzzWire(f *testing.F) {
	f.Add([]byte("\x81\x8f\x00\x00\x00\x00{\"type\":\"ping\"}"))
	f.Add([]byte("\x01\x81\x00\x00\x00\x00{\x89\x80\x00\x00\x00\x00\x80\x81\x00\x00\x00\x00}"))
	f.Add([]byte("\x88\x82\x00\x00\x00\x00\x03\xe8"))
	f.Add([]byte("\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff"))
	f.Add([]byte("\x81\xfe\xff"))
	sockets := node(f)
	f.Fuzz(func(t *testing.T, wire []byte) {
		r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader([]byte("GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"))))
		if err != nil {
			t.Fatal(err)
		}
		conn, err := Accept(&deaf{in: bytes.NewReader(wire)}, r, nil)
		if err != nil {
			t.Fatal(err)
		}
		conn.Open(nil)
		sockets.Serve(conn, Login{User: "u", Rights: everything{}})
		sockets.open.Wait()
		if n := sockets.Count(); n != 0 {
			t.Errorf("%d sockets are left", n)
		}
	})
}
