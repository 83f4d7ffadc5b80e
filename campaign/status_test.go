package campaign

import (
	"strings"
	"testing"
	"time"
)

var london = location("Europe/London")

// noon is a Tuesday in winter: London and UTC tell the same time, New York is five hours behind.
var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func zone(name string, f func(*ZoneCounts)) ZoneCounts {
	z := ZoneCounts{ZoneSet: 1, Zones: []string{name}}
	f(&z)
	return z
}

// situation is a campaign that runs: loaded, with a caller ID, something that drives, and one landline ready in London.
func situation(f func(*Situation)) Situation {
	s := Situation{
		Now: noon, Place: london, Started: true, FirstDone: true, FirstPercent: 100, Hours: DefaultHours(), CallerIDs: 1, Drives: true, Callers: 12, Talking: 7,
		Zones: []ZoneCounts{zone("Europe/London", func(z *ZoneCounts) { z.Landlines = 1 })},
	}
	f(&s)
	return s
}

func zones(z ...ZoneCounts) func(*Situation) { return func(s *Situation) { s.Zones = z } }

func all(fs ...func(*Situation)) func(*Situation) {
	return func(s *Situation) {
		for _, f := range fs {
			f(s)
		}
	}
}

func TestTheStatusTableRowByRow(t *testing.T) {
	at := func(h, m int) func(*Situation) {
		return func(s *Situation) { s.Now = time.Date(2026, 11, 24, h, m, 0, 0, time.UTC) }
	}
	cells := func(n int64) func(*ZoneCounts) { return func(z *ZoneCounts) { z.Click = n } }
	// An hour a day, and contacts who may be in two zones that are five hours apart.
	short := func(s *Situation) {
		s.Hours = Hours{}
		for _, d := range weekdays {
			s.Hours = append(s.Hours, Day{d, 8 * 60, 9 * 60})
		}
	}
	apart := ZoneCounts{ZoneSet: 2, Zones: []string{"America/New_York", "Europe/London"}, Landlines: 1000, Click: 200, Gap: 10, GapFirst: noon, Finished: 5}
	for _, c := range []struct {
		name     string
		change   func(*Situation)
		state    State
		sentence string
		callers  string
	}{
		{"never started", func(s *Situation) {
			s.Started = false
			s.Missing = []Gap{{StepName, "name", ""}, {StepQuestions, "a", ""}, {StepQuestions, "b", ""}, {StepCallerID, "caller_ids", ""}}
		}, Draft, "This campaign has not started. Missing: name, questions, caller ID.", "This campaign is not open yet."},
		{"clicking off, and cells wait for its owner", all(func(s *Situation) { s.ClickingOff = true }, zones(zone("Europe/London", cells(12_400)))), Stalled,
			"This campaign is stalled: 12,400 cells wait for a click, and clicking is switched off. An owner lets them be called, or switches it on.",
			"No calls just now: the next numbers wait for the organisers."},
		{"clicking off, a landline ready", all(func(s *Situation) { s.ClickingOff = true }, zones(zone("Europe/London", func(z *ZoneCounts) { z.Landlines, z.Click = 1, 9 }))), Running,
			"This campaign is running. 12 callers, 7 talking.", "This campaign is running."},
		{"never started, paused flag or not", func(s *Situation) { s.Started, s.Paused = false, noon }, Draft, "This campaign has not started. Nothing is missing: start it when you are ready.", ""},
		{"first load under way", func(s *Situation) { s.FirstDone, s.FirstPercent = false, 43 }, Loading, "This campaign is loading (43 %).", "This campaign is not open yet."},
		{"first load not visible yet", func(s *Situation) { s.FirstDone, s.FirstPercent = false, 100 }, Loading, "This campaign is loading (99 %).", ""},
		{"paused while loading", func(s *Situation) { s.FirstDone, s.FirstPercent, s.Paused = false, 5, noon }, Loading, "This campaign is loading (5 %).", ""},
		{"first load failed", func(s *Situation) {
			s.FirstDone, s.FirstFailed, s.FirstProblem = false, true, "No row has a number that can be called."
		}, LoadFailed, "This campaign could not load: No row has a number that can be called.", "This campaign is not open yet."},
		{"paused", func(s *Situation) { s.Paused, s.PausedBy = time.Date(2026, 11, 24, 11, 3, 0, 0, time.UTC), "Maya Osei" }, Paused, "This campaign is paused (by Maya Osei at 11:03).", "This campaign is paused."},
		{"paused yesterday", func(s *Situation) { s.Paused, s.PausedBy = noon.Add(-24*time.Hour), "Maya Osei" }, Paused, "This campaign is paused (by Maya Osei at 12:00 on Mon 23 Nov).", ""},
		{"paused beats blocked", func(s *Situation) { s.Paused, s.CallerIDs = noon, 0 }, Paused, "This campaign is paused (by somebody at 12:00).", ""},
		{"paused, then ended", func(s *Situation) { s.Paused, s.Ended = noon, true }, Complete, "This campaign is complete.", "This campaign is complete. Thank you!"},
		{"ended", func(s *Situation) { s.Ended = true }, Complete, "This campaign is complete.", ""},
		{"ended with a call in flight", all(func(s *Situation) { s.Ended = true }, zones(zone("Europe/London", func(z *ZoneCounts) { z.InFlight, z.Click = 1, 9 }))),
			Running, "This campaign is running: it was ended, and 1 call is still under way.", "This campaign is running."},
		{"ended without a caller ID, calls in flight", all(func(s *Situation) { s.Ended, s.CallerIDs = true, 0 }, zones(zone("Europe/London", func(z *ZoneCounts) { z.InFlight = 2 }))),
			Running, "This campaign is running: it was ended, and 2 calls are still under way.", ""},
		{"everybody finished", zones(zone("Europe/London", func(z *ZoneCounts) { z.Finished, z.OptedOut, z.Invalid = 5, 1, 1 })), Complete, "This campaign is complete.", ""},
		{"everybody finished but one in flight", zones(zone("Europe/London", func(z *ZoneCounts) { z.Finished, z.InFlight = 5, 1 })), Running, "This campaign is running. 12 callers, 7 talking.", ""},
		{"complete beats blocked", all(func(s *Situation) { s.CallerIDs = 0 }, zones(zone("Europe/London", func(z *ZoneCounts) { z.Finished = 5 }))), Complete, "This campaign is complete.", ""},
		{"caller ID removed", func(s *Situation) { s.CallerIDs = 0 }, Stalled, "This campaign is stalled: it has no caller ID. Choose one.", "No calls just now: the phone lines are not ready. The organisers know."},
		{"carrier refuses", func(s *Situation) { s.Refused = "the account is suspended" }, Stalled,
			"This campaign is stalled: the carrier refuses calls (the account is suspended). Tell whoever runs this server.", ""},
		{"nothing drives", func(s *Situation) { s.Drives = false }, Stalled,
			"This campaign is stalled: no server is dialling just now. It goes on by itself within a minute; if not, tell whoever runs this server.", ""},
		{"blocked beats outside hours", all(at(22, 0), func(s *Situation) { s.CallerIDs = 0 }), Stalled, "This campaign is stalled: it has no caller ID. Choose one.", ""},
		{"running", func(*Situation) {}, Running, "This campaign is running. 12 callers, 7 talking.", "This campaign is running."},
		{"one caller", func(s *Situation) { s.Callers, s.Talking = 1, 0 }, Running, "This campaign is running. 1 caller, 0 talking.", ""},
		{"more contacts loading", func(s *Situation) { s.LoadedMore = true }, Running, "This campaign is running. 12 callers, 7 talking.", ""},
		{"in flight out of hours", all(at(22, 0), zones(zone("Europe/London", func(z *ZoneCounts) { z.Landlines, z.InFlight = 4, 1 }))), Running, "This campaign is running. 12 callers, 7 talking.", ""},
		{"before hours", at(8, 59), OutsideHours, "Outside of dialing hours. Next numbers open at 09:00, London time.", "Outside of dialing hours. Calls start again at 09:00, London time."},
		{"another place, whose name has two words", all(at(8, 59), func(s *Situation) { s.Place = location("America/New_York") }), OutsideHours,
			"Outside of dialing hours. Next numbers open at 04:00, New York time.", "Outside of dialing hours. Calls start again at 04:00, New York time."},
		{"no place", all(at(8, 59), func(s *Situation) { s.Place = nil }), OutsideHours,
			"Outside of dialing hours. Next numbers open at 09:00, UTC.", "Outside of dialing hours. Calls start again at 09:00, UTC."},
		{"hours begin", at(9, 0), Running, "This campaign is running. 12 callers, 7 talking.", ""},
		{"last minute of the hours", at(20, 59), Running, "This campaign is running. 12 callers, 7 talking.", ""},
		{"last half minute of the hours", func(s *Situation) { s.Now = time.Date(2026, 11, 24, 20, 59, 30, 0, time.UTC) }, OutsideHours, "Outside of dialing hours. Next numbers open at 09:00 on Wed 25 Nov, London time.", ""},
		{"the last instant before that", func(s *Situation) { s.Now = time.Date(2026, 11, 24, 20, 59, 29, 999e6, time.UTC) }, Running, "This campaign is running. 12 callers, 7 talking.", ""},
		{"the last instant before the hours", func(s *Situation) { s.Now = time.Date(2026, 11, 24, 8, 59, 59, 999e6, time.UTC) }, OutsideHours, "Outside of dialing hours. Next numbers open at 09:00, London time.", ""},
		{"the first percent", func(s *Situation) { s.FirstDone, s.FirstPercent = false, 0 }, Loading, "This campaign is loading (0 %).", ""},
		{"more contacts loading while all others are finished", all(func(s *Situation) { s.LoadedMore = true }, zones(zone("Europe/London", func(z *ZoneCounts) { z.Finished = 9 }))),
			Complete, "This campaign is complete.", ""},
		{"more contacts loading at night", all(at(22, 0), func(s *Situation) { s.LoadedMore = true }), OutsideHours, "Outside of dialing hours. Next numbers open at 09:00 on Wed 25 Nov, London time.", ""},
		{"a load failed, and it was paused", func(s *Situation) {
			s.FirstDone, s.FirstFailed, s.FirstProblem, s.Paused = false, true, "The file cannot be read.", noon
		}, LoadFailed, "This campaign could not load: The file cannot be read.", ""},
		{"paused with a call in flight", all(func(s *Situation) { s.Paused = noon }, zones(zone("Europe/London", func(z *ZoneCounts) { z.InFlight = 1 }))), Paused, "This campaign is paused (by somebody at 12:00).", ""},
		{"paused with nobody left", all(func(s *Situation) { s.Paused = noon }, zones()), Paused, "This campaign is paused (by somebody at 12:00).", ""},
		{"caller ID removed with a call in flight", all(func(s *Situation) { s.CallerIDs = 0 }, zones(zone("Europe/London", func(z *ZoneCounts) { z.InFlight = 1 }))),
			Stalled, "This campaign is stalled: it has no caller ID. Choose one.", ""},
		{"the gap is over at this instant", zones(zone("Europe/London", func(z *ZoneCounts) { z.Gap, z.GapFirst = 1, noon })), Stalled, "This campaign is stalled: 1 waits for the gap, first at 12:00.", ""},
		{"the gap ends as the shut half opens", zones(
			zone("Europe/London", func(z *ZoneCounts) { z.Gap, z.GapFirst = 1, noon.Add(2*time.Hour) }), zone("America/New_York", func(z *ZoneCounts) { z.Landlines = 9 })),
			Stalled, "This campaign is stalled: 1 waits for the gap, first at 14:00.", ""},
		{"cells wait, and others for the gap", zones(zone("Europe/London", func(z *ZoneCounts) { z.Click, z.Gap, z.GapFirst = 12400, 800, noon.Add(time.Hour) })), Stalled,
			"This campaign is stalled: 12,400 cells wait for clicking (about 38 minutes for one clicker); 800 wait for the gap. Share the clicker link.", ""},
		{"only cells and no clickers at night", all(at(23, 0), zones(zone("Europe/London", cells(12400)))), OutsideHours, "Outside of dialing hours. Next numbers open at 09:00 on Wed 25 Nov, London time.", ""},
		{"only cells by day", zones(zone("Europe/London", cells(12400))), Stalled,
			"This campaign is stalled: 12,400 cells wait for clicking (about 38 minutes for one clicker). Share the clicker link.", "No calls just now: the next numbers wait to be approved."},
		{"launch mode, nobody clicks, callers are free", all(zones(zone("Europe/London", func(z *ZoneCounts) { z.Click, z.Landlines, z.Retries = 1200, 40, 5 })), func(s *Situation) { s.Launch, s.Free = true, 3 }), Stalled,
			"This campaign is stalled: each call begins with a click, and nobody clicks: 1,245 numbers wait, and 3 callers are free. Share the clicker link.",
			"No calls just now: each call begins with a click, and nobody clicks just now. The organisers know."},
		{"launch mode, nobody clicks, nobody calls", all(zones(zone("Europe/London", cells(1))), func(s *Situation) { s.Launch = true }), Stalled,
			"This campaign is stalled: each call begins with a click, and nobody clicks: 1 number waits. Share the clicker link.", ""},
		{"launch mode, somebody looks at a number", all(zones(zone("Europe/London", cells(9))), func(s *Situation) { s.Launch, s.Shown, s.Free = true, 1, 3 }), Running,
			"This campaign is running. 12 callers, 7 talking.", ""},
		{"launch mode, calls in flight and nobody clicks", all(zones(zone("Europe/London", func(z *ZoneCounts) { z.Click, z.InFlight = 9, 1 })), func(s *Situation) { s.Launch = true }), Running,
			"This campaign is running. 12 callers, 7 talking.", ""},
		{"launch mode at night", all(at(23, 0), zones(zone("Europe/London", cells(9))), func(s *Situation) { s.Launch = true }), OutsideHours, "Outside of dialing hours. Next numbers open at 09:00 on Wed 25 Nov, London time.", ""},
		{"launch mode, only the shut half is left", all(zones(zone("America/New_York", func(z *ZoneCounts) { z.Landlines = 9 })), func(s *Situation) { s.Launch = true }), OutsideHours,
			"Outside of dialing hours. Next numbers open at 14:00, London time.", ""},
		{"launch mode, all wait for the gap", all(zones(zone("Europe/London", func(z *ZoneCounts) { z.Gap, z.GapFirst = 2, noon.Add(time.Hour) })), func(s *Situation) { s.Launch, s.Shown = true, 1 }), Stalled,
			"This campaign is stalled: 2 wait for the gap, first at 13:00.", ""},
		{"launch mode, everybody finished", all(zones(zone("Europe/London", func(z *ZoneCounts) { z.Finished = 2 })), func(s *Situation) { s.Launch = true }), Complete, "This campaign is complete.", ""},
		{"launch mode, blocked", all(zones(zone("Europe/London", cells(9))), func(s *Situation) { s.Launch, s.CallerIDs = true, 0 }), Stalled, "This campaign is stalled: it has no caller ID. Choose one.", ""},
		{"three clickers are here", all(zones(zone("Europe/London", cells(12_400))), func(s *Situation) { s.Clickers = 3 }), Stalled,
			"This campaign is stalled: 12,400 cells wait for clicking (about 13 minutes for the 3 clickers here). Share the clicker link.", ""},
		{"one cell", zones(zone("Europe/London", cells(1))), Stalled, "This campaign is stalled: 1 cell waits for clicking (about a minute for one clicker). Share the clicker link.", ""},
		{"hours open in half the zones, ready there", zones(zone("Europe/London", func(z *ZoneCounts) { z.Cells = 3 }), zone("America/Los_Angeles", cells(9))), Running, "This campaign is running. 12 callers, 7 talking.", ""},
		{"hours open in half the zones, ready in the shut half", zones(zone("Europe/London", func(z *ZoneCounts) { z.Finished = 3 }), zone("America/New_York", func(z *ZoneCounts) { z.Landlines = 9 })),
			OutsideHours, "Outside of dialing hours. Next numbers open at 14:00, London time.", ""},
		{"open half needs clicks", zones(zone("Europe/London", cells(2)), zone("America/New_York", func(z *ZoneCounts) { z.Landlines = 9 })), Stalled,
			"This campaign is stalled: 2 cells wait for clicking (about a minute for one clicker). Share the clicker link.", ""},
		{"open half waits for the gap, shut half opens first", zones(
			zone("Europe/London", func(z *ZoneCounts) { z.Gap, z.GapFirst = 1, noon.Add(4*time.Hour) }), zone("America/New_York", func(z *ZoneCounts) { z.Landlines = 9 })),
			OutsideHours, "Outside of dialing hours. Next numbers open at 14:00, London time.", ""},
		{"open half waits for the gap, which ends first", zones(
			zone("Europe/London", func(z *ZoneCounts) { z.Gap, z.GapFirst = 800, noon.Add(90*time.Minute) }), zone("America/New_York", func(z *ZoneCounts) { z.Landlines = 9 })),
			Stalled, "This campaign is stalled: 800 wait for the gap, first at 13:30.", "No calls just now: everybody was called a short while ago."},
		{"passes exhausted with one gap pending", zones(zone("Europe/London", func(z *ZoneCounts) { z.Finished, z.Gap, z.GapFirst = 99, 1, noon.Add(time.Hour) })), Stalled,
			"This campaign is stalled: 1 waits for the gap, first at 13:00.", ""},
		{"the gap ends at night", zones(zone("Europe/London", func(z *ZoneCounts) { z.Gap, z.GapFirst = 1, noon.Add(10*time.Hour) })), OutsideHours,
			"Outside of dialing hours. Next numbers open at 09:00 on Wed 25 Nov, London time.", ""},
		{"on other queues", zones(zone("Europe/London", func(z *ZoneCounts) { z.Other = 2 })), Stalled, "This campaign is stalled: 2 wait for other queues or for tomorrow.", "No calls just now: the next numbers are being called by others."},
		{"clicking switched on midway", zones(zone("Europe/London", func(z *ZoneCounts) { z.Click, z.Finished = 500, 70 })), Stalled,
			"This campaign is stalled: 500 cells wait for clicking (about 2 minutes for one clicker). Share the clicker link.", ""},
		{"hours that never open", all(func(s *Situation) { s.Hours = Hours{} }), Complete,
			"This campaign is complete. 1 contact is never in the hours of all its time zones: widen the hours.", "This campaign is complete. Thank you!"},
		{"zones that share no hour are left", all(short, zones(zone("Europe/London", func(z *ZoneCounts) { z.Finished = 9 }), apart)), Complete,
			"This campaign is complete. 1,210 contacts are never in the hours of all their time zones: widen the hours.", "This campaign is complete. Thank you!"},
		{"zones that share no hour are left, and one call", all(short, zones(zone("Europe/London", func(z *ZoneCounts) { z.InFlight = 1 }), apart)), Running,
			"This campaign is running. 12 callers, 7 talking. 1,210 contacts are never in the hours of all their time zones: widen the hours.", ""},
		{"zones that share no hour, others that open", all(short, zones(zone("Europe/London", func(z *ZoneCounts) { z.Landlines = 3 }), apart)), OutsideHours,
			"Outside of dialing hours. Next numbers open at 08:00 on Wed 25 Nov, London time. 1,210 contacts are never in the hours of all their time zones: widen the hours.",
			"Outside of dialing hours. Calls start again at 08:00 on Wed 25 Nov, London time."},
		{"zones that share no hour, others that wait for a click", all(short, at(8, 30), zones(zone("Europe/London", cells(1)), apart)), Stalled,
			"This campaign is stalled: 1 cell waits for clicking (about a minute for one clicker). Share the clicker link. 1,210 contacts are never in the hours of all their time zones: widen the hours.", ""},
		{"zones that share no hour, and paused", all(short, zones(apart), func(s *Situation) { s.Paused = noon }), Paused,
			"This campaign is paused (by somebody at 12:00). 1,210 contacts are never in the hours of all their time zones: widen the hours.", ""},
		{"zones that share no hour, and ended", all(short, zones(apart), func(s *Situation) { s.Ended = true }), Complete, "This campaign is complete.", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := StatusOf(situation(c.change))
			if got.State != c.state || got.Sentence != c.sentence {
				t.Errorf("got %s: %s\nwant %s: %s", got.State, got.Sentence, c.state, c.sentence)
			}
			if c.callers != "" && got.Callers != c.callers {
				t.Errorf("callers read %q, want %q", got.Callers, c.callers)
			}
			if strings.Contains(got.Sentence, "%!") || got.Callers == "" {
				t.Errorf("said %q and %q", got.Sentence, got.Callers)
			}
		})
	}
}

