package e2e

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"partyline/campaign"
	"partyline/carrier"
)

// throng is how much of everything there is in a stress run of callers.
type throng struct {
	callers, contacts, speed int
	killed                   time.Duration // how often the server that dials is, in product time
}

// TestStressOfCallersOnTwoServers has twenty callers talk to the contacts of two campaigns that share numbers, on two servers,
// while the carrier does everything that carriers do, is away for a minute, the server that dials is killed each minute, all
// callers leave at once with lines ringing, contacts are opted out while they ring, and hours end. Then the carrier's ledger is
// held against the books: see rung. SOAK=1: 5,000 contacts. SEED=n replays the dice.
func TestStressOfCallersOnTwoServers(t *testing.T) {
	seed, size := seedOf(t), thronged()
	h := settleTown(t, 2, size.speed, fmt.Sprint("SIM_SEED=", seed), crowdMobiles())
	n := 0
	h.calledThrough(size, seed, func() {
		node := h.nodes[n%len(h.nodes)] // who dials is on the other one afterwards
		n++
		node.kill()
		node.start()
	})
}

// TestStressOfCallersOnTheEmbeddedDatabase is the same on one server.
func TestStressOfCallersOnTheEmbeddedDatabase(t *testing.T) {
	seed, size := seedOf(t), thronged()
	h := build(t, "", size.speed, fmt.Sprint("SIM_SEED=", seed), crowdMobiles())
	h.calledThrough(size, seed, func() { h.kill(); h.start() })
}

func thronged() throng {
	if os.Getenv("SOAK") != "" {
		return throng{callers: 20, contacts: 5000, speed: 12, killed: time.Minute}
	}
	return throng{callers: 20, contacts: 120, speed: 15, killed: time.Minute}
}

// zoneAt is a zone in which it is about that hour now.
func zoneAt(hour int, now time.Time) string {
	behind := now.UTC().Hour() - hour
	for behind > 12 {
		behind -= 24
	}
	for behind < -12 {
		behind += 24
	}
	if behind == 0 {
		return "Etc/GMT"
	}
	return fmt.Sprintf("Etc/GMT%+d", behind)
}

// The places where contacts live, and what the law says of them during a run.
const (
	open    = "open"    // may be called all the time
	closing = "closing" // may be called for some minutes yet
	asleep  = "asleep"  // may not be called
)

// rung is a stress run: what was done, to be judged by.
type rung struct {
	*house
	throng
	admin     *user
	campaigns []string
	zones     map[string]string // by place
	closes    time.Time         // when the hours of the closing zone end
	gap       time.Duration
	outs      map[string]time.Time // numbers that were put on the Do Not Call list, and when that was acknowledged
	never     []string             // numbers that were on it from the start
	paused    [2]time.Time
	died      [][2]time.Time // when a server was killed, and when it was back
	told      *toldAnswers
	read      []carrier.Leg // the ledger, at the end
}

// number is the phone of the i-th contact; the second campaign begins in the middle of the first one's.
func number(i int) string { return fmt.Sprintf("+4420%08d", 70_000_100+i) }

// contactsFile is so many contacts from the n-th on, of all kinds.
func (r *rung) contactsFile(from, n int) []byte {
	var b bytes.Buffer
	b.WriteString("Phone,First name,Line type,Time zone\n")
	for i := from; i < from+n; i++ {
		line, place := "landline", open
		switch i % 20 {
		case 0, 7:
			line = "cell"
		case 1, 2:
			place = asleep
		case 3, 4, 5, 6:
			place = closing
		case 8:
			r.never = append(r.never, number(i))
		}
		fmt.Fprintf(&b, "%s,Person %d,%s,%s\n", number(i), i, line, r.zones[place])
	}
	return b.Bytes()
}

