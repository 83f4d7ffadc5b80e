package dialer

import (
	"context"
	"errors"
	"time"
)

// Look and Decide are two of a driver's hands, one at a time; write is the third, for what was decided.
func (d *Driver) Look(ctx context.Context) error { return d.look(ctx) }

// Decide says how many are to be dialled.
func (d *Driver) Decide() (n int, write func(ctx context.Context) error) {
	all := d.decide(1 << 10)
	return len(all), func(ctx context.Context) (err error) {
		for _, o := range all {
			err = errors.Join(err, d.write(ctx, o))
		}
		return err
	}
}

// Estimate is about how many seconds somebody waits yet; false when there is nothing to go by.
func Estimate(n int, since time.Duration, ahead int) (seconds int, ok bool) {
	if e := estimate(n, since, ahead); e != nil {
		return *e, true
	}
	return 0, false
}
