package roster_test

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"partyline/clock"
	"partyline/event"
	"partyline/fault"
	"partyline/roster"
	"partyline/storage"
	"partyline/storage/storagetest"
)

// Each step of a property test on a database is several imports: forty are enough here, and -rapid.checks asks for more.
func TestMain(m *testing.M) {
	if f := flag.Lookup("rapid.checks"); f != nil {
		f.DefValue = "40"
		_ = f.Value.Set(f.DefValue)
	}
	os.Exit(m.Run())
}

// house is an organisation with one group, on a database of its own.
type house struct {
	*roster.Service
	t     testing.TB
	ctx   context.Context
	db    *storage.DB
	clock *clock.Fixed
	place storagetest.Place
	by    roster.By
	told  *told
}

// told keeps the events of committed transactions.
type told struct {
	mu     sync.Mutex
	events []event.Event
}

func (t *told) of(kind event.Kind) []event.Event {
	t.mu.Lock()
	defer t.mu.Unlock()
	var out []event.Event
	for _, e := range t.events {
		if e.Kind == kind {
			out = append(out, e)
		}
	}
	return out
}

func onBoth(t *testing.T, supporters int, f func(t *testing.T, h *house)) {
	t.Helper()
	t.Parallel()
	at := clock.At(time.Date(2026, 4, 15, 12, 0, 0, 0, time.UTC))
	storagetest.EachAt(t, at, func(t *testing.T, db *storage.DB) { f(t, newHouse(t, db, at, supporters)) })
}

func newHouse(t testing.TB, db *storage.DB, at *clock.Fixed, supporters int) *house {
	t.Helper()
	h := &house{t: t, ctx: t.Context(), db: db, clock: at, place: storagetest.Seed(t, db, 2, supporters), told: &told{}}
	h.by = roster.By{User: h.place.Leaders[0], Name: "Leader 1", Organisation: h.place.Organisation}
	h.Service = service(db, at)
	db.Tell = func(events []event.Event) {
		h.told.mu.Lock()
		defer h.told.mu.Unlock()
		h.told.events = append(h.told.events, events...)
	}
	return h
}

func service(db *storage.DB, c roster.Clock) *roster.Service {
	return &roster.Service{Batch: 100, Store: db.Roster(), Clock: c, Log: slog.New(slog.DiscardHandler), NewID: func() string { return uuid.Must(uuid.NewV7()).String() }}
}

// work does the jobs of imports that are due.
func (h *house) work() {
	h.t.Helper()
	handlers := map[string]storage.Handler{}
	for _, kind := range roster.Jobs {
		handlers[kind] = func(ctx context.Context, j storage.Job) error { return h.Work(ctx, j.Kind, j.Subject) }
	}
	if _, err := storage.RunDue(h.ctx, h.db, handlers); err != nil {
		h.t.Fatal(err)
	}
}

// waiting is the jobs of a kind in the outbox, by subject.
func (h *house) waiting(kind string) []string {
	h.t.Helper()
	var subjects []string
	handlers := map[string]storage.Handler{kind: func(_ context.Context, j storage.Job) error {
		subjects = append(subjects, j.Subject)
		return nil
	}}
	if _, err := storage.RunDue(h.ctx, h.db, handlers); err != nil {
		h.t.Fatal(err)
	}
	slices.Sort(subjects)
	return subjects
}

func (h *house) upload(csv string) roster.ImportView {
	h.t.Helper()
	v, err := h.Upload(h.ctx, h.by, h.place.Group, "people.csv", strings.NewReader(csv))
	if err != nil {
		h.t.Fatal(err)
	}
	return v
}

// checked uploads a file and checks it.
func (h *house) checked(csv string) roster.ImportView {
	h.t.Helper()
	v := h.upload(csv)
	if _, err := h.Check(h.ctx, h.by, v.ID); err != nil {
		h.t.Fatal(err)
	}
	h.work()
	return h.see(v.ID)
}

func (h *house) see(id string) roster.ImportView {
	h.t.Helper()
	v, err := h.Import(h.ctx, h.by, id)
	if err != nil {
		h.t.Fatal(err)
	}
	return v
}

// imported runs a checked import.
func (h *house) imported(id string, onto roster.Onto) roster.ImportView {
	h.t.Helper()
	if _, err := h.Run(h.ctx, h.by, id, onto); err != nil {
		h.t.Fatal(err)
	}
	h.work()
	return h.see(id)
}

func (h *house) count(query string, args ...any) int {
	h.t.Helper()
	var n int
	err := h.db.Roster().Read(h.ctx, func(r roster.Reader) error {
		all, err := r.CountSupporters(roster.SupportersQuery{Group: h.place.Group, Search: query})
		n = all
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

func (h *house) supporters() []roster.Supporter {
	h.t.Helper()
	var out []roster.Supporter
	q := roster.SupportersQuery{Group: h.place.Group, Limit: 100_000}
	err := h.db.Roster().Read(h.ctx, func(r roster.Reader) error {
		rows, err := r.Supporters(q)
		out = out[:0]
		for _, row := range rows {
			out = append(out, row.Supporter)
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

func (h *house) showNumbers(on bool) {
	h.t.Helper()
	if _, err := h.db.Exec(h.ctx, `UPDATE organisations SET show_numbers = $1 WHERE id = $2`, on, h.place.Organisation); err != nil {
		h.t.Fatal(err)
	}
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	if !fault.Is(err, code) {
		t.Errorf("got %v, want %s", err, code)
	}
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// csvOf makes a file of n people with different numbers, from the first-th on.
func csvOf(first, n int) string {
	var b strings.Builder
	b.WriteString("Name,Phone,City,Tags\n")
	for i := first; i < first+n; i++ {
		fmt.Fprintf(&b, "Person %c%d,07400 %06d,Leeds,member\n", 'A'+i%26, i, i)
	}
	return b.String()
}

// storagetestSeed is another organisation with a long list, whose first leader does things from here on.
func storagetestSeed(t *testing.T, h *house, supporters int) storagetest.Place {
	t.Helper()
	p := storagetest.Seed(t, h.db, 2, supporters)
	h.by = roster.By{User: p.Leaders[0], Name: "Leader 1", Organisation: p.Organisation}
	return p
}
