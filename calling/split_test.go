package calling_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"partyline/calling"
	"partyline/event"
)

// split deals the list between leaders by their places in the shift.
func (s *shift) split(leaders ...int) {
	s.Helper()
	if err := s.svc.Split(ctx, s.asker(0), s.List, calling.SplitList{Leaders: s.ids(leaders...)}); err != nil {
		s.Fatal(err)
	}
	s.work()
}

func (s *shift) ids(leaders ...int) []string {
	ids := []string{}
	for _, n := range leaders {
		ids = append(ids, s.Leaders[n])
	}
	return ids
}

func (s *shift) asker(leader int) calling.Who {
	return calling.Who{User: s.Leaders[leader], Organisation: s.Organisation, Role: "captain"}
}

// has checks who is in a queue, by their numbers, in the queue's order.
func (p *seat) has(want string) {
	p.Helper()
	var got []string
	for _, r := range p.rows() {
		got = append(got, strings.TrimLeft(strings.TrimPrefix(r.Supporter.Name, "Person "), "0"))
	}
	if strings.Join(got, " ") != want {
		p.Errorf("the queue has %v, want %s", got, want)
	}
	p.consistent()
}

// shares checks the shares: name of the leader, people, left.
func (s *shift) shares(want ...string) {
	s.Helper()
	v, err := s.svc.Leaders(ctx, s.List)
	if err != nil {
		s.Fatal(err)
	}
	got := []string{}
	for _, h := range v.Shares {
		got = append(got, fmt.Sprintf("%s: %d, %d", h.Leader.Name, h.People, h.Left))
	}
	if !slices.Equal(got, want) {
		s.Errorf("shares %q, want %q", got, want)
	}
}

func TestASplitListGivesEachQueueItsShare(t *testing.T) {
	each(t, 3, 8, func(s *shift) {
		sarah, omar := s.seat(0), s.seat(1)
		sarah.ok(sarah.skip(3, quick15)) // person 4 stays with her
		sarah.start()
		sarah.talk(sarah.dialled("1"), time.Minute) // person 1 was worked
		sarah.log(calling.Talked)
		d := sarah.dialled("1") // person 2 is being called
		s.split(0, 1)
		sarah.has("1 2 4 5 7")
		omar.has("1 2 3 6 8")
		s.shares("Leader 1: 3, 3", "Leader 2: 3, 3")
		omar.is(completed, available, available, available, available) // person 2 is with sarah
		sarah.over(d, calling.LegNoAnswer, 0)
		sarah.log(calling.NoAnswer)
		omar.is(completed, attempted, available, available, available)
		sarah.dialled("1")
		sarah.says("Person 00005")

		fresh := s.newcomer("Person 00009")
		sarah.has("1 2 4 5 7 9") // person 5 is on the phone: hers is the smallest
		omar.has("1 2 3 6 8")
		s.exec(`DELETE FROM list_supporters WHERE supporter_id = $1`, fresh)
		if err := s.svc.RosterChanged(ctx, s.List); err != nil {
			t.Fatal(err)
		}
		s.work()
		sarah.has("1 2 4 5 7")

		third := s.seat(2) // is not in the split: whoever was worked before it
		third.has("1 2")
		s.split(0, 1, 2) // dealt anew
		s.shares("Leader 1: 3, 2", "Leader 2: 2, 2", "Leader 3: 1, 1")
		s.split() // it ends: who is being called stays
		omar.has("1 2 3 8 4 6 7")
		s.shares()
	})
}

func TestAPersonInAnothersShareIsNotCalledEvenBeforeTheQueuesKnow(t *testing.T) {
	each(t, 2, 4, func(s *shift) {
		sarah, omar := s.seat(0), s.seat(1)
		sarah.start()
		omar.start()
		if err := s.svc.Split(ctx, s.asker(0), s.List, calling.SplitList{Leaders: s.ids(1, 0)}); err != nil {
			t.Fatal(err)
		}
		sarah.dialled("1") // no job has run yet
		sarah.says("Person 00002")
		omar.dialled("1")
		omar.says("Person 00001")
		s.work()
		sarah.has("2 4")
		omar.has("1 3")
	})
}

