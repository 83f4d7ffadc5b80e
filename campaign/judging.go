package campaign

import (
	"slices"
	"time"
)

// judging is one campaign's part of a batch.
type judging struct {
	contacts  map[int64]*Contact
	by        map[int64]string // contact to the lease that approved it
	approvals []Approval
	fresh     []Contact
	done      []string  // leases of which nothing is left
	late      []Contact // approved after their lease had lapsed: they wait for others by now
}

// frame decides on the presses of one frame: one approval for each contact, whoever comes first. It returns how many are new.
func (j *judging) frame(l *Lease, tries []Try, now time.Time, out *Approved) (fresh int64) {
	for _, t := range tries {
		p := j.contacts[t.Contact]
		switch {
		case p == nil:
			out.Refused = append(out.Refused, Refusal{t.Ordinal, CodeNotLeased})
		case !p.Approved.IsZero() && j.by[p.No] == l.ID:
			out.Approved++ // a repeat
		case p.OptedOut:
			out.Refused = append(out.Refused, Refusal{t.Ordinal, CodeOptedOut})
		case !p.Approved.IsZero():
			out.Refused = append(out.Refused, Refusal{t.Ordinal, CodeAlready})
		default:
			p.Approved, j.by[p.No] = t.At, l.ID
			out.Approved++
			if l.Approved == 0 {
				l.FirstMS = t.MS
			}
			l.Approved++
			l.FirstMS, l.LastMS = min(l.FirstMS, t.MS), max(l.LastMS, t.MS)
			if l.Ended.IsZero() {
				l.Until = later(l.Until, now.Add(LeaseTime))
			} else {
				j.late = append(j.late, *p)
			}
			j.approvals = append(j.approvals, Approval{Contact: p.No, Person: l.Person, Lease: l.ID, Ordinal: t.Ordinal, At: t.At, Received: now})
			j.fresh = append(j.fresh, *p)
			fresh++
		}
	}
	if len(tries) == 0 {
		return 0
	}
	for _, g := range l.Gone { // pressed before it was given back, and told late: it waits for others by now
		if g.Ordinal < len(l.Contacts) {
			if p := j.contacts[l.Contacts[g.Ordinal]]; p != nil && j.by[p.No] == l.ID && l.Ended.IsZero() {
				j.late = append(j.late, *p)
			}
		}
	}
	// what it approved is not gone any more; a lease of which nothing is left is over, and stands in nobody's way
	l.Gone = slices.DeleteFunc(l.Gone, func(g Gone) bool {
		p := j.contacts[l.Contacts[g.Ordinal]]
		return p != nil && j.by[p.No] == l.ID
	})
	if l.Ended.IsZero() && l.empty() {
		l.Ended = now
		j.done = append(j.done, l.ID)
	}
	return fresh
}
