// Package hooks is the rules of outgoing webhooks: which program hears of which events, when it is tried again, and
// when it is given up.
package hooks

import (
	"slices"
	"time"

	"partyline/event"
)

// Hook is a program of somebody else's that hears of an organisation's events.
type Hook struct {
	ID           string
	Organisation string
	URL          string
	Kinds        []string // none: all that can be chosen
	By           string   // who added it
	ByName       string   // read only
	Created      time.Time
	Off          time.Time // zero: it is on
	Resumed      time.Time // switched on again last; zero: never
	Failures     int       // in a row
	Failing      time.Time // since; zero: the last try went well
	Paused       time.Time // nothing is sent before
	Delivered    time.Time // last success
}

// wants says whether an event is for it: chosen, and no older than the hook.
func (h Hook) wants(e event.Event) bool {
	return h.Off.IsZero() && !e.At.Before(h.hears()) && (len(h.Kinds) == 0 || slices.Contains(h.Kinds, string(e.Kind)))
}

// hears is from when on a hook hears of what happens: since it is there, or since it was switched on again.
func (h Hook) hears() time.Time { return later(h.Created, h.Resumed) }

// State is how far a delivery has come.
type State string

// The states of deliveries. Only waiting ones are sent.
const (
	Waiting   State = "waiting"
	Delivered State = "delivered"
	Dead      State = "dead" // a day of tries failed, or the hook was switched off
)

// Delivery is one event for one hook. Its id stays the same over every try and replay.
type Delivery struct {
	ID      string
	Hook    string
	Topic   event.Topic
	Seq     event.Seq
	Kind    event.Kind
	Body    string // as it is sent
	State   State
	Tries   int
	Created time.Time
	Since   time.Time // when its day of tries began
	Next    time.Time // when it is to be tried
	Ended   time.Time
	Status  int    // of the last answer, 0 without one
	Problem string // of the last try, "" when it went well
	Took    time.Duration
}

// Answer is what came of one try.
type Answer struct {
	Status  int    // 0: there was none
	Problem string // a sentence, "" for a status of 200 to 299
	Took    time.Duration
}

const (
	patience  = 24 * time.Hour     // of one delivery
	enough    = 3 * 24 * time.Hour // of failing, then a hook is switched off
	fewest    = 20                 // failures in a row that switching off takes besides
	longest   = time.Hour          // between two tries of one delivery
	pause     = 5 * time.Minute    // longest, of a hook that fails
	mostHooks = 10                 // of one organisation
	mostWait  = 10_000             // deliveries of one hook that wait
	// Kept is how long deliveries that are over are kept, and KeptOf how many of one hook.
	Kept   = 30 * 24 * time.Hour
	KeptOf = 10_000
)

// backoff is 5, 10, 20 … s, at most max.
func backoff(tries int, max time.Duration) time.Duration {
	return min(5*time.Second<<min(tries, 12), max)
}

// tried is what a try makes of its hook and delivery. off says that the hook has just been switched off.
func tried(h Hook, d Delivery, a Answer, now time.Time) (_ Hook, _ Delivery, off bool) {
	d.Tries++
	d.Status, d.Problem, d.Took = a.Status, a.Problem, a.Took
	if a.Problem == "" {
		d.State, d.Ended = Delivered, now
		h.Failures, h.Failing, h.Paused, h.Delivered = 0, time.Time{}, time.Time{}, now
		return h, d, false
	}
	if h.Failures == 0 || h.Failing.IsZero() {
		h.Failing = now
	}
	h.Failures++
	if h.Failures >= 3 { // it is the program that fails, not one event: leave it alone for a while
		h.Paused = now.Add(backoff(h.Failures-3, pause))
	}
	if d.Next = now.Add(backoff(d.Tries-1, longest)); now.Sub(d.Since) >= patience {
		d.State, d.Ended = Dead, now
	}
	if h.Failures >= fewest && now.Sub(h.Failing) >= enough {
		h.Off, off = now, true
		d.State, d.Ended = Dead, now
	}
	return h, d, off
}
