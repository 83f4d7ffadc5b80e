package roster

import (
	"time"
)

// State is where an import is.
//
//	uploading ──▶ columns ──▶ checking ──▶ checked ──▶ running ──▶ done
//	    │            │ ◀── edit ──┴───────────┘           │
//	    └────────────┴── cancel, from everywhere ─────────┴──▶ cancelled
//	                     a file that cannot be read ─────────▶ failed
type State string

// The states. Uploading, checking and running go on by themselves; after done, cancelled and failed nothing does.
const (
	Uploading State = "uploading"
	Choosing  State = "columns"
	Checking  State = "checking"
	Checked   State = "checked"
	Running   State = "running"
	Done      State = "done"
	Cancelled State = "cancelled"
	Failed    State = "failed"
)

// over says that nothing happens to the import any more.
func (s State) over() bool { return s == Done || s == Cancelled || s == Failed }

// Import is a CSV file on its way to supporters.
type Import struct {
	ID, Organisation, Group, List, User string
	State                               State
	FileName                            string
	Shape                               Shape
	Plan                                Plan
	Bytes                               int64
	Total, Completed                    int64 // rows
	Ready, Duplicates, Rejected         int64
	Figures                             Figures
	Problem                             Notice
	Version                             int
	Created, Updated                    time.Time
}

// Figures is what is counted beside the main figures, and whose turn it is to count.
type Figures struct {
	FiguresView
	Turn int `json:"turn"` // rises with each beginning of a check or run: an older one that still goes on stops
}
