package hub

import "time"

// pace is how a topic's fan-out times its turns. Only the fan-out uses it.
//
// A topic is hot when it has hotRate deliveries in a second and its turns carry more than one
// event; it then has a turn in every tick. At twice that rate the CPU needed falls to a third.
// Where a turn takes longer than a tick, or nothing waits at its end, what comes next is still
// gathered for a moment: else the first of many that come together goes out alone, and costs as
// much as the rest. Where events come one by one there is nothing to gain and nobody waits.
//
// Both are averages over some turns: one that was cut short, because a core was taken away in
// the middle of what came together, would else make the next one come too soon as well.
//
// Events that come faster than a page draws are joined, too, however few listen: what a message
// costs a browser is more than what an event in it does. After quickTurns turns that each came
// within a joinTick of the one before, a turn waits until a joinTick after the last one; it goes on
// so for as long as that brings more than one event. Where it does not (whoever publishes waits for
// the event before), nobody waits for the next aloneFor. So an event that comes alone goes out
// at once, and no event is more than a joinTick late.
type pace struct {
	began      time.Time // of the turn before
	took       time.Duration
	events     float64 // in a turn, on average
	deliveries float64 // likewise
	seconds    float64 // from turn to turn, likewise

	quick   int       // turns in a row that came within a joinTick of the one before
	joining bool      // the turn before was followed by a wait for company
	alone   time.Time // when that was last in vain
}

const (
	hotRate   = 100_000
	hotEvents = 1.5
	hotTick   = 20 * time.Millisecond
	hotGather = 4 * time.Millisecond // at least; a quarter of the turn before, at most a tick

	joinTick   = 50 * time.Millisecond
	quickTurns = 5
	aloneFor   = time.Second
)

func (p *pace) hot() bool {
	return p.events > hotEvents && p.deliveries >= hotRate*p.seconds
}

// gather is how long a hot topic waits for what comes together with what has come.
func (p *pace) gather() time.Duration { return min(max(p.took/4, hotGather), hotTick) }

// rest is how long to wait before the next turn, after one that began then and took so long.
func (p *pace) rest(now *turn, began time.Time, took time.Duration) time.Duration {
	const turns = 4                               // to learn from
	since := min(began.Sub(p.began), time.Second) // the first turn has none before it
	p.began, p.took = began, took
	p.events += (float64(now.events) - p.events) / turns
	p.deliveries += (float64(now.events*len(now.listeners)) - p.deliveries) / turns
	p.seconds += (since.Seconds() - p.seconds) / turns
	p.join(now.events, since)
	switch {
	case p.hot():
		return max(hotTick-took, p.gather())
	case p.joining:
		return max(joinTick-took, 0)
	default:
		return 0
	}
}

// join decides whether the next turn waits for company, after one with so many events that began
// so long after the one before.
func (p *pace) join(events int, since time.Duration) {
	switch {
	case events == 0: // signs say nothing of how fast events come
	case since >= 2*joinTick: // after a pause
		p.quick, p.joining = 0, false
	case p.joining && events > 1:
	case p.joining:
		p.quick, p.joining, p.alone = 0, false, p.began
	case since >= joinTick || p.began.Sub(p.alone) < aloneFor:
		p.quick = 0
	default:
		p.quick++
		p.joining = p.quick >= quickTurns
	}
}
