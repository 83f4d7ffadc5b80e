package dialer

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"partyline/campaign"
	"partyline/fault"
)

// The driver's times: it decides twice a second, holds its lease for a few seconds, and takes ahead what it dials next.
const (
	TickEvery = 500 * time.Millisecond
	leaseFor  = 5 * time.Second
	renewAt   = 3 * time.Second // left
	aheadMost = 50
	aheadEach = 3                // for each caller for whom may be dialled
	siftMost  = 20               // lots in one look, while those in them were called today
	claimers  = 4                // claims that are written at the same moment
	queueFor  = 8 * time.Second  // of call starts, at most, wait for their turn at the carrier: far less than PlaceWait
	tryEvery  = 10 * time.Second // one number, while the carrier refuses all, or its answers are lost
)

// Driver dials for the campaigns whose lease this node holds. Any number of nodes have one each: one of them holds a campaign's
// lease, and when it dies another takes it within seconds: when it has not seen it renewed, whatever the clocks of the two say.
//
// It has three hands. One looks at the database: leases, callers, dials in flight, and what can be dialled next, which it takes
// ahead. One decides twice a second how many to dial, from what the first saw and from what was decided since; it never waits for
// the database. The third writes the claims, each in a transaction that looks at everything again. What a driver has in memory
// may be lost: the next one gives it back.
type Driver struct {
	Service *Service
	Node    string // a name of this node's own
	Pacer   Pacer
	Starts  float64 // call starts a second that the carrier takes, of all campaigns and sessions together
	Log     *slog.Logger
	// Ticked hears how long each decision took, of the wall; nil: nobody does.
	Ticked func(time.Duration)

	looks  sync.Mutex       // one look at a time; not held by decisions; guards others
	others map[string]sight // leases that other nodes have, by campaign

	mu    sync.Mutex // guards what follows and what is in it; never held during anything that waits
	runs  map[string]*run
	saved float64 // call starts that may be used now
	last  time.Time
}

// run is what a driver remembers of one campaign.
type run struct {
	id    string
	no    int64
	fence int64
	until time.Time
	ahead []int64

	crowd   Crowd     // as it was seen
	open    bool      // calls may be placed, and callers are there for them
	astray  bool      // more may be in its hands than ahead says: a claim or a taking ended, and nobody knows how
	lost    bool      // so may be the lease
	refused bool      // the carrier refuses all
	try     time.Time // then, or while it is mute: when to dial one, and see
	handed  int       // claims that were decided, ever
	written int       // claims that are written or were not possible, ever
	seen    int       // of those: before the crowd was looked at
}

// sight is a lease as it has been seen, unchanged, since an instant.
type sight struct {
	fence int64
	until time.Time
	since time.Time
}

// order is one contact that is to be dialled now.
type order struct {
	run     *run
	contact int64
	surplus int // so many more lines than free callers were decided on
}

// Run drives until the context ends: it looks again and again, decides every TickEvery, and has claims written meanwhile.
func (d *Driver) Run(ctx context.Context, wait func(ctx context.Context, d time.Duration) error) {
	orders, kick := make(chan order, 256), make(chan struct{}, 1)
	var hands sync.WaitGroup
	for range claimers {
		hands.Go(func() {
			for o := range orders {
				if err := d.write(ctx, o); err != nil && ctx.Err() == nil {
					d.Log.Warn("could not dial a contact", "error", err)
				}
			}
		})
	}
	hands.Go(func() {
		for range kick {
			if err := d.look(ctx); err != nil && ctx.Err() == nil {
				d.Log.Warn("could not look at campaigns", "error", err)
			}
		}
	})
	for wait(ctx, TickEvery) == nil {
		for _, o := range d.decide(cap(orders) - len(orders)) { // nobody else sends: there is room
			orders <- o
		}
		select {
		case kick <- struct{}{}:
		default: // it is at it
		}
	}
	close(orders)
	close(kick)
	hands.Wait()
}

