package hooks_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"partyline/calling"
	"partyline/campaign"
	"partyline/clock"
	"partyline/event"
	"partyline/hooks"
	"partyline/outbound"
	"partyline/storage"
	"partyline/storage/storagetest"
)

// world is an organisation, its hooks, and a clock that only moves when it is told to.
type world struct {
	*testing.T
	storagetest.Place
	db      *storage.DB
	clock   *clock.Fixed
	hooks   *hooks.Service
	by      hooks.Who
	session string
}

func onBoth(t *testing.T, private bool, f func(w *world)) {
	t.Helper()
	t.Parallel()
	for _, kind := range []string{"postgres", "embedded"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			c := clock.At(time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC))
			config := storage.Config{Clock: c}
			if kind == "postgres" {
				config.URL = storagetest.Postgres(t)
			} else {
				config.Path = storagetest.Embedded(t)
			}
			db := storagetest.Open(t, config)
			w := &world{T: t, Place: storagetest.Seed(t, db, 2, 3), db: db, clock: c, session: "session-1"}
			storagetest.Session(t, db, w.Place, w.session)
			w.exec(`UPDATE users SET role = 'admin' WHERE id = $1`, w.Leaders[0])
			w.by = hooks.Who{User: w.Leaders[0], Organisation: w.Organisation}
			w.hooks = &hooks.Service{
				Store: db.Hooks(), Sender: outbound.New(private, "test"), Clock: c, Kinds: append(slices.Clone(calling.Kinds), campaign.Heard...),
				NewID:  func() string { return uuid.Must(uuid.NewV7()).String() },
				Secret: func(hook string) string { return "whsec_of_" + hook },
			}
			f(w)
		})
	}
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) exec(query string, args ...any) {
	w.Helper()
	_, err := w.db.Exec(context.Background(), query, args...)
	w.must(err)
}

// happens commits an event of the session as the rules of sessions do.
func (w *world) happens(kind event.Kind, what string) {
	w.Helper()
	w.must(w.db.Calling().Write(context.Background(), func(tx calling.Tx) error {
		return tx.Emit(event.On(event.FamilySession, w.session), kind, map[string]string{"what": what})
	}))
}

// work does what is due, as workers do.
func (w *world) work() {
	w.Helper()
	_, err := storage.RunDue(context.Background(), w.db, w.handlers())
	w.must(err)
}

func (w *world) handlers() map[string]storage.Handler {
	return map[string]storage.Handler{
		hooks.JobSpread: func(ctx context.Context, j storage.Job) error { return w.hooks.Spread(ctx, event.Topic(j.Subject)) },
		hooks.JobBegin:  func(ctx context.Context, j storage.Job) error { return w.hooks.Begin(ctx, j.Subject) },
		hooks.JobDeliver: func(ctx context.Context, j storage.Job) error {
			again, err := w.hooks.Deliver(ctx, j.Subject)
			if err == nil && !again.IsZero() {
				return storage.Later{At: again}
			}
			return err
		},
	}
}

// pass lets time go by in steps, working at each.
func (w *world) pass(d, step time.Duration) {
	w.Helper()
	for end := w.clock.Now().Add(d); w.clock.Now().Before(end); {
		w.clock.Advance(step)
		w.work()
	}
}

func (w *world) add(url string, kinds ...string) hooks.Made {
	w.Helper()
	made, err := w.hooks.Add(context.Background(), w.by, hooks.New{URL: url, Kinds: kinds})
	w.must(err)
	w.clock.Advance(6 * time.Second)
	w.work()
	return made
}

func (w *world) view(id string) hooks.View {
	w.Helper()
	all, err := w.hooks.List(context.Background(), w.by)
	w.must(err)
	for _, v := range all.Items {
		if v.ID == id {
			return v
		}
	}
	w.Fatalf("no webhook %s", id)
	return hooks.View{}
}

func (w *world) deliveries(hook string) []hooks.DeliveryView {
	w.Helper()
	all, _, err := w.hooks.Deliveries(context.Background(), w.by, hook, "", "", 200)
	w.must(err)
	return all
}

// program is somebody else's: a real HTTP server that keeps what it gets and answers what it is told to.
type program struct {
	*httptest.Server
	mu     sync.Mutex
	got    []posted
	answer http.HandlerFunc
}

type posted struct {
	header http.Header
	body   string
}

func listen(t *testing.T, answer http.HandlerFunc) *program {
	t.Helper()
	p := &program{answer: answer}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		p.mu.Lock()
		p.got = append(p.got, posted{r.Header.Clone(), string(b)})
		answer := p.answer
		p.mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(p.Close)
	return p
}

func (p *program) say(answer http.HandlerFunc) { p.mu.Lock(); p.answer = answer; p.mu.Unlock() }
func (p *program) all() []posted {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]posted(nil), p.got...)
}

func status(n int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(n) }
}

// verified checks a signature as docs/webhooks.md tells receivers to.
func (p posted) verified(secret string, now time.Time) bool {
	fields := map[string]string{}
	for f := range strings.SplitSeq(p.header.Get("Partyline-Signature"), ",") {
		k, v, _ := strings.Cut(f, "=")
		fields[k] = v
	}
	at, err := strconv.ParseInt(fields["t"], 10, 64)
	m := hmac.New(sha256.New, []byte(secret))
	m.Write([]byte(fields["t"] + "." + p.body))
	return err == nil && now.Sub(time.Unix(at, 0)).Abs() < 5*time.Minute && hmac.Equal([]byte(hex.EncodeToString(m.Sum(nil))), []byte(fields["v1"]))
}

func (p posted) field(t testing.TB, name string) any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal([]byte(p.body), &v); err != nil {
		t.Fatal(err)
	}
	return v[name]
}
