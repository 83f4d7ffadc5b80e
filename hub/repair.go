package hub

import (
	"context"
	"sync"
	"time"

	"partyline/event"
)

// repairs are the topics of which something is missing, and the few workers that read it.
// Few, so that a bus that was away for a while does not take all connections to the database.
type repairs struct {
	mu      sync.Mutex
	queue   []*topic
	workers int
}

const repairWorkers = 4

// repair has the topic's missing events read from the log. The caller has its word from
// topic.behind, and holds no lock.
func (h *Hub) repair(t *topic) {
	r := &h.repairs
	r.mu.Lock()
	defer r.mu.Unlock()
	r.queue = append(r.queue, t)
	if r.workers < repairWorkers && h.begin() {
		r.workers++
		go h.repairQueued()
	}
}

func (h *Hub) repairQueued() {
	defer h.work.Done()
	r := &h.repairs
	for {
		r.mu.Lock()
		if len(r.queue) == 0 || h.ctx.Err() != nil {
			r.workers--
			r.queue = nil
			r.mu.Unlock()
			return
		}
		t := r.queue[0]
		r.queue = r.queue[1:]
		r.mu.Unlock()
		t.repair(h)
	}
}

// repair reads what is missing, page by page, as far as there is room for it.
func (t *topic) repair(h *Hub) {
	const page = 200
	h.reports.repairs.Add(1)
	for {
		t.mu.Lock()
		after, missing := t.last, t.want-t.last
		if missing > event.Seq(h.ReplayEvents) {
			t.resetAll(h, t.want)
			missing = 0
		}
		if missing <= 0 || len(t.pending) >= h.Pending { // when there is room, run asks again
			t.repairing = false
			start := t.due(h)
			t.mu.Unlock()
			t.act(h, false, start)
			return
		}
		t.mu.Unlock()

		ctx, cancel := context.WithTimeout(h.ctx, readTimeout)
		events, err := h.Log.Since(ctx, t.name, after, page)
		cancel()

		t.mu.Lock()
		if err != nil {
			t.repairing = false // want stays above last: the slow tick tries again
			t.mu.Unlock()
			if h.ctx.Err() == nil {
				h.Logger.Warn("could not read missing events", "topic", t.name, "after", after, "error", err)
			}
			return
		}
		if len(events) == 0 { // what we heard of is not there: nothing to wait for
			t.want = t.last
		}
		for i := range events {
			e := &events[i]
			if e.Seq > t.last+1 { // the log no longer has what is between
				t.resetAll(h, max(t.want, e.Seq))
				break
			}
			if len(t.pending) >= h.Pending {
				break
			}
			if e.Seq == t.last+1 {
				t.admit(e)
			}
		}
		start := t.due(h)
		t.mu.Unlock()
		t.act(h, false, start)
	}
}

// resetAll ends every subscription with a reset; the topic goes on after the number to. The
// caller holds mu; run sends the frames.
func (t *topic) resetAll(h *Hub, to event.Seq) {
	before := len(t.resets)
	for _, s := range t.listeners {
		s.place = -1
		if t.sending {
			t.leaving = append(t.leaving, s.listener)
		}
		if s.ended.CompareAndSwap(false, true) {
			t.resets = append(t.resets, s)
		}
	}
	t.listeners, t.shared = nil, false
	for _, s := range t.joining {
		switch {
		case !s.ready:
			s.lost = true // it resets itself when it has read the log
		case s.ended.CompareAndSwap(false, true):
			t.resets = append(t.resets, s)
		}
	}
	waiting := t.joining
	t.joining = nil
	for _, s := range waiting {
		if !s.ready {
			t.joining = append(t.joining, s)
		}
	}
	h.reports.resets.Add(int64(len(t.resets) - before))
	t.pending, t.replays = nil, nil
	t.out, t.last, t.want = to, to, to
}

// compare is the slow tick: it finds what was published to nobody, or was lost on the way.
func (h *Hub) compare() {
	defer h.work.Done()
	tick := time.NewTicker(h.Tick)
	defer tick.Stop()
	failing := false
	for {
		select {
		case <-h.ctx.Done():
			return
		case <-tick.C:
		}
		err := h.compareAll()
		if (err != nil) != failing && h.ctx.Err() == nil {
			failing = err != nil
			h.Logger.Warn("comparing topics with the log", "works", !failing, "error", err)
		}
	}
}

// compareAll asks the log for the last numbers of all topics that have listeners.
func (h *Hub) compareAll() error {
	const page = 500
	var open []*topic
	for i := range h.shards {
		s := &h.shards[i]
		s.mu.RLock()
		for _, t := range s.topics {
			open = append(open, t)
		}
		s.mu.RUnlock()
	}
	for len(open) > 0 {
		n := min(page, len(open))
		if err := h.compareSome(open[:n]); err != nil {
			return err
		}
		open = open[n:]
	}
	return nil
}

func (h *Hub) compareSome(topics []*topic) error {
	names := make([]event.Topic, len(topics))
	before := make([]event.Seq, len(topics)) // as it was before the log was asked
	for i, t := range topics {
		names[i] = t.name
		t.mu.Lock()
		before[i] = t.last
		t.mu.Unlock()
	}
	ctx, cancel := context.WithTimeout(h.ctx, readTimeout)
	defer cancel()
	heads, err := h.Log.Heads(ctx, names)
	if err != nil {
		return err
	}
	for i, t := range topics {
		t.mu.Lock()
		t.replays = nil // nobody came back with the same number for a while, or they may read again
		head := heads[t.name]
		if t.known && head < before[i] { // the log has been put back to an earlier state
			t.resetAll(h, head)
		}
		t.want = max(t.want, head)
		behind, start := t.behind(), t.due(h)
		t.mu.Unlock()
		t.act(h, behind, start)
	}
	return nil
}
