package hub

import (
	"runtime"
	"slices"
	"sync"
	"time"
)

// turn is what one go of the fan-out sends, and to whom.
type turn struct {
	frames    []byte // events, then signs: to listeners
	events    int    // how many of the former
	signs     int
	listeners []*Subscription // as they were when the turn began
	joined    []*Subscription // live from this turn on: they get their backlogs
	backlogs  [][][]byte
	resets    []*Subscription
}

// due says whether a fan-out has to be started, and counts it as running. The caller holds
// mu and then starts run.
func (t *topic) due(h *Hub) bool {
	if t.running || !t.waits() || !h.begin() {
		return false
	}
	t.running = true
	return true
}

// waits says whether there is anything to send. The caller holds mu.
func (t *topic) waits() bool {
	if len(t.pending) > 0 || len(t.signs) > 0 || len(t.resets) > 0 {
		return true
	}
	for _, s := range t.joining {
		if s.ready && s.after <= t.out {
			return true
		}
	}
	return false
}

// run sends what waits, turn after turn, until nothing does.
func (t *topic) run(h *Hub) {
	defer h.work.Done()
	if t.pace.hot() && time.Since(t.pace.began) < time.Second {
		time.Sleep(t.pace.gather())
	}
	for {
		t.mu.Lock()
		if !t.waits() {
			t.running = false
			deserted := len(t.listeners) == 0
			t.mu.Unlock()
			if deserted {
				s := h.shard(t.name)
				s.mu.Lock()
				s.forget(t)
				s.mu.Unlock()
			}
			return
		}
		now := t.take()
		behind := t.behind() // pending was full, perhaps; now there is room
		t.mu.Unlock()

		if behind {
			h.repair(t)
		}
		began := time.Now()
		now.send()
		took := time.Since(began)
		h.reports.turned(&now, took)
		for _, s := range now.resets {
			s.listener.Send(resetFrame(t.name))
			h.release(t)
		}

		t.mu.Lock()
		t.shared, t.sending, t.leaving = false, false, nil
		for _, c := range t.turned {
			close(c)
		}
		t.turned = nil
		t.mu.Unlock()
		time.Sleep(t.pace.rest(&now, began, took))
	}
}

// take makes the next turn of what waits. The caller holds mu.
func (t *topic) take() turn {
	first := t.out + 1
	now := turn{frames: t.pending, events: int(t.last - t.out), signs: len(t.signs), listeners: t.listeners, resets: t.resets}
	t.out = t.last
	t.shared, t.sending = len(t.listeners) > 0, true

	for _, s := range now.resets {
		t.leaving = append(t.leaving, s.listener)
	}
	waiting := t.joining
	t.joining = nil
	for _, s := range waiting {
		if len(t.pending) > 0 {
			s.collect(t.pending, first, t.last)
		}
		if !s.ready || s.after > t.out {
			t.joining = append(t.joining, s)
			continue
		}
		now.joined = append(now.joined, s)
		now.backlogs = append(now.backlogs, s.backlog)
		t.listen(s)
	}
	if now.events > 1 && len(now.listeners) > 0 { // backlogs share pending, of which they may need a part
		now.frames = joinFrames(t.pending)
	}
	if len(t.signs) > 0 { // a copy: signs are no part of a backlog
		now.frames = slices.Clone(now.frames)
		for i := range t.signs {
			now.frames = append(now.frames, t.signs[i].Frame...)
		}
	}
	t.pending, t.signs, t.keyed, t.resets = nil, nil, nil, nil
	return now
}

// send does the writing. No lock is held.
func (now *turn) send() {
	for i, s := range now.joined {
		for _, frames := range now.backlogs[i] {
			if !s.ended.Load() {
				s.listener.Send(frames)
			}
		}
	}
	if len(now.frames) > 0 {
		spread(now.frames, now.listeners)
	}
}

// split is how many listeners are worth another core: about four milliseconds of writing. On two
// cores, of which the readers of a loopback or a network card want one, fewer cost more than
// they gain.
const split = 1024

// spread sends the frames to every listener, over the cores if there are many.
func spread(frames []byte, to []*Subscription) {
	cores := min(runtime.GOMAXPROCS(0), len(to)/split+1)
	if cores <= 1 {
		each(frames, to)
		return
	}
	part := (len(to) + cores - 1) / cores
	var others sync.WaitGroup
	for from := part; from < len(to); from += part {
		others.Go(func() { each(frames, to[from:min(from+part, len(to))]) })
	}
	each(frames, to[:part])
	others.Wait()
}

// ahead is how many listeners are brought near before they are written to. What one write leaves
// in the caches is the kernel's; fetched one by one, each listener is waited for.
const ahead = 16

func each(frames []byte, to []*Subscription) {
	for some := range slices.Chunk(to, ahead) {
		for _, s := range some {
			if !s.ended.Load() {
				s.listener.Near()
			}
		}
		for _, s := range some {
			if !s.ended.Load() {
				s.listener.Send(frames)
			}
		}
	}
}
