package server

import (
	"context"
	"testing"

	"partyline/account"
)

// Whoever is taken off a group while their phone is connected is hung up on, without a key and without a page.
func TestALeaderTakenOffTheGroupIsHungUp(t *testing.T) {
	onShift(t, 2, 3, func(t *testing.T, s *shift) {
		p := s.seat(0).open()
		p.ask("POST", "/sessions/"+p.session+"/start", nil).want(t, 200, "")
		p.pickUp()
		p.phoneIs("greeting")
		_, err := s.account.RemoveLeader(context.Background(), account.Asker{User: s.Leaders[1], Organisation: s.Organisation}, s.Group, s.Leaders[0])
		s.must(err)
		other := s.seat(1)
		other.session = p.session
		if v := other.phoneIs("idle"); v.Phone.Notice == nil || v.Phone.Notice.Code != "not_leading" {
			t.Errorf("%+v", v.Phone)
		}
	})
}