func TestAnAbsentLeadersUntouchedPeopleAreTakenOver(t *testing.T) {
	each(t, 3, 8, func(s *shift) {
		sarah, omar := s.seat(0), s.seat(1)
		take := func(from, to int) error {
			return s.svc.TakeOver(ctx, s.asker(to), s.List, calling.TakeOverList{From: s.Leaders[from]})
		}
		refused(t, take(0, 1), "not_split")
		s.split(0, 1)
		sarah.start()
		sarah.talk(sarah.dialled("1"), time.Minute) // person 1
		sarah.log(calling.Talked)
		sarah.ok(sarah.skip(1, quick15)) // person 3
		f := refused(t, take(0, 1), "calling")
		if f.Extra["session"] != sarah.session {
			t.Errorf("%+v", f.Extra)
		}
		refused(t, take(1, 1), "leader_same")
		refused(t, s.svc.TakeOver(ctx, s.asker(1), s.List, calling.TakeOverList{From: s.Leaders[0], To: "nobody"}), "leader_unknown")
		sarah.hangUp()
		if err := take(0, 1); err != nil {
			t.Fatal(err)
		}
		s.work()
		sarah.has("1 3") // worked, and put aside
		omar.has("2 4 6 8 5 7")
		s.shares("Leader 2: 6, 6")
		refused(t, take(0, 1), "nobody_left")
		s.newcomer("Person 00009")
		omar.has("2 4 6 8 5 7 9") // omar stands in sarah's place
		s.exec(`DELETE FROM group_leaders WHERE user_id = $1`, s.Leaders[1])
		if err := take(1, 2); err != nil { // of somebody who does not lead any more
			t.Fatal(err)
		}
		s.work()
		omar.has("")
		third := s.seat(2)
		third.has("2 4 5 6 7 8 9")
		var said []string
		if err := s.db.Find(ctx, &said, `SELECT data FROM audit WHERE action = 'list.take_over' ORDER BY id`); err != nil || len(said) != 2 || !contains(said[0], `"people":2`) {
			t.Errorf("the audit says %v %v", said, err)
		}
	})
}

func TestWhoMayHaveAShare(t *testing.T) {
	each(t, 2, 2, func(s *shift) {
		split := func(leaders ...string) error {
			return s.svc.Split(ctx, s.asker(0), s.List, calling.SplitList{Leaders: leaders})
		}
		refused(t, split(s.Leaders[0], s.Leaders[0]), "leader_twice")
		refused(t, split(s.Leaders[0], "nobody"), "leader_unknown")
		s.exec(`UPDATE users SET disabled_at = 1 WHERE id = $1`, s.Leaders[1])
		refused(t, split(s.Leaders[0], s.Leaders[1]), "leader_unknown")
		s.exec(`UPDATE users SET disabled_at = NULL, role = 'admin' WHERE id = $1`, s.Leaders[1])
		s.exec(`DELETE FROM group_leaders WHERE user_id = $1`, s.Leaders[1])
		s.split(0, 1) // admins lead everywhere
		s.exec(`UPDATE lists SET deleted_at = 1`)
		refused(t, split(s.Leaders[0]), "list_deleted")
	})
}

func TestASessionIsHandedOver(t *testing.T) {
	each(t, 3, 6, func(s *shift) {
		sarah := s.seat(0)
		s.split(0, 1)
		hand := func(by, to int, role string) error {
			who := s.asker(by)
			who.Role = role
			_, err := s.svc.HandOver(ctx, who, sarah.session, calling.HandOver{To: s.Leaders[to]})
			return err
		}
		refused(t, hand(1, 1, "vice_captain"), "not_leader")
		sarah.start()
		sarah.over(sarah.dialled("1"), calling.LegNoAnswer, 0)
		sarah.is(callingIt, available, available)
		sarah.log(calling.NoAnswer)
		sarah.is(attempted, available, available)
		refused(t, hand(0, 1, "vice_captain"), "calling")
		sarah.ok(s.svc.Pause(ctx, sarah.who, sarah.session))
		refused(t, hand(0, 1, "captain"), "calling") // it is just being hung up
		sarah.hangUp()
		sarah.is(attempted, available, available)
		s.exec(`UPDATE users SET mobile = '' WHERE id = $1`, s.Leaders[1])
		if err := hand(0, 1, "vice_captain"); err != nil {
			t.Fatal(err)
		}
		s.work()
		omar := &seat{shift: s, who: s.asker(1), session: sarah.session}
		if v := omar.view(); v.Leader.Name != "Leader 2" || v.Impact.Attempted != 1 {
			t.Errorf("%+v", v.Leader)
		}
		omar.has("1 3 5 2 4 6") // her share and his
		s.shares("Leader 2: 6, 5")
		_, err := s.svc.Start(ctx, sarah.who, sarah.session, false)
		refused(t, err, "not_leader")
		_, err = s.svc.Start(ctx, omar.who, omar.session, false)
		refused(t, err, "mobile_missing")
		s.exec(`UPDATE users SET mobile = '+447700909999' WHERE id = $1`, s.Leaders[1])
		omar.ok(s.svc.FinishCycle(ctx, omar.who, omar.session))
		omar.ok(s.svc.NewCycle(ctx, omar.who, omar.session))
		omar.is(available, available, available, available, available, available) // what she tried is this session's own
	})
}

