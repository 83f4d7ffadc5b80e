package main

import (
	"context"
	"strings"
	"time"

	"partyline/calling"
	"partyline/carrier"
	"partyline/clock"
	"partyline/telephony"
)

// startPhone starts the simulated carrier when there is no real one, and the adapter that speaks to either.
func (p *program) startPhone(secret []byte) error {
	t := p.settings.Twilio
	if t.AccountSID == "" {
		t.AccountSID, t.AuthToken = "AC"+derive(secret, "sim account")[:32], derive(secret, "sim token")[:32]
		c, err := carrier.New(carrier.Config{
			AccountSID: t.AccountSID, AuthToken: t.AuthToken, Numbers: simNumbers, Manned: p.settings.manned(),
			CPS: simStarts, Seed: p.settings.Seed, Clock: simClock{p.clock}, Log: p.log,
		})
		if err != nil {
			return err
		}
		if err := c.Start(); err != nil {
			return err
		}
		p.later(func(context.Context) { _ = c.Close() })
		p.carrier = c
		t.BaseURL, t.CPS = "http://"+c.Addr(), simStarts
		t.APIKey, t.APISecret = "", ""
	}
	if !p.settings.realCarrier() {
		p.simTarget, p.simToken = t.BaseURL, derive(secret, "sim link")[:24]
	}
	var shared telephony.Turns
	if p.redis != nil {
		shared = turns{p.redis, p.db.Nodes, p.settings.Speed}
	}
	tokens := strings.Split(t.AuthToken, ",")
	phone, err := telephony.New(telephony.Config{
		AccountSID: t.AccountSID, AuthToken: tokens[len(tokens)-1], APIKey: t.APIKey, APISecret: t.APISecret,
		BaseURL: t.BaseURL, PublicURL: p.settings.PublicURL, CPS: t.CPS, Turns: shared, Clock: p.clock, Log: p.log, Heard: p.db.Heard,
	})
	if err != nil {
		return err
	}
	p.phone = phone
	p.later(func(context.Context) { phone.Close() })
	p.settings.Twilio.AuthToken = t.AuthToken
	return nil
}

// simNumbers are the numbers that the simulated carrier's account owns: any of them can be a caller ID.
var simNumbers = []string{"+441134960000", "+441134960001", "+441134960002", "+15005550006"}

// simClock gives the simulated carrier the server's clock in the carrier's own words.
type simClock struct{ *clock.Real }

// AfterFunc calls f after d of product time.
func (c simClock) AfterFunc(d time.Duration, f func()) carrier.Timer { return c.Real.AfterFunc(d, f) }

// sayCode is what a verification call says: the code, digit by digit, twice.
func (p *program) sayCode(ctx context.Context, leg calling.Leg) (calling.Script, error) {
	code, _, err := p.account.VerifyCode(ctx, leg.ID)
	if err != nil {
		return nil, err
	}
	digits := strings.Join(strings.Split(code, ""), ". ")
	return calling.Script{
		calling.Say{Text: "Hello, this is Partyline. Your number is: " + digits + "."}, calling.Pause{Seconds: 1},
		calling.Say{Text: "Once more: " + digits + ". Type it on your profile page. Goodbye."}, calling.Hangup{},
	}, nil
}
