package hub

import (
	"context"
	"slices"
	"sync/atomic"

	"partyline/event"
	"partyline/fault"
)

// Subscription is one listener's place in one topic.
type Subscription struct {
	hub      *Hub
	topic    *topic
	listener Listener
	ended    atomic.Bool

	// All below is guarded by the topic's mu.

	place int // in the topic's listeners; -1: not there

	// While it joins: what comes after this number is kept in backlog, what is up to it is
	// read from the log, or the listener has it.
	after   event.Seq
	backlog [][]byte
	size    int  // bytes in backlog
	lost    bool // too much happened meanwhile, or the topic was reset
	ready   bool // the log has been read
}

// Topic is what it listens to.
func (s *Subscription) Topic() event.Topic { return s.topic.name }

// Ended says whether it is over, by End or by a reset.
func (s *Subscription) Ended() bool { return s.ended.Load() }

// Subscribe sends the listener a subscribed frame, then every event after since, then what
// happens from now on; without since, what happens from now on. If since is too far behind,
// or is no number of this topic, the listener gets a reset frame instead and the returned
// subscription has ended. It reads the log, and returns when the subscription is live.
//
// An error means that nothing was sent and nothing is subscribed. The same listener may
// subscribe to the same topic again, after ending the former subscription.
func (h *Hub) Subscribe(ctx context.Context, name event.Topic, since *event.Seq, l Listener) (*Subscription, error) {
	if h.ctx.Err() != nil {
		return nil, errClosed
	}
	t := h.acquire(name)
	s := &Subscription{hub: h, topic: t, listener: l, place: -1}
	if err := s.begin(ctx, since); err != nil {
		s.End()
		return nil, fault.New(fault.Busy, "log_unavailable", "What happened here cannot be read just now. Try again in a moment.").Because(err)
	}
	return s, nil
}

// begin takes the subscription from nothing to live, or to reset.
func (s *Subscription) begin(ctx context.Context, since *event.Seq) error {
	t, h := s.topic, s.hub
	if err := t.open(ctx, h); err != nil {
		return err
	}
	from, base, ahead, err := s.join(ctx, since)
	if err != nil {
		return err
	}
	if ahead { // of this node, but perhaps not of the log
		reading, cancel := context.WithTimeout(ctx, readTimeout)
		head, err := h.Log.Last(reading, t.name)
		cancel()
		if err != nil {
			return err
		}
		if from > head {
			s.reset()
			return nil
		}
		t.mu.Lock()
		t.want = max(t.want, head)
		behind := t.behind()
		t.mu.Unlock()
		t.act(h, behind, false)
	}
	var frames []byte
	if from < base {
		frames, err = t.replay(ctx, h, from, base)
		if err != nil {
			return err
		}
		if frames == nil {
			s.reset()
			return nil
		}
	} else {
		frames = subscribedFrame(t.name, from)
	}
	s.listener.Send(frames)
	s.live()
	return nil
}

// join takes a place among those who are not live yet, so that nothing is missed from here
// on. It returns the number the subscription begins after, the one up to which the log has
// to be read, and whether the first is above all this node has heard of.
func (s *Subscription) join(ctx context.Context, since *event.Seq) (from, base event.Seq, ahead bool, err error) {
	t := s.topic
	t.mu.Lock()
	// A turn that began before this listener ended an earlier subscription may still reach
	// it: let it pass, or what belongs to the former would come after what belongs to this.
	for t.reaches(s.listener) {
		turned := make(chan struct{})
		t.turned = append(t.turned, turned)
		t.mu.Unlock()
		select {
		case <-turned:
		case <-ctx.Done():
			return 0, 0, false, ctx.Err()
		case <-s.hub.ctx.Done():
			return 0, 0, false, errClosed
		}
		t.mu.Lock()
	}
	defer t.mu.Unlock()
	from = t.last
	if since != nil {
		from = *since
	}
	base = t.out
	s.after = max(from, base)
	t.joining = append(t.joining, s)
	return from, base, from > t.last, nil
}

// reaches says whether something may still be sent to the listener for a subscription that
// it has ended. The caller holds mu.
func (t *topic) reaches(l Listener) bool {
	return slices.Contains(t.leaving, l) ||
		slices.ContainsFunc(t.resets, func(s *Subscription) bool { return s.listener == l })
}

// live takes a subscription that has caught up with the log to the listeners: at once if
// nothing waits, else by the fan-out, behind what it has kept for it.
func (s *Subscription) live() {
	t, h := s.topic, s.hub
	t.mu.Lock()
	if s.lost {
		t.mu.Unlock()
		s.reset()
		return
	}
	s.ready = true
	if !t.running && len(s.backlog) == 0 && s.after <= t.out {
		t.unjoin(s)
		t.listen(s)
	}
	start := t.due(h)
	t.mu.Unlock()
	t.act(h, false, start)
}

// collect keeps the events first…last, which a fan-out has just taken, for when it is live.
// The caller holds the topic's mu.
func (s *Subscription) collect(frames []byte, first, last event.Seq) {
	if last <= s.after || s.lost {
		return
	}
	if first <= s.after {
		frames = skipFrames(frames, int(s.after-first+1))
	}
	if s.size += len(frames); s.size > s.hub.ReplayBytes && !s.ready {
		s.lost, s.backlog = true, nil
		return
	}
	s.backlog = append(s.backlog, frames)
}

// reset ends the subscription and tells the listener to start again from a snapshot.
func (s *Subscription) reset() {
	s.hub.reports.resets.Add(1)
	s.End()
	s.listener.Send(resetFrame(s.topic.name))
}

// End ends the subscription. A turn of the fan-out that is under way may still reach the
// listener once. It may be called twice, from any goroutine.
func (s *Subscription) End() {
	if !s.ended.CompareAndSwap(false, true) {
		return
	}
	t := s.topic
	t.mu.Lock()
	if s.place >= 0 {
		t.unlisten(s)
	} else {
		t.unjoin(s)
	}
	if t.sending {
		t.leaving = append(t.leaving, s.listener)
	}
	t.mu.Unlock()
	s.hub.release(t)
}

// listen adds to the listeners. The caller holds mu; so do those of the next three.
func (t *topic) listen(s *Subscription) {
	t.own(1)
	s.place, s.backlog = len(t.listeners), nil
	t.listeners = append(t.listeners, s)
}

// unlisten takes from the listeners; the last one takes the free place.
func (t *topic) unlisten(s *Subscription) {
	t.own(0)
	end := len(t.listeners) - 1
	last := t.listeners[end]
	t.listeners[s.place], last.place = last, s.place
	t.listeners[end] = nil
	t.listeners = t.listeners[:end]
	s.place = -1
}

func (t *topic) unjoin(s *Subscription) {
	if at := slices.Index(t.joining, s); at >= 0 {
		t.joining = slices.Delete(t.joining, at, at+1)
	}
}

// own copies the listeners if a fan-out ranges over them, with room for more.
func (t *topic) own(more int) {
	if t.shared {
		t.listeners = append(make([]*Subscription, 0, len(t.listeners)+more), t.listeners...)
		t.shared = false
	}
}
