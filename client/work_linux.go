//go:build !386 && !s390x

package client

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"syscall"
	"time"
	"unsafe"

	"github.com/coder/websocket"
)

// workerRest is how long a worker without work stays: it has a stack of the right size.
const workerRest = 2 * time.Second

// worker reads one socket after the other.
func (p *poller) worker(s *polled) {
	var w worker
	w.once = w.readOnce
	rest := time.NewTimer(workerRest)
	defer rest.Stop()
	for {
		w.serve(s)
		s = nil
		rest.Reset(workerRest)
		select {
		case s = <-p.work:
		case <-rest.C:
			return
		case <-p.done:
			return
		}
	}
}

// worker is what it takes to read one socket, for as long as there is something to read.
type worker struct {
	once    func(fd uintptr) bool // readOnce, bound once
	n       int
	err     error
	from    int // what waits is room[from:to]
	to      int
	dry     bool // the last read took all there was
	message []byte
	room    [4096]byte
}

// serve reads messages until there are no more for now, or for ever.
func (w *worker) serve(s *polled) {
	s.worker = w
	w.from, w.to, w.dry = 0, 0, false
	c := s.conn
	for {
		if !c.begun() && len(c.early) == 0 && c.at.between() {
			if w.from == w.to && !w.fill(c) {
				if w.err == nil {
					if w.rest(s) {
						return
					}
					continue
				}
				if c.ws == nil {
					s.leave()
					s.socket.gone(w.err)
					return
				}
			}
			if w.skipPongs() && w.from == w.to {
				continue
			}
			if message, ok := w.whole(); ok {
				s.socket.receive(websocket.MessageText, message)
				continue
			}
		}
		kind, message, err := w.next(c)
		switch {
		case errors.Is(err, errIdle):
			if w.rest(s) {
				return
			}
		case err != nil:
			s.leave()
			s.socket.gone(err)
			return
		default:
			s.socket.receive(kind, message)
		}
	}
}

// skipPongs passes over answers to our pings, which say no more than that something was heard.
// coder/websocket would make two contexts and a timer for each: at rest that is all there is.
func (w *worker) skipPongs() (some bool) {
	const finalPong, mask, most = 0x8a, 0x80, 125
	for b := w.room[w.from:w.to]; len(b) >= 6 && b[0] == finalPong && b[1] >= mask && b[1] <= mask+most; b = w.room[w.from:w.to] {
		size := 6 + int(b[1]-mask)
		if len(b) < size {
			break
		}
		w.from, some = w.from+size, true
	}
	return some
}

// whole takes a text message that has come in one frame, as nearly all do: there is nothing to
// it but its mask. Everything else is left to coder/websocket. The message is valid until more
// is read.
func (w *worker) whole() (message []byte, ok bool) {
	const finalText, masked = 0x81, 0x80
	b := w.room[w.from:w.to]
	if len(b) < 6 || b[0] != finalText || b[1]&masked == 0 {
		return nil, false
	}
	size, begin := int(b[1]&^masked), 2+4
	switch size {
	case 126:
		size, begin = int(binary.BigEndian.Uint16(b[2:])), 4+4
	case 127:
		return nil, false
	}
	if len(b) < begin+size { // to be continued
		return nil, false
	}
	mask := [4]byte(b[begin-4:])
	message = b[begin : begin+size]
	for i := range message {
		message[i] ^= mask[i&3]
	}
	w.from += begin + size
	return message, true
}

// next reads one message; it is valid until the next one.
func (w *worker) next(c *Conn) (websocket.MessageType, []byte, error) {
	const keep = 8 << 10
	ws, err := c.websocket()
	if err != nil {
		return 0, nil, err
	}
	kind, r, err := ws.Reader(context.Background())
	if err != nil {
		return 0, nil, err
	}
	b := w.message[:0]
	if cap(b) > keep {
		b = nil
	}
	for {
		if len(b) == cap(b) {
			b = append(b, 0)[:len(b)]
		}
		n, err := r.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		w.message = b
		if err == io.EOF {
			return kind, b, nil
		}
		if err != nil {
			return 0, nil, err
		}
	}
}

// rest parks the socket. False means that it is closed, which reading on finds out.
func (w *worker) rest(s *polled) bool {
	s.worker = nil // before somebody else can have it
	err := s.park()
	switch {
	case err == nil:
		return true
	case errors.Is(err, net.ErrClosed):
		s.worker, w.dry = w, false
		return false
	}
	s.leave()
	c := s.conn
	c.mu.Lock()
	c.polled = nil
	c.mu.Unlock()
	byGoroutine{}.read(s.socket)
	return true
}

// fill reads what is there without waiting; false means nothing, or w.err. The kernel says
// again what came after the last read when the socket is parked, so a read that did not fill
// the room needs no second one to find that out.
func (w *worker) fill(c *Conn) bool {
	if w.err = nil; w.dry {
		w.dry = false
		return false
	}
	raw, err := c.Conn.(syscall.Conn).SyscallConn()
	if err == nil {
		err = raw.Read(w.once)
	}
	if err == nil {
		err = w.err
	}
	if w.err = err; err != nil || w.n == 0 {
		return false
	}
	c.hear(w.n)
	w.from, w.to, w.dry = 0, w.n, w.n < len(w.room)
	return true
}

// readOnce always says that it is done, so that RawConn does not wait for the socket.
func (w *worker) readOnce(fd uintptr) bool {
	w.n, w.err = 0, nil
	for {
		n, _, errno := syscall.RawSyscall(syscall.SYS_READ, fd, uintptr(unsafe.Pointer(&w.room[0])), uintptr(len(w.room)))
		switch errno {
		case 0:
			if w.n = int(n); n == 0 {
				w.err = io.EOF
			}
			return true
		case syscall.EINTR:
		case syscall.EAGAIN:
			return true
		default:
			w.err = os.NewSyscallError("read", errno)
			return true
		}
	}
}
