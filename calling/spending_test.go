package calling_test

import (
	"testing"
	"time"

	"partyline/event"
)

// What open pages were told last, what the API says, and the sum over lists are the same as a recount of the legs.
func TestMinutesAreToldAsTheyAreCounted(t *testing.T) {
	each(t, 1, 2, func(s *shift) {
		s.exec(`UPDATE organisations SET currency = 'GBP', leader_price = 10500, supporter_price = 20000 WHERE id = $1`, s.Organisation)
		p := s.seat(0)
		p.start()
		p.talk(p.dialled("1"), 61*time.Second)
		open := p.view().Minutes.Open
		if len(open) != 1 || open[0].Leg != "leader" {
			t.Errorf("legs that are up: %+v", open)
		}
		p.consistent()
		v := p.view().Minutes
		if v.Supporter != 2 || v.Leader != 0 || v.Cost == nil || v.Cost.Amount != "0.04" || v.Cost.Currency != "GBP" {
			t.Errorf("after a talk: %+v, %+v", v, v.Cost)
		}
		told := s.events(event.On(event.FamilySession, p.session))
		if len(told) == 0 {
			t.Fatal("nothing was told")
		}
		spent, err := s.svc.Spending(ctx, s.Organisation)
		if err != nil {
			t.Fatal(err)
		}
		now, err := s.svc.Leaders(ctx, s.List)
		if err != nil {
			t.Fatal(err)
		}
		if spent.Minutes != v.Minutes || len(spent.Lists) != 1 || spent.Lists[0].Minutes != v.Minutes || spent.Cost.Amount != "0.04" {
			t.Errorf("the organisation's: %+v", spent)
		}
		if now.Minutes.Minutes != v.Minutes || len(now.Minutes.Open) != 1 || now.Leaders[0].Minutes.Minutes != v.Minutes {
			t.Errorf("the list's: %+v", now.Minutes)
		}
		s.exec(`UPDATE organisations SET currency = '' WHERE id = $1`, s.Organisation)
		if got := p.view().Minutes; got.Cost != nil || got.Supporter != 2 {
			t.Errorf("without a price: %+v", got)
		}
	})
}
