package calling_test

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"math"
	"slices"
	"sync"
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

// line is the carrier's end in these tests: it keeps what it was asked to do, and the tests say
// the rest by Ask and Fact, as the webhooks do.
type line struct {
	mu      sync.Mutex
	placed  []calling.Leg
	hungUp  []string
	steered []calling.Step
	fails   error                         // what the next requests answer
	known   map[string][]calling.Sighting // by leg: what Look finds
	looked  int
}

func (l *line) Place(_ context.Context, leg calling.Leg, _ string) (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fails != nil {
		return "", l.fails
	}
	l.placed = append(l.placed, leg)
	return "CA" + leg.Ref, nil
}

func (l *line) Hangup(_ context.Context, carrierID string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.hungUp = append(l.hungUp, carrierID)
	return l.fails
}

func (l *line) Steer(_ context.Context, _ string, to calling.Step) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.steered = append(l.steered, to)
	return l.fails
}

func (l *line) Look(_ context.Context, leg calling.Leg, _ string) ([]calling.Sighting, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.looked++
	seen, told := l.known[leg.ID]
	if !told && leg.Carrier != "" { // unless a test says otherwise, all is as we know it
		seen = []calling.Sighting{{Carrier: leg.Carrier, State: leg.State, Result: leg.Result}}
	}
	return seen, l.fails
}

func (l *line) failing(err error) { l.mu.Lock(); l.fails = err; l.mu.Unlock() }

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

// seat is one leader in one session.
type seat struct {
	*shift
	who     calling.Who
	session string
	leg     calling.Leg
	n       int // the step that the phone asks next
	dial    *calling.Connect
	script  calling.Script
}

