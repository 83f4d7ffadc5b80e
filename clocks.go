package main

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"
)

// clocksApart is how far the servers' clocks may be from each other: see docs/operating.md.
const clocksApart = 500 * time.Millisecond

// clocks watches how far this server's clock is from the database's, which is the same for all servers.
type clocks struct {
	ahead func(ctx context.Context, now func() time.Time) (time.Duration, error)
	now   func() time.Time // of the wall
	log   *slog.Logger
	off   atomic.Int64 // as last seen, in nanoseconds; below zero: behind
}

// look compares the two. It logs when they begin to differ and when they agree again, not each time.
func (c *clocks) look(ctx context.Context) error {
	off, err := c.ahead(ctx, c.now)
	if err != nil {
		return err
	}
	was := c.wrong()
	c.off.Store(int64(off))
	switch {
	case c.wrong() && !was:
		c.log.Error("this server's clock is wrong, or the database's: set them by NTP", "ahead_seconds", off.Seconds())
	case was && !c.wrong():
		c.log.Info("this server's clock agrees with the database's again")
	}
	return nil
}

// wrong says that they differ by more than servers may.
func (c *clocks) wrong() bool { return c.seen().Abs() > clocksApart }

func (c *clocks) seen() time.Duration { return time.Duration(c.off.Load()) }

// line is what /readyz says of it, "" for nothing.
func (c *clocks) line() string {
	if !c.wrong() {
		return ""
	}
	way := "ahead of"
	if c.seen() < 0 {
		way = "behind"
	}
	return fmt.Sprintf("clock: %.1f seconds %s the database's; calls may be placed, and hours begin and end, at the wrong time: set both clocks by NTP", c.seen().Abs().Seconds(), way)
}
