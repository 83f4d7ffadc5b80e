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
// callers leave at once with lines ringing, contacts are opted out while they ring, a link is changed, a caller removed, a campaign paused,
// another one ended in mid-shift, and hours end. Then all that the carrier ever told is sent again, in any order, and
// its ledger is held against the books: see rung. SOAK=1: 5,000 contacts. SEED=n replays the dice.
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
	midshift
	refill
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
			if i < r.contacts { // of those who were there at the start
				r.never = append(r.never, number(i))
			}
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
	r.all = all
	t.Cleanup(func() {
		if t.Failed() {
			r.standing()
		}
	})

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
		func() { r.ends() },
		func() { r.rotates() },
		func() { r.leave(away) },
		func() { r.approves(seed) },
		func() { r.removes() },
		func() { r.pauses() },
		func() { r.outage() },
		func() { r.optsOut(dice) },
	}
	if size.contacts < 1000 { // a slow machine would have dialled all of the second campaign's by the second act
		acts[0], acts[1] = acts[1], acts[0]
	}
	for i, act := range acts {
		h.following(fmt.Sprintf("the time has come for act %d", i), func() (int64, bool) {
			die()
			rang := r.rang()
			return int64(rang), rang >= (i+1)*size.contacts/4/len(acts) // while there are contacts left to ring
		})
		act()
		t.Logf("%.0f s: act %d of %d is over, %d lines so far", time.Since(began).Seconds(), i+1, len(acts), r.rang())
	}
	h.following("nobody is left to be called now", func() (int64, bool) {
		die()
		left := int64(0)
		for _, id := range r.campaigns[:1] { // the other one has ended
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
		n := b.count(`SELECT (SELECT COUNT(*) FROM contact_attempts WHERE closed_at IS NULL) + (SELECT COUNT(*) FROM legs WHERE ended_at IS NULL) + (SELECT COUNT(*) FROM taken)
			+ (SELECT COUNT(*) FROM jobs j JOIN legs l ON l.id = j.subject WHERE j.kind = 'dialer.check' AND l.result = 'completed' AND l.seconds = 0)`) // the carrier is asked how long they were
		return int64(n), n == 0
	})
	r.isComplete()
	h.replayed(rand.New(rand.NewPCG(seed, 96)), r.cameOf)
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
