package dialer

import (
	"time"

	"partyline/campaign"
)

// Hindrance is why a contact that was taken is not dialled after all.
type Hindrance string

// The hindrances, in the order in which they are looked for.
const (
	Nothing      Hindrance = ""
	NotRunning   Hindrance = "not_running" // paused, ended or not begun: nobody is dialled
	NoCallerID   Hindrance = "no_caller_id"
	OptedOut     Hindrance = "opted_out"
	IsFinal      Hindrance = "final"
	Unlaunched   Hindrance = "unlaunched" // in launch mode, and nobody's click began it
	Unapproved   Hindrance = "unapproved"
	OutOfHours   Hindrance = "hours"
	NoPassLeft   Hindrance = "passes"
	GapNotOver   Hindrance = "gap"
	CalledEnough Hindrance = "capped"
	CallersLeft  Hindrance = "callers_left" // seen when it is claimed: nobody is free for whom no line rings
	NobodyHeld   Hindrance = "nobody_held"  // so is this: somebody was dropped, and no caller is free for them alone
	OnALine      Hindrance = "on_a_line"    // of whatever queue; seen when its leg is opened
	NotInHand    Hindrance = "not_in_hand"  // it was given back, or put elsewhere, since it was taken; seen last
)

// Look is what is known of a contact in the transaction that is to dial it.
type Look struct {
	Now      time.Time
	Campaign campaign.Campaign
	Contact  campaign.Contact
	Zones    []string // all it may be in
	Switch   campaign.Switch
	Launched bool // a click begins, or began, this very dial
	OnList   bool // the number is on the Do Not Call list
	Agreed   bool // a call-back that was agreed on and is due
	Enough   bool // somebody has answered as many calls to the number within a day as the organisation allows
}

// Hindrance is the first condition that does not hold.
func (l Look) Hindrance() Hindrance {
	c, p := l.Campaign, l.Contact
	gap := c.Gap
	if p.Outcome == campaign.Dropped {
		gap = max(gap, campaign.DropGap)
	}
	switch {
	case c.Started.IsZero() || !c.Paused.IsZero() || !c.Ended.IsZero():
		return NotRunning
	case len(c.CallerIDs) == 0:
		return NoCallerID
	case l.Switch.On && c.Mode == campaign.ModeLaunch && !l.Launched:
		return Unlaunched
	case p.OptedOut || l.OnList:
		return OptedOut
	case p.Final:
		return IsFinal
	case l.Switch.Holds(p) && !l.Launched:
		return Unapproved
	case !c.Hours.Dialable(l.Zones, l.Now):
		return OutOfHours
	case p.Attempts >= c.Passes && !p.Extra && !l.Agreed:
		return NoPassLeft
	case !l.Agreed && !p.Attempted.IsZero() && p.Attempted.Add(gap).After(l.Now):
		return GapNotOver
	case !l.Agreed && l.Enough:
		return CalledEnough
	}
	return Nothing
}
