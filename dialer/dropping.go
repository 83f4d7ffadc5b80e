package dialer

import (
	"context"
	"time"

	"partyline/campaign"
)

// windowDays is how many days a drop rate is judged over.
const windowDays = 30

// DropDay is one day of the drop report, and the 30 days that end with it.
type DropDay struct {
	Day                       string // YYYY-MM-DD in the campaign's zone
	Calls, Connected, Dropped int64
	From                      string // the first day of the 30
	WindowConnected           int64
	WindowDropped             int64
}

// Rate is drops ÷ (drops + connected); 0 where nobody answered.
func Rate(dropped, connected int64) float64 {
	if dropped == 0 {
		return 0
	}
	return float64(dropped) / float64(dropped+connected)
}

// Over says whether the 30 days are over the limit.
func (d DropDay) Over() bool { return Rate(d.WindowDropped, d.WindowConnected) > campaign.DropLimit }

// Drops is a campaign's days from the first with a call to the last, those without calls too.
func (s *Reports) Drops(ctx context.Context, id string) (out []DropDay, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		c, err := r.Campaign(id)
		if err != nil {
			return err
		}
		hours, err := r.Tally(c.No, Span{}, ByHour)
		out = dropDays(hours, c.Place())
		return err
	})
	return out, err
}

// dropDays is pure.
func dropDays(hours []Tally, place *time.Location) (out []DropDay) {
	by := map[string]Figures{}
	var first, last time.Time
	for _, t := range hours {
		at := time.Unix(atoi(t.Key)*3600, 0).In(place)
		f := by[at.Format(time.DateOnly)]
		f.add(t.Figures)
		by[at.Format(time.DateOnly)] = f
		if first.IsZero() || at.Before(first) {
			first = at
		}
		if at.After(last) {
			last = at
		}
	}
	if first.IsZero() {
		return nil
	}
	y, m, d := first.Date()
	for n := 0; ; n++ {
		day := time.Date(y, m, d+n, 12, 0, 0, 0, place)
		v := DropDay{Day: day.Format(time.DateOnly), From: day.AddDate(0, 0, 1-windowDays).Format(time.DateOnly)}
		f := by[v.Day]
		v.Calls, v.Connected, v.Dropped = f.Calls, f.Contacts, f.Dropped
		v.WindowConnected, v.WindowDropped = f.Contacts, f.Dropped
		for back := 1; back < windowDays; back++ {
			f := by[day.AddDate(0, 0, -back).Format(time.DateOnly)]
			v.WindowConnected += f.Contacts
			v.WindowDropped += f.Dropped
		}
		out = append(out, v)
		if v.Day >= last.Format(time.DateOnly) {
			return out
		}
	}
}
