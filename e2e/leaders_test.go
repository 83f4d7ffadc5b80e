package e2e

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"partyline/calling"
	"partyline/carrier"
)

// TestStressOfTenLeadersWhileTheCarrierMisbehaves has ten leaders press everything they have, on overlapping lists,
// at twenty times the wall's speed, while webhooks come late, twice, in disorder, badly signed or never, the carrier
// refuses, dawdles, loses its replies, drops lines and restarts. Then all must be as if nothing of that had been.
func TestStressOfTenLeadersWhileTheCarrierMisbehaves(t *testing.T) {
	seed := seedOf(t)
	length := 14 * time.Second
	if os.Getenv("SOAK") != "" {
		length = 8 * time.Minute
	}
	each(t, func(t *testing.T, database func(*testing.T) string) {
		h := build(t, database(t), 20, "LOG_LEVEL=info", crowdMobiles())
		c := h.crowd(10, seed)
		stop, cancel := context.WithCancel(context.Background())
		defer cancel()
		topics := map[string]int64{"sessions/" + c.group: 0}
		for _, p := range c.players {
			topics["session/"+p.session], topics["list/"+p.list] = 0, 0
		}
		page := c.maya.listen(topics)
		var shift sync.WaitGroup
		shift.Go(func() { c.weather(stop, rand.New(rand.NewPCG(seed, 99))) })
		for _, p := range c.players {
			shift.Go(func() { p.play(stop) })
		}
		c.lasts(length)
		cancel()
		shift.Wait()
		c.settle()
		c.reads(page, topics)
		t.Logf("%d presses, refused: %v", len(c.pressed.done), c.pressed.codes)
		for _, b := range c.pressed.broken {
			t.Error(b)
		}
		c.audit()
	})
}

// seedOf is SEED, or a new one.
func seedOf(t *testing.T) uint64 {
	t.Helper()
	seed := rand.Uint64N(1 << 40)
	if n, err := strconv.ParseUint(os.Getenv("SEED"), 10, 64); err == nil {
		seed = n
	}
	t.Logf("SEED=%d", seed)
	return seed
}

// crowd is ten leaders with their phones.
type crowd struct {
	*house
	maya    *user
	group   string
	lists   []string
	players []*player
	pressed *presses
}

func mobile(i int) string { return fmt.Sprintf("+4477009001%02d", 30+i) }

// crowdMobiles has the leaders' phones ring until somebody picks up.
func crowdMobiles() string {
	s := "SIM_MANNED=+447700900120,+447700900121,+447700900122,+447700900123"
	for i := range 20 {
		s += "," + mobile(i)
	}
	return s
}

// crowd adds leaders to the demo's group, with two lists that share most of their people, and opens their sessions.
func (h *house) crowd(leaders int, seed uint64) *crowd {
	h.t.Helper()
	c := &crowd{house: h, maya: h.signIn("Maya"), pressed: &presses{codes: map[string]int{}}}
	h.priced(c.maya)
	type thing struct {
		ID string `json:"id"`
	}
	var groups, people struct{ Items []thing }
	c.maya.must("GET", "/groups", nil, &groups)
	c.group = groups.Items[0].ID
	c.maya.must("GET", "/groups/"+c.group+"/supporters?limit=100", nil, &people)
	for i, span := range [][2]int{{0, 34}, {10, 44}} {
		var made thing
		c.maya.must("POST", "/groups/"+c.group+"/lists", map[string]any{
			"name": fmt.Sprintf("List %d", i+1), "opens": 0, "closes": 1440, "cooldown_minutes": 1440, "minimum_minutes": 240,
		}, &made)
		var ids []string
		for _, p := range people.Items[span[0]:span[1]] {
			ids = append(ids, p.ID)
		}
		c.maya.must("POST", "/lists/"+made.ID+"/supporters", map[string]any{"ids": ids}, nil)
		c.lists = append(c.lists, made.ID)
	}
	for i := range leaders {
		name := fmt.Sprintf("Leader %c", 'A'+i)
		u := h.hire(c.maya, name, mobile(i))
		c.maya.must("PUT", "/groups/"+c.group+"/leaders/"+u.id, map[string]string{"role": "vice_captain"}, nil)
		p := &player{user: u.user, name: name, id: u.id, mobile: mobile(i), list: c.lists[i%2], rand: rand.New(rand.NewPCG(seed, uint64(i))), pressed: c.pressed}
		p.open()
		if p.session == "" {
			h.t.Fatalf("%s has no session: %v", name, c.pressed.broken)
		}
		c.players = append(c.players, p)
	}
	return c
}

type hired struct {
	*user
	id string
}

// hire makes a user by an invitation and signs them in.
func (h *house) hire(by *user, name, mobile string) hired {
	h.t.Helper()
	var made struct {
		User       struct{ ID string } `json:"user"`
		Invitation struct{ Token string }
	}
	by.must("POST", "/users", map[string]any{"name": name, "email": fmt.Sprintf("u%s@leeds.example", mobile[1:]), "mobile": mobile}, &made)
	u := h.visitor()
	u.must("POST", "/invitations/"+made.Invitation.Token, map[string]string{"password": "a long password for " + mobile}, nil)
	return hired{user: u, id: made.User.ID}
}

