package calling_test

import (
	"encoding/json"
	"testing"
	"time"

	"partyline/calling"
	"partyline/event"
)

func TestTheRosterStaysInSync(t *testing.T) {
	each(t, 1, 5, func(s *shift) {
		p := s.seat(0)
		p.start()
		p.over(p.dialled("1"), calling.LegBusy, 0)
		p.dialled("1")
		off := func(i int) {
			s.exec(`DELETE FROM list_supporters WHERE list_id = $1 AND supporter_id = $2`, s.List, s.Supporters[i])
		}
		off(0) // worked
		off(1) // being called
		off(2) // not yet called
		fresh := s.svc.NewID()
		s.exec(`INSERT INTO supporters (id, organisation_id, group_id, name, folded, phone, created_at, updated_at) VALUES ($1, $2, $3, 'New Person', 'new', '+447999999999', 0, 0)`, fresh, s.Organisation, s.Group)
		s.exec(`INSERT INTO list_supporters (list_id, supporter_id, position) VALUES ($1, $2, 1)`, s.List, fresh)
		if err := s.svc.RosterChanged(ctx, s.List); err != nil {
			t.Fatal(err)
		}
		s.work()
		p.is(attempted, callingIt, available, available, available)
		rows := p.rows()
		if !rows[0].OffList || !rows[1].OffList || rows[4].Supporter.ID != fresh || rows[4].Rank != 6 {
			t.Errorf("%+v", rows)
		}
		if v := p.view(); v.Progress.Total != 5 {
			t.Errorf("%+v", v.Progress)
		}
		p.hangUp() // nothing was dialled: who was taken off meanwhile leaves
		p.is(attempted, available, available, available)
		_, err := s.svc.Prioritise(ctx, p.who, p.session, p.row(0).ID)
		refused(t, err, "not_available")
		for i := 1; i < 4; i++ {
			p.ok(p.skip(i, thisCycle))
		}
		p.ok(s.svc.NewCycle(ctx, p.who, p.session))
		p.is(attempted, available, available, available)
		var change calling.Change
		for _, e := range s.events(event.On(event.FamilySession, p.session)) {
			if e.Kind == calling.RosterChanged {
				if err := json.Unmarshal(e.Data, &change); err != nil {
					t.Fatal(err)
				}
			}
		}
		if len(change.Gone) != 1 || len(change.Entries) != 3 {
			t.Errorf("told %d rows, %d gone", len(change.Entries), len(change.Gone))
		}
	})
}

func TestAPersonWhoseDataChangesIsJudgedAgain(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		s.exec(`UPDATE supporters SET phone = '' WHERE id = $1`, s.Supporters[0])
		p := s.seat(0)
		p.is(calling.NotCallable, available)
		if r := p.row(0); r.Why != "no_phone" || p.view().Progress.Total != 1 {
			t.Errorf("%+v", r)
		}
		s.exec(`UPDATE supporters SET phone = '+447900123456' WHERE id = $1`, s.Supporters[0])
		if err := s.svc.PersonChanged(ctx, s.Supporters[0]); err != nil {
			t.Fatal(err)
		}
		s.work()
		p.is(available, available)
	})
}

func TestDoNotCallDropsAPersonEverywhereAtOnce(t *testing.T) {
	each(t, 2, 2, func(s *shift) {
		sarah, omar := s.seat(0), s.seat(1)
		other := s.seat2()
		omar.ok(omar.skip(0, quick15))
		sarah.start()
		sarah.talk(sarah.dialled("1"), time.Minute)
		sarah.write(sarah.view().Phone.Person.Attempt, calling.LogRequest{Outcome: calling.Voicemail, DoNotCall: true, TagsAdded: []string{"angry"}})
		sarah.is(attempted, available)
		omar.is(calling.NotCallable, available)
		other.is(calling.NotCallable, available)
		if r := other.row(0); r.Why != "do_not_call" {
			t.Errorf("%+v", r)
		}
		var tags []string
		if err := s.db.Find(ctx, &tags, `SELECT tags FROM supporters WHERE id = $1`, s.Supporters[0]); err != nil || tags[0] != `["angry"]` {
			t.Errorf("%v %v", tags, err)
		}
		_, err := s.svc.Prioritise(ctx, sarah.who, sarah.session, sarah.row(0).ID)
		refused(t, err, "not_available")
	})
}
