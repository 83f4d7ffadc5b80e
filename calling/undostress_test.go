package calling_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"partyline/calling"
	"partyline/clock"
	"partyline/fault"
)

// TestStressOfUndo has leaders work one list by phone while they press on the same rows and take it all back,
// each press by two requests at once: beside keys, dials, other presses, and the jobs that tell the others.
func TestStressOfUndo(t *testing.T) {
	seed := seedOf(t)
	for name, open := range databases {
		t.Run(name, func(t *testing.T) {
			c := clock.At(morning)
			leaders, people := 4, 12
			switch {
			case os.Getenv("SOAK") != "":
				people = 200
			case name == "embedded":
				leaders, people = 3, 6
			}
			s := begin(t, c, open(t, c), leaders, people)
			s.svc.Log = slog.New(slog.DiscardHandler)
			x := &exchange{moved: make(chan struct{}), open: map[string]string{}, done: map[string]bool{}, steers: map[string]chan calling.Step{}, placed: map[string]chan calling.Leg{}}
			s.svc.Phone = x
			stop, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
			defer cancel()
			var players []*player
			for i := range leaders {
				p := &seat{shift: s, who: calling.Who{User: s.Leaders[i], Organisation: s.Organisation, Role: "captain"}}
				p.session = must(s, s.svc.Create)(ctx, p.who, s.List, calling.CreateSession{}).ID
				x.placed[p.who.User] = make(chan calling.Leg, 4)
				players = append(players, &player{seat: p, x: x, rand: rand.New(rand.NewPCG(seed, uint64(i))), err: s.Errorf})
			}
			s.clock.Advance(time.Second)
			var shift, workers, hands sync.WaitGroup
			workers.Go(func() { s.keepWorking(stop) })
			over, end := context.WithCancel(stop)
			var undone atomic.Int64
			for i, p := range players {
				shift.Go(func() { p.play(stop) })
				h := &hand{player: p, rand: rand.New(rand.NewPCG(seed, uint64(100+i))), undone: &undone}
				hands.Go(func() { h.press(over) })
			}
			shift.Wait()
			end()
			hands.Wait()
			cancel()
			workers.Wait()
			s.judgeUndo(x, players)
			if undone.Load() == 0 {
				t.Error("nothing was undone")
			}
			t.Logf("%d undone", undone.Load())
		})
	}
}

// hand presses on a player's page, beside the phone.
type hand struct {
	*player
	rand   *rand.Rand
	undone *atomic.Int64
}

func (h *hand) press(stop context.Context) {
	presses := 250 // then whoever was brought back can be worked for good
	if os.Getenv("SOAK") != "" {
		presses = 5000
	}
	for range presses {
		if stop.Err() != nil {
			return
		}
		rows, _, err := h.svc.Entries(ctx, calling.EntriesQuery{Session: h.session, Limit: 1000}, false)
		if !h.mayBe(err) || err != nil {
			return
		}
		row := rows[h.rand.IntN(len(rows))]
		var u calling.Undoable
		switch h.rand.IntN(5) {
		case 0, 1:
			u, err = of(h.svc.Skip(ctx, h.who, h.session, row.ID, forGood))
		case 2:
			if row.Status == available {
				u, err = of(h.svc.Prioritise(ctx, h.who, h.session, row.ID))
			}
		case 3:
			var v calling.LogView
			v, err = h.svc.WriteLogByHand(ctx, h.who, h.session, row.ID, calling.LogRequest{Reached: true, Outcome: calling.DoNotCall, TagsAdded: []string{"cross"}})
			u = v.Undoable
		case 4:
			if row.Attempt != "" {
				var v calling.LogView
				v, err = h.svc.WriteLog(ctx, h.who, row.Attempt, calling.LogRequest{Reached: true, TagsAdded: []string{"cross"}})
				u = v.Undoable
			}
		}
		if !h.mayBe(err, "not_available", "calling", "conflict", "logged", "not_found") {
			return
		}
		if u.Action != "" {
			h.undo(u.Action)
		}
	}
}

