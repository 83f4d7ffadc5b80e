package dialer

import (
	"context"
	"time"
)

// verdictLook is how often it is looked whether a verdict has come, to whichever node.
const verdictLook = 100 * time.Millisecond

// awaitVerdict waits while nothing but the machine's verdict is awaited of whoever answered, for a second at most; false when there is nothing to
// wait for, or the wait was cut short. Nothing is locked meanwhile, and nothing lost when the node dies: the carrier asks again.
func (s *Service) awaitVerdict(ctx context.Context, ref string) (waited bool) {
	for s.Wait != nil {
		awaited, err := s.unjudged(ctx, ref)
		if err != nil || !awaited {
			return waited && err == nil
		}
		if s.Wait(ctx, verdictLook) != nil {
			return false
		}
		waited = true
	}
	return false
}

// unjudged says whether a contact has answered, and there is neither a verdict yet nor a second without one over.
func (s *Service) unjudged(ctx context.Context, ref string) (awaited bool, err error) {
	err = s.Store.Read(ctx, func(r Reader) error {
		leg, err := r.LegByRef(ref)
		if err != nil || leg.Attempt == "" {
			return err
		}
		a, err := r.Attempt(leg.Attempt)
		awaited = err == nil && a.awaitsVerdict(s.Clock.Now())
		return err
	})
	return awaited, err
}
