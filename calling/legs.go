package calling

import "time"

// The kinds of legs of campaigns: their own rules move them (package dialer), by the same facts, ranks and doubts.
const (
	CallerLeg  LegKind = "caller"
	ContactLeg LegKind = "contact"
)

// After is a leg after the carrier said something about it: by rank, in any order, any number of times.
func (l Leg) After(f Fact, now time.Time) Leg { return l.apply(f, now) }

// NextCheck is when the carrier must be asked about a leg that stays silent; zero for one that has ended.
func (l Leg) NextCheck() time.Time { return l.nextCheck() }

// Unmeasured says that a leg is over and was answered, and that nobody has said for how long: its phone hung up while it asked
// what to do, which tells the end alone, and the report with the seconds was lost or is yet to come. One of less than a second looks the same.
func (l Leg) Unmeasured() bool {
	return l.State == LegEnded && l.Result == LegCompleted && l.Seconds == 0
}

// Unrung says that the carrier took a call long ago and has not rung anybody.
func (l Leg) Unrung(now time.Time) bool { return l.unrung(now) }
