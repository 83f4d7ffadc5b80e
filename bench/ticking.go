//go:build linux

package main

import "fmt"

// ticking is what one decision of the dialer takes, with 300 calls in flight and so many contacts, while calls end and others are
// claimed. It may not wait for the database: the floor is what a tick would wait that took its numbers itself.
type ticking struct {
	rows     int
	embedded bool
	bar      float64
}

const decisions = 300 // in one figure

func (k ticking) run(r *Result) error {
	r.Unit, r.Bar = "ms p99", k.bar
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
	if _, err := on.timed(fmt.Sprint("take ", takes)); err != nil {
		return named("floor", err)
	}
	floor := on.scanned * 1e3
	middle, err := on.timed(fmt.Sprint("tick ", decisions))
	if err != nil {
		return named("ours", err)
	}
	p99 := on.scanned * 1e3
	r.Ours, r.Floor = &p99, &floor
	r.Note = fmt.Sprintf("p50 %.3f ms; the floor is taking fifty numbers in the tick itself", middle*1e3)
	return nil
}