// seat makes a session of a leader.
func (s *shift) seat(leader int) *seat {
	s.Helper()
	p := &seat{shift: s, who: calling.Who{User: s.Leaders[leader], Organisation: s.Organisation, Role: "captain"}}
	p.session = must(s, s.svc.Create)(context.Background(), p.who, s.List, calling.CreateSession{}).ID
	s.clock.Advance(time.Second) // what others do from here on is news to this session
	return p
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

func (p *seat) view() calling.SessionView {
	p.Helper()
	v, err := p.svc.Session(context.Background(), p.session)
	if err != nil {
		p.Fatal(err)
	}
	return v
}

// rows is the queue by rank.
func (p *seat) rows() []calling.EntryView {
	p.Helper()
	var all []calling.EntryView
	q := calling.EntriesQuery{Session: p.session, Limit: 100}
	for {
		rows, next, err := p.svc.Entries(context.Background(), q, false)
		if err != nil {
			p.Fatal(err)
		}
		all = append(all, rows...)
		if next == "" {
			return all
		}
		q.After = next
	}
}

func (p *seat) row(i int) calling.EntryView { p.Helper(); return p.rows()[i] }

// is checks the statuses of the queue in order of rank.
func (p *seat) is(want ...calling.Status) {
	p.Helper()
	var got []calling.Status
	for _, r := range p.rows() {
		got = append(got, r.Status)
	}
	if !slices.Equal(got, want) {
		p.Fatalf("the queue is %v\nwant %v", got, want)
	}
	p.consistent()
}

// consistent compares counts and figures with a recount, and the view with both.
func (p *seat) consistent() {
	p.Helper()
	p.read(func(r calling.Reader) error {
		ses, err := r.PeekSession(p.session)
		if err != nil {
			return err
		}
		tally, err := r.Tally(p.session)
		if err != nil {
			return err
		}
		counts := ses.Counts
		counts.ThisCycle, counts.Removed, counts.Left = tally.Counts.ThisCycle, tally.Counts.Removed, tally.Counts.Left
		if counts != tally.Counts {
			p.Errorf("counts %+v\nrecount %+v", ses.Counts, tally.Counts)
		}
		if ses.Minutes != tally.Minutes {
			p.Errorf("minutes %+v\nrecount of the legs %+v", ses.Minutes, tally.Minutes)
		}
		entries, err := r.ByStatus(p.session, everyStatus, math.MinInt64, "", 10_000)
		if err != nil {
			return err
		}
		if have := recount(entries); ses.Counts != have {
			p.Errorf("counts %+v\nentries give %+v", ses.Counts, have)
		}
		cycles, err := r.Cycles(p.session)
		if err != nil {
			return err
		}
		for _, c := range cycles {
			if f := tally.Cycles[c.Number]; !equal(c.Figures, f) {
				p.Errorf("cycle %d: figures %+v\nrecount %+v", c.Number, c.Figures, f)
			}
		}
		return nil
	})
	v := p.view()
	i := v.Impact
	if i.Contacted+i.NotReached+i.NotLogged+i.OnPhone != i.Attempted+i.ByHand {
		p.Errorf("the impact does not add up: %+v", i)
	}
}

var everyStatus = []calling.Status{calling.Available, calling.Unavailable, calling.Skipped, calling.SystemSkipped,
	calling.NotCallable, calling.Calling, calling.Attempted, calling.Completed}

func recount(entries []calling.Entry) (c calling.Counts) {
	for _, e := range entries {
		one := calling.Count(e)
		c.Available += one.Available
		c.Unavailable += one.Unavailable
		c.Skipped += one.Skipped
		c.SystemSkipped += one.SystemSkipped
		c.NotCallable += one.NotCallable
		c.Calling += one.Calling
		c.Attempted += one.Attempted
		c.Completed += one.Completed
		c.NeverCallable += one.NeverCallable
		c.CompletedByMe += one.CompletedByMe
		c.ThisCycle += one.ThisCycle
		c.Removed += one.Removed
		c.Left += one.Left
	}
	return c
}

func equal(a, b calling.Figures) bool {
	return a.Attempted == b.Attempted && a.Contacted == b.Contacted && a.NotLogged == b.NotLogged && a.OnPhone == b.OnPhone &&
		a.ByHand == b.ByHand && a.RSVPYes == b.RSVPYes && maps.Equal(a.Outcomes, b.Outcomes)
}

// start presses Start and has the phone ring and be answered; the greeting is said.
func (p *seat) start() {
	p.Helper()
	if _, err := p.svc.Start(context.Background(), p.who, p.session, false); err != nil {
		p.Fatal(err)
	}
	p.ring()
	p.fact(p.leg.ID, calling.LegAnswered, "", 0)
	p.ask("greet", 1, calling.Input{})
}

// ring has the outbox place the leader's leg, and the phone ring.
func (p *seat) ring() {
	p.Helper()
	p.work()
	p.line.mu.Lock()
	p.leg = p.line.placed[len(p.line.placed)-1]
	p.line.mu.Unlock()
	p.fact(p.leg.ID, calling.LegRinging, "", 0)
}

func (s *shift) fact(leg string, state calling.LegState, result calling.LegResult, seconds int) {
	s.Helper()
	err := s.svc.Fact(context.Background(), calling.Fact{Leg: leg, Carrier: "CA-" + leg, State: state, Result: result, Seconds: seconds, Seq: -1, Source: "status"})
	if err != nil {
		s.Fatal(err)
	}
}

// ask puts a question and keeps the answer.
func (p *seat) ask(name string, n int, in calling.Input) calling.Script {
	p.Helper()
	p.refs++
	if in.Request == "" {
		in.Request = fmt.Sprint("request-", p.refs)
	}
	script, err := p.svc.Ask(context.Background(), calling.Step{Name: name, Ref: p.leg.Ref, N: n}, in)
	if err != nil {
		p.Fatal(err)
	}
	p.follow(script)
	return script
}

func (p *seat) follow(script calling.Script) {
	p.script, p.dial = script, nil
	for _, v := range script {
		switch v := v.(type) {
		case calling.AskKey:
			p.n = v.Then.N
		case calling.Connect:
			p.dial = &v
			p.n = v.Then.N
		}
	}
}

// key presses a key at the question that was asked last.
func (p *seat) key(k string) calling.Script {
	p.Helper()
	return p.ask("key", p.n, calling.Input{Key: k})
}

// dialled presses a key and expects somebody to be dialled.
func (p *seat) dialled(k string) calling.Connect {
	p.Helper()
	p.key(k)
	if p.dial == nil {
		p.Fatalf("nobody was dialled: %+v", p.script)
	}
	return *p.dial
}

// rings has the supporter's phone ring.
func (p *seat) rings(d calling.Connect) {
	p.Helper()
	p.fact(d.Leg, calling.LegQueued, "", 0)
	p.fact(d.Leg, calling.LegRinging, "", 0)
}

// talk has the supporter answer, talk and hang up; the phone then asks what to do.
func (p *seat) talk(d calling.Connect, d2 time.Duration) {
	p.Helper()
	p.rings(d)
	p.fact(d.Leg, calling.LegAnswered, "", 0)
	p.clock.Advance(d2)
	p.over(d, calling.LegCompleted, int(d2/time.Second))
}

// over ends the supporter's leg.
func (p *seat) over(d calling.Connect, r calling.LegResult, seconds int) {
	p.Helper()
	p.ask("after", d.Then.N, calling.Input{Child: "CA-" + d.Leg, ChildResult: r, ChildSeconds: seconds})
	p.fact(d.Leg, calling.LegEnded, r, seconds)
}

// log writes the log of the person on the phone.
func (p *seat) log(o calling.Outcome) {
	p.Helper()
	v := p.view()
	if v.Phone.Person == nil {
		p.Fatal("nobody is on the phone")
	}
	p.write(v.Phone.Person.Attempt, calling.LogRequest{Reached: o.Reaches(), Outcome: o})
}

func (p *seat) write(attempt string, in calling.LogRequest) calling.LogView {
	p.Helper()
	v, err := p.svc.WriteLog(context.Background(), p.who, attempt, in)
	if err != nil {
		p.Fatal(err)
	}
	p.work()
	return v
}

// hangUp is the leader hanging up.
func (p *seat) hangUp() {
	p.Helper()
	p.fact(p.leg.ID, calling.LegEnded, calling.LegCompleted, 60)
	p.wait(3 * time.Second)
}

// says checks that the phone says a sentence that contains a text.
func (p *seat) says(text string) {
	p.Helper()
	said := fmt.Sprintf("%+v", p.script)
	if !contains(said, text) {
		p.Errorf("the phone says %s, want %q", said, text)
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

// phone checks the state of the leader's phone and of the session.
func (p *seat) phone(state calling.PhoneState, status calling.SessionStatus) {
	p.Helper()
	if v := p.view(); v.Phone.State != state || v.Status != status {
		p.Errorf("phone %s, session %s; want %s, %s (notice %+v)", v.Phone.State, v.Status, state, status, v.Phone.Notice)
	}
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
