package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"partyline/campaign"
)

// Ada is a clicker on one server, Ben on the other, and Redis is stopped while both approve, and started empty. Before, meanwhile
// and afterwards each sees on their own server what both have approved together, and their own share on either. What was
// acknowledged is there once, as it was pressed; nobody approves what is on somebody else's screen, though that is another server's.
func TestClickersOnTwoServersApproveWhileRedisIsAway(t *testing.T) {
	const numbers, each = 240, 40
	h := settleTown(t, 2, wall, "LOG_LEVEL=info")
	admin := h.signIn("Maya")
	id := admin.campaign("Spring", cells(numbers))
	h.loading(admin, id, nil)
	var links struct {
		Items []struct{ Kind, Token string } `json:"items"`
	}
	admin.must("GET", "/campaigns/"+id+"/links", nil, &links)
	link := "/k/" + links.Items[slices.IndexFunc(links.Items, func(l struct{ Kind, Token string }) bool { return l.Kind == "clicker" })].Token
	both := make([]*screen, 2)
	for i, name := range []string{"Ada", "Ben"} {
		u := h.visitor()
		u.must("POST", link+"/join", map[string]string{"name": name}, nil)
		both[i] = u.screen(h.nodes[i].at, id)
	}
	together := func() {
		t.Helper()
		var pressing sync.WaitGroup
		for _, c := range both {
			pressing.Go(func() { c.approve(each) })
		}
		pressing.Wait()
		all := int64(0)
		for _, c := range both {
			all += int64(len(c.kept))
		}
		for i, c := range both {
			c.until("it is told what both have approved", func() bool { return c.told.Approved == all && c.told.Left == numbers-all })
			for _, n := range h.nodes {
				at := *c.user
				at.to = n.at
				var page campaign.Invited
				at.must("GET", link, nil, &page)
				if page.Me.Approved != int64(len(c.kept)) || page.Clicking.Approved != all || page.Clicking.Total != numbers {
					t.Errorf("clicker %d at %s has %d of %d approved, and did %d of %d", i, n.at, page.Me.Approved, page.Clicking.Approved, len(c.kept), all)
				}
			}
		}
		h.sharedByNobody(id)
	}
	said := func(what string, times int) {
		t.Helper()
		h.until(fmt.Sprintf("the servers have said %q %d times", what, times), func() bool { return strings.Count(h.log.String(), what) >= times })
	}
	const answers, away = "Redis answers", "Redis is away"
	said(answers, 2)
	together()
	h.redis.Stop()
	said(away, 2)
	together()
	ada, ben := both[0], both[1]
	for _, thief := range both { // by the other server, and with numbers that are really on a screen
		of := ada
		if thief == ada {
			of = ben
		}
		of.asks()
		if a := thief.sends(of.lease, [][2]int64{{int64(of.next), 1}}); a.Approved != 0 || len(a.Refused) != 1 || a.Refused[0].Code != campaign.CodeNotLeased {
			t.Errorf("approving what is on somebody else's screen got %+v", a)
		}
	}
	h.redis.Start() // empty
	said(answers, 4)
	ada.moves(h.nodes[1].at) // with her numbers
	ben.moves(h.nodes[0].at)
	for _, c := range both { // whatever was acknowledged gets the same answer there, and counts no more
		if a := c.sends(c.last.lease, c.last.presses); a.Approved != len(c.last.presses) {
			t.Errorf("sent again to the other server it got %+v", a)
		}
	}
	together()
	clickers := make([]*clicker, len(both))
	for i, c := range both {
		if len(c.kept) != numbers/2 {
			t.Errorf("clicker %d did %d", i, len(c.kept))
		}
		clickers[i] = &clicker{user: c.user, kept: c.kept}
	}
	h.evident(id, numbers, clickers)
}

// sharedByNobody wants each number that waits for a press on one screen at most, at one moment.
func (h *house) sharedByNobody(id string) {
	h.t.Helper()
	b := h.books()
	defer b.close()
	on := map[int64]string{}
	for _, l := range find[struct{ ID, Contacts, Gone string }](b, `SELECT l.id, l.contacts, l.gone FROM leases l JOIN campaigns c ON c.no = l.campaign WHERE c.id = $1 AND l.ended_at IS NULL`, id) {
		var contacts []int64
		var gone []campaign.Gone
		if err := json.Unmarshal([]byte(l.Contacts), &contacts); err != nil {
			h.t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(l.Gone), &gone); err != nil {
			h.t.Fatal(err)
		}
		for o, contact := range contacts {
			if slices.ContainsFunc(gone, func(g campaign.Gone) bool { return g.Ordinal == o }) {
				continue
			}
			if on[contact] != "" {
				h.t.Errorf("contact %d is on the screens of leases %s and %s", contact, on[contact], l.ID)
			}
			on[contact] = l.ID
		}
	}
}

