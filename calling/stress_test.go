package calling_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"partyline/calling"
	"partyline/clock"
	"partyline/fault"
	"partyline/storage"
	"partyline/storage/storagetest"
)

// exchange is a carrier for the stress test: it keeps a ledger of who is on the phone, judged at
// the carrier's own end, and passes redirects on to the phone that they are for.
type exchange struct {
	mu      sync.Mutex
	open    map[string]string // number → leg that is up or rings
	done    map[string]bool   // legs that are over
	doubles []string
	steers  map[string]chan calling.Step // by the carrier's id of the leader's leg
	placed  map[string]chan calling.Leg  // by user
	moved   chan struct{}                // closed when a line ends
}

func (x *exchange) Place(_ context.Context, leg calling.Leg, _ string) (string, error) {
	x.begin(leg.Number, leg.ID)
	x.mu.Lock()
	defer x.mu.Unlock()
	x.steers["CA-"+leg.ID] = make(chan calling.Step, 16)
	x.placed[leg.User] <- leg
	return "CA-" + leg.ID, nil
}

func (x *exchange) Hangup(context.Context, string) error { return nil }

func (x *exchange) Steer(_ context.Context, id string, to calling.Step) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.steers[id] <- to
	return nil
}

func (x *exchange) Look(_ context.Context, leg calling.Leg, _ string) ([]calling.Sighting, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	switch {
	case x.open[leg.Number] == leg.ID:
		return []calling.Sighting{{Carrier: "CA-" + leg.ID, State: calling.LegRinging, Started: leg.Opened}}, nil
	case x.done[leg.ID]:
		return []calling.Sighting{{Carrier: "CA-" + leg.ID, State: calling.LegEnded, Result: calling.LegNoAnswer, Started: leg.Opened}}, nil
	}
	return nil, nil
}

// begin opens a line in the ledger; false when this very leg was begun before.
func (x *exchange) begin(number, leg string) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.open[number] == leg || x.done[leg] {
		return false
	}
	if other := x.open[number]; other != "" {
		x.doubles = append(x.doubles, fmt.Sprintf("%s is on %s and %s", number, other, leg))
	}
	x.open[number] = leg
	return true
}

func (x *exchange) end(number, leg string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.open[number] == leg {
		delete(x.open, number)
	}
	x.done[leg] = true
	close(x.moved)
	x.moved = make(chan struct{})
}

// rest waits until some line is free again, or a moment.
func (x *exchange) rest() {
	x.mu.Lock()
	moved := x.moved
	x.mu.Unlock()
	select {
	case <-moved:
	case <-time.After(100 * time.Millisecond):
	}
}

// player is one leader with a phone and a page, who never waits for the other.
type player struct {
	*seat
	x    *exchange
	rand *rand.Rand
	err  func(format string, args ...any)

	asked   int
	result  calling.LegResult // of the call that is going on, as the carrier will tell it
	seconds int
}

// TestStressOfManyLeadersAtOnce has ten leaders work two overlapping lists as fast as they can: every
// webhook comes up to five times at once, keys race against the page and against hanging up.
func TestStressOfManyLeadersAtOnce(t *testing.T) {
	seed := rand.Uint64()
	if n, err := strconv.ParseUint(os.Getenv("SEED"), 10, 64); err == nil {
		seed = n
	}
	t.Logf("SEED=%d", seed)
	leaders, people, most := 10, 20, 8*time.Minute
	if os.Getenv("SOAK") != "" {
		people, most = 400, 20*time.Minute
	}
	for name, open := range map[string]func(t *testing.T, c *clock.Fixed) *storage.DB{
		"postgres": func(t *testing.T, c *clock.Fixed) *storage.DB {
			return storagetest.Open(t, storage.Config{URL: storagetest.Postgres(t), Clock: c})
		},
		"embedded": func(t *testing.T, c *clock.Fixed) *storage.DB {
			return storagetest.Open(t, storage.Config{Path: storagetest.Embedded(t), Clock: c})
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := clock.At(morning)
			leaders, people := leaders, people
			if name == "embedded" && os.Getenv("SOAK") == "" { // one writer, and many times slower under the race detector
				leaders, people = 4, 6
			}
			s := begin(t, c, open(t, c), leaders, people)
			s.svc.Log = slog.New(slog.DiscardHandler)
			x := &exchange{moved: make(chan struct{}), open: map[string]string{}, done: map[string]bool{}, steers: map[string]chan calling.Step{}, placed: map[string]chan calling.Leg{}}
			s.svc.Phone = x
			stop, cancel := context.WithTimeout(context.Background(), most)
			defer cancel()
			players := s.players(x, leaders, seed)
			var shift, workers sync.WaitGroup
			for range 2 {
				workers.Go(func() { s.keepWorking(stop) })
			}
			for _, p := range players {
				shift.Go(func() { p.play(stop) })
			}
			shift.Wait()
			cancel()
			workers.Wait()
			s.judge(x, players)
		})
	}
}

