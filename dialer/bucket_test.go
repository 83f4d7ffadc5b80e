package dialer

import (
	"testing"
	"time"

	"partyline/clock"
)

// Three campaigns of one node share what the carrier takes in a second: together they dial no more, and none is left out.
func TestCampaignsShareTheCallsThatTheCarrierTakes(t *testing.T) {
	c := clock.At(time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC))
	d := &Driver{Service: &Service{Clock: c}, Pacer: OneLine{}, Starts: 2, runs: map[string]*run{}}
	for _, id := range []string{"one", "two", "three"} {
		m := &run{id: id, open: true, crowd: Crowd{Free: 100, Up: 100}}
		for i := range int64(1000) {
			m.ahead = append(m.ahead, i)
		}
		d.runs[id] = m
	}
	all, of := 0, map[string]int{}
	for range 120 { // a minute
		for _, o := range d.decide(1 << 10) {
			all++
			of[o.run.id]++
			o.run.seen++ // it was dialled, and is over
		}
		c.Advance(TickEvery)
	}
	if all < 118 || all > 122 {
		t.Errorf("%d calls were begun in a minute at two a second", all)
	}
	for id, m := range d.runs {
		if of[m.id] < 20 { // a third is 40; by a map's order some have 15
			t.Errorf("of campaign %s: %d of %d", id, of[id], all)
		}
	}
}