// weather changes what is wrong with the carrier every 30 seconds of product time, and lets it restart every three minutes.
func (c *crowd) weather(stop context.Context, dice *rand.Rand) {
	all := []carrier.Rule{
		{Kind: "status", Effect: "duplicate", Copies: 5, Concurrent: true, Probability: .25},
		{Kind: "status", Effect: "delay", Delay: carrier.Duration(20 * time.Second), Probability: .2},
		{Kind: "status", Effect: "swap", Probability: .15},
		{Kind: "status", Effect: "hold", Probability: .1},
		{Kind: "status", Effect: "drop", Probability: .25},
		{Kind: "status", Effect: "bad_signature", Probability: .1},
		{Kind: "document", Effect: "duplicate", Copies: 3, Concurrent: true, Probability: .25},
		{Kind: "document", Effect: "delay", Delay: carrier.Duration(4 * time.Second), Probability: .1},
		{Kind: "document", Effect: "bad_signature", Probability: .03},
		{Kind: "document", Effect: "drop", Probability: .03},
		{Kind: "document", Effect: "fallback", Probability: .03},
		{Kind: "create", Effect: "lost_reply", Probability: .25},
		{Kind: "create", Effect: "silent", Probability: .1},
		{Kind: "create", Effect: "never_place", Probability: .1},
		{Kind: "rest", Effect: "throttle", RetryAfter: 1, Probability: .2},
		{Kind: "rest", Effect: "error", Probability: .1},
		{Kind: "rest", Effect: "error", Status: 503, Probability: .1},
		{Kind: "rest", Effect: "slow", Delay: carrier.Duration(700 * time.Millisecond), Probability: .2},
		{Kind: "rest", Effect: "cut", Probability: .1},
		{Kind: "update", Effect: "lost_reply", Probability: .2},
		{Kind: "leg", Effect: "drop_leg", Delay: carrier.Duration(6 * time.Second), Probability: .15},
	}
	speed, err := strconv.Atoi(c.setting("CLOCK_SPEED"))
	if err != nil {
		c.t.Errorf("weather: %v", err)
		return
	}
	change := time.NewTicker(30 * time.Second / time.Duration(speed))
	defer change.Stop()
	for n := 1; ; n++ {
		rules := []carrier.Rule{}
		dice.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] }) // the first that matches strikes
		for _, r := range all {
			if dice.IntN(2) == 0 {
				rules = append(rules, r)
			}
		}
		if n%4 == 0 { // a fair moment
			rules = rules[:0]
		}
		if _, err := c.call(nil, "PUT", c.sim+"/_sim/faults", rules); err != nil {
			c.t.Errorf("faults: %v", err)
		}
		select {
		case <-stop.Done():
			if _, err := c.call(nil, "DELETE", c.sim+"/_sim/faults", nil); err != nil {
				c.t.Errorf("faults: %v", err)
			}
			return
		case <-change.C:
		}
		if n%6 == 5 {
			_, _ = c.call(nil, "POST", c.sim+"/_sim/restart", map[string]string{"down": "20s"})
		}
	}
}

// settle has everybody write down what they owe and go home, and waits until nothing moves any more.
func (c *crowd) settle() {
	c.t.Helper()
	limit := time.Now().Add(3 * time.Minute)
	for {
		busy := ""
		for _, p := range c.players {
			if call, ok := p.line(); ok && call.State != "ended" {
				busy = p.name + "'s phone is " + call.State
				p.hand(map[string]string{"ringing": "decline", "talking": "hangup"}[call.State], "")
			}
		}
		for _, row := range c.rows() {
			var v calling.SessionView
			c.maya.must("GET", "/sessions/"+row.ID, nil, &v)
			switch {
			case v.Phone.State != "idle":
				busy = fmt.Sprintf("%s: the phone is %s", v.Name, v.Phone.State)
			case v.Cycle.Calling > 0:
				busy = fmt.Sprintf("%s: %d are being called", v.Name, v.Cycle.Calling)
			}
			for _, o := range v.Owed {
				if !o.Closed {
					for _, p := range c.players {
						if p.id == v.Leader.ID {
							p.press("log", "PUT", "/attempts/"+o.Attempt+"/log", "", o.Attempt, p.logged(calling.Talked))
						}
					}
				}
			}
		}
		if busy == "" {
			return
		}
		if time.Now().After(limit) {
			b, _ := c.call(nil, "GET", c.sim+"/_sim/clock", nil)
			c.t.Logf("product time: %s", b)
			c.kill()
			books := c.books()
			books.stuck()
			books.close()
			c.t.Fatalf("it does not settle: %s", busy)
		}
		time.Sleep(100 * time.Millisecond) // between two looks
	}
}

// rows is every session there is.
func (c *crowd) rows() []calling.SessionRow {
	c.t.Helper()
	var all []calling.SessionRow
	for cursor := ""; ; {
		var page struct {
			Items []calling.SessionRow
			Next  string
		}
		c.maya.must("GET", "/sessions?archived=true&limit=200&cursor="+cursor, nil, &page)
		all = append(all, page.Items...)
		if cursor = page.Next; cursor == "" {
			return all
		}
	}
}

// reads waits until a page has everything, once.
func (c *crowd) reads(page *listener, topics map[string]int64) {
	c.t.Helper()
	for topic := range topics {
		var feed struct{ Seq int64 }
		for limit := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) { // between two looks
			c.maya.must("GET", "/events?limit=1&topic="+topic, nil, &feed)
			if seq, live := page.has(topic); live && seq == feed.Seq {
				break
			}
			if time.Now().After(limit) {
				c.t.Fatalf("waited a minute until the page has all %d of %s: %s", feed.Seq, topic, page.state(topic))
			}
		}
	}
	page.promised()
}
