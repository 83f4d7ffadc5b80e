package campaign

import (
	"fmt"
	"time"
)

// Clicked is what presses of one campaign have come to: all of it changes in one transaction.
type Clicked struct {
	Campaign  string
	Approvals []Approval           // the evidence; their contacts, which the caller holds, are approved
	Ready     []Ready              // goes where the dialer takes it
	Counts    map[int64]ZoneCounts // differences
	People    map[string]int       // how many presses, by who pressed: never empty
	Minutes   map[int64]int64      // how many, by the minute of the press
	Leases    []Lease              // as they are now; the caller holds them
	At        time.Time
	Tell      time.Time // when the campaign's figures are told at the latest
}

// TakenOff is why presses are not kept: the ids of people of theirs who were removed. Whose presses they had not kept by then nobody
// keeps any more, whatever moments they say.
type TakenOff []string

// Error is for the log.
func (t TakenOff) Error() string { return fmt.Sprintf("%d of these people were removed", len(t)) }

// clicked is presses with their figures.
func (s *Service) clicked(c Campaign, presses []Approval, now time.Time) Clicked {
	k := Clicked{Campaign: c.ID, Approvals: presses, People: map[string]int{}, Minutes: map[int64]int64{}, At: now, Tell: s.soon()}
	for _, p := range presses {
		k.People[p.Person]++
		k.Minutes[minuteOf(p.At)]++
	}
	return k
}
