//go:build linux

// Command floor is the least a server can do for a fan-out: a bare write(2) of the same bytes to each socket.
//
// A connection begins with one byte. 'l' makes it a listener. 'p' makes it the publisher: four
// bytes of length and the bytes to write follow, and from then on each byte has them written
// to every listener, one after the other, with nothing around it.
package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"unsafe"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "floor:", err)
		os.Exit(1)
	}
}

func run() error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println("listening on", l.Addr())
	var listeners []uintptr
	for {
		c, err := l.Accept()
		if err != nil {
			return err
		}
		var role [1]byte
		if _, err := io.ReadFull(c, role[:]); err != nil {
			return err
		}
		if role[0] == 'p' {
			return publish(c, listeners)
		}
		f, err := c.(*net.TCPConn).File() // a descriptor of its own, out of the runtime's poller
		if err != nil {
			return err
		}
		c.Close()
		listeners = append(listeners, f.Fd()) // Fd makes it blocking: a plain write(2)
		kept = append(kept, f)
	}
}

// kept holds the listeners' files, which their finalizers would close.
var kept []*os.File

func publish(c net.Conn, listeners []uintptr) error {
	in := bufio.NewReader(c)
	var size [4]byte
	if _, err := io.ReadFull(in, size[:]); err != nil {
		return err
	}
	frame := make([]byte, binary.BigEndian.Uint32(size[:]))
	if _, err := io.ReadFull(in, frame); err != nil {
		return err
	}
	for {
		if _, err := in.ReadByte(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		for _, fd := range listeners {
			n, _, errno := syscall.RawSyscall(syscall.SYS_WRITE, fd, uintptr(unsafe.Pointer(&frame[0])), uintptr(len(frame)))
			if errno != 0 || int(n) != len(frame) {
				return fmt.Errorf("wrote %d of %d bytes: %w", n, len(frame), errno)
			}
		}
	}
}
