package server_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/gofiber/fiber/v2"

	"partyline/client"
	"partyline/event"
	"partyline/hub"
	"partyline/server"
)

// socketSite is a Fiber app on loopback with a socket at /ws and a page at /.
type socketSite struct {
	addr    string
	log     *hub.MemoryLog
	hub     *hub.Hub
	sockets *client.Sockets
}

type everything struct{}

func (everything) MaySubscribe(context.Context, event.Topic) error { return nil }

func openSocketSite(t *testing.T) *socketSite {
	t.Helper()
	app := fiber.New(fiber.Config{
		DisableStartupMessage: true, Immutable: true, StreamRequestBody: true,
		ReadTimeout: 200 * time.Millisecond, WriteTimeout: 200 * time.Millisecond, IdleTimeout: 200 * time.Millisecond,
	})
	s := openSockets(t, app)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error)
	go func() { served <- app.Listener(l) }()
	s.addr = l.Addr().String()
	t.Cleanup(func() {
		s.sockets.Close()
		s.hub.Close()
		app.Shutdown()
		<-served
	})
	return s
}

// openSockets gives an app its routes.
func openSockets(t *testing.T, app *fiber.App) *socketSite {
	t.Helper()
	s := &socketSite{log: &hub.MemoryLog{}}
	s.hub = hub.New(hub.Options{Log: s.log, Bus: &hub.LocalBus{}})
	s.sockets = client.New(client.Options{Hub: s.hub, Logger: slog.New(slog.DiscardHandler)})
	if err := s.hub.Start(); err != nil {
		t.Fatal(err)
	}
	if err := s.sockets.Start(); err != nil {
		t.Fatal(err)
	}
	server.KeepSockets(app)
	app.Get("/", func(c *fiber.Ctx) error { return c.SendString("a page") })
	app.Get("/ws", func(c *fiber.Ctx) error {
		return server.Upgrade(c, &websocket.AcceptOptions{OriginPatterns: []string{"https://phones.example"}}, func(conn *client.Conn) {
			s.sockets.Serve(conn, client.Login{Rights: everything{}})
		})
	})
	return s
}

// happen commits and publishes one event.
func (s *socketSite) happen(topic event.Topic) {
	e := s.log.Append(topic, "test.happened", time.Unix(1700000000, 0), json.RawMessage(`1`))
	s.hub.Publish(context.Background(), []event.Event{e})
}

func (s *socketSite) dial(t *testing.T, header http.Header) (*websocket.Conn, *http.Response, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	return websocket.Dial(ctx, "ws://"+s.addr+"/ws", &websocket.DialOptions{HTTPHeader: header, Subprotocols: []string{client.Subprotocol}})
}

func say(t *testing.T, ws *websocket.Conn, text string) {
	t.Helper()
	if err := ws.Write(t.Context(), websocket.MessageText, []byte(text)); err != nil {
		t.Fatal(err)
	}
}

func hear(t *testing.T, ws *websocket.Conn) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	_, b, err := ws.Read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestASocketOnFibersPortCarriesEvents(t *testing.T) {
	s := openSocketSite(t)
	ws, _, err := s.dial(t, http.Header{"Origin": {"https://phones.example"}})
	if err != nil {
		t.Fatal(err)
	}
	defer ws.CloseNow()
	if ws.Subprotocol() != client.Subprotocol {
		t.Errorf("subprotocol %q", ws.Subprotocol())
	}
	say(t, ws, `{"type":"subscribe","topic":"session/1"}`)
	if got := hear(t, ws); got != `{"type":"subscribed","topic":"session/1","seq":0}` {
		t.Errorf("got %s", got)
	}
	e := s.log.Append("session/1", "calling.entry_skipped", time.Unix(1700000000, 0), json.RawMessage(`{"id":"e1"}`))
	s.hub.Publish(t.Context(), []event.Event{e})
	if got := hear(t, ws); got != `{"type":"event","topic":"session/1","seq":1,"kind":"calling.entry_skipped","at":"2023-11-14T22:13:20Z","data":{"id":"e1"}}` {
		t.Errorf("got %s", got)
	}
}

