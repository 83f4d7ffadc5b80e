package server

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"syscall"
	"time"
)

// Listen listens on an address, patiently. Connections have no keep-alive of TCP, which takes four
// system calls each: requests have their timeouts, and a socket that says nothing is pinged.
func Listen(addr string, log *slog.Logger) (net.Listener, error) {
	l, err := (&net.ListenConfig{KeepAlive: -1}).Listen(context.Background(), "tcp", addr)
	if err != nil {
		return nil, err
	}
	return Patient(l, log), nil
}

// Patient returns a listener that waits when the system has no room for one more connection
// (descriptors used up, no memory), where fasthttp would stop serving for good. Who is
// connected does not notice; who is not waits in the kernel's queue until there is room.
func Patient(l net.Listener, log *slog.Logger) net.Listener { return &patient{l, log} }

type patient struct {
	net.Listener
	log *slog.Logger
}

var noRoom = []error{syscall.EMFILE, syscall.ENFILE, syscall.ENOBUFS, syscall.ENOMEM, syscall.ECONNABORTED}

// Accept waits for the next connection, or for the listener to be closed.
func (p *patient) Accept() (net.Conn, error) {
	const first, most = 5 * time.Millisecond, 500 * time.Millisecond
	wait := first
	for {
		c, err := p.Listener.Accept()
		if err == nil || !isNoRoom(err) {
			return c, err
		}
		if wait == first {
			p.log.Error("no room for one more connection; others wait until somebody leaves", "error", err)
		}
		time.Sleep(wait)
		wait = min(2*wait, most)
	}
}

func isNoRoom(err error) bool {
	for _, e := range noRoom {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}
