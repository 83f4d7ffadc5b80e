package carrier

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

const (
	unserved   = 2 * time.Second // the longest that a person who was rung may be left to silence
	fewAnswers = 1000            // below that many, a share of drops says nothing
)

// JudgeRooms reads what a ledger says of rooms and of those who are rung with machine detection: people
// who did not ask to be called.
//
//   - Never are more than two in a room.
//   - Nobody who was rung is alone in a room for longer than two seconds, and what a webhook takes: the
//     one that tells of it, and the one by which they are sent on.
//   - None of them who answered is left to silence for longer than two seconds and a webhook: until they hear something, or
//     somebody is there who listens.
//   - Of a thousand of their answers or more, three in a hundred at most are dropped: connected with nobody.
//
// Whoever calls, or is rung without detection, waits in a room as long as they like; and a person whom
// detection took for a machine is nobody's drop.
func JudgeRooms(ledger []Leg, webhook time.Duration) []string {
	var found []string
	blame := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	byRoom := map[string][]presence{}
	answers, drops := 0, 0
	for _, l := range ledger {
		for _, s := range l.Stays {
			byRoom[s.Conference] = append(byRoom[s.Conference], presence{leg: l, stay: s})
		}
		if !l.Detect || l.Answered.IsZero() || l.Answerer != "human" || l.Verdict != "" && l.Verdict != "human" && l.Verdict != "unknown" {
			continue
		}
		answers++
		if len(l.Bridges) == 0 {
			drops++
		}
		met := time.Time{}
		if len(l.Bridges) > 0 {
			met = l.Bridges[0].From
		}
		if served := firstOf(firstOf(l.Heard, met), l.Ended); !served.IsZero() && served.Sub(l.Answered) > unserved+webhook {
			blame("leg %s was answered and heard nothing for %s", l.SID, served.Sub(l.Answered).Round(100*time.Millisecond))
		}
	}
	if answers >= fewAnswers && drops*100 > answers*3 {
		blame("%d of %d answers were dropped", drops, answers)
	}
	for conference, list := range byRoom {
		judgeRoom(conference, list, webhook, blame)
	}
	slices.Sort(found)
	return found
}

// presence is somebody's stay in one room.
type presence struct {
	leg  Leg
	stay Stay
}

// judgeRoom walks through the comings and goings of a room. Whoever leaves in the instant in which
// another comes has left before.
func judgeRoom(conference string, list []presence, webhook time.Duration, blame func(string, ...any)) {
	type change struct {
		at   time.Time
		come bool
		who  presence
	}
	var changes []change
	for _, p := range list {
		if p.stay.From.Equal(p.stay.To) {
			continue
		}
		changes = append(changes, change{p.stay.From, true, p})
		if !p.stay.To.IsZero() {
			changes = append(changes, change{p.stay.To, false, p})
		}
	}
	slices.SortStableFunc(changes, func(a, b change) int {
		if c := cmp.Compare(a.at.UnixNano(), b.at.UnixNano()); c != 0 || a.come == b.come {
			return c
		}
		if a.come {
			return 1
		}
		return -1
	})
	in := map[string]presence{}
	var since time.Time
	for _, c := range changes {
		if len(in) == 1 {
			for _, p := range in {
				if alone := c.at.Sub(since); p.leg.Detect && alone > unserved+webhook+p.stay.Asked.d() {
					blame("leg %s was alone in room %s for %s", p.leg.SID, conference, alone.Round(100*time.Millisecond))
				}
			}
		}
		if c.come {
			in[c.who.leg.SID] = c.who
		} else {
			delete(in, c.who.leg.SID)
		}
		if len(in) > 2 {
			blame("%d legs were in room %s at the same time", len(in), conference)
		}
		since = c.at
	}
}

// firstOf is the earlier of two instants; a zero one never came.
func firstOf(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
