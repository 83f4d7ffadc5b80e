package hub

import "partyline/event"

// Waiting returns the bytes of events and the number of signs that wait for a topic's next turn.
func Waiting(h *Hub, name event.Topic) (events, signs int) {
	t := h.find(name)
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.pending), len(t.signs)
}

// Topics returns how many topics are open.
func Topics(h *Hub) int {
	n := 0
	for i := range h.shards {
		h.shards[i].mu.Lock()
		n += len(h.shards[i].topics)
		h.shards[i].mu.Unlock()
	}
	return n
}

// The encoders, for the tests of frames.
var (
	AppendEvent = appendEvent
	EventHead   = eventHead
	SkipFrames  = skipFrames
	EventSizes  = eventSizes
	JoinFrames  = joinFrames
)

// Settle waits until nothing can reach the listener for a subscription that has ended.
func Settle(s *Subscription) {
	t := s.topic
	t.mu.Lock()
	for t.reaches(s.listener) {
		turned := make(chan struct{})
		t.turned = append(t.turned, turned)
		t.mu.Unlock()
		<-turned
		t.mu.Lock()
	}
	t.mu.Unlock()
}

// Turning is how many subscriptions wait for the end of a topic's turn.
func Turning(h *Hub, name event.Topic) int {
	t := h.find(name)
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.turned)
}

// HotTick is how often a hot topic has a turn, JoinTick one whose events come faster than pages draw.
const (
	HotTick  = hotTick
	JoinTick = joinTick
)

// JoinedLimit is how large a frame of several events becomes.
const JoinedLimit = joinedLimit
