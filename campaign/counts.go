package campaign

import (
	"strings"
	"time"
)

// Counts is a campaign's contacts by bucket: the buckets add up to Total.
type Counts struct {
	Total             int64 `json:"total" doc:"contacts loaded; the others add up to it"`
	UndialedLandlines int64 `json:"undialed_landlines"`
	UndialedCells     int64 `json:"undialed_cells" doc:"approved, or released, and never dialled"`
	ReadyRetries      int64 `json:"ready_retries"`
	AwaitingClick     int64 `json:"awaiting_click"`
	AwaitingGap       int64 `json:"awaiting_gap" doc:"for the time between attempts, or an agreed call-back"`
	AwaitingOther     int64 `json:"awaiting_other" doc:"on another queue's line, or called often enough today"`
	OutsideHours      int64 `json:"outside_hours"`
	InFlight          int64 `json:"in_flight" doc:"being dialled, talked to, or not written down yet"`
	Finished          int64 `json:"finished"`
	OptedOut          int64 `json:"opted_out"`
	Invalid           int64 `json:"invalid" doc:"refused by the carrier"`
}

// Sum is what the buckets add up to.
func (c Counts) Sum() int64 {
	return c.UndialedLandlines + c.UndialedCells + c.ReadyRetries + c.AwaitingClick + c.AwaitingGap + c.AwaitingOther +
		c.OutsideHours + c.InFlight + c.Finished + c.OptedOut + c.Invalid
}

// ZoneCounts is the contacts of one zone set as they are kept: the hours are applied on reading.
type ZoneCounts struct {
	ZoneSet int64
	Zones   []string

	Landlines int64 // ready and never dialled
	Cells     int64 // the same, approved
	Retries   int64 // ready again
	Click     int64
	Gap       int64
	Other     int64
	InFlight  int64
	Finished  int64
	OptedOut  int64
	Invalid   int64

	Approved int64     // by a person, whatever became of them since
	GapFirst time.Time // when the first of those who wait for the gap is due
}

// Total is all of the zone set's contacts.
func (z ZoneCounts) Total() int64 {
	return z.ready() + z.Click + z.Gap + z.Other + z.InFlight + z.Finished + z.OptedOut + z.Invalid
}

func (z ZoneCounts) ready() int64 { return z.Landlines + z.Cells + z.Retries }

// waiting is who may still be dialled.
func (z ZoneCounts) waiting() int64 { return z.ready() + z.Click + z.Gap + z.Other }

// add adds a difference.
func (z *ZoneCounts) add(d ZoneCounts) {
	z.Landlines += d.Landlines
	z.Cells += d.Cells
	z.Retries += d.Retries
	z.Click += d.Click
	z.Gap += d.Gap
	z.Other += d.Other
	z.InFlight += d.InFlight
	z.Finished += d.Finished
	z.OptedOut += d.OptedOut
	z.Invalid += d.Invalid
	z.Approved += d.Approved
}

// Count applies the hours: who is ready in a shut zone set is counted as outside hours. Who waits for a click or a gap is
// counted there, whatever the hours.
func Count(zones []ZoneCounts, h Hours, now time.Time) Counts {
	var c Counts
	for _, z := range zones {
		c.Total += z.Total()
		c.AwaitingClick += z.Click
		c.AwaitingGap += z.Gap
		c.AwaitingOther += z.Other
		c.InFlight += z.InFlight
		c.Finished += z.Finished
		c.OptedOut += z.OptedOut
		c.Invalid += z.Invalid
		if !h.Dialable(z.Zones, now) {
			c.OutsideHours += z.ready()
			continue
		}
		c.UndialedLandlines += z.Landlines
		c.UndialedCells += z.Cells
		c.ReadyRetries += z.Retries
	}
	return c
}

// Callable is the share of contacts that can be called at this hour, 0 to 1, and of how many; 0 without contacts.
func Callable(zones []ZoneCounts, h Hours, now time.Time) (share float64, all int64) {
	var open int64
	for _, z := range zones {
		all += z.Total()
		if h.Dialable(z.Zones, now) {
			open += z.Total()
		}
	}
	if all == 0 {
		return 0, 0
	}
	return float64(open) / float64(all), all
}

// NeverOpen is how many of those who wait are never inside the hours: the time zones that they may be in share no hour in the nine
// days to come. And of how many.
func NeverOpen(zones []ZoneCounts, h Hours, now time.Time) (never, of int64) {
	for _, z := range zones {
		n := z.waiting()
		of += n
		if n == 0 {
			continue
		}
		if _, opens := h.NextOpen(z.Zones, now); !opens {
			never += n
		}
	}
	return never, of
}

// Awaited is the rows of files that are not contacts yet, by zone set as the scan saw them: all of them as if they were ready.
func Awaited(loads []Load) []ZoneCounts {
	var out []ZoneCounts
	for _, l := range loads {
		left := int64(1)
		of := left
		switch l.State {
		case LoadScanning, LoadScanned:
		case LoadLoading, LoadFailing:
			left, of = max(l.Rows-l.Done, 0), max(l.Rows, 1)
		default:
			continue
		}
		for zones, n := range l.Zones {
			out = append(out, ZoneCounts{Zones: strings.Split(zones, "|"), Landlines: n * left / of})
		}
	}
	return out
}

// Bucket is the one figure in which a contact is counted.
type Bucket string

// The buckets, in the order of their precedence.
const (
	InOptedOut  Bucket = "opted_out"
	InInvalid   Bucket = "invalid"
	InFlight    Bucket = "in_flight"
	InFinished  Bucket = "finished"
	InClick     Bucket = "awaiting_click"
	InGap       Bucket = "awaiting_gap"
	InOther     Bucket = "awaiting_other"
	InOutside   Bucket = "outside_hours"
	InLandlines Bucket = "undialed_landlines"
	InCells     Bucket = "undialed_cells"
	InRetries   Bucket = "ready_retries"
)

// Facts is what is true of one contact; several may be at once.
type Facts struct {
	OptedOut, Invalid, InFlight, Final, Unapproved, WaitsForGap, Elsewhere, Shut bool
	Line                                                                         Line
	Attempts                                                                     int
}

// BucketOf is the first that holds.
func BucketOf(f Facts) Bucket {
	switch {
	case f.OptedOut:
		return InOptedOut
	case f.Invalid:
		return InInvalid
	case f.InFlight:
		return InFlight
	case f.Final:
		return InFinished
	case f.Unapproved:
		return InClick
	case f.WaitsForGap:
		return InGap
	case f.Elsewhere:
		return InOther
	case f.Shut:
		return InOutside
	case f.Attempts > 0:
		return InRetries
	case f.Line == Landline:
		return InLandlines
	}
	return InCells
}
