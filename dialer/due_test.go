package dialer

import (
	"testing"
	"time"

	"partyline/campaign"
)

func TestWhatKeepsAContactFromBeingDialled(t *testing.T) {
	hour := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Hour) }
	good := func() Look {
		c := campaign.New("c", "o", "Europe/London", campaign.Ref{}, hour(-100))
		c.Started, c.CallerIDs = hour(-50), []string{"+441134960000"}
		return Look{Now: noon, Campaign: c, Contact: campaign.Contact{Line: campaign.Landline}, Zones: []string{"Europe/London"}, Switch: campaign.Switch{On: true}}
	}
	for _, r := range []struct {
		name   string
		change func(l *Look)
		want   Hindrance
	}{
		{"nothing", func(*Look) {}, Nothing},
		{"not started", func(l *Look) { l.Campaign.Started = time.Time{} }, NotRunning},
		{"paused", func(l *Look) { l.Campaign.Paused = hour(-1) }, NotRunning},
		{"ended", func(l *Look) { l.Campaign.Ended = hour(-1) }, NotRunning},
		{"no caller ID", func(l *Look) { l.Campaign.CallerIDs = nil }, NoCallerID},
		{"opted out of the campaign", func(l *Look) { l.Contact.OptedOut = true }, OptedOut},
		{"on the Do Not Call list since a moment ago", func(l *Look) { l.OnList = true }, OptedOut},
		{"final", func(l *Look) { l.Contact.Final = true }, IsFinal},
		{"a cell without a click", func(l *Look) { l.Contact.Line = campaign.Cell }, Unapproved},
		{"an unknown line without a click", func(l *Look) { l.Contact.Line = campaign.UnknownLine }, Unapproved},
		{"a cell with a click", func(l *Look) { l.Contact.Line, l.Contact.Approved = campaign.Cell, hour(-900) }, Nothing},
		{"launch mode, and no click began it", func(l *Look) { l.Campaign.Mode = campaign.ModeLaunch }, Unlaunched},
		{"launch mode, an approved cell, and no click began it", func(l *Look) {
			l.Campaign.Mode, l.Contact.Line, l.Contact.Approved = campaign.ModeLaunch, campaign.Cell, hour(-900)
		}, Unlaunched},
		{"launch mode, by a click", func(l *Look) { l.Campaign.Mode, l.Launched, l.Contact.Line = campaign.ModeLaunch, true, campaign.Cell }, Nothing},
		{"launch mode, by a click, paused", func(l *Look) {
			l.Campaign.Mode, l.Launched, l.Campaign.Paused = campaign.ModeLaunch, true, hour(-1)
		}, NotRunning},
		{"launch mode, by a click, out of hours", func(l *Look) { l.Campaign.Mode, l.Launched, l.Now = campaign.ModeLaunch, true, hour(-6) }, OutOfHours},
		{"launch mode, clicking switched off", func(l *Look) { l.Campaign.Mode, l.Switch = campaign.ModeLaunch, campaign.Switch{} }, Nothing},
		{"a cell, clicking switched off", func(l *Look) { l.Contact.Line, l.Switch = campaign.Cell, campaign.Switch{Release: true} }, Nothing},
		{"a cell, switched off, and its owner has it wait", func(l *Look) { l.Contact.Line, l.Switch = campaign.Cell, campaign.Switch{} }, Unapproved},
		{"a cell that was let go since it was switched off", func(l *Look) {
			l.Contact.Line, l.Contact.Released, l.Switch = campaign.Cell, noon, campaign.Switch{Since: noon}
		}, Nothing},
		{"a cell that was let go before that", func(l *Look) {
			l.Contact.Line, l.Contact.Released, l.Switch = campaign.Cell, noon, campaign.Switch{Since: noon.Add(time.Millisecond)}
		}, Unapproved},
		{"too early in the day", func(l *Look) { l.Now = hour(-4).Add(-time.Minute) }, OutOfHours},
		{"in the last half minute of the day", func(l *Look) { l.Now = hour(9).Add(-20 * time.Second) }, OutOfHours},
		{"one of its zones is shut", func(l *Look) { l.Zones = []string{"Europe/London", "America/Los_Angeles"} }, OutOfHours},
		{"no zone is known", func(l *Look) { l.Zones = nil }, OutOfHours},
		{"all passes had", func(l *Look) { l.Contact.Attempts, l.Contact.Attempted = 1, hour(-9) }, NoPassLeft},
		{"the second pass", func(l *Look) { l.Contact.Attempts, l.Contact.Attempted, l.Campaign.Passes = 1, hour(-9), 2 }, Nothing},
		{"the second pass, within the gap", func(l *Look) { l.Contact.Attempts, l.Contact.Attempted, l.Campaign.Passes = 1, hour(-3), 2 }, GapNotOver},
		{"once more, whatever the passes", func(l *Look) { l.Contact.Attempts, l.Contact.Attempted, l.Contact.Extra = 1, hour(-9), true }, Nothing},
		{"once more, within the gap", func(l *Look) { l.Contact.Attempts, l.Contact.Attempted, l.Contact.Extra = 1, hour(-3), true }, GapNotOver},
		{"a call-back that is due", func(l *Look) { l.Contact.Attempts, l.Contact.Attempted, l.Agreed, l.Enough = 1, hour(-1), true, true }, Nothing},
		{"dropped nine hours ago", func(l *Look) { l.Contact.Outcome, l.Contact.Attempted = campaign.Dropped, hour(-9) }, GapNotOver},
		{"dropped a day ago", func(l *Look) { l.Contact.Outcome, l.Contact.Attempted = campaign.Dropped, hour(-24) }, Nothing},
		{"answered somebody today", func(l *Look) { l.Enough = true }, CalledEnough},
		{"paused counts before hours", func(l *Look) { l.Campaign.Paused, l.Now = hour(-1), hour(12) }, NotRunning},
		{"Do Not Call counts before a click", func(l *Look) { l.OnList, l.Contact.Line = true, campaign.Cell }, OptedOut},
	} {
		t.Run(r.name, func(t *testing.T) {
			l := good()
			r.change(&l)
			if got := l.Hindrance(); got != r.want {
				t.Errorf("%q, want %q", got, r.want)
			}
		})
	}
}
