package calling

import "time"

// JobKind names a job of the outbox.
type JobKind string

// The jobs. Subject says of what.
const (
	JobPlace    JobKind = "place"     // leg: ring it
	JobHangup   JobKind = "hangup"    // leg: end it
	JobSteer    JobKind = "steer"     // attempt (or run): make its leader's leg ask for the step in Data
	JobCheckLeg JobKind = "check_leg" // leg: ask the carrier (reaper)
	JobWrapUp   JobKind = "wrap_up"   // attempt: ten minutes are over
	JobRecheck  JobKind = "recheck"   // supporter: judge their entries in every open session again
	JobSpread   JobKind = "spread"    // log or attempt: the other sessions of a shared list
	JobUndo     JobKind = "undo"      // action: take what its log did in other sessions back
	JobPrepare  JobKind = "prepare"   // session: go on with what is done to many of its entries
	JobRoster   JobKind = "roster"    // list: bring its open sessions in line with its roster
	JobLeading  JobKind = "leading"   // user: their rights have changed, and their phone may be up
	JobSettings JobKind = "settings"  // organisation/…, group/…, list/… or session/…: hours or times between calls are others
	JobNumbers  JobKind = "numbers"   // organisation/… or session/…: numbers are shown now, or no more
)

// Job is something to do once the transaction has committed, or at an instant. Tries counts the
// earlier runs that ended in an error or never ended (the process died); Later is none.
type Job struct {
	ID      string
	Kind    JobKind
	Subject string
	Data    []byte // JSON
	Due     time.Time
	Tries   int
	Fence   int64
}