func TestAStatusSaysWhenItIsToBeLookedAtAgain(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Situation)
		want   time.Time
	}{
		"running until the hours end": {func(*Situation) {}, time.Date(2026, 11, 24, 20, 59, 30, 0, time.UTC)},
		"shut until they begin":       {func(s *Situation) { s.Now = noon.Add(11 * time.Hour) }, time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)},
		"a gap that ends":             {zones(zone("Europe/London", func(z *ZoneCounts) { z.Gap, z.GapFirst = 1, noon.Add(time.Hour) })), noon.Add(time.Hour)},
		"complete for good":           {zones(), time.Time{}},
	} {
		if got := StatusOf(situation(c.change)).Again; !got.Equal(c.want) {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestCountsAddUpWhateverTheHours(t *testing.T) {
	z := []ZoneCounts{
		{Zones: []string{"Europe/London"}, Landlines: 1, Cells: 2, Retries: 3, Click: 4, Gap: 5, Other: 6, InFlight: 7, Finished: 8, OptedOut: 9, Invalid: 10},
		{Zones: []string{"America/Los_Angeles"}, Landlines: 10, Cells: 20, Retries: 30, Click: 40, Gap: 50, Other: 60, InFlight: 70, Finished: 80, OptedOut: 90, Invalid: 100},
	}
	for h := range 24 {
		c := Count(z, DefaultHours(), noon.Add(time.Duration(h)*time.Hour))
		if c.Sum() != c.Total || c.Total != 605 {
			t.Errorf("after %d h: %+v adds up to %d", h, c, c.Sum())
		}
	}
	if c := Count(z, DefaultHours(), noon); c.OutsideHours != 60 || c.UndialedLandlines != 1 || c.UndialedCells != 2 || c.ReadyRetries != 3 || c.AwaitingClick != 44 {
		t.Errorf("at noon: %+v", c)
	}
	if got, of := Callable(z, DefaultHours(), noon); got != 55.0/605 || of != 605 {
		t.Errorf("callable now: %v", got)
	}
}

func TestOneContactOneBucketByPrecedence(t *testing.T) {
	order := []struct {
		set  func(*Facts)
		want Bucket
	}{
		{func(f *Facts) { f.OptedOut = true }, InOptedOut}, {func(f *Facts) { f.Invalid = true }, InInvalid}, {func(f *Facts) { f.InFlight = true }, InFlight},
		{func(f *Facts) { f.Final = true }, InFinished}, {func(f *Facts) { f.Unapproved = true }, InClick}, {func(f *Facts) { f.WaitsForGap = true }, InGap},
		{func(f *Facts) { f.Elsewhere = true }, InOther}, {func(f *Facts) { f.Shut = true }, InOutside}, {func(f *Facts) { f.Attempts = 1 }, InRetries},
		{func(f *Facts) { f.Line = Landline }, InLandlines}, {func(*Facts) {}, InCells},
	}
	for i, first := range order {
		f := Facts{}
		for _, later := range order[i:] {
			later.set(&f)
		}
		first.set(&f)
		if got := BucketOf(f); got != first.want {
			t.Errorf("%+v: %s, want %s", f, got, first.want)
		}
	}
}

// While the carrier refuses, a press may try again: in launch mode nothing else does, and nothing else would show that it takes calls.
func TestAPressTriesACarrierThatRefuses(t *testing.T) {
	in := situation(func(s *Situation) { s.Launch, s.Shown, s.Free, s.Refused = true, 1, 2, "suspended" })
	v := ClickingView{On: true, Mode: ModeLaunch}
	if v.say(StatusOf(in), in); v.Free != 2 || v.Wait != "" || v.Note != "The carrier refuses our calls. One press in ten seconds tries it again." {
		t.Errorf("refused: %+v", v)
	}
	in.CallerIDs, v = 0, ClickingView{On: true, Mode: ModeLaunch}
	if v.say(StatusOf(in), in); v.Free != 0 || v.Wait == "" {
		t.Errorf("without a caller ID: %+v", v)
	}
}
