package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"partyline/carrier"
	"partyline/storage/storagetest"
)

// trouble is one thing that a carrier does to us.
type trouble struct {
	name string
	rule carrier.Rule
	does func(c *crowd, dice *rand.Rand) (struck int) // what no rule can do
	rare bool                                         // it strikes everybody: a third as often will do
}

// troubles are all that are named: whatever carriers were seen to do.
func troubles() []trouble {
	s := func(n int) carrier.Duration { return carrier.Duration(time.Duration(n) * time.Second) }
	status := func(r carrier.Rule) carrier.Rule { r.Kind, r.Probability = "status", .5; return r }
	document := func(r carrier.Rule) carrier.Rule { r.Kind, r.Probability = "document", .3; return r }
	return []trouble{
		{name: "reports come late", rule: status(carrier.Rule{Effect: "delay", Delay: s(20)})},
		{name: "documents are asked for late", rule: document(carrier.Rule{Effect: "delay", Delay: s(4)})},
		{name: "reports come twice", rule: status(carrier.Rule{Effect: "duplicate"})},
		{name: "reports come five times at once, to both servers", rule: status(carrier.Rule{Effect: "duplicate", Copies: 5, Concurrent: true})},
		{name: "documents are asked for three times at once, of both servers", rule: document(carrier.Rule{Effect: "duplicate", Copies: 3, Concurrent: true})},
		{name: "reports come behind the next one", rule: status(carrier.Rule{Effect: "swap"})},
		{name: "reports come behind the last one", rule: status(carrier.Rule{Effect: "hold"})},
		{name: "reports never come", rule: status(carrier.Rule{Effect: "drop"})},
		{name: "documents cannot be fetched", rule: document(carrier.Rule{Effect: "drop"})},
		{name: "documents are asked of the fallback", rule: document(carrier.Rule{Effect: "fallback"})},
		{name: "reports are badly signed", rule: status(carrier.Rule{Effect: "bad_signature"})},
		{name: "documents are asked for with a bad signature", rule: document(carrier.Rule{Effect: "bad_signature"})},
		{name: "strangers forge webhooks", does: (*crowd).forges},
		{name: "429", rule: carrier.Rule{Kind: "rest", Effect: "throttle", RetryAfter: 1, Probability: .5}},
		{name: "500", rule: carrier.Rule{Kind: "rest", Effect: "error", Probability: .5}},
		{name: "503", rule: carrier.Rule{Kind: "rest", Effect: "error", Status: 503, Probability: .5}},
		{name: "slow", rule: carrier.Rule{Kind: "rest", Effect: "slow", Delay: carrier.Duration(700 * time.Millisecond), Probability: .5}},
		{name: "connections are cut", rule: carrier.Rule{Kind: "rest", Effect: "cut", Probability: .5}},
		{name: "a call is taken and the reply lost", rule: carrier.Rule{Kind: "create", Effect: "lost_reply", Probability: .7}},
		{name: "a line is redirected and the reply lost", rule: carrier.Rule{Kind: "update", Effect: "lost_reply", Probability: .7}},
		{name: "201, and then silence", rule: carrier.Rule{Kind: "create", Effect: "silent", Probability: .5}},
		{name: "201, and never placed", rule: carrier.Rule{Kind: "create", Effect: "never_place", Probability: .5}},
		{name: "lines drop", rule: carrier.Rule{Kind: "leg", Effect: "drop_leg", Delay: s(6), Probability: .5}},
		{name: "an outage", does: (*crowd).outage, rare: true},
	}
}

// TestStressOfEveryFaultOfTheCarrier walks through everything that a carrier may do to us, one thing after the other,
// each until it has struck, while leaders press and call on two servers. After each of them the carrier's own judge is
// asked; in the end nobody was rung twice, nobody is lost, the books are right, the bill is ours, and all webhooks
// that were ever sent, sent once more in any order to any server, change nothing. In a soak each has a night of its own.
// SEED=n replays the dice of players and carrier.
func TestStressOfEveryFaultOfTheCarrier(t *testing.T) {
	seed := seedOf(t)
	if os.Getenv("SOAK") == "" {
		everyFault(t, seed, troubles(), 3)
		return
	}
	for i, one := range troubles() {
		t.Run(one.name, func(t *testing.T) { everyFault(t, seed+uint64(i), []trouble{one}, 30) })
	}
}

// everyFault lets each strike so often.
func everyFault(t *testing.T, seed uint64, all []trouble, often int) {
	shift := night{leaders: 8, people: 300, speed: 20}
	h := settleTownOn(t, storagetest.Empty(t), 2, shift.speed, fmt.Sprint("SIM_SEED=", seed), shift.mobiles())
	c := h.fill(shift, seed)
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
	var pressing sync.WaitGroup
	for _, p := range c.players {
		pressing.Go(func() { p.play(stop) })
	}
	dice := rand.New(rand.NewPCG(seed, 97))
	for _, one := range all {
		began, struck := time.Now(), 0
		if one.does == nil {
			c.faults([]carrier.Rule{one.rule})
		}
		for struck < often && (!one.rare || 3*struck < often) {
			before := struck
			c.until(one.name+": it struck once more", func() bool {
				if one.does != nil {
					struck += one.does(c, dice)
				} else {
					struck = c.struck()
				}
				return struck > before
			})
		}
		c.faults(nil)
		for _, wrong := range c.judged() {
			t.Errorf("%s: %s", one.name, wrong)
		}
		t.Logf("%s: struck %d times in %.1f s", one.name, struck, time.Since(began).Seconds())
	}
	cancel()
	pressing.Wait()
	c.settle()
	c.drained()
	for _, page := range pages {
		c.reads(page, topics)
	}
	t.Logf("%d presses, refused: %v", len(c.pressed.done), c.pressed.codes)
	for _, b := range c.pressed.broken {
		t.Error(b)
	}
	c.replayed(dice, c.cameOf)
	c.audit()
}

