//go:build linux

package main

import (
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"time"
)

// compare takes both figures alternately, so often, and fills in the medians: of ours, of the
// floor, and of the ratios of each pair. Who begins alternates too.
func (r *Result) compare(pairs int, ours, floor func() (float64, error), pids ...int) error {
	w, err := watching(pids...)
	if err != nil {
		return err
	}
	var a, b []float64
	for i := range pairs {
		fmt.Fprint(os.Stderr, ".")
		x, y := ours, floor
		if i%2 == 1 {
			x, y = y, x
		}
		p, err := x()
		if err != nil {
			return err
		}
		q, err := y()
		if err != nil {
			return err
		}
		if i%2 == 1 {
			p, q = q, p
		}
		a, b = append(a, p), append(b, q)
	}
	r.pair(a, b)
	return r.disturbed(w)
}

// pair sets the figures from what was taken side by side.
func (r *Result) pair(ours, floor []float64) {
	ratios := make([]float64, len(ours))
	for i := range ours {
		ratios[i] = ours[i] / floor[i]
	}
	r.Ours, r.Floor, r.Ratio = median(ours), median(floor), median(ratios)
	r.Note = fmt.Sprintf("ratios %.2f to %.2f", slices.Min(ratios), slices.Max(ratios))
}

// disturbed says in the note that others used the machine.
func (r *Result) disturbed(w *watch) error {
	share, err := w.others(runtime.NumCPU())
	if err != nil {
		return err
	}
	if share > disturbing {
		r.Note += fmt.Sprintf("; others used %.0f %% of the machine: take it again when it is quiet", 100*share)
	}
	return nil
}

func median(all []float64) *float64 {
	sorted := slices.Sorted(slices.Values(all))
	return &sorted[len(sorted)/2]
}

// percentile is the smallest of all that so many per cent are not above. It sorts them.
func percentile(all []time.Duration, per100 float64) time.Duration {
	slices.Sort(all)
	at := int(math.Ceil(per100/100*float64(len(all)))) - 1
	return all[max(at, 0)]
}

// each divides what so many things have cost by their number, in microseconds.
func each(cost time.Duration, things int) float64 {
	return float64(cost) / float64(time.Microsecond) / float64(things)
}

// named says at which side something went wrong.
func named(side string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", side, err)
}
