//go:build linux

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"
)

// trial is the page and what makes it change.
type trial struct {
	way  *sluice
	b    *chromium
	told *Told
}

// Frames are counted by the page itself.
type Frames struct {
	Rate    float64 `json:"rate"`    // a second
	Longest float64 `json:"longest"` // ms
}

// Told is what the program prints.
type Told struct {
	Changes  float64           `json:"changes"`  // a second, as they really went
	Seen     float64           `json:"seen"`     // s until rows are in sight, slowed
	Whole    float64           `json:"whole"`    // s until all are read, slowed
	Opening  Frames            `json:"opening"`  // meanwhile
	Changing []Pair            `json:"changing"` // slowed, while nobody touches the page
	Acts     map[string]Frames `json:"acts"`     // slowed, while somebody does something
	Works    []Work            `json:"works"`    // not slowed
	Held     Work              `json:"held"`     // not slowed, while the pointer holds the order
}

// Pair is the page's frames and an empty page's, one right after the other.
type Pair struct {
	Ours  Frames `json:"ours"`
	Floor Frames `json:"floor"`
}

// countFrames is in every page from its beginning; readFrames begins anew each time.
const countFrames = `
const frames = { count: 0, longest: 0, last: 0, begin: 0, on: true };
globalThis.readFrames = () => {
  const now = performance.now();
  const out = { rate: (1000 * frames.count) / (now - frames.begin), longest: frames.longest };
  Object.assign(frames, { count: 0, longest: 0, begin: now });
  return out;
};
const frameDone = (at) => {
  if (!frames.on) return;
  frames.count++;
  if (frames.last) frames.longest = Math.max(frames.longest, at - frames.last);
  frames.last = at;
  requestAnimationFrame(frameDone);
};
globalThis.countFrames = (on) => {
  frames.on = on;
  frames.last = 0;
  if (on) requestAnimationFrame(frameDone);
};
requestAnimationFrame(frameDone);`

func (t *trial) frames() (f Frames, err error) {
	return f, t.b.evaluate("readFrames()", &f)
}

// open opens the page on a slowed processor.
func (t *trial) open(address string) error {
	if err := t.b.call("Page.addScriptToEvaluateOnNewDocument", object{"source": countFrames}, nil); err != nil {
		return err
	}
	if err := t.b.slow(slowing); err != nil {
		return err
	}
	begin := time.Now()
	if err := t.b.visit(address); err != nil {
		return err
	}
	if err := t.b.until(`document.querySelector("tr[data-id]")`); err != nil {
		return err
	}
	t.told.Seen = time.Since(begin).Seconds()
	if err := t.b.until(`/^10,000 people(?!, reading)/.test(document.querySelector(".qfoot")?.textContent)`); err != nil {
		return err
	}
	t.told.Whole = time.Since(begin).Seconds()
	var err error
	t.told.Opening, err = t.frames()
	return err
}

// during lets changes go for a window of time while f acts, and answers the frames.
func (t *trial) during(f func(context.Context) error) (Frames, error) {
	if _, err := t.frames(); err != nil {
		return Frames{}, err
	}
	ctx, done := context.WithTimeout(context.Background(), *window)
	defer done()
	acted := make(chan error, 1)
	go func() { acted <- f(ctx) }()
	begin := time.Now()
	n, err := t.way.release(ctx, rate)
	if err == nil && ctx.Err() == nil {
		err = errors.New("the changes did not suffice")
	}
	t.told.Changes = float64(n) / time.Since(begin).Seconds()
	if err := errors.Join(err, <-acted); err != nil {
		return Frames{}, err
	}
	return t.frames()
}

func look(ctx context.Context) error { <-ctx.Done(); return nil }

// run is every window after the page is open.
func (t *trial) run(empty *chromium) (err error) {
	dot := func() { fmt.Fprint(os.Stderr, ".") }
	if !*only {
		if err := t.slowed(empty, dot); err != nil {
			return err
		}
	}
	if err := t.b.slow(1); err != nil {
		return err
	}
	if err := t.b.evaluate("countFrames(false)", nil); err != nil { // counting costs something too
		return err
	}
	worked := func() (w Work, err error) {
		dot()
		all, err := t.b.trace(func() error { _, err := t.during(look); return err })
		if err != nil {
			return w, err
		}
		return workOf(all)
	}
	for range *pairs {
		w, err := worked()
		if err != nil {
			return err
		}
		t.told.Works = append(t.told.Works, w)
	}
	if *profile != "" {
		dot()
		if err := t.profiled(*profile); err != nil {
			return err
		}
	}
	if err := point(t.b); err != nil {
		return err
	}
	t.told.Held, err = worked()
	return err
}

// profiled writes where the page's code spends its time while it changes.
func (t *trial) profiled(file string) error {
	for _, c := range []string{"Profiler.enable", "Profiler.start"} {
		if err := t.b.call(c, object{}, nil); err != nil {
			return err
		}
	}
	if _, err := t.during(look); err != nil {
		return err
	}
	var kept struct{ Profile json.RawMessage }
	if err := t.b.call("Profiler.stop", object{}, &kept); err != nil {
		return err
	}
	if err := t.b.call("Profiler.disable", object{}, nil); err != nil {
		return err
	}
	return os.WriteFile(file, kept.Profile, 0o644)
}

// slowed is the windows in which frames are counted.
func (t *trial) slowed(empty *chromium, dot func()) (err error) {
	for range *pairs {
		dot()
		var p Pair
		// A page that is slowed keeps a core busy, also when it has nothing to do: only the one that is watched is.
		if err := errors.Join(empty.slow(1), t.b.slow(slowing)); err != nil {
			return err
		}
		if p.Ours, err = t.during(look); err != nil {
			return err
		}
		if err := errors.Join(t.b.slow(1), empty.slow(slowing)); err != nil {
			return err
		}
		floor := &trial{b: empty, way: &sluice{}, told: &Told{}}
		if _, err = floor.frames(); err != nil {
			return err
		}
		time.Sleep(*window)
		if p.Floor, err = floor.frames(); err != nil {
			return err
		}
		t.told.Changing = append(t.told.Changing, p)
	}
	if err := errors.Join(empty.slow(1), t.b.slow(slowing)); err != nil {
		return err
	}
	for _, a := range acts {
		dot()
		if t.told.Acts[a.name], err = t.during(func(ctx context.Context) error { return a.do(ctx, t.b) }); err != nil {
			return fmt.Errorf("%s: %w", a.name, err)
		}
	}
	return nil
}