// faults puts rules in force at the carrier, in place of those before.
func (h *house) faults(rules []carrier.Rule) {
	h.t.Helper()
	if rules == nil {
		rules = []carrier.Rule{}
	}
	if _, err := h.call(nil, "PUT", h.sim+"/_sim/faults", rules); err != nil {
		h.t.Fatalf("faults: %v", err)
	}
}

// struck is how often the rules in force did.
func (h *house) struck() (n int) {
	h.t.Helper()
	for _, r := range asked[[]carrier.Rule](h, "/_sim/faults") {
		n += r.Applied
	}
	return n
}

// judged is what the carrier's judge holds against us.
func (h *house) judged() []string { return asked[[]string](h, "/_sim/judge") }

func asked[T any](h *house, path string) (v T) {
	h.t.Helper()
	b, err := h.call(nil, "GET", h.sim+path, nil)
	if err == nil {
		err = json.Unmarshal(b, &v)
	}
	if err != nil {
		h.t.Fatalf("%s: %v", path, err)
	}
	return v
}

// outage ends every line without a word, and leaves the carrier away for 20 seconds of product time.
func (c *crowd) outage(*rand.Rand) (struck int) {
	if _, err := c.call(nil, "POST", c.sim+"/_sim/restart", map[string]string{"down": "20s"}); err != nil {
		c.t.Errorf("restart: %v", err)
	}
	began := time.Now()
	c.until("somebody talks again", func() bool {
		return slices.ContainsFunc(asked[[]carrier.Leg](c.house, "/_sim/ledger"), func(l carrier.Leg) bool { return l.Parent != "" && l.Ended.IsZero() && !l.Answered.IsZero() })
	})
	c.t.Logf("an outage: somebody talked again after %.1f s", time.Since(began).Seconds())
	return 1
}

// forges sends every server what the carrier said of a live line, changed: with its signature of the true words,
// with none, and with one of nobody's.
func (c *crowd) forges(dice *rand.Rand) (struck int) {
	hooks := asked[[]carrier.Hook](c.house, "/_sim/webhooks")
	live := map[string]bool{}
	for _, l := range c.ledger() {
		live[l.SID] = l.Ended.IsZero()
	}
	hooks = slices.DeleteFunc(hooks, func(k carrier.Hook) bool { return !live[k.SID] || k.Signature == "" })
	if len(hooks) == 0 {
		return 0
	}
	k := hooks[dice.IntN(len(hooks))]
	form := url.Values{}
	for name, value := range k.Form {
		form.Set(name, value)
	}
	form.Set("CallStatus", "completed")
	form.Set("CallDuration", "3600")
	form.Set("Digits", "9") // nobody is to be called again
	for _, signature := range []string{k.Signature, "", "bm90IHRoZWlycyBhdCBhbGwhISE="} {
		for _, n := range c.nodes {
			if status := c.hook(n.at, k, form, signature); status != http.StatusForbidden {
				c.t.Errorf("a forged webhook got %d", status)
			}
		}
	}
	return 1
}

// hook sends a server a webhook, and returns the status of its answer.
func (h *house) hook(server string, k carrier.Hook, form url.Values, signature string) int {
	h.t.Helper()
	address, _, _ := strings.Cut(k.URL, "#")
	q, err := http.NewRequest("POST", server+strings.TrimPrefix(address, h.base), strings.NewReader(form.Encode()))
	if err != nil {
		h.t.Fatal(err)
	}
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	q.Header.Set("X-Twilio-Signature", signature)
	reply, err := http.DefaultClient.Do(q)
	if err != nil {
		h.t.Fatal(err)
	}
	defer reply.Body.Close()
	_, _ = io.Copy(io.Discard, reply.Body)
	return reply.StatusCode
}

// cameOf is what came of every line and every call.
func (c *crowd) cameOf() []string {
	c.t.Helper()
	b := c.books()
	defer b.close()
	return slices.Concat(
		find[string](b, `SELECT 'leg ' || id || ' ' || carrier_id || ' ' || state || ' ' || result || ' ' || seconds || ' ' || COALESCE(answered_at, 0) || ' ' || COALESCE(ended_at, 0) FROM legs ORDER BY id`),
		find[string](b, `SELECT 'attempt ' || id || ' ' || result || ' ' || outcome || ' ' || COALESCE(dialled_at, 0) || ' ' || COALESCE(answered_at, 0) || ' ' || COALESCE(leg_ended_at, 0) FROM attempts ORDER BY id`),
		find[string](b, `SELECT 'run ' || id || ' ' || state || ' ' || step || ' ' || COALESCE(ended_at, 0) FROM runs ORDER BY id`),
		find[string](b, `SELECT 'session ' || id || ' ' || leader_minutes || ' ' || supporter_minutes || ' ' || leader_seconds || ' ' || supporter_seconds FROM sessions ORDER BY id`),
		find[string](b, `SELECT 'reservation ' || attempt_id FROM reservations ORDER BY attempt_id`))
}