// undo takes an action back by two requests at once, until they have an answer: the same one, for it happened once.
func (h *hand) undo(action string) {
	var answers [2]calling.UndoneView
	var refused [2]error
	var both sync.WaitGroup
	pressed := h.clock.Now()
	for i := range 2 {
		both.Go(func() {
			for {
				answers[i], refused[i] = h.svc.Undo(ctx, h.who, action, calling.UndoRequest{PressedAt: &pressed})
				if refused[i] == nil || fault.As(refused[i]).Kind != fault.Busy {
					return
				}
			}
		})
	}
	both.Wait()
	for i := range 2 {
		if !h.mayBe(refused[i], "undo_late") {
			return
		}
	}
	switch {
	case refused[0] == nil && refused[1] == nil:
		h.undone.Add(1)
		if !answers[0].At.Equal(answers[1].At) || answers[0].Entry.Version != answers[1].Entry.Version {
			h.err("undone twice: %+v %+v", answers[0], answers[1])
		}
	case refused[0] == nil || refused[1] == nil:
		h.undone.Add(1) // one came too late, the world had changed; then the other was quicker
	}
}

// judgeUndo looks at the ledger and the tables when everything is over.
func (s *shift) judgeUndo(x *exchange, players []*player) {
	s.Helper()
	for range 40 {
		s.wait(time.Minute)
	}
	for _, d := range x.doubles {
		s.Errorf("on two calls at once: %s", d)
	}
	// Prioritise brings somebody attempted back: that is a rule. Nobody else is called twice.
	var kept, twice []string
	if err := s.db.Find(ctx, &kept, `SELECT was FROM actions WHERE kind = 'prioritise'`); err != nil {
		s.Fatal(err)
	}
	back := map[string]bool{}
	for _, k := range kept {
		var was calling.Was
		if err := json.Unmarshal([]byte(k), &was); err != nil {
			s.Fatal(err)
		}
		if was.Entry.Before.Attempts > 0 {
			back[was.Entry.Before.Supporter] = true
		}
	}
	if err := s.db.Find(ctx, &twice, `SELECT MIN(a.supporter_id) FROM attempts a WHERE a.dialled_at IS NOT NULL AND a.result <> 'released'
		GROUP BY a.supporter_id HAVING COUNT(*) > 1`); err != nil {
		s.Fatal(err)
	}
	for _, id := range twice {
		if !back[id] {
			s.Errorf("%s was called twice in a cycle", id)
		}
	}
	for what, query := range map[string]string{
		"open attempts":   `SELECT COUNT(*) FROM attempts WHERE closed_at IS NULL`,
		"reservations":    `SELECT COUNT(*) FROM reservations`,
		"open legs":       `SELECT COUNT(*) FROM legs WHERE ended_at IS NULL`,
		"lost calls":      `SELECT COUNT(*) FROM entries WHERE status = 'calling'`,
		"entries twice":   `SELECT COUNT(*) - COUNT(DISTINCT session_id || supporter_id) FROM entries`,
		"undone in vain":  `SELECT COUNT(*) FROM actions a JOIN logs g ON g.id = a.log_id WHERE a.undone_at IS NOT NULL AND a.kind = 'log_by_hand'`,
		"numbers barred":  `SELECT COUNT(*) FROM do_not_call d WHERE NOT EXISTS (SELECT 1 FROM supporters WHERE phone = d.phone AND do_not_call)`,
		"marks for ever":  `SELECT COUNT(*) FROM supporters s WHERE do_not_call AND NOT EXISTS (SELECT 1 FROM logs WHERE supporter_id = s.id AND do_not_call)`,
		"never put aside": `SELECT COUNT(*) FROM entries WHERE status = 'skipped' AND NOT EXISTS (SELECT 1 FROM skips WHERE id = skip_id AND ended_at IS NULL)`,
		// who is settled by another leader has that leader's attempt or log to show for it
		"settled by nobody": `SELECT COUNT(*) FROM entries e WHERE status IN ('attempted', 'completed') AND NOT own
			AND NOT EXISTS (SELECT 1 FROM attempts WHERE supporter_id = e.supporter_id AND session_id <> e.session_id AND dialled_at IS NOT NULL)
			AND NOT EXISTS (SELECT 1 FROM logs WHERE supporter_id = e.supporter_id AND session_id <> e.session_id)`,
		"completed by nothing": `SELECT COUNT(*) FROM entries e WHERE status = 'completed' AND NOT EXISTS (SELECT 1 FROM logs WHERE supporter_id = e.supporter_id)`,
	} {
		if n := s.count(query); n != 0 {
			s.Errorf("%s: %d", what, n)
		}
	}
	for _, p := range players {
		p.consistent()
	}
}
