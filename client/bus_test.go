package client_test

import (
	"sync/atomic"
	"testing"

	"partyline/client"
)

func TestPagesAreToldWhenTheBusGoesAndComesBack(t *testing.T) {
	var away atomic.Bool
	s := open(t, client.Options{BusAway: away.Load}, nil)
	early := s.dial("ann")
	early.subscribe("") // nothing is said while all is well
	away.Store(true)
	if f := early.expect("bus"); !f.Away {
		t.Error("gone, and the page is told that it is there")
	}
	late := s.dial("bob")
	if f := late.expect("bus"); !f.Away {
		t.Error("a page that came meanwhile is told that it is there")
	}
	away.Store(false)
	for _, b := range []*browser{early, late} {
		for b.expect("bus").Away { // one that came just then may be told twice
		}
	}
}
