package server

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"partyline/account"
	"partyline/calling"
	"partyline/campaign"
	"partyline/carrier"
	"partyline/client"
	"partyline/clock"
	"partyline/dialer"
	"partyline/event"
	"partyline/hub"
	"partyline/roster"
	"partyline/storage"
	"partyline/storage/storagetest"
	"partyline/telephony"
)

// speed is how much faster than the wall a shift is rehearsed. A greeting is said three times, fifteen
// seconds apart, so a test has two seconds to find it.
const speed = 20

// shift is a whole node without its pages, on a database of its own, and a carrier that it reaches by HTTP only.
type shift struct {
	*testing.T
	storagetest.Place
	db      *storage.DB
	clock   *clock.Real
	sim     *carrier.Carrier
	calling *calling.Service
	account *account.Service
	sockets *client.Sockets
	server  *Server
	base    string
	token   string // the simulated account's, that signs webhooks
	log     *syncBuffer

	mu   sync.Mutex
	seen bytes.Buffer // everything that anybody was sent
}

type simClock struct{ clock.Clock }

func (c simClock) AfterFunc(d time.Duration, f func()) carrier.Timer { return c.Clock.AfterFunc(d, f) }

// onShift runs a test on both databases with so many leaders and supporters, all within their calling hours.
func onShift(t *testing.T, leaders, supporters int, f func(t *testing.T, s *shift)) {
	t.Helper()
	onShiftAt(t, speed, leaders, supporters, f)
}

// onShiftAt is onShift at another speed, for leaders who are robots.
func onShiftAt(t *testing.T, speed float64, leaders, supporters int, f func(t *testing.T, s *shift)) {
	t.Helper()
	t.Parallel()
	c := clock.New(speed)
	storagetest.EachAt(t, c, func(t *testing.T, db *storage.DB) { f(t, newShift(t, db, c, leaders, supporters)) })
}

