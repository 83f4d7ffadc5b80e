//go:build linux

package main

import "fmt"

// bridging is how long a contact who picks up waits until their phone is told whose room to join, when fifty pick up within a second and fifty
// callers wait; against the bare statements of it.
type bridging struct {
	rows     int
	embedded bool
	bar      float64
}

const pickUps = 5 // of all fifty, in one figure

func (k bridging) run(r *Result) error {
	r.Unit = "ms p99"
	if err := buildCampaigns(); err != nil {
		return err
	}
	on, err := newOffice("campaigns", k.embedded, k.rows)
	if err != nil {
		return err
	}
	defer on.stop()
	if _, err := on.timed("load"); err != nil {
		return err
	}
	side := func(what string) func() (float64, error) {
		return func() (float64, error) {
			_, err := on.timed(fmt.Sprint(what, " ", pickUps))
			return on.scanned * 1e3, named(what, err)
		}
	}
	if err := r.compare(7, 1, side("bridge"), side("bare"), on.pids()...); err != nil {
		return err
	}
	r.Note = fmt.Sprintf("%.2f of the floor, %s; the bar is for ours", *r.Ratio, r.Note)
	r.Ratio, r.Bar = nil, k.bar
	return nil
}
