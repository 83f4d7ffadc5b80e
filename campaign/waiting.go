package campaign

import "time"

// Wait is for what a contact that was attempted waits until it may be dialled again.
type Wait int

// The waits. Who waits for an instant that was agreed on is not bound by the passes, nor is who may be called once more by a rule.
const (
	NoWait     Wait = iota
	ForGap          // of the campaign, as it is when it is over
	OnceMoreIn      // the same, for one attempt more by a rule, whatever the passes; or because a dial never reached the network
	ForAgreed       // for the instant that was agreed on
	AfterDrop       // for the gap, and a day at least
	ForPasses       // for an admin to allow more passes: finished as things are
	ForOther        // for another queue's line to end, or for another day: it was ready, and goes back to where it was
)

// Nobody is dialled again sooner than this after a call in which no caller was free for them; and a dial that never reaches
// the network is tried so often.
const (
	DropGap  = 24 * time.Hour
	MostFail = 3
)

// Waiting is one contact that waits.
type Waiting struct {
	Kind     Wait
	Attempts int // 0 where passes do not matter, or are looked at when the wait is over; ForOther: 1 of a call-back that was agreed on
	At       time.Time
	Contact  int64
	ZoneSet  int64
}

// afterDrop is how long somebody waits after a drop.
func afterDrop(gap time.Duration) time.Duration { return max(gap, DropGap) }

// Ended is how one attempt at a contact ended. Retry is the rule of the answer to question 1, if somebody talked.
type Ended struct {
	Contact  int64
	Outcome  Outcome
	Retry    Retry
	At       time.Time
	CallBack time.Time // the instant that was agreed on, of a rule that asks for one
}

// rule is whether the number is called again: what dials without a talk mean is not up to the script.
func (e Ended) rule() Retry {
	switch e.Outcome {
	case NoAnswer, Busy, Machine:
		return Retry{Again: NextPass}
	}
	return e.Retry
}

// After is a contact after an attempt, and how it waits; a contact that waits for nothing is final.
func (p Contact) After(e Ended, passes int) (Contact, Waiting) {
	w := Waiting{At: e.At, Contact: p.No, ZoneSet: p.ZoneSet}
	was := p.Outcome
	p.Outcome, p.Attempted, p.Waits, p.Final = e.Outcome, e.At, NoWait, false
	rule := e.rule()
	wasExtra := p.Extra
	owed := was == CallBack && p.Attempts >= passes // the call that was agreed on comes on top of the passes, whatever befell this one
	switch e.Outcome {
	case Invalid:
		p.Final = true
		return p, w
	case Failed: // uses up no pass
		if p.Failed++; p.Failed >= MostFail {
			p.Final = true
			return p, w
		}
		w.Kind, p.Extra = OnceMoreIn, wasExtra || owed
	case Dropped: // nor does this
		p.Failed = 0
		w.Kind, p.Extra = AfterDrop, wasExtra || owed
	default:
		p.Attempts++
		p.Failed, p.Extra = 0, false
		switch {
		case rule.Again == AtTime && !e.CallBack.IsZero():
			w.Kind, w.At = ForAgreed, e.CallBack
		case (rule.Again == OnceMore || rule.Again == AtTime) && !wasExtra:
			w.Kind, p.Extra = OnceMoreIn, true
		case rule.Again == NextPass && !wasExtra:
			w.Kind, w.Attempts = ForGap, p.Attempts
			if p.Attempts >= passes {
				w.Kind = ForPasses
			}
		default:
			p.Final = true
		}
	}
	if w.Kind == OnceMoreIn || w.Kind == AfterDrop {
		if w.Attempts = p.bound(); w.Attempts >= passes { // there are fewer since it was rung
			w.Kind = ForPasses
		}
	}
	p.Waits = w.Kind
	return p, w
}

// bound is the attempts by which the passes bind a contact; 0: they do not.
func (p Contact) bound() int {
	if p.Extra {
		return 0
	}
	return p.Attempts
}

// gapped is how a contact waits that could be dialled but for the time since its last attempt, and how long that is.
func (p Contact) gapped(gap time.Duration) (Waiting, time.Duration) {
	w := Waiting{Kind: ForGap, Attempts: p.bound(), At: p.Attempted, Contact: p.No, ZoneSet: p.ZoneSet}
	switch {
	case p.Outcome == Dropped:
		w.Kind, gap = AfterDrop, afterDrop(gap)
	case p.Extra || p.Outcome == Failed:
		w.Kind = OnceMoreIn
	}
	return w, gap
}

// agreed says whether it is for a call-back that was agreed on, which passes do not bind.
func (w Waiting) agreed() bool { return w.Kind == ForAgreed || w.Kind == ForOther && w.Attempts > 0 }

// level is where a contact goes that waited long enough.
func (w Waiting) level(p Contact, passes int) int {
	if w.agreed() {
		return 0
	}
	return Level(min(p.Attempts, passes-1))
}

// ready is where a contact goes that waited for its click: an agreed call-back is due, and one attempt more is allowed whatever the
// passes. Who had all of them meanwhile comes above them, where nobody is taken.
func (p Contact) ready(passes int) Ready {
	r := Ready{Level: Level(p.Attempts), Stream: Stream(p.ZoneSet, ClassOf(p.Line)), Contact: p.No}
	switch {
	case p.Extra:
		r.Level = Level(min(p.Attempts, passes-1))
	case p.Outcome == CallBack:
		r.Level = 0
	}
	return r
}

// in counts a contact that waits or is final where it belongs, n times.
func (p Contact) in(z *ZoneCounts, n int64) {
	switch {
	case p.OptedOut:
		z.OptedOut += n
	case p.Final && p.Outcome == Invalid:
		z.Invalid += n
	case p.Final || p.Waits == ForPasses:
		z.Finished += n
	case p.Waits == ForOther:
		z.Other += n
	case p.Waits != NoWait:
		z.Gap += n
	case p.Attempts > 0:
		z.Retries += n
	case p.Line == Landline:
		z.Landlines += n
	default:
		z.Cells += n
	}
}
