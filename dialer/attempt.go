package dialer

import (
	"time"

	"partyline/campaign"
)

// State is how far an attempt at a contact is.
type State string

// The states of an attempt.
const (
	Claimed    State = "claimed"     // written down, its number locked, its leg not placed yet
	Placing    State = "placing"     // the carrier is being asked
	Unknown    State = "unknown"     // it may have been placed: nobody knows, nobody repeats it
	Ringing    State = "ringing"     //
	Answered   State = "answered"    // and nobody was given to them yet
	Bridged    State = "bridged"     // given to a caller
	Machine    State = "machine"     // let go
	Dropped    State = "dropped"     // nobody was free
	Rejected   State = "rejected"    // the carrier refuses the number
	NotReached State = "not_reached" // it ended before anybody answered
	WritingUp  State = "wrap_up"     // the talk is over, the answers are not saved
	Closed     State = "closed"      // its outcome is known
	Released   State = "released"    // it never reached the network: the contact is as before
)

// Signal is what happens to an attempt.
type Signal string

// What happens to attempts.
const (
	Sent       Signal = "sent"        // to the carrier
	Withdrawn  Signal = "withdrawn"   // before that: nobody may be dialled any more, or not this one
	Away       Signal = "away"        // the carrier surely did not place it
	Lost       Signal = "lost"        // its answer
	Refused    Signal = "refused"     // the number
	Broken     Signal = "broken"      // the carrier refuses all our calls
	NeverThere Signal = "never_there" // the carrier knows of no such call
	Rang       Signal = "rang"
	Answers    Signal = "answers"
	Bridge     Signal = "bridge"      // a caller was claimed
	Heard      Signal = "heard"       // a machine
	NobodyFree Signal = "nobody_free" // within the two seconds
	Leaving    Signal = "leaving"     // they hang up before they could be given to a caller who is free for them
	Ends       Signal = "ends"        // the carrier says that the line is over
	Written    Signal = "written"     // the answers are saved, or nobody will save them any more
)

// moves is the table of what happens in which state; what is not in it changes nothing. Machine, Dropped, Rejected and
// NotReached are closed by their line's end.
var moves = map[State]map[Signal]State{
	Claimed:    {Sent: Placing, Withdrawn: Released, NeverThere: Released, Ends: Released},
	Placing:    {Away: Claimed, Lost: Unknown, Refused: Rejected, Broken: Released, NeverThere: Released, Rang: Ringing, Answers: Answered, Ends: NotReached},
	Unknown:    {NeverThere: Released, Rang: Ringing, Answers: Answered, Ends: NotReached},
	Ringing:    {Answers: Answered, Ends: NotReached},
	Answered:   {Bridge: Bridged, Heard: Machine, NobodyFree: Dropped, Leaving: Closed, Ends: Dropped},
	Bridged:    {Bridge: Bridged, Heard: Machine, NobodyFree: Dropped, Ends: WritingUp, Written: Closed},
	Machine:    {Ends: Closed},
	Dropped:    {Ends: Closed},
	Rejected:   {Ends: Closed},
	NotReached: {Ends: Closed},
	WritingUp:  {Written: Closed},
}

// Times of contacts.
const (
	RingTime    = 22 * time.Second
	VerdictWait = time.Second     // for the machine's verdict, after the answer
	AnswerWait  = 2 * time.Second // for a caller, after the answer, in all
	TalkLimit   = 60 * time.Minute
	PlaceWait   = 20 * time.Second // for the carrier to take a call, before it goes back
	DoubtHolds  = 15 * time.Second // after it was sent, a call that may have been placed holds a caller, while nothing is heard of it
)

// MuteAfter is of how many dials in a row nothing must be known before numbers are tried one at a time.
const MuteAfter = 5

// Attempt is one dial to one contact, from its claim to its outcome.
type Attempt struct {
	ID           string
	Campaign     int64
	CampaignID   string
	Organisation string
	Contact      int64
	Phone        string
	Pass         int // 1 for the first
	Level        int // where it was ready
	Leg          string
	Fence        int64 // of the driver who claimed it; 0: a clicker's press began it
	Script       int   // the version that a talk keeps
	Claimed      time.Time
	Extra        bool // one that a rule allowed beyond the passes
	Surplus      int  // so many more lines than free callers, this one among them, were allowed when it was claimed

	State    State
	Sent     time.Time
	Answered time.Time
	Verdict  string // human, machine, unknown; "" while there is none
	Caller   string // "" until one was claimed
	Turn     int
	Bridged  time.Time
	Joined   time.Time // the contact and the caller were in one room
	LegEnded time.Time // the carrier said so: the number is free
	Outcome  campaign.Outcome
	Question string // the answer to question 1
	CallBack time.Time
	Closed   time.Time // the outcome is known
	Version  int
}

// After is an attempt after a signal; false when it changes nothing.
func (a Attempt) After(s Signal, now time.Time) (Attempt, bool) {
	to, ok := moves[a.State][s]
	if !ok {
		return a, false
	}
	a.State = to
	switch to {
	case Machine:
		a.Outcome = campaign.Machine
	case Dropped:
		a.Outcome = campaign.Dropped
	case Closed:
		if s == Leaving {
			a.Outcome = campaign.HungUp
		}
	case Rejected:
		a.Outcome = campaign.Invalid
	case Answered:
		a.Answered = now
	}
	if s == Away || s == Broken { // nobody was dialled
		a.Sent = time.Time{}
	}
	a.Version++
	return a, true
}

// awaitsVerdict says whether nobody may be given to a caller yet who answered: there is no verdict, and time for one.
func (a Attempt) awaitsVerdict(now time.Time) bool {
	return a.State == Answered && a.Verdict == "" && now.Sub(a.Answered) < VerdictWait
}

// Launched says whether a clicker's press began the attempt.
func (a Attempt) Launched() bool { return a.Fence == 0 }

// Over says whether an attempt has come to its end.
func (a Attempt) Over() bool { return a.State == Closed || a.State == Released }

// Unclassified says whether an attempt is in flight as the pacer counts: nobody knows yet whether it takes a caller.
func (s State) Unclassified() bool {
	switch s {
	case Claimed, Placing, Unknown, Ringing, Answered:
		return true
	}
	return false
}
