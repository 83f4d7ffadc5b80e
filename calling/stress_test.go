package calling_test

import (
	"context"
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

// databases opens a new one of each kind.
var databases = map[string]func(t *testing.T, c *clock.Fixed) *storage.DB{
	"postgres": func(t *testing.T, c *clock.Fixed) *storage.DB {
		return storagetest.Open(t, storage.Config{URL: storagetest.Postgres(t), Clock: c})
	},
	"embedded": func(t *testing.T, c *clock.Fixed) *storage.DB {
		return storagetest.Open(t, storage.Config{Path: storagetest.Embedded(t), Clock: c})
	},
}

// seedOf is the dice's: SEED=n replays what one run drew.
func seedOf(t *testing.T) uint64 {
	seed := rand.Uint64()
	if n, err := strconv.ParseUint(os.Getenv("SEED"), 10, 64); err == nil {
		seed = n
	}
	t.Logf("SEED=%d", seed)
	return seed
}

// TestStressOfManyLeadersAtOnce has ten leaders work two overlapping lists as fast as they can: every
// webhook comes up to five times at once, keys race against the page and against hanging up.
func TestStressOfManyLeadersAtOnce(t *testing.T) {
	seed := seedOf(t)
	leaders, people, most := 10, 20, 8*time.Minute
	if os.Getenv("SOAK") != "" {
		people, most = 400, 20*time.Minute
	}
	for name, open := range databases {
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
