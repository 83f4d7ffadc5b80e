//go:build linux

package main

import (
	"cmp"
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"time"
)

// trial is one figure of each side, taken one right after the other, and the share of the
// machine that others used meanwhile.
type trial struct{ ours, floor, others float64 }

// disturbing is the share from which a trial does not count as a quiet one.
const disturbing = 0.1

// compare takes both figures alternately until there are so many quiet trials, and fills in the
// medians of ours, of the floor, and of the ratios of each trial. A trial has so many turns of
// both, one right after the other, and its figures are their means: what disturbs the machine
// for a while disturbs both. Who begins alternates too. On a machine that others use, some more
// trials are taken and the quietest count.
func (r *Result) compare(trials, turns int, ours, floor func() (float64, error), pids ...int) error {
	return r.try(trials, func(i int) (t trial, err error) {
		for turn := range turns {
			both := []struct {
				take func() (float64, error)
				sum  *float64
			}{{ours, &t.ours}, {floor, &t.floor}}
			if (i+turn)%2 == 1 {
				slices.Reverse(both)
			}
			for _, side := range both {
				figure, err := side.take()
				if err != nil {
					return t, err
				}
				*side.sum += figure / float64(turns)
			}
		}
		return t, nil
	}, pids...)
}

// interleave takes short turns of both alternately; a figure is the 99th percentile, in
// milliseconds, of several: what disturbs the machine for a while disturbs both.
func (r *Result) interleave(trials, turns int, ours, floor func() ([]time.Duration, error), pids ...int) error {
	return r.try(trials, func(int) (trial, error) {
		var x, y []time.Duration
		for range turns {
			p, err := ours()
			if err != nil {
				return trial{}, err
			}
			q, err := floor()
			if err != nil {
				return trial{}, err
			}
			x, y = append(x, p...), append(y, q...)
		}
		const inMs = float64(time.Millisecond)
		return trial{ours: float64(percentile(x, 99)) / inMs, floor: float64(percentile(y, 99)) / inMs}, nil
	}, pids...)
}

// try takes trials until enough of them were quiet, at most half as many more.
func (r *Result) try(enough int, take func(i int) (trial, error), pids ...int) error {
	var all []trial
	quiet := 0
	for i := 0; quiet < enough && i < enough+enough/2; i++ {
		fmt.Fprint(os.Stderr, ".")
		w, err := watching(pids...)
		if err != nil {
			return err
		}
		t, err := take(i)
		if err != nil {
			return err
		}
		if t.others, err = w.others(runtime.NumCPU()); err != nil {
			return err
		}
		if all = append(all, t); t.others < disturbing {
			quiet++
		}
	}
	r.settle(all, enough)
	return nil
}

// settle sets the figures from the quietest trials.
func (r *Result) settle(all []trial, enough int) {
	slices.SortStableFunc(all, func(a, b trial) int { return cmp.Compare(a.others, b.others) })
	var ours, floor, ratios []float64
	for _, t := range all[:enough] {
		ours, floor, ratios = append(ours, t.ours), append(floor, t.floor), append(ratios, t.ours/t.floor)
	}
	r.Ours, r.Floor, r.Ratio = median(ours), median(floor), median(ratios)
	r.Note = fmt.Sprintf("ratios %.2f to %.2f", slices.Min(ratios), slices.Max(ratios))
	if most := all[enough-1].others; most >= disturbing {
		r.Note += fmt.Sprintf("; others used up to %.0f %% of the machine: take it again when it is quiet", 100*most)
	}
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
