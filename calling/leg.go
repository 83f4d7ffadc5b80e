package calling

import "time"

// Times of the phone.
const (
	LeaderRing    = 30 * time.Second
	SupporterRing = 25 * time.Second
	ContactRing   = 22 * time.Second
	TalkLimit     = 60 * time.Minute
	WrapUpLimit   = 10 * time.Minute // after the talk; then the attempt is closed without a log
	KeyWait       = 60 * time.Second // for a key after a call
	SilenceLimit  = 30 * time.Minute // without a key after a call
	GreetWait     = 15 * time.Second
	GreetTimes    = 3
	BusyWait      = 10 * time.Second // while everyone left is on another call
	BusyLimit     = 2 * time.Minute
	PreparingWait = 5 * time.Second // while the queue is being prepared and nobody of it is there yet
	HeldLeast     = 24 * time.Hour  // answered and never logged
	together      = 2 * time.Second // two ends of one hang-up, as the carrier dates them
)

// results in order of what they tell, so that two ends of one leg merge the same in any order.
var results = map[LegResult]int{"": 0, LegNeverPlaced: 1, LegCanceled: 2, LegFailed: 3, LegNoAnswer: 4, LegBusy: 5, LegCompleted: 6}

// apply is a leg after the carrier said something about it. A lower rank changes nothing, ended
// absorbs, and a second end only fills in what the first did not know. Seconds of talk imply that
// it was answered.
func (l Leg) apply(f Fact, now time.Time) Leg {
	at := f.At
	if at.IsZero() || at.After(now) {
		at = now
	}
	if at.Before(l.Opened) { // the carrier's clock is behind ours
		at = l.Opened
	}
	l.Webhook = now
	if l.Carrier == "" {
		l.Carrier = f.Carrier
	}
	if f.State == LegEnded {
		if l.State != LegEnded {
			l.State, l.Ended = LegEnded, at
		}
		if results[f.Result] > results[l.Result] {
			l.Result = f.Result
		}
		l.Seconds = max(l.Seconds, f.Seconds)
		if l.Answered.IsZero() && (l.Seconds > 0 || l.Result == LegCompleted) {
			l.Answered = l.Ended.Add(-time.Duration(l.Seconds) * time.Second)
		}
		return l
	}
	if f.State.Rank() <= l.State.Rank() {
		return l
	}
	l.State = f.State
	switch f.State {
	case LegRinging:
		l.Ringing = at
	case LegAnswered:
		l.Answered = at
	}
	return l
}

// up says that a leg is answered and not over.
func (l Leg) up() bool { return l.State == LegAnswered }

// unplaced says that nothing but our own side knows of a leg so far.
func (l Leg) unplaced() bool { return l.State == LegClaimed || l.State == LegPlacing }

// signed says that the carrier has given a sign of the leg: it was dialled.
func (l Leg) signed() bool {
	return l.State.Rank() >= LegQueued.Rank() && l.Result != LegNeverPlaced
}

// nextCheck is when the carrier must be asked about a leg that stays silent.
func (l Leg) nextCheck() time.Time {
	ring, often, limit := l.ring(), 2*time.Minute, 4*time.Hour
	if l.Kind == SupporterLeg || l.Kind == ContactLeg {
		often, limit = 5*time.Minute, TalkLimit
	}
	last := func(ts ...time.Time) time.Time {
		var m time.Time
		for _, t := range ts {
			if t.After(m) {
				m = t
			}
		}
		return m
	}
	switch l.State {
	case LegUnknown:
		return last(l.Webhook, l.Placed, l.Opened).Add(5 * time.Second)
	case LegClaimed, LegPlacing:
		return last(l.Placed, l.Opened).Add(ring + time.Minute)
	case LegQueued, LegRinging:
		return last(l.Webhook, l.Ringing, l.Placed, l.Opened).Add(ring + 15*time.Second)
	case LegAnswered:
		at := last(l.Webhook, l.Answered).Add(often)
		if end := l.Answered.Add(limit + time.Minute); end.Before(at) && end.After(l.Webhook) {
			return end
		}
		return at
	}
	return time.Time{}
}

// doubtOver is when a leg that the carrier does not know may be taken for never placed.
func (l Leg) doubtOver() time.Time {
	from := l.Placed
	if from.IsZero() {
		from = l.Opened
	}
	return from.Add(l.ring() + time.Minute)
}

// ring is how long a leg rings.
func (l Leg) ring() time.Duration {
	switch l.Kind {
	case SupporterLeg:
		return SupporterRing
	case ContactLeg:
		return ContactRing
	}
	return LeaderRing
}

// unrung says that the carrier took a call of ours long ago and has not rung anybody: it is taken back
// there, so that no phone rings when nobody waits for it any more. Until the carrier says that it is over, nothing is freed.
func (l Leg) unrung(now time.Time) bool {
	return l.Kind != SupporterLeg && l.State == LegQueued && l.Carrier != "" && !now.Before(l.doubtOver())
}

// reconcile turns what the carrier answered about a leg into a fact. sure says that there is proof
// that the leg cannot be placed any more (its leader's leg is over, or asks for a later step): a
// dial that was handed out is taken back on proof only, however long ago that was. silent is for how
// long the carrier has not known of it, by a clock that nobody sets. nil: nothing can be concluded yet.
func (l Leg) reconcile(seen []Sighting, sure bool, silent time.Duration, now time.Time) *Fact {
	s := l.among(seen)
	f := &Fact{Leg: l.ID, Seq: -1, Source: "reconcile", At: now}
	switch {
	case s != nil:
		f.Carrier, f.State, f.Result, f.Seconds = s.Carrier, s.State, s.Result, s.Seconds
	case l.Carrier != "": // the carrier has forgotten a leg it gave us: it is not up
		f.State, f.Result = LegEnded, LegFailed
	case l.State == LegClaimed && l.Kind != SupporterLeg: // the outbox will place it yet
		return nil
	case l.State == LegPlacing && l.Kind == SupporterLeg && !sure: // its dial was handed out: only proof takes it back
		return nil
	case sure, !now.Before(l.doubtOver()) && (silent >= Unheard || l.State == LegClaimed): // claimed: nobody was asked to place it
		f.State, f.Result = LegEnded, LegNeverPlaced
	default:
		return nil
	}
	return f
}

// among is the leg among what the carrier has seen; nil: it does not know of it.
func (l Leg) among(seen []Sighting) (s *Sighting) {
	for i := range seen {
		c := &seen[i]
		if l.Carrier != "" && c.Carrier != l.Carrier {
			continue
		}
		if l.Carrier == "" && !c.Started.IsZero() && c.Started.Before(l.Opened.Add(-together)) {
			continue // an earlier call
		}
		if s == nil || c.Started.Before(s.Started) {
			s = c
		}
	}
	return s
}
