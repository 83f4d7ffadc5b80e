//go:build linux

package main

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"partyline/dialer"
	"partyline/line"
	"partyline/storage"
)

const (
	flights   = 300                    // calls in flight: as many callers are free
	tickEvery = 20 * time.Millisecond  // instead of half a second: so many ticks are measured in a moment
	endEvery  = 100 * time.Millisecond // some of the calls end, so that there is always something to dial
	endAtOnce = 20
)

// nobody is a carrier that is never asked: no job is done here.
type nobody struct{}

func (nobody) PlaceCaller(context.Context, line.Call) (string, error)    { return "", nil }
func (nobody) Turn(context.Context, time.Time) error                     { return nil }
func (nobody) PlaceContact(context.Context, line.Call) (string, error)   { return "", nil }
func (nobody) Join(context.Context, string, line.Step) error             { return nil }
func (nobody) Hangup(context.Context, string) error                      { return nil }
func (nobody) Find(context.Context, line.Call) ([]line.Sighting, error)  { return nil, nil }
func (nobody) InRoom(context.Context, string) ([]string, error)          { return nil, nil }
func (nobody) TakeCalls(context.Context, string) (taken bool, err error) { return true, nil }

// dials is the driver of the campaign.
func (o *office) dials() *dialer.Driver {
	id := func() string { return uuid.Must(uuid.NewV7()).String() }
	return &dialer.Driver{Node: "the benchmark", Pacer: dialer.OneLine{}, Starts: 10_000, Log: slog.New(slog.DiscardHandler), Service: &dialer.Service{
		Store: o.db.Dialer(), Campaigns: o.service, Phone: nobody{}, Clock: atNoon(), Log: slog.New(slog.DiscardHandler), NewID: id, NewRef: uuid.NewString,
		NewCode: func() string { return "000000" }, Later: func(at time.Time) error { return storage.Later{At: at} },
	}}
}

// gather has so many callers wait with their phones connected.
func (o *office) gather() error {
	for i := range flights {
		if _, err := o.db.Exec(context.Background(), `INSERT INTO people (id, campaign_id, kind, name, page_hash, joined_at, seen_at) SELECT $2, id, 'caller', 'A caller', $2, 1, 1 FROM campaigns WHERE id = $1`, o.id, fmt.Sprint("caller-", i)); err != nil {
			return err
		}
		if _, err := o.db.Exec(context.Background(), `INSERT INTO callers (id, campaign_id, campaign, organisation_id, state, since, leg_id, up, room) SELECT $2, id, no, organisation_id, 'waiting', 1, $2, TRUE, 1 FROM campaigns WHERE id = $1`, o.id, fmt.Sprint("caller-", i)); err != nil {
			return err
		}
	}
	return nil
}

// tick drives until so many decisions were taken with all calls in flight, and says the median and the 99th percentile of what one took.
func (o *office) tick(times int) (string, error) {
	if err := o.gather(); err != nil && !strings.Contains(err.Error(), "UNIQUE") && !strings.Contains(err.Error(), "unique") {
		return "", err
	}
	d := o.dials()
	var mu sync.Mutex
	var took []time.Duration
	full := false
	d.Ticked = func(t time.Duration) {
		mu.Lock()
		defer mu.Unlock()
		if full {
			took = append(took, t)
		}
	}
	ctx, stop := context.WithCancel(context.Background())
	var hands sync.WaitGroup
	hands.Go(func() {
		d.Run(ctx, func(ctx context.Context, _ time.Duration) error {
			select {
			case <-time.After(tickEvery):
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	})
	defer func() { stop(); hands.Wait(); _ = d.Close(context.Background()) }()
	for begin := time.Now(); ; {
		var open []string
		if err := o.db.Find(ctx, &open, `SELECT leg_id FROM contact_attempts WHERE closed_at IS NULL ORDER BY id`); err != nil {
			return "", err
		}
		mu.Lock()
		full = full || len(open) >= flights
		n := len(took)
		mu.Unlock()
		if n >= times {
			break
		}
		if time.Since(begin) > 5*time.Minute {
			return "", fmt.Errorf("%d calls in flight after five minutes, %d ticks", len(open), n)
		}
		if full {
			for _, leg := range open[:min(endAtOnce, len(open))] {
				if err := d.Service.Heard(ctx, line.Fact{Leg: leg, Carrier: "CA" + leg, State: line.Ended, Result: line.NoAnswer, Seq: 3, Source: "status"}); err != nil {
					return "", err
				}
			}
		}
		time.Sleep(endEvery)
	}
	mu.Lock()
	defer mu.Unlock()
	slices.Sort(took)
	return fmt.Sprint(len(took), " ", took[len(took)/2].Nanoseconds(), " ", took[len(took)*99/100].Nanoseconds()), nil
}
