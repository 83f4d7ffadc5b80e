package server

import (
	"encoding/base64"
	"errors"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"
	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"partyline/client"
)

// KeepSockets prepares an app for Upgrade. It is called before the app listens.
func KeepSockets(app *fiber.App) { app.Server().KeepHijackedConns = true }

// Upgrade answers a request with a WebSocket, or with the plain refusal of client.Accept,
// which also says how opts are used. serve owns the connection and returns at once: buffers of the
// request are free only then. It is given nothing of the request.
//
// Fiber's Shutdown does not know of such connections: shut client.Sockets down before it.
// Body limits and timeouts of requests do not apply to them; limits are the socket's.
func Upgrade(c *fiber.Ctx, opts *websocket.AcceptOptions, serve func(*client.Conn)) error {
	if !c.App().Server().KeepHijackedConns {
		return errors.New("KeepSockets was not called: the server would close the socket")
	}
	raw := c.Context().Conn()
	conn, err := accept(raw, c, opts)
	if refused := (*client.Refused)(nil); errors.As(err, &refused) {
		for k, v := range refused.Header {
			c.Set(k, strings.Join(v, ", "))
		}
		return c.Status(refused.Status).Send(refused.Body)
	}
	if err != nil {
		return err
	}
	c.Context().HijackSetNoResponse(true) // conn answers
	c.Context().Hijack(func(rest net.Conn) {
		// rest reads through fasthttp's buffer, where bytes may stand that came right behind
		// the handshake. Take them without waiting: that buffer and the request's context
		// are free as soon as this returns.
		early, err := takeEarly(rest, raw)
		if err != nil {
			conn.Close()
			return
		}
		conn.Open(early)
		serve(conn)
	})
	return nil
}

// accept judges a handshake. One with exactly the headers that browsers send, from where nobody
// judges origins here, takes the short way.
func accept(raw net.Conn, c *fiber.Ctx, opts *websocket.AcceptOptions) (*client.Conn, error) {
	in := &c.Context().Request.Header
	if opts != nil && opts.InsecureSkipVerify || len(in.Peek(fiber.HeaderOrigin)) == 0 {
		if key, asked, ok := usual(in); ok {
			return client.Welcome(raw, key, asked), nil
		}
	}
	return client.Accept(raw, handshake(c), opts)
}

// usual says whether a handshake is without fault as it stands, and what its answer needs of it.
func usual(in *fasthttp.RequestHeader) (key string, asked, ok bool) {
	const size = 24 // of 16 bytes in base64
	one := func(name string) string {
		all := in.PeekAll(name)
		if len(all) != 1 {
			return ""
		}
		return string(all[0])
	}
	key = one("Sec-WebSocket-Key")
	var room [18]byte
	if len(key) != size {
		return "", false, false
	}
	if n, err := base64.StdEncoding.Decode(room[:], []byte(key)); err != nil || n != 16 {
		return "", false, false
	}
	protocol := in.Peek("Sec-WebSocket-Protocol")
	asked = len(protocol) > 0
	ok = in.IsGet() && in.IsHTTP11() && in.ConnectionUpgrade() &&
		strings.EqualFold(one("Upgrade"), "websocket") && one("Sec-WebSocket-Version") == "13" &&
		(!asked || one("Sec-WebSocket-Protocol") == client.Subprotocol)
	return key, asked, ok
}

// rooms are for takeEarly: there is rarely anything to take.
var rooms = sync.Pool{New: func() any { return new([512]byte) }}

// takeEarly returns what can be read from rest without waiting, and leaves raw without deadlines.
func takeEarly(rest, raw net.Conn) ([]byte, error) {
	if err := raw.SetReadDeadline(time.Unix(1, 0)); err != nil {
		return nil, err
	}
	var early []byte
	room := rooms.Get().(*[512]byte)
	defer rooms.Put(room)
	for {
		n, err := rest.Read(room[:])
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
