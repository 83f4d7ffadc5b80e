//go:build linux

package main

import (
	"bytes"
	"errors"
	"fmt"
	"syscall"
	"time"
)

// slowReader is how long after its time an event reaches those who read, at the 99th
// percentile, beside some who never do. The floor is the same server without the latter.
//
// Events are so large that those who never read go through all there is in each figure: the
// kernel takes it, the outbox takes it, they are cut off. It is an error if one of them is not.
type slowReader struct {
	readers, silent int
	payload         int
	publications    int
	every           time.Duration
	turns           int
}

func (w slowReader) run(r *Result) error {
	r.Unit, r.Bar = "ms p99", 1.2
	if err := descriptors(2*w.readers + w.silent + spare); err != nil {
		return err
	}
	var beside, alone *side
	for _, s := range []**side{&beside, &alone} {
		hub, err := openHub(w.payload)
		if err != nil {
			return err
		}
		defer hub.close()
		if err := hub.join(w.readers); err != nil {
			return err
		}
		if err := hub.carry(20, 1); err != nil {
			return err
		}
		*s = hub
	}
	before, err := statusOf(beside.pid(), "VmRSS")
	if err != nil {
		return err
	}
	var silent *listening
	var turn, told int
	offer := func(s *side) ([]time.Duration, error) { return s.offer(w.publications/w.turns, w.every) }
	err = r.interleave(fanoutTrials, w.turns,
		func() (all []time.Duration, err error) {
			if turn%w.turns == 0 {
				if silent, err = w.join(beside.process.addr); err != nil {
					return nil, err
				}
			}
			turn++
			all, err = offer(beside)
			if err == nil && turn%w.turns == 0 {
				n := 0
				n, err = silent.cutOff()
				told += n
				silent.close()
			}
			return all, err
		},
		func() ([]time.Duration, error) { return offer(alone) }, beside.pid(), alone.pid())
	if err != nil {
		return err
	}
	peak, err := statusOf(beside.pid(), "VmHWM")
	r.Note += fmt.Sprintf("; %d times all %d cut off, %d of them told why; memory at most %.0f MB more", turn/w.turns, w.silent, told, (peak-before)/1e6)
	return err
}

// join lets those in who will never read again.
func (w slowReader) join(addr string) (*listening, error) {
	l, err := listenAt(addr)
	if err != nil {
		return nil, err
	}
	if err := l.join(w.silent); err != nil {
		l.close()
		return nil, err
	}
	return l, nil
}

// cutOff reads what was left for those who never read, to the end, and returns how many of
// them were told why they were cut off.
func (l *listening) cutOff() (told int, err error) {
	tooSlow := []byte{4000 >> 8, 4000 & 0xff}
	patient := syscall.NsecToTimeval(int64(patience))
	for i, s := range l.sockets {
		if err := syscall.SetsockoptTimeval(s.fd, syscall.SOL_SOCKET, syscall.SO_RCVTIMEO, &patient); err != nil {
			return told, err
		}
		var last []byte
		for {
			n, err := syscall.Read(s.fd, l.room[:])
			if err == nil && n > 0 {
				last = append(last[:0], l.room[max(0, n-64):n]...)
				continue
			}
			if errors.Is(err, syscall.EAGAIN) {
				return told, fmt.Errorf("number %d of those who never read was not cut off", i+1)
			}
			break // closed or reset
		}
		if bytes.Contains(last, tooSlow) {
			told++
		}
	}
	return told, nil
}
