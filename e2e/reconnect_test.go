package e2e

import (
	"context"
	"maps"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Pages on two servers are cut off a thousand times, at any moment: as they subscribe, in the replay, in the middle
// of an event. Each has every event of every topic, in order, once, and none is told to read anew.
func TestAThousandDisconnectsLoseNoEvent(t *testing.T) {
	const pages, cuts = 10, 1000
	seed := seedOf(t)
	h := settleTown(t, 2, 10, crowdMobiles())
	c := h.crowd(3, seed)
	topics := map[string]int64{"sessions/" + c.group: 0}
	for _, p := range c.players {
		topics["session/"+p.session], topics["list/"+p.list] = 0, 0
	}
	var done atomic.Int64
	all := make([]*listener, pages)
	for i := range all {
		at := *c.maya
		at.to = h.nodes[i%len(h.nodes)].at
		dice := rand.New(rand.NewPCG(seed, uint64(i)))
		all[i] = at.follows(maps.Clone(topics), &listener{cut: func() time.Duration {
			if done.Add(1) > cuts {
				return 0
			}
			return time.Duration(1 + dice.ExpFloat64()*float64(30*time.Millisecond))
		}})
	}
	stop, cancel := context.WithCancel(context.Background())
	defer cancel()
	var pressing sync.WaitGroup
	for _, p := range c.players {
		pressing.Go(func() { p.play(stop) })
	}
	c.until("a thousand connections were cut", func() bool { return done.Load() > cuts })
	cancel()
	pressing.Wait()
	c.settle()
	events, opened := int64(0), 0
	for _, page := range all {
		c.reads(page, topics)
		for topic := range topics {
			seq, _ := page.has(topic)
			events += seq
		}
		opened += page.sockets()
	}
	t.Logf("%d sockets were opened by %d pages, which have %d events each", opened, pages, events/pages)
	if opened < cuts {
		t.Errorf("only %d sockets were opened: this tests nothing", opened)
	}
	if events < 100*pages {
		t.Errorf("each page has only %d events: this tests nothing", events/pages)
	}

	// A number that no topic ever had: the page is told to read anew, and does.
	far := map[string]int64{}
	for topic := range topics {
		far[topic] = 1 << 40
	}
	lost := c.maya.listenFarBehind(far)
	c.reads(lost, topics)
	if n := lost.anew(); n < len(topics) {
		t.Errorf("of %d topics %d were read anew", len(topics), n)
	}
}
