package server

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"partyline/clock"
	"partyline/fault"
	"partyline/nodes"
	"partyline/nodes/nodestest"
)

func TestAPaceLetsSixPassAndSaysWhenTheNextMay(t *testing.T) {
	var p pace
	at := time.Date(2026, 4, 15, 18, 0, 0, 0, time.UTC)
	for i := range startsAtOnce {
		if err := p.take("ben", at.Add(time.Duration(i)*time.Second)); err != nil {
			t.Fatalf("press %d: %v", i+1, err)
		}
	}
	now := at.Add(6 * time.Second)
	f := fault.As(p.take("ben", now))
	if f.Code != "too_many_starts" || f.Kind != fault.Busy || f.Extra["retry_after"] != 4 || f.Extra["until"] != "2026-04-15T18:00:10Z" ||
		f.Title != "That was pressed 6 times in 10 seconds. Your phone can be rung again in 4 seconds." {
		t.Errorf("refused with %+v", f)
	}
	if err := p.take("chloe", now); err != nil {
		t.Errorf("somebody else: %v", err)
	}
	for range 50 { // hammering on moves nothing away from them
		if p.take("ben", now) == nil {
			t.Fatal("a seventh passed")
		}
	}
	if err := p.take("ben", at.Add(startsIn)); err != nil {
		t.Errorf("when it was said to be possible: %v", err)
	}
	if err := p.take("ben", at.Add(-time.Hour)); err != nil {
		t.Errorf("a clock that was put back: %v", err)
	}
	for i := range 3000 {
		_ = p.take(strconv.Itoa(i), now.Add(time.Duration(i)*time.Minute))
	}
	if len(p.last) > 1001 {
		t.Errorf("%d leaders are remembered", len(p.last))
	}
}

func TestManyPressesAtTheSameMomentPassSixTimes(t *testing.T) {
	var p pace
	var wg sync.WaitGroup
	var mu sync.Mutex
	passed := 0
	for range 64 {
		wg.Go(func() {
			if p.take("ben", time.Unix(1, 0)) == nil {
				mu.Lock()
				passed++
				mu.Unlock()
			}
		})
	}
	if wg.Wait(); passed != startsAtOnce {
		t.Errorf("%d passed", passed)
	}
}

// together is the count that nodes share, as nodes.Redis keeps it.
type together struct{ *nodes.Redis }

func (r together) Press(ctx context.Context, leader string, most int, within time.Duration) (time.Duration, error) {
	return r.Redis.Press(ctx, leader, uuid.NewString(), most, within)
}

// Two servers count the presses of a leader together, and each its own while Redis is away.
func TestServersCountPressesTogether(t *testing.T) {
	redis := nodestest.Start(t)
	now := clock.At(time.Date(2026, 4, 15, 18, 0, 0, 0, time.UTC))
	var servers []*Server
	for range 2 {
		r, err := nodes.New(nodes.Options{URL: redis.URL, Prefix: "test", Node: uuid.NewString(), Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = r.Close() })
		servers = append(servers, &Server{Deps: Deps{Clock: now, Presses: together{r}}})
	}
	press := func(n int) (passed int) {
		for i := range n {
			switch err := servers[i%2].mayStart(context.Background(), "ben"); {
			case err == nil:
				passed++
			case !fault.Is(err, "too_many_starts"):
				t.Error(err)
			}
		}
		return passed
	}
	if n := press(14); n != startsAtOnce {
		t.Errorf("%d passed on both", n)
	}
	redis.Stop()
	if n := press(14); n != startsAtOnce { // three of their own on each had passed before
		t.Errorf("%d more passed without Redis", n)
	}
}

// A page that hammers Start is told when to press again; the presses before that rang the phone, once.
func TestHammeringStartRingsOnceAndIsToldWhenToPressAgain(t *testing.T) {
	onShiftAt(t, 1, 2, 1, func(t *testing.T, s *shift) {
		p, other := s.seat(0).open(), s.seat(1).open()
		answers := map[int]int{}
		for range 20 {
			got := p.ask("POST", "/sessions/"+p.session+"/start", nil)
			answers[got.status]++
			if got.status != http.StatusTooManyRequests {
				continue
			}
			after, err := strconv.Atoi(got.header.Get("Retry-After"))
			if err != nil || after < 1 || after > 10 || got.text("code") != "too_many_starts" || got.text("title") == "" {
				t.Errorf("refused with %q %s", got.header.Get("Retry-After"), got.body)
			}
		}
		if answers[http.StatusOK] < startsAtOnce || answers[http.StatusTooManyRequests] == 0 || len(answers) != 2 {
			t.Errorf("answered %v", answers)
		}
		other.ask("POST", "/sessions/"+other.session+"/resume", nil).want(t, 200, "")
		s.until("both phones ring", func() bool {
			legs := map[string]int{}
			for _, l := range s.sim.Ledger() {
				legs[l.Number]++
			}
			return legs[p.mobile] == 1 && legs[other.mobile] == 1
		})
	})
}
