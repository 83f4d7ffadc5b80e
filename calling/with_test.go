package calling_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"partyline/calling"
	"partyline/event"
)

// reservedOn is who the events of a list say was taken and set free, in their order.
func (s *shift) reservedOn(list string) (said []string) {
	s.Helper()
	for _, e := range s.events(event.On(event.FamilyList, list)) {
		if e.Kind != calling.PersonReserved && e.Kind != calling.PersonReleased {
			continue
		}
		var p calling.PersonWith
		if err := json.Unmarshal(e.Data, &p); err != nil {
			s.Fatal(err)
		}
		by := "nobody"
		if p.With != nil {
			by = p.With.Name
		}
		said = append(said, fmt.Sprintf("%d with %s", slices.Index(s.Supporters, p.Supporter)+1, by))
	}
	return said
}

func TestEveryListOfAPersonHearsThatTheyAreWithALeader(t *testing.T) {
	each(t, 2, 3, func(s *shift) {
		sarah := s.seat(0)
		other := s.seat2().view().List.ID
		apart := s.svc.NewID()
		s.exec(`INSERT INTO lists (id, organisation_id, group_id, name, created_at) VALUES ($1, $2, $3, 'Apart', 0)`, apart, s.Organisation, s.Group)
		s.exec(`INSERT INTO list_supporters (list_id, supporter_id, position) VALUES ($1, $2, 1)`, apart, s.Supporters[1])
		sarah.start()
		sarah.over(sarah.dialled("1"), calling.LegNoAnswer, 0) // by a key, together with others
		sarah.talk(sarah.dialled("1"), time.Minute)            // the key saves the last result as well: a claim of its own
		sarah.log(calling.Talked)
		s.exec(`DELETE FROM list_supporters WHERE list_id = $1 AND supporter_id = $2`, s.List, s.Supporters[2])
		sarah.ok(s.svc.Next(ctx, sarah.who, sarah.session)) // by the page, and taken off her list meanwhile
		s.work()
		all := []string{"1 with Leader 1", "1 with nobody", "2 with Leader 1", "2 with nobody", "3 with Leader 1"}
		for list, want := range map[string][]string{s.List: all, other: all, apart: all[2:4]} {
			if got := s.reservedOn(list); !slices.Equal(got, want) {
				t.Errorf("the list heard %v, not %v", got, want)
			}
		}
	})
}

func TestWhoseCallTheLineIsOnIsSaid(t *testing.T) {
	each(t, 2, 2, func(s *shift) {
		sarah, omar := s.seat(0), s.seat(1)
		s.exec(`UPDATE supporters SET phone = (SELECT phone FROM supporters WHERE id = $2) WHERE id = $1`, s.Supporters[1], s.Supporters[0])
		sarah.start()
		omar.start()
		sarah.dialled("1")
		omar.key("1") // the second one has the same phone
		omar.says("Everyone left is on another call")
		s.exec(`DELETE FROM list_supporters WHERE supporter_id = $1`, s.Supporters[0])
		omar.ok(omar.skip(0, thisCycle))
		_, err := s.svc.Next(ctx, omar.who, omar.session)
		if f := refused(t, err, "reserved"); f.Extra["by"] != (calling.UserRef{ID: s.Leaders[0], Name: "Leader 1"}) {
			t.Errorf("%+v", f.Extra)
		}
		// Another organisation's call is nobody's business here.
		s.exec(`UPDATE legs SET organisation_id = 'another' WHERE number = (SELECT phone FROM supporters WHERE id = $1)`, s.Supporters[0])
		_, err = s.svc.Next(ctx, omar.who, omar.session)
		if f := refused(t, err, "reserved"); f.Extra["by"] != nil {
			t.Errorf("%+v", f.Extra)
		}
	})
}

func TestEveryPressOfASessionIsInTheAuditTrail(t *testing.T) {
	each(t, 1, 4, func(s *shift) {
		p := s.seat(0)
		p.ok(s.svc.Prioritise(ctx, p.who, p.session, p.row(2).ID))
		p.ok(s.svc.CallNext(ctx, p.who, p.session, p.row(3).ID))
		p.ok(s.svc.Check(ctx, p.who, p.session, p.row(0).ID))
		p.start()
		p.over(p.dialled("1"), calling.LegBusy, 0)
		d := p.dialled("1") // and the result of the first is saved
		p.rings(d)
		if err := s.svc.HangUp(ctx, p.who, p.view().Phone.Person.Attempt); err != nil {
			t.Fatal(err)
		}
		p.talk(d, time.Minute)
		p.key("*")
		p.ok(s.svc.Pause(ctx, p.who, p.session))
		var said []string
		if err := s.db.Find(ctx, &said, `SELECT action FROM audit WHERE action NOT LIKE 'session.create' ORDER BY at, id`); err != nil {
			t.Fatal(err)
		}
		want := []string{"entry.prioritise", "entry.call_next", "entry.check", "session.start", "log.write", "call.end", "log.put_off", "session.pause"}
		if !slices.Equal(said, want) {
			t.Errorf("the audit trail has %v, not %v", said, want)
		}
		if n := s.count(`SELECT COUNT(*) FROM audit WHERE user_id <> $1`, s.Leaders[0]); n != 0 {
			t.Errorf("%d of others", n)
		}
	})
}
