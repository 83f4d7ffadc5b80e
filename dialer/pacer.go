package dialer

// Situation is what a pacer judges by, for one campaign at one instant.
type Situation struct {
	Free     int // callers in the queue with their phone connected, who do not wish to leave
	Callers  int // all with their phone connected
	InFlight int // dials that are not classified yet
	Tokens   int // call starts that the carrier takes now
}

// Pacer says how many numbers to dial now. Its answer may be any number: the dialer keeps it within what can be dialled.
type Pacer interface {
	Lines(Situation) int
}

// OneLine dials one number for each free caller: whoever answers finds somebody who waits, unless that caller leaves.
type OneLine struct{}

// Lines is one line for each free caller for whom none rings yet.
func (OneLine) Lines(s Situation) int { return min(s.Free-s.InFlight, s.Tokens) }

// lines is what a pacer said, within bounds: never below 0, and never so many that a handful of callers cannot take them.
func lines(p Pacer, s Situation) int {
	return max(0, min(p.Lines(s), s.Tokens, 8*s.Callers+4-s.InFlight))
}
