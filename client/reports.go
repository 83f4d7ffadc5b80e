package client

import (
	"slices"
	"sync/atomic"
)

// reports are what all sockets count together. Only what is rare is counted where it happens.
type reports struct {
	waiting atomic.Int64                // bytes in all outboxes
	ended   [len(Closings)]atomic.Int64 // close frames sent, by row of Closings
}

// waits notes that so many bytes more wait in an outbox.
func (r *reports) waits(bytes int) {
	if r != nil && bytes != 0 {
		r.waiting.Add(int64(bytes))
	}
}

// cutOff notes that a socket was ended by this side.
func (r *reports) cutOff(code Code) {
	if r == nil {
		return
	}
	if row := slices.IndexFunc(Closings[:], func(c Closing) bool { return c.Code == code }); row >= 0 {
		r.ended[row].Add(1)
	}
}