// players seats the leaders: the first half on the list of all, the others on one with half of the people.
func (s *shift) players(x *exchange, leaders int, seed uint64) []*player {
	half := s.svc.NewID()
	s.exec(`INSERT INTO lists (id, organisation_id, group_id, name, created_at) VALUES ($1, $2, $3, 'Half', 0)`, half, s.Organisation, s.Group)
	for i, id := range s.Supporters {
		if i%2 == 0 {
			s.exec(`INSERT INTO list_supporters (list_id, supporter_id, position) VALUES ($1, $2, $3)`, half, id, i+1)
		}
	}
	var all []*player
	for i := range leaders {
		list := s.List
		if i >= leaders/2 {
			list = half
		}
		p := &seat{shift: s, who: calling.Who{User: s.Leaders[i], Organisation: s.Organisation, Role: "captain"}}
		p.session = must(s, s.svc.Create)(ctx, p.who, list, calling.CreateSession{}).ID
		x.placed[p.who.User] = make(chan calling.Leg, 4)
		all = append(all, &player{seat: p, x: x, rand: rand.New(rand.NewPCG(seed, uint64(i))), err: s.Errorf})
	}
	s.clock.Advance(time.Second)
	return all
}

// keepWorking is a worker: jobs and what is due, until the context ends.
func (s *shift) keepWorking(stop context.Context) {
	beat := time.NewTicker(10 * time.Millisecond)
	defer beat.Stop()
	for {
		select {
		case <-stop.Done():
			return
		case <-beat.C:
		}
		_, err := storage.RunDue(stop, s.db, s.jobs)
		if err == nil {
			err = s.svc.Tick(stop)
		}
		if err != nil && stop.Err() == nil && fault.As(err).Kind == fault.Internal {
			s.Errorf("work: %v", err)
			return
		}
		s.clock.Advance(250 * time.Millisecond) // retries and leases of jobs come round, whatever the machine's load
	}
}

// play works the queue until there is nobody left.
func (p *player) play(stop context.Context) {
	for stop.Err() == nil {
		_, err := p.svc.Start(stop, p.who, p.session, false)
		if fault.Is(err, "nobody_callable") {
			return
		}
		if err != nil && !p.mayBe(err, "live_elsewhere", "phone_down") {
			return
		}
		var leg calling.Leg
		select {
		case leg = <-p.x.placed[p.who.User]:
		case <-time.After(2 * time.Second):
			continue
		case <-stop.Done():
			return
		}
		p.leg = leg
		p.stay(stop)
		p.x.end(leg.Number, leg.ID)
		p.tell(leg.ID, calling.LegEnded, calling.LegCompleted, 60)
		p.owes()
	}
}

// mayBe says that a refusal is one of those that a race explains.
func (p *player) mayBe(err error, codes ...string) bool {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return true
	}
	for _, c := range append(codes, "busy", "database_busy", "database_away") {
		if fault.Is(err, c) {
			return true
		}
	}
	if fault.As(err).Kind == fault.Busy {
		return true
	}
	p.err("leader %s: %v", p.who.User, err)
	return false
}

// several sends the same request up to five times at once and returns the answers.
func (p *player) several(step calling.Step, in calling.Input) (scripts []calling.Script) {
	p.asked++
	in.Request = fmt.Sprint(p.who.User, p.asked)
	in.Carrier = "CA-" + p.leg.ID
	answers := make(chan calling.Script, 5)
	var all sync.WaitGroup
	for range 1 + p.rand.IntN(5) {
		all.Go(func() {
			s, err := p.svc.Ask(ctx, step, in)
			if p.mayBe(err) && err == nil {
				answers <- s
			}
		})
	}
	all.Wait()
	close(answers)
	for s := range answers {
		scripts = append(scripts, s)
	}
	return scripts
}

// tell says a fact up to five times at once.
func (p *player) tell(leg string, state calling.LegState, result calling.LegResult, seconds int) {
	var all sync.WaitGroup
	for range 1 + p.rand.IntN(5) {
		all.Go(func() {
			err := p.svc.Fact(ctx, calling.Fact{Leg: leg, Carrier: "CA-" + leg, State: state, Result: result, Seconds: seconds, Seq: -1, Source: "status"})
			p.mayBe(err)
		})
	}
	all.Wait()
}

// stay is one stay of the leader on the phone.
func (p *player) stay(stop context.Context) {
	p.tell(p.leg.ID, calling.LegAnswered, "", 0)
	scripts := p.several(calling.Step{Name: "greet", Ref: p.leg.Ref, N: 1}, calling.Input{})
	p.x.mu.Lock()
	steers := p.x.steers["CA-"+p.leg.ID]
	p.x.mu.Unlock()
	for stop.Err() == nil {
		// What the phone does is one of the answers: the carrier executes a single one.
		var script calling.Script
		if len(scripts) > 0 {
			script = scripts[p.rand.IntN(len(scripts))]
		}
		var ask *calling.AskKey
		var dial *calling.Connect
		over := script == nil
		for _, v := range script {
			switch v := v.(type) {
			case calling.AskKey:
				ask = &v
			case calling.Connect:
				dial = &v
			case calling.Hangup:
				over = true
			}
		}
		switch {
		case dial != nil:
			if p.call(dial) {
				return
			}
			scripts = p.several(dial.Then, calling.Input{Child: "CA-" + dial.Leg, ChildResult: p.result, ChildSeconds: p.seconds})
			p.owes()
			continue
		case over:
			return
		}
		if p.rand.IntN(40) == 0 {
			return // hangs up
		}
		if p.rand.IntN(3) == 0 { // the page, at the same moment as the key
			go func() {
				_, err := p.svc.Next(ctx, p.who, p.session)
				p.mayBe(err, "calling", "log_missing", "reserved", "nobody_callable", "phone_down", "not_available")
			}()
		}
		select {
		case to := <-steers:
			scripts = p.several(to, calling.Input{})
		default:
			in := calling.Input{Key: "1"}
			if ask.Then.Name == "wait" {
				p.x.rest()
				p.clock.Advance(5 * time.Second)
				in = calling.Input{Silent: true}
			} else if p.rand.IntN(8) == 0 {
				in.Key = "*"
			}
			scripts = p.several(ask.Then, in)
		}
	}
}

