// Package dialer rings contacts for callers: who waits and talks, what is dialled when, how each dial ends; on the rules of campaigns and of phone lines.
package dialer

import "time"

// CallerState is where a caller is.
type CallerState string

// The states of a caller. Whoever's phone is connected hears their own room from Waiting to NotReady.
const (
	Out      CallerState = "out"       // on the page, without a phone
	Joining  CallerState = "joining"   // their phone rings, or is greeted
	Waiting  CallerState = "waiting"   // in the queue: the next answer may be theirs
	Talking  CallerState = "talking"   // to a contact
	WrapUp   CallerState = "wrap_up"   // the contact is gone, the answers are not saved
	OnBreak  CallerState = "on_break"  // by their own wish
	NotReady CallerState = "not_ready" // their time for the answers ran out, or they dialled nobody's page
	Finished CallerState = "finished"  // by their own wish; they may begin again
)

// CallerEvent is what happens to a caller.
type CallerEvent string

// What happens to callers.
const (
	Rings     CallerEvent = "rings"      // their phone is rung, or has rung us
	AudioUp   CallerEvent = "audio_up"   // it is connected
	AudioGone CallerEvent = "audio_gone" // and over
	Given     CallerEvent = "given"      // a contact
	TalkOver  CallerEvent = "talk_over"  // the contact's line is over, their answers are not saved
	Saved     CallerEvent = "saved"      // the answers, or there is nothing to save: a machine, somebody who was never there
	TimeUp    CallerEvent = "time_up"    // for the answers
	Pauses    CallerEvent = "pauses"     // takes the break they wished for
	Returns   CallerEvent = "returns"    // from a break, or ready again
	Leaves    CallerEvent = "leaves"     // as they wished
	Silent    CallerEvent = "silent"     // neither page nor phone for a minute
)

// Wish is what a caller asked for, to be done as soon as nothing that rings is for them.
type Wish string

// The wishes.
const (
	NoWish   Wish = ""
	ToPause  Wish = "break"
	ToFinish Wish = "finish"
)

// onward stands for wherever a caller goes when their talk is done: see Caller.onward.
const onward CallerState = "onward"

// callerMoves is the table of what happens in which state; what is not in it changes nothing.
var callerMoves = map[CallerState]map[CallerEvent]CallerState{
	Out:      {Rings: Joining},
	Joining:  {AudioUp: Waiting, AudioGone: Out, Leaves: Finished},
	Waiting:  {Given: Talking, Pauses: OnBreak, Leaves: Finished, AudioGone: Out},
	Talking:  {TalkOver: WrapUp, Saved: onward, Silent: Out},
	WrapUp:   {Saved: onward, TimeUp: NotReady, Silent: Out},
	OnBreak:  {Returns: Waiting, Leaves: Finished, AudioGone: Out},
	NotReady: {Returns: Waiting, Leaves: Finished, AudioGone: Out},
	Finished: {Rings: Joining},
}

// Times of callers.
const (
	SilentLimit = 60 * time.Second // since both page and phone are gone, before a talk is taken for over
	CallerRing  = 30 * time.Second
	RingTries   = 3 // of one number that nobody takes by a key, within RingHour
	RingHour    = time.Hour
	TakenFor    = 24 * time.Hour // a number that somebody has taken by a key is its caller's: it is rung whenever they ask
	CodeTries   = 5              // on one line
	CodeTriesOf = 20             // of one number, within CodeHour
	CodeHour    = time.Hour
	CodeFor     = 24 * time.Hour // after their page was heard of last somebody's code is nobody's
)

// Caller is one person who came by the caller link, as the dialer sees them.
type Caller struct {
	ID           string // the person's
	Campaign     string
	No           int64 // of the campaign, in the narrow tables
	Organisation string
	Phone        string // E.164, "" until they said it
	Code         string // six digits, said by who dials in from another number

	State   CallerState
	Since   time.Time
	Wish    Wish
	Leg     string // of their phone; "" without one
	Up      bool   // it is connected
	Room    int    // the room that their leg was told to enter last
	Turn    int    // of the last contact they were given: that room was used up by it
	Attempt string // the contact they talk to, or whose answers are not saved
	Due     time.Time
	Notice  string // a code of the last thing to say on their page, "" for none
	Tab     string // the page that was opened last; others are told so
	NoBeep  bool   // they want none when somebody is there
	Talks   int
	Talked  int // seconds
	Version int
}

// After is a caller after something happened; false when it changes nothing.
func (c Caller) After(e CallerEvent, now time.Time) (Caller, bool) {
	to, ok := callerMoves[c.State][e]
	if !ok {
		return c, false
	}
	switch {
	case to == onward:
		to = c.onward()
	case e == TimeUp && (!c.Up || c.Wish == ToFinish): // nobody is asked whether they are ready who has no phone, or is done
		to = c.onward()
	case e == Returns && !c.Up:
		to = Out
	}
	c.State, c.Since, c.Due = to, now, time.Time{}
	switch to {
	case OnBreak, Finished, Out, NotReady:
		c.Wish, c.Attempt = NoWish, ""
	case Waiting, Joining:
		c.Attempt = ""
	}
	c.Version++
	return c, true
}

// onward is where a caller goes whose talk is done: what they wished for, if their phone is connected.
func (c Caller) onward() CallerState {
	switch {
	case c.Wish == ToFinish:
		return Finished
	case c.RingsAgain():
		return Joining
	case !c.Up:
		return Out
	case c.Wish == ToPause:
		return OnBreak
	}
	return Waiting
}

// RingsAgain says whether a phone that was cut off in a talk, or after one, is being rung, and nobody has picked it up yet.
func (c Caller) RingsAgain() bool {
	return (c.State == Talking || c.State == WrapUp) && c.Leg != "" && !c.Up
}

// Free says whether a contact who answers can be given to the caller: their phone is connected and on its way into a room
// that nobody else was given.
func (c Caller) Free() bool { return c.State == Waiting && c.Up && c.Room > c.Turn }

// Counted says whether the pacer rings for the caller: who wishes to leave may be given what rings already, and no more.
func (c Caller) Counted() bool { return c.Free() && c.Wish == NoWish }
