package client

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"time"

	"partyline/event"
	"partyline/fault"
	"partyline/hub"
)

// Socket is one browser's socket while it is open.
type Socket struct {
	sockets *Sockets
	conn    *Conn
	login   Login

	slot, place int   // in the wheel, which guards them
	silent      uint8 // visits of the wheel since something was heard; the wheel's

	budget budget // the reader's

	mu     sync.Mutex
	topics []*hub.Subscription // guarded by mu
}

// Login is who is at the other end.
func (s *Socket) Login() Login { return s.login }

// Send writes frames that are already prepared; it never waits.
func (s *Socket) Send(frames []byte) { s.conn.Send(frames) }

// Say writes one frame, given as its struct.
func (s *Socket) Say(frame any) {
	b, err := json.Marshal(frame)
	if err != nil {
		s.sockets.Logger.Error("a frame could not be written as JSON", "error", err)
		return
	}
	s.conn.Send(hub.Frame(b))
}

// Refuse answers with an error frame.
func (s *Socket) Refuse(topic event.Topic, key string, err error) {
	f := fault.As(err)
	if f.Kind == fault.Internal {
		s.sockets.Logger.Error("a frame failed", "topic", topic, "error", err)
	}
	s.Say(ErrorFrame{Type: "error", Topic: topic, Key: key, Code: f.Code, Title: f.Title})
}

// End closes the socket with a code.
func (s *Socket) End(code Code) { s.conn.End(code) }

// goAway tells the browser when to come back and closes.
func (s *Socket) goAway(in time.Duration) {
	s.Say(GoingAwayFrame{Type: "going_away", In: in.Milliseconds()})
	s.conn.End(GoingAway)
}

// leave ends what the socket took part in.
func (s *Socket) leave() {
	s.sockets.wheel.remove(s)
	for _, sub := range s.subscriptions() {
		sub.End()
	}
}

func (s *Socket) subscriptions() []*hub.Subscription {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.topics)
}

// subscription returns the live subscription to a topic, or nil.
func (s *Socket) subscription(topic event.Topic) *hub.Subscription {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, sub := range s.topics {
		if sub.Topic() == topic && !sub.Ended() {
			return sub
		}
	}
	return nil
}

// keep adds a subscription and forgets those that have ended.
func (s *Socket) keep(sub *hub.Subscription) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.topics = append(s.topics, sub)
	s.prune()
}

// prune forgets subscriptions that have ended. The caller holds mu.
func (s *Socket) prune() {
	s.topics = slices.DeleteFunc(s.topics, (*hub.Subscription).Ended)
}

func (s *Socket) full() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.prune()
	return len(s.topics) >= s.sockets.Topics
}

// drop ends the subscription to a topic, if there is one.
func (s *Socket) drop(topic event.Topic) {
	if sub := s.subscription(topic); sub != nil {
		sub.End()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.prune()
}

const rightsTimeout = 2 * time.Second

// errNotKnown is that nobody can say just now: the database is slow or away.
var errNotKnown = fault.New(fault.Busy, "log_unavailable", "What happened here cannot be read just now. Try again in a moment.")

var errNoRights = fault.New(fault.Forbidden, "forbidden", "You cannot follow this.")

func (s *Socket) mayHear(ctx context.Context, topic event.Topic) error {
	if s.login.Rights == nil {
		return errNoRights
	}
	ctx, cancel := context.WithTimeout(ctx, rightsTimeout)
	defer cancel()
	err := s.login.Rights.MaySubscribe(ctx, topic)
	if err != nil && (fault.As(err).Kind == fault.Internal || fault.As(err).Kind == fault.Busy) {
		return errNotKnown.Because(err)
	}
	return err
}

// judge draws the consequence of a recheck.
func (s *Socket) judge(sub *hub.Subscription, err error) {
	if err == nil || sub.Ended() {
		return
	}
	switch fault.As(err).Kind {
	case fault.Internal, fault.Busy: // not known: what stands stays
	case fault.SignedOut:
		s.conn.End(SignedOut)
	default:
		sub.End()
		s.Refuse(sub.Topic(), "", err)
	}
}
