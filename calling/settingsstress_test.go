package calling_test

import (
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"partyline/account"
	"partyline/calling"
	"partyline/fault"
	"partyline/roster"
	"partyline/storage"
)

// decides is something that decides who can be called, and is changed while sessions are made.
type decides struct {
	what   string
	rounds int
	lap    int // after so many changes, or a multiple of them, all is as it was
	change func(turn int) error
	// judged is what a session must say of its people behind the last of so many changes.
	judged func(turns int, p *seat, ses calling.Session)
}

// TestStressOfWhatDecidesWhileSessionsAreMade changes hours, times between calls, people's wishes, the results of another leader
// and whether voicemail counts as done, while leaders make sessions and take their archiving back: whichever came first, every
// open session ends up judged by the last of it.
func TestStressOfWhatDecidesWhileSessionsAreMade(t *testing.T) {
	seed := seedOf(t)
	const leaders, people, some = 5, 150, 30
	each(t, leaders, people, func(s *shift) {
		s.svc.AtOnce = 40 // sessions are made and re-opened in several transactions
		s.exec(`UPDATE lists SET cooldown_ms = 0`)
		s.exec(`UPDATE supporters SET substantive_at = $1`, morning.Add(-2*time.Hour).UnixMilli())
		o := s.office()
		by := roster.By{User: s.Leaders[0], Organisation: s.Organisation, Manages: true}
		organisation := func(e account.OrganisationEdit) error {
			now, err := o.account.Organisation(ctx, o.owner)
			if err == nil {
				e.Version = now.Version
				_, err = o.account.EditOrganisation(ctx, o.owner, e)
			}
			return err
		}
		list := func(e roster.ListEdit) error {
			now, err := o.roster.List(ctx, s.List)
			if err == nil {
				e.Version = now.Version
				_, err = o.roster.EditList(ctx, by, s.List, e)
			}
			return err
		}
		all := func(odd calling.Status) func(int, *seat, calling.Session) {
			return func(turns int, p *seat, ses calling.Session) {
				want := calling.Available
				if turns%2 == 1 {
					want = odd
				}
				if got := map[calling.Status]int{calling.Available: ses.Counts.Available, calling.Unavailable: ses.Counts.Unavailable}[want]; got != people {
					s.Errorf("%d turns: %+v, and all should be %s", turns, ses.Counts, want)
				}
			}
		}
		opens, minutes := []int{15 * 60, 9 * 60}, []int{180, 0} // it is ten in the morning, and everybody talked two hours ago
		// The last leader has a session of their own all the time, and gives results in it.
		last := s.seat(leaders - 1)
		s.work()
		entries := last.rows()
		given := map[string]time.Time{}
		outcome := map[string]calling.Outcome{}
		result := func(turn int, out calling.Outcome) error {
			s.clock.Advance(time.Millisecond) // what comes later is later
			e := entries[turn%some]
			log, err := s.svc.WriteLogByHand(ctx, last.who, last.session, e.ID, calling.LogRequest{Reached: out.Reaches(), Outcome: out})
			if err == nil {
				given[e.Supporter.ID], outcome[e.Supporter.ID] = log.At, out
			}
			s.clock.Advance(time.Millisecond)
			return err
		}
		for _, d := range []decides{
			{"the organisation's hours", 3, 2, func(n int) error { return organisation(account.OrganisationEdit{Opens: &opens[n%2]}) }, all(unavailable)},
			{"the organisation's gap", 1, 2, func(n int) error { return organisation(account.OrganisationEdit{GapMinutes: &minutes[n%2]}) }, all(unavailable)},
			{"the list's cooldown", 2, 2, func(n int) error { return list(roster.ListEdit{Cooldown: &minutes[n%2]}) }, all(unavailable)},
			{"who cannot be called", 4, 2 * some, func(n int) error {
				id, no := s.Supporters[n%some], n/some%2 == 0
				now, err := o.roster.Card(ctx, id, s.List)
				if err == nil {
					_, err = o.roster.EditSupporter(ctx, by, id, roster.SupporterEdit{Version: now.Version, DoNotContact: &no})
				}
				return err
			}, func(turns int, p *seat, ses calling.Session) {
				want := turns % some
				if turns/some%2 == 1 {
					want = some - want
				}
				if ses.Counts.NotCallable != want || ses.Counts.Available != people-want {
					s.Errorf("%d turns: %+v, and %d should not be callable", turns, ses.Counts, want)
				}
			}},
			{"another leader's results, and what counts as done", 4, 1, func(n int) error {
				if n%2 == 0 {
					done := n/2%2 == 0
					return list(roster.ListEdit{VoicemailDone: &done})
				}
				return result(n, []calling.Outcome{calling.Voicemail, calling.WrongNumber}[n/2%2])
			}, func(_ int, p *seat, ses calling.Session) {
				for _, r := range p.rows() {
					at, had := given[r.Supporter.ID]
					news, out := had && at.After(ses.Created), outcome[r.Supporter.ID]
					switch {
					case news && out == calling.WrongNumber && r.Status == completed,
						news && out == calling.Voicemail && (r.Status == completed || r.Status == attempted),
						!news && r.Status == available:
					default:
						s.Errorf("%s is %s, made %s; %q given %s", r.Supporter.Name, r.Status, ses.Created, out, at)
					}
				}
			}},
		} {
			s.whileSessionsAreMade(d, leaders-1, rand.New(rand.NewPCG(seed, uint64(d.rounds))))
			if t.Failed() {
				t.Fatalf("%s", d.what)
			}
		}
	})
}

// whileSessionsAreMade has leaders make sessions and take their archiving back in each round, while it is changed, and looks at what
// came of it.
func (s *shift) whileSessionsAreMade(d decides, leaders int, dice *rand.Rand) {
	s.Helper()
	turns := 0
	for range d.rounds {
		var all sync.WaitGroup
		seats := make([]*seat, leaders)
		begin := make(chan struct{})
		for i := range leaders {
			all.Go(func() {
				<-begin
				view, err := s.svc.Create(ctx, s.asker(i), s.List, calling.CreateSession{ArchiveOld: true})
				if err != nil {
					s.Error(err)
					return
				}
				seats[i] = &seat{shift: s, who: s.asker(i), session: view.ID}
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
			for range 1 + dice.IntN(12) { // the last of them comes in the middle of something
				err := d.change(turns)
				for err != nil && fault.As(err).Kind != fault.Internal {
					err = d.change(turns)
				}
				if err != nil {
					s.Error(err)
					return
				}
				turns++
				if _, err := storage.RunDue(ctx, s.db, s.jobs); err != nil {
					s.Error(err)
				}
			}
		})
		close(begin)
		all.Wait()
		s.work()
		for _, p := range seats {
			if p == nil {
				return
			}
			var ses calling.Session
			s.read(func(r calling.Reader) (err error) { ses, err = r.PeekSession(p.session); return err })
			d.judged(turns, p, ses)
			p.consistent()
		}
	}
	for ; turns%d.lap > 0; turns++ {
		if err := d.change(turns); err != nil {
			s.Fatal(err)
		}
	}
	s.work()
}
