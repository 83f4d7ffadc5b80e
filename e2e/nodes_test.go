package e2e

import (
	"context"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"partyline/storage/storagetest"
)

// Two servers without Redis on one database would tell half of their pages late and ring too fast.
func TestASecondServerWithoutRedisIsRefused(t *testing.T) {
	h := build(t, storagetest.Empty(t), wall)
	second := h.command(h.program, "serve")
	_, port, _ := strings.Cut(address(t), ":")
	second.Env = append(h.env, "PORT="+port, "DEMO=0", "SECRET_KEY=another long enough text")
	said, err := second.Output()
	if err == nil || !strings.Contains(h.log.String(), "Several servers need REDIS_URL") {
		t.Errorf("it ended with %v and said %q", err, said)
	}
}

// TestStressOfTwoServersBehindABalancer has ten leaders press everything, on two servers without sticky sessions,
// while servers are killed and restarted, Redis stops, hangs and comes back empty, the database drops every
// connection, and the carrier misbehaves. A page on each server hears everything, once.
func TestStressOfTwoServersBehindABalancer(t *testing.T) {
	seed := rand.Uint64N(1 << 40)
	if n, err := strconv.ParseUint(os.Getenv("SEED"), 10, 64); err == nil {
		seed = n
	}
	length := 20 * time.Second
	if os.Getenv("SOAK") != "" {
		length = 8 * time.Minute
	}
	t.Logf("SEED=%d", seed)
	h := settleTown(t, 2, 20, "LOG_LEVEL=info", crowdMobiles())
	c := h.crowd(10, seed)
	stop, cancel := context.WithTimeout(context.Background(), length)
	defer cancel()
	topics := map[string]int64{"sessions/" + c.group: 0}
	for _, p := range c.players {
		topics["session/"+p.session], topics["list/"+p.list] = 0, 0
	}
	var pages []*listener
	for _, n := range h.nodes {
		at := *c.maya
		at.to = n.at
		since := map[string]int64{}
		for topic := range topics {
			since[topic] = 0
		}
		pages = append(pages, at.listen(since))
	}
	var shift sync.WaitGroup
	shift.Go(func() { c.weather(stop, rand.New(rand.NewPCG(seed, 99))) })
	shift.Go(func() { h.mishaps(stop, rand.New(rand.NewPCG(seed, 98))) })
	for _, p := range c.players {
		shift.Go(func() { p.play(stop) })
	}
	shift.Wait()
	c.settle()
	for _, page := range pages {
		c.reads(page, topics)
	}
	t.Logf("%d presses, refused: %v", len(c.pressed.done), c.pressed.codes)
	for _, b := range c.pressed.broken {
		t.Error(b)
	}
	c.audit()
}

// mishaps has something go wrong every two seconds, and mends it; in the end all is well.
func (c *town) mishaps(stop context.Context, dice *rand.Rand) {
	books := c.books()
	defer books.close()
	whole := time.NewTicker(2 * time.Second)
	defer whole.Stop()
	all := []func(){
		func() { n := c.nodes[dice.IntN(len(c.nodes))]; n.kill(); n.start() },
		func() { n := c.nodes[dice.IntN(len(c.nodes))]; n.stop(); n.start() },
		func() { c.redis.Stop(); c.until("a moment has passed", tick(whole)); c.redis.Start() },
		func() { c.redis.Hang(); c.until("a moment has passed", tick(whole)); c.redis.Go() },
		func() {
			find[bool](books, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`)
		},
	}
	for n := 0; ; n++ {
		select {
		case <-stop.Done():
			return
		case <-whole.C:
		}
		if n%len(all) == 0 {
			dice.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		}
		all[n%len(all)]()
	}
}

func tick(t *time.Ticker) func() bool {
	return func() bool {
		select {
		case <-t.C:
			return true
		default:
			return false
		}
	}
}
