package client

import (
	"errors"
	"net"
	"os"
	"time"
)

// put writes b now, or puts it behind what waits. The caller holds mu; so do
// those of try and cutOff.
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
		c.cutOff(nil)
		return
	}
	c.out = append(c.out, b)
	c.size += len(b)
	c.reports.waits(len(b))
}

// cutOff drops what waits, but for the rest of what was sent in part, and says why, in case the
// browser begins to read after all.
func (c *Conn) cutOff(rest []byte) {
	before := c.size
	for _, b := range c.out {
		c.size -= len(b)
	}
	c.out = c.out[:0]
	for _, b := range [][]byte{rest, TooSlow.frame()} {
		if len(b) > 0 {
			c.out = append(c.out, b)
			c.size += len(b)
		}
	}
	c.reports.waits(c.size - before)
	c.finish(TooSlow)
}

// try is one write that does not wait; 0 where there is no way to do that.
func (c *Conn) try(b []byte) (int, error) {
	if c.fd < 0 {
		return 0, nil
	}
	return sendNow(uintptr(c.fd), b)
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
		if !c.closed {
			c.reports.waits(-taken)
		}
		c.size -= taken
		switch {
		case err == nil:
		case errors.Is(err, os.ErrDeadlineExceeded) && !c.ended:
			c.cutOff(bufs[0]) // what WriteTo has not sent is left in bufs
		default:
			c.close()
		}
	}
	c.draining = false
	if c.leaving {
		c.close()
	}
	if !c.ended {
		c.Conn.SetWriteDeadline(time.Time{})
	}
}
