package dialer

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"partyline/campaign"
	"partyline/fault"
)

// The driver's times: it looks twice a second, holds its lease for a few seconds, and takes ahead what it dials next.
const (
	TickEvery = 500 * time.Millisecond
	leaseFor  = 5 * time.Second
	renewAt   = 3 * time.Second // left
	aheadMost = 50
	aheadEach = 3                // for each line that is to be dialled
	aheadWait = 10 * time.Second // before it looks again for contacts where there were none
)

// Driver dials for the campaigns whose lease this node holds. Any number of nodes have one each: one of them holds a campaign's
// lease, and when it dies another takes it within seconds. What it has in memory may be lost: the next one gives it back.
type Driver struct {
	Service *Service
	Node    string // a name of this node's own
	Pacer   Pacer
	Starts  float64 // call starts a second that the carrier takes
	Log     *slog.Logger

	mu   sync.Mutex // guards runs; one Tick at a time
	runs map[string]*run
}

// run is what a driver remembers of one campaign.
type run struct {
	no     int64
	fence  int64
	until  time.Time
	ahead  []campaign.Contact
	look   time.Time // when to take ahead again
	tokens float64   // call starts saved up
	last   time.Time
}

// Tick drives every campaign once. What fails in one keeps no other waiting.
func (d *Driver) Tick(ctx context.Context) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	var ids []string
	err := d.Service.Store.Read(ctx, func(r Reader) (err error) {
		ids, err = r.Drivable()
		return err
	})
	if err != nil {
		return err
	}
	if d.runs == nil {
		d.runs = map[string]*run{}
	}
	there := map[string]bool{}
	for _, id := range ids {
		there[id] = true
		err = errors.Join(err, d.drive(ctx, id))
	}
	for id := range d.runs {
		if !there[id] {
			err = errors.Join(err, d.release(ctx, id))
		}
	}
	return err
}

// Close gives back what was taken ahead, and the leases, so that another node goes on at once.
func (d *Driver) Close(ctx context.Context) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	var all error
	for id := range d.runs {
		all = errors.Join(all, d.release(ctx, id))
	}
	return all
}

// release gives one campaign back.
func (d *Driver) release(ctx context.Context, id string) error {
	m := d.runs[id]
	delete(d.runs, id)
	err := d.Service.Campaigns.Return(ctx, id, holder(m.fence), nil)
	return errors.Join(ours(err), d.Service.Store.Write(ctx, func(tx Tx) error { return tx.StopDriving(m.no, d.Node) }))
}

// drive is one tick of one campaign.
func (d *Driver) drive(ctx context.Context, id string) error {
	m, err := d.hold(ctx, id)
	if err != nil || m == nil {
		return err
	}
	s := d.Service
	if err := s.tidy(ctx, id); err != nil {
		return err
	}
	var crowd Crowd
	var c campaign.Campaign
	err = s.Store.Read(ctx, func(r Reader) (err error) {
		if c, err = r.Campaign(id); err != nil {
			return err
		}
		crowd, err = r.Crowd(m.no)
		return err
	})
	if err != nil {
		return err
	}
	now := s.Clock.Now()
	m.tokens = min(m.tokens+d.Starts*now.Sub(m.last).Seconds(), max(1, d.Starts))
	m.last = now
	if !c.Paused.IsZero() || !c.Ended.IsZero() || crowd.Up == 0 {
		return d.putBack(ctx, id, m)
	}
	n := lines(d.Pacer, Situation{Free: crowd.Free, Callers: crowd.Up, InFlight: crowd.InFlight, Tokens: int(m.tokens)})
	for n > 0 {
		p, ok, err := d.next(ctx, id, m, n)
		if err != nil || !ok {
			return err
		}
		why, err := s.claim(ctx, id, m.fence, p.No)
		if fault.As(err).Code == errFenced.Code && err != nil {
			delete(d.runs, id)
			return nil
		}
		if err != nil {
			return err
		}
		switch why {
		case Nothing:
			n--
			m.tokens--
		case NotRunning, NoCallerID:
			return d.putBack(ctx, id, m)
		}
	}
	return nil
}

