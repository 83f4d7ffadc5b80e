package client

import (
	"context"
	"net"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
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
type Conn struct {
	net.Conn
	early []byte      // came with the handshake and is read first; the reader's
	heard atomic.Bool // something was read since the wheel last looked
	pings func() bool // spends a ping of the browser's budget; set before reading begins

	mu sync.Mutex
	// All below is guarded by mu.

	raw      syscall.RawConn // nil: no way to write without waiting; the outbox does it all
	out      [][]byte        // frames that wait, in order
	size     int             // their bytes, and those the drain is writing
	draining bool
	ended    bool // a close frame is the last thing that was sent or waits
	closed   bool

	// One non-blocking write, kept here so that it needs no allocation.
	write func(fd uintptr) bool
	now   []byte
	wrote int
	err   error
}

// NewConn returns the connection over raw. Open comes next, before anything is sent or read.
func NewConn(raw net.Conn) *Conn {
	c := &Conn{Conn: raw}
	c.heard.Store(true) // the handshake
	return c
}

// Open prepares the connection once the handshake is done and raw has no deadlines: from now
// on it has those that Conn sets. early is what the browser sent right behind its handshake.
func (c *Conn) Open(early []byte) {
	c.early = early
	kernels := c.Conn
	if wrapped, ok := kernels.(interface{ NetConn() net.Conn }); ok { // TLS
		kernels = wrapped.NetConn()
	}
	if buffered, ok := kernels.(interface{ SetWriteBuffer(int) error }); ok {
		buffered.SetWriteBuffer(kernelLimit) // else a browser that never reads takes megabytes
	}
	if !canSend {
		return
	}
	if direct, ok := c.Conn.(syscall.Conn); ok {
		if raw, err := direct.SyscallConn(); err == nil {
			c.raw, c.write = raw, c.writeOnce
		}
	}
}

// Read is for coder/websocket.
func (c *Conn) Read(p []byte) (int, error) {
	if len(c.early) > 0 {
		n := copy(p, c.early)
		if c.early = c.early[n:]; len(c.early) == 0 {
			c.early = nil
		}
		return n, nil
	}
	n, err := c.Conn.Read(p)
	if n > 0 && !c.heard.Load() {
		c.heard.Store(true)
	}
	return n, err
}

// pinged says whether a ping is answered.
func (c *Conn) pinged(context.Context, []byte) bool { return c.pings == nil || c.pings() }

// Write is for coder/websocket's control frames, which come whole because its buffer holds
// one. It never waits.
func (c *Conn) Write(p []byte) (int, error) {
	const opcode, opClose = 0x0f, 8
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
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
	defer c.mu.Unlock()
	if !c.ended {
		c.put(frames)
	}
}

// End sends a close frame behind what waits; nothing is sent after it. Reading goes on until
// the browser answers or some seconds have passed, and then fails. Only the first End counts.
func (c *Conn) End(code Code) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended {
		return
	}
	c.put(code.frame())
	c.ended = true
	c.hurry()
}

// Ended says whether a close frame has been sent, or the connection is closed.
func (c *Conn) Ended() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ended
}

// Close closes the connection at once; what waits is lost. It may be called twice.
func (c *Conn) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.close()
}

func (c *Conn) close() error {
	if c.closed {
		return nil
	}
	c.ended, c.closed = true, true
	c.out = nil
	return c.Conn.Close()
}

// hurry gives the rest of the connection's life a limit.
func (c *Conn) hurry() {
	c.Conn.SetDeadline(time.Now().Add(lastWords))
}

// put writes b now, or puts it behind what waits. The caller holds mu.
func (c *Conn) put(b []byte) {
	if !c.draining {
		n, err := c.try(b)
		if err != nil {
			c.close()
			return
		}
		if n == len(b) {
			return
		}
		b = b[n:]
		c.draining = true
		go c.drain()
	} else if c.size+len(b) > outboxLimit {
		c.cutOff()
		return
	}
	c.out = append(c.out, b)
	c.size += len(b)
}

// cutOff drops what waits and says why, in case the browser begins to read after all.
func (c *Conn) cutOff() {
	for _, b := range c.out {
		c.size -= len(b)
	}
	last := TooSlow.frame()
	c.out = [][]byte{last}
	c.size += len(last)
	c.ended = true
	c.hurry()
}

// try is one write that does not wait; 0 where there is no way to do that.
func (c *Conn) try(b []byte) (int, error) {
	if c.raw == nil {
		return 0, nil
	}
	c.now, c.wrote, c.err = b, 0, nil
	err := c.raw.Write(c.write)
	c.now = nil
	if err != nil {
		return 0, err
	}
	return c.wrote, c.err
}

// writeOnce always says that it is done, so that RawConn does not wait for the socket.
func (c *Conn) writeOnce(fd uintptr) bool {
	c.wrote, c.err = sendNow(fd, c.now)
	return true
}

// drain empties the outbox with vectored writes that wait, and ends.
func (c *Conn) drain() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.out) > 0 && !c.closed {
		bufs := net.Buffers(c.out)
		taken := 0
		for _, b := range bufs {
			taken += len(b)
		}
		c.out = nil
		if !c.ended {
			c.Conn.SetWriteDeadline(time.Now().Add(drainTimeout))
		}
		c.mu.Unlock()
		_, err := bufs.WriteTo(c.Conn)
		c.mu.Lock()
		c.size -= taken
		if err != nil {
			c.close()
		}
	}
	c.draining = false
	if !c.ended {
		c.Conn.SetWriteDeadline(time.Time{})
	}
}
