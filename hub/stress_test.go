package hub_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
	"time"

	"partyline/event"
	"partyline/hub"
)

var (
	stressSeed   = flag.Uint64("seed", 0, "replays a run of the stress test; 0 draws one")
	stressEvents = flag.Int("events", 3000, "events of each topic in the stress test")
)

// badBus loses, repeats, delays and reorders what it carries.
type badBus struct {
	hub.LocalBus
	mu   sync.Mutex
	r    *rand.Rand
	late []hub.Batch
}

func (b *badBus) Publish(ctx context.Context, batch hub.Batch) error {
	b.mu.Lock()
	var out []hub.Batch
	switch p := b.r.IntN(100); {
	case p < 10: // lost
	case p < 20:
		out = append(out, batch, batch)
	case p < 35:
		b.late = append(b.late, batch)
	default:
		out = append(out, batch)
	}
	if len(b.late) > 0 && b.r.IntN(4) == 0 {
		at := b.r.IntN(len(b.late))
		out = append(out, b.late[at])
		b.late = append(b.late[:at], b.late[at+1:]...)
	}
	b.mu.Unlock()
	for _, batch := range out {
		b.LocalBus.Publish(ctx, batch)
	}
	return nil
}

// Two nodes on one log and a bad bus; several publishers; listeners that come, go, resume and
// are reset all the time. page.Send finds fault with every event that is not the next.
func TestEveryPageGetsEveryEventOnceUnderABadBus(t *testing.T) {
	seed := *stressSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("replay with -seed=%d (the order of goroutines is not part of it)", seed)

	log := &hub.MemoryLog{Keep: 1 << 20}
	bus := &badBus{r: rand.New(rand.NewPCG(seed, 0))}
	var nodes []*hub.Hub
	for range 2 {
		nodes = append(nodes, node(t, hub.Options{Log: log, Bus: bus, Tick: 20 * time.Millisecond, ReplayEvents: 200, Pending: 8192, ReplayBytes: 16384}))
	}
	topics := []event.Topic{"session/a", "session/b", "list/c"}

	var publishing, listening sync.WaitGroup
	for i, topic := range topics {
		for k := range 2 { // two nodes publish to the same topic, so batches overtake each other
			publishing.Go(func() {
				r := rand.New(rand.NewPCG(seed, uint64(100+10*i+k)))
				for left := *stressEvents / 2; left > 0; {
					n := min(left, 1+r.IntN(5))
					nodes[k].Publish(context.Background(), happen(log, topic, n))
					left -= n
				}
			})
		}
	}
	stop := make(chan struct{})
	for i := range 24 {
		listening.Go(func() {
			r := rand.New(rand.NewPCG(seed, uint64(1000+i)))
			p, topic := newPage(t), topics[i%len(topics)]
			since := from(0)
			for {
				s, err := nodes[r.IntN(2)].Subscribe(context.Background(), topic, since, p)
				if err != nil {
					t.Error(err)
					return
				}
				var done bool
				select {
				case <-stop:
					last, _ := log.Last(context.Background(), topic)
					p.until("the last event or a reset", func() bool { return p.seq[topic] == last || p.reset[topic] })
					done = p.at(topic) == last
				default:
					for range r.IntN(200) { // a page is open for a while
						runtime.Gosched()
					}
				}
				if s.End(); done {
					return
				}
				hub.Settle(s) // on another node nobody would know of a turn that is under way
				since = from(p.at(topic))
				if p.wasReset(topic) { // the snapshot is what the log has now
					last, _ := log.Last(context.Background(), topic)
					since = from(last)
				}
			}
		})
	}
	publishing.Wait()
	close(stop)
	listening.Wait()
	for _, n := range nodes {
		for late := time.Now().Add(20 * time.Second); hub.Topics(n) > 0; runtime.Gosched() { // the last turns end
			if time.Now().After(late) {
				t.Fatalf("%d topics are still open", hub.Topics(n))
			}
		}
	}
	for _, topic := range topics {
		if last, _ := log.Last(context.Background(), topic); last != event.Seq(*stressEvents/2*2) {
			t.Error(fmt.Errorf("%s has %d events", topic, last))
		}
	}
}
