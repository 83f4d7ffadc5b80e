package carrier

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Overview is what the first page shows.
type Overview struct {
	Now        time.Time  `json:"now"`
	Speed      float64    `json:"speed"`
	Numbers    []string   `json:"numbers"`
	Manned     []string   `json:"manned"`
	Live       []Leg      `json:"live"`   // oldest first
	Rooms      []Room     `json:"rooms"`  // that are not over, oldest first
	Recent     []Leg      `json:"recent"` // the last that ended, newest first
	Hooks      []Hook     `json:"hooks"`  // newest first
	Notices    []Notice   `json:"notices"`
	Faults     []Rule     `json:"faults"`
	Population Population `json:"population"`
	Placed     int        `json:"placed"`     // legs in the ledger that were placed
	Violations []string   `json:"violations"` // of the newest 2,000 legs
}

// Room is a room that is not over, as the first page shows it.
type Room struct {
	SID     string    `json:"sid"`
	Name    string    `json:"name"`
	Running bool      `json:"running"` // those in it hear each other
	Since   time.Time `json:"since"`
	People  []Person  `json:"people"` // in the order they came
}

// Person is somebody in a room.
type Person struct {
	SID    string `json:"sid"`
	Number string `json:"number"`
	Label  string `json:"label,omitempty"`
	Hold   bool   `json:"hold,omitempty"`
	Muted  bool   `json:"muted,omitempty"`
}

func (c *Carrier) openRoomsLocked() []Room {
	rooms := []Room{}
	for _, r := range c.rooms {
		x := Room{SID: r.sid, Name: r.name, Running: r.status == roomRunning, Since: r.created, People: []Person{}}
		for _, s := range r.seats {
			x.People = append(x.People, Person{SID: s.leg.sid, Number: s.leg.phone, Label: s.label, Hold: s.hold, Muted: s.muted})
		}
		rooms = append(rooms, x)
	}
	slices.SortFunc(rooms, func(a, b Room) int { return cmp.Or(a.Since.Compare(b.Since), strings.Compare(a.SID, b.SID)) })
	return rooms
}

func (c *Carrier) overview() Overview {
	o := Overview{Faults: c.rules(), Population: c.population(), Live: []Leg{}, Recent: []Leg{}, Hooks: []Hook{}, Notices: []Notice{}}
	clock, ledger := c.clockState(), c.Ledger()
	o.Now, o.Speed, o.Numbers = clock.Now, clock.Speed, c.cfg.Numbers
	o.Violations = append([]string{}, c.judge(ledger[max(0, len(ledger)-2000):])...)
	for _, l := range ledger {
		if !l.Initiated.IsZero() {
			o.Placed++
		}
		if l.Ended.IsZero() {
			o.Live = append(o.Live, l)
		}
	}
	for _, l := range slices.Backward(ledger) {
		if !l.Ended.IsZero() && len(o.Recent) < 12 {
			o.Recent = append(o.Recent, l)
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	o.Rooms = c.openRoomsLocked()
	for _, h := range slices.Backward(c.hooks.list[max(0, len(c.hooks.list)-40):]) {
		o.Hooks = append(o.Hooks, h)
	}
	for _, n := range slices.Backward(c.notices[max(0, len(c.notices)-8):]) {
		o.Notices = append(o.Notices, n)
	}
	attended := map[string]bool{}
	for n := range c.people.manned {
		attended[n] = true
	}
	for n, pages := range c.people.watched {
		attended[n] = attended[n] || pages > 0
	}
	for n, list := range c.people.scripts {
		attended[n] = attended[n] || fate(list[0]) == "manned"
	}
	o.Manned = []string{}
	for n, on := range attended {
		if on {
			o.Manned = append(o.Manned, n)
		}
	}
	slices.Sort(o.Manned)
	return o
}

func (c *Carrier) streamOverview(w http.ResponseWriter, r *http.Request) {
	c.stream(w, r, 250*time.Millisecond, func() (any, any) { o := c.overview(); return o, o.Now })
}

// streamPhone also tells that somebody is at this phone for as long as it lasts.
func (c *Carrier) streamPhone(w http.ResponseWriter, r *http.Request) {
	n, err := numberOf(r)
	if err != nil {
		problemed(func(*http.Request) (any, error) { return nil, err })(w, r)
		return
	}
	c.watched(n, 1)
	defer c.watched(n, -1)
	c.stream(w, r, 40*time.Millisecond, func() (any, any) {
		type face struct { // what of a phone matters to the eye; its timer runs by itself
			sid, state        string
			lines, recent     int
			keys, with, robot bool
		}
		p := c.Phone(n)
		if p.Call == nil {
			return p, face{}
		}
		return p, face{sid: p.Call.SID, state: p.Call.State, lines: len(p.Call.Lines), recent: len(p.Recent), keys: p.Call.Keys, with: p.Call.With, robot: p.Call.Robot}
	})
}

func (c *Carrier) watched(number string, by int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.people.watched[number] += by
	if c.people.watched[number] <= 0 {
		delete(c.people.watched, number)
	}
	c.changedLocked()
}

// stream sends a state as server-sent events: now, when the second value that state returns has
// changed (at most once each gap), and every ten seconds as a sign of life. A reader who does not
// take it within ten seconds is cut off.
func (c *Carrier) stream(w http.ResponseWriter, r *http.Request, gap time.Duration, state func() (shown, mark any)) {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no")
	out := http.NewResponseController(w)
	pace, life := time.NewTicker(gap), time.NewTicker(10*time.Second)
	defer pace.Stop()
	defer life.Stop()
	var last any
	for due := true; ; {
		stir := c.watch()
		shown, mark := state()
		if due || mark != last {
			b, err := json.Marshal(shown)
			if err != nil {
				return
			}
			_ = out.SetWriteDeadline(time.Now().Add(10 * time.Second))
			if _, err := w.Write([]byte("data: " + string(b) + "\n\n")); err != nil || out.Flush() != nil {
				return
			}
			last = mark
		}
		due = false
		select {
		case <-stir:
		case <-life.C:
			due = true
		case <-r.Context().Done():
			return
		case <-c.ctx.Done():
			return
		}
		select {
		case <-pace.C:
		case <-c.ctx.Done():
			return
		}
	}
}
