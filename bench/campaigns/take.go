//go:build linux

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"partyline/campaign"
)

// noonish is the time of day at which most of the country can be called, whenever the benchmark runs.
type noonish struct{ ahead time.Duration }

func atNoon() noonish {
	now := time.Now().UTC()
	return noonish{time.Date(now.Year(), now.Month(), now.Day(), 18, 0, 0, 0, time.UTC).Sub(now)}
}

// Now is the time.
func (n noonish) Now() time.Time { return time.Now().Add(n.ahead) }

// Steady is the time since the benchmark began.
func (n noonish) Steady() time.Duration { return time.Since(began) }

var began = time.Now()

const (
	clickers   = 4
	pressesOf  = 50                    // in one frame
	frameEvery = 40 * time.Millisecond // of one clicker: 5,000 approvals a second in all
)

// click has clickers approve numbers until stopped.
func (o *office) click() (stop func() error, err error) {
	ctx, cancel := context.WithCancel(context.Background())
	links, err := o.service.Links(ctx, o.id)
	if err != nil {
		cancel()
		return nil, err
	}
	var crowd sync.WaitGroup
	failed := make(chan error, clickers)
	for i := range clickers {
		in, _, err := o.service.Join(ctx, campaign.Clicker, links[1].Token, "", campaign.Joining{Name: fmt.Sprint("Clicker ", i)})
		if err != nil {
			cancel()
			return nil, err
		}
		crowd.Go(func() {
			if err := o.approve(ctx, in.Me.ID); err != nil && ctx.Err() == nil {
				failed <- err
			}
		})
	}
	return func() error {
		cancel()
		crowd.Wait()
		select {
		case err := <-failed:
			return err
		default:
			return nil
		}
	}, nil
}

func (o *office) approve(ctx context.Context, person string) error {
	tick := time.NewTicker(frameEvery)
	defer tick.Stop()
	for {
		l, err := o.service.Lease(ctx, person, nil)
		if err != nil {
			return err
		}
		for first := 0; first < len(l.Numbers); first += pressesOf {
			var presses []campaign.Press
			for n := first; n < min(first+pressesOf, len(l.Numbers)); n++ {
				presses = append(presses, campaign.Press{Ordinal: n})
			}
			done := make(chan error, 1)
			o.service.Approve(campaign.Approving{Person: person, Lease: l.Lease, Presses: presses}, func(_ campaign.Approved, err error) { done <- err })
			select {
			case err := <-done:
				if err != nil {
					return err
				}
			case <-ctx.Done():
				return ctx.Err()
			}
			select {
			case <-tick.C:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		if len(l.Numbers) == 0 {
			return fmt.Errorf("nothing is left to approve")
		}
		if err := o.service.Release(ctx, person, l.Lease, nil, false); err != nil {
			return err
		}
	}
}

const fifty = 50

// take takes fifty numbers so often, and says the median and the 99th percentile of what one took.
func (o *office) take(times int) (string, error) {
	return timed(times, func() error {
		got, err := o.service.Take(context.Background(), o.id, "the benchmark", fifty)
		if err == nil && len(got) != fifty {
			err = fmt.Errorf("%d numbers taken", len(got))
		}
		return err
	})
}

// update updates fifty rows by id so often: the floor.
func (o *office) update(times int) (string, error) {
	var no []int64
	if err := o.db.Find(context.Background(), &no, `SELECT no FROM campaigns WHERE id = $1`, o.id); err != nil {
		return "", err
	}
	return timed(times, func() error {
		rows := make([]int64, fifty)
		for i := range rows {
			rows[i] = 1 + rand.Int64N(int64(o.rows)*9/10)
		}
		slices.Sort(rows)
		n, err := o.db.Exec(context.Background(), `UPDATE contacts SET attempted_at = 1 WHERE campaign = $1 AND no IN ($2)`, no[0], rows)
		if err == nil && n < fifty/2 {
			err = fmt.Errorf("%d rows updated", n)
		}
		return err
	})
}

func timed(times int, do func() error) (string, error) {
	took := make([]time.Duration, times)
	for i := range took {
		begin := time.Now()
		if err := do(); err != nil {
			return "", err
		}
		took[i] = time.Since(begin)
	}
	slices.Sort(took)
	return fmt.Sprint(times, " ", took[times/2].Nanoseconds(), " ", took[times*99/100].Nanoseconds()), nil
}
