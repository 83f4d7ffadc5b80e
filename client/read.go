package client

import (
	"context"
	"errors"
	"io"
	"net"
	"time"

	"github.com/coder/websocket"
)

// messageLimit is the largest message a browser may send, in bytes.
const messageLimit = 64 << 10

// reading gets the messages of a socket to it. It is a seam: a goroutine for each socket
// costs more memory at rest than waiting for many sockets at one place (poller), which not
// every connection allows.
type reading interface {
	// read sees to it that s.receive is called for each message, one at a time and in order,
	// and s.gone with the reason when there are no more, once. It returns at once.
	read(s *Socket)
	// close frees what waits. All sockets have parted.
	close()
}

// byGoroutine reads on a goroutine for each socket until that ends.
type byGoroutine struct{}

func (byGoroutine) read(s *Socket) { go s.read() }

func (s *Socket) read() {
	ws, err := s.conn.websocket()
	if err != nil {
		s.gone(err)
		return
	}
	for {
		kind, message, err := ws.Read(context.Background())
		if err != nil {
			s.gone(err)
			return
		}
		s.receive(kind, message)
	}
}

func (byGoroutine) close() {}

// gone ends what the socket took part in, after reading has ended with err.
func (s *Socket) gone(err error) {
	s.part(err)
	s.leave()
	s.sockets.open.Done()
}

// part closes the connection after reading has ended with err; nil where it never began.
func (s *Socket) part(err error) {
	switch {
	case err == nil:
		s.conn.linger()
	case errors.Is(err, websocket.ErrMessageTooBig):
		s.conn.End(TooBig)
		s.conn.linger()
	case websocket.CloseStatus(err) != -1, errors.Is(err, io.EOF), isNetwork(err):
		// The browser left, answered our close frame, or cannot be reached.
	default:
		s.conn.End(ProtocolError)
		s.conn.linger()
	}
	if s.conn.ws != nil {
		s.conn.ws.CloseNow()
	}
	s.conn.Close()
}

func isNetwork(err error) bool {
	var n net.Error
	return errors.As(err, &n) || errors.Is(err, net.ErrClosed)
}

// linger reads on for a moment without using it: closing a connection with unread bytes
// would make the kernel reset it, and the close frame might never be seen.
func (c *Conn) linger() {
	const most = 1 << 20
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok && c.quiet() {
		half.CloseWrite()
	}
	c.Conn.SetReadDeadline(time.Now().Add(lastWords / 5))
	io.CopyN(io.Discard, c.Conn, most)
}

// quiet says whether nothing waits to be written.
func (c *Conn) quiet() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return !c.draining
}