// The server's own timeouts are for requests; a socket is quiet for as long as it likes.
func TestASocketOutlivesTheServersTimeouts(t *testing.T) {
	s := openSocketSite(t)
	ws, _, err := s.dial(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer ws.CloseNow()
	page, err := net.Dial("tcp", s.addr) // a connection that says nothing is closed by the idle timeout
	if err != nil {
		t.Fatal(err)
	}
	defer page.Close()
	io.ReadAll(page)
	say(t, ws, `{"type":"ping"}`)
	if got := hear(t, ws); got != `{"type":"pong"}` {
		t.Errorf("got %s", got)
	}
}

func TestARefusedHandshakeIsAnOrdinaryReply(t *testing.T) {
	s := openSocketSite(t)
	good := map[string]string{"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="}
	for name, c := range map[string]struct {
		key, value string
		status     int
	}{
		"a key of 15 bytes":    {"Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAA", http.StatusBadRequest},
		"no key of base64":     {"Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA!=", http.StatusBadRequest},
		"two keys":             {"Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", http.StatusBadRequest},
		"no connection":        {"Connection", "keep-alive", http.StatusUpgradeRequired},
		"no upgrade":           {"Upgrade", "", http.StatusUpgradeRequired},
		"an old version":       {"Sec-WebSocket-Version", "8", http.StatusBadRequest},
		"no key":               {"Sec-WebSocket-Key", "", http.StatusBadRequest},
		"a foreign origin":     {"Origin", "https://evil.example", http.StatusForbidden},
		"a foreign scheme":     {"Origin", "http://phones.example", http.StatusForbidden},
		"another subprotocol":  {"Sec-WebSocket-Protocol", "mqtt", http.StatusBadRequest},
		"an origin of nothing": {"Origin", "null", http.StatusForbidden},
	} {
		t.Run(name, func(t *testing.T) {
			raw, err := net.Dial("tcp", s.addr)
			if err != nil {
				t.Fatal(err)
			}
			defer raw.Close()
			var b strings.Builder
			b.WriteString("GET /ws HTTP/1.1\r\nHost: " + s.addr + "\r\n")
			header := map[string]string{}
			for k, v := range good {
				header[k] = v
			}
			header[c.key] = c.value
			for k, v := range header {
				if v != "" {
					b.WriteString(k + ": " + v + "\r\n")
				}
			}
			raw.Write([]byte(b.String() + "\r\n"))
			in := bufio.NewReader(raw)
			reply, err := http.ReadResponse(in, nil)
			if err != nil {
				t.Fatal(err)
			}
			body, _ := io.ReadAll(reply.Body)
			if reply.StatusCode != c.status || len(body) == 0 {
				t.Errorf("%d %q, not %d", reply.StatusCode, body, c.status)
			}
			// The connection goes on as HTTP.
			raw.Write([]byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n"))
			if reply, err = http.ReadResponse(in, nil); err != nil || reply.StatusCode != http.StatusOK {
				t.Errorf("after the refusal: %v %v", reply, err)
			}
		})
	}
}

// Whatever way a handshake takes through Upgrade, its answer is the same.
func TestAHandshakeIsAnsweredByTheProtocol(t *testing.T) {
	s := openSocketSite(t)
	const usual = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
	for name, c := range map[string]struct{ headers, protocol string }{
		"as browsers send it":     {usual, ""},
		"with other words":        {strings.Replace(usual, "Connection: Upgrade", "connection: keep-alive, upgrade", 1), ""},
		"spaces round the key":    {strings.Replace(usual, "Key: ", "Key:   ", 1), ""},
		"our subprotocol":         {usual + "Sec-WebSocket-Protocol: partyline.v1\r\n", client.Subprotocol},
		"ours among others":       {usual + "Sec-WebSocket-Protocol: mqtt, partyline.v1\r\n", client.Subprotocol},
		"ours behind another":     {usual + "Sec-WebSocket-Protocol: partyline.v1\r\nSec-WebSocket-Protocol: mqtt\r\n", client.Subprotocol},
		"an origin that may":      {usual + "Origin: https://phones.example\r\n", ""},
		"compression, not given":  {usual + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n", ""},
		"the origin of this host": {usual + "Origin: http://x\r\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			raw, err := net.Dial("tcp", s.addr)
			if err != nil {
				t.Fatal(err)
			}
			defer raw.Close()
			raw.SetDeadline(time.Now().Add(10 * time.Second))
			raw.Write([]byte("GET /ws HTTP/1.1\r\nHost: x\r\n" + c.headers + "\r\n"))
			in := bufio.NewReader(raw)
			reply, err := http.ReadResponse(in, nil)
			if err != nil {
				t.Fatal(err)
			}
			h := reply.Header
			if reply.StatusCode != http.StatusSwitchingProtocols || h.Get("Sec-WebSocket-Accept") != "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" || // RFC 6455, 1.3
				!strings.EqualFold(h.Get("Upgrade"), "websocket") || !strings.EqualFold(h.Get("Connection"), "Upgrade") ||
				h.Get("Sec-WebSocket-Protocol") != c.protocol || h.Get("Sec-WebSocket-Extensions") != "" {
				t.Fatalf("%d %v", reply.StatusCode, h)
			}
			raw.Write([]byte("\x81\x8f\x00\x00\x00\x00" + `{"type":"ping"}`))
			want := "\x81\x0f" + `{"type":"pong"}`
			got := make([]byte, len(want))
			if _, err := io.ReadFull(in, got); err != nil || string(got) != want {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

// A page may send its first frames before it has the reply; they then stand in the server's
// buffer of the request.
func TestFramesRightBehindTheHandshakeAreNotLost(t *testing.T) {
	s := openSocketSite(t)
	raw, err := net.Dial("tcp", s.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	raw.SetDeadline(time.Now().Add(10 * time.Second))
	frame := "\x81\x8f\x00\x00\x00\x00" + `{"type":"ping"}`
	raw.Write([]byte("GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n" + frame + frame[:5]))
	in := bufio.NewReader(raw)
	if reply, err := http.ReadResponse(in, nil); err != nil || reply.StatusCode != http.StatusSwitchingProtocols {
		t.Fatalf("%v %v", reply, err)
	}
	raw.Write([]byte(frame[5:]))
	want := "\x81\x0f" + `{"type":"pong"}`
	got := make([]byte, 2*len(want))
	if _, err := io.ReadFull(in, got); err != nil || string(got) != want+want {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestSocketsGoAwayAndTheServerStops(t *testing.T) {
	s := openSocketSite(t)
	ws, _, err := s.dial(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer ws.CloseNow()
	say(t, ws, `{"type":"ping"}`)
	hear(t, ws) // it is being served
	done := make(chan struct{})
	go func() { s.sockets.Shutdown(context.Background(), 3*time.Second); close(done) }()
	if got := hear(t, ws); got != `{"type":"going_away","in":3000}` {
		t.Errorf("got %s", got)
	}
	if _, _, err := ws.Read(t.Context()); websocket.CloseStatus(err) != websocket.StatusGoingAway {
		t.Errorf("closed with %v", err)
	}
	<-done
}

func TestWithoutKeepSocketsUpgradeRefuses(t *testing.T) {
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	app.Get("/ws", func(c *fiber.Ctx) error { return server.Upgrade(c, nil, nil) })
	r, _ := http.NewRequest("GET", "/ws", nil)
	reply, err := app.Test(r)
	if err != nil || reply.StatusCode != http.StatusInternalServerError {
		t.Errorf("%v %v", reply, err)
	}
}
