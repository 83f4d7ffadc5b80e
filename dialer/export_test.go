package dialer

import (
	"context"
	"errors"
	"slices"
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

// Last puts a contact behind all others that a driver has in hand; false when it does not have it.
func (d *Driver) Last(campaign string, contact int64) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	m := d.runs[campaign]
	i := slices.Index(m.ahead, contact)
	if i >= 0 {
		m.ahead = append(slices.Delete(m.ahead, i, i+1), contact)
	}
	return i >= 0
}

// Tidy is one of a driver's rounds through callers who have gone.
func (s *Service) Tidy(ctx context.Context, campaign string) error { return s.tidy(ctx, campaign) }
