//go:build linux

package main

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"syscall"
	"time"
	"unsafe"
)

// listening is the load generator: many sockets that read, on one thread. What it learns from
// its first socket is what the floor is told to write.
type listening struct {
	addr    string
	poll    int
	sockets []*socket
	ready   []syscall.EpollEvent
	room    [64 << 10]byte

	subscribe []byte // what a socket says once it is open
	missed    int    // events that come right behind the answer
	joined    int
	arrived   func(s *socket) error // called for each event, before s counts it; nil: there may be none

	first struct{ reply, missed, event []byte }
}

// replyEnd is how the reply to a handshake ends.
const replyEnd = "\r\n\r\n"

// patience is how long nothing may happen where something has to.
const patience = 20 * time.Second

func listenAt(addr string) (*listening, error) {
	poll, err := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC)
	if err != nil {
		return nil, err
	}
	return &listening{addr: addr, poll: poll, ready: make([]syscall.EpollEvent, 1024), subscribe: subscribeFrame(-1)}, nil
}

// join makes n more sockets listeners, some hundred at a time, and returns when all of them
// have what they have missed.
func (l *listening) join(n int) error {
	const together = 512 // less than what waits to be accepted may be
	for end := len(l.sockets) + n; l.joined < end; {
		for len(l.sockets) < end && len(l.sockets)-l.joined < together {
			if err := l.open(); err != nil {
				return fmt.Errorf("opening socket %d: %w", len(l.sockets)+1, err)
			}
		}
		if some, err := l.step(patience); err != nil {
			return err
		} else if !some {
			return fmt.Errorf("%d of %d sockets were not let in", end-l.joined, n)
		}
	}
	return nil
}

func (l *listening) open() error {
	fd, err := connect(l.addr)
	if err != nil {
		return err
	}
	event := syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(len(l.sockets))} // the kernel hands it back as it is
	if err := errors.Join(syscall.EpollCtl(l.poll, syscall.EPOLL_CTL_ADD, fd, &event), write(fd, []byte(handshake))); err != nil {
		syscall.Close(fd)
		return err
	}
	l.sockets = append(l.sockets, &socket{fd: fd})
	return nil
}

// leave closes all sockets at once, without a word.
func (l *listening) leave() {
	for _, s := range l.sockets {
		syscall.Close(s.fd)
	}
	l.sockets, l.joined = nil, 0
}

func (l *listening) close() {
	l.leave()
	syscall.Close(l.poll)
}

// step reads from all sockets that have something, and says whether there was any within the
// time, which is kept to the microsecond.
func (l *listening) step(within time.Duration) (some bool, err error) {
	p := struct {
		fd              int32
		events, revents int16
	}{int32(l.poll), 1, 0}
	for end := time.Now().Add(within); within > 0; within = time.Until(end) {
		wait := syscall.NsecToTimespec(int64(within))
		_, _, errno := syscall.Syscall6(syscall.SYS_PPOLL, uintptr(unsafe.Pointer(&p)), 1, uintptr(unsafe.Pointer(&wait)), 0, 0, 0)
		if errno == 0 {
			break
		}
		if errno != syscall.EINTR { // Go interrupts its threads now and then
			return false, errno
		}
	}
	n, err := syscall.EpollWait(l.poll, l.ready, 0)
	if err != nil && !errors.Is(err, syscall.EINTR) {
		return false, err
	}
	for i := range max(n, 0) {
		if err := l.read(l.sockets[l.ready[i].Fd]); err != nil {
			return true, err
		}
	}
	return n > 0, nil
}

func (l *listening) read(s *socket) error {
	n, err := read(s.fd, l.room[:])
	if err != nil {
		return fmt.Errorf("a listener was cut off %s, after %d frames: %w", s.stage, s.frames, err)
	}
	got := l.room[:n]
	if len(s.got) > 0 {
		got = append(s.got, got...)
		s.got = nil
	}
	if s.stage == opening {
		reply, behind, whole := bytes.Cut(got, []byte(replyEnd)) // a ping may come right behind it
		if !whole {
			s.got = bytes.Clone(got)
			return nil
		}
		if !bytes.HasPrefix(got, []byte("HTTP/1.1 101 ")) {
			return fmt.Errorf("the handshake was answered with %q", got)
		}
		if s == l.sockets[0] {
			l.first.reply = append(bytes.Clone(reply), replyEnd...)
		}
		s.stage = subscribing
		if err := write(s.fd, l.subscribe); err != nil {
			return err
		}
		got = behind
	}
	left, err := l.take(s, got)
	if len(left) > 0 {
		s.got = bytes.Clone(left)
	}
	return err
}

// take counts the events in got and returns what is not whole yet.
func (l *listening) take(s *socket, got []byte) ([]byte, error) {
	for {
		size, payload, known := frameSize(got)
		if !known || len(got) < size {
			return got, nil
		}
		frame := got[:size]
		got = got[size:]
		if frame[0] == 0x89 { // a ping, which the server sends now and then
			if err := write(s.fd, pong); err != nil {
				return nil, err
			}
			continue
		}
		if err := expected(frame, payload, s.stage); err != nil {
			return nil, err
		}
		if s.stage == subscribing {
			if s == l.sockets[0] {
				if s.frames == 0 {
					l.first.missed = nil
				}
				l.first.missed = append(l.first.missed, frame...)
			}
			if s.frames += max(1, eventsIn(frame)); s.frames == 1+l.missed {
				s.stage, s.frames = live, 0
				l.joined++
			}
			continue
		}
		if l.arrived == nil {
			return nil, fmt.Errorf("an event that nobody published: %q", frame)
		}
		n := eventsIn(frame)
		if s == l.sockets[0] && s.frames == 0 {
			l.first.event = firstEvent(frame, payload)
		}
		for range n {
			if err := l.arrived(s); err != nil {
				return nil, err
			}
			s.frames++
		}
	}
}

// publisher is the one who makes a server publish.
type publisher struct{ fd int }

// publishHub opens a socket that publishes; it subscribes to nothing.
func publishHub(addr string) (publisher, error) {
	fd, err := connect(addr)
	if err != nil {
		return publisher{}, err
	}
	p := publisher{fd}
	if err := write(fd, []byte(handshake)); err != nil {
		return p, err
	}
	reply, err := p.until(replyEnd)
	if err == nil && !strings.HasPrefix(reply, "HTTP/1.1 101 ") {
		err = fmt.Errorf("the handshake was answered with %q", reply)
	}
	return p, err
}

// heard returns when the server has taken all that was written before: frames are taken in order.
func (p publisher) heard() error {
	if err := write(p.fd, clientFrame(`{"type":"ping"}`)); err != nil {
		return err
	}
	_, err := p.until(`{"type":"pong"}`)
	return err
}

func (p publisher) until(end string) (string, error) {
	var got []byte
	room := make([]byte, 512)
	for !bytes.HasSuffix(got, []byte(end)) {
		n, err := syscall.Read(p.fd, room)
		if err != nil || n <= 0 {
			return string(got), fmt.Errorf("the server left its publisher: %w", err)
		}
		got = append(got, room[:n]...)
	}
	return string(got), nil
}
