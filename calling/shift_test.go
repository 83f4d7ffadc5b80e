package calling_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"

	"partyline/calling"
	"partyline/clock"
	"partyline/event"
	"partyline/fault"
	"partyline/storage"
	"partyline/storage/storagetest"
)

// shift is an organisation with its leaders at work on one database.
type shift struct {
	testing.TB
	storagetest.Place
	db    *storage.DB
	clock *clock.Fixed
	line  *line
	svc   *calling.Service
	jobs  map[string]storage.Handler
	refs  int
}

// morning is ten o'clock on an ordinary day: within the calling hours.
var morning = time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC)

// each runs f on both databases with so many leaders and supporters.
func each(t *testing.T, leaders, supporters int, f func(s *shift)) {
	t.Helper()
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		c := clock.At(morning)
		f(begin(t, c, storagetest.Open(t, storage.Config{URL: storagetest.Postgres(t), Clock: c}), leaders, supporters))
	})
	t.Run("embedded", func(t *testing.T) {
		t.Parallel()
		c := clock.At(morning)
		f(begin(t, c, storagetest.Open(t, storage.Config{Path: storagetest.Embedded(t), Clock: c}), leaders, supporters))
	})
}

func begin(t testing.TB, c *clock.Fixed, db *storage.DB, leaders, supporters int) *shift {
	s := &shift{TB: t, Place: storagetest.Seed(t, db, leaders, supporters), db: db, clock: c, line: &line{known: map[string][]calling.Sighting{}}}
	s.svc = &calling.Service{
		Store: db.Calling(), Phone: s.line, Clock: c, Log: slog.New(slog.DiscardHandler),
		NewID: func() string { return uuid.Must(uuid.NewV7()).String() }, NewRef: uuid.NewString, Poke: func() {},
	}
	s.jobs = map[string]storage.Handler{}
	for _, k := range calling.Jobs {
		s.jobs[string(k)] = func(ctx context.Context, j storage.Job) error {
			return s.svc.RunJob(ctx, calling.Job{ID: j.ID, Kind: calling.JobKind(j.Kind), Subject: j.Subject, Data: j.Data, Due: j.Due, Tries: j.Tries, Fence: j.Fence})
		}
	}
	return s
}

// work does all jobs that are due.
func (s *shift) work() {
	s.Helper()
	if _, err := storage.RunDue(context.Background(), s.db, s.jobs); err != nil {
		s.Fatal(err)
	}
}

// wait lets time pass, applies what is due and does the jobs.
func (s *shift) wait(d time.Duration) {
	s.Helper()
	s.clock.Advance(d)
	if err := s.svc.Tick(context.Background()); err != nil {
		s.Fatal(err)
	}
	s.work()
}

// exec changes something that others change: the list, a person.
func (s *shift) exec(query string, args ...any) {
	s.Helper()
	if _, err := s.db.Exec(context.Background(), query, args...); err != nil {
		s.Fatal(err)
	}
}

func (s *shift) read(f func(r calling.Reader) error) {
	s.Helper()
	if err := s.db.Calling().Read(context.Background(), f); err != nil {
		s.Fatal(err)
	}
}

func must[A, B, C, D, R any](t testing.TB, f func(A, B, C, D) (R, error)) func(A, B, C, D) R {
	return func(a A, b B, c C, d D) R {
		t.Helper()
		r, err := f(a, b, c, d)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
}

func (s *shift) fact(leg string, state calling.LegState, result calling.LegResult, seconds int) {
	s.Helper()
	err := s.svc.Fact(context.Background(), calling.Fact{Leg: leg, Carrier: "CA-" + leg, State: state, Result: result, Seconds: seconds, Seq: -1, Source: "status"})
	if err != nil {
		s.Fatal(err)
	}
}

func contains(s, part string) bool {
	for i := 0; i+len(part) <= len(s); i++ {
		if s[i:i+len(part)] == part {
			return true
		}
	}
	return false
}

// refused checks the code of a refusal.
func refused(t testing.TB, err error, code string) *fault.Error {
	t.Helper()
	if !fault.Is(err, code) {
		t.Fatalf("%v, want a refusal %s", err, code)
	}
	f := fault.As(err)
	if f.Title == "" || f.Kind == fault.Internal {
		t.Errorf("a refusal without a sentence: %+v", f)
	}
	return f
}

// events is the log of a topic.
func (s *shift) events(topic event.Topic) []event.Event {
	s.Helper()
	all, err := s.db.Since(context.Background(), topic, 0, 10_000)
	if err != nil {
		s.Fatal(err)
	}
	return all
}
