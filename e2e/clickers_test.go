package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"

	"partyline/campaign"
)

// TestStressOfClickersOnTwoServers has clickers approve every cell number of a campaign over real sockets on two servers,
// while their connections are cut at any moment, each server is killed once, and Redis is stopped and comes back empty. Whatever
// was acknowledged is there once, with its evidence; nothing is that its clicker had not on a screen; each one's count and all of
// them together equal a recount. SOAK=1: 200 clickers, 200,000 numbers; SEED=n has the same ones press and be cut off alike.
func TestStressOfClickersOnTwoServers(t *testing.T) {
	h := settleTown(t, 2, fast)
	one, other := h.nodes[0], h.nodes[1]
	h.clickedThrough([]func(){
		func() { one.kill(); one.start() },
		h.redis.Stop,
		func() { other.kill(); other.start() },
		h.redis.Start,
	})
}

// TestStressOfClickersOnTheEmbeddedDatabase is the same on one server, which is killed twice.
func TestStressOfClickersOnTheEmbeddedDatabase(t *testing.T) {
	h := build(t, "", fast)
	die := func() { h.kill(); h.start() }
	h.clickedThrough([]func(){die, die})
}

// clickedThrough has clickers approve all, with something that dies or comes back every so often.
func (h *house) clickedThrough(die []func()) {
	t := h.t
	clickers, numbers := 30, 3_000
	if os.Getenv("SOAK") != "" {
		clickers, numbers = 200, 200_000
	}
	seed := seedOf(t)
	admin := h.signIn("Maya")
	id := admin.campaign("Spring", cells(numbers))
	h.loading(admin, id, nil)
	var links struct {
		Items []struct{ Kind, Token string } `json:"items"`
	}
	admin.must("GET", "/campaigns/"+id+"/links", nil, &links)
	token := links.Items[slices.IndexFunc(links.Items, func(l struct{ Kind, Token string }) bool { return l.Kind == "clicker" })].Token

	var all []*clicker
	for i := range clickers {
		c := &clicker{user: h.visitor(), campaign: id, dice: rand.New(rand.NewPCG(seed, uint64(i))), waiting: map[string]frame{}, kept: map[spot]bool{}}
		c.must("POST", "/k/"+token+"/join", map[string]string{"name": fmt.Sprint("Clicker ", i)}, nil)
		all = append(all, c)
	}
	shift, over := context.WithTimeout(context.Background(), 40*time.Minute) // a soak has the race detector, and other packages beside it
	defer over()
	var approved atomic.Int64
	var hands sync.WaitGroup
	for _, c := range all {
		c.approved = &approved
		hands.Go(func() { c.work(shift) })
	}
	begin := time.Now()
	for i, now := range die {
		h.following("a good part is approved", func() (int64, bool) {
			return approved.Load(), approved.Load() >= int64(numbers*(i+1)/(len(die)+2))
		})
		now()
	}
	hands.Wait()
	took := time.Since(begin)
	if shift.Err() != nil {
		t.Fatalf("%d of %d are approved, and nobody gets on", approved.Load(), numbers)
	}
	h.evident(id, numbers, all)
	cuts, again := 0, 0
	for _, c := range all {
		cuts += c.cuts
		again += c.again
	}
	t.Logf("%d numbers, %d clickers, %d connections cut, %d frames sent again, %.0f s", numbers, clickers, cuts, again, took.Seconds())
}

// cells is a file of so many mobile numbers.
func cells(n int) []byte {
	var b strings.Builder
	b.WriteString("Phone,First name,Line type\n")
	for i := range n {
		fmt.Fprintf(&b, "+447700%06d,Person %d,cell\n", i, i)
	}
	return []byte(b.String())
}

