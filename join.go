package main

import (
	"context"
	"strings"
	"time"

	"partyline/client"
	"partyline/event"
	"partyline/hub"
	"partyline/nodes"
)

// join takes this node's place at the database: alone, or with Redis one of several.
func (p *program) join(ctx context.Context, secret []byte) error {
	leave, err := p.db.Join(ctx, p.settings.RedisURL == "", func(err error) { p.failed <- err })
	if err != nil {
		return err
	}
	p.later(func(context.Context) { leave() })
	if p.settings.RedisURL == "" {
		return nil
	}
	p.redis, err = nodes.New(nodes.Options{
		URL: p.settings.RedisURL, Prefix: "partyline:" + derive(secret, "redis")[:12], Node: newID(), Log: p.log,
	})
	if err != nil {
		return err
	}
	p.redis.Start()
	p.later(func(context.Context) { _ = p.redis.Close() })
	return nil
}

func (p *program) startHub() error {
	h, c := hub.Options{Log: p.db, Bus: &hub.LocalBus{}, Logger: p.log}, client.Options{Logger: p.log}
	if p.redis != nil {
		h.Bus, c.Memory = p.redis, p.redis
		c.BusAway = func() bool { return !p.redis.Up() }
		h.Signed = func(s hub.Sign) { p.sockets.Heard(s) }
	}
	p.hub = hub.New(h)
	c.Hub = p.hub
	p.sockets = client.New(c)
	if err := p.hub.Start(); err != nil {
		return err
	}
	p.later(func(context.Context) { _ = p.hub.Close() })
	p.db.Tell = func(events []event.Event) { p.hub.Publish(context.Background(), events) }
	p.sockets.Start()
	p.later(func(context.Context) { _ = p.sockets.Close() })
	return nil
}

// turns shares the rate of call starts with the other nodes, in product time.
type turns struct {
	redis *nodes.Redis
	nodes func() int
	speed float64
}

// Turn takes the next turn of all nodes.
func (t turns) Turn(ctx context.Context, every, longest time.Duration) (time.Duration, error) {
	wall := func(d time.Duration) time.Duration { return time.Duration(float64(d) / t.speed) }
	wait, err := t.redis.Turn(ctx, "calls", wall(every), wall(longest))
	return time.Duration(float64(wait) * t.speed), err
}

// Press counts a press of Start of all nodes.
func (t turns) Press(ctx context.Context, leader string, most int, within time.Duration) (time.Duration, error) {
	wait, err := t.redis.Press(ctx, "start:"+leader, newID(), most, time.Duration(float64(within)/t.speed))
	return time.Duration(float64(wait) * t.speed), err
}

// Nodes is how many there are.
func (t turns) Nodes() int { return t.nodes() }

// aside is what /readyz says besides: nothing that keeps this node from serving.
func (p *program) aside() string {
	var lines []string
	if p.redis != nil && !p.redis.Up() {
		lines = append(lines, "redis: away; changes reach the pages of other servers within a second, from the database")
	}
	if line := p.clocks.line(); line != "" {
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}
