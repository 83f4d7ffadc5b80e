package dialer

import (
	"context"
	"errors"
	"maps"
	"strings"
	"time"

	"partyline/campaign"
)

// look sees how things are with every campaign: its lease, its callers, its dials, and what can be dialled next. What fails in one
// keeps no other waiting.
func (d *Driver) look(ctx context.Context) error {
	d.looks.Lock()
	defer d.looks.Unlock()
	var ids []string
	err := d.Service.Store.Read(ctx, func(r Reader) (err error) {
		ids, err = r.Drivable()
		return err
	})
	if err != nil {
		return err
	}
	there := map[string]bool{}
	for _, id := range ids {
		there[id] = true
		err = errors.Join(err, d.lookAt(ctx, id))
	}
	maps.DeleteFunc(d.others, func(id string, _ sight) bool { return !there[id] })
	d.mu.Lock()
	var over []*run
	for id, m := range d.runs {
		if !there[id] {
			m.open = false
			over = append(over, m)
		}
	}
	d.mu.Unlock()
	for _, m := range over {
		if also := d.release(ctx, m); also != nil { // again with the next look
			err = errors.Join(err, also)
			continue
		}
		d.mu.Lock()
		delete(d.runs, m.id)
		d.mu.Unlock()
	}
	return err
}

// lookAt sees how things are with one campaign.
func (d *Driver) lookAt(ctx context.Context, id string) error {
	m, err := d.hold(ctx, id)
	if err != nil || m == nil {
		return err
	}
	s := d.Service
	if err := s.tidy(ctx, id); err != nil {
		return err
	}
	d.mu.Lock()
	written := m.written // those are in what is seen now
	d.mu.Unlock()
	var crowd Crowd
	var c campaign.Campaign
	var lease Lease
	clicking, ready := true, false
	err = s.Store.Read(ctx, func(r Reader) (err error) {
		if c, err = r.Campaign(id); err != nil {
			return err
		}
		if clicking, _, err = r.Clicking(c.Organisation); err != nil {
			return err
		}
		if lease, _, err = r.Driver(m.no); err != nil {
			return err
		}
		if crowd, err = r.Crowd(m.no); err != nil || crowd.Free == 0 {
			return err
		}
		streams, err := r.Zoned(m.no)
		ready = c.Ready(streams, s.Clock.Now())
		return err
	})
	if err != nil {
		return err
	}
	open := c.Paused.IsZero() && c.Ended.IsZero() && len(c.CallerIDs) > 0 && crowd.Up > 0 &&
		(!clicking || c.Mode != campaign.ModeLaunch) // then every dial is begun by somebody's click
	now := s.Clock.Now()
	d.mu.Lock()
	m.crowd, m.open, m.seen = crowd, open, written
	if refused := lease.Refused != ""; refused != m.refused {
		m.refused, m.try = refused, now.Add(tryEvery)
	}
	ahead, most := len(m.ahead), min(aheadMost, aheadEach*crowd.Free)
	astray := m.astray
	d.mu.Unlock()
	switch {
	case !open || astray:
		return d.putBack(ctx, m)
	case ahead > 0 && 2*ahead >= most || most == 0 || !ready:
		return nil
	}
	got, err := d.takeAhead(ctx, m, most-ahead)
	d.mu.Lock()
	defer d.mu.Unlock()
	if err != nil {
		m.astray = true
		return err
	}
	m.ahead = append(m.ahead, got...)
	return nil
}

// takeAhead takes so many contacts that can be dialled next, or as many as there are. Those whom somebody called today are put aside
// together: claimed one by one, thousands of them in a row would keep callers waiting.
func (d *Driver) takeAhead(ctx context.Context, m *run, n int) (out []int64, err error) {
	for lot, tries := n, 0; tries < siftMost && len(out) < n; tries++ {
		got, err := d.Service.Campaigns.Take(ctx, m.id, holder(m.fence), lot)
		if err != nil {
			return nil, err
		}
		left, err := d.Service.sift(ctx, m.id, holder(m.fence), got)
		if err != nil {
			return nil, err
		}
		if out = append(out, left...); len(got) < lot {
			return out, nil
		}
		lot = aheadMost - len(out)
	}
	return out, nil
}

