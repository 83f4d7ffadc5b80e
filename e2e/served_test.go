package e2e

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"partyline/campaign"
	"partyline/dialer"
)

// moment is something that changes whether callers are served in a campaign, and what it does.
type moment struct {
	at   time.Time
	does func(s *serving)
}

// serving is a campaign at an instant.
type serving struct {
	running bool                 // so says the status
	ready   int64                // contacts who can be dialled
	taken   int64                // those in flight, as the counts have them: in a driver's hands, or with an attempt
	open    int                  // attempts that are not over
	waiting map[string]time.Time // callers, and since when
	flying  int                  // dials that nobody has answered yet
	down    int                  // servers that were killed and are not back
}

// unserved says whether somebody waits for whom nothing rings, though somebody could be dialled.
func (s *serving) unserved() bool {
	return s.running && s.left() > 0 && len(s.waiting) > s.flying
}

func (s *serving) left() int64 { return s.ready + s.taken - int64(s.open) }

// longest is how long somebody has waited by then.
func (s *serving) longest(at time.Time) (d time.Duration) {
	for _, since := range s.waiting {
		d = max(d, at.Sub(since))
	}
	return d
}

// step is how much of the time between two entries in the books counts: in more the servers had no time themselves.
const step = 5 * time.Second

// stopped is for how long nobody is dialled when a driver has stopped. A machine that runs fifteen minutes in one, with other tests beside
// it, cannot be held to the minute of the promise: dialer/unserved_test.go is.
const stopped = 5 * dialer.NoDialFor

// served: nobody waited while nobody was dialled, for so long that whoever dials has stopped, though the status said that the campaign runs.
func (r *rung) served(b *books, calls []call) {
	r.t.Helper()
	if n := strings.Count(r.log.String(), "code=nobody_dialled"); n > 0 {
		r.t.Logf("the servers said %d times that nobody was dialled: a minute is %.0f s here, and a busy machine may take them", n, 60/float64(r.speed))
	}
	most := time.Duration(0)
	for _, id := range r.campaigns {
		s := &serving{waiting: map[string]time.Time{}}
		var quiet time.Duration // that somebody is unserved; a server that was killed does not count until it is back
		var last time.Time
		said := false // once for each time
		for _, m := range r.moments(b, id, calls) {
			if s.unserved() && s.down == 0 {
				quiet += min(m.at.Sub(last), step)
				if most = max(most, quiet); quiet > stopped+2*r.slack() && s.longest(m.at) >= dialer.WaitsLong && !said {
					said = true
					r.t.Errorf("campaign %s: at %s nobody had been dialled for %s, with %d to dial, %d callers waiting, %d lines", id, m.at.Format("15:04:05"), quiet, s.left(), len(s.waiting), s.flying)
				}
			}
			before := s.flying
			m.does(s)
			if last = m.at; !s.unserved() || s.flying > before {
				quiet, said = 0, false
			}
		}
	}
	r.t.Logf("somebody waited, with nobody ringing for them and somebody to dial, for %s at most", most.Round(time.Second/10))
}

// moments is what the books say of a campaign, in the order of time.
func (r *rung) moments(b *books, id string, calls []call) (all []moment) {
	r.t.Helper()
	add := func(ms int64, does func(*serving)) {
		if ms > 0 {
			all = append(all, moment{time.UnixMilli(ms), does})
		}
	}
	for _, e := range find[struct {
		Kind, Data string
		At         int64
	}](b, `SELECT kind, data, at FROM events WHERE topic = $1 AND kind IN ('campaign.status_changed', 'dialer.callers_changed') ORDER BY seq`, "campaign/"+id) {
		if e.Kind == string(campaign.StatusChanged) {
			var v campaign.StatusView
			if err := json.Unmarshal([]byte(e.Data), &v); err != nil {
				r.t.Fatal(err)
			}
			add(e.At, func(s *serving) {
				s.running, s.taken = v.State == campaign.Running, v.Counts.InFlight
				s.ready = v.Counts.UndialedLandlines + v.Counts.UndialedCells + v.Counts.ReadyRetries
			})
			continue
		}
		var k dialer.CallerRow
		if err := json.Unmarshal([]byte(e.Data), &k); err != nil {
			r.t.Fatal(err)
		}
		add(e.At, func(s *serving) {
			if k.State != dialer.Waiting || !k.Phone || k.Wish != dialer.NoWish {
				delete(s.waiting, k.ID)
			} else if _, there := s.waiting[k.ID]; !there {
				s.waiting[k.ID] = time.UnixMilli(e.At)
			}
		})
	}
	for _, c := range calls {
		if c.Campaign != id {
			continue
		}
		add(c.Claimed, func(s *serving) { s.open++; s.flying++ })
		add(c.Closed, func(s *serving) { s.open-- })
		ends := c.Closed // of its flight: when somebody answered, or it was over
		for _, ms := range []int64{c.Answered, c.Bridged, c.Over} {
			if ms > 0 && ms < ends {
				ends = ms
			}
		}
		add(ends, func(s *serving) { s.flying-- })
	}
	for _, ms := range find[int64](b, `SELECT DISTINCT at FROM events`) { // somebody wrote something
		add(ms, func(*serving) {})
	}
	for _, d := range r.died {
		add(d[0].UnixMilli(), func(s *serving) { s.down++ })
		add(d[1].UnixMilli(), func(s *serving) { s.down-- })
	}
	slices.SortStableFunc(all, func(a, b moment) int { return a.at.Compare(b.at) })
	return all
}
