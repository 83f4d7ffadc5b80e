// Package client is the server's end of one browser's socket: reading frames, writing prepared ones, closing with a reason.
package client

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"partyline/event"
	"partyline/fault"
	"partyline/hub"
)

// Subprotocol is what browsers ask for in the handshake.
const Subprotocol = "partyline.v1"

// Authorizer says what one login may hear. It is asked at every subscription and again every
// few seconds, so that a right taken away ends what it allowed.
type Authorizer interface {
	// MaySubscribe returns nil or a fault. SignedOut closes the socket; Internal and Busy
	// mean that it could not be found out, and leave standing what there is; any other kind
	// refuses or ends the subscription.
	MaySubscribe(ctx context.Context, topic event.Topic) error
}

// Login is who is at the other end of a socket.
type Login struct {
	ID     string // of the login: sockets with the same one have the same rights
	User   string // id of the person, for presence; empty: takes no part in it
	Name   string // as others see it
	Rights Authorizer
}

// Handler takes the frames of one further type. It is called on the reader's goroutine, one
// frame of a socket at a time; message is only valid until it returns. ctx ends when the
// sockets shut down; what can wait gets a deadline of its own.
type Handler func(ctx context.Context, s *Socket, message []byte)

// Options say what sockets work with. Hub is needed; the rest has defaults.
type Options struct {
	Hub      *hub.Hub
	Logger   *slog.Logger
	Presence Presence // nil: a LocalPresence over Hub
	Memory   Memory   // of that one; nil with a single node

	BusAway func() bool // asked once a second, must not wait: pages are told when it changes; nil with a single node

	PingEvery    time.Duration // 0: 25 seconds; nothing heard for two of them: closed as Silent
	RecheckEvery time.Duration // 0: 3 seconds
	Messages     int           // a browser may send in a second, twice as many at once; 0: 100, below 0: any number
	Topics       int           // a browser may listen to at once; 0: 64

	Handlers map[string]Handler // by type of frame
}

// Sockets are all the open sockets of this node. New makes them; Start begins pings and
// rechecks; Shutdown or Close ends everything.
type Sockets struct {
	Options
	local   *LocalPresence // nil: the presence is somebody else's
	wheel   wheel
	reports reports

	mu sync.Mutex
	// All below is guarded by mu.
	started bool
	closing bool
	reading reading
	spread  time.Duration  // of Shutdown
	away    bool           // of the bus, as pages were told
	open    sync.WaitGroup // Add only under mu and before closing

	stop     context.CancelFunc
	stopping context.Context
	work     sync.WaitGroup
}

// New returns sockets that have not started. It panics without a hub.
func New(o Options) *Sockets {
	if o.Hub == nil {
		panic("client: a hub is needed")
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.PingEvery <= 0 {
		o.PingEvery = 25 * time.Second
	}
	if o.RecheckEvery <= 0 {
		o.RecheckEvery = 3 * time.Second
	}
	if o.Messages == 0 {
		o.Messages = 100
	}
	if o.Topics <= 0 {
		o.Topics = 64
	}
	a := &Sockets{Options: o, reading: byGoroutine{}}
	if a.Presence == nil {
		a.local = NewLocalPresence(o.Hub.Signal)
		a.local.Memory = o.Memory
		a.Presence = a.local
	}
	a.stopping, a.stop = context.WithCancel(context.Background())
	return a
}

var errClosing = fault.New(fault.Busy, "closing", "This server is stopping. Try again in a moment.")

// Start begins pings, rechecks and presence. A second call does nothing; after Shutdown or
// Close it is an error.
func (a *Sockets) Start() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closing {
		return errClosing
	}
	if a.started {
		return nil
	}
	a.started = true
	if p, err := newPoller(); err == nil {
		a.reading = p
	} else if !errors.Is(err, errors.ErrUnsupported) {
		a.Logger.Warn("sockets are read by a goroutine each, which takes twice the memory", "error", err)
	}
	a.every(a.PingEvery/slots, func() { a.wheel.turn() })
	a.every(a.RecheckEvery, func() { a.Recheck(a.stopping, nil) })
	if a.BusAway != nil {
		a.every(tellInterval, a.tellBus)
	}
	if a.local != nil {
		a.every(tellInterval, func() { a.local.Turn(time.Now().UTC()) })
	}
	return nil
}

