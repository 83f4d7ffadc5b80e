//go:build linux

package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// listening is the load generator: many sockets that read, on one thread, and one that publishes.
type listening struct {
	poll      int
	sockets   []*socket
	byFD      map[int32]*socket
	publisher *socket
	frame     []byte // the last frame of the first socket
	room      [64 << 10]byte
}

// socket is one connection, out of Go's poller.
type socket struct {
	file *os.File
	fd   int
	got  []byte // of the frame that is coming in
}

func (s *socket) write(b []byte) error {
	for len(b) > 0 {
		n, err := syscall.Write(s.fd, b)
		if err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}

// joining makes a fresh connection a listener, or the publisher.
type joining func(c net.Conn, publisher bool) error

func listenAt(addr string, n int, join joining) (*listening, error) {
	poll, err := syscall.EpollCreate1(0)
	if err != nil {
		return nil, err
	}
	l := &listening{poll: poll, byFD: map[int32]*socket{}}
	for range n {
		s, err := dial(addr, join, false)
		if err != nil {
			l.close()
			return nil, err
		}
		l.sockets = append(l.sockets, s)
		l.byFD[int32(s.fd)] = s
		event := syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(s.fd)}
		if err := syscall.EpollCtl(poll, syscall.EPOLL_CTL_ADD, s.fd, &event); err != nil {
			l.close()
			return nil, err
		}
	}
	if l.publisher, err = dial(addr, join, true); err != nil {
		l.close()
		return nil, err
	}
	return l, nil
}

func dial(addr string, join joining, publisher bool) (*socket, error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(20 * time.Second))
	if err := join(c, publisher); err != nil {
		return nil, err
	}
	f, err := c.(*net.TCPConn).File()
	if err != nil {
		return nil, err
	}
	return &socket{file: f, fd: int(f.Fd())}, nil // Fd makes it blocking
}

func (l *listening) close() {
	for _, s := range l.sockets {
		s.file.Close()
	}
	if l.publisher != nil {
		l.publisher.file.Close()
	}
	syscall.Close(l.poll)
}

// rounds publishes n times, each time when the one before has reached every socket.
func (l *listening) rounds(publication []byte, n int) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	events := make([]syscall.EpollEvent, len(l.sockets))
	for range n {
		if err := l.publisher.write(publication); err != nil {
			return err
		}
		for missing := len(l.sockets); missing > 0; {
			ready, err := syscall.EpollWait(l.poll, events, 20_000)
			if errors.Is(err, syscall.EINTR) {
				continue
			}
			if err != nil {
				return err
			}
			if ready == 0 {
				return fmt.Errorf("%d of %d sockets did not get an event in 20 s", missing, len(l.sockets))
			}
			for _, e := range events[:ready] {
				whole, err := l.read(l.byFD[e.Fd])
				if err != nil {
					return err
				}
				if whole {
					missing--
				}
			}
		}
	}
	return nil
}

// read takes what has come in, and says whether the frame is whole. It is an error if there
// is more than the one frame that may come: then something was sent twice.
func (l *listening) read(s *socket) (whole bool, err error) {
	n, err := syscall.Read(s.fd, l.room[:])
	if err != nil {
		return false, err
	}
	if n == 0 {
		return false, io.ErrUnexpectedEOF
	}
	got := l.room[:n]
	if len(s.got) > 0 {
		got = append(s.got, got...)
		s.got = nil
	}
	for {
		size, known := frameSize(got)
		switch {
		case !known || len(got) < size:
			if len(got) > 0 {
				s.got = append([]byte(nil), got...)
			}
			return whole, nil
		case got[0] == 0x89: // a ping, which the server sends now and then
			if err := s.write(pong); err != nil {
				return false, err
			}
		case whole:
			return false, fmt.Errorf("a second frame where one was published: %q", got)
		default:
			whole = true
			if s == l.sockets[0] {
				l.frame = append(l.frame[:0], got[:size]...)
			}
		}
		got = got[size:]
	}
}

// frameSize is the size of the frame that b begins with, once enough is there to know.
func frameSize(b []byte) (size int, known bool) {
	switch {
	case len(b) < 2:
		return 0, false
	case b[1] < 126:
		return 2 + int(b[1]), true
	case len(b) < 4 || b[1] == 127:
		return 0, false
	}
	return 4 + int(binary.BigEndian.Uint16(b[2:])), true
}

// The frames of a client are masked: here with zeros.
var pong = []byte{0x8a, 0x80, 0, 0, 0, 0}

func clientFrame(payload string) []byte {
	const text, mask = 0x81, 0x80
	b := []byte{text, mask | 126, byte(len(payload) >> 8), byte(len(payload)), 0, 0, 0, 0}
	return append(b, payload...)
}

const benchTopic = "session/bench"

func publishFrame(data string) []byte {
	return clientFrame(`{"type":"publish","topic":"` + benchTopic + `","data":` + data + `}`)
}

// joinHub does the handshake of a socket, and subscribes.
func joinHub(c net.Conn, publisher bool) error {
	_, err := c.Write([]byte("GET /ws HTTP/1.1\r\nHost: bench\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: partyline.v1\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"))
	if err != nil {
		return err
	}
	reply, err := readUntil(c, "\r\n\r\n")
	if err != nil || !strings.HasPrefix(reply, "HTTP/1.1 101 ") {
		return fmt.Errorf("handshake: %q, %w", reply, err)
	}
	if publisher {
		return nil
	}
	if _, err := c.Write(clientFrame(`{"type":"subscribe","topic":"` + benchTopic + `"}`)); err != nil {
		return err
	}
	reply, err = readUntil(c, "}")
	if err != nil || !strings.Contains(reply, `"subscribed"`) {
		return fmt.Errorf("subscribing: %q, %w", reply, err)
	}
	return nil
}

// joinFloor says which of the two it is.
func joinFloor(c net.Conn, publisher bool) error {
	role := []byte{'l'}
	if publisher {
		role[0] = 'p'
	}
	_, err := c.Write(role)
	return err
}

// floorFrame tells the floor what to write.
func floorFrame(frame []byte) []byte {
	return append(binary.BigEndian.AppendUint32(nil, uint32(len(frame))), frame...)
}

// readUntil reads byte by byte, so that nothing behind the end is taken.
func readUntil(c net.Conn, end string) (string, error) {
	var got strings.Builder
	var b [1]byte
	for !strings.HasSuffix(got.String(), end) {
		if _, err := io.ReadFull(c, b[:]); err != nil {
			return got.String(), err
		}
		got.Write(b[:])
	}
	return got.String(), nil
}
