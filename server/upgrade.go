package server

import (
	"errors"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/coder/websocket"
	"github.com/gofiber/fiber/v2"

	"partyline/client"
)

// KeepSockets prepares an app for Upgrade. It is called before the app listens.
func KeepSockets(app *fiber.App) { app.Server().KeepHijackedConns = true }

// Upgrade answers a request with a WebSocket, or with the plain refusal of client.Accept,
// which also says how opts are used. serve is called on a goroutine of its own, with nothing
// of the request in it, and owns the connection.
//
// Fiber's Shutdown does not know of such connections: shut client.Sockets down before it.
// Body limits and timeouts of requests do not apply to them; limits are the socket's.
func Upgrade(c *fiber.Ctx, opts *websocket.AcceptOptions, serve func(*websocket.Conn, *client.Conn)) error {
	if !c.App().Server().KeepHijackedConns {
		return errors.New("KeepSockets was not called: the server would close the socket")
	}
	raw := c.Context().Conn()
	ws, conn, err := client.Accept(raw, handshake(c), opts)
	if refused := (*client.Refused)(nil); errors.As(err, &refused) {
		for k, v := range refused.Header {
			c.Set(k, strings.Join(v, ", "))
		}
		return c.Status(refused.Status).Send(refused.Body)
	}
	if err != nil { // the browser went away during the handshake
		return raw.Close()
	}
	c.Context().HijackSetNoResponse(true) // Accept has written the reply
	c.Context().Hijack(func(rest net.Conn) {
		// rest reads through fasthttp's buffer, where bytes may stand that came right behind
		// the handshake. Take them without waiting: that buffer and the request's context
		// are free as soon as this returns.
		early, err := takeEarly(rest, raw)
		if err != nil {
			ws.CloseNow()
			return
		}
		conn.Open(early)
		go serve(ws, conn)
	})
	return nil
}

// takeEarly returns what can be read from rest without waiting, and leaves raw without deadlines.
func takeEarly(rest, raw net.Conn) ([]byte, error) {
	if err := raw.SetReadDeadline(time.Unix(1, 0)); err != nil {
		return nil, err
	}
	var early []byte
	room := make([]byte, 512) // there is rarely anything
	for {
		n, err := rest.Read(room)
		early = append(early, room[:n]...)
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return early, raw.SetDeadline(time.Time{})
		}
		if err != nil {
			return nil, err
		}
	}
}

// handshake is the part of a request that a handshake is made of, copied: fasthttp uses its
// bytes again.
func handshake(c *fiber.Ctx) *http.Request {
	in := &c.Context().Request.Header
	r := &http.Request{Method: string(in.Method()), Host: string(in.Host()), Proto: "HTTP/1.0", ProtoMajor: 1, Header: http.Header{}}
	if in.IsHTTP11() {
		r.Proto, r.ProtoMinor = "HTTP/1.1", 1
	}
	for key, value := range in.All() {
		switch key := http.CanonicalHeaderKey(string(key)); key {
		case "Connection", "Upgrade", "Origin", "Sec-Websocket-Version", "Sec-Websocket-Key", "Sec-Websocket-Protocol", "Sec-Websocket-Extensions":
			r.Header.Add(key, string(value))
		}
	}
	return r
}
