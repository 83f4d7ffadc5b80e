//go:build linux

package main

import "fmt"

// taking is what one take of fifty numbers needs of a campaign of many, while approvals come in, against an update of fifty rows
// by id at the same moment.
type taking struct {
	rows     int
	embedded bool
}

const takes = 100 // in one figure

func (k taking) run(r *Result) error {
	r.Unit, r.Bar = "ms p50", 4
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
	if _, err := on.ask("click"); err != nil {
		return err
	}
	var p99 float64
	side := func(what string, worst *float64) func() (float64, error) {
		return func() (float64, error) {
			p50, err := on.timed(fmt.Sprint(what, " ", takes))
			if worst != nil {
				*worst = max(*worst, on.scanned*1e3)
			}
			return p50 * 1e3, named(what, err)
		}
	}
	if err := r.compare(7, 1, side("take", &p99), side("update", nil), on.pids()...); err != nil {
		return err
	}
	r.Note += fmt.Sprintf("; p99 of a take at most %.1f ms", p99)
	return nil
}