// Tick looks, decides, and writes the claims, one after the other, until nothing is left to decide.
func (d *Driver) Tick(ctx context.Context) error {
	for {
		err := d.look(ctx)
		all := d.decide(1 << 10)
		for _, o := range all {
			err = errors.Join(err, d.write(ctx, o))
		}
		if err != nil || len(all) == 0 {
			return err
		}
	}
}

// decide says who is dialled now, at most so many. It reads and writes memory only.
func (d *Driver) decide(most int) (out []order) {
	begin := time.Now()
	now := d.Service.Clock.Now()
	d.mu.Lock()
	tokens := d.tokens(now)
	all := slices.Collect(maps.Values(d.runs))
	rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] }) // a map's own order favours some of the few
	for _, m := range all {
		if !m.open {
			continue
		}
		in := Situation{Free: m.crowd.Free, Callers: m.crowd.Up, InFlight: m.crowd.InFlight + m.handed - m.seen, Tokens: tokens}
		n := lines(d.Pacer, in)
		if (m.refused || m.crowd.Mute) && n > 0 && len(m.ahead) > 0 {
			if in.InFlight > 0 || now.Before(m.try) {
				continue
			}
			n, m.try = 1, now.Add(tryEvery)
		}
		surplus := max(0, in.InFlight+n-in.Free)
		for ; n > 0 && len(m.ahead) > 0 && len(out) < most; n-- {
			out = append(out, order{m, m.ahead[0], surplus})
			m.ahead = m.ahead[1:]
			m.handed++
			tokens--
			d.saved--
		}
	}
	d.mu.Unlock()
	if d.Ticked != nil {
		d.Ticked(time.Since(begin))
	}
	return out
}

// tokens is how many calls may be begun now, for all campaigns of this node: what the carrier takes in the time that has passed, saved up
// for a second, as long as not too many wait for their turn already. Other nodes and leaders' sessions take turns as well.
func (d *Driver) tokens(now time.Time) int {
	if d.last.IsZero() {
		d.saved = max(1, d.Starts)
	} else {
		d.saved = min(d.saved+d.Starts*now.Sub(d.last).Seconds(), max(1, d.Starts))
	}
	d.last = now
	room := max(1, int(d.Starts*queueFor.Seconds()))
	for _, m := range d.runs {
		room -= m.crowd.Unplaced + m.handed - m.seen
	}
	return max(0, min(int(d.saved), room))
}

// write claims one contact.
func (d *Driver) write(ctx context.Context, o order) error {
	why, err := d.Service.claim(ctx, o.run.id, o.run.fence, o.contact, o.surplus)
	d.mu.Lock()
	defer d.mu.Unlock()
	o.run.written++
	if err != nil || why != Nothing {
		d.saved++
	}
	switch {
	case err != nil && fault.As(err).Code == errFenced.Code:
		o.run.open, o.run.lost = false, true
		return nil
	case err != nil:
		o.run.astray = true
	case why == CallersLeft: // it is still in hand
		o.run.ahead = append([]int64{o.contact}, o.run.ahead...)
	case why == NotRunning, why == NoCallerID, why == Unlaunched:
		o.run.open = false // what is in hand goes back with the next look
	}
	return err
}

// Close gives back what was taken ahead, and the leases, so that another node goes on at once. Nothing runs any more.
func (d *Driver) Close(ctx context.Context) error {
	d.looks.Lock()
	defer d.looks.Unlock()
	d.mu.Lock()
	all := d.runs
	d.runs = nil
	d.mu.Unlock()
	var err error
	for _, m := range all {
		err = errors.Join(err, d.release(ctx, m))
	}
	return err
}

// release gives one campaign back.
func (d *Driver) release(ctx context.Context, m *run) error {
	err := d.Service.Campaigns.Return(ctx, m.id, holder(m.fence), nil)
	return errors.Join(ours(err), d.Service.Store.Write(ctx, func(tx Tx) error { return tx.StopDriving(m.no, d.Node) }))
}

// contacts is their numbers.
func contacts(all []campaign.Contact) []int64 {
	out := make([]int64, len(all))
	for i, p := range all {
		out[i] = p.No
	}
	return out
}
