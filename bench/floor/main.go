//go:build linux

// Command floor is the least that a server of sockets can do: accept, answer with bytes it was given, write(2).
//
// A connection that begins with "GET " is a listener: its first bytes are answered with the
// reply, its second with what it has missed, and from then on it is written the frames. One
// that begins with 'p' is the publisher, whose commands are a letter each:
//
//	r, m, f   followed by four bytes of length and the bytes: sets the reply, the missed, the frames
//	w         writes the frames to every listener, one write(2) each, one after the other
//
// But for the key of a handshake nothing is parsed, nothing is checked, nothing is kept: one thread, one epoll, system calls.
package main

import (
	"bytes"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"syscall"
	"unsafe"
)

func main() {
	if err := run(); err != nil && err != io.EOF { // its publisher has left
		fmt.Fprintln(os.Stderr, "floor:", err)
		os.Exit(1)
	}
}

// floor is the server and all it knows.
type floor struct {
	accept, poll          int
	stages                []stage // by descriptor
	listeners             []int   // descriptors, in the order of their subscriptions
	reply, missed, frames []byte
	commands              []byte // that have come in and are not whole yet
	room                  [64 << 10]byte
}

type stage uint8

const (
	nothing stage = iota
	accepted
	answered
	listener
	publisher
)

func run() error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	file, err := l.(*net.TCPListener).File() // out of the runtime's poller
	if err != nil {
		return err
	}
	fmt.Println("listening on", l.Addr())
	l.Close()

	runtime.LockOSThread()
	f := &floor{accept: int(file.Fd())}
	if f.poll, err = syscall.EpollCreate1(0); err != nil {
		return err
	}
	if err := errors.Join(syscall.SetNonblock(f.accept, true), f.watch(f.accept)); err != nil {
		return err
	}
	events := make([]syscall.EpollEvent, 512)
	for {
		n, err := syscall.EpollWait(f.poll, events, -1)
		if err != nil && !errors.Is(err, syscall.EINTR) {
			return err
		}
		for _, e := range events[:max(n, 0)] {
			if int(e.Fd) == f.accept {
				err = f.take()
			} else {
				err = f.hear(int(e.Fd))
			}
			if err != nil {
				return err
			}
		}
	}
}

func (f *floor) watch(fd int) error {
	event := syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(fd)}
	return syscall.EpollCtl(f.poll, syscall.EPOLL_CTL_ADD, fd, &event)
}

// take accepts whoever waits.
func (f *floor) take() error {
	for {
		fd, errno := call(syscall.SYS_ACCEPT4, f.accept, nil, syscall.SOCK_NONBLOCK|syscall.SOCK_CLOEXEC)
		switch errno {
		case syscall.EAGAIN:
			return nil
		case syscall.ECONNABORTED, syscall.EINTR:
			continue
		case 0:
		default:
			return fmt.Errorf("accept: %w", errno)
		}
		// As Go does it: else a small write waits for the acknowledgement of the one before.
		if err := syscall.SetsockoptInt(fd, syscall.IPPROTO_TCP, syscall.TCP_NODELAY, 1); err != nil {
			return err
		}
		for fd >= len(f.stages) {
			f.stages = append(f.stages, make([]stage, 1024)...)
		}
		f.stages[fd] = accepted
		if err := f.watch(fd); err != nil {
			return err
		}
	}
}

// hear reads once and answers.
func (f *floor) hear(fd int) error {
	n, errno := call(syscall.SYS_READ, fd, f.room[:], 0)
	switch {
	case errno == syscall.EAGAIN || errno == syscall.EINTR:
		return nil
	case n <= 0:
		return f.lose(fd)
	}
	got := f.room[:n]
	switch f.stages[fd] {
	case accepted:
		if got[0] == 'p' {
			f.stages[fd] = publisher
			return f.obey(got[1:])
		}
		f.stages[fd] = answered
		f.shake(got)
		return f.write(fd, f.reply)
	case answered:
		f.stages[fd] = listener
		f.listeners = append(f.listeners, fd)
		return f.write(fd, f.missed)
	case publisher:
		return f.obey(got)
	}
	return nil // a pong
}

// shake puts the answer to a handshake's key into the reply, without which no browser would
// take it for a WebSocket.
func (f *floor) shake(request []byte) {
	_, key, asked := bytes.Cut(request, []byte("Sec-WebSocket-Key: "))
	_, answer, known := bytes.Cut(f.reply, []byte("Sec-WebSocket-Accept: "))
	if !asked || !known || len(key) < 24 {
		return
	}
	var room [64]byte
	sum := sha1.Sum(append(append(room[:0], key[:24]...), "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"...))
	base64.StdEncoding.Encode(answer, sum[:])
}

func (f *floor) lose(fd int) error {
	if f.stages[fd] == publisher {
		return io.EOF
	}
	if f.stages[fd] == listener {
		for i, l := range f.listeners {
			if l == fd {
				f.listeners = append(f.listeners[:i], f.listeners[i+1:]...)
				break
			}
		}
	}
	f.stages[fd] = nothing
	return syscall.Close(fd)
}

// obey does the publisher's commands.
func (f *floor) obey(got []byte) error {
	if len(f.commands) > 0 {
		got = append(f.commands, got...)
		f.commands = nil
	}
	for len(got) > 0 {
		if got[0] == 'w' {
			for _, fd := range f.listeners {
				if err := f.write(fd, f.frames); err != nil {
					return err
				}
			}
			got = got[1:]
			continue
		}
		if len(got) < 5 || len(got) < 5+int(binary.BigEndian.Uint32(got[1:])) {
			f.commands = append([]byte(nil), got...)
			return nil
		}
		end := 5 + int(binary.BigEndian.Uint32(got[1:]))
		told := append([]byte(nil), got[5:end]...)
		switch got[0] {
		case 'r':
			f.reply = told
		case 'm':
			f.missed = told
		case 'f':
			f.frames = told
		default:
			return fmt.Errorf("the publisher said %q", got[0])
		}
		got = got[end:]
	}
	return nil
}

// write is one write(2); more only where the socket does not take all at once.
func (f *floor) write(fd int, b []byte) error {
	for len(b) > 0 {
		n, errno := call(syscall.SYS_WRITE, fd, b, 0)
		switch errno {
		case 0:
			b = b[n:]
		case syscall.EINTR:
		case syscall.EPIPE, syscall.ECONNRESET: // it has gone, which epoll says as well
			return nil
		case syscall.EAGAIN:
			if err := writable(fd); err != nil {
				return err
			}
		default:
			return fmt.Errorf("write: %w", errno)
		}
	}
	return nil
}

// writable waits until the socket takes more.
func writable(fd int) error {
	const pollOut = 4
	p := struct {
		fd              int32
		events, revents int16
	}{int32(fd), pollOut, 0}
	_, _, errno := syscall.Syscall6(syscall.SYS_PPOLL, uintptr(unsafe.Pointer(&p)), 1, 0, 0, 0, 0)
	if errno != 0 && errno != syscall.EINTR {
		return errno
	}
	return nil
}

// call is a system call that does not tell Go's scheduler: none of them waits. Of accept4 the
// address stays empty and last is its flags.
func call(number uintptr, fd int, b []byte, last uintptr) (int, syscall.Errno) {
	n, _, errno := syscall.RawSyscall6(number, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(b))), uintptr(len(b)), last, 0, 0)
	return int(n), errno
}