// sift puts those of taken contacts aside who were called often enough today, and says who is left. Whoever was given back meanwhile
// stays where they are.
func (s *Service) sift(ctx context.Context, id, holder string, taken []campaign.Contact) (left []int64, err error) {
	var phones []string
	for _, p := range taken {
		phones = append(phones, p.Phone)
	}
	if len(phones) == 0 {
		return nil, nil
	}
	var enough map[string]bool
	now := s.Clock.Now()
	err = s.Store.Read(ctx, func(r Reader) error {
		c, err := r.Campaign(id)
		if err == nil {
			enough, err = r.CalledEnough(c.Organisation, phones, now.Add(-capDays))
		}
		return err
	})
	var capped []int64
	for _, p := range taken {
		if enough[p.Phone] && p.Outcome != campaign.CallBack { // a call back was agreed on
			capped = append(capped, p.No)
		} else {
			left = append(left, p.No)
		}
	}
	if err != nil || len(capped) == 0 {
		return left, err
	}
	return left, s.write(ctx, func(w *work) error {
		if _, err := w.LockCampaign(id); err != nil {
			return err
		}
		return s.Campaigns.Aside(w, id, holder, capped, nil, w.now.Add(capWait))
	})
}

// putBack gives back what was taken ahead: nobody is dialled just now, and the status must not say so. What is being claimed
// this moment goes on, or finds that it may not. Where nobody knows what is in hand all of it goes back.
func (d *Driver) putBack(ctx context.Context, m *run) error {
	d.mu.Lock()
	back, astray := m.ahead, m.astray
	m.ahead, m.astray = nil, false
	d.mu.Unlock()
	switch {
	case astray:
		back = nil
	case len(back) == 0:
		return nil
	}
	err := d.Service.Campaigns.Return(ctx, m.id, holder(m.fence), back)
	d.mu.Lock()
	defer d.mu.Unlock()
	if err != nil {
		m.astray = true
	}
	return err
}

// watched says whether a lease may be taken or renewed, as far as this node knows: it is its own, was given back, or has not been renewed for
// as long as it lasts, by this node's clock, since this node has seen it first. What whoever has it wrote of its end is by another
// clock, which may be minutes off. Only whoever looks calls it.
func (d *Driver) watched(id string, v Lease, now time.Time) bool {
	if v.Node == d.Node || v.Node == "" || v.GivenBack() {
		delete(d.others, id)
		return true
	}
	was, seen := d.others[id]
	if !seen || was.fence != v.Fence || !was.until.Equal(v.Until) {
		if d.others == nil {
			d.others = map[string]sight{}
		}
		d.others[id] = sight{v.Fence, v.Until, now}
		return false
	}
	return now.Sub(was.since) >= leaseFor
}

// hold takes or renews the lease; nil when another node has it, to which goes what was in hand. A new run begins by giving back what
// those before had in hand, this node's own among them.
func (d *Driver) hold(ctx context.Context, id string) (*run, error) {
	s := d.Service
	now := s.Clock.Now()
	d.mu.Lock()
	m := d.runs[id]
	sure := m != nil && !m.lost
	d.mu.Unlock()
	if sure && m.until.Sub(now) > leaseFor-renewAt {
		return m, nil
	}
	var fence, no int64
	var v Lease
	err := s.Store.Read(ctx, func(r Reader) error {
		c, err := r.Campaign(id)
		if err == nil {
			no = c.No
			v, _, err = r.Driver(no)
		}
		return err
	})
	free, held, lapsed := err == nil && d.watched(id, v, now), false, v
	if v.Node == d.Node && now.Before(v.Until) {
		lapsed = Lease{}
	}
	if free {
		err = s.write(ctx, func(w *work) (err error) {
			if fence, held, err = w.Drive(no, d.Node, lapsed, w.now.Add(leaseFor)); err != nil || !held {
				return err
			}
			if fence != v.Fence || v.Until.Before(w.now.Add(-leaseFor)) { // nobody drove it: its sentence said so
				return w.Do(campaign.JobTell, id, w.now)
			}
			return nil
		})
	}
	if err == nil && !held && m != nil { // taken after whoever has the lease had looked
		err = s.Campaigns.Return(ctx, id, holder(m.fence), nil)
	}
	if err != nil || !held {
		d.mu.Lock()
		defer d.mu.Unlock()
		if err == nil {
			delete(d.runs, id)
		} else if m != nil { // again with the next look
			m.open, m.lost = false, true
		}
		return nil, ours(err)
	}
	if m != nil && m.fence == fence {
		d.mu.Lock()
		defer d.mu.Unlock()
		m.lost = false
		m.until = now.Add(leaseFor) // only whoever looks reads it
		return m, nil
	}
	m = &run{id: id, no: no, fence: fence, until: now.Add(leaseFor)}
	var holders []string
	err = s.Store.Read(ctx, func(r Reader) (err error) {
		holders, err = r.Holders(no)
		return err
	})
	for _, h := range holders {
		if h != dialled && !strings.HasPrefix(h, campaign.ShownPrefix) {
			err = errors.Join(err, s.Campaigns.Return(ctx, id, h, nil))
		}
	}
	if err != nil {
		return nil, err // again with the next look
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.runs == nil {
		d.runs = map[string]*run{}
	}
	d.runs[id] = m
	return m, nil
}
