package calling_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"partyline/account"
	"partyline/calling"
	"partyline/event"
	"partyline/fault"
	"partyline/roster"
)

const unavailable = calling.Unavailable

// office is who changes settings: an owner of the shift's organisation.
type office struct {
	*shift
	account *account.Service
	roster  *roster.Service
	owner   account.Asker
}

func (s *shift) office() office {
	newID := func() string { return uuid.Must(uuid.NewV7()).String() }
	return office{s,
		&account.Service{Store: s.db.Account(), Places: s.db, Clock: s.clock, Log: slog.New(slog.DiscardHandler), NewID: newID, Poke: func() {}},
		&roster.Service{Store: s.db.Roster(), Clock: s.clock, Log: slog.New(slog.DiscardHandler), NewID: newID},
		account.Asker{User: s.Leaders[0], Organisation: s.Organisation, Role: account.Owner}}
}

func (o office) set(e account.OrganisationEdit) {
	o.Helper()
	now, err := o.account.Organisation(ctx, o.owner)
	if err == nil {
		e.Version = now.Version
		_, err = o.account.EditOrganisation(ctx, o.owner, e)
	}
	if err != nil {
		o.Fatal(err)
	}
	o.work()
}

func (o office) setList(e roster.ListEdit) {
	o.Helper()
	now, err := o.roster.List(ctx, o.List)
	if err == nil {
		e.Version = now.Version
		_, err = o.roster.EditList(ctx, roster.By{User: o.Leaders[0], Organisation: o.Organisation, Manages: true}, o.List, e)
	}
	if err != nil {
		o.Fatal(err)
	}
	o.work()
}

func (o office) setZone(zone string) {
	o.Helper()
	now, err := o.account.Group(ctx, o.owner, o.Group)
	if err == nil {
		_, err = o.account.EditGroup(ctx, o.owner, o.Group, account.GroupEdit{Version: now.Version, Zone: &zone})
	}
	if err != nil {
		o.Fatal(err)
	}
	o.work()
}

// last is the newest event of a topic, whose payload is read into to.
func (s *shift) last(topic event.Topic, to any) event.Event {
	s.Helper()
	all := s.events(topic)
	if len(all) == 0 {
		s.Fatalf("nothing on %s", topic)
	}
	if err := json.Unmarshal(all[len(all)-1].Data, to); err != nil {
		s.Fatal(err)
	}
	return all[len(all)-1]
}

// Each setting that decides who can be called moves everybody at once, in every open session, both ways.
func TestSettingsMoveEverybodyAtOnce(t *testing.T) {
	each(t, 2, 3, func(s *shift) {
		o, a, b := s.office(), s.seat(0), s.seat(1)
		talked := func(i int, ago time.Duration) {
			s.exec(`UPDATE supporters SET substantive_at = $1 WHERE id = $2`, s.clock.Now().Add(-ago).UnixMilli(), s.Supporters[i])
		}
		both := func(what string, cause calling.Cause, want ...calling.Status) {
			s.Helper()
			for _, p := range []*seat{a, b} {
				p.is(want...)
				for _, r := range p.rows() {
					if r.Status == unavailable && (r.Cause != cause || r.ReturnsAt == nil) {
						s.Errorf("%s: %+v", what, r)
					}
				}
				var c calling.Change
				if e := s.last(event.On(event.FamilySession, p.session), &c); e.Kind != calling.SettingsChanged || c.Session == nil {
					s.Errorf("%s: the session is told %s %s", what, e.Kind, e.Data)
				}
				if v := p.view(); v.Cycle.Complete != (v.Cycle.Available == 0) || c.Session.Cycle.Available != v.Cycle.Available {
					s.Errorf("%s: %+v", what, v.Cycle)
				}
			}
		}
		all, none := []calling.Status{available, available, available}, []calling.Status{unavailable, unavailable, unavailable}
		hour, late, early := 60, 11*60, 9*60
		o.set(account.OrganisationEdit{Opens: &late}) // it is ten o'clock
		both("hours", calling.OutOfHours, none...)
		o.set(account.OrganisationEdit{Opens: &early})
		both("hours again", "", all...)

		zone, london := "America/New_York", "Europe/London" // five o'clock there
		o.setZone(zone)
		both("the group's zone", calling.OutOfHours, none...)
		o.setZone(london)
		both("the group's zone again", "", all...)

		half := 10*60 + 30
		o.setList(roster.ListEdit{Opens: &half, Closes: &late})
		both("the list's hours", calling.OutOfHours, none...)
		if v := a.view(); v.List.Opens != half {
			s.Errorf("the session has the hours %+v", v.List)
		}
		own := -1
		o.setList(roster.ListEdit{Opens: &own})
		both("the list's hours again", "", all...)

		talked(1, 2*time.Hour)
		three, zero := 3*hour, 0
		o.set(account.OrganisationEdit{GapMinutes: &three})
		both("the organisation's gap", calling.Cooldown, available, unavailable, available)
		o.set(account.OrganisationEdit{GapMinutes: &zero})
		both("the organisation's gap again", "", all...)
		o.setList(roster.ListEdit{Cooldown: &three})
		both("the list's cooldown", calling.Cooldown, available, unavailable, available)
		o.setList(roster.ListEdit{Cooldown: &hour})
		both("the list's cooldown again", "", all...)
		a.consistent()
		b.consistent()
	})
}

