package client

import (
	"bufio"
	"context"
	"net"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/coder/websocket"
)

const (
	outboxLimit  = 1 << 20          // bytes that may wait for one browser to read
	kernelLimit  = 256 << 10        // bytes the kernel may hold for it besides
	drainTimeout = 30 * time.Second // for what waits at one time
	lastWords    = 5 * time.Second  // for a close frame and its answer
)

// Conn is one browser's connection after the handshake. Package coder/websocket reads from it
// and writes its control frames to it; everything else is prepared frames, written by Send.
// One mutex puts them in order. Nothing that writes ever waits for the browser: what the
// socket does not take at once waits in a bounded outbox, which a goroutine empties and ends.
//
// It is a hub.Listener. A fan-out over thousands of them is paid for in cache lines, so what
// one Send touches stands at the beginning and fits into one.
type Conn struct {
	heard atomic.Bool // something was read since the wheel last looked

	mu sync.Mutex
	// All below is guarded by mu.

	fd       int32 // for sending without waiting, valid until closed; -1: the outbox does it all
	draining bool
	ended    bool // a close frame is the last thing that was sent or waits
	leaving  bool // Close was called while that still waits: the drain closes
	closed   bool
	parked   bool     // no goroutine reads: the poller will say when there is something
	out      [][]byte // frames that wait, in order
	size     int      // their bytes, and those the drain is writing
	last     *time.Timer

	net.Conn // closed by Close alone, from Open on: fd is used without asking it

	// Of whoever reads; set before reading begins.
	ws      *websocket.Conn // nil until it is needed
	in      *bufio.Reader   // between this and ws
	early   []byte          // came with the handshake and is read first
	at      position        // in what coder/websocket has been given
	spend   func() bool     // a ping or a fragment off the browser's budget; nil: there is none
	polled  *polled         // nil: read by a goroutine of its own
	reports *reports        // nil: nobody counts; guarded by mu
	reply   []byte          // to the handshake, until Open
}

// NewConn returns the connection over raw. Open comes next, before anything is sent or read.
func NewConn(raw net.Conn) *Conn {
	c := &Conn{Conn: raw, fd: -1}
	c.heard.Store(true) // the handshake
	return c
}

// Open prepares the connection once the handshake is done and raw has no deadlines: from now
// on it has those that Conn sets, and nobody else closes it. early is what the browser sent
// right behind its handshake. Open answers the handshake, if NewConn has not made the connection.
func (c *Conn) Open(early []byte) {
	c.early = early
	kernels := c.Conn
	if wrapped, ok := kernels.(interface{ NetConn() net.Conn }); ok { // TLS
		kernels = wrapped.NetConn()
	}
	if buffered, ok := kernels.(interface{ SetWriteBuffer(int) error }); ok {
		buffered.SetWriteBuffer(kernelLimit) // else a browser that never reads takes megabytes
	}
	if d, ok := c.Conn.(syscall.Conn); ok && direct {
		if raw, err := d.SyscallConn(); err == nil {
			raw.Control(func(fd uintptr) { c.fd = int32(fd) })
		}
	}
	if reply := c.reply; reply != nil {
		c.reply = nil
		c.Send(reply)
	}
}

// begun says whether ws has taken bytes that it has not used yet.
func (c *Conn) begun() bool { return c.in != nil && c.in.Buffered() > 0 }

// attach says who judges and who counts. It comes before reading.
func (c *Conn) attach(spend func() bool, r *reports) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.spend, c.reports = spend, r
}

// Read is for coder/websocket.
func (c *Conn) Read(p []byte) (n int, err error) {
	switch {
	case len(c.early) > 0:
		n = copy(p, c.early)
		if c.early = c.early[n:]; len(c.early) == 0 {
			c.early = nil
		}
	case c.polled != nil:
		n, err = c.polled.read(p)
	default:
		n, err = c.Conn.Read(p)
		c.hear(n)
	}
	for range c.at.pass(p[:n]) {
		if c.spend != nil && !c.Ended() && !c.spend() {
			break
		}
	}
	return n, err
}

// hear notes that n bytes came.
func (c *Conn) hear(n int) {
	if n > 0 && !c.heard.Load() {
		c.heard.Store(true)
	}
}

// pinged says whether a ping is answered.
func (c *Conn) pinged(context.Context, []byte) bool {
	return c.spend == nil || !c.Ended() && c.spend()
}

// Write is for coder/websocket's control frames, which come whole because its buffer holds
// one. It never waits.
func (c *Conn) Write(p []byte) (int, error) {
	const opcode, opClose = 0x0f, 8
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || c.leaving {
		return 0, net.ErrClosed
	}
	if c.ended { // pongs and a second close frame are no use any more
		return len(p), nil
	}
	c.put(append([]byte(nil), p...)) // p is coder's buffer
	if p[0]&opcode == opClose {
		c.ended = true
	}
	return len(p), nil
}

// Send writes whole frames, which nobody changes afterwards. It never waits. A browser that
// leaves more than a mebibyte unread is cut off with TooSlow. After End it does nothing.
func (c *Conn) Send(frames []byte) {
	c.mu.Lock()
	if !c.ended {
		c.put(frames)
	}
	c.mu.Unlock()
}

// Near touches the beginning of c, which is what Send needs.
func (c *Conn) Near() { c.heard.Load() }

// End sends a close frame behind what waits; nothing is sent after it. Reading goes on until
// the browser answers or some seconds have passed, and then fails. Only the first End counts.
func (c *Conn) End(code Code) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended {
		return
	}
	c.put(code.frame())
	c.finish(code)
}

// finish notes that a close frame was the last thing to be sent, and gives the rest of the
// connection's life a limit. The caller holds mu.
func (c *Conn) finish(code Code) {
	if c.closed {
		return
	}
	c.ended = true
	c.reports.cutOff(code)
	c.Conn.SetDeadline(time.Now().Add(lastWords))
	if c.polled != nil { // while it is parked nobody would notice the deadline
		c.last = time.AfterFunc(lastWords, c.cut)
	}
}

// Ended says whether a close frame has been sent, or the connection is closed.
func (c *Conn) Ended() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ended
}

// Close closes the connection: at once, or where a close frame still waits to be written, when
// it has been or some seconds have passed. It may be called twice.
func (c *Conn) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.draining && c.ended && !c.closed {
		c.leaving = true
		return c.Conn.SetDeadline(time.Now().Add(lastWords))
	}
	return c.close()
}

// cut closes the connection at once; what waits is lost.
func (c *Conn) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.close()
}

// close closes the connection; if nobody reads, somebody is sent to find that out. The caller
// holds mu.
func (c *Conn) close() error {
	if c.closed {
		return nil
	}
	c.ended, c.closed, c.fd = true, true, -1
	c.reports.waits(-c.size)
	c.out = nil
	if c.last != nil {
		c.last.Stop()
	}
	err := c.Conn.Close()
	if c.parked {
		c.parked = false
		c.polled.wake()
	}
	return err
}
