//go:build linux

package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"syscall"
	"unsafe"
)

// socket is one browser: a bare descriptor that waits in an epoll.
type socket struct {
	fd     int
	stage  stage
	frames int    // events that have come in; while it joins, all frames
	got    []byte // of what is coming in and not whole yet
}

type stage uint8

const (
	opening     stage = iota // waits for the reply to its handshake
	subscribing              // waits for what it has missed
	live
)

func (s stage) String() string {
	return [...]string{"in its handshake", "while it subscribed", "while it listened"}[s]
}

// connect returns a connected descriptor. It blocks, but is read only when there is something.
func connect(addr string) (int, error) {
	to, err := netip.ParseAddrPort(addr)
	if err != nil {
		return 0, err
	}
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return 0, err
	}
	// Closed with a reset: ten thousand that leave would keep their ports for a minute.
	err = errors.Join(
		syscall.SetsockoptLinger(fd, syscall.SOL_SOCKET, syscall.SO_LINGER, &syscall.Linger{Onoff: 1}),
		syscall.SetsockoptInt(fd, syscall.IPPROTO_TCP, syscall.TCP_NODELAY, 1),
	)
	for err == nil {
		err = syscall.Connect(fd, &syscall.SockaddrInet4{Port: int(to.Port()), Addr: to.Addr().As4()})
		if err == nil {
			return fd, nil
		}
		if errors.Is(err, syscall.EINTR) {
			err = nil
		}
	}
	syscall.Close(fd)
	return 0, err
}

// read is one read(2) that does not tell Go's scheduler: it is called when there is something to read.
func read(fd int, b []byte) (int, error) {
	n, _, errno := syscall.RawSyscall(syscall.SYS_READ, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(b))), uintptr(len(b)))
	switch {
	case errno != 0:
		return 0, errno
	case n == 0:
		return 0, io.ErrUnexpectedEOF
	}
	return int(n), nil
}

func write(fd int, b []byte) error {
	for len(b) > 0 {
		n, err := syscall.Write(fd, b)
		if err != nil && !errors.Is(err, syscall.EINTR) {
			return err
		}
		b = b[max(n, 0):]
	}
	return nil
}

// frameSize is the size of the frame that b begins with and where its payload begins, once
// enough is there to know.
func frameSize(b []byte) (size, payload int, known bool) {
	switch {
	case len(b) < 2:
		return 0, 0, false
	case b[1] < 126:
		return 2 + int(b[1]), 2, true
	case len(b) < 4 || b[1] == 127:
		return 0, 0, false
	}
	return 4 + int(binary.BigEndian.Uint16(b[2:])), 4, true
}

var (
	eventBegin      = []byte(`{"type":"event`) // or "events", which are several
	eventIn         = []byte(`{"type":"event",`)
	subscribedBegin = []byte(`{"type":"subscribed"`)
)

// expected says whether a frame is one that a listener counts.
func expected(frame []byte, payload int, at stage) error {
	const finalText = 0x81
	if frame[0] == finalText {
		if bytes.HasPrefix(frame[payload:], eventBegin) || at == subscribing && bytes.HasPrefix(frame[payload:], subscribedBegin) {
			return nil
		}
	}
	return fmt.Errorf("a listener got %.100q", frame)
}

// eventsIn is how many events a frame carries: its payload has no quotes of its own.
func eventsIn(frame []byte) int { return bytes.Count(frame, eventIn) }

// firstEvent is the frame of an event, or of the first one in it, as it would have come alone.
func firstEvent(frame []byte, payload int) []byte {
	all := frame[payload:]
	at := bytes.Index(all, eventIn)
	if at <= 0 {
		return bytes.Clone(frame)
	}
	one, _, _ := bytes.Cut(all[at:], append([]byte{','}, eventIn...))
	const finalText, long = 0x81, 126
	return append([]byte{finalText, long, byte(len(one) >> 8), byte(len(one))}, one...)
}

// The frames of a client are masked: here with zeros.
var pong = []byte{0x8a, 0x80, 0, 0, 0, 0}

func clientFrame(payload string) []byte {
	const text, mask = 0x81, 0x80
	b := []byte{text, mask | 126, byte(len(payload) >> 8), byte(len(payload)), 0, 0, 0, 0}
	return append(b, payload...)
}

const benchTopic = "session/bench"

func publishFrame(data string, times int) []byte {
	return clientFrame(fmt.Sprintf(`{"type":"publish","topic":"%s","times":%d,"data":%s}`, benchTopic, times, data))
}

// subscribeFrame asks for what happens from now on, or for all after since.
func subscribeFrame(since int) []byte {
	if since < 0 {
		return clientFrame(`{"type":"subscribe","topic":"` + benchTopic + `"}`)
	}
	return clientFrame(fmt.Sprintf(`{"type":"subscribe","topic":"%s","since":%d}`, benchTopic, since))
}

const handshake = "GET /ws HTTP/1.1\r\nHost: bench\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: partyline.v1\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
