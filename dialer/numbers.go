package dialer

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"
)

// LookAtNumbersEvery is how often a node looks for caller IDs that were chosen.
const LookAtNumbersEvery = 5 * time.Second

// Numbers has the carrier ask us about calls that come in to the numbers that campaigns call from. Every node does so by itself:
// saying it again changes nothing.
type Numbers struct {
	Service *Service
	Log     *slog.Logger

	mu    sync.Mutex // guards known; one Take at a time
	known map[string]bool
}

// Take sees to the numbers that it has not seen to since it was made. One that asks somebody else already is left alone, and said
// so in the log; what the carrier could not be told is tried again with the next Take.
func (n *Numbers) Take(ctx context.Context) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	var all []string
	err := n.Service.Store.Read(ctx, func(r Reader) (err error) {
		all, err = r.CallerIDs()
		return err
	})
	if n.known == nil {
		n.known = map[string]bool{}
	}
	for _, number := range all {
		if n.known[number] {
			continue
		}
		taken, failed := n.Service.Phone.TakeCalls(ctx, number)
		if failed != nil {
			err = errors.Join(err, failed)
			continue
		}
		n.known[number] = true
		if !taken {
			n.Log.Warn("calls to a caller ID go elsewhere: callers cannot dial in to it, and who calls back does not reach us; see docs/operating.md")
		}
	}
	return err
}