func newShift(t *testing.T, db *storage.DB, c *clock.Real, leaders, supporters int) *shift {
	t.Helper()
	s := &shift{T: t, Place: storagetest.Seed(t, db, leaders, supporters), db: db, clock: c, log: &syncBuffer{}}
	ctx := context.Background()
	if _, err := db.Exec(ctx, `UPDATE organisations SET opens = 0, closes = 1440`); err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewJSONHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	s.must(err)
	s.base = "http://" + ln.Addr().String()

	var sid string
	sid, s.token = carrier.Credentials()
	s.sim, err = carrier.New(carrier.Config{AccountSID: sid, AuthToken: s.token, Numbers: []string{"+442079460000"}, CPS: 50, Seed: 7, Clock: simClock{c}, Log: log})
	s.must(err)
	s.must(s.sim.Start())
	t.Cleanup(func() { s.sim.Close() })
	for i := range s.Leaders {
		s.must(s.sim.Behave(s.mobile(i), carrier.Behaviour{Profile: "manned"}))
	}
	phone, err := telephony.New(telephony.Config{AccountSID: sid, AuthToken: s.token, BaseURL: "http://" + s.sim.Addr(), PublicURL: s.base, CPS: 50,
		Clock: c, Log: log, Heard: db.Heard})
	s.must(err)
	t.Cleanup(func() { phone.Close() })

	fanout := hub.New(hub.Options{Log: db, Bus: &hub.LocalBus{}, Logger: log})
	s.must(fanout.Start())
	t.Cleanup(func() { fanout.Close() })
	db.Tell = func(events []event.Event) { fanout.Publish(ctx, events) }
	s.sockets = client.New(client.Options{Hub: fanout, Logger: log, RecheckEvery: 200 * time.Millisecond})
	s.must(s.sockets.Start())
	t.Cleanup(func() { s.sockets.Close() })

	newID := func() string { return uuid.Must(uuid.NewV7()).String() }
	var worker *storage.Worker
	poke := func() { worker.Poke() }
	s.account = &account.Service{Store: db.Account(), Places: db, Clock: c, Log: log, NewID: newID, Poke: poke}
	s.calling = &calling.Service{Store: db.Calling(), Phone: phone, Clock: c, Log: log, NewID: newID, NewRef: newRef, Poke: poke}
	handlers := map[string]storage.Handler{}
	for _, kind := range calling.Jobs {
		handlers[string(kind)] = func(ctx context.Context, j storage.Job) error {
			return s.calling.RunJob(ctx, calling.Job{ID: j.ID, Kind: kind, Subject: j.Subject, Data: j.Data, Due: j.Due, Tries: j.Tries, Fence: j.Fence})
		}
	}
	campaigns := campaignsOn(db, c, phone)
	for _, kind := range campaign.Jobs {
		handlers[kind] = func(ctx context.Context, j storage.Job) error { return campaigns.Work(ctx, kind, j.Subject) }
	}
	s.sockets.Handlers = Clicking(campaigns, &dialer.Service{Store: db.Dialer(), Campaigns: campaigns, Clock: c, Log: log, NewID: newID, NewRef: newRef})
	t.Cleanup(func() { campaigns.Close(context.Background()) })
	worker = storage.NewWorker(db, c, log, handlers)
	db.Left = worker.Left
	worker.Start()
	t.Cleanup(func() { worker.Close(context.Background()) })
	tick, stop := context.WithCancel(ctx)
	ticked := make(chan struct{})
	go func() {
		defer close(ticked)
		for c.Wait(tick, 5*time.Second) == nil {
			_ = s.calling.Tick(tick)
		}
	}()
	t.Cleanup(func() { stop(); <-ticked })

	guard, err := telephony.NewGuard(s.base, s.token)
	s.must(err)
	links, err := telephony.NewLinks(s.base)
	s.must(err)
	s.server, err = New(Deps{Account: s.account, Calling: s.calling, Campaigns: campaigns, Reports: &dialer.Reports{Store: db.Dialer(), Clock: c}, Roster: &roster.Service{Store: db.Roster(), Clock: c, Log: log, NewID: newID}, Answers: db.Answers(), Events: db, Exports: db, Sockets: s.sockets,
		Carrier: &Carrier{Guard: guard, Documents: telephony.Documents{Links: links, Language: "en-GB"}},
		Clock:   c, Log: log, PublicURL: s.base, Version: "test",
		Boot: func(c *fiber.Ctx, page, title, socket string, data []byte) error {
			return c.JSON([]any{page, title, socket, json.RawMessage(data)})
		}})
	s.must(err)
	go s.server.App().Listener(ln)
	t.Cleanup(func() { s.sockets.Close(); s.server.Shutdown(context.Background()) })
	return s
}

func newRef() string {
	b := make([]byte, 16)
	for i := range b {
		b[i] = byte(rand.Uint32())
	}
	return hex.EncodeToString(b)
}

func (s *shift) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *shift) mobile(leader int) string { return fmt.Sprintf("+44770090%04d", leader) }
func (s *shift) number(i int) string      { return fmt.Sprintf("+4479%08d", i) }

// behave settles what a supporter's phone does.
func (s *shift) behave(i int, steps ...carrier.Step) {
	s.Helper()
	s.must(s.sim.Behave(s.number(i), carrier.Behaviour{Script: steps}))
}

// talks is a person who picks up and talks for so long.
func talks(d time.Duration) []carrier.Step {
	return []carrier.Step{{Ring: carrier.Duration(4 * time.Second)}, {Answer: "human"}, {Say: "Hello?"}, {Wait: carrier.Duration(d)}, {Hangup: true}}
}

// until waits for something to become so.
func (s *shift) until(what string, so func() bool) {
	s.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for late := time.After(30 * time.Second); !so(); {
		select {
		case <-late:
			s.Fatalf("it never came to be that %s\n%s", what, s.story())
		case <-tick.C:
		}
	}
}

// story is what happened on the phones, and the newest lines of the log that are no page's requests.
func (s *shift) story() string {
	var b strings.Builder
	for _, l := range s.sim.Ledger() {
		fmt.Fprintf(&b, "%s %s %s %s, %s by %s\n", l.SID, l.Number, l.Status, l.Answered.Sub(l.Ringing), l.Why, l.By)
	}
	for i := range s.Leaders {
		if c := s.sim.Phone(s.mobile(i)).Call; c != nil {
			for _, l := range c.Lines {
				fmt.Fprintf(&b, "%d %s %s: %s\n", i, l.At.Format(time.StampMilli), l.Who, l.Text)
			}
		}
	}
	var lines []string
	for line := range strings.Lines(s.log.String()) {
		if !strings.Contains(line, `"msg":"request"`) {
			lines = append(lines, line)
		}
	}
	for _, line := range lines[max(0, len(lines)-20):] {
		b.WriteString(line)
	}
	return b.String()
}