// hold takes or renews the lease; nil when another node has it. A new lease begins by giving back what those before had in hand.
func (d *Driver) hold(ctx context.Context, id string) (*run, error) {
	s := d.Service
	now := s.Clock.Now()
	m := d.runs[id]
	if m != nil && m.until.Sub(now) > leaseFor-renewAt {
		return m, nil
	}
	var fence, no int64
	var held bool
	err := s.write(ctx, func(w *work) error {
		c, err := w.Campaign(id)
		if err != nil {
			return err
		}
		no = c.No
		v, known, err := w.Driver(no)
		if err != nil {
			return err
		}
		if fence, held, err = w.Drive(no, d.Node, w.now, w.now.Add(leaseFor)); err != nil || !held {
			return err
		}
		if !known || v.Until.Before(w.now.Add(-leaseFor)) { // nobody drove it: its sentence said so
			return w.Do(campaign.JobTell, id, w.now)
		}
		return nil
	})
	if err != nil || !held {
		delete(d.runs, id)
		return nil, ours(err)
	}
	if m != nil && m.fence == fence {
		m.until = now.Add(leaseFor)
		return m, nil
	}
	m = &run{no: no, fence: fence, until: now.Add(leaseFor), last: now, tokens: max(1, d.Starts)}
	d.runs[id] = m
	var holders []string
	err = s.Store.Read(ctx, func(r Reader) (err error) {
		holders, err = r.Holders(no)
		return err
	})
	for _, h := range holders {
		if h != dialled && h != holder(fence) {
			err = errors.Join(err, s.Campaigns.Return(ctx, id, h, nil))
		}
	}
	return m, err
}

// next is the next contact that was taken ahead.
func (d *Driver) next(ctx context.Context, id string, m *run, n int) (campaign.Contact, bool, error) {
	now := d.Service.Clock.Now()
	if len(m.ahead) == 0 && !now.Before(m.look) {
		m.look = now.Add(aheadWait)
		got, err := d.Service.Campaigns.Take(ctx, id, holder(m.fence), min(aheadMost, aheadEach*n))
		if err != nil {
			return campaign.Contact{}, false, err
		}
		m.ahead = got
		if len(got) > 0 {
			m.look = now
		}
	}
	if len(m.ahead) == 0 {
		return campaign.Contact{}, false, nil
	}
	p := m.ahead[0]
	m.ahead = m.ahead[1:]
	return p, true, nil
}

// putBack gives back what was taken ahead: nobody is dialled just now, and the status must not say so.
func (d *Driver) putBack(ctx context.Context, id string, m *run) error {
	if len(m.ahead) == 0 {
		return nil
	}
	m.ahead, m.look = nil, time.Time{}
	return d.Service.Campaigns.Return(ctx, id, holder(m.fence), nil)
}

// tidy lets callers go who wish to, and ends talks of who has neither page nor phone any more.
func (s *Service) tidy(ctx context.Context, id string) error {
	var quiet, leaving []Caller
	err := s.Store.Read(ctx, func(r Reader) error {
		c, err := r.Campaign(id)
		if err != nil {
			return err
		}
		if quiet, err = r.Quiet(c.No, s.Clock.Now().Add(-SilentLimit)); err != nil {
			return err
		}
		all, err := r.Callers(c.No)
		for _, k := range all {
			if k.State == Waiting && k.Wish != NoWish {
				leaving = append(leaving, k)
			}
		}
		return err
	})
	for _, k := range quiet {
		err = errors.Join(err, s.write(ctx, func(w *work) error { return w.incomplete(k.ID, k.Attempt, Silent, "incomplete") }))
	}
	for _, k := range leaving {
		_, also := s.change(ctx, k.ID, func(w *work, k *Caller) error {
			crowd, err := w.Crowd(k.No)
			if err == nil {
				w.letGo(k, crowd, crowd.Free)
			}
			return err
		})
		err = errors.Join(err, also)
	}
	return err
}
