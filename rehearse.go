package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"partyline/carrier"
)

type carrierCommand struct {
	Listen     string    `default:"127.0.0.1:8090" help:"Loopback address to listen on."`
	AccountSID string    `env:"TWILIO_ACCOUNT_SID" name:"account-sid" help:"Account that servers sign in with; made and printed when empty."`
	AuthToken  string    `env:"TWILIO_AUTH_TOKEN" name:"auth-token" help:"Its token; made and printed when empty."`
	Numbers    []string  `help:"Caller IDs that the account owns." default:"${sim_numbers}"`
	Manned     []string  `env:"SIM_MANNED" help:"Numbers that ring at their phone page until somebody acts there."`
	Seed       uint64    `env:"SIM_SEED" help:"Who answers, and which faults strike when, is drawn from it."`
	CPS        float64   `default:"1" help:"Call starts a second."`
	Anchor     time.Time `env:"CLOCK_ANCHOR" name:"clock-anchor" hidden:""`
	Speed      float64   `env:"CLOCK_SPEED" default:"1" help:"Product time runs this many times as fast; the servers' must be the same."`
}

// Run serves the simulated carrier until a signal.
func (c *carrierCommand) Run() error {
	if (c.AccountSID == "") != (c.AuthToken == "") {
		return errors.New("give both the account and its token, or neither")
	}
	if c.AccountSID == "" {
		c.AccountSID, c.AuthToken = carrier.Credentials()
	}
	s := Settings{LogLevel: "info", Speed: c.Speed, Anchor: c.Anchor}
	sim, err := carrier.New(carrier.Config{
		AccountSID: c.AccountSID, AuthToken: c.AuthToken, Numbers: c.Numbers, Listen: c.Listen, Manned: c.Manned,
		CPS: c.CPS, Seed: c.Seed, Clock: simClock{s.clock()}, Log: s.logger(),
	})
	if err != nil {
		return err
	}
	if err := sim.Start(); err != nil {
		return err
	}
	defer sim.Close()
	fmt.Printf("\nThe simulated carrier listens on http://%s; its pages are under /_sim/. Give each server:\n\n", sim.Addr())
	fmt.Printf("  TWILIO_BASE_URL=http://%s TWILIO_ACCOUNT_SID=%s TWILIO_AUTH_TOKEN=%s\n\n", sim.Addr(), c.AccountSID, c.AuthToken)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	<-ctx.Done()
	return nil
}
