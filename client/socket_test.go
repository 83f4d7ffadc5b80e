package client_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/coder/websocket"

	"partyline/client"
)

func TestAPageFollowsATopic(t *testing.T) {
	s := open(t, client.Options{}, nil)
	s.happen(3, `{"completed":1}`)
	b := s.dial("ann")
	if f := b.subscribe("1"); f.Seq != 1 || f.Topic != topic {
		t.Errorf("subscribed with %+v, not from 1", f)
	}
	s.happen(2, `{"completed":118}`)
	for seq := 2; seq <= 5; seq++ {
		if f := b.expect("event"); int(f.Seq) != seq {
			t.Errorf("event %d, not %d", f.Seq, seq)
		}
	}
	b.say(`{"type":"unsubscribe","topic":"` + string(topic) + `"}`)
	b.say(`{"type":"ping"}`)
	b.expect("pong")
	s.happen(1, `1`)
	b.subscribe("4")
	for seq := 5; seq <= 6; seq++ {
		if f := b.expect("event"); int(f.Seq) != seq {
			t.Errorf("event %d, not %d", f.Seq, seq)
		}
	}
}

func TestTooFarBehindGetsAResetAndMayBeginAgain(t *testing.T) {
	s := open(t, client.Options{}, nil)
	s.happen(1500, `1`)
	b := s.dial("ann")
	b.say(`{"type":"subscribe","topic":"` + string(topic) + `","since":3}`)
	b.expect("reset")
	b.subscribe("1499")
	if f := b.expect("event"); f.Seq != 1500 {
		t.Errorf("event %d, not 1500", f.Seq)
	}
}

func TestSubscribingTwiceBeginsAnew(t *testing.T) {
	s := open(t, client.Options{}, nil)
	s.happen(2, `1`)
	b := s.dial("ann")
	b.subscribe("2")
	b.subscribe("1")
	b.expect("event")
	s.happen(1, `1`)
	if f := b.expect("event"); f.Seq != 3 {
		t.Errorf("event %d, not 3", f.Seq)
	}
	b.say(`{"type":"ping"}`)
	b.expect("pong") // and not event 3 again
}

func TestAFloodIsClosed(t *testing.T) {
	s := open(t, client.Options{Messages: 50}, nil)
	t.Run("of messages", func(t *testing.T) {
		b := s.dial("ann")
		b.t = t
		go func() {
			for b.try(websocket.MessageText, `{"type":"ping"}`) == nil {
			}
		}()
		if code := b.closed(); code != client.Flooding {
			t.Errorf("closed with %d, not %d", code, client.Flooding)
		}
	})
	t.Run("of pings", func(t *testing.T) {
		c := s.raw()
		go func() {
			for {
				if _, err := c.Write(masked(0x89, "")); err != nil {
					return
				}
			}
		}()
		if code, err := closeCode(c); code != client.Flooding {
			t.Errorf("closed with %d (%v), not %d", code, err, client.Flooding)
		}
	})
}

func TestEveryCodeHasItsRow(t *testing.T) {
	seen := map[client.Code]bool{}
	for _, c := range client.Closings {
		if seen[c.Code] || c.Reason == "" || len(c.Reason) > 123 {
			t.Errorf("row %+v", c)
		}
		seen[c.Code] = true
		if c.Code >= 4000 && c.ComeBack != (c.Code < 4100) {
			t.Errorf("%d says come back: %v", c.Code, c.ComeBack)
		}
		if c.Code.Reason() != c.Reason {
			t.Errorf("%d: %q", c.Code, c.Code.Reason())
		}
	}
}

func TestAHandlerThatPanicsEndsItsSocketOnly(t *testing.T) {
	s := open(t, client.Options{Handlers: map[string]client.Handler{
		"break": func(_ context.Context, _ *client.Socket, message []byte) { panic(fmt.Sprint(len(message))) },
	}}, nil)
	other := s.dial("bob")
	b := s.dial("ann")
	b.say(`{"type":"break"}`)
	if code := b.closed(); code != client.Broken {
		t.Errorf("closed with %d, not %d", code, client.Broken)
	}
	other.say(`{"type":"ping"}`)
	other.expect("pong")
}
