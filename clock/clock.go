// Package clock is the one time everybody reads: the server, the rules and the simulated carrier.
//
// A speed factor lets a shift be rehearsed faster than it happens: at 20, a minute of the
// product takes three seconds of the wall. Everything that waits for product time (ring
// times, wrap-up, reapers, leases) waits through a Clock; only network deadlines are real.
package clock

import (
	"context"
	"sync"
	"time"
)

// Clock tells product time and waits in it.
type Clock interface {
	// Now is the present instant, in UTC, to the millisecond (what the database keeps).
	Now() time.Time
	// Steady is how much product time has passed since some moment before: whoever sets the machine's clock, forwards or back,
	// changes nothing about it.
	Steady() time.Duration
	// AfterFunc calls f on its own goroutine once d of product time has passed. Stop cancels it.
	AfterFunc(d time.Duration, f func()) Timer
	// Wait returns nil after d of product time, or the context's error if that ends first.
	Wait(ctx context.Context, d time.Duration) error
}

// Timer is what AfterFunc returns.
type Timer interface{ Stop() bool }

// Real runs at the wall's speed, or at a factor of it.
type Real struct {
	mu    sync.Mutex
	base  time.Time // product time at since
	since time.Time // wall time, monotonic
	speed float64
}

// New returns a clock that begins at the present and runs speed times as fast; 0 means 1.
func New(speed float64) *Real {
	if speed <= 0 {
		speed = 1
	}
	now := time.Now()
	return &Real{base: now, since: now, speed: speed}
}

// Since returns a clock that ran at the wall's time until anchor and runs speed times as fast from there on.
// Processes that are given the same anchor and speed agree on the time, also after a restart.
func Since(anchor time.Time, speed float64) *Real {
	c := New(speed)
	c.base = anchor.Add(time.Duration(float64(c.since.Sub(anchor)) * c.speed))
	return c
}

// Now is the present product time.
func (c *Real) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.speed == 1 {
		return time.Now().UTC().Truncate(time.Millisecond)
	}
	return c.base.Add(time.Duration(float64(time.Since(c.since)) * c.speed)).UTC().Truncate(time.Millisecond)
}

// Steady is the product time since the clock was made.
func (c *Real) Steady() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Duration(float64(time.Since(c.since)) * c.speed)
}

// Speed is the factor.
func (c *Real) Speed() float64 { c.mu.Lock(); defer c.mu.Unlock(); return c.speed }

// AfterFunc calls f after d of product time.
func (c *Real) AfterFunc(d time.Duration, f func()) Timer { return time.AfterFunc(c.wall(d), f) }

// Wait returns after d of product time or with the context's error.
func (c *Real) Wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(c.wall(d))
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (c *Real) wall(d time.Duration) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Duration(float64(d) / c.speed)
}

// Fixed stands still until it is moved; for tests of rules.
type Fixed struct {
	mu     sync.Mutex
	now    time.Time
	steady time.Duration
}

// At returns a clock that stands at t.
func At(t time.Time) *Fixed { return &Fixed{now: t.UTC()} }

// Now is where the clock stands.
func (c *Fixed) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.now }

// Steady is by how much Advance has moved the clock.
func (c *Fixed) Steady() time.Duration { c.mu.Lock(); defer c.mu.Unlock(); return c.steady }

// Advance moves the clock: so much time has passed.
func (c *Fixed) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now, c.steady = c.now.Add(d), c.steady+d
}

// Step sets the clock, as an administrator does: no time has passed.
func (c *Fixed) Step(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.now = c.now.Add(d) }
