package client

import (
	"bytes"
	"encoding/json"
	"errors"
	"runtime/debug"
	"time"
	"unicode/utf8"

	"github.com/coder/websocket"

	"partyline/event"
	"partyline/fault"
	"partyline/hub"
)

// incoming is every field that the frames of this package have.
type incoming struct {
	Type  string      `json:"type"`
	Topic event.Topic `json:"topic"`
	Since *event.Seq  `json:"since"`
	Doing string      `json:"doing"`
	Key   string      `json:"key"`
}

var (
	errUnknown  = fault.New(fault.Invalid, "unknown_type", "This server does not know this kind of frame.")
	errFrame    = fault.New(fault.Invalid, "invalid_frame", "A field of this frame has the wrong type.")
	errTopic    = fault.New(fault.Invalid, "invalid_topic", "This is not the name of a topic.")
	errSince    = fault.New(fault.Invalid, "invalid_since", "The number to go on from cannot be negative.")
	errTopics   = fault.New(fault.Busy, "too_many_topics", "This page follows too much at once.")
	errNotThere = fault.New(fault.Invalid, "not_subscribed", "Subscribe to the topic before saying what you do there.")
	errDoing    = fault.New(fault.Invalid, "invalid_doing", "What you do there has to be said in at most 64 letters.")

	pong = hub.Frame([]byte(`{"type":"pong"}`))
)

// receive takes one message. It runs on the reader, so a page's frames are taken in order.
func (s *Socket) receive(kind websocket.MessageType, message []byte) {
	if s.conn.Ended() {
		return
	}
	if !s.spend() {
		return
	}
	if kind != websocket.MessageText {
		s.conn.End(NotText)
		return
	}
	f, plain := plainSubscribe(message)
	if !plain {
		if !utf8.Valid(message) {
			s.conn.End(NotJSON)
			return
		}
		if err := json.Unmarshal(message, &f); err != nil {
			if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) {
				s.Refuse("", f.Key, errFrame)
			} else {
				s.conn.End(NotJSON)
			}
			return
		}
	}
	defer func() {
		if p := recover(); p != nil {
			s.sockets.Logger.Error("a frame's handler panicked", "type", f.Type, "panic", p, "stack", string(debug.Stack()))
			s.conn.End(Broken)
		}
	}()
	s.take(f, message)
}

// plainSubscribe takes apart a subscribe frame as pages write it: nothing but type, topic and
// since, in this order and without spaces. Any other is left to encoding/json, at several times
// the cost.
func plainSubscribe(message []byte) (f incoming, ok bool) {
	const (
		begin  = `{"type":"subscribe","topic":"`
		since  = `,"since":`
		digits = 18 // more might not fit
	)
	rest, ok := bytes.CutPrefix(message, []byte(begin))
	if !ok {
		return f, false
	}
	name, rest, ok := bytes.Cut(rest, []byte{'"'})
	f.Type, f.Topic = "subscribe", event.Topic(name)
	if !ok || !validTopic(f.Topic) {
		return incoming{}, false
	}
	if number, ok := bytes.CutPrefix(rest, []byte(since)); ok && len(number) > 1 && len(number) <= digits+1 {
		if number[0] == '0' && len(number) > 2 { // no number of JSON
			return incoming{}, false
		}
		var seq event.Seq
		for len(number) > 1 && '0' <= number[0] && number[0] <= '9' {
			seq = 10*seq + event.Seq(number[0]-'0')
			number = number[1:]
		}
		f.Since, rest = &seq, number
	}
	if string(rest) != "}" {
		return incoming{}, false
	}
	return f, true
}

// spend takes one message off the browser's budget, or ends the socket.
func (s *Socket) spend() bool {
	if s.budget.spend(s.sockets.Messages, time.Now()) {
		return true
	}
	s.conn.End(Flooding)
	return false
}

// take acts on one frame.
func (s *Socket) take(f incoming, message []byte) {
	switch f.Type {
	case "ping":
		s.Send(pong)
	case "subscribe":
		s.subscribe(f)
	case "unsubscribe":
		s.drop(f.Topic)
	case "presence":
		s.present(f)
	default:
		if h := s.sockets.Handlers[f.Type]; h != nil {
			h(s.sockets.stopping, s, message)
			return
		}
		s.Refuse("", f.Key, errUnknown)
	}
}

func (s *Socket) subscribe(f incoming) {
	if !validTopic(f.Topic) {
		s.Refuse("", f.Key, errTopic)
		return
	}
	if f.Since != nil && *f.Since < 0 {
		s.Refuse(f.Topic, f.Key, errSince)
		return
	}
	s.drop(f.Topic) // a page that subscribes again has lost its place and begins anew
	if s.full() {
		s.Refuse(f.Topic, f.Key, errTopics)
		return
	}
	ctx := s.sockets.stopping // the rights have a limit of their own, and so has the log
	if err := s.mayHear(ctx, f.Topic); err != nil {
		if fault.As(err).Kind == fault.SignedOut {
			s.conn.End(SignedOut)
			return
		}
		s.Refuse(f.Topic, f.Key, err)
		return
	}
	sub, err := s.sockets.Hub.Subscribe(ctx, f.Topic, f.Since, s.conn)
	if err != nil {
		s.Refuse(f.Topic, f.Key, err)
		return
	}
	if sub.Ended() { // reset
		return
	}
	s.keep(sub)
	if people := s.sockets.Presence.Who(f.Topic); len(people) > 0 {
		s.Send(hub.Frame(presenceFrame(f.Topic, PresenceFrame{People: people})))
	}
}

func (s *Socket) present(f incoming) {
	switch {
	case s.login.User == "": // an API token is nobody
	case s.subscription(f.Topic) == nil:
		s.Refuse(f.Topic, f.Key, errNotThere)
	case utf8.RuneCountInString(f.Doing) > 64:
		s.Refuse(f.Topic, f.Key, errDoing)
	default:
		s.sockets.Presence.Here(f.Topic, Person{ID: s.login.User, Name: s.login.Name, Doing: f.Doing})
	}
}

// validTopic says whether a name can be one: family/id, short, of letters that need no quoting.
func validTopic(t event.Topic) bool {
	if len(t) == 0 || len(t) > 128 {
		return false
	}
	for i := range len(t) {
		c := t[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_', c == '/', c == '.':
		default:
			return false
		}
	}
	return true
}

// budget is how many messages a browser may still send: it fills steadily up to twice a
// second's worth.
type budget struct {
	left float64
	at   time.Time
}

// spend takes one message off the budget; false means that there was none left.
func (b *budget) spend(perSecond int, now time.Time) bool {
	if perSecond < 0 {
		return true
	}
	most := 2 * float64(perSecond)
	if b.at.IsZero() {
		b.left = most
	} else {
		b.left = min(most, b.left+now.Sub(b.at).Seconds()*float64(perSecond))
	}
	b.at = now
	if b.left < 1 {
		return false
	}
	b.left--
	return true
}
