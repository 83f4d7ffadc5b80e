package dialer

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"partyline/fault"
)

// How often a node looks for caller IDs that were chosen, and again at one whose calls do not come here.
const (
	LookAtNumbersEvery = 5 * time.Second
	lookAgainEvery     = time.Minute
)

// Incoming is where the calls to a number go.
type Incoming string

// Where calls go. Of a number that no campaign calls from yet nothing is known.
const (
	IncomingUnknown   Incoming = ""
	IncomingHere      Incoming = "here"
	IncomingElsewhere Incoming = "elsewhere" // somebody else answers them
	IncomingRefused   Incoming = "refused"   // the carrier did not let us look, or change it
)

// incomingWords is what to tell an admin about calls that do not come here: what is wrong, and what to do about it.
var incomingWords = map[Incoming]string{
	IncomingElsewhere: "Calls to this number go elsewhere: callers cannot ring in, and whoever calls back does not reach you. At the carrier, clear the number’s voice settings; within a minute its calls come here.",
	IncomingRefused:   "The carrier does not let us answer calls to this number: callers cannot ring in, and whoever calls back does not reach you. Whoever looks after the server finds the carrier’s reason in its log; it is tried again each minute.",
}

// Numbers has the carrier ask us about calls that come in to the numbers that campaigns call from. Every node does so by itself:
// saying it again changes nothing.
type Numbers struct {
	Service *Service
	Log     *slog.Logger

	takes sync.Mutex // one Take at a time
	mu    sync.Mutex // guards known; never held during anything that waits
	known map[string]seenNumber
}

// seenNumber is where the calls to a number went when it was looked at.
type seenNumber struct {
	to Incoming
	at time.Time
}

// Take sees to the numbers whose calls do not come here yet, as far as this node knows. One that asks somebody else already is left alone,
// said so in the log, and looked at again each minute; what the carrier could not be told is tried again with the next Take.
func (n *Numbers) Take(ctx context.Context) error {
	n.takes.Lock()
	defer n.takes.Unlock()
	var all []string
	err := n.Service.Store.Read(ctx, func(r Reader) (err error) {
		all, err = r.CallerIDs()
		return err
	})
	for _, number := range all {
		now := n.Service.Clock.Now()
		was := n.seen(number)
		if was.to == IncomingHere || was.to != IncomingUnknown && now.Before(was.at.Add(lookAgainEvery)) {
			continue
		}
		is := seenNumber{IncomingHere, now}
		taken, failed := n.Service.Phone.TakeCalls(ctx, number)
		switch {
		case failed != nil:
			err = errors.Join(err, failed)
			if fault.As(failed).Code != "phone_config" {
				continue // it is away
			}
			is.to = IncomingRefused
		case !taken:
			is.to = IncomingElsewhere
			if was.to != is.to {
				n.Log.Warn("calls to a caller ID go elsewhere: callers cannot dial in to it, and who calls back does not reach us; see docs/operating.md")
			}
		}
		n.mu.Lock()
		if n.known == nil {
			n.known = map[string]seenNumber{}
		}
		n.known[number] = is
		n.mu.Unlock()
	}
	return err
}

// Where says where the calls to a number go, as far as this node knows; and when it is not here, why and what to do, in sentences.
func (n *Numbers) Where(number string) (to Incoming, why string) {
	to = n.seen(number).to
	return to, incomingWords[to]
}

func (n *Numbers) seen(number string) seenNumber {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.known[number]
}
