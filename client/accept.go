package client

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/coder/websocket"
)

const (
	handshakeTimeout = 10 * time.Second
	readBuffer       = 512
	controlFrame     = 160 // room for one whole control frame: 4 + 125 bytes
)

// Refused is an HTTP reply to a handshake that was not accepted. Nothing has been written.
type Refused struct {
	Status int
	Header http.Header
	Body   []byte
}

func (r *Refused) Error() string {
	return fmt.Sprintf("handshake refused with %d: %s", r.Status, strings.TrimSpace(string(r.Body)))
}

// Accept answers the handshake r that was read from raw. Origins other than the request's own
// host are judged by opts.OriginPatterns; the subprotocol is always Subprotocol, which who
// asks for others only is not given. A *Refused error has still to be written; any other one
// means that raw is of no use any more. After Accept, and once raw has no deadlines left,
// comes Conn.Open.
func Accept(raw net.Conn, r *http.Request, opts *websocket.AcceptOptions) (*websocket.Conn, *Conn, error) {
	var o websocket.AcceptOptions
	if opts != nil {
		o = *opts
	}
	h := &handshake{conn: NewConn(raw), refused: Refused{Header: http.Header{}}}
	o.Subprotocols = []string{Subprotocol}
	o.CompressionMode = websocket.CompressionDisabled // frames are the same bytes for everyone
	o.OnPingReceived = h.conn.pinged
	if asked := r.Header.Get("Sec-WebSocket-Protocol"); asked != "" && !speaks(asked) {
		http.Error(h, "This server speaks "+Subprotocol+" only.", http.StatusBadRequest)
		return nil, nil, &h.refused
	}
	ws, err := websocket.Accept(h, r, &o)
	switch {
	case err != nil && h.written:
		return nil, nil, err
	case err != nil:
		return nil, nil, &h.refused
	}
	return ws, h.conn, nil
}

func speaks(asked string) bool {
	for p := range strings.SplitSeq(asked, ",") {
		if strings.EqualFold(strings.TrimSpace(p), Subprotocol) {
			return true
		}
	}
	return false
}

// handshake is what websocket.Accept replies to: a refusal stays in it, an acceptance is
// written to the connection.
type handshake struct {
	conn    *Conn
	refused Refused
	written bool
}

func (h *handshake) Header() http.Header { return h.refused.Header }

func (h *handshake) WriteHeader(status int) {
	if h.refused.Status == 0 {
		h.refused.Status = status
	}
}

func (h *handshake) Write(p []byte) (int, error) {
	h.WriteHeader(http.StatusOK)
	h.refused.Body = append(h.refused.Body, p...)
	return len(p), nil
}

// Hijack writes the 101 and hands out the connection, with buffers just large enough.
func (h *handshake) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	if h.written {
		return nil, nil, http.ErrHijacked
	}
	h.written = true
	var reply strings.Builder
	reply.WriteString("HTTP/1.1 101 Switching Protocols\r\n")
	h.refused.Header.Write(&reply)
	reply.WriteString("\r\n")
	raw := h.conn.Conn
	raw.SetWriteDeadline(time.Now().Add(handshakeTimeout)) // one of an earlier request may be left
	if _, err := raw.Write([]byte(reply.String())); err != nil {
		return nil, nil, err
	}
	h.conn.in = bufio.NewReaderSize(h.conn, readBuffer)
	return h.conn, bufio.NewReadWriter(h.conn.in, bufio.NewWriterSize(h.conn, controlFrame)), nil
}