// evident compares what is kept of a campaign whose numbers are all approved with what the clickers were told.
func (h *house) evident(id string, numbers int, all []*clicker) {
	h.t.Helper()
	b := h.books()
	defer b.close()
	no := b.count(`SELECT no FROM campaigns WHERE id = $1`, id)
	shown, whose := map[string][]int64{}, map[string]string{}
	for _, l := range find[struct{ ID, Person, Contacts string }](b, `SELECT id, person, contacts FROM leases WHERE campaign = $1`, no) {
		var contacts []int64
		if err := json.Unmarshal([]byte(l.Contacts), &contacts); err != nil {
			h.t.Fatal(err)
		}
		shown[l.ID], whose[l.ID] = contacts, l.Person
	}
	kept, did := map[spot]bool{}, map[string]int{}
	for _, a := range find[struct {
		Lease   string
		Ordinal int
		Contact int64
		Person  string
	}](b, `SELECT lease, ordinal, contact, person FROM approvals WHERE campaign = $1`, no) {
		kept[spot{a.Lease, a.Ordinal}] = true
		if did[a.Person]++; whose[a.Lease] != a.Person {
			h.t.Errorf("contact %d was approved by %s in lease %s of %s", a.Contact, a.Person, a.Lease, whose[a.Lease])
		}
		if at := shown[a.Lease]; a.Ordinal >= len(at) || at[a.Ordinal] != a.Contact {
			h.t.Errorf("contact %d was approved as number %d of lease %s, which did not show it", a.Contact, a.Ordinal, a.Lease)
		}
	}
	if len(kept) != numbers {
		h.t.Errorf("%d approvals of %d numbers", len(kept), numbers)
	}
	for _, p := range find[struct {
		ID       string
		Approved int
	}](b, `SELECT id, approved FROM people WHERE campaign_id = $1`, id) {
		if p.Approved != did[p.ID] {
			h.t.Errorf("%s is counted with %d approvals and has %d", p.ID, p.Approved, did[p.ID])
		}
	}
	for _, c := range all {
		of := ""
		for p := range c.kept {
			if !kept[p] {
				h.t.Errorf("number %d of lease %s was acknowledged and is not there", p.ordinal, p.lease)
			}
			of = whose[p.lease]
		}
		if len(c.kept) != did[of] {
			h.t.Errorf("%s was told of %d approvals, and has %d", of, len(c.kept), did[of])
		}
		for _, wrong := range c.wrong {
			h.t.Error(wrong)
		}
	}
	for what, pair := range map[string][2]int{
		"counted as approved":      {b.count(`SELECT SUM(approved) FROM campaign_counts WHERE campaign = $1`, no), numbers},
		"counted as to be clicked": {b.count(`SELECT SUM(click) FROM campaign_counts WHERE campaign = $1`, no), 0},
		"counted as ready":         {b.count(`SELECT SUM(cells) FROM campaign_counts WHERE campaign = $1`, no), numbers},
		"ready":                    {b.count(`SELECT COUNT(DISTINCT contact) FROM ready WHERE campaign = $1`, no), numbers},
		"rows of ready":            {b.count(`SELECT COUNT(*) FROM ready WHERE campaign = $1`, no), numbers},
		"marked":                   {b.count(`SELECT COUNT(*) FROM contacts WHERE campaign = $1 AND approved_at IS NOT NULL`, no), numbers},
		"clickable":                {b.count(`SELECT COUNT(*) FROM clickable WHERE campaign = $1`, no), 0},
		"of the people":            {b.count(`SELECT SUM(approved) FROM people WHERE campaign_id = $1`, id), numbers},
	} {
		if pair[0] != pair[1] {
			h.t.Errorf("%s: %d, and it should be %d", what, pair[0], pair[1])
		}
	}
}

// spot is one number on one screen.
type spot struct {
	lease   string
	ordinal int
}

// frame is presses on their way.
type frame struct {
	lease   string
	presses [][2]int64
	sent    bool
}

// clicker is a page that presses as fast as it is answered, and keeps each frame until it has its answer.
type clicker struct {
	*user
	campaign string
	dice     *rand.Rand
	approved *atomic.Int64

	lease         string
	numbers, next int
	began         time.Time
	asking        string // the key, until it is answered
	waiting       map[string]frame
	n             int
	kept          map[spot]bool // what was acknowledged
	wrong         []string
	done          bool
	cuts, again   int
}

// work goes on, over as many connections as it takes, until no number is left.
func (c *clicker) work(shift context.Context) {
	for !c.done && shift.Err() == nil {
		c.follow(shift)
	}
}

