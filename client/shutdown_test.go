package client_test

import (
	"context"
	"testing"
	"time"

	"partyline/client"
	"partyline/fault"
)

func TestGoingAwayIsSpreadAndEndsEverySocket(t *testing.T) {
	s := open(t, client.Options{}, nil)
	var all []*browser
	for range 10 {
		b := s.dial("ann")
		b.subscribe("")
		all = append(all, b)
	}
	done := make(chan struct{})
	go func() {
		s.sockets.Shutdown(context.Background(), 3*time.Second)
		close(done)
	}()
	in := map[int64]bool{}
	for _, b := range all {
		f := b.expect("going_away")
		if f.In <= 0 || f.In > 3000 || in[f.In] {
			t.Errorf("come back in %d ms, others in %v", f.In, in)
		}
		in[f.In] = true
		if code := b.closed(); code != client.GoingAway {
			t.Errorf("closed with %d, not %d", code, client.GoingAway)
		}
	}
	<-done

	late := s.dial("bob")
	if f := late.expect("going_away"); f.In != 3000 {
		t.Errorf("a late one comes back in %d ms", f.In)
	}
	if code := late.closed(); code != client.GoingAway {
		t.Errorf("a late one is closed with %d, not %d", code, client.GoingAway)
	}
}

func TestShutdownDoesNotWaitForWhoDoesNotAnswer(t *testing.T) {
	s := open(t, client.Options{}, nil)
	s.raw()
	until(t, "the socket", func() bool { return s.sockets.Count() == 1 })
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	s.sockets.Shutdown(ctx, time.Second)
	if n := s.sockets.Count(); n != 0 {
		t.Errorf("%d sockets after Shutdown", n)
	}
}

func TestStartShutdownAndCloseWorkTwiceAndInAnyOrder(t *testing.T) {
	s := open(t, client.Options{}, nil)
	b := s.dial("ann")
	b.subscribe("")
	go b.hear() // answers the close frame
	if err := s.sockets.Start(); err != nil {
		t.Error(err)
	}
	for range 2 {
		s.sockets.Shutdown(context.Background(), 0)
		if err := s.sockets.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := s.sockets.Start(); !fault.Is(err, "closing") {
		t.Errorf("started after Close: %v", err)
	}
	if !s.sockets.Closing() {
		t.Error("not closing")
	}
	never := client.New(client.Options{Hub: s.hub})
	if err := never.Close(); err != nil {
		t.Error(err)
	}
}
