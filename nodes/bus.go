package nodes

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"partyline/hub"
)

// packet is what one node tells the others in one message.
type packet struct {
	From  string    `json:"from"`
	Batch hub.Batch `json:"batch"`
}

// outbox is what waits to be told. It is bounded: what finds no room is lost to the others until
// their slow tick.
type outbox struct {
	mu      sync.Mutex
	waiting []hub.Batch
	notes   []note
	size    int
	wake    chan struct{}
}

// note is one person's place, for Recall.
type note struct {
	topic, key string
	value      []byte
}

const (
	outboxLimit = 4 << 20   // bytes, about
	packetLimit = 256 << 10 // bytes of events in one message, about
)

// Publish delivers the batch to this node's hub before it returns, and to the others soon
// after. It never waits for Redis and never fails.
func (r *Redis) Publish(ctx context.Context, b hub.Batch) error {
	_ = r.local.Publish(ctx, b) // cannot fail
	r.out.mu.Lock()
	if r.out.size < outboxLimit {
		r.out.waiting = append(r.out.waiting, b)
		r.out.size += weight(b)
	} else {
		r.lost.Add(1)
	}
	r.out.mu.Unlock()
	r.out.poke()
	return nil
}

// Listen adds this node's hub.
func (r *Redis) Listen(deliver func(hub.Batch)) (stop func(), err error) {
	return r.local.Listen(deliver)
}

func (o *outbox) poke() {
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// weight is about how many bytes a batch has.
func weight(b hub.Batch) int {
	n := 0
	for i := range b.Events {
		n += 128 + len(b.Events[i].Data)
	}
	for i := range b.Signs {
		n += 64 + len(b.Signs[i].Frame)
	}
	return n
}

// take returns what waits, as much as one packet holds.
func (o *outbox) take() (b hub.Batch, notes []note, more bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	n, size := 0, 0
	for n < len(o.waiting) && (n == 0 || size < packetLimit) {
		size += weight(o.waiting[n])
		b.Events = append(b.Events, o.waiting[n].Events...)
		b.Signs = append(b.Signs, o.waiting[n].Signs...)
		n++
	}
	o.waiting = o.waiting[n:]
	if len(o.waiting) == 0 {
		o.waiting = nil
	}
	o.size -= size
	notes, o.notes = o.notes, nil
	return b, notes, len(o.waiting) > 0
}

// send hands what waits to Redis, packet by packet, as fast as Redis takes them: what comes
// meanwhile goes together in the next one.
func (r *Redis) send() {
	for {
		select {
		case <-r.out.wake:
		case <-r.ctx.Done():
			return
		}
		for more := true; more; {
			var b hub.Batch
			var notes []note
			if b, notes, more = r.out.take(); len(b.Events)+len(b.Signs)+len(notes) == 0 {
				break
			}
			err := r.hand(b, notes)
			r.tell(err)
			if err != nil {
				r.lost.Add(1)
				if !r.pause(moment) {
					return
				}
			}
		}
	}
}

// hand is one round trip.
func (r *Redis) hand(b hub.Batch, notes []note) error {
	ctx, cancel := context.WithTimeout(r.ctx, sendLimit)
	defer cancel()
	_, err := r.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		if len(b.Events)+len(b.Signs) > 0 {
			text, err := json.Marshal(packet{From: r.Node, Batch: b})
			if err != nil {
				return err
			}
			p.Publish(ctx, r.channel(), text)
		}
		r.keep(ctx, p, notes)
		return nil
	})
	return err
}

func (r *Redis) channel() string { return r.Prefix + ":events" }

const silence = 5 * time.Second // then the connection is tried; as long again, and it is made anew

// hear delivers what the other nodes tell, for as long as this node runs.
func (r *Redis) hear() {
	for {
		r.tell(r.hearOnce())
		if !r.pause(moment) {
			return
		}
	}
}

// hearOnce hears on one connection until it breaks.
func (r *Redis) hearOnce() error {
	in := r.client.Subscribe(r.ctx, r.channel())
	defer in.Close()
	defer context.AfterFunc(r.ctx, func() { _ = in.Close() })() // what reads does not look at its context
	asked := false
	for {
		got, err := in.ReceiveTimeout(r.ctx, silence)
		if wait := net.Error(nil); errors.As(err, &wait) && wait.Timeout() && !asked {
			if asked, err = true, in.Ping(r.ctx); err == nil {
				continue
			}
		}
		if err != nil {
			return err
		}
		asked = false
		r.tell(nil)
		if m, ok := got.(*redis.Message); ok {
			r.heard(m.Payload)
		}
	}
}

// heard takes one packet. One that cannot be read comes from a node of another version, and is
// read from the log instead.
func (r *Redis) heard(text string) {
	var p packet
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		r.Log.Warn("a packet from another node could not be read", "error", err)
		return
	}
	if p.From == r.Node {
		return
	}
	_ = r.local.Publish(r.ctx, p.Batch) // cannot fail
}
