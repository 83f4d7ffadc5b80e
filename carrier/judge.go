package carrier

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

const inbound = "inbound"

// Judge reads a ledger and returns what must never have happened, one sentence each, naming legs by
// their SIDs and never a number; an innocent ledger gives none. Legs that never left the queue
// are not placed and break nothing.
//
//   - No number is the callee of two legs at the same time.
//   - Every placed leg carries a reference, and no reference is carried by two.
//   - No child is placed after its parent's end, and none outlives it.
//   - What JudgeRooms says of rooms, with one second for a webhook.
func Judge(ledger []Leg) []string { return JudgeAt(ledger, time.Second) }

// judge is Judge with the patience for webhooks that this carrier's clock asks for: a fifth of a second of the wall.
func (c *Carrier) judge(ledger []Leg) []string {
	webhook := time.Duration(c.clockState().Speed * float64(200*time.Millisecond))
	return JudgeAt(ledger, max(time.Second, webhook))
}

// JudgeAt is Judge with another patience for a webhook, in product time: where the clock runs faster than
// the wall, a webhook takes more of it.
func JudgeAt(ledger []Leg, webhook time.Duration) []string {
	found := JudgeRooms(ledger, webhook)
	blame := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	byNumber, byRef, bySID := map[string][]Leg{}, map[string]string{}, map[string]Leg{}
	for _, l := range ledger {
		bySID[l.SID] = l
		if l.Initiated.IsZero() {
			continue
		}
		byNumber[l.Number] = append(byNumber[l.Number], l)
		if l.Direction == inbound {
			continue // whoever calls us carries no reference of ours
		}
		switch other, taken := byRef[l.Ref]; {
		case l.Ref == "":
			blame("leg %s carries no reference", l.SID)
		case taken:
			blame("legs %s and %s carry the same reference", other, l.SID)
		default:
			byRef[l.Ref] = l.SID
		}
	}
	for _, legs := range byNumber {
		slices.SortStableFunc(legs, func(a, b Leg) int { return cmp.Compare(a.Initiated.UnixNano(), b.Initiated.UnixNano()) })
		last := legs[0] // the one that ended latest so far
		for _, l := range legs[1:] {
			if (last.Ended.IsZero() || l.Initiated.Before(last.Ended)) && known(last, l, webhook) {
				blame("legs %s and %s hold the same number at the same time", last.SID, l.SID)
			}
			if !last.Ended.IsZero() && (l.Ended.IsZero() || l.Ended.After(last.Ended)) {
				last = l
			}
		}
	}
	for _, l := range ledger {
		parent, known := bySID[l.Parent]
		if l.Parent == "" || l.Initiated.IsZero() || !known || parent.Ended.IsZero() {
			continue
		}
		if l.Initiated.After(parent.Ended) {
			blame("leg %s was placed after the end of its parent %s", l.SID, parent.SID)
		}
		if l.Ended.IsZero() || l.Ended.After(parent.Ended) {
			blame("leg %s outlived its parent %s", l.SID, parent.SID)
		}
	}
	slices.Sort(found)
	return found
}

// known says whether whoever placed the later of two legs could know of the earlier one: that somebody
// calls in is known by the webhook only, and that somebody who is rung calls us in that instant is theirs.
func known(earlier, later Leg, webhook time.Duration) bool {
	return later.Direction != inbound && (earlier.Direction != inbound || later.Initiated.Sub(earlier.Initiated) > webhook)
}
