package e2e

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"testing"
	"time"

	"partyline/storage/storagetest"
)

// TestFiftyLeadersOnOneList is the night before an election: leaders on one list, on two servers behind a balancer
// without sticky sessions, while the carrier misbehaves, Redis is stopped twice and comes back empty, PostgreSQL is
// restarted, servers are killed, whichever and whenever the dice say, and then both are restarted, one after the other. Every press is sent again by its key until it has a clear
// answer; one that never gets one has failed, and none may. Then the carrier's ledger and the books are judged: nobody
// was rung twice without a rule, nobody is lost, figures equal a recount.
//
// The short form has fewer leaders and people; FIFTY=8m (make soak, without the race detector: fifty leaders are too
// many for it on a small machine) is the whole of it, and SEED=n replays its dice.
func TestFiftyLeadersOnOneList(t *testing.T) {
	night := night{leaders: 16, people: 800, speed: 10, length: 30 * time.Second, pace: 250 * time.Millisecond}
	if length, err := time.ParseDuration(os.Getenv("FIFTY")); err == nil {
		night.leaders, night.people, night.speed, night.length, night.pace = 50, 5000, 5, length, 500*time.Millisecond
	}
	seed := seedOf(t)
	database := storagetest.Own(t)
	h := settleTownOn(t, database.URL, 2, night.speed, "LOG_LEVEL=info", night.mobiles())
	c := h.fill(night, seed)

	topics := map[string]int64{"sessions/" + c.group: 0, "list/" + c.lists[0]: 0}
	for _, p := range c.players {
		topics["session/"+p.session] = 0
	}
	var pages []*listener
	for _, n := range h.nodes {
		at := *c.maya
		at.to = n.at
		pages = append(pages, at.listenFarBehind(topics))
	}
	stop, cancel := context.WithCancel(context.Background())
	defer cancel()
	var shift sync.WaitGroup
	shift.Go(func() { c.weather(stop, rand.New(rand.NewPCG(seed, 99))) })
	for _, p := range c.players {
		shift.Go(func() { p.play(stop) })
	}
	began := time.Now()
	upTo := func(part float64) {
		later := time.NewTimer(time.Until(began.Add(time.Duration(part * float64(night.length)))))
		defer later.Stop()
		<-later.C
	}
	happens := func(part float64, what string, f func()) {
		upTo(part)
		at := time.Since(began)
		f()
		t.Logf("%4.0f s: %s, %.1f s", at.Seconds(), what, (time.Since(began) - at).Seconds())
	}
	dice := rand.New(rand.NewPCG(seed, 98))
	killed := func(part float64) {
		n := dice.IntN(len(h.nodes))
		happens(part+.08*dice.Float64(), fmt.Sprintf("server %d is killed, and started again", n), func() { h.nodes[n].kill(); h.nodes[n].start() })
	}
	redisAway := func() { h.redis.Stop(); c.lasts(2 * time.Second); h.redis.Start() }
	killed(.02)
	happens(.15, "Redis is stopped, and comes back empty", redisAway)
	killed(.22)
	happens(.35, "PostgreSQL is restarted", database.Restart)
	killed(.42)
	happens(.55, "Redis is stopped again", redisAway)
	killed(.62)
	happens(.75, "the servers are restarted, one after the other", func() {
		for _, n := range h.nodes {
			n.stop()
			n.start()
		}
	})
	upTo(1)
	cancel()
	shift.Wait()
	c.settle()
	c.drained()
	for _, page := range pages {
		c.reads(page, topics)
		t.Logf("a page that follows everything was told to read anew %d times", page.anew())
	}
	failed := c.pressed.failed()
	t.Logf("%d presses by %d leaders in %.0f s: %d sent again for want of a clear answer, %d failed %v; refused: %v",
		len(c.pressed.done), len(c.players), time.Since(began).Seconds(), c.pressed.again, len(failed), failed, c.pressed.codes)
	if len(failed) > 0 {
		t.Errorf("%d actions failed: %v", len(failed), failed)
	}
	for _, b := range c.pressed.broken {
		t.Error(b)
	}
	c.audit()
	b := c.books()
	defer b.close()
	t.Logf("%d people of %d were called, in %d calls, %d answered, %d logged; the ledger has %d legs",
		b.count(`SELECT COUNT(DISTINCT supporter_id) FROM attempts WHERE dialled_at IS NOT NULL`), night.people,
		b.count(`SELECT COUNT(*) FROM attempts WHERE dialled_at IS NOT NULL`), b.count(`SELECT COUNT(*) FROM attempts WHERE answered_at IS NOT NULL`),
		b.count(`SELECT COUNT(*) FROM logs`), len(c.ledger()))
}

// drained waits until the other sessions were told of everything: one result is told to every leader of the list.
func (c *crowd) drained() {
	c.t.Helper()
	b := c.books()
	defer b.close()
	const waiting = `SELECT COUNT(*) FROM jobs WHERE kind IN ('spread', 'recheck', 'undo', 'prepare', 'roster', 'settings')`
	began, most := time.Now(), b.count(waiting)
	for left := most; left > 0; left = b.count(waiting) {
		if time.Since(began) > 10*time.Minute {
			c.t.Fatalf("after ten minutes %d jobs of %d are left", left, most)
		}
		time.Sleep(100 * time.Millisecond) // between two looks
	}
	c.t.Logf("%d results were still to be told to the other leaders: that took %.0f s", most, time.Since(began).Seconds())
}

// night is how much of everything there is.
type night struct {
	leaders, people int
	speed           int // of the clock: phones must be answered before they stop ringing, also on a busy machine
	length, pace    time.Duration
}

func (n night) mobiles() string {
	s := "SIM_MANNED=+447700900120,+447700900121,+447700900122,+447700900123"
	for i := range n.leaders {
		s += "," + mobile(i)
	}
	return s
}

// fill makes a group with a list of so many people, by an import, and opens every leader's session on it.
func (c *town) fill(n night, seed uint64) *crowd {
	c.t.Helper()
	made := &crowd{house: c.house, maya: c.signIn("Maya"), pressed: &presses{codes: map[string]int{}}}
	c.priced(made.maya)
	group, list := made.maya.people("The night before", n.people)
	made.group, made.lists = group, []string{list}
	var all sync.WaitGroup
	made.players = make([]*player, n.leaders)
	for i := range n.leaders {
		name := fmt.Sprintf("Leader %02d", i+1)
		u := c.hire(made.maya, name, mobile(i))
		made.maya.must("PUT", "/groups/"+group+"/leaders/"+u.id, map[string]string{"role": "vice_captain"}, nil)
		p := &player{user: u.user, name: name, id: u.id, mobile: mobile(i), list: list, rand: rand.New(rand.NewPCG(seed, uint64(i))),
			pressed: made.pressed, repeats: true, pace: n.pace}
		made.players[i] = p
		all.Go(p.open)
	}
	all.Wait()
	for _, p := range made.players {
		if v := p.prepared(p.session); v.Progress.Total != n.people {
			c.t.Fatalf("%s has %d people, want %d", p.name, v.Progress.Total, n.people)
		}
	}
	return made
}
