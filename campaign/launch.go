package campaign

import "time"

// Mode is what a click means in a campaign, while its organisation's clicking switch is on.
type Mode string

// The modes.
const (
	ModeApprove Mode = "approve" // the number may be dialled from then on, by a driver
	ModeLaunch  Mode = "launch"  // the number is dialled, now: every dial of the campaign begins with a click, and no driver begins one
)

// Modes is all of them.
var Modes = []Mode{ModeApprove, ModeLaunch}

// LaunchLate is how old a press may be that begins a call: one that was held up on its way for longer rings nobody.
const LaunchLate = 5 * time.Second

// Launching is one press that is to begin a call to the number on a clicker's screen.
type Launching struct {
	Person, Lease, Key string
	MS                 int64 // since the lease began
}

// Launched is what became of it. A repeat with the same key gets the same.
type Launched struct {
	Code  LaunchCode
	Title string // a sentence
	Stays bool   // the number is still on that screen, and may be pressed again
}

// LaunchCode is it in one word.
type LaunchCode string

// What becomes of a press in launch mode. LaunchCalling is the one that rings somebody.
const (
	LaunchCalling    LaunchCode = "calling"
	LaunchNobodyFree LaunchCode = "nobody_free"
	LaunchPaused     LaunchCode = "paused"
	LaunchNoCallerID LaunchCode = "no_caller_id"
	LaunchRefused    LaunchCode = "carrier_refuses"
	LaunchTooLate    LaunchCode = "too_late"
	LaunchExpired    LaunchCode = CodeExpired
	LaunchNotLeased  LaunchCode = CodeNotLeased
	LaunchOff        LaunchCode = CodeClickingOff
	LaunchOtherMode  LaunchCode = "other_mode"
	LaunchOptedOut   LaunchCode = CodeOptedOut
	LaunchNotNow     LaunchCode = "not_now"
)

// launchWords is each in words, and whether the number stays on the screen.
var launchWords = map[LaunchCode]struct {
	title string
	stays bool
}{
	LaunchCalling:    {"The call has begun.", false},
	LaunchNobodyFree: {"No caller was free any more: nobody was rung.", true},
	LaunchPaused:     {"Calls are paused: nobody was rung.", true},
	LaunchNoCallerID: {"The phone lines are not ready: nobody was rung.", true},
	LaunchRefused:    {"The carrier refuses our calls, and one is tried every ten seconds: nobody was rung by this press.", true},
	LaunchTooLate:    {"That press came too late: nobody was rung.", true},
	LaunchExpired:    {"This number had gone back to the others: nobody was rung.", false},
	LaunchNotLeased:  {"This number is not on your screen any more: nobody was rung.", false},
	LaunchOff:        {"Clicking was switched off: nobody was rung by that press.", false},
	LaunchOtherMode:  {"Numbers are approved ahead now: nobody was rung by that press.", false},
	LaunchOptedOut:   {"That number asked not to be called: nobody was rung.", false},
	LaunchNotNow:     {"That number cannot be called just now: nobody was rung.", false},
}

// Answer is what a press is told.
func (c LaunchCode) Answer() Launched {
	w := launchWords[c]
	return Launched{c, w.title, w.stays}
}

// JudgeLaunch says whether a press on the one number of a lease of launch mode can count: "" when it can, and its moment.
func (l Lease) JudgeLaunch(ms int64, now time.Time) (at time.Time, why LaunchCode) {
	if !l.Launch || len(l.Contacts) != 1 || ms < 0 {
		return at, LaunchNotLeased
	}
	ms = min(ms, now.Sub(l.Began).Milliseconds())
	at = l.Began.Add(time.Duration(ms) * time.Millisecond)
	switch {
	case !l.Ended.IsZero() || len(l.Gone) > 0:
		return at, LaunchNotLeased
	case at.After(l.Until) || now.After(l.Until):
		return at, LaunchExpired
	case now.Sub(at) > LaunchLate:
		return at, LaunchTooLate
	}
	return at, ""
}

// launchable is how many numbers a click may begin a call to, the hours aside.
func launchable(zones []ZoneCounts) (n int64) {
	for _, z := range zones {
		n += z.ready() + z.Click
	}
	return n
}
