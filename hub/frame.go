package hub

import (
	"encoding/binary"
	"encoding/json"
	"strconv"
	"time"

	"partyline/event"
)

// Server frames are not masked (RFC 6455, 5.1), so every listener can be sent the same bytes.

// Frame returns the WebSocket text frame with this payload.
func Frame(payload []byte) []byte {
	return append(appendHeader(make([]byte, 0, len(payload)+10), len(payload)), payload...)
}

// appendHeader appends the header of an unmasked, final text frame with n bytes of payload.
func appendHeader(b []byte, n int) []byte {
	const finalText = 0x81
	b = append(b, finalText)
	switch {
	case n < 126:
		return append(b, byte(n))
	case n < 1<<16:
		return append(b, 126, byte(n>>8), byte(n))
	default:
		return binary.BigEndian.AppendUint64(append(b, 127), uint64(n))
	}
}

// frameSize is the size of the header and of the payload of the frame that b begins with; it is
// whole, as appendHeader writes it.
func frameSize(b []byte) (header, payload int) {
	switch b[1] {
	case 126:
		return 4, int(binary.BigEndian.Uint16(b[2:]))
	case 127:
		return 10, int(binary.BigEndian.Uint64(b[2:]))
	default:
		return 2, int(b[1])
	}
}

// skipFrames returns b without its first n frames; b holds at least as many, whole, as
// appendHeader writes them.
func skipFrames(b []byte, n int) []byte {
	for ; n > 0; n-- {
		header, payload := frameSize(b)
		b = b[header+payload:]
	}
	return b
}

const (
	eventsBegin = `{"type":"events","events":[`
	eventsEnd   = `]}`
	// joinedLimit is how large a frame of several events becomes at most, in bytes of payload.
	joinedLimit = 64 << 10
)

// joinFrames puts the frames of events that go out together into as few as it can: a browser pays
// more for a message than for what is in it. An event alone, or larger than joinedLimit, keeps its
// own frame. It returns frames itself where there is nothing to join.
func joinFrames(frames []byte) []byte {
	n, together := togetherIn(frames)
	if n <= 1 && together == len(frames) {
		return frames
	}
	out := make([]byte, 0, len(frames)+len(eventsBegin)+len(eventsEnd))
	for len(frames) > 0 {
		n, together = togetherIn(frames)
		if n == 1 {
			out = append(out, frames[:together]...)
		} else {
			out = appendJoined(out, frames[:together])
		}
		frames = frames[together:]
	}
	return out
}

// togetherIn says how many of the first frames fit into one, one at least if there are any, and how
// many bytes they are.
func togetherIn(frames []byte) (n, bytes int) {
	size := len(eventsBegin) + len(eventsEnd)
	for bytes < len(frames) {
		header, payload := frameSize(frames[bytes:])
		if size += payload + 1; n > 0 && size > joinedLimit {
			break
		}
		n, bytes = n+1, bytes+header+payload
	}
	return n, bytes
}

// appendJoined appends one frame with the payloads of these frames.
func appendJoined(b, frames []byte) []byte {
	size := len(eventsBegin) - 1 + len(eventsEnd)
	for rest := frames; len(rest) > 0; rest = skipFrames(rest, 1) {
		_, payload := frameSize(rest)
		size += payload + 1
	}
	b = append(appendHeader(b, size), eventsBegin...)
	for len(frames) > 0 {
		header, payload := frameSize(frames)
		b = append(b, frames[header:header+payload]...)
		if frames = frames[header+payload:]; len(frames) > 0 {
			b = append(b, ',')
		}
	}
	return append(b, eventsEnd...)
}

// The parts of an event's frame; the topic's part is encoded once for the topic.
const (
	eventBegin = `{"type":"event","topic":`
	eventSeq   = `,"seq":`
	eventKind  = `,"kind":`
	eventAt    = `,"at":"`
	eventData  = `","data":`
)

// eventHead is the beginning of the frames of a topic's events, up to the number.
func eventHead(topic event.Topic) []byte {
	return append(appendString([]byte(eventBegin), string(topic)), eventSeq...)
}

// appendEvent appends the frame of an event whose topic begins with head.
func appendEvent(b, head []byte, e *event.Event) []byte {
	var seqRoom [20]byte
	var atRoom [40]byte
	var kindRoom [64]byte
	seq := strconv.AppendInt(seqRoom[:0], int64(e.Seq), 10)
	at := e.At.UTC().AppendFormat(atRoom[:0], time.RFC3339Nano)
	kind := appendString(kindRoom[:0], string(e.Kind))
	data := []byte(e.Data)
	if len(data) == 0 {
		data = []byte("null")
	}
	n := len(head) + len(seq) + len(eventKind) + len(kind) + len(eventAt) + len(at) + len(eventData) + len(data) + 1
	if cap(b)-len(b) < n+10 {
		b = append(make([]byte, 0, max(2*cap(b), len(b)+n+10)), b...)
	}
	b = appendHeader(b, n)
	b = append(append(b, head...), seq...)
	b = append(append(b, eventKind...), kind...)
	b = append(append(b, eventAt...), at...)
	b = append(append(b, eventData...), data...)
	return append(b, '}')
}

// eventSizes is about how many bytes the frames of these events take, and never less where
// their kinds are as long as kinds are.
func eventSizes(head []byte, events []event.Event) int {
	const header, seq, kind, at, end = 10, 20, 40, len(time.RFC3339Nano), 5
	each := header + len(head) + seq + len(eventKind) + kind + len(eventAt) + at + len(eventData) + end
	n := each * len(events)
	for i := range events {
		n += len(events[i].Data)
	}
	return n
}

// subscribedFrame says that the subscription is live and that the next event has the number after seq.
func subscribedFrame(topic event.Topic, seq event.Seq) []byte {
	p := appendString([]byte(`{"type":"subscribed","topic":`), string(topic))
	p = strconv.AppendInt(append(p, eventSeq...), int64(seq), 10)
	return Frame(append(p, '}'))
}

// resetFrame says that the subscription has ended and a snapshot is needed.
func resetFrame(topic event.Topic) []byte {
	return Frame(append(appendString([]byte(`{"type":"reset","topic":`), string(topic)), '}'))
}

// appendString appends s as a JSON string.
func appendString(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c > '~' {
			quoted, _ := json.Marshal(s) // a string cannot fail
			return append(b, quoted...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}