// call is what the carrier does with a dial; true when the leader hung up meanwhile.
func (p *player) call(d *calling.Connect) (gone bool) {
	if !p.x.begin(d.Number, d.Leg) {
		p.err("leg %s was dialled twice", d.Leg)
	}
	p.result, p.seconds = []calling.LegResult{calling.LegCompleted, calling.LegNoAnswer, calling.LegBusy, calling.LegFailed}[p.rand.IntN(4)], 0
	if p.rand.IntN(4) > 0 {
		p.tell(d.Leg, calling.LegRinging, "", 0)
	}
	if gone = p.rand.IntN(20) == 0; gone {
		p.result = calling.LegCanceled
	}
	if p.result == calling.LegCompleted {
		p.seconds = 1 + p.rand.IntN(90)
		if p.rand.IntN(4) > 0 {
			p.tell(d.Leg, calling.LegAnswered, "", 0)
		}
	}
	p.x.end(d.Number, d.Leg)
	if p.rand.IntN(4) > 0 || gone {
		p.tell(d.Leg, calling.LegEnded, p.result, p.seconds)
	}
	return gone
}

// owes writes what is owed on the page, twice at once.
func (p *player) owes() {
	v, err := p.svc.Session(ctx, p.session)
	if !p.mayBe(err) || err != nil {
		return
	}
	for _, o := range v.Owed {
		in := calling.LogRequest{Outcome: []calling.Outcome{calling.Talked, calling.Refused, calling.CallBack, calling.Voicemail, calling.WrongNumber}[p.rand.IntN(5)]}
		in.Reached = in.Outcome.Reaches()
		var both sync.WaitGroup
		for range 2 {
			both.Go(func() {
				_, err := p.svc.WriteLog(ctx, p.who, o.Attempt, in)
				p.mayBe(err, "conflict")
			})
		}
		both.Wait()
	}
}

// judge looks at the ledger and the tables when everything is over.
func (s *shift) judge(x *exchange, players []*player) {
	s.Helper()
	for range 40 { // what the reaper and the timers still have to do
		s.wait(time.Minute)
	}
	for _, d := range x.doubles {
		s.Errorf("on two calls at once: %s", d)
	}
	var twice []string
	if err := s.db.Find(ctx, &twice, `SELECT MIN(a.supporter_id) FROM attempts a WHERE a.dialled_at IS NOT NULL AND a.result <> 'released'
		GROUP BY a.list_id, a.supporter_id HAVING COUNT(*) > 1`); err != nil || len(twice) > 0 {
		s.Errorf("called twice in a cycle: %v %v", twice, err)
	}
	for what, query := range map[string]string{
		"open attempts":     `SELECT COUNT(*) FROM attempts WHERE closed_at IS NULL`,
		"reservations":      `SELECT COUNT(*) FROM reservations`,
		"open legs":         `SELECT COUNT(*) FROM legs WHERE ended_at IS NULL`,
		"live runs":         `SELECT COUNT(*) FROM runs WHERE ended_at IS NULL`,
		"lost calls":        `SELECT COUNT(*) FROM entries WHERE status = 'calling'`,
		"entries twice":     `SELECT COUNT(*) - COUNT(DISTINCT session_id || supporter_id) FROM entries`,
		"people left alone": `SELECT COUNT(*) FROM entries WHERE status = 'available' AND session_id IN (SELECT id FROM sessions WHERE archived_at IS NULL)`,
	} {
		var n []int
		if err := s.db.Find(ctx, &n, query); err != nil || n[0] != 0 {
			s.Errorf("%s: %v %v", what, n, err)
		}
	}
	var dialled []int
	if err := s.db.Find(ctx, &dialled, `SELECT COUNT(*) FROM attempts WHERE dialled_at IS NOT NULL`); err != nil || dialled[0] < len(s.Supporters) {
		s.Errorf("only %v dialled: %v", dialled, err)
	}
	for _, p := range players {
		p.consistent()
	}
	var logged []string
	if err := s.db.Find(ctx, &logged, `SELECT data FROM events`); err != nil {
		s.Error(err)
	}
	if strings.Contains(strings.Join(logged, ""), "+44") {
		s.Error("a number in an event")
	}
}
