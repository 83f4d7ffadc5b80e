package calling

import (
	"fmt"
	"time"

	"partyline/fault"
)

// Preparation is work on many entries of a session that goes on; without a Kind there is none.
type Preparation struct {
	Number int             `json:"number,omitempty"` // rises with each: entries that were brought up to date ahead of their turn carry it
	Kind   PreparationKind `json:"kind,omitempty"`
	By     string          `json:"by,omitempty"`
	At     time.Time       `json:"at,omitzero"`
	Rank   int64           `json:"rank,omitempty"`   // entries up to here are done; of a new queue: people up to this position on the list,
	Person string          `json:"person,omitempty"` // and of those at it, up to this one
	Done   int             `json:"done,omitempty"`
	Of     int             `json:"of,omitempty"`
	Again  bool            `json:"again,omitempty"` // re-opened meanwhile: everybody is to be judged again afterwards
}

// PreparationKind is what entries are prepared for.
type PreparationKind string

// The kinds of preparations.
const (
	PrepareQueue  PreparationKind = "queue"  // the session was made: people are put into its queue
	PrepareCycle  PreparationKind = "cycle"  // everybody whom a new cycle lets return is judged again
	PrepareFinish PreparationKind = "finish" // whoever is available is skipped until the next cycle
	PrepareReopen PreparationKind = "reopen" // the archived session was re-opened: everybody is judged again
)

// goesOn says that there is something left to do.
func (p Preparation) goesOn() bool { return p.Kind != "" }

// behind says that an entry's turn is still to come and that nothing has brought it up to date. Only where that matters: judging
// again, as re-opening does, can be done at any time and twice.
func (p Preparation) behind(e Entry) bool {
	return (p.Kind == PrepareCycle || p.Kind == PrepareFinish) && e.Rank > p.Rank && e.Prepared != p.Number
}

// View is how far it is, nil where nothing goes on.
func (p Preparation) View() *PreparingView {
	if !p.goesOn() {
		return nil
	}
	return &PreparingView{Kind: p.Kind, Done: min(p.Done, p.Of), Of: p.Of}
}

// refusal is for whoever has to wait for it.
func (p Preparation) refusal() error {
	return fault.New(fault.Conflict, "preparing", "%s Try again in a moment.", p.far())
}

// far says how far it is.
func (p Preparation) far() string {
	what := map[PreparationKind]string{
		PrepareQueue: "The queue is still being prepared", PrepareCycle: "The new cycle is still being prepared",
		PrepareFinish: "The cycle is just being finished", PrepareReopen: "The session is still being re-opened",
	}[p.Kind]
	return fmt.Sprintf("%s: %d of %s.", what, min(p.Done, p.Of), people(p.Of))
}

// settled is the cycle as the counts have it; while a preparation goes on they are not the last word, and nothing completes.
func (s Session) settled(now time.Time) (after Cycle, completed, reopened bool) {
	after, completed, reopened = settleCycle(s.Cycle, s.Counts, now)
	if completed && s.Preparing.goesOn() {
		return s.Cycle, false, false
	}
	return after, completed, reopened
}

// concerns is the statuses that a preparation goes through.
func (k PreparationKind) concerns() []Status {
	switch k {
	case PrepareFinish:
		return []Status{Available}
	case PrepareReopen:
		return []Status{Available, Unavailable, Skipped, SystemSkipped, NotCallable, Attempted}
	}
	return comers
}
