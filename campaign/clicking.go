package campaign

import (
	"maps"
	"math"
	"slices"
	"time"
)

// How leases are given: for so long, renewed while there are presses; so many numbers.
const (
	LeaseTime  = 2 * time.Minute
	leaseAhead = 90 * time.Second
	leaseMost  = 500
	leaseLeast = 5
)

// Lease is the numbers on one clicker's screen for a while.
type Lease struct {
	ID       string
	Campaign int64 // its No
	Person   string
	Asked    string // the key of the frame that asked for it, "" without one
	Began    time.Time
	Until    time.Time // the page may press until then, offline too
	Ended    time.Time // given back or run out; zero while it is open
	Contacts []int64   // by ordinal; they never change
	Gone     []Gone
	Approved int
	FirstMS  int64 // of the first press that counted
	LastMS   int64 // of the last one

	Launch       bool       // it has one number, and a press begins the call
	LaunchKey    string     // of the press that was answered last
	LaunchAnswer LaunchCode // what it was told
}

// OpenLease is a lease that is not over, and how many numbers of it are neither approved nor gone.
type OpenLease struct {
	ID, Person string
	Left       int64
}

// Gone is a number that left the screen before it was approved: given back, skipped or withdrawn.
type Gone struct {
	Ordinal int   `json:"o"`
	MS      int64 `json:"ms"` // since the lease began
}

// Press is one deliberate press: for which number, and when.
type Press struct {
	Ordinal int
	MS      int64 // since the lease began
}

// Refusal is why a press does not count.
type Refusal struct {
	Ordinal int    `json:"ordinal"`
	Code    string `json:"code" enum:"already,opted_out,expired,not_leased,clicking_off"`
}

// The codes of refusals.
const (
	CodeAlready     = "already" // somebody else approved it meanwhile
	CodeOptedOut    = "opted_out"
	CodeExpired     = "expired"
	CodeNotLeased   = "not_leased"
	CodeClickingOff = "clicking_off"
)

// Try is a press that counts if its number is still unapproved.
type Try struct {
	Ordinal int
	Contact int64
	At      time.Time
	MS      int64
}

// LeaseSize is how many numbers a clicker gets: what they do in 90 seconds at their own rate (presses a second), at most 500,
// at most half of a fair share of what remains, what their other pages hold counted in, never under 5 (as far as there are 5).
func LeaseSize(rate float64, remaining int64, clickers int, holds int64) int {
	n := math.Ceil(rate * leaseAhead.Seconds())
	n = math.Min(n, float64(remaining)/(2*float64(max(clickers, 1)))-float64(holds))
	return int(math.Max(leaseLeast, math.Min(n, leaseMost)))
}

// Judge says of each press whether it can count: in the lease, before it was given back or withdrawn, before the lease ran
// out, and, when clicking was switched off at off (zero: it is on), before that. A press may come late, but not from the
// future: its moment is at most now. The same number pressed twice in one go counts once.
func (l Lease) Judge(presses []Press, now, off time.Time) (tries []Try, refused []Refusal) {
	gone := map[int]int64{}
	for _, g := range l.Gone {
		gone[g.Ordinal] = g.MS
	}
	seen := map[int]bool{}
	for _, p := range presses {
		if seen[p.Ordinal] {
			continue
		}
		seen[p.Ordinal] = true
		no := func(code string) { refused = append(refused, Refusal{p.Ordinal, code}) }
		if p.Ordinal < 0 || p.Ordinal >= len(l.Contacts) || p.MS < 0 {
			no(CodeNotLeased)
			continue
		}
		ms := min(p.MS, now.Sub(l.Began).Milliseconds())
		at := l.Began.Add(time.Duration(ms) * time.Millisecond)
		left, out := gone[p.Ordinal]
		switch {
		case out && ms >= left:
			no(CodeNotLeased)
		case at.After(l.Until):
			no(CodeExpired)
		case !off.IsZero() && at.After(off):
			no(CodeClickingOff)
		default:
			tries = append(tries, Try{Ordinal: p.Ordinal, Contact: l.Contacts[p.Ordinal], At: at, MS: ms})
		}
	}
	return tries, refused
}

// Rate is presses a second as the clicker did them in this lease, from its first press on: it was asked for ahead, and waited while
// the one before was pressed to its end. 1 where fewer than two say so.
func (l Lease) Rate() float64 {
	if l.Approved < 2 {
		return 1
	}
	return float64(l.Approved-1) * 1000 / float64(max(l.LastMS-l.FirstMS, 1000))
}

// at is the contacts of the lease at these ordinals; with nil those that are still on the screen.
func (l Lease) at(ordinals []int) (out []int64) {
	if ordinals == nil {
		return slices.Collect(maps.Values(l.left()))
	}
	for o, contact := range l.Contacts {
		if slices.Contains(ordinals, o) {
			out = append(out, contact)
		}
	}
	return out
}

// empty says whether every number of it is approved or gone.
func (l Lease) empty() bool { return l.Approved+len(l.Gone) >= len(l.Contacts) }

// left is the contacts of the lease by ordinal, without those that are gone: what is on the screen, and what it approved.
func (l Lease) left() map[int]int64 {
	out := map[int]int64{}
	for o, c := range l.Contacts {
		out[o] = c
	}
	for _, g := range l.Gone {
		delete(out, g.Ordinal)
	}
	return out
}
