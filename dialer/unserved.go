package dialer

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"partyline/campaign"
)

// The promise that a Watch looks after: nobody waits for so long while nobody was dialled for so long, though somebody can be.
const (
	WatchEvery  = 5 * time.Second
	WaitsLong   = 20 * time.Second
	NoDialFor   = time.Minute
	NoAnswerFor = 3 * time.Minute // nor for so long while what was dialled last rings for all of them, as far as is known
)

// Watch sees whether callers wait though there is somebody to dial. It reads what is written, and asks no driver: one that has
// died, or stopped to dial, is what it is there for. Any number of nodes may have one each, and each counts for itself.
//
// A campaign in launch mode is passed over: there a clicker's press begins each dial.
type Watch struct {
	Service *Service
	Log     *slog.Logger

	looks sync.Mutex        // guards runs; one look at a time
	runs  map[string]*vigil // by campaign, while somebody waits in it for whom nothing rings
	count atomic.Int64      // callers who are unserved, as of the last look
}

// vigil is what a watch remembers of a campaign.
type vigil struct {
	since time.Time // all has been so, without a break
	told  bool
}

// Unserved is how many callers waited for too long, when last looked at. It is safe at any time.
func (w *Watch) Unserved() int64 { return w.count.Load() }

// Run looks again and again until the context ends.
func (w *Watch) Run(ctx context.Context, wait func(ctx context.Context, d time.Duration) error) {
	for wait(ctx, WatchEvery) == nil {
		if err := w.Look(ctx); err != nil && ctx.Err() == nil {
			w.Log.Warn("could not see whether callers wait", "error", err)
		}
	}
}

// Look looks at every campaign once. What cannot be read in one is looked at the next time, and keeps no other waiting.
func (w *Watch) Look(ctx context.Context) error {
	w.looks.Lock()
	defer w.looks.Unlock()
	var ids []string
	err := w.Service.Store.Read(ctx, func(r Reader) (err error) {
		ids, err = r.Drivable()
		return err
	})
	if err != nil {
		return err
	}
	unserved, runs := 0, map[string]*vigil{}
	for _, id := range ids {
		var v waits
		also := w.Service.Store.Read(ctx, func(r Reader) (err error) {
			v, err = w.Service.waitsFor(r, id)
			return err
		})
		if also != nil {
			err = errors.Join(err, ours(also))
			continue
		}
		if !v.kept {
			continue
		}
		m := w.runs[id]
		if m == nil {
			m = &vigil{since: v.now}
		}
		runs[id] = m
		n := v.unserved(m.since)
		unserved += n
		switch {
		case n == 0:
			m.told = false
		case !m.told:
			m.told = true
			w.Log.Error("callers wait and nobody is dialled, though there is somebody to dial", "code", "nobody_dialled", "campaign", id,
				"callers", n, "waited", v.now.Sub(v.waiting[0]).Round(time.Second), "last_dial", v.last, "could_be_dialled", v.left)
		}
	}
	w.runs = runs
	w.count.Store(int64(unserved))
	return err
}

// waits is what is known of a campaign's waiting callers at an instant.
type waits struct {
	now     time.Time
	kept    bool        // callers wait, and there is somebody to dial for them
	rings   bool        // for each of them, as far as is known
	waiting []time.Time // since when each caller does who can be given a contact, the longest first
	last    time.Time   // when somebody was dialled last; zero: never
	left    int64       // contacts who can be dialled now, those in a driver's hands among them
}

// unserved is how many callers the promise is broken to; since is how long all has been as it is.
func (v waits) unserved(since time.Time) (n int) {
	if v.last.After(since) {
		since = v.last
	}
	bound := NoDialFor
	if v.rings {
		bound = NoAnswerFor
	}
	if v.now.Sub(since) < bound {
		return 0
	}
	for _, at := range v.waiting {
		if v.now.Sub(at) >= WaitsLong {
			n++
		}
	}
	return n
}

// waitsFor reads what a watch judges by.
func (s *Service) waitsFor(r Reader, id string) (v waits, err error) {
	v.now = s.Clock.Now()
	c, err := r.Campaign(id)
	if err != nil {
		return v, err
	}
	crowd, err := r.Crowd(c.No)
	if err != nil || crowd.Free == 0 {
		return v, err
	}
	status, st, err := s.Campaigns.StatusIn(r, c)
	if err != nil {
		return v, err
	}
	v.left = st.Dialable + status.Counts.InFlight - int64(crowd.Open)
	launch := status.Clicking.On && c.Mode == campaign.ModeLaunch
	if launch || v.left <= 0 || st.State != campaign.Running && st.Cause != "dialer" {
		return v, nil
	}
	all, err := r.Callers(c.No)
	if err != nil {
		return v, err
	}
	for _, k := range all {
		if k.Counted() {
			v.waiting = append(v.waiting, k.Since)
		}
	}
	v.kept, v.rings = len(v.waiting) > 0, crowd.InFlight >= crowd.Free
	v.last, err = r.LastDial(c.No)
	return v, err
}
