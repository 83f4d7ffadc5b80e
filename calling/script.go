package calling

import phoned "partyline/line"

// The words of a phone line, as both flows use them: see package line.
type (
	Script  = phoned.Script
	Verb    = phoned.Verb
	Say     = phoned.Say
	Pause   = phoned.Pause
	AskKey  = phoned.AskKey
	Connect = phoned.Connect
	Hangup  = phoned.Hangup
	Step    = phoned.Step // named greet, key, dial, after, wait, verify; N is the step of the run
	Input   = phoned.Input
)

// What the carrier says of a leg, and what it answers when asked.
type (
	LegState  = phoned.State
	LegResult = phoned.Result
	Fact      = phoned.Fact
	Sighting  = phoned.Sighting
)

// The states of legs with their ranks: claimed 0, placing and unknown 1, queued 2, ringing 3, answered 4, ended 9.
const (
	LegClaimed  = phoned.Claimed
	LegPlacing  = phoned.Placing
	LegUnknown  = phoned.Unknown
	LegQueued   = phoned.Queued
	LegRinging  = phoned.Ringing
	LegAnswered = phoned.Answered
	LegEnded    = phoned.Ended
)

// The results of legs.
const (
	LegCompleted   = phoned.Completed
	LegBusy        = phoned.Busy
	LegNoAnswer    = phoned.NoAnswer
	LegFailed      = phoned.Failed
	LegCanceled    = phoned.Canceled
	LegNeverPlaced = phoned.NeverPlaced
)
