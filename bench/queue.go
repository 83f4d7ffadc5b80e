//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
)

// queueFigures is what bench/queue prints.
type queueFigures struct {
	Changes     float64
	Seen, Whole float64
	Opening     queueFrames
	Changing    []struct{ Ours, Floor queueFrames }
	Acts        map[string]queueFrames
	Works       []queueWork
	Held        queueWork
}

type queueFrames struct{ Rate, Longest float64 }
type queueWork struct{ Mean, P99, Longest float64 }

// measuredQueue is one measurement for all three rows.
var measuredQueue = sync.OnceValues(func() (*queueFigures, error) {
	if _, err := shipped(); err != nil {
		return nil, err
	}
	const program = "bin/bench/queue"
	if out, err := exec.Command("go", "build", "-o", program, "./bench/queue").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("building %s: %w\n%s", program, err, out)
	}
	var out bytes.Buffer
	cmd := exec.Command(program, "-program", partyline)
	cmd.Stdout, cmd.Stderr = &out, os.Stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("bench/queue: %w", err)
	}
	f := &queueFigures{}
	return f, json.Unmarshal(out.Bytes(), f)
})

// queuePage is the frames a second of the queue page of 10,000 people at 200 changes a second on a
// processor slowed four times, and those of an empty page under the same slowing. Less is worse, so
// the ratio is the floor's to ours.
func queuePage(r *Result) error {
	r.Unit, r.Bar = "frames/s (floor / ours)", 1.02
	f, err := measuredQueue()
	if err != nil {
		return err
	}
	var ours, floor, ratios []float64
	for _, p := range f.Changing {
		ours, floor, ratios = append(ours, p.Ours.Rate), append(floor, p.Floor.Rate), append(ratios, p.Floor.Rate/p.Ours.Rate)
	}
	r.Ours, r.Floor, r.Ratio = median(ours), median(floor), median(ratios)
	r.Note = fmt.Sprintf("ratios %.2f to %.2f at %.0f changes/s", slices.Min(ratios), slices.Max(ratios), f.Changes)
	return nil
}

// queuePageLongest is the longest frame of the same.
func queuePageLongest(r *Result) error {
	r.Unit, r.Bar = "ms, longest frame", 50
	f, err := measuredQueue()
	if err != nil {
		return err
	}
	var ours, floor []float64
	for _, p := range f.Changing {
		ours, floor = append(ours, p.Ours.Longest), append(floor, p.Floor.Longest)
	}
	r.Ours, r.Floor = median(ours), median(floor)
	notes := []string{fmt.Sprintf("%.0f to %.0f", slices.Min(ours), slices.Max(ours))}
	for _, name := range slices.Sorted(maps.Keys(f.Acts)) {
		notes = append(notes, fmt.Sprintf("%s %.0f at %.0f frames/s", name, f.Acts[name].Longest, f.Acts[name].Rate))
	}
	notes = append(notes, fmt.Sprintf("opening: rows after %.1f s, all after %.1f s, longest frame %.0f", f.Seen, f.Whole, f.Opening.Longest))
	r.Note = strings.Join(notes, "; ")
	return nil
}

// queuePageWork is what the page's own thread works in a sixtieth of a second without slowing, as
// processor time: what nearly always fits four times into a frame.
func queuePageWork(r *Result) error {
	r.Unit, r.Bar = "ms CPU per frame, p99", 3.5
	f, err := measuredQueue()
	if err != nil {
		return err
	}
	var p99, mean, longest []float64
	for _, w := range f.Works {
		p99, mean, longest = append(p99, w.P99), append(mean, w.Mean), append(longest, w.Longest)
	}
	r.Ours = median(p99)
	r.Note = fmt.Sprintf("%.1f to %.1f; mean %.2f a frame, %.2f a change; longest task %.1f; under the pointer p99 %.1f",
		slices.Min(p99), slices.Max(p99), *median(mean), *median(mean)*60/f.Changes, slices.Max(longest), f.Held.P99)
	return nil
}
