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
	clock  Clock
	every  time.Duration
	shared Turns // nil: this node is alone
	over   context.Context
	stop   context.CancelFunc // gives no more turns

	mu   sync.Mutex
	next time.Duration // the next free turn, by the steady clock: one that is set back by an hour stops no call for an hour
}

// Turns gives turns at a rate that all nodes share.
type Turns interface {
	// Turn takes the next turn, every so often on all nodes together, and returns how long to
	// wait for it; below zero when that would be longer than longest, and then no turn was taken.
	// An error means that nobody could be asked.
	Turn(ctx context.Context, every, longest time.Duration) (time.Duration, error)
	// Nodes is how many nodes there are, this one included.
	Nodes() int
}

func newStarts(cps float64, clock Clock, shared Turns) *starts {
	s := &starts{clock: clock, every: time.Duration(float64(time.Second) / cps * 1.02), shared: shared} // always a little below
	s.over, s.stop = context.WithCancel(context.Background())
	return s
}

// turn returns when a call may be started, or an error, and then surely none was. A turn that would come after until, or for which
// one would wait longer than a minute, is not taken: it is for whoever can use it.
func (s *starts) turn(ctx context.Context, until time.Time) error {
	longest, refusal := longestQueue, errQueueFull
	if left := until.Sub(s.clock.Now()); !until.IsZero() && left < longest {
		longest, refusal = left, errTooLate
	}
	if longest < 0 {
		return refusal
	}
	every := s.every
	if s.shared != nil {
		wait, err := s.shared.Turn(ctx, every, longest)
		switch {
		case err != nil: // each node at its share of the rate
			every *= time.Duration(max(1, s.shared.Nodes()))
		case wait < 0:
			return refusal
		default:
			if wait = max(wait, s.resting()); wait > longest {
				return refusal
			}
			return s.wait(ctx, wait)
		}
	}
	s.mu.Lock()
	now := s.clock.Steady()
	at := max(s.next, now)
	wait := at - now
	if wait > longest {
		s.mu.Unlock()
		return refusal
	}
	s.next = at + every
	s.mu.Unlock()
	return s.wait(ctx, wait)
}

func (s *starts) wait(ctx context.Context, d time.Duration) error {
	waits, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.over, cancel)()
	if d > 0 {
		_ = s.clock.Wait(waits, d)
	}
	if ctx.Err() == nil && s.over.Err() != nil {
		return errStopping
	}
	return ctx.Err()
}

// resting is how long the carrier wants to be left alone yet.
func (s *starts) resting() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.next - s.clock.Steady()
}

// rest lets nobody start a call for d: the carrier asked for it.
func (s *starts) rest(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next = max(s.next, s.clock.Steady()+d)
}

// errTooLate is for a call whose turn came after it made sense: it was surely not placed.
var errTooLate = fault.New(fault.Busy, "carrier_away", "This call would have been placed too late.")

var errStopping = fault.New(fault.Busy, "carrier_away", "This server is being stopped and places no more calls. Try again in a moment.")

var errQueueFull = fault.New(fault.Busy, "carrier_away", "Too many calls are waiting to be started. Try again in a minute.")