// pass lets product time go by.
func (s *shift) pass(d time.Duration) { s.Helper(); s.must(s.clock.Wait(context.Background(), d)) }

// seat is a leader at a page and a phone.
type seat struct {
	*shift
	mobile, token, session string
}

func (s *shift) seat(leader int) *seat {
	s.Helper()
	token, err := s.account.CreateTokenFor(context.Background(), s.Leaders[leader]+"@example.org")
	s.must(err)
	return &seat{shift: s, mobile: s.mobile(leader), token: token}
}

// ask sends a request as the leader's page does; the reply is kept for the search for numbers.
func (p *seat) ask(method, path string, body any) answered {
	p.Helper()
	var r io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		p.must(err)
		r = bytes.NewReader(b)
	}
	req, err := http.NewRequest(method, p.base+"/api/v1"+path, r)
	p.must(err)
	req.Header.Set("Authorization", "Bearer "+p.token)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	p.must(err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	p.must(err)
	p.keep(b)
	return answered{resp.StatusCode, b, resp.Header}
}

func (s *shift) keep(b []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen.Write(b)
	s.seen.WriteByte('\n')
}

// open makes a session on the list.
func (p *seat) open() *seat {
	p.Helper()
	p.session = p.ask("POST", "/lists/"+p.List+"/sessions", map[string]any{}).want(p.T, 201, "").text("id")
	return p
}

func (p *seat) view() (v calling.SessionView) {
	p.Helper()
	p.ask("GET", "/sessions/"+p.session, nil).want(p.T, 200, "").into(p.T, &v)
	return v
}

func (p *seat) entries() []calling.EntryView {
	p.Helper()
	var all []calling.EntryView
	for cursor := ""; ; {
		var page Page[calling.EntryView]
		p.ask("GET", "/sessions/"+p.session+"/entries?limit=2&cursor="+cursor, nil).want(p.T, 200, "").into(p.T, &page)
		all = append(all, page.Items...)
		if cursor = page.Next; cursor == "" {
			return all
		}
	}
}

// phoneIs waits until the page says so of the phone.
func (p *seat) phoneIs(state calling.PhoneState) calling.SessionView {
	p.Helper()
	var v calling.SessionView
	p.until("the phone is "+string(state), func() bool { v = p.view(); return v.Phone.State == state })
	return v
}

// pickUp answers the leader's phone when it rings.
func (p *seat) pickUp() {
	p.Helper()
	p.until("the leader's phone rings", func() bool { return p.sim.Answer(p.mobile) == nil })
}

// hears waits until something with this text was said on the leader's phone since the last key.
func (p *seat) hears(text string) {
	p.Helper()
	p.until("the phone says "+text, func() bool { return strings.Contains(p.sinceKey(), text) })
}

// press presses a key as soon as the phone asks for one after saying this since the last key.
func (p *seat) press(key, after string) {
	p.Helper()
	p.until("the phone asks for a key after "+after, func() bool {
		c := p.sim.Phone(p.mobile).Call
		return c != nil && c.Keys && strings.Contains(p.sinceKey(), after)
	})
	p.must(p.sim.Press(p.mobile, key))
}

func (p *seat) sinceKey() string {
	heard := ""
	if c := p.sim.Phone(p.mobile).Call; c != nil {
		for _, l := range c.Lines {
			if heard += l.Text + " "; l.Who == "you" {
				heard = ""
			}
		}
	}
	return heard
}