// Heard takes a sign that the hub got from any node, this one included.
func (a *Sockets) Heard(s hub.Sign) {
	if a.local != nil {
		a.local.Heard(s)
	}
}

// every runs f again and again until the sockets are closed.
func (a *Sockets) every(d time.Duration, f func()) {
	a.work.Go(func() {
		t := time.NewTicker(max(d, time.Millisecond))
		defer t.Stop()
		for {
			select {
			case <-a.stopping.Done():
				return
			case <-t.C:
				f()
			}
		}
	})
}

// Closing says whether new sockets are refused: the handler then answers errClosing's like.
func (a *Sockets) Closing() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.closing
}

// Serve takes over an accepted socket that is open and serves it until it ends. It returns
// at once. While closing it only tells the browser so.
func (a *Sockets) Serve(conn *Conn, who Login) {
	s := &Socket{sockets: a, conn: conn, login: who}
	conn.attach(s.spend, &a.reports)
	a.mu.Lock()
	if a.closing {
		in := a.spread
		a.mu.Unlock()
		s.goAway(in)
		go s.part(nil)
		return
	}
	a.open.Add(1)
	a.reports.opened.Add(1)
	a.wheel.add(s)
	if a.away {
		s.Send(busFrame(true)) // under mu: before what tellBus says next
	}
	reading := a.reading
	a.mu.Unlock()
	reading.read(s)
}

// Recheck asks again for the rights of all open sockets whose login about says yes to, or of
// all, and ends the subscriptions that are no longer allowed. Call it when rights change to
// not wait for the next round.
func (a *Sockets) Recheck(ctx context.Context, about func(Login) bool) {
	type question struct {
		login string
		topic event.Topic
	}
	answers := map[question]error{}
	for s := range a.wheel.all() {
		if about != nil && !about(s.login) {
			continue
		}
		for _, sub := range s.subscriptions() {
			if ctx.Err() != nil {
				return
			}
			q := question{s.login.ID, sub.Topic()}
			err, known := answers[q]
			if !known || q.login == "" {
				err = s.mayHear(ctx, q.topic)
				answers[q] = err
			}
			s.judge(sub, err)
		}
	}
}

// Shutdown refuses new sockets, tells every browser when to come back (spread evenly over
// the given time), closes them, and waits until they are gone or ctx ends; the rest is then
// closed at once. It may be called twice.
func (a *Sockets) Shutdown(ctx context.Context, spread time.Duration) {
	a.mu.Lock()
	if !a.closing {
		a.closing, a.spread = true, spread
	}
	a.mu.Unlock()
	a.stop()
	var open []*Socket
	for s := range a.wheel.all() {
		open = append(open, s)
	}
	for i, s := range open {
		s.goAway(spread * time.Duration(i+1) / time.Duration(len(open)))
	}
	gone := make(chan struct{})
	go func() { a.open.Wait(); close(gone) }()
	select {
	case <-gone:
	case <-ctx.Done():
		for _, s := range open {
			s.conn.cut()
		}
		<-gone
	}
	a.work.Wait()
	a.mu.Lock()
	reading := a.reading
	a.reading = byGoroutine{}
	a.mu.Unlock()
	reading.close()
}

// Close closes everything at once. It may be called twice, and before Start.
func (a *Sockets) Close() error {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	a.Shutdown(ctx, 0)
	return nil
}

// Count is how many sockets are open.
func (a *Sockets) Count() int { return a.wheel.count() }
