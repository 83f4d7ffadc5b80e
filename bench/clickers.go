//go:build linux

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"
)

// crowd is clickers who came in by a campaign's clicker link, each with a socket that listens to their topic and numbers on
// their screen.
type crowd struct {
	p        *pressing
	campaign string
	all      []*clicking
	approved atomic.Int64
	ctx      context.Context
	leave    context.CancelFunc
	readers  sync.WaitGroup
	failed   chan error
	come     time.Duration // between a clicker's frames; 0: whenever fewer than inFlight are under way
}

// inFlight is how many frames one clicker has under way: a page has up to sixteen.
const inFlight = 4

// clicking is one clicker.
type clicking struct {
	c    *crowd
	conn *websocket.Conn

	mu      sync.Mutex // guards what follows
	on      bool
	lease   string
	numbers int
	next    int
	began   time.Time
	asking  bool
	n       int
	due     map[string]time.Time // of frames under way
	took    []time.Duration
	frame   []byte
	idle    chan struct{} // said when nothing is under way any more
}

var areaCodes = []int{212, 213, 312, 404, 415, 512, 602, 702, 713, 808} // of five time zones

// mobiles is a file of so many mobile numbers, written as it is read.
func mobiles(n int) io.Reader {
	r, w := io.Pipe()
	go func() {
		var b []byte
		b = append(b, "Phone,First name,Line type\n"...)
		for i := range n {
			if b = fmt.Appendf(b, "+1%d%03d%04d,Person %d,cell\n", areaCodes[i%10], 200+i/10/10000%700, i/10%10000, i); len(b) > 1<<16 {
				_, _ = w.Write(b)
				b = b[:0]
			}
		}
		_, _ = w.Write(b)
		_ = w.Close()
	}()
	return r
}

// campaign makes one of so many mobile numbers that wait for a click, and returns its id and the clicker link's token.
func (p *pressing) campaign(numbers int) (id, token string, err error) {
	var c struct {
		ID      string
		Version int64
		Loads   []struct{ State string }
		Load    struct{ Percent int }
	}
	if err := p.ask("POST", "/campaigns", map[string]string{"name": "Many mobiles"}, &c); err != nil {
		return "", "", err
	}
	path := "/campaigns/" + c.ID
	q, err := http.NewRequest("POST", p.base+"/api/v1"+path+"/contacts?name=mobiles.csv", mobiles(numbers))
	if err != nil {
		return "", "", err
	}
	q.Header.Set("Content-Type", "text/csv")
	reply, err := (&http.Client{Jar: p.web.Jar}).Do(q)
	if err != nil {
		return "", "", err
	}
	said, _ := io.ReadAll(reply.Body)
	reply.Body.Close()
	if reply.StatusCode != http.StatusCreated {
		return "", "", fmt.Errorf("the file: %s %s", reply.Status, said)
	}
	until := func(what string, there func() bool) error {
		for end := time.Now().Add(5 * time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
			if err := p.ask("GET", path, nil, &c); err != nil || there() {
				return err
			}
		}
		return fmt.Errorf("the file was not %s in time", what)
	}
	if err := until("scanned", func() bool { return c.Loads[0].State == "scanned" }); err != nil {
		return "", "", err
	}
	var own struct{ Items []struct{ Number string } }
	if err := p.ask("GET", path+"/caller-ids", nil, &own); err != nil {
		return "", "", err
	}
	if err := p.ask("PATCH", path, map[string]any{"version": c.Version, "caller_ids": []string{own.Items[0].Number}}, nil); err != nil {
		return "", "", err
	}
	if err := p.ask("POST", path+"/start", nil, nil); err != nil {
		return "", "", err
	}
	if err := until("loaded", func() bool { return c.Load.Percent == 100 }); err != nil {
		return "", "", err
	}
	var links struct {
		Items []struct{ Kind, Token string }
	}
	if err := p.ask("GET", path+"/links", nil, &links); err != nil {
		return "", "", err
	}
	for _, l := range links.Items {
		if l.Kind == "clicker" {
			token = l.Token
		}
	}
	return c.ID, token, nil
}

// crowd lets so many clickers in.
func (p *pressing) crowd(campaign, token string, n int) (_ *crowd, err error) {
	c := &crowd{p: p, campaign: campaign, failed: make(chan error, n)}
	c.ctx, c.leave = context.WithCancel(context.Background())
	defer func() {
		if err != nil {
			c.close()
		}
	}()
	for i := range n {
		conn, err := comeIn(c.ctx, p.base, "k", token, fmt.Sprint("Clicker ", i))
		if err != nil {
			return nil, err
		}
		k := &clicking{c: c, conn: conn, due: map[string]time.Time{}, idle: make(chan struct{}, 1)}
		c.all = append(c.all, k)
		c.readers.Go(func() {
			if err := k.hear(); err != nil && c.ctx.Err() == nil {
				c.failed <- err
			}
		})
	}
	return c, nil
}

func (c *crowd) close() {
	c.leave()
	c.readers.Wait()
}

