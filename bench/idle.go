//go:build linux

package main

import (
	"fmt"
	"slices"
	"time"
)

// idle is by how much a server's memory grows for each connection that is subscribed and
// silent, after a while, when nothing makes it collect its garbage.
type idle struct {
	connections int
	wait        time.Duration
	runs        int // each with a server of its own
}

func (i idle) run(r *Result) error {
	r.Unit, r.Bar = "kB of RSS per connection", 9
	if err := descriptors(i.connections + spare); err != nil {
		return err
	}
	var all []float64
	for range i.runs {
		kB, err := i.growth()
		if err != nil {
			return err
		}
		all = append(all, kB)
	}
	r.Ours = median(all)
	r.Note = fmt.Sprintf("%.2f to %.2f", slices.Min(all), slices.Max(all))
	return nil
}

func (i idle) growth() (float64, error) {
	hub, err := openHub(fanoutPayload)
	if err != nil {
		return 0, err
	}
	defer hub.close()
	before, err := statusOf(hub.pid(), "VmRSS")
	if err != nil {
		return 0, err
	}
	if err := hub.join(i.connections); err != nil {
		return 0, err
	}
	for end := time.Now().Add(i.wait); time.Now().Before(end); { // pings are answered meanwhile
		if _, err := hub.step(time.Until(end)); err != nil {
			return 0, err
		}
	}
	after, err := statusOf(hub.pid(), "VmRSS")
	return kilobytes(before, after, i.connections), err
}

// kilobytes is by how much each of so many connections has made memory grow.
func kilobytes(before, after float64, connections int) float64 {
	return (after - before) / 1000 / float64(connections)
}
