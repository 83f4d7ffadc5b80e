package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"
	"sync"
	"time"

	"partyline/account"
	"partyline/dialer"
	"partyline/storage"
)

// startDialer builds what rings callers and contacts of campaigns.
func (p *program) startDialer() {
	p.dialer = &dialer.Service{
		Store: p.db.Dialer(), Campaigns: p.campaigns, Phone: p.phone, Clock: p.clock, Log: p.log,
		NewID: newID, NewRef: newRef, NewCode: newCode, Number: e164, Readable: account.Readable, Later: func(at time.Time) error { return storage.Later{At: at} },
		Wait: p.clock.Wait,
	}
	p.numbers = &dialer.Numbers{Service: p.dialer, Log: p.log}
	p.waiting = &dialer.Watch{Service: p.dialer, Log: p.log}
}

// dials does one of the dialer's jobs.
func (p *program) dials(kind string) storage.Handler {
	return func(ctx context.Context, j storage.Job) error { return p.dialer.Work(ctx, kind, j.Subject) }
}

// drive dials for the campaigns whose lease this node gets, until the program stops; then it gives them back.
func (p *program) drive() {
	starts := p.settings.Twilio.CPS
	if p.carrier != nil {
		starts = simStarts
	}
	d := &dialer.Driver{Service: p.dialer, Node: newID(), Pacer: dialer.OneLine{}, Starts: starts, Log: p.log}
	ctx, stop := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() { d.Run(ctx, p.clock.Wait) })
	all.Go(func() { p.waiting.Run(ctx, p.clock.Wait) })
	all.Go(func() {
		for ctx.Err() == nil {
			if err := p.numbers.Take(ctx); err != nil && ctx.Err() == nil {
				p.log.Warn("the carrier does not know yet where calls to the caller IDs go", "error", err)
			}
			if p.clock.Wait(ctx, dialer.LookAtNumbersEvery) != nil {
				return
			}
		}
	})
	p.later(func(ctx context.Context) {
		stop()
		all.Wait()
		if err := d.Close(ctx); err != nil {
			p.log.Warn("campaigns were not given back: another server takes them in a moment", "error", err)
		}
	})
}

// simStarts is how many call starts a second the simulated carrier takes.
const simStarts = 20

// newCode is six random digits.
func newCode() string {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		panic(err) // the system has no randomness
	}
	return fmt.Sprintf("%06d", n)
}

// e164 brings a number as people write it into E.164.
func e164(typed, country string) (string, error) {
	v, err := account.Phone(typed, country)
	return v.Number, err
}
