package server

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

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
	"partyline/export"
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
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return newShiftAt(t, ln, db, c, leaders, supporters)
}

func newShiftAt(t *testing.T, ln net.Listener, db *storage.DB, c *clock.Real, leaders, supporters int) *shift {
	t.Helper()
	s := &shift{T: t, Place: storagetest.Seed(t, db, leaders, supporters), db: db, clock: c, log: &syncBuffer{}}
	ctx := context.Background()
	if _, err := db.Exec(ctx, `UPDATE organisations SET opens = 0, closes = 1440`); err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewJSONHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s.base = "http://" + ln.Addr().String()

	var sid string
	var err error
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
	exports := exportsOn(db, c, log)
	for _, kind := range export.Jobs {
		handlers[kind] = func(ctx context.Context, j storage.Job) error { return exports.Work(ctx, kind, j.Subject) }
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
	s.server, err = New(Deps{Account: s.account, Calling: s.calling, Campaigns: campaigns, Reports: &dialer.Reports{Store: db.Dialer(), Clock: c}, Roster: &roster.Service{Store: db.Roster(), Clock: c, Log: log, NewID: newID}, Answers: db.Answers(), Events: db, Exports: exports, Sockets: s.sockets,
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

// exportsOn takes things of a database away as files.
func exportsOn(db *storage.DB, c dialer.Clock, log *slog.Logger) *export.Service {
	return &export.Service{
		Store: db.Exports(), Source: db, Reports: &dialer.Reports{Store: db.Dialer(), Clock: c}, Clock: c, Log: log, NewID: uuid.NewString, Later: func(at time.Time) error { return storage.Later{At: at} },
	}
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

func (s *shift) keep(b []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen.Write(b)
	s.seen.WriteByte('\n')
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
