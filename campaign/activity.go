package campaign

import (
	"context"
	"time"
)

// Activity is what a campaign did in the last hour, minute by minute, the oldest first.
type Activity struct {
	At      time.Time  `json:"at"`
	Minutes []Minute   `json:"minutes" doc:"60, the last one is the present minute, not over yet"`
	Zones   []ZoneView `json:"zones" doc:"the counts by zone set"`
}

// Minute is one of them.
type Minute struct {
	At       time.Time `json:"at" doc:"when it began"`
	Approved int64     `json:"approved" doc:"numbers approved in it, by the moment of the press"`
	Dials    int64     `json:"dials" doc:"calls begun in it"`
	Talks    int64     `json:"talks" doc:"contacts that callers were given in it"`
}

// ZoneView is the contacts of one zone set, counted as the campaign's: what is ready in a shut one is outside hours.
type ZoneView struct {
	Zones  []string   `json:"zones" doc:"all that a contact may be in"`
	Open   bool       `json:"open" doc:"all of them are inside the hours"`
	Next   *time.Time `json:"next_at,omitempty" doc:"when it opens; absent when open, or when it never does"`
	Counts Counts     `json:"counts"`
}

// The paces of clicking and of calls are taken over the last minutes; minutes are kept as numbers since 1970.
const (
	paceOver = 5 * time.Minute
	hour     = 60
)

func minuteOf(t time.Time) int64 { return t.Unix() / 60 }

// Activity is the last hour of a campaign, and its counts by zone set.
func (s *Service) Activity(ctx context.Context, id string) (out Activity, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		c, err := r.Campaign(id)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		first := minuteOf(now) - hour + 1
		by, err := r.Minutes(c.No, first)
		if err != nil {
			return err
		}
		calls, err := r.Calls(c.No, first)
		if err != nil {
			return err
		}
		out = Activity{At: now, Minutes: make([]Minute, hour), Zones: []ZoneView{}}
		for i := range out.Minutes {
			m := first + int64(i)
			out.Minutes[i] = Minute{At: time.Unix(m*60, 0).UTC(), Approved: by[m], Dials: calls[m].Dials, Talks: calls[m].Talks}
		}
		zones, err := r.Zones(c.No)
		for _, z := range zones {
			v := ZoneView{Zones: z.Zones, Open: c.Hours.Dialable(z.Zones, now), Counts: Count([]ZoneCounts{z}, c.Hours, now)}
			if at, ok := c.Hours.NextOpen(z.Zones, now); ok && !v.Open {
				v.Next = &at
			}
			out.Zones = append(out.Zones, v)
		}
		return err
	})
	return out, err
}

// PaceOf is approvals, or calls, an hour as the last minutes went, 0 when there were none: from the first minute with one, over a minute
// at least, so that somebody who began just now is not counted as slow.
func PaceOf(by map[int64]int64, now time.Time) int64 {
	var n int64
	began := now
	for m, done := range by {
		at := time.Unix(m*60, 0)
		if done == 0 || at.After(now) || at.Before(now.Add(-paceOver)) {
			continue
		}
		n += done
		if at.Before(began) {
			began = at
		}
	}
	return n * int64(time.Hour) / int64(max(now.Sub(began), time.Minute))
}

// pace adds how fast a campaign's clickers are, and when they are done at that.
func (s *Service) pace(r Reader, no int64, v *ClickingView) error {
	now := s.Clock.Now()
	by, err := r.Minutes(no, minuteOf(now.Add(-paceOver)))
	if v.AnHour = PaceOf(by, now); v.AnHour > 0 && v.Left > 0 && v.Over == "" {
		done := now.Add(time.Duration(float64(v.Left) / float64(v.AnHour) * float64(time.Hour))).Truncate(time.Second)
		v.DoneAt = &done
	}
	return err
}
