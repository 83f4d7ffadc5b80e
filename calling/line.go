package calling

import "time"

// Run is one stay of a leader on the phone.
type Run struct {
	ID, Session, Leader, Leg string
	State                    RunState
	Since                    time.Time
	Step                     int       // the step the next key belongs to; no step is ever used twice in a run
	Greeted                  int       // times the greeting was said
	Waiting                  time.Time // everyone left is on another call, since
	Silent                   time.Time
	Started                  time.Time
	Ended                    time.Time // zero: live
	Why                      string    // hung_up, no_answer, busy, failed, no_key, finished, paused, moved, lost
}

// RunState is where a leader's stay on the phone is.
type RunState string

// The states of a run, in their order.
const (
	RunPlacing  RunState = "placing"
	RunUnknown  RunState = "unknown"
	RunRinging  RunState = "ringing"
	RunGreeting RunState = "greeting"
	RunDialling RunState = "dialling"
	RunTalking  RunState = "talking"
	RunWrapUp   RunState = "wrap_up"
	RunFinished RunState = "finished"
	RunEnded    RunState = "ended"
)

// Leg is one phone line of a call.
type Leg struct {
	ID, Ref, Organisation, Number string
	Kind                          LegKind
	Run, Attempt, User            string
	Carrier                       string // the carrier's id, learned later
	Parent                        string // the leg it hangs on
	State                         LegState
	Opened, Placed, Ringing       time.Time
	Answered, Ended               time.Time // Ended: the carrier said terminal; unlocks the number
	Result                        LegResult
	Seconds                       int
	Webhook                       time.Time // last sign from the carrier
}

// LegKind says whose line it is.
type LegKind string

// The kinds of legs.
const (
	LeaderLeg       LegKind = "leader"
	SupporterLeg    LegKind = "supporter"
	VerificationLeg LegKind = "verification"
)

// Attempt is one dial to one supporter.
type Attempt struct {
	ID, Organisation, Session, List    string
	Cycle                              int
	Entry, Supporter, Leader, Run, Leg string
	Step                               int
	ClaimedBy                          string // the request that claimed it, or "page"
	Claimed                            time.Time
	Dialled                            time.Time // first sign of the leg: from here it counts as attempted
	Answered                           time.Time
	LegEnded                           time.Time
	Result                             AttemptResult
	Outcome                            Outcome // of its log
	PutOff                             time.Time
	NotLogged                          bool
	Closed                             time.Time // Calling has ended
}

// AttemptResult is how the dial ended.
type AttemptResult string

// The results of attempts.
const (
	Answered   AttemptResult = "answered"
	Unanswered AttemptResult = "no_answer"
	WasBusy    AttemptResult = "busy"
	Failed     AttemptResult = "failed"
	CutOff     AttemptResult = "cut_off"
	Released   AttemptResult = "released" // never placed, or hung up while it rang: called again later
)
