package campaign

import (
	"slices"
	"sync"
	"time"
)

// Hours is when people are called: at most one span on each weekday, in the contact's own time zone.
type Hours []Day

// Day is the hours of one weekday, in minutes after local midnight.
type Day struct {
	Day    string `json:"day" enum:"monday,tuesday,wednesday,thursday,friday,saturday,sunday"`
	Opens  int    `json:"opens" minimum:"0" maximum:"1440" doc:"minutes after midnight at the contact's place"`
	Closes int    `json:"closes" minimum:"0" maximum:"1440"`
}

// Nobody is called outside of these, whatever a campaign says: hours may only narrow them.
const (
	Earliest = 8 * 60
	Latest   = 21 * 60
	lastBit  = 30 * time.Second // of open hours, in which no dial begins
)

var weekdays = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"} // as time.Weekday counts

// DefaultHours is 9:00 to 21:00 on every day.
func DefaultHours() Hours {
	h := Hours{}
	for i := range weekdays {
		h = append(h, Day{weekdays[(i+1)%7], 9 * 60, Latest})
	}
	return h
}

// check refuses hours that cannot be kept: out of 8:00–21:00, a day named twice, or less than an hour left.
func (h Hours) check() error {
	if len(h) == 0 {
		return invalid("hours", "Choose at least one day.")
	}
	seen := map[string]bool{}
	for _, d := range h {
		switch {
		case !slices.Contains(weekdays, d.Day):
			return invalid("hours", "There is no such day.")
		case seen[d.Day]:
			return invalid("hours", "A day has its hours once.")
		case d.Opens < Earliest || d.Closes > Latest:
			return invalid("hours", "Calls are possible from 8:00 to 21:00 at the contact's place; choose hours between them.")
		case d.Closes-d.Opens < 60:
			return invalid("hours", "The hours of a day must leave at least one hour.")
		}
		seen[d.Day] = true
	}
	return nil
}

// Open says whether calls are possible at that instant in all of these zones. Zones that are not known are shut.
func (h Hours) Open(zones []string, at time.Time) bool {
	for _, z := range zones {
		loc := location(z)
		if loc == nil {
			return false
		}
		local := at.In(loc)
		d, open := h.on(local.Weekday())
		minute := local.Hour()*60 + local.Minute()
		if !open || minute < max(d.Opens, Earliest) || minute >= min(d.Closes, Latest) {
			return false
		}
	}
	return len(zones) > 0
}

// Dialable is Open, but not in the last half minute: a dial that begins then rings outside of the hours.
func (h Hours) Dialable(zones []string, at time.Time) bool {
	return h.Open(zones, at) && h.Open(zones, at.Add(lastBit))
}

// NextOpen is the first instant, not before at, at which calls are possible in all of these zones; false when there is
// none within nine days.
func (h Hours) NextOpen(zones []string, at time.Time) (time.Time, bool) {
	if h.Dialable(zones, at) {
		return at, true
	}
	for _, t := range h.edges(zones, at, func(d Day) int { return max(d.Opens, Earliest) }) {
		if h.Dialable(zones, t) {
			return t, true
		}
	}
	return time.Time{}, false
}

// NextShut is the first instant after at at which a dial can no longer begin in one of these zones; false when there is none
// within nine days.
func (h Hours) NextShut(zones []string, at time.Time) (time.Time, bool) {
	for _, t := range h.edges(zones, at.Add(lastBit), func(d Day) int { return min(d.Closes, Latest) }) {
		if t = t.Add(-lastBit); t.After(at) && !h.Dialable(zones, t) {
			return t, true
		}
	}
	return time.Time{}, false
}

// turns is the next instant after at at which hours open or shut for somebody in these zone sets, or the one that is known already,
// whichever is sooner; zero: none.
func (h Hours) turns(zones []ZoneCounts, at, known time.Time) time.Time {
	for _, z := range zones {
		t, turns := h.NextOpen(z.Zones, at)
		if turns && !t.After(at) {
			t, turns = h.NextShut(z.Zones, at)
		}
		if turns && z.Total() > 0 && (known.IsZero() || t.Before(known)) {
			known = t
		}
	}
	return known
}

// edges is the instants after at, in order, at which the given minute of one of the coming days comes in one of the zones.
func (h Hours) edges(zones []string, at time.Time, minute func(Day) int) []time.Time {
	var out []time.Time
	for _, z := range zones {
		loc := location(z)
		if loc == nil {
			return nil
		}
		year, month, day := at.In(loc).Date()
		for n := -1; n <= 9; n++ {
			// Noon is never skipped by a clock that jumps, so it says which weekday it is.
			d, open := h.on(time.Date(year, month, day+n, 12, 0, 0, 0, loc).Weekday())
			if !open {
				continue
			}
			if t := time.Date(year, month, day+n, 0, minute(d), 0, 0, loc); t.After(at) {
				out = append(out, t.UTC())
			}
		}
	}
	slices.SortFunc(out, time.Time.Compare)
	return out
}

func (h Hours) on(w time.Weekday) (Day, bool) {
	i := slices.IndexFunc(h, func(d Day) bool { return d.Day == weekdays[w] })
	if i < 0 {
		return Day{}, false
	}
	return h[i], true
}

// locations remembers zones: reading one from the file system takes longer than anything done with it.
var locations sync.Map

// Place is where a campaign's days begin; UTC where its zone is not known.
func (c Campaign) Place() *time.Location {
	if l := location(c.Zone); l != nil {
		return l
	}
	return time.UTC
}

// location finds a zone, nil when there is none of that name.
func location(zone string) *time.Location {
	if l, ok := locations.Load(zone); ok {
		return l.(*time.Location)
	}
	l, err := time.LoadLocation(zone)
	if err != nil || zone == "" || zone == "Local" {
		return nil
	}
	locations.Store(zone, l)
	return l
}