func TestNoSecondOpenSessionComesOfHandingOver(t *testing.T) {
	each(t, 3, 2, func(s *shift) {
		sarah, omar := s.seat(0), s.seat(1)
		hand := func(to string) error {
			_, err := s.svc.HandOver(ctx, sarah.who, sarah.session, calling.HandOver{To: to})
			return err
		}
		f := refused(t, hand(s.Leaders[1]), "session_exists")
		if f.Extra["session"] != omar.session {
			t.Errorf("%+v", f.Extra)
		}
		refused(t, hand("nobody"), "leader_unknown")
		if err := hand(s.Leaders[0]); err != nil { // to herself: nothing changes
			t.Error(err)
		}
		omar.ok(s.svc.Archive(ctx, omar.who, omar.session))
		if err := hand(s.Leaders[1]); err != nil {
			t.Error(err)
		}
		sarah.ok(s.svc.Archive(ctx, s.asker(0), sarah.session))
		refused(t, hand(s.Leaders[2]), "not_available")
	})
}

func TestThePageOfAListShowsWhatEachLeaderDoes(t *testing.T) {
	each(t, 2, 5, func(s *shift) {
		sarah, omar := s.seat(0), s.seat(1)
		sarah.start()
		sarah.talk(sarah.dialled("1"), time.Minute)
		sarah.log(calling.Talked)
		d := sarah.dialled("1")
		sarah.rings(d)
		sarah.fact(d.Leg, calling.LegAnswered, "", 0)
		v, err := s.svc.Leaders(ctx, s.List)
		if err != nil {
			t.Fatal(err)
		}
		if len(v.Leaders) != 2 || v.Leaders[0].Session != sarah.session || v.Leaders[1].Session != omar.session {
			t.Fatalf("%+v", v.Leaders)
		}
		l := v.Leaders[0]
		if l.Phone.State != "talking" || l.Phone.Person.Name != "Person 00002" || l.Next.Name != "Person 00003" || l.Completed != 1 || len(l.Dials) != 2 || l.Phone.Begun == nil {
			t.Errorf("%+v", l)
		}
		if len(v.With) != 1 || v.With[0].Supporter != s.Supporters[1] || v.With[0].With.Name != "Leader 1" {
			t.Errorf("with %+v", v.With)
		}
		if want := (calling.ListProgress{People: 5, Completed: 1, Untouched: 3, ReachedToday: 1}); v.Progress != want {
			t.Errorf("%+v, want %+v", v.Progress, want)
		}
		var last calling.LeaderNow
		for _, e := range s.events(event.On(event.FamilyList, s.List)) {
			if e.Kind == calling.LeaderChanged {
				last = calling.LeaderNow{}
				if err := json.Unmarshal(e.Data, &last); err != nil {
					t.Fatal(err)
				}
			}
		}
		if last.Session != sarah.session || last.Phone.State != "talking" || last.Phone.Person.Dialled == nil {
			t.Errorf("the last event says %+v", last)
		}
		s.wait(31 * time.Minute)
		if v, err = s.svc.Leaders(ctx, s.List); err != nil || len(v.Leaders[0].Dials) > 1 {
			t.Errorf("dials are forgotten after half an hour: %v %v", v.Leaders[0].Dials, err)
		}
	})
}

// newcomer puts somebody new on the list.
func (s *shift) newcomer(name string) string {
	s.Helper()
	id := s.svc.NewID()
	s.exec(`INSERT INTO supporters (id, organisation_id, group_id, name, folded, phone, created_at, updated_at) VALUES ($1, $2, $3, $4, 'new', $5, 0, 0)`,
		id, s.Organisation, s.Group, name, "+4478"+name[len(name)-5:]+"000")
	s.exec(`INSERT INTO list_supporters (list_id, supporter_id, position) VALUES ($1, $2, 1000000)`, s.List, id)
	if err := s.svc.RosterChanged(ctx, s.List); err != nil {
		s.Fatal(err)
	}
	s.work()
	return id
}
