// Package nodes lets several servers on one database work as one, through Redis, which holds only what may be lost.
//
// Four things go through it: committed events and signs of life on their way to the other nodes
// (Bus), who is where, for a node that has just started (Recall), the turns of call starts,
// whose rate is the account's and not a node's (Turn), and how often somebody pressed (Press).
//
// Everything holds while Redis is stopped, empty, slow or cut off: nothing here waits for it
// longer than a moment, and nothing fails because of it. Events are then read from the log by the
// hubs' slow ticks, within a second; people are shown by the node that hears them; call starts go
// at each node's share of the rate, and each node counts the presses that it gets.
package nodes

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"

	"partyline/hub"
)

const (
	moment    = 250 * time.Millisecond // the longest that anybody waits for Redis
	settles   = 2 * time.Second        // behind its return some connections still fail: for up to a second a pool answers with its last error
	sendLimit = 2 * time.Second        // for one packet to the other nodes
)

// Options say where Redis is and what this node is called there.
type Options struct {
	URL    string // redis://[user:password@]host:port/db, rediss:// over TLS
	Prefix string // of keys and channels: installations that share a Redis have different ones
	Node   string // this node, unlike any other
	Log    *slog.Logger
}

// Redis is this node's end. New makes one without asking Redis for anything; Start begins to
// hear and to send; Close ends both. All methods may be called from any goroutine.
type Redis struct {
	Options
	client *redis.Client
	local  hub.LocalBus // this node's own hub hears at once, Redis or not
	out    outbox
	up     atomic.Bool  // Redis answers
	since  atomic.Int64 // when it began to, in nanoseconds behind began
	began  time.Time
	lost   atomic.Int64

	work   sync.WaitGroup
	ctx    context.Context
	cancel context.CancelFunc
	once   sync.Once
}

// New reads the address; the error is a sentence for whoever set it.
func New(o Options) (*Redis, error) {
	s, err := redis.ParseURL(o.URL)
	if err != nil {
		return nil, fmt.Errorf("REDIS_URL must be an address like redis://host:6379/0: %w", hide(err))
	}
	s.ClientName = "partyline"
	s.DialTimeout, s.ReadTimeout, s.WriteTimeout, s.PoolTimeout = moment*4, sendLimit, sendLimit, moment
	s.MaxRetries = -1 // whoever asks has something else to do
	s.ContextTimeoutEnabled = true
	s.PoolSize = 8
	s.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	r := &Redis{Options: o, client: redis.NewClient(s), began: time.Now()}
	r.out.wake = make(chan struct{}, 1)
	r.ctx, r.cancel = context.WithCancel(context.Background())
	return r, nil
}

// hide keeps a password in the address out of the log.
func hide(err error) error {
	return errors.New("it could not be read (" + fmt.Sprintf("%T", err) + ")")
}

// Start begins to hear the other nodes and to tell them. A Redis that is away is not an error.
func (r *Redis) Start() {
	r.once.Do(func() {
		r.work.Go(r.send)
		r.work.Go(r.hear)
	})
}

// Close ends hearing and sending; what waits is lost to the other nodes until their slow tick.
// It may be called twice, and before Start.
func (r *Redis) Close() error {
	r.once.Do(func() {})
	r.cancel()
	r.work.Wait()
	return r.client.Close()
}

// Up says whether Redis answers. Failures in the first two seconds of that change nothing; hearing goes on asking.
func (r *Redis) Up() bool { return r.up.Load() }

// Lost is how many packets could not be handed to Redis; the other nodes read them from the log.
func (r *Redis) Lost() int64 { return r.lost.Load() }

// tell notes how asking went, and logs when that changes.
func (r *Redis) tell(err error) {
	switch at := int64(time.Since(r.began)); {
	case err == nil:
		if !r.up.Load() {
			r.since.Store(at) // before it is up: who fails at the same moment finds it
		}
		if !r.up.Swap(true) {
			r.Log.Info("Redis answers: nodes hear of each other at once")
		}
	case r.ctx.Err() == nil && at-r.since.Load() >= int64(settles):
		if r.up.Swap(false) {
			r.Log.Warn("Redis is away: nodes hear of each other within a second, from the database", "error", err)
		}
	}
}

// pause waits a little before Redis is asked again; false when the node stops.
func (r *Redis) pause(d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-r.ctx.Done():
		return false
	}
}