func TestTheMinimumTimeOfAListMovesWhoWasTriedByAnother(t *testing.T) {
	each(t, 2, 2, func(s *shift) {
		o, a := s.office(), s.seat(0)
		a.start()
		d := a.dialled("1")
		a.rings(d)
		a.over(d, calling.LegNoAnswer, 0)
		a.log(calling.NoAnswer)
		s.clock.Advance(time.Hour)
		s.work()
		b := s.seat(1) // made after that attempt: it counts by time only
		b.is(unavailable, available)
		half := 30
		o.setList(roster.ListEdit{Minimum: &half})
		b.is(available, available)
		day := 24 * 60
		o.setList(roster.ListEdit{Minimum: &day})
		b.is(unavailable, available)
		a.is(attempted, available)
	})
}

func TestSettingsLeaveTheRestAloneAndArchivedSessionsToo(t *testing.T) {
	each(t, 2, 5, func(s *shift) {
		o, p, old := s.office(), s.seat(0), s.seat(1)
		if _, err := s.svc.Archive(ctx, old.who, old.session); err != nil {
			s.Fatal(err)
		}
		archived := len(s.events(event.On(event.FamilySession, old.session)))
		p.ok(p.skip(1, quick15))
		p.ok(p.skip(2, calling.SkipRequest{Type: calling.SkipCycle}))
		s.exec(`UPDATE supporters SET do_not_call = TRUE WHERE id = $1`, s.Supporters[3])
		if err := s.svc.PersonChanged(ctx, s.Supporters[3]); err != nil {
			s.Fatal(err)
		}
		s.work()
		p.start()
		p.dialled("1")
		late := 11 * 60
		o.set(account.OrganisationEdit{Opens: &late})
		p.is(callingIt, skipped, skipped, calling.NotCallable, unavailable)
		if n := len(s.events(event.On(event.FamilySession, old.session))); n != archived {
			s.Errorf("an archived session was told %d events", n-archived)
		}
		old.is(available, available, available, available, available)
	})
}

// A queue of more than one batch, which the settings follow in several transactions.
func TestSettingsReachTheEndOfALongQueue(t *testing.T) {
	each(t, 1, 1203, func(s *shift) {
		o, p := s.office(), s.seat(0)
		late, early := 11*60, 9*60
		for _, c := range []struct {
			opens int
			want  calling.Status
		}{{late, unavailable}, {early, available}} {
			o.set(account.OrganisationEdit{Opens: &c.opens})
			for _, r := range p.rows() {
				if r.Status != c.want {
					s.Fatalf("%s is %s, want %s", r.Supporter.Name, r.Status, c.want)
				}
			}
			p.consistent()
		}
		var c calling.Change
		if e := s.last(event.On(event.FamilySession, p.session), &c); e.Kind != calling.SettingsChanged || !c.Refetch && len(c.Entries) == 0 {
			s.Errorf("told %s %.200s", e.Kind, e.Data)
		}
	})
}

func TestTheNumberSwitchAsksOpenPagesToFetchAnew(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		o, p := s.office(), s.seat(0)
		for _, on := range []bool{true, false} {
			o.set(account.OrganisationEdit{ShowNumbers: &on})
			var c calling.Change
			if e := s.last(event.On(event.FamilySession, p.session), &c); e.Kind != calling.SettingsChanged || !c.Refetch || c.Entries != nil {
				s.Errorf("the session is told %s %s", e.Kind, e.Data)
			}
			var told account.OrganisationTold
			if e := s.last(event.On(event.FamilyOrganisation, s.Organisation), &told); e.Kind != account.OrganisationChanged || told.ShowNumbers != on || !told.CallerIDSet {
				s.Errorf("everybody is told %s %s", e.Kind, e.Data)
			}
		}
	})
}

func TestACallerIDThatIsTakenAwayStopsStartAtOnce(t *testing.T) {
	each(t, 1, 1, func(s *shift) {
		o, p := s.office(), s.seat(0)
		none := ""
		o.set(account.OrganisationEdit{CallerID: &none})
		_, err := s.svc.Start(ctx, p.who, p.session, false)
		refused(t, err, "caller_id_missing")
		var c calling.Change
		if e := s.last(event.On(event.FamilySession, p.session), &c); e.Kind != calling.SettingsChanged || c.Session.Start.OK != p.view().Start.OK {
			s.Errorf("told %s %+v, the page would read %+v", e.Kind, c.Session.Start, p.view().Start)
		}
	})
}

// Settings and leaders at the same moment: whoever was moved stands as the last settings say, and the
// counts are right.
func TestSettingsChangedUnderLeadersAtWork(t *testing.T) {
	each(t, 3, 40, func(s *shift) {
		o := s.office()
		seats := []*seat{s.seat(0), s.seat(1), s.seat(2)}
		var all sync.WaitGroup
		for _, p := range seats {
			ids := p.rows()
			all.Go(func() {
				for i := range 20 {
					e := ids[(i*7)%len(ids)].ID
					for _, err := range []error{
						second(s.svc.Skip(ctx, p.who, p.session, e, quick15)), second(s.svc.RemoveSkip(ctx, p.who, p.session, e)),
						second(s.svc.Prioritise(ctx, p.who, p.session, ids[(i*3)%len(ids)].ID)),
					} {
						if err != nil && !fault.Is(err, "not_available") {
							s.Error(err)
						}
					}
				}
			})
		}
		late, early := 11*60, 9*60
		all.Go(func() {
			for range 6 {
				o.set(account.OrganisationEdit{Opens: &late})
				o.set(account.OrganisationEdit{Opens: &early})
			}
			o.set(account.OrganisationEdit{Opens: &late})
		})
		all.Wait()
		s.work()
		for _, p := range seats {
			got := map[calling.Status]int{}
			for _, r := range p.rows() {
				got[r.Status]++
			}
			if got[available] != 0 || got[unavailable]+got[skipped] != len(s.Supporters) {
				s.Errorf("after the hours closed: %s", fmt.Sprint(got))
			}
			p.consistent()
		}
	})
}