// follow is one life of the socket.
func (c *clicker) follow(shift context.Context) {
	s, _, err := websocket.Dial(shift, strings.Replace(c.server(), "http", "ws", 1)+"/ws?as=page", &websocket.DialOptions{
		HTTPClient: c.web, Subprotocols: []string{"partyline.v1"}, HTTPHeader: http.Header{"Origin": {c.h.base}},
	})
	if err != nil {
		return
	}
	defer s.CloseNow()
	defer time.AfterFunc(time.Duration(100+c.dice.IntN(3000))*time.Millisecond, func() { _ = s.CloseNow() }).Stop()
	if c.asking != "" {
		c.asks(shift, s)
	}
	for key, f := range c.waiting {
		if f.sent {
			c.again++
		}
		f.sent = true
		c.waiting[key] = f
		c.says(shift, s, key, f)
	}
	c.goOn(shift, s)
	for {
		_, b, err := s.Read(shift)
		if err != nil {
			c.cuts++
			return
		}
		if c.hears(b); c.done {
			return
		}
		c.goOn(shift, s)
	}
}

func (c *clicker) says(ctx context.Context, s *websocket.Conn, key string, f frame) {
	b, _ := json.Marshal(map[string]any{"type": "approve", "key": key, "campaign": c.campaign, "lease": f.lease, "presses": f.presses})
	_ = s.Write(ctx, websocket.MessageText, b)
}

// goOn presses six numbers, as long as no more than two frames wait, or asks for more numbers.
func (c *clicker) goOn(ctx context.Context, s *websocket.Conn) {
	for len(c.waiting) < 2 && c.next < c.numbers {
		c.n++
		key, f := fmt.Sprintf("k%d", c.n), frame{lease: c.lease, sent: true}
		for range min(6, c.numbers-c.next) {
			f.presses = append(f.presses, [2]int64{int64(c.next), time.Since(c.began).Milliseconds()})
			c.next++
		}
		c.waiting[key] = f
		c.says(ctx, s, key, f)
	}
	if c.next < c.numbers || c.asking != "" {
		return
	}
	c.n++
	c.asking = fmt.Sprintf("l%d", c.n)
	c.asks(ctx, s)
}

// asks asks for numbers; sent again with the same key it gets the same.
func (c *clicker) asks(ctx context.Context, s *websocket.Conn) {
	b, _ := json.Marshal(map[string]any{"type": "lease", "key": c.asking, "campaign": c.campaign, "have": []string{}})
	_ = s.Write(ctx, websocket.MessageText, b)
}

// hears takes one frame of the server.
func (c *clicker) hears(b []byte) {
	var f struct {
		Type, Key, Lease, Code string
		Numbers                []string
		Left                   int64
		Approved               int
		Refused                []campaign.Refusal
	}
	if err := json.Unmarshal(b, &f); err != nil {
		c.wrong = append(c.wrong, err.Error())
		return
	}
	switch f.Type {
	case "leased":
		if f.Key != c.asking {
			return
		}
		c.asking = ""
		c.lease, c.numbers, c.next, c.began = f.Lease, len(f.Numbers), 0, time.Now()
		if len(f.Numbers) == 0 && len(c.waiting) == 0 {
			c.done = f.Left == 0
			c.rests()
		}
	case "ack":
		sent, ours := c.waiting[f.Key]
		if !ours {
			return
		}
		delete(c.waiting, f.Key)
		refused := map[int]bool{}
		for _, r := range f.Refused {
			refused[r.Ordinal] = true
			if r.Code != campaign.CodeExpired && r.Code != campaign.CodeAlready {
				c.wrong = append(c.wrong, fmt.Sprintf("number %d of lease %s was refused: %s", r.Ordinal, sent.lease, r.Code))
			}
		}
		if f.Approved+len(refused) != len(sent.presses) {
			c.wrong = append(c.wrong, fmt.Sprintf("%d presses, %d approved, %d refused", len(sent.presses), f.Approved, len(refused)))
		}
		for _, p := range sent.presses {
			if !refused[int(p[0])] {
				c.kept[spot{sent.lease, int(p[0])}] = true
			}
		}
		c.approved.Add(int64(f.Approved))
	case "error":
		if _, ours := c.waiting[f.Key]; ours { // it stays, and goes up again with the next connection
			return
		}
		c.asking = ""
		c.rests()
	}
}

// rests waits a little before it asks again: others have the numbers.
func (c *clicker) rests() {
	if !c.done {
		time.Sleep(50 * time.Millisecond) // between two looks; a page waits for eight seconds
	}
}
