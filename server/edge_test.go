package server

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"partyline/account"
	"partyline/calling"
	"partyline/clock"
	"partyline/hooks"
	"partyline/outbound"
	"partyline/storage"
	"partyline/storage/storagetest"
)

// edge is a server on a database of its own with the demo organisation in it.
type edge struct {
	t      *testing.T
	db     *storage.DB
	server *Server
	clock  *clock.Fixed
	log    *syncBuffer
	demo   account.Seeded
}

type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}
func (b *syncBuffer) String() string { b.mu.Lock(); defer b.mu.Unlock(); return b.b.String() }

const publicURL = "http://phones.example"

// onBoth runs a test on both databases, with a clock that stands still.
func onBoth(t *testing.T, f func(t *testing.T, e *edge)) {
	t.Helper()
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) { f(t, newEdge(t, db)) })
}

func newEdge(t *testing.T, db *storage.DB) *edge {
	t.Helper()
	e := &edge{t: t, db: db, log: &syncBuffer{}, clock: clock.At(time.Now().Truncate(time.Millisecond))}
	log := slog.New(slog.NewJSONHandler(e.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	people := &account.Service{Store: db.Account(), Places: db, Clock: e.clock, Log: log, Cost: account.Cost{KiB: 64, Passes: 1}, NewID: func() string { return uuid.Must(uuid.NewV7()).String() }}
	var err error
	if e.demo, err = people.Seed(context.Background()); err != nil {
		t.Fatal(err)
	}
	if e.server, err = New(Deps{Account: people, Hooks: hooksOn(db, e.clock), Answers: db.Answers(), Clock: e.clock, Log: log, PublicURL: publicURL, Version: "test"}); err != nil {
		t.Fatal(err)
	}
	return e
}

// hooksOn is outgoing webhooks that may go to this machine.
func hooksOn(db *storage.DB, c hooks.Clock) *hooks.Service {
	return &hooks.Service{Store: db.Hooks(), Sender: outbound.New(true, "test"), Clock: c, Kinds: calling.Kinds,
		NewID: func() string { return uuid.Must(uuid.NewV7()).String() }, Secret: func(hook string) string { return "whsec_of_" + hook }}
}

// browser keeps a cookie, as browsers do.
type browser struct {
	e      *edge
	cookie string
	token  string
}

func (e *edge) browser() *browser { return &browser{e: e} }

// as is a browser of somebody of the demo organisation, signed in.
func (e *edge) as(name string) *browser {
	e.t.Helper()
	for _, p := range e.demo.SignIns {
		if strings.HasPrefix(p.Name, name) {
			b := e.browser()
			if r := b.post("/login", map[string]any{"email": p.Email, "password": p.Password}); r.status != http.StatusNoContent {
				e.t.Fatalf("%s cannot sign in: %d %s", name, r.status, r.body)
			}
			return b
		}
	}
	e.t.Fatalf("nobody is called %s", name)
	return nil
}

func (e *edge) person(name string) account.SignIn {
	for _, p := range e.demo.SignIns {
		if strings.HasPrefix(p.Name, name) {
			return p
		}
	}
	e.t.Fatalf("nobody is called %s", name)
	return account.SignIn{}
}

// answered is a reply.
type answered struct {
	status int
	body   []byte
	header http.Header
}

func (a answered) field(path string) any {
	var v any
	_ = json.Unmarshal(a.body, &v)
	for _, p := range strings.Split(path, ".") {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[p]
	}
	return v
}

func (a answered) text(path string) string { s, _ := a.field(path).(string); return s }

func (a answered) into(t *testing.T, to any) {
	t.Helper()
	if err := json.Unmarshal(a.body, to); err != nil {
		t.Fatalf("%s: %v", a.body, err)
	}
}

// ask sends a request; headers are name, value pairs and win over what a browser sends.
func (b *browser) ask(method, path string, body any, headers ...string) answered {
	b.e.t.Helper()
	var r io.Reader
	switch v := body.(type) {
	case nil:
	case string:
		r = strings.NewReader(v)
	default:
		j, err := json.Marshal(v)
		if err != nil {
			b.e.t.Fatal(err)
		}
		r = bytes.NewReader(j)
	}
	req, err := http.NewRequest(method, publicURL+"/api/v1"+path, r)
	if err != nil {
		b.e.t.Fatal(err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("Origin", publicURL)
	if b.cookie != "" {
		req.Header.Set("Cookie", b.cookie)
	}
	if b.token != "" {
		req.Header.Set("Authorization", "Bearer "+b.token)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Del(headers[i])
		if headers[i+1] != "" {
			req.Header.Set(headers[i], headers[i+1])
		}
	}
	resp, err := b.e.server.App().Test(req, -1)
	if err != nil {
		b.e.t.Fatal(err)
	}
	defer resp.Body.Close()
	out, err := io.ReadAll(resp.Body)
	if err != nil {
		b.e.t.Fatal(err)
	}
	for _, c := range resp.Cookies() {
		if b.cookie = ""; c.MaxAge > 0 {
			b.cookie = c.Name + "=" + c.Value
		}
	}
	return answered{resp.StatusCode, out, resp.Header}
}

func (b *browser) get(path string) answered { b.e.t.Helper(); return b.ask("GET", path, nil) }
func (b *browser) post(path string, body any) answered {
	b.e.t.Helper()
	return b.ask("POST", path, body)
}
func (b *browser) patch(path string, body any) answered {
	b.e.t.Helper()
	return b.ask("PATCH", path, body)
}

// want checks a status and, for refusals, the code.
func (a answered) want(t *testing.T, status int, code string) answered {
	t.Helper()
	if a.status != status || code != "" && a.text("code") != code {
		t.Fatalf("got %d %s, want %d %s", a.status, a.body, status, code)
	}
	return a
}