// screen is a clicker's page on one server, one action after the other.
type screen struct {
	*user
	campaign string
	socket   *websocket.Conn

	lease         string
	numbers, next int
	began         time.Time
	n             int // of keys
	last          frame
	kept          map[spot]bool         // what was acknowledged
	told          campaign.ClickingView // how far clicking is
	listens       bool

	leased   campaign.Leased // the last answers, and the keys of what they answer
	approved campaign.Approved
	answered string
}

// screen opens one.
func (u *user) screen(server, id string) *screen {
	u.h.t.Helper()
	c := &screen{user: u, campaign: id, kept: map[spot]bool{}}
	c.moves(server)
	return c
}

// moves has it go on with another server; it keeps what it has.
func (c *screen) moves(server string) {
	t := c.h.t
	t.Helper()
	if c.socket != nil {
		_ = c.socket.CloseNow()
	}
	s, _, err := websocket.Dial(context.Background(), strings.Replace(server, "http", "ws", 1)+"/ws?as=page", &websocket.DialOptions{
		HTTPClient: &http.Client{Jar: c.web.Jar}, Subprotocols: []string{"partyline.v1"}, HTTPHeader: http.Header{"Origin": {c.h.base}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.CloseNow() })
	c.socket = s
	c.says(map[string]any{"type": "subscribe", "topic": "campaign/" + c.campaign + "/clickers"})
	c.listens = false
	c.until("it listens", func() bool { return c.listens })
}

func (c *screen) says(frame map[string]any) {
	ctx, over := context.WithTimeout(context.Background(), time.Minute)
	defer over()
	b, _ := json.Marshal(frame)
	if err := c.socket.Write(ctx, websocket.MessageText, b); err != nil {
		c.h.t.Error(err)
	}
}

// until reads frames until something has become true, for a minute at most.
func (c *screen) until(what string, f func() bool) {
	c.h.t.Helper()
	ctx, over := context.WithTimeout(context.Background(), time.Minute)
	defer over()
	for !f() {
		_, b, err := c.socket.Read(ctx)
		if err != nil {
			c.h.t.Fatalf("until %s: %v; it was told %+v", what, err, c.told)
		}
		for _, part := range apart(b) {
			c.hears(part)
		}
	}
}

func (c *screen) hears(b []byte) {
	var f struct{ Type, Key, Kind, Code, Title string }
	var event struct{ Data campaign.ClickingView }
	_ = json.Unmarshal(b, &f)
	var err error
	switch f.Type {
	case "subscribed":
		c.listens = true
	case "event":
		if f.Kind == string(campaign.ClickingChanged) {
			if err = json.Unmarshal(b, &event); err == nil {
				c.told = event.Data
			}
		}
	case "leased":
		c.leased, c.answered = campaign.Leased{}, f.Key
		err = json.Unmarshal(b, &c.leased)
	case "ack":
		c.approved, c.answered = campaign.Approved{}, f.Key
		err = json.Unmarshal(b, &c.approved)
	case "error":
		err = fmt.Errorf("%s: %s", f.Code, f.Title)
	}
	if err != nil {
		c.h.t.Errorf("%v: %s", err, b)
	}
}

// key is one that no other frame of this page has.
func (c *screen) key() string {
	c.n++
	return fmt.Sprintf("k%06d", c.n)
}

// asks sees to it that there are numbers on the screen.
func (c *screen) asks() {
	c.h.t.Helper()
	if c.next < c.numbers {
		return
	}
	c.h.until("others give numbers back", func() bool {
		key := c.key()
		c.says(map[string]any{"type": "lease", "key": key, "campaign": c.campaign, "have": []string{}})
		c.until("it is answered", func() bool { return c.answered == key })
		c.lease, c.numbers, c.next, c.began = c.leased.Lease, len(c.leased.Numbers), 0, time.Now()
		return c.numbers > 0
	})
}

// approve presses so many times, five in a frame, and stops.
func (c *screen) approve(n int) {
	for n > 0 {
		c.asks()
		f := frame{lease: c.lease}
		for range min(5, n, c.numbers-c.next) {
			f.presses = append(f.presses, [2]int64{int64(c.next), time.Since(c.began).Milliseconds()})
			c.next++
		}
		if a := c.sends(f.lease, f.presses); a.Approved != len(f.presses) || len(a.Refused) > 0 {
			c.h.t.Errorf("%d presses got %+v", len(f.presses), a)
		}
		for _, p := range f.presses {
			c.kept[spot{f.lease, int(p[0])}] = true
		}
		c.last, n = f, n-len(f.presses)
	}
	key := c.key()
	c.says(map[string]any{"type": "release", "key": key, "campaign": c.campaign, "lease": c.lease})
	c.until("it has stopped", func() bool { return c.answered == key })
	c.numbers = c.next
}

// sends is the answer to presses.
func (c *screen) sends(lease string, presses [][2]int64) campaign.Approved {
	key := c.key()
	c.says(map[string]any{"type": "approve", "key": key, "campaign": c.campaign, "lease": lease, "presses": presses})
	c.until("its presses are kept", func() bool { return c.answered == key })
	return c.approved
}
