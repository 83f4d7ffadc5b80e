// Package line is the words in which the trades and the carrier's edge speak of a phone line: what it shall do, and what was heard of it.
package line

import "time"

// Call is a line that is to be rung.
type Call struct {
	Leg    string        // our id of the leg
	Ref    string        // our unguessable name of it; stands in callback URLs
	Number string        // E.164
	From   string        // the caller ID
	First  Step          // asked at the answer
	Ring   time.Duration // how long it rings at most; the adapter's default when zero
	Until  time.Time     // it is not placed after this: whoever may be rung now may not be then; zero: whenever

	Carrier string    // the carrier's id, once known
	Opened  time.Time // when the leg was opened: whoever looks for it looks from here on
}

// Step is where a line's flow goes on; it stands in callback URLs.
type Step struct {
	Name string // lower case letters and underscores, at most 20
	Ref  string // of the leg
	N    int    // not negative
}

// State is how far a leg is. Facts are applied by rank: a lower one changes nothing, ended absorbs.
type State string

// The states of legs. Claimed, placing and unknown are ours; the carrier tells the others.
const (
	Claimed  State = "claimed"
	Placing  State = "placing"
	Unknown  State = "unknown" // the carrier took the request and its answer was lost
	Queued   State = "queued"
	Ringing  State = "ringing"
	Answered State = "answered"
	Ended    State = "ended"
)

// Rank orders states: claimed 0, placing and unknown 1, queued 2, ringing 3, answered 4, ended 9.
func (s State) Rank() int {
	switch s {
	case Placing, Unknown:
		return 1
	case Queued:
		return 2
	case Ringing:
		return 3
	case Answered:
		return 4
	case Ended:
		return 9
	}
	return 0
}

// Result is why a leg ended, as the carrier said it.
type Result string

// The results of legs.
const (
	Completed   Result = "completed"
	Busy        Result = "busy"
	NoAnswer    Result = "no_answer"
	Failed      Result = "failed"
	Canceled    Result = "canceled"
	NeverPlaced Result = "never_placed"
)

// Fact is something the carrier said about a leg: any order, any number of times.
type Fact struct {
	Leg     string // ours; resolved from the ref in the callback URL
	Carrier string // the carrier's id of the leg
	State   State
	Result  Result    // with Ended
	Seq     int       // the carrier's number, -1 without
	Source  string    // status, action, document, reconcile
	At      time.Time // as the carrier dates it; zero: unknown
	Seconds int       // of talk, with Ended
}

// Sighting is what the carrier answers when asked.
type Sighting struct {
	Carrier  string
	State    State
	Result   Result
	Started  time.Time
	Answered bool
	Seconds  int
}
