package telephony

import (
	"context"
	"sync"
	"time"

	"partyline/fault"
)

// longestQueue is how far ahead turns are given; whoever would wait longer is told to come back,
// so that callers who gave up cannot push the queue ever further into the future.
const longestQueue = 60 * time.Second

// starts spaces out call starts, so that the carrier never has to queue them: a call that waits in
// the carrier's queue rings long after its reason has gone.
type starts struct {
	clock Clock
	every time.Duration

	mu   sync.Mutex
	next time.Time // the next free turn
}

func newStarts(cps float64, clock Clock) *starts {
	return &starts{clock: clock, every: time.Duration(float64(time.Second) / cps * 1.02)} // always a little below
}

// turn returns when a call may be started, or an error, and then surely none was.
func (s *starts) turn(ctx context.Context) error {
	s.mu.Lock()
	now := s.clock.Now()
	at := s.next
	if at.Before(now) {
		at = now
	}
	wait := at.Sub(now)
	if wait > longestQueue {
		s.mu.Unlock()
		return errQueueFull
	}
	s.next = at.Add(s.every)
	s.mu.Unlock()
	if wait <= 0 {
		return ctx.Err()
	}
	return s.clock.Wait(ctx, wait)
}

// rest lets nobody start a call for d: the carrier asked for it.
func (s *starts) rest(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if until := s.clock.Now().Add(d); until.After(s.next) {
		s.next = until
	}
}

var errQueueFull = fault.New(fault.Busy, "carrier_away", "Too many calls are waiting to be started. Try again in a minute.")
