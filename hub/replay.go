package hub

import (
	"context"
	"slices"

	"partyline/event"
)

// replay is what a listener is sent first that has the events up to from where the fan-out has
// come to base: the subscribed frame and the events between. It is the same for all who come
// back in the same moment, as after a restart: the log is read once and they get the same bytes.
type replay struct {
	from, base event.Seq

	done   chan struct{}
	frames []byte // nil: too many, or not all there; this and err are set before done is closed
	err    error
}

// replays is how many of a topic are remembered, until the next slow tick.
const replays = 4

// replay returns the frames for a listener with the events up to from, which it shares with
// others; nil means that they are too many or not all there.
func (t *topic) replay(ctx context.Context, h *Hub, from, base event.Seq) ([]byte, error) {
	if from < 0 || base-from > event.Seq(h.ReplayEvents) {
		return nil, nil
	}
	t.mu.Lock()
	at := slices.IndexFunc(t.replays, func(r *replay) bool { return r.from == from && r.base == base })
	if at < 0 {
		r := &replay{from: from, base: base, done: make(chan struct{})}
		if len(t.replays) == replays {
			t.replays = slices.Delete(t.replays, 0, 1)
		}
		t.replays = append(t.replays, r)
		t.mu.Unlock()
		r.read(t, h)
		return r.frames, r.err
	}
	r := t.replays[at]
	t.mu.Unlock()
	select {
	case <-r.done:
		return r.frames, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// read reads the log, for all who wait for it: whoever asked first may have left. What has come
// to nothing is not remembered.
func (r *replay) read(t *topic, h *Hub) {
	ctx, cancel := context.WithTimeout(h.ctx, readTimeout)
	defer cancel()
	defer close(r.done)
	events, err := h.Log.Since(ctx, t.name, r.from, int(r.base-r.from))
	if r.err = err; err == nil {
		r.frames = t.replayed(events, r.from, r.base, h.ReplayBytes)
	}
	if r.frames == nil {
		t.mu.Lock()
		t.replays = slices.DeleteFunc(t.replays, func(other *replay) bool { return other == r })
		t.mu.Unlock()
	}
}

// replayed is the subscribed frame and the frames of the events after from up to base; nil if
// they are not all there or take more than so many bytes.
func (t *topic) replayed(events []event.Event, from, base event.Seq, most int) []byte {
	n := base - from
	if event.Seq(len(events)) < n {
		return nil
	}
	frames := make([]byte, 0, min(eventSizes(t.head, events[:n]), most))
	for i := range n {
		if events[i].Seq != from+1+i || len(frames) > most {
			return nil
		}
		frames = appendEvent(frames, t.head, &events[i])
	}
	return append(subscribedFrame(t.name, from), joinFrames(frames)...)
}
