//go:build linux

package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// side is one of the two that are compared: a server in a process of its own, its listeners,
// and the one who makes it publish.
type side struct {
	*process
	*listening
	publisher
	publication func(n int) []byte // what the publisher says for n of them
	brings      int                // so many events of each to each listener
}

// openHub starts the real socket and hub without sign-in. A publication is an event with a
// payload of so many bytes.
func openHub(payload int) (*side, error) {
	dir, err := programs()
	if err != nil {
		return nil, err
	}
	args := []string{"-addr", "127.0.0.1:0"}
	if to := os.Getenv("PROFILE"); to != "" {
		args = append(args, "-profile", to)
	}
	data := `{"text":"` + strings.Repeat("x", payload-len(`{"text":""}`)) + `"}`
	s := &side{brings: 1, publication: func(n int) []byte { return publishFrame(data, n) }}
	if s.process, err = start(dir+"fanout", nil, args...); err != nil {
		return nil, err
	}
	if s.publisher, err = publishHub(s.process.addr); err != nil {
		s.close()
		return nil, err
	}
	if s.listening, err = listenAt(s.process.addr); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// openFloor starts the bare server, which has nothing to say yet.
func openFloor() (*side, error) {
	dir, err := programs()
	if err != nil {
		return nil, err
	}
	s := &side{publication: func(n int) []byte { return bytes.Repeat([]byte{'w'}, n) }}
	if s.process, err = start(dir+"floor", nil); err != nil {
		return nil, err
	}
	fd, err := connect(s.process.addr)
	if err == nil {
		s.publisher = publisher{fd}
		err = write(fd, []byte{'p'})
	}
	if err != nil {
		s.close()
		return nil, err
	}
	if s.listening, err = listenAt(s.process.addr); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// learn tells a floor to say what the hub has said to its first listener; its frames are that
// one's first event, so many times in one write.
func (s *side) learn(hub *side, brings int) error {
	s.brings, s.missed = brings, hub.missed
	var told []byte
	for _, part := range []struct {
		letter byte
		bytes  []byte
	}{{'r', hub.first.reply}, {'m', hub.first.missed}, {'f', bytes.Repeat(hub.first.event, brings)}} {
		told = append(told, part.letter)
		told = binary.BigEndian.AppendUint32(told, uint32(len(part.bytes)))
		told = append(told, part.bytes...)
	}
	return write(s.publisher.fd, told)
}

func (s *side) close() {
	if s.listening != nil {
		s.listening.close()
	}
	if s.publisher.fd > 0 {
		syscall.Close(s.publisher.fd)
	}
	s.process.stop()
}

// carry publishes until so many events have reached every listener, with at most window of
// them in flight: published, and not yet with everybody.
func (s *side) carry(total, window int) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var published, done int
	reached := make([]int, window) // by how many listeners, for each event in flight
	s.arrived = func(l *socket) error {
		if l.frames >= published {
			return fmt.Errorf("event %d came, and %d were published", l.frames+1, published)
		}
		reached[l.frames%window]++
		return nil
	}
	for _, l := range s.sockets {
		l.frames = 0
	}
	defer func() { s.arrived = nil }()
	for done < total {
		if more := min(total, done+window) - published; more >= s.brings {
			n := more / s.brings
			published += n * s.brings
			if err := write(s.publisher.fd, s.publication(n)); err != nil {
				return err
			}
		}
		if some, err := s.step(patience); err != nil {
			return err
		} else if !some {
			return fmt.Errorf("of %d events that were published, number %d has reached %d of %d listeners after %v", published, done+1, reached[done%window], len(s.sockets), patience)
		}
		for done < published && reached[done%window] == len(s.sockets) {
			reached[done%window] = 0
			done++
		}
	}
	return nil
}

// offer publishes at fixed times, whatever has become of the ones before, and returns how
// long after its time each event reached each listener.
func (s *side) offer(publications int, every time.Duration) ([]time.Duration, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	all := make([]time.Duration, 0, publications*len(s.sockets))
	begin := time.Now().Add(every / 4)
	published := 0
	s.arrived = func(l *socket) error {
		if l.frames >= published {
			return fmt.Errorf("event %d came, and %d were published", l.frames+1, published)
		}
		all = append(all, time.Since(begin)-time.Duration(l.frames)*every)
		return nil
	}
	for _, l := range s.sockets {
		l.frames = 0
	}
	defer func() { s.arrived = nil }()
	for len(all) < cap(all) {
		wait := patience
		if published < publications {
			if wait = time.Until(begin.Add(time.Duration(published) * every)); wait <= 0 {
				published++
				if err := write(s.publisher.fd, s.publication(1)); err != nil {
					return nil, err
				}
				continue
			}
		}
		if some, err := s.step(wait); err != nil {
			return nil, err
		} else if !some && wait == patience {
			return nil, fmt.Errorf("%d of %d deliveries are missing after %v", cap(all)-len(all), cap(all), patience)
		}
	}
	return all, nil
}

// settle returns when the server does nothing any more, or too much after some seconds.
func (s *side) settle() (time.Duration, error) {
	const look, little, most = 50 * time.Millisecond, 2 * time.Millisecond, 200
	before, err := s.cpu()
	for range most {
		if err != nil {
			return 0, err
		}
		time.Sleep(look)
		var now time.Duration
		if now, err = s.cpu(); now-before < little {
			return now, err
		}
		before = now
	}
	return 0, fmt.Errorf("the server was still busy after %v", most*look)
}
