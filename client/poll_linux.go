//go:build !386 && !s390x

package client

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"sync"
	"syscall"
	"time"
	"unsafe"

	"github.com/coder/websocket"
)

// poller reads many sockets without a goroutine for each. A socket at rest is parked in an
// epoll set of ours, one-shot; that set itself waits in Go's poller, so that no thread does.
// When something comes, a worker lets coder/websocket read whole messages until there is no
// more, and parks the socket again. In the middle of a message the worker waits, in Go's
// poller: half a message cannot be put aside.
type poller struct {
	fd    int
	epoll *os.File // closes fd
	work  chan *polled
	done  chan struct{}
	all   sync.WaitGroup // loop and workers

	mu   sync.RWMutex
	byFD []*polled // guarded by mu
}

// newPoller returns a poller at work. close ends it.
func newPoller() (*poller, error) {
	fd, err := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("making a place to wait for sockets: %w", err)
	}
	if err := syscall.SetNonblock(fd, true); err != nil { // so that os.NewFile gives it to Go's poller
		syscall.Close(fd)
		return nil, err
	}
	p := &poller{fd: fd, epoll: os.NewFile(uintptr(fd), "epoll"), work: make(chan *polled), done: make(chan struct{})}
	wait, err := p.epoll.SyscallConn()
	if err == nil {
		err = p.epoll.SetDeadline(time.Time{}) // fails where Go's poller does not have it
	}
	if err != nil {
		p.epoll.Close()
		return nil, fmt.Errorf("waiting for sockets: %w", err)
	}
	p.all.Go(func() { p.loop(wait) })
	return p, nil
}

func (p *poller) close() {
	close(p.done)
	p.epoll.Close()
	p.all.Wait()
}

// loop hands sockets of which something can be read to workers.
func (p *poller) loop(wait syscall.RawConn) {
	events := make([]syscall.EpollEvent, 128)
	n := 0
	look := func(fd uintptr) bool {
		got, _, errno := syscall.RawSyscall6(syscall.SYS_EPOLL_PWAIT, fd, uintptr(unsafe.Pointer(&events[0])), uintptr(len(events)), 0, 0, 0)
		if n = int(got); errno != 0 {
			n = 0
		}
		return n > 0
	}
	for wait.Read(look) == nil { // until close
		for i := range events[:n] {
			p.mu.RLock()
			s := p.byFD[events[i].Fd]
			p.mu.RUnlock()
			// The descriptor may be another socket's by now. It is then woken for nothing.
			if s != nil && s.conn.unpark() {
				s.wake()
			}
		}
	}
}

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

// polled is what the poller knows of one socket. All of it but poller, socket and conn is
// only touched by the one who reads: a worker, or whoever parks it.
type polled struct {
	poller *poller
	socket *Socket
	conn   *Conn
	worker *worker // nil while nobody reads
	fd     int
	known  bool // to the epoll set
}

// read parks the socket, or reads it on this goroutine where it has no descriptor.
func (p *poller) read(s *Socket) {
	c := s.conn
	c.mu.Lock()
	fd := int(c.fd)
	if fd >= 0 {
		c.polled = &polled{poller: p, socket: s, conn: c, fd: fd}
	}
	c.mu.Unlock()
	if fd < 0 {
		byGoroutine{}.read(s)
		return
	}
	p.mu.Lock()
	for len(p.byFD) <= fd {
		p.byFD = append(p.byFD, nil)
	}
	p.byFD[fd] = c.polled
	p.mu.Unlock()
	if len(c.early) > 0 || c.polled.park() != nil {
		c.polled.wake()
	}
}

// wake has a worker read the socket. The caller has it from unpark, or is the first.
func (s *polled) wake() {
	for range 2 {
		select {
		case s.poller.work <- s:
			return
		default:
			// Workers that only wait for a core come to their end meanwhile. Where thousands
			// come at once a few then do, and not one for each, with stacks that have to grow.
			runtime.Gosched()
		}
	}
	s.poller.all.Go(func() { s.poller.worker(s) })
}

// park leaves the socket to the epoll set; nobody reads it any more. After an error it has to
// be read on: it is closed (net.ErrClosed), or the kernel will not have it.
func (s *polled) park() error {
	const oneShot = 1 << 30 // EPOLLONESHOT
	c := s.conn
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return net.ErrClosed
	}
	event := syscall.EpollEvent{Events: syscall.EPOLLIN | syscall.EPOLLRDHUP | oneShot, Fd: c.fd}
	how := syscall.EPOLL_CTL_MOD
	if !s.known {
		how, s.known = syscall.EPOLL_CTL_ADD, true
	}
	if err := syscall.EpollCtl(s.poller.fd, how, int(c.fd), &event); err != nil {
		return err
	}
	c.parked = true
	return nil
}

// unpark says whether the socket was parked. It is not any more: the caller has it read.
func (c *Conn) unpark() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	was := c.parked
	c.parked = false
	return was
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

// leave takes the socket out of the poller's sight; closing takes it from the epoll set.
func (s *polled) leave() {
	s.worker = nil
	p := s.poller
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.byFD[s.fd] == s {
		p.byFD[s.fd] = nil
	}
}

// errIdle is what coder/websocket finds when there is nothing to read between two messages.
var errIdle = errors.New("nothing to read between two messages")

// read is for coder/websocket. Between two messages it does not wait.
func (s *polled) read(p []byte) (int, error) {
	w, c := s.worker, s.conn
	if w == nil { // after leave
		return c.Conn.Read(p)
	}
	if w.from == w.to && !w.fill(c) {
		switch {
		case w.err != nil:
			return 0, w.err
		case c.at.between():
			return 0, errIdle
		}
		n, err := c.Conn.Read(w.room[:]) // waits
		c.hear(n)
		if err != nil {
			return 0, err
		}
		w.from, w.to, w.dry = 0, n, n < len(w.room)
	}
	n := copy(p, w.room[w.from:w.to])
	w.from += n
	return n, nil
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
