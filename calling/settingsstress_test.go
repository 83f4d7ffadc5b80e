package calling_test

import (
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"

	"partyline/account"
	"partyline/calling"
	"partyline/fault"
	"partyline/storage"
)

// TestStressOfSettingsWhileSessionsAreMade changes hours of the organisation and the list's minimum while leaders make
// sessions and take their archiving back: whichever came first, every open session ends up judged by the last settings.
func TestStressOfSettingsWhileSessionsAreMade(t *testing.T) {
	seed := rand.Uint64()
	if n, err := strconv.ParseUint(os.Getenv("SEED"), 10, 64); err == nil {
		seed = n
	}
	t.Logf("SEED=%d", seed)
	const leaders, people, rounds = 4, 150, 12
	each(t, leaders, people, func(s *shift) {
		s.svc.AtOnce = 40 // sessions are made and re-opened in several transactions
		o := s.office()
		opens := []int{9 * 60, 15 * 60} // at ten in the morning: open, closed
		change := func(n int) {
			for {
				now, err := o.account.Organisation(ctx, o.owner)
				if err == nil {
					_, err = o.account.EditOrganisation(ctx, o.owner, account.OrganisationEdit{Version: now.Version, Opens: &opens[n%2]})
				}
				if err == nil {
					return
				}
				if fault.As(err).Kind == fault.Internal {
					s.Error(err)
					return
				}
			}
		}
		turn := 0
		rnd := rand.New(rand.NewPCG(seed, 0))
		for round := range rounds {
			var all sync.WaitGroup
			sessions := make([]string, leaders)
			begin := make(chan struct{})
			for i := range leaders {
				all.Go(func() {
					<-begin
					view, err := s.svc.Create(ctx, s.asker(i), s.List, calling.CreateSession{ArchiveOld: true})
					if err != nil {
						s.Error(err)
						return
					}
					sessions[i] = view.ID
					if i%2 == 0 {
						return
					}
					if view, err = s.svc.Archive(ctx, s.asker(i), view.ID); err == nil {
						_, err = s.svc.Undo(ctx, s.asker(i), view.Action, calling.UndoRequest{})
					}
					if err != nil {
						s.Error(err)
					}
				})
			}
			all.Go(func() {
				<-begin
				for range 1 + rnd.IntN(12) { // the last of them comes in the middle of something
					change(turn)
					turn++
					if _, err := storage.RunDue(ctx, s.db, s.jobs); err != nil {
						s.Error(err)
					}
				}
			})
			close(begin)
			all.Wait()
			s.work()
			want := calling.Available
			if turn%2 == 0 { // the last one was an odd one
				want = calling.Unavailable
			}
			for i, id := range sessions {
				var ses calling.Session
				s.read(func(r calling.Reader) (err error) { ses, err = r.PeekSession(id); return err })
				if got := map[calling.Status]int{calling.Available: ses.Counts.Available, calling.Unavailable: ses.Counts.Unavailable}[want]; got != people {
					s.Errorf("round %d: session %d has %+v, and all should be %s", round, i, ses.Counts, want)
				}
			}
		}
	})
}
