package server

import (
	"bufio"
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

const (
	handshakeTimeout = 10 * time.Second
	readBuffer       = 512
	controlFrame     = 160 // holds one whole control frame: 4 + 125 bytes
	earlyBytes       = 4096
)

// KeepSockets prepares an app for Upgrade; before it listens.
func KeepSockets(app *fiber.App) { app.Server().KeepHijackedConns = true }

// Upgrade answers a request with a WebSocket, or with the plain refusal that
// websocket.Accept words. serve is called on a goroutine of its own, with nothing of the
// request in it, and owns the connection. The origin is checked by opts.OriginPatterns; the
// subprotocol is client.Subprotocol, which a caller that asks for others does not get.
//
// Fiber's Shutdown does not know of such connections: close them (client.Sockets) before it.
// Body limits do not apply to them either; limits are the socket's.
func Upgrade(c *fiber.Ctx, opts *websocket.AcceptOptions, serve func(*websocket.Conn, *client.Conn)) error {
	if !c.App().Server().KeepHijackedConns {
		return errors.New("KeepSockets was not called: the server would close the socket")
	}
	raw := c.Context().Conn()
	conn := client.NewConn(raw)
	h := &handshake{conn: conn, header: http.Header{}}
	var o websocket.AcceptOptions
	if opts != nil {
		o = *opts
	}
	o.Subprotocols = []string{client.Subprotocol}
	o.CompressionMode = websocket.CompressionDisabled // frames are the same bytes for everyone
	o.OnPingReceived = conn.Pinged

	ws, err := websocket.Accept(h, request(c), &o)
	switch {
	case err != nil && h.hijacked: // the browser went away during the handshake
		return raw.Close()
	case err != nil:
		for k, v := range h.header {
			c.Set(k, strings.Join(v, ", "))
		}
		return c.Status(h.status).Send(h.body)
	}
	c.Context().HijackSetNoResponse(true) // Hijack has written the reply
	c.Context().Hijack(func(rest net.Conn) {
		// rest reads through fasthttp's buffer, where bytes may stand that came right behind
		// the handshake. Take them without waiting; then that buffer and the request's
		// context are free as soon as this returns.
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
	early := make([]byte, earlyBytes)
	n, err := rest.Read(early)
	if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
		return nil, err
	}
	return append([]byte(nil), early[:n]...), raw.SetDeadline(time.Time{})
}

// request is the part of the request that the handshake is made of, copied: fasthttp uses
// its bytes again.
func request(c *fiber.Ctx) *http.Request {
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

// handshake is what websocket.Accept replies to. A refusal stays in it and becomes an
// ordinary reply of Fiber's; an acceptance is written to the connection.
type handshake struct {
	conn     *client.Conn
	header   http.Header
	status   int
	body     []byte
	hijacked bool
}

func (h *handshake) Header() http.Header { return h.header }

func (h *handshake) WriteHeader(status int) {
	if h.status == 0 {
		h.status = status
	}
}

func (h *handshake) Write(p []byte) (int, error) {
	h.WriteHeader(http.StatusOK)
	h.body = append(h.body, p...)
	return len(p), nil
}

// Hijack writes the 101 and hands out the connection, with buffers just large enough.
func (h *handshake) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	if h.hijacked {
		return nil, nil, http.ErrHijacked
	}
	h.hijacked = true
	var reply strings.Builder
	reply.WriteString("HTTP/1.1 101 Switching Protocols\r\n")
	h.header.Write(&reply)
	reply.WriteString("\r\n")
	raw := h.conn.Conn
	raw.SetWriteDeadline(time.Now().Add(handshakeTimeout)) // one of an earlier request may be left
	if _, err := raw.Write([]byte(reply.String())); err != nil {
		return nil, nil, err
	}
	return h.conn, bufio.NewReadWriter(bufio.NewReaderSize(h.conn, readBuffer), bufio.NewWriterSize(h.conn, controlFrame)), nil
}
