package calling_test

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"os"
	"sync"
	"testing"
	"time"

	"partyline/calling"
	"partyline/clock"
	"partyline/fault"
)

// TestStressOfSplitsAndTakeOversWhileEverybodyCalls has leaders work a list as fast as they can while it is
// split, split anew and taken over under their hands. Coordination is independent: nothing but the shares and
// the reservations keeps two leaders from ringing the same person.
func TestStressOfSplitsAndTakeOversWhileEverybodyCalls(t *testing.T) {
	seed := seedOf(t)
	for name, open := range databases {
		t.Run(name, func(t *testing.T) {
			leaders, people := 5, 30
			if name == "embedded" {
				leaders, people = 3, 12
			}
			if os.Getenv("SOAK") != "" {
				people *= 10
			}
			c := clock.At(morning)
			s := begin(t, c, open(t, c), leaders, people)
			s.svc.Log = slog.New(slog.DiscardHandler)
			s.exec(`UPDATE lists SET mode = 'independent', cooldown_ms = 0`)
			s.exec(`UPDATE organisations SET opens = 0, closes = 0`)
			x := &exchange{moved: make(chan struct{}), open: map[string]string{}, done: map[string]bool{}, steers: map[string]chan calling.Step{}, placed: map[string]chan calling.Leg{}}
			s.svc.Phone = x
			if err := s.svc.Split(ctx, s.asker(0), s.List, calling.SplitList{Leaders: s.Leaders}); err != nil {
				t.Fatal(err)
			}
			stop, cancel := context.WithTimeout(context.Background(), 8*time.Minute)
			defer cancel()
			var players []*player
			for i := range leaders {
				p := &seat{shift: s, who: s.asker(i)}
				p.session = must(s, s.svc.Create)(ctx, p.who, s.List, calling.CreateSession{}).ID
				x.placed[p.who.User] = make(chan calling.Leg, 4)
				players = append(players, &player{seat: p, x: x, rand: rand.New(rand.NewPCG(seed, uint64(i))), err: s.Errorf})
			}
			s.clock.Advance(time.Second)
			dealt := make(chan struct{})
			var shift, others sync.WaitGroup
			for range 2 {
				others.Go(func() { s.keepWorking(stop) })
			}
			others.Go(func() { s.dealAgain(stop, dealt, rand.New(rand.NewPCG(seed, 99))) })
			for _, p := range players {
				shift.Go(func() {
					for range 2 { // once more when nobody is left: a later deal may have brought people
						p.play(stop)
					}
				})
			}
			shift.Wait()
			close(dealt)
			if stop.Err() == nil {
				s.untilQuiet(players, stop)
			}
			cancel()
			others.Wait()
			s.judgeShares(x, players)
		})
	}
}

// dealAgain splits the list anew between some of the leaders, or has one take another's people over, until told.
func (s *shift) dealAgain(stop context.Context, done <-chan struct{}, r *rand.Rand) {
	for turn := 0; stop.Err() == nil; turn++ {
		select {
		case <-done:
			return
		case <-time.After(time.Duration(5+r.IntN(40)) * time.Millisecond):
		}
		var err error
		order := r.Perm(len(s.Leaders))
		if turn%2 == 0 {
			err = s.svc.Split(stop, s.asker(0), s.List, calling.SplitList{Leaders: s.ids(order[:1+r.IntN(len(order))]...)})
		} else {
			err = s.svc.TakeOver(stop, s.asker(order[0]), s.List, calling.TakeOverList{From: s.Leaders[order[1]]})
		}
		if err != nil && stop.Err() == nil && !fault.Is(err, "calling") && !fault.Is(err, "nobody_left") && fault.As(err).Kind != fault.Busy {
			s.Errorf("deal again: %v", err)
			return
		}
	}
}

// untilQuiet has the leaders go on until nobody is available in any queue: the last deal may have come after the
// last key, and may still be on its way into the queues.
func (s *shift) untilQuiet(players []*player, stop context.Context) {
	for range 200 {
		for range 3 {
			s.work()
		}
		left := s.count(neverRung)
		for _, p := range players {
			if n := p.view().Cycle.Available; n > 0 {
				left += n
				p.play(stop)
			}
		}
		if left == 0 {
			return
		}
	}
}

const neverRung = `SELECT COUNT(*) FROM list_supporters m WHERE NOT EXISTS (SELECT 1 FROM attempts a WHERE a.supporter_id = m.supporter_id AND a.dialled_at IS NOT NULL)`

// judgeShares looks at the ledger and the tables when everything is over.
func (s *shift) judgeShares(x *exchange, players []*player) {
	s.Helper()
	for range 40 {
		s.wait(time.Minute)
	}
	for _, d := range x.doubles {
		s.Errorf("on two calls at once: %s", d)
	}
	for what, query := range map[string]string{
		"rung by two leaders": `SELECT COUNT(*) FROM (SELECT supporter_id FROM attempts WHERE dialled_at IS NOT NULL AND result <> 'released'
			GROUP BY supporter_id HAVING COUNT(DISTINCT session_id) > 1) AS x`,
		"rung twice": `SELECT COUNT(*) FROM (SELECT supporter_id FROM attempts WHERE dialled_at IS NOT NULL AND result <> 'released'
			GROUP BY supporter_id HAVING COUNT(*) > 1) AS x`,
		"in two queues": `SELECT COUNT(*) FROM (SELECT supporter_id FROM entries GROUP BY supporter_id HAVING COUNT(*) > 1) AS x`,
		"in a queue that is not their share's": `SELECT COUNT(*) FROM entries e JOIN sessions o ON o.id = e.session_id
			JOIN shares h ON h.list_id = o.list_id AND h.supporter_id = e.supporter_id WHERE h.leader_id <> o.leader_id AND e.attempts = 0`,
		"in no queue":  `SELECT COUNT(*) FROM list_supporters m WHERE NOT EXISTS (SELECT 1 FROM entries e WHERE e.supporter_id = m.supporter_id)`,
		"never rung":   neverRung,
		"reservations": `SELECT COUNT(*) FROM reservations`,
		"open legs":    `SELECT COUNT(*) FROM legs WHERE ended_at IS NULL`,
		"lost calls":   `SELECT COUNT(*) FROM entries WHERE status = 'calling'`,
	} {
		if n := s.count(query); n != 0 {
			s.Errorf("%s: %d", what, n)
		}
	}
	for _, p := range players {
		p.consistent()
	}
}
