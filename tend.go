package main

import (
	"context"
	"runtime/debug"
	"sync"
	"time"

	"partyline/hooks"
)

// tend does what nobody asks for: entries whose time has come, and old rows that can go.
func (p *program) tend() {
	ctx, stop := context.WithCancel(context.Background())
	var all sync.WaitGroup
	every := func(d time.Duration, what string, f func(context.Context) error) {
		all.Go(func() {
			for p.clock.Wait(ctx, d) == nil {
				if err := f(ctx); err != nil && ctx.Err() == nil {
					p.log.Warn("could not "+what, "error", err)
				}
			}
		})
	}
	every(time.Second, "apply what is due", p.calling.Tick)
	every(30*time.Second, "read the database's clock", p.clocks.look)
	every(10*time.Minute, "give memory back", func(context.Context) error {
		debug.FreeOSMemory() // imports and sign-ins come in bursts, on machines that are small
		return nil
	})
	every(time.Hour, "trim the event log", func(ctx context.Context) error {
		_, err := p.db.TrimEvents(ctx, 48*time.Hour, 5000)
		return err
	})
	every(time.Hour, "trim stored answers", func(ctx context.Context) error {
		_, err := p.db.Answers().Trim(ctx, 48*time.Hour)
		return err
	})
	every(time.Hour, "tidy logins", p.db.TidyAccounts)
	every(time.Second, "look for webhooks", p.db.LookForHooks)
	every(time.Hour, "trim deliveries", func(ctx context.Context) error { return p.db.TrimDeliveries(ctx, hooks.Kept, hooks.KeptOf) })
	p.later(func(context.Context) { stop(); all.Wait() })
}
