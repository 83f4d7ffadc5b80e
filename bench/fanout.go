//go:build linux

package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

// fanout1000 is the server's CPU time for one delivery of a 200-byte event to one of 1,000
// listeners, with no batching possible: a publication follows when the one before has reached
// everybody. The floor writes the same bytes to the same number of sockets with write(2).
func fanout1000(r *Result) error {
	const (
		listeners = 1000
		payload   = 200
		warmup    = 100
		rounds    = 400
		pairs     = 7
	)
	r.Unit, r.Bar = "µs CPU per delivery", 1.3

	build, err := compile("./bench/fanout", "./bench/floor")
	if err != nil {
		return err
	}
	defer build.remove()

	ours, err := start(build.program("fanout"), nil, "-addr", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer ours.stop()
	hub, err := listenAt(ours.addr, listeners, joinHub)
	if err != nil {
		return err
	}
	defer hub.close()
	publication := publishFrame(`{"text":"` + strings.Repeat("x", payload-11) + `"}`)
	if err := hub.rounds(publication, warmup); err != nil {
		return fmt.Errorf("fan-out: %w", err)
	}

	floor, err := start(build.program("floor"), nil)
	if err != nil {
		return err
	}
	defer floor.stop()
	bare, err := listenAt(floor.addr, listeners, joinFloor)
	if err != nil {
		return err
	}
	defer bare.close()
	if err := bare.publisher.write(floorFrame(hub.frame)); err != nil { // the same, but for the digits of its number
		return err
	}
	if err := bare.rounds([]byte{'.'}, warmup); err != nil {
		return fmt.Errorf("floor: %w", err)
	}

	var oursCPU, floorCPU, ratios []float64
	for range pairs {
		fmt.Fprint(os.Stderr, ".")
		a, err := cost(ours, hub, publication, rounds)
		if err != nil {
			return fmt.Errorf("fan-out: %w", err)
		}
		b, err := cost(floor, bare, []byte{'.'}, rounds)
		if err != nil {
			return fmt.Errorf("floor: %w", err)
		}
		oursCPU, floorCPU, ratios = append(oursCPU, a), append(floorCPU, b), append(ratios, a/b)
	}
	r.Ours, r.Floor, r.Ratio = median(oursCPU), median(floorCPU), median(ratios)
	r.Note = fmt.Sprintf("ratios %.2f to %.2f, %d-byte frames", slices.Min(ratios), slices.Max(ratios), len(hub.frame))
	return nil
}

// cost is the server's CPU time of one delivery, in microseconds.
func cost(s *process, l *listening, publication []byte, rounds int) (float64, error) {
	before, err := s.cpu()
	if err != nil {
		return 0, err
	}
	if err := l.rounds(publication, rounds); err != nil {
		return 0, err
	}
	after, err := s.cpu()
	deliveries := rounds * len(l.sockets)
	return float64(after-before) / float64(time.Microsecond) / float64(deliveries), err
}

func median(all []float64) *float64 {
	sorted := slices.Sorted(slices.Values(all))
	return &sorted[len(sorted)/2]
}
