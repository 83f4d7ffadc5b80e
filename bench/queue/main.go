//go:build linux

// Command queue measures the queue page of ten thousand people while it changes 200 times a second:
// the shipped program and its pages in Chromium, and real frames of real presses, which are made
// beforehand and let go at that rate. It prints its figures as JSON.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"time"
)

const (
	people  = 10_000
	rate    = 200
	slowing = 4
)

var (
	program = flag.String("program", "bin/partyline", "the program to measure")
	window  = flag.Duration("window", 5*time.Second, "how long each figure is measured")
	pairs   = flag.Int("pairs", 3, "how often")
	only    = flag.Bool("work", false, "measure the work only")
	profile = flag.String("profile", "", "a file for a profile of the page's code in a further window, for the browser's developer tools")
)

func main() {
	flag.Parse()
	told, err := measure()
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(told)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "queue:", err)
		os.Exit(1)
	}
}

func measure() (*Told, error) {
	way, err := newSluice()
	if err != nil {
		return nil, err
	}
	defer way.close()
	base := "http://" + way.addr
	s, err := serve(*program, base)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	if err := way.before(s.base); err != nil {
		return nil, err
	}
	chloe, err := signIn(s, "Chloe")
	if err != nil {
		return nil, err
	}
	session, err := chloe.session(people)
	if err != nil {
		return nil, err
	}
	empty, err := launch(1280, 900)
	if err != nil {
		return nil, err
	}
	defer empty.close()
	if err := emptied(empty); err != nil {
		return nil, err
	}
	b, err := launch(1280, 900)
	if err != nil {
		return nil, err
	}
	defer b.close()
	if err := b.call("Network.setCookie", object{"url": base, "name": chloe.cookie.Name, "value": chloe.cookie.Value, "httpOnly": true}, nil); err != nil {
		return nil, err
	}
	t := &trial{way: way, b: b, told: &Told{Acts: map[string]Frames{}}}
	if err := t.open(base + "/sessions/" + session); err != nil {
		return nil, err
	}
	windows := 2**pairs + len(acts) + 1
	if *only {
		windows = *pairs + 1
	}
	if *profile != "" {
		windows++
	}
	n := int(rate * window.Seconds() * (float64(windows) + 0.5))
	if err := chloe.presses(session, func() bool { return way.waiting() < n }); err != nil {
		return nil, err
	}
	return t.told, t.run(empty)
}

// emptied brings a browser to a page with nothing in it.
func emptied(b *chromium) error {
	if err := b.call("Page.addScriptToEvaluateOnNewDocument", object{"source": countFrames}, nil); err != nil {
		return err
	}
	return b.visit("data:text/html,<!doctype html>")
}
