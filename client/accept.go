package client

import (
	"bufio"
	"crypto/sha1"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"

	"github.com/coder/websocket"
)

const (
	readBuffer   = 512
	controlFrame = 160 // room for one whole control frame: 4 + 125 bytes
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

// Accept judges the handshake r that was read from raw. Origins other than the request's own
// host are judged by opts.OriginPatterns; the subprotocol is always Subprotocol, which who
// asks for others only is not given. The error is always a *Refused, which has still to be
// written. After Accept, and once raw has no deadlines left, comes Conn.Open.
func Accept(raw net.Conn, r *http.Request, opts *websocket.AcceptOptions) (*Conn, error) {
	var o websocket.AcceptOptions
	if opts != nil {
		o = *opts
	}
	h := &judged{refused: Refused{Header: http.Header{}}}
	asked := r.Header.Get("Sec-WebSocket-Protocol")
	if asked != "" && !speaks(asked) {
		http.Error(h, "This server speaks "+Subprotocol+" only.", http.StatusBadRequest)
		return nil, &h.refused
	}
	// coder/websocket judges; what it would read and write with is made when it is needed.
	if _, err := websocket.Accept(h, r, &o); !h.passed {
		if h.refused.Status == 0 {
			http.Error(h, err.Error(), http.StatusBadRequest)
		}
		return nil, &h.refused
	}
	return Welcome(raw, strings.TrimSpace(r.Header.Get("Sec-WebSocket-Key")), asked != ""), nil
}

// Welcome takes a handshake that there is nothing to say against: a GET over HTTP/1.1 with the
// headers of RFC 6455, from an origin that may, with this key. asked says whether it asks for
// our subprotocol; it must not ask for others only. Conn.Open sends the answer.
func Welcome(raw net.Conn, key string, asked bool) *Conn {
	const (
		begin    = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: "
		protocol = "\r\nSec-WebSocket-Protocol: " + Subprotocol
		end      = "\r\n\r\n"
	)
	var room [64]byte
	sum := sha1.Sum(append(append(room[:0], key...), "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"...))
	reply := make([]byte, 0, len(begin)+28+len(protocol)+len(end))
	reply = base64.StdEncoding.AppendEncode(append(reply, begin...), sum[:])
	if asked {
		reply = append(reply, protocol...)
	}
	c := NewConn(raw)
	c.reply = append(reply, end...)
	return c
}

func speaks(asked string) bool {
	for p := range strings.SplitSeq(asked, ",") {
		if strings.EqualFold(strings.TrimSpace(p), Subprotocol) {
			return true
		}
	}
	return false
}

// judged is what websocket.Accept replies to: a refusal stays in it, and it goes no further
// than to accept.
type judged struct {
	refused Refused
	passed  bool
}

func (h *judged) Header() http.Header { return h.refused.Header }

func (h *judged) WriteHeader(status int) {
	if h.refused.Status == 0 {
		h.refused.Status = status
	}
}

func (h *judged) Write(p []byte) (int, error) {
	h.WriteHeader(http.StatusOK)
	h.refused.Body = append(h.refused.Body, p...)
	return len(p), nil
}

func (h *judged) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	h.passed = true
	return nil, nil, errors.New("the handshake is in order")
}

// websocket returns what reads the protocol from c and writes control frames to it. It is made
// when it is first needed: most browsers only ever send what needs no more than worker.whole.
// Only whoever reads calls it.
func (c *Conn) websocket() (*websocket.Conn, error) {
	if c.ws != nil {
		return c.ws, nil
	}
	ws, err := websocket.Accept(&accepted{c}, inOrder, &websocket.AcceptOptions{
		InsecureSkipVerify: true,
		CompressionMode:    websocket.CompressionDisabled, // frames are the same bytes for everyone
		OnPingReceived:     c.pinged,
	})
	if err != nil {
		return nil, err
	}
	ws.SetReadLimit(messageLimit)
	c.ws = ws
	return ws, nil
}

// inOrder stands for a handshake that has been judged and answered.
var inOrder = &http.Request{
	Method: http.MethodGet, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	Header: http.Header{
		"Connection": {"Upgrade"}, "Upgrade": {"websocket"},
		"Sec-Websocket-Version": {"13"}, "Sec-Websocket-Key": {"AAAAAAAAAAAAAAAAAAAAAA=="},
	},
}

// accepted hands a connection whose handshake has been answered to coder/websocket, with
// buffers just large enough.
type accepted struct{ conn *Conn }

func (a *accepted) Header() http.Header         { return http.Header{} }
func (a *accepted) WriteHeader(int)             {}
func (a *accepted) Write(p []byte) (int, error) { return len(p), nil }

func (a *accepted) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	c := a.conn
	c.in = bufio.NewReaderSize(c, readBuffer)
	return c, bufio.NewReadWriter(c.in, bufio.NewWriterSize(c, controlFrame)), nil
}
