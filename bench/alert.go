//go:build linux

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// alerting is the time from when an admin's browser sends an alert bar until a caller's socket has it: the whole program, with
// so many people who came in by the caller link. Its floor is the same bytes to as many sockets by bare writes.
type alerting struct {
	sockets, saves int
	embedded       bool
	bar            float64
}

func (k alerting) run(r *Result) error {
	r.Unit, r.Bar = "ms p99", k.bar
	if err := descriptors(4*k.sockets + spare); err != nil {
		return err
	}
	var more []string
	if !k.embedded {
		db, err := startPostgres()
		if err != nil {
			return err
		}
		defer db.stop()
		more = []string{"DATABASE_URL=" + db.url, "SECRET_KEY=a secret of the benchmark's own"}
	}
	p, err := demo("Maya", more...)
	if err != nil {
		return err
	}
	defer p.close()
	h, err := p.hall(k.sockets)
	if err != nil {
		return err
	}
	defer h.close()
	var ours, floor []time.Duration
	for n := range k.saves + 2 {
		took, err := h.save(p, n)
		if err != nil {
			return named("ours", err)
		}
		bare, err := h.bare.write(h.frame)
		if err != nil {
			return named("floor", err)
		}
		if n >= 2 { // every statement is prepared
			ours, floor = append(ours, took...), append(floor, bare...)
		}
	}
	ms := func(all []time.Duration, per100 float64) float64 { return float64(percentile(all, per100)) / 1e6 }
	p99, least := ms(ours, 99), ms(floor, 99)
	r.Ours, r.Floor = &p99, &least
	r.Note = fmt.Sprintf("%d shown, p50 %.1f ms, longest %.1f ms; the floor's p50 %.2f ms", len(ours), ms(ours, 50), ms(ours, 100), ms(floor, 50))
	return nil
}

// hall is people who came in by a campaign's caller link, each with a socket.
type hall struct {
	path, alert string
	version     int
	came        chan arrival
	failed      chan error
	ctx         context.Context
	leave       context.CancelFunc
	listeners   sync.WaitGroup
	bare        *bareSockets
	frame       []byte // as the first listener heard it
}

type arrival struct {
	mark string
	at   time.Time
}

// hall makes a campaign with an alert bar, and lets so many people in.
func (p *pressing) hall(sockets int) (_ *hall, err error) {
	h := &hall{came: make(chan arrival, sockets), failed: make(chan error, 1)}
	h.ctx, h.leave = context.WithCancel(context.Background())
	defer func() {
		if err != nil {
			h.close()
		}
	}()
	var made struct{ ID string }
	if err := p.ask("POST", "/campaigns", map[string]string{"name": "A full hall"}, &made); err != nil {
		return nil, err
	}
	h.path = "/campaigns/" + made.ID
	var links struct{ Items []struct{ Token string } }
	if err := p.ask("GET", h.path+"/links", nil, &links); err != nil {
		return nil, err
	}
	if err := p.ask("POST", h.path+"/alerts", map[string]string{"text": "Welcome", "audience": "callers"}, &made); err != nil {
		return nil, err
	}
	h.alert, h.version = made.ID, 1
	live := make(chan struct{}, sockets)
	hands := make(chan struct{}, 16)
	for n := range sockets {
		h.listeners.Go(func() {
			hands <- struct{}{}
			c, err := comeIn(h.ctx, p.base, "c", links.Items[0].Token, fmt.Sprint("Caller ", n))
			<-hands
			if err == nil {
				live <- struct{}{}
				err = h.hear(c, n)
			}
			if err != nil && h.ctx.Err() == nil {
				select {
				case h.failed <- err:
				default:
				}
			}
		})
	}
	for range sockets {
		select {
		case <-live:
		case err := <-h.failed:
			return nil, err
		case <-time.After(patience):
			return nil, fmt.Errorf("%d sockets were not live in time", sockets)
		}
	}
	h.bare, err = openBare(sockets)
	return h, err
}

func (h *hall) close() {
	h.leave()
	h.listeners.Wait()
	if h.bare != nil {
		h.bare.close()
	}
}

// hear notes when each save has come.
func (h *hall) hear(c *websocket.Conn, n int) error {
	defer c.CloseNow()
	for {
		_, message, err := c.Read(h.ctx)
		if err != nil {
			return err
		}
		now := time.Now()
		var f struct {
			Kind string
			Data struct{ Alerts []struct{ HTML string } }
		}
		if err := json.Unmarshal(message, &f); err != nil {
			return err
		}
		if f.Kind != "campaign.messages_changed" || len(f.Data.Alerts) != 1 {
			continue
		}
		if n == 0 {
			h.frame = message // before it is told: whoever saves waits for all
		}
		h.came <- arrival{f.Data.Alerts[0].HTML, now}
	}
}

// save changes the text, and returns how long each socket waited for it.
func (h *hall) save(p *pressing, n int) ([]time.Duration, error) {
	text := fmt.Sprintf("%d to go before the evening shift. Thank you, all of you.", 10_000+n)
	begin := time.Now()
	if err := p.ask("PATCH", h.path+"/alerts/"+h.alert, map[string]any{"version": h.version, "text": text}, nil); err != nil {
		return nil, err
	}
	h.version++
	var took []time.Duration
	for range cap(h.came) {
		select {
		case a := <-h.came:
			if a.mark != "<p>"+text+"</p>" {
				return nil, fmt.Errorf("%q came, not %q", a.mark, text)
			}
			took = append(took, a.at.Sub(begin))
		case err := <-h.failed:
			return nil, err
		case <-time.After(patience):
			return nil, fmt.Errorf("%d of %d sockets have it", len(took), cap(h.came))
		}
	}
	return took, nil
}

// bareSockets is as many connections, with somebody who reads each.
type bareSockets struct {
	ends  []net.Conn
	came  chan time.Time
	reads sync.WaitGroup
}

func openBare(n int) (*bareSockets, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	defer l.Close()
	b := &bareSockets{came: make(chan time.Time, n)}
	for range n {
		far, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			b.close()
			return nil, err
		}
		near, err := l.Accept()
		if err != nil {
			far.Close()
			b.close()
			return nil, err
		}
		b.ends = append(b.ends, near)
		b.reads.Go(func() {
			defer far.Close()
			room := make([]byte, 64<<10)
			for {
				if _, err := far.Read(room); err != nil { // a frame of less than a segment comes whole
					return
				}
				b.came <- time.Now()
			}
		})
	}
	return b, nil
}

// write sends the bytes to all, one after the other.
func (b *bareSockets) write(frame []byte) ([]time.Duration, error) {
	begin := time.Now()
	for _, c := range b.ends {
		if _, err := c.Write(frame); err != nil {
			return nil, err
		}
	}
	took := make([]time.Duration, 0, len(b.ends))
	for range b.ends {
		select {
		case at := <-b.came:
			took = append(took, at.Sub(begin))
		case <-time.After(patience):
			return nil, fmt.Errorf("%d of %d sockets have it", len(took), len(b.ends))
		}
	}
	return took, nil
}

func (b *bareSockets) close() {
	for _, c := range b.ends {
		c.Close()
	}
	b.reads.Wait()
}
