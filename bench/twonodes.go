//go:build linux

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// twoNodes is the time from when an event was due to be committed on one node until a listener on the other has it: so
// many events a second over so many topics, each with one listener.
type twoNodes struct {
	topics  int
	against int // the same with so many topics is the floor; 0: there is none
	rate    int
	seconds int
	turns   int
	bar     float64
}

func (k twoNodes) run(r *Result) error {
	r.Unit, r.Bar = "ms p99", k.bar
	if err := descriptors(2*k.topics + spare); err != nil {
		return err
	}
	p, err := openPair()
	if err != nil {
		return err
	}
	defer p.close()
	most := max(k.topics, k.against)
	if err := p.listen(most); err != nil {
		return err
	}
	if _, err := p.carry(most, 2*most, k.rate); err != nil { // every topic has its row, every statement is prepared
		return err
	}
	if k.against == 0 {
		var all []time.Duration
		for range k.turns {
			took, err := p.carry(k.topics, k.rate*k.seconds, k.rate)
			if err != nil {
				return err
			}
			all = append(all, took...)
		}
		ms := func(per100 float64) float64 { return float64(percentile(all, per100)) / 1e6 }
		p99 := ms(99)
		r.Ours, r.Note = &p99, fmt.Sprintf("%d events, p50 %.1f ms, longest %.1f ms", len(all), ms(50), ms(100))
		return nil
	}
	return r.interleave(3, k.turns,
		func() ([]time.Duration, error) { return p.carry(k.topics, k.rate*k.seconds, k.rate) },
		func() ([]time.Duration, error) { return p.carry(k.against, k.rate*k.seconds, k.rate) })
}

// pair is two nodes on one database: one commits, to the other everybody listens.
type pair struct {
	postgres, redis *service
	commits, hears  *process
	orders          io.WriteCloser
	came            chan time.Duration
	failed          chan error
	ctx             context.Context
	leave           context.CancelFunc
	listeners       sync.WaitGroup
}

func openPair() (_ *pair, err error) {
	if out, err := exec.Command("go", "build", "-o", "bin/bench/", "./bench/node").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("building the node: %w\n%s", err, out)
	}
	p := &pair{came: make(chan time.Duration, 1<<16), failed: make(chan error, 1)}
	p.ctx, p.leave = context.WithCancel(context.Background())
	defer func() {
		if err != nil {
			p.close()
		}
	}()
	if p.postgres, err = startPostgres(); err != nil {
		return nil, err
	}
	if p.redis, err = startRedis(); err != nil {
		return nil, err
	}
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer read.Close()
	p.orders = write
	if p.commits, err = startWith(read, "bin/bench/node", nil, "-db", p.postgres.url, "-redis", p.redis.url); err != nil {
		return nil, err
	}
	p.hears, err = start("bin/bench/node", nil, "-db", p.postgres.url, "-redis", p.redis.url)
	return p, err
}

func (p *pair) close() {
	p.leave()
	p.listeners.Wait()
	if p.orders != nil {
		_ = p.orders.Close()
	}
	for _, n := range []*process{p.commits, p.hears} {
		if n != nil {
			n.stop()
		}
	}
	for _, s := range []*service{p.redis, p.postgres} {
		if s != nil {
			s.stop()
		}
	}
}

// listen opens a socket for each topic and returns when all are live.
func (p *pair) listen(topics int) error {
	live := make(chan struct{}, topics)
	for n := range topics {
		p.listeners.Go(func() {
			if err := p.hear(fmt.Sprint("session/", n), live); err != nil && p.ctx.Err() == nil {
				select {
				case p.failed <- err:
				default:
				}
			}
		})
	}
	for range topics {
		select {
		case <-live:
		case err := <-p.failed:
			return err
		case <-time.After(patience):
			return fmt.Errorf("%d sockets were not live in time", topics)
		}
	}
	return nil
}

// toldEvent is an event as it comes over the socket, alone or with others.
type toldEvent struct {
	Seq  int64
	Data struct{ Due int64 }
}

// hear follows one topic. An event twice, or one that is missing, is an error.
func (p *pair) hear(topic string, live chan<- struct{}) error {
	c, _, err := websocket.Dial(p.ctx, "ws://"+p.hears.addr+"/ws", &websocket.DialOptions{Subprotocols: []string{"partyline.v1"}})
	if err != nil {
		return err
	}
	defer c.CloseNow()
	if err := c.Write(p.ctx, websocket.MessageText, []byte(`{"type":"subscribe","topic":"`+topic+`"}`)); err != nil {
		return err
	}
	last := int64(-1)
	for {
		_, message, err := c.Read(p.ctx)
		if err != nil {
			return err
		}
		now := time.Now()
		var f struct {
			toldEvent
			Type   string
			Events []toldEvent
		}
		if err := json.Unmarshal(message, &f); err != nil {
			return err
		}
		switch f.Type {
		case "subscribed":
			last = f.Seq
			live <- struct{}{}
			continue
		case "event":
			f.Events = []toldEvent{f.toldEvent}
		case "reset", "error":
			return fmt.Errorf("%s: %s", topic, message)
		}
		for _, e := range f.Events {
			if e.Seq != last+1 {
				return fmt.Errorf("%s: event %d came behind %d", topic, e.Seq, last)
			}
			last = e.Seq
			p.came <- now.Sub(time.Unix(0, e.Data.Due))
		}
	}
}

// carry has so many events committed at a rate over the first topics, and returns what each took.
func (p *pair) carry(topics, events, rate int) ([]time.Duration, error) {
	if _, err := fmt.Fprintln(p.orders, topics, events, rate); err != nil {
		return nil, err
	}
	took := make([]time.Duration, 0, events)
	for len(took) < events {
		select {
		case d := <-p.came:
			took = append(took, d)
		case err := <-p.failed:
			return nil, err
		case <-time.After(patience):
			return nil, fmt.Errorf("%d of %d events came", len(took), events)
		}
	}
	return took, nil
}
