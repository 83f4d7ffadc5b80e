package campaign

import (
	"time"

	"partyline/fault"
)

// The bounds of passes and of the time between attempts at one contact.
const (
	MostPasses = 5
	LongestGap = 30 * 24 * time.Hour
	ShortGap   = time.Hour // below it the page warns
)

// The bounds of the time for a caller's answers.
const (
	ShortestWrapUp = 30 * time.Second
	LongestWrapUp  = 10 * time.Minute
)

// checkPasses refuses passes, a gap or a time for the answers that cannot be.
func checkPasses(passes int, gap, wrapUp time.Duration) error {
	if wrapUp < ShortestWrapUp || wrapUp > LongestWrapUp {
		return invalid("wrap_up_seconds", "Callers have between 30 seconds and ten minutes for their answers.")
	}
	if passes < 1 || passes > MostPasses {
		return invalid("passes", "Choose 1 to %d passes.", MostPasses)
	}
	if gap < 0 || gap > LongestGap {
		return invalid("gap_minutes", "The time between attempts is at most 30 days.")
	}
	return nil
}

// PassesWarning is a sentence about a short gap, "" for none. With one pass too: who hung up is called once more, and a line that failed.
func PassesWarning(gap time.Duration) string {
	if gap < ShortGap {
		return "People may be called again within the hour. Most find that too often."
	}
	return ""
}

// Level is a number's place in the dial order after some attempts: 1 for the first pass. Level 0 is agreed call-backs.
func Level(attempts int) int { return attempts + 1 }

func invalid(field, title string, args ...any) *fault.Error {
	f := fault.New(fault.Invalid, "invalid", title, args...)
	return f.On(field, f.Title)
}