// comeIn joins by a link and opens the page's socket; it returns when that is live.
func comeIn(ctx context.Context, base, kind, token, name string) (*websocket.Conn, error) {
	reply, err := http.Post(base+"/api/v1/"+kind+"/"+token+"/join", "application/json", strings.NewReader(`{"name":"`+name+`"}`))
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(reply.Body)
	reply.Body.Close()
	if err != nil || reply.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("joining: %s %s %w", reply.Status, b, err)
	}
	var invited struct{ Topic string }
	if err := json.Unmarshal(b, &invited); err != nil {
		return nil, err
	}
	var cookies []string
	for _, c := range reply.Cookies() {
		cookies = append(cookies, c.Name+"="+c.Value)
	}
	c, _, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(base, "http")+"/ws?as=page",
		&websocket.DialOptions{Subprotocols: []string{"partyline.v1"}, HTTPHeader: http.Header{"Cookie": {strings.Join(cookies, "; ")}}})
	if err != nil {
		return nil, err
	}
	if err := c.Write(ctx, websocket.MessageText, []byte(`{"type":"subscribe","topic":"`+invited.Topic+`"}`)); err != nil {
		return nil, err
	}
	for {
		_, message, err := c.Read(ctx)
		if err != nil || strings.Contains(string(message), `"subscribed"`) {
			return c, err
		}
	}
}

// hear takes what the server says until the crowd leaves.
func (k *clicking) hear() error {
	defer k.conn.CloseNow()
	for {
		_, message, err := k.conn.Read(k.c.ctx)
		if err != nil {
			return err
		}
		now := time.Now()
		var f struct {
			Type, Key, Lease, Code, Title string
			Numbers                       []string
			Approved                      int
			Refused                       []struct{ Code string }
		}
		if err := json.Unmarshal(message, &f); err != nil {
			return err
		}
		k.mu.Lock()
		switch f.Type {
		case "leased":
			k.asking, k.lease, k.numbers, k.next, k.began = false, f.Lease, len(f.Numbers), 0, now
			if k.numbers == 0 {
				err = fmt.Errorf("no number is left")
			}
		case "ack":
			k.took = append(k.took, now.Sub(k.due[f.Key]))
			delete(k.due, f.Key)
			k.c.approved.Add(int64(f.Approved))
			if len(f.Refused) > 0 {
				err = fmt.Errorf("a press was refused: %s", f.Refused[0].Code)
			}
		case "error":
			err = fmt.Errorf("%s: %s", f.Code, f.Title)
		}
		if err == nil && k.c.come == 0 {
			err = k.goOn(now)
		} else if err == nil {
			err = k.look()
		}
		k.rest()
		k.mu.Unlock()
		if err != nil {
			return err
		}
	}
}

// rest says when nothing is under way any more. The caller holds mu.
func (k *clicking) rest() {
	if !k.on && !k.asking && len(k.due) == 0 {
		select {
		case k.idle <- struct{}{}:
		default:
		}
	}
}

func (k *clicking) quiet() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return !k.asking && len(k.due) == 0
}

// goOn presses six numbers at a time for as long as fewer frames are under way than may be. The caller holds mu.
func (k *clicking) goOn(now time.Time) error {
	for k.on && len(k.due) < inFlight && k.next < k.numbers {
		if err := k.press(6, now); err != nil {
			return err
		}
	}
	return k.look()
}

// press sends so many presses, which were due at an instant. The caller holds mu.
func (k *clicking) press(n int, due time.Time) error {
	k.n++
	key := fmt.Sprint("k", k.n)
	b := append(k.frame[:0], `{"type":"approve","key":"`...)
	b = fmt.Appendf(b, `%s","campaign":"%s","lease":"%s","presses":[`, key, k.c.campaign, k.lease)
	ms := time.Since(k.began).Milliseconds()
	for i := range min(n, k.numbers-k.next) {
		if i > 0 {
			b = append(b, ',')
		}
		b = fmt.Appendf(b, "[%d,%d]", k.next, ms)
		k.next++
	}
	k.frame = append(b, "]}"...)
	k.due[key] = due
	return k.conn.Write(k.c.ctx, websocket.MessageText, k.frame)
}

// look asks for more numbers when there are none. The caller holds mu.
func (k *clicking) look() error {
	if k.asking || k.next < k.numbers {
		return nil
	}
	k.n++
	k.asking = true
	return k.conn.Write(k.c.ctx, websocket.MessageText, fmt.Appendf(nil, `{"type":"lease","key":"l%d","campaign":"%s","have":[]}`, k.n, k.c.campaign))
}

// each does something with every clicker.
func (c *crowd) each(do func(k *clicking) error) error {
	for _, k := range c.all {
		k.mu.Lock()
		err := do(k)
		k.mu.Unlock()
		if err != nil {
			return err
		}
	}
	return nil
}

// still waits until nothing is under way.
func (c *crowd) still() error {
	for _, k := range c.all {
		for !k.quiet() {
			select {
			case <-k.idle: // perhaps said before this
			case err := <-c.failed:
				return err
			case <-time.After(patience):
				return fmt.Errorf("frames were not answered within %v", patience)
			}
		}
	}
	select {
	case err := <-c.failed:
		return err
	default:
		return nil
	}
}
