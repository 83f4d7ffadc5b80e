package client

import (
	"iter"
	"sync"
)

// slots is into how many parts the interval between two pings is divided.
const slots = 32

// wheel holds all open sockets and looks after one slot of them at each turn: one timer for
// all, and never all at once.
type wheel struct {
	slots [slots]struct {
		mu      sync.Mutex
		sockets []*Socket
	}
	mu   sync.Mutex
	next int // slot for the next socket
	at   int // slot of the next turn; only turn uses it
}

func (w *wheel) add(s *Socket) {
	w.mu.Lock()
	s.slot = w.next
	w.next = (w.next + 1) % slots
	w.mu.Unlock()
	slot := &w.slots[s.slot]
	slot.mu.Lock()
	defer slot.mu.Unlock()
	s.place = len(slot.sockets)
	slot.sockets = append(slot.sockets, s)
}

func (w *wheel) remove(s *Socket) {
	slot := &w.slots[s.slot]
	slot.mu.Lock()
	defer slot.mu.Unlock()
	end := len(slot.sockets) - 1
	last := slot.sockets[end]
	slot.sockets[s.place], last.place = last, s.place
	slot.sockets[end] = nil
	slot.sockets = slot.sockets[:end]
}

// all ranges over the sockets of every slot, copied slot by slot.
func (w *wheel) all() iter.Seq[*Socket] {
	return func(yield func(*Socket) bool) {
		for i := range w.slots {
			for _, s := range w.copy(i) {
				if !yield(s) {
					return
				}
			}
		}
	}
}

func (w *wheel) count() (n int) {
	for i := range w.slots {
		slot := &w.slots[i]
		slot.mu.Lock()
		n += len(slot.sockets)
		slot.mu.Unlock()
	}
	return n
}

func (w *wheel) copy(i int) []*Socket {
	slot := &w.slots[i]
	slot.mu.Lock()
	defer slot.mu.Unlock()
	return append([]*Socket(nil), slot.sockets...)
}

// turn pings the sockets of the next slot, and ends those of which nothing was heard since
// the ping before the last, two intervals ago.
func (w *wheel) turn() {
	for _, s := range w.copy(w.at) {
		s.tend()
	}
	w.at = (w.at + 1) % slots
}

// ping is a prepared ping frame without payload.
var ping = []byte{0x89, 0}

// tend is the wheel's visit.
func (s *Socket) tend() {
	if s.conn.heard.Swap(false) {
		s.silent = 0
	} else if s.silent++; s.silent >= 2 {
		s.conn.End(Silent)
		return
	}
	s.conn.Send(ping)
}