// calledThrough makes the campaigns, has everything happen, and judges. die kills a server and starts it again.
func (h *house) calledThrough(size throng, seed uint64, die func()) {
	t := h.t
	h.patience = 5 * time.Minute // of product time: documents are lost, and servers killed
	admin := h.signIn("Maya")
	now := h.now()
	r := &rung{house: h, throng: size, admin: admin, outs: map[string]time.Time{}, gap: 6 * time.Minute, zones: map[string]string{
		open: zoneAt(8, now), closing: zoneAt(12, now), asleep: zoneAt(0, now),
	}}
	_, err := h.call(nil, "PUT", h.sim+"/_sim/population", map[string]any{"talk": "12s", "ring": "6s", "early_hangup": 0.15, "misjudged": 0.03, "unjudged": 0.05})
	if err != nil {
		t.Fatal(err)
	}
	minutes := 6
	if size.contacts > 1000 {
		minutes = 40
	}
	closes := now.Truncate(time.Minute).Add(time.Duration(minutes) * time.Minute)
	r.closes = closes
	place, err := time.LoadLocation(r.zones[closing])
	if err != nil {
		t.Fatal(err)
	}
	hours := campaign.DefaultHours()
	for i := range hours {
		hours[i].Opens, hours[i].Closes = campaign.Earliest, closes.In(place).Hour()*60+closes.In(place).Minute()
	}
	for i := range 2 {
		share := size.contacts * (3 - i) / 5 // three fifths and two
		id := admin.campaign(fmt.Sprint("Callers ", i), r.contactsFile(i*size.contacts/4, share))
		r.campaigns = append(r.campaigns, id)
		var c campaign.Whole
		admin.must("GET", "/campaigns/"+id, nil, &c)
		passes, gap := 2, int(r.gap/time.Minute)
		admin.must("PATCH", "/campaigns/"+id, campaign.Edit{Version: c.Version, Hours: &hours, Passes: &passes, GapMinutes: &gap}, nil)
	}
	admin.must("POST", "/do-not-call", map[string]any{"phones": r.never}, nil)
	var all []*volunteer
	away := &atomic.Bool{}
	r.told = &toldAnswers{given: map[string]string{}, never: map[string]time.Time{}, story: map[string]string{}}
	for i, id := range r.campaigns {
		h.loading(admin, id, nil)
		all = append(all, h.volunteers(admin, id, len(all), size.callers*(3-i)/5, seed, away, r.told)...)
	}

	shift, over := context.WithCancel(context.Background())
	defer over()
	var hands sync.WaitGroup
	dice := rand.New(rand.NewPCG(seed, 99))
	for _, v := range all {
		hands.Go(func() { v.work(shift) })
	}
	weather, fair := context.WithCancel(shift)
	defer fair()
	hands.Go(func() { h.storms(weather, rand.New(rand.NewPCG(seed, 98))) })
	began := time.Now()
	dies := time.Now()
	dieNow := die
	die = func() {
		if time.Since(dies) <= size.killed/time.Duration(size.speed) {
			return
		}
		at := r.now()
		dieNow()
		r.died = append(r.died, [2]time.Time{at, r.now()})
		dies = time.Now()
	}
	acts := []func(){
		func() { r.optsOut(dice) },
		func() { r.leave(away) },
		func() { r.approves(seed) },
		func() { r.pauses() },
		func() { r.outage() },
		func() { r.optsOut(dice) },
	}
	for i, act := range acts {
		h.following(fmt.Sprintf("the time has come for act %d", i), func() (int64, bool) {
			die()
			rang := r.rang()
			return int64(rang), rang >= (i+1)*size.contacts/3/len(acts) // while there are contacts left to ring
		})
		act()
		t.Logf("%.0f s: act %d of %d is over, %d lines so far", time.Since(began).Seconds(), i+1, len(acts), r.rang())
	}
	h.following("nobody is left to be called now", func() (int64, bool) {
		die()
		left := int64(0)
		for _, id := range r.campaigns {
			var w campaign.Whole
			if admin.ask("GET", "/campaigns/"+id, nil, &w) != nil {
				return -left, false
			}
			left += w.Counts.UndialedLandlines + w.Counts.UndialedCells
		}
		return left, left == 0 && h.now().After(r.closes.Add(time.Minute))
	})
	fair()
	over()
	hands.Wait()
	h.faults(nil)
	for _, v := range all {
		h.following(fmt.Sprint(v.id, " has gone home"), func() (int64, bool) { return 0, v.goes() })
	}
	h.following("nothing is under way any more", func() (int64, bool) {
		b := h.books()
		defer b.close()
		n := b.count(`SELECT (SELECT COUNT(*) FROM contact_attempts WHERE closed_at IS NULL) + (SELECT COUNT(*) FROM legs WHERE ended_at IS NULL) + (SELECT COUNT(*) FROM taken)`)
		return int64(n), n == 0
	})
	h.kill()
	r.judged()
	t.Logf("%.0f s in all", time.Since(began).Seconds())
}

// contactsLegs is the carrier's legs of contacts that were placed.
func (r *rung) contactsLegs() (out []carrier.Leg) {
	r.t.Helper()
	for _, l := range r.ledger() {
		if strings.HasPrefix(l.Number, "+4420") && !l.Initiated.IsZero() {
			out = append(out, l)
		}
	}
	return out
}

func (r *rung) rang() int { r.t.Helper(); return len(r.contactsLegs()) }

// optsOut puts somebody on the Do Not Call list whose phone rings.
func (r *rung) optsOut(dice *rand.Rand) {
	r.t.Helper()
	done, begin := 0, r.now()
	r.following("some whose phones ring were opted out", func() (int64, bool) {
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
	r.following("lines ring", func() (int64, bool) {
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
