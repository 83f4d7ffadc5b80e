package e2e

import (
	"context"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"partyline/campaign"
	"partyline/carrier"
)

// optsOut puts somebody on the Do Not Call list whose phone rings.
func (r *rung) optsOut(dice *rand.Rand) {
	r.t.Helper()
	done, begin := 0, r.now()
	r.filledUp(r.campaigns[0], 1, "some whose phones ring were opted out", func() (int64, bool) {
		calls := r.contactsLegs()
		if r.now().After(begin.Add(15*time.Minute)) && len(r.outs) > 0 { // everybody was called before another one was caught ringing
			return int64(len(calls)), true
		}
		for _, l := range calls {
			if _, out := r.outs[l.Number]; !out && l.Ended.IsZero() && !l.Ringing.IsZero() && l.Answered.IsZero() && dice.IntN(2) == 0 {
				if r.admin.ask("POST", "/do-not-call", map[string]any{"phones": []string{l.Number}}, nil) == nil {
					r.outs[l.Number] = r.now()
					done++
				}
			}
		}
		return int64(len(calls)), done >= 2
	})
}

// leave has all callers put down their phones at once, with lines ringing, and come back a while later.
func (r *rung) leave(away *atomic.Bool) {
	r.t.Helper()
	r.filledUp(r.campaigns[0], 1, "lines ring", func() (int64, bool) {
		ringing := 0
		calls := r.contactsLegs()
		for _, l := range calls {
			if l.Ended.IsZero() && l.Answered.IsZero() {
				ringing++
			}
		}
		return int64(len(calls)), ringing >= 3
	})
	away.Store(true)
	r.until("no line rings any more", func() bool {
		for _, l := range r.contactsLegs() {
			if l.Ended.IsZero() && l.Answered.IsZero() {
				return false
			}
		}
		return true
	})
	away.Store(false)
}

// approves has a clicker approve half of the numbers that need it.
func (r *rung) approves(seed uint64) {
	r.t.Helper()
	var links struct {
		Items []struct{ Kind, Token string } `json:"items"`
	}
	r.admin.must("GET", "/campaigns/"+r.campaigns[0]+"/links", nil, &links)
	for _, l := range links.Items {
		if l.Kind != string(campaign.Clicker) {
			continue
		}
		c := &clicker{user: r.visitor(), campaign: r.campaigns[0], dice: rand.New(rand.NewPCG(seed, 97)), waiting: map[string]frame{}, kept: map[spot]bool{}, approved: &atomic.Int64{}}
		r.until("the clicker is in", func() bool {
			return c.ask("POST", "/k/"+l.Token+"/join", map[string]string{"name": "Clicker"}, nil) == nil
		})
		shift, over := context.WithCancel(context.Background())
		var hand sync.WaitGroup
		hand.Go(func() { c.work(shift) })
		r.until("some are approved", func() bool { return c.approved.Load() > 0 })
		over()
		hand.Wait()
	}
}

// pauses has an admin pause the first campaign for a minute.
func (r *rung) pauses() {
	r.t.Helper()
	press := func(what string) time.Time {
		r.until(what, func() bool { return r.admin.ask("POST", "/campaigns/"+r.campaigns[0]+"/"+what, nil, nil) == nil })
		return r.now()
	}
	r.paused[0] = press("pause")
	r.until("a minute has passed", func() bool { return r.now().After(r.paused[0].Add(time.Minute)) })
	r.paused[1] = r.now()
	press("resume")
}

// outage is a minute in which the carrier is away; every line ends without a word.
func (r *rung) outage() {
	r.t.Helper()
	if _, err := r.call(nil, "POST", r.sim+"/_sim/restart", map[string]string{"down": "1m"}); err != nil {
		r.t.Errorf("restart: %v", err)
	}
}

// storms changes what is wrong with the carrier every 30 seconds of product time.
func (h *house) storms(stop context.Context, dice *rand.Rand) {
	s := func(n float64) carrier.Duration { return carrier.Duration(n * float64(time.Second)) }
	all := []carrier.Rule{
		{Kind: "status", Effect: "duplicate", Copies: 4, Concurrent: true, Probability: .2},
		{Kind: "status", Effect: "delay", Delay: s(15), Probability: .2},
		{Kind: "status", Effect: "swap", Probability: .1},
		{Kind: "status", Effect: "hold", Probability: .1},
		{Kind: "status", Effect: "drop", Probability: .2},
		{Kind: "status", Effect: "bad_signature", Probability: .05},
		{Kind: "document", Effect: "duplicate", Copies: 3, Concurrent: true, Probability: .2},
		{Kind: "document", Effect: "delay", Delay: s(2), Probability: .1},
		{Kind: "document", Effect: "drop", Probability: .03},
		{Kind: "document", Effect: "fallback", Probability: .03},
		{Kind: "room", Effect: "drop", Probability: .5},
		{Kind: "room", Effect: "delay", Delay: s(10), Probability: .2},
		{Kind: "verdict", Effect: "wrong", Probability: .05},
		{Kind: "verdict", Effect: "delay", Delay: s(8), Probability: .2},
		{Kind: "verdict", Effect: "drop", Probability: .2},
		{Kind: "verdict", Effect: "duplicate", Copies: 3, Concurrent: true, Probability: .2},
		{Kind: "create", Effect: "lost_reply", Probability: .2},
		{Kind: "create", Effect: "silent", Probability: .1},
		{Kind: "create", Effect: "never_place", Probability: .1},
		{Kind: "rest", Effect: "throttle", RetryAfter: 1, Probability: .2},
		{Kind: "rest", Effect: "error", Probability: .1},
		{Kind: "rest", Effect: "error", Status: 503, Probability: .1},
		{Kind: "rest", Effect: "cut", Probability: .1},
		{Kind: "update", Effect: "lost_reply", Probability: .2},
		{Kind: "leg", Effect: "drop_leg", Delay: s(6), Probability: .1},
	}
	for n := 1; stop.Err() == nil; n++ {
		rules := []carrier.Rule{}
		dice.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] }) // the first that matches strikes
		for _, r := range all {
			if dice.IntN(3) == 0 && n%4 > 0 { // every fourth is a fair moment
				rules = append(rules, r)
			}
		}
		if _, err := h.call(nil, "PUT", h.sim+"/_sim/faults", rules); err != nil {
			h.t.Errorf("faults: %v", err)
		}
		for at := h.now(); stop.Err() == nil && h.now().Before(at.Add(30*time.Second)); {
			select {
			case <-stop.Done():
			case <-time.After(200 * time.Millisecond): // between two looks at the clock
			}
		}
	}
}