// log saves the result of the call that the page shows.
func (p *seat) log(outcome calling.Outcome, reached bool) {
	p.Helper()
	v := p.view()
	if v.Phone.Person == nil && len(v.Owed) == 0 {
		p.Fatalf("there is no call to log: %+v", v.Phone)
	}
	attempt := ""
	if v.Phone.Person != nil {
		attempt = v.Phone.Person.Attempt
	} else {
		attempt = v.Owed[0].Attempt
	}
	p.ask("PUT", "/attempts/"+attempt+"/log", map[string]any{"reached": reached, "outcome": outcome}).want(p.T, 200, "")
}

// judged is what must hold after every shift, whatever happened in it.
func (s *shift) judged() {
	s.Helper()
	for _, sentence := range carrier.Judge(s.sim.Ledger()) {
		s.Errorf("the ledger says: %s", sentence)
	}
	for _, h := range s.sim.Webhooks() {
		if h.Status >= 300 && h.Status < 400 {
			s.Errorf("a webhook was answered with a redirect: %s %d", h.URL, h.Status)
		}
		if strings.Contains(h.URL, "+") || numbers.MatchString(h.URL) {
			s.Errorf("a callback address holds a number: %s", h.URL)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for what, text := range map[string]string{"what a leader was sent": s.seen.String(), "the log": s.log.String()} {
		if at := numbers.FindStringIndex(text); at != nil {
			s.Errorf("%s holds a number: %s", what, text[max(0, at[0]-300):min(len(text), at[1]+50)])
		}
		if strings.Contains(text, "@example.org") {
			s.Errorf("%s holds an e-mail address", what)
		}
	}
}

// numbers finds the seeded phone numbers, however they are written.
var numbers = regexp.MustCompile(`(\+|%2B|\b00|\b0)?(44)?(79000000\d\d|770090\d{4}|2079460000)`)

// listener is a second page: it follows topics over the socket.
type listener struct {
	*shift
	ws *websocket.Conn

	mu     sync.Mutex
	events map[event.Topic][]client.EventFrame
	other  []string // frames of other types
	ended  error
}

// listen opens a socket and subscribes to topics, each from a number.
func (p *seat) listen(from map[event.Topic]event.Seq) *listener {
	p.Helper()
	ctx := context.Background()
	ws, _, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(p.base, "http")+"/ws", &websocket.DialOptions{
		Subprotocols: []string{client.Subprotocol}, HTTPHeader: http.Header{"Authorization": {"Bearer " + p.token}}})
	p.must(err)
	ws.SetReadLimit(1 << 22)
	l := &listener{shift: p.shift, ws: ws, events: map[event.Topic][]client.EventFrame{}}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			_, b, err := ws.Read(ctx)
			l.mu.Lock()
			if err != nil {
				l.ended = err
				l.mu.Unlock()
				return
			}
			for _, part := range client.Apart(b) {
				var f client.EventFrame
				_ = json.Unmarshal(part, &f)
				if f.Type == "event" {
					l.events[f.Topic] = append(l.events[f.Topic], f)
				} else {
					l.other = append(l.other, string(b))
				}
			}
			l.mu.Unlock()
			p.keep(b)
		}
	}()
	p.Cleanup(func() { ws.CloseNow(); <-done })
	for topic, seq := range from {
		l.say(client.SubscribeFrame{Type: "subscribe", Topic: topic, Since: &seq})
	}
	return l
}

func (l *listener) say(frame any) {
	l.Helper()
	b, err := json.Marshal(frame)
	l.must(err)
	l.must(l.ws.Write(context.Background(), websocket.MessageText, b))
}

func (l *listener) heard(topic event.Topic) []client.EventFrame {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.events[topic])
}

func (l *listener) said(part string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.ContainsFunc(l.other, func(f string) bool { return strings.Contains(f, part) })
}

// inOrder checks that every event after a number came, in order, once.
func (l *listener) inOrder(topic event.Topic, after event.Seq) {
	l.Helper()
	last, err := l.db.Last(context.Background(), topic)
	l.must(err)
	l.until("every event of "+string(topic)+" has come", func() bool {
		all := l.heard(topic)
		return len(all) > 0 && all[len(all)-1].Seq >= last
	})
	for i, e := range l.heard(topic) {
		if e.Seq != after+1+event.Seq(i) {
			l.Fatalf("event %d of %s has the number %d", i, topic, e.Seq)
		}
	}
}
