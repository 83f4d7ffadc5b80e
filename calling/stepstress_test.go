package calling_test

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"partyline/calling"
	"partyline/clock"
)

// The clock of a machine steps, forwards and back, by seconds and by an hour, while leaders call: nobody is rung twice, nobody is lost.
func TestStressOfAClockThatSteps(t *testing.T) {
	seed := seedOf(t)
	for name, open := range databases {
		t.Run(name, func(t *testing.T) {
			stop, cancel := context.WithTimeout(context.Background(), 8*time.Minute)
			defer cancel()
			c := clock.At(morning.Add(2 * time.Hour))
			s := begin(t, c, open(t, c), 4, 8)
			s.svc.Log = slog.New(slog.DiscardHandler)
			x := &exchange{moved: make(chan struct{}), open: map[string]string{}, done: map[string]bool{}, steers: map[string]chan calling.Step{}, placed: map[string]chan calling.Leg{}}
			s.svc.Phone = x
			ticks := &ticks{next: make(chan struct{})}
			x.takes = func() { ticks.wait(stop, 2) }
			players := s.players(x, 4, seed)
			var shift, workers sync.WaitGroup
			for range 4 { // requests to the carrier keep some of them
				workers.Go(func() { s.keepWorking(stop) })
			}
			var steps int
			workers.Go(func() { steps = s.stepping(stop, rand.New(rand.NewPCG(seed, 99)), ticks) })
			for _, p := range players {
				shift.Go(func() { p.play(stop) })
			}
			shift.Wait()
			cancel()
			workers.Wait()
			t.Logf("the clock stepped %d times", steps)
			if steps < 4 {
				t.Errorf("the clock stepped %d times only", steps)
			}
			s.judge(x, players)
		})
	}
}

// stepping has the clock jump and jump back until the context ends. In the end it is where it would be without.
func (s *shift) stepping(stop context.Context, dice *rand.Rand, each *ticks) (steps int) {
	sizes := []time.Duration{time.Second, 20 * time.Second, 2 * time.Minute, 10 * time.Minute, time.Hour}
	off := time.Duration(0)
	defer func() { s.clock.Step(-off) }()
	beat := time.NewTicker(20 * time.Millisecond)
	defer beat.Stop()
	for {
		select {
		case <-stop.Done():
			return steps
		case <-beat.C:
		}
		by := -off
		if off == 0 {
			by = sizes[dice.IntN(len(sizes))]
			if dice.IntN(2) == 0 {
				by = -by
			}
		}
		s.clock.Step(by)
		off += by
		steps++
		each.tick()
	}
}

// ticks tells of every step of a clock.
type ticks struct {
	mu   sync.Mutex
	next chan struct{}
}

func (k *ticks) tick() { k.mu.Lock(); defer k.mu.Unlock(); close(k.next); k.next = make(chan struct{}) }

// wait is for the n-th step from now.
func (k *ticks) wait(stop context.Context, n int) {
	for range n {
		k.mu.Lock()
		next := k.next
		k.mu.Unlock()
		select {
		case <-next:
		case <-stop.Done():
		}
	}
}
