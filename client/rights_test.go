package client_test

import (
	"context"
	"testing"
	"time"

	"partyline/client"
	"partyline/fault"
)

func TestARightTakenAwayEndsTheSubscription(t *testing.T) {
	s := open(t, client.Options{RecheckEvery: 10 * time.Millisecond}, nil)
	b := s.dial("ann")
	b.subscribe("")
	s.rights.take(topic, fault.New(fault.Busy, "busy", "The database is away."))
	s.sockets.Recheck(t.Context(), nil)
	s.happen(1, `1`)
	b.expect("event") // not knowing is no refusal

	s.rights.take(topic, errNotYours)
	if f := b.expect("error"); f.Code != "not_found" || f.Topic != topic {
		t.Errorf("got %+v", f)
	}
	s.happen(1, `2`)
	b.say(`{"type":"ping"}`)
	b.expect("pong") // and no event
}

// Whoever cannot be judged in time is not told that something broke for good: a page tries again at log_unavailable.
func TestARightThatIsNotKnownInTimeIsAskedForAgain(t *testing.T) {
	s := open(t, client.Options{RecheckEvery: time.Hour}, nil)
	b := s.dial("ann")
	for _, err := range []error{context.DeadlineExceeded, fault.New(fault.Busy, "database_away", "The database is away.")} {
		s.rights.take(topic, err)
		b.say(`{"type":"subscribe","topic":"` + string(topic) + `"}`)
		if f := b.expect("error"); f.Code != "log_unavailable" || f.Topic != topic {
			t.Errorf("got %+v", f)
		}
	}
	s.rights.take(topic, nil)
	b.subscribe("")
}

func TestARecheckCanBeAboutOneLogin(t *testing.T) {
	s := open(t, client.Options{RecheckEvery: time.Hour}, nil)
	ann, bob := s.dial("ann"), s.dial("bob")
	ann.subscribe("")
	bob.subscribe("")
	s.rights.take(topic, errNotYours)
	s.sockets.Recheck(t.Context(), func(l client.Login) bool { return l.User == "bob" })
	bob.expect("error")
	s.happen(1, `1`)
	ann.expect("event")
}

func TestALoginThatHasEndedClosesTheSocket(t *testing.T) {
	s := open(t, client.Options{RecheckEvery: 10 * time.Millisecond}, nil)
	out := fault.New(fault.SignedOut, "signed_out", "Sign in again.")
	b := s.dial("ann")
	b.subscribe("")
	s.rights.take(topic, out)
	if code := b.closed(); code != client.SignedOut {
		t.Errorf("closed with %d, not %d", code, client.SignedOut)
	}
	b = s.dial("ann")
	b.say(`{"type":"subscribe","topic":"` + string(topic) + `"}`)
	if code := b.closed(); code != client.SignedOut {
		t.Errorf("closed with %d, not %d", code, client.SignedOut)
	}
}
