package carrier

import (
	"context"
	"time"
)

// Clock is product time: ring times, prompts and talks are measured in it. Network deadlines are not.
type Clock interface {
	Now() time.Time
	// AfterFunc calls f on a goroutine of its own once d of product time has passed.
	AfterFunc(d time.Duration, f func()) Timer
}

// Timer is what AfterFunc returns; Stop reports whether it came before the call.
type Timer interface{ Stop() bool }

// Movable is a clock that /_sim/clock can move forward.
type Movable interface{ Advance(d time.Duration) }

// Speedy is a clock whose speed /_sim/clock can show and change.
type Speedy interface {
	Speed() float64
	SetSpeed(factor float64)
}

// wall is the clock of whoever gives none.
type wall struct{}

func (wall) Now() time.Time                            { return time.Now().UTC().Truncate(time.Millisecond) }
func (wall) AfterFunc(d time.Duration, f func()) Timer { return time.AfterFunc(d, f) }

// wait passes d of product time; false when ctx ended first.
func (c *Carrier) wait(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	due := make(chan struct{})
	t := c.clock.AfterFunc(d, func() { close(due) })
	defer t.Stop()
	select {
	case <-due:
		return true
	case <-ctx.Done():
		return false
	}
}

// timer is a channel that closes after d of product time, and a function that stops it.
func (c *Carrier) timer(d time.Duration) (<-chan struct{}, func()) {
	due := make(chan struct{})
	t := c.clock.AfterFunc(d, func() { close(due) })
	return due, func() { t.Stop() }
}
