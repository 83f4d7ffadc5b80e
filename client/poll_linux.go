//go:build !386 && !s390x

package client

import (
	"errors"
	"fmt"
	"net"
	"os"
	"runtime"
	"sync"
	"syscall"
	"time"
	"unsafe"
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
