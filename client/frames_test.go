package client_test

import (
	"encoding/json"
	"net"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"partyline/client"
)

func TestWhatIsWrongInAFrameIsAnsweredAndTheSocketStays(t *testing.T) {
	s := open(t, client.Options{Topics: 2}, nil)
	s.rights.take("session/foreign", errNotYours)
	b := s.dial("ann")
	b.say(`{"type":"subscribe","topic":"list/1"}`)
	b.expect("subscribed")
	b.say(`{"type":"subscribe","topic":"list/2"}`)
	b.expect("subscribed")
	for _, c := range []struct{ say, code string }{
		{`{"type":"dance","key":"k1"}`, "unknown_type"},
		{`{}`, "unknown_type"},
		{`[]`, "invalid_frame"},
		{`"subscribe"`, "invalid_frame"},
		{`{"type":7}`, "invalid_frame"},
		{`{"type":"subscribe","topic":["session/1"]}`, "invalid_frame"},
		{`{"type":"subscribe","topic":"session/1","since":"x"}`, "invalid_frame"},
		{`{"type":"subscribe","topic":"session/1","since":1.5}`, "invalid_frame"},
		{`{"type":"subscribe","topic":"session/1","since":-1}`, "invalid_since"},
		{`{"type":"subscribe"}`, "invalid_topic"},
		{`{"type":"subscribe","topic":"session/\u0000"}`, "invalid_topic"},
		{`{"type":"subscribe","topic":"` + strings.Repeat("x", 129) + `"}`, "invalid_topic"},
		{`{"type":"subscribe","topic":"list/3"}`, "too_many_topics"},
		{`{"type":"presence","topic":"list/9","doing":"calling"}`, "not_subscribed"},
		{`{"type":"presence","topic":"list/1","doing":"` + strings.Repeat("x", 65) + `"}`, "invalid_doing"},
	} {
		b.say(c.say)
		if f := b.expect("error"); f.Code != c.code || f.Title == "" {
			t.Errorf("%s: got %+v, not %s", c.say, f, c.code)
		}
	}
	b.say(`{"type":"unsubscribe","topic":"list/2"}`)
	b.say(`{"type":"subscribe","topic":"session/foreign"}`)
	if f := b.expect("error"); f.Code != "not_found" || f.Topic != "session/foreign" {
		t.Errorf("a foreign topic: %+v", f)
	}
	b.say(`{"type":"dance","key":"k2"}`)
	if f := b.expect("error"); f.Key != "k2" {
		t.Errorf("the key is not in %+v", f)
	}
}

func TestWhatIsNoFrameAtAllClosesWithItsCode(t *testing.T) {
	s := open(t, client.Options{}, nil)
	for name, c := range map[string]struct {
		kind websocket.MessageType
		say  string
		code client.Code
	}{
		"broken JSON":      {websocket.MessageText, `{"type":"ping"`, client.NotJSON},
		"nothing":          {websocket.MessageText, ``, client.NotJSON},
		"more than JSON":   {websocket.MessageText, `{"type":"ping"}}`, client.NotJSON},
		"broken UTF-8":     {websocket.MessageText, "{\"type\":\"\xff\"}", client.NotJSON},
		"binary":           {websocket.MessageBinary, `{"type":"ping"}`, client.NotText},
		"more than 64 kB":  {websocket.MessageText, `{"type":"` + strings.Repeat("x", 64<<10) + `"}`, client.TooBig},
		"much more":        {websocket.MessageText, strings.Repeat("x", 4<<20), client.TooBig},
		"deeply nested":    {websocket.MessageText, strings.Repeat("[", 60_000), client.NotJSON},
		"a hollow message": {websocket.MessageText, strings.Repeat(" ", 60_000), client.NotJSON},
	} {
		t.Run(name, func(t *testing.T) {
			b := s.dial("ann")
			b.t = t
			go b.try(c.kind, c.say) // may fail once the server has had enough
			if code := b.closed(); code != c.code {
				t.Errorf("closed with %d, not %d", code, c.code)
			}
		})
	}
	until(t, "all sockets gone", func() bool { return s.sockets.Count() == 0 })
}

func TestAMessageOf64KBIsTaken(t *testing.T) {
	s := open(t, client.Options{}, nil)
	b := s.dial("ann")
	b.say(`{"type":"ping"` + strings.Repeat(" ", 64<<10-15) + `}`)
	b.expect("pong")
}

// masked is a client's frame with a mask of zeros.
func masked(first byte, payload string) []byte {
	b := []byte{first}
	if n := len(payload); n < 126 {
		b = append(b, 0x80|byte(n))
	} else {
		b = append(b, 0x80|126, byte(n>>8), byte(n))
	}
	return append(append(b, 0, 0, 0, 0), payload...)
}

func TestWhatIsNotTheProtocolClosesWithAProtocolError(t *testing.T) {
	s := open(t, client.Options{}, nil)
	for name, say := range map[string][]byte{
		"an unmasked frame":            {0x81, 2, '{', '}'},
		"reserved bits":                masked(0xf1, `{}`),
		"an unknown opcode":            masked(0x83, `{}`),
		"a continuation of nothing":    masked(0x80, `{}`),
		"a message within a message":   append(masked(0x01, `{`), masked(0x81, `}`)...),
		"a ping in fragments":          masked(0x09, ``),
		"a ping of 200 bytes":          masked(0x89, strings.Repeat("x", 200)),
		"a close frame of one byte":    masked(0x88, "x"),
		"a close with a reserved code": masked(0x88, "\x03\xed"),
	} {
		t.Run(name, func(t *testing.T) {
			c := s.raw()
			c.Write(say)
			code, err := closeCode(c)
			if err != nil || code != client.ProtocolError {
				t.Errorf("closed with %d (%v), not %d", code, err, client.ProtocolError)
			}
		})
	}
	until(t, "all sockets gone", func() bool { return s.sockets.Count() == 0 })
}

// closeCode reads server frames up to a close frame.
func closeCode(c net.Conn) (client.Code, error) {
	for {
		var head [2]byte
		if err := readFull(c, head[:]); err != nil {
			return 0, err
		}
		n := int(head[1])
		switch n {
		case 126:
			var l [2]byte
			if err := readFull(c, l[:]); err != nil {
				return 0, err
			}
			n = int(l[0])<<8 | int(l[1])
		case 127:
			var l [8]byte
			if err := readFull(c, l[:]); err != nil {
				return 0, err
			}
			n = int(l[4])<<24 | int(l[5])<<16 | int(l[6])<<8 | int(l[7])
		}
		payload := make([]byte, n)
		if err := readFull(c, payload); err != nil {
			return 0, err
		}
		if head[0] == 0x88 && n >= 2 {
			return client.Code(int(payload[0])<<8 | int(payload[1])), nil
		}
	}
}

func readFull(c net.Conn, p []byte) error {
	for len(p) > 0 {
		n, err := c.Read(p)
		if err != nil {
			return err
		}
		p = p[n:]
	}
	return nil
}

func TestFragmentsWithPingsBetweenThemAreOneMessage(t *testing.T) {
	s := open(t, client.Options{}, nil)
	c := s.raw()
	for _, b := range append(append(masked(0x01, `{"type"`), masked(0x89, "are you there")...), append(masked(0x00, `:"pi`), masked(0x80, `ng"}`)...)...) {
		if _, err := c.Write([]byte{b}); err != nil { // byte by byte
			t.Fatal(err)
		}
	}
	want := "\x8a\x0dare you there" + "\x81\x0f" + `{"type":"pong"}`
	got := make([]byte, len(want))
	if err := readFull(c, got); err != nil || string(got) != want {
		t.Errorf("got %q (%v), not %q", got, err, want)
	}
}

func TestFramesOnTheWireAreTheStructs(t *testing.T) {
	s := open(t, client.Options{}, nil)
	s.happen(1500, `{"name":"Zoë"}`)
	b := s.dial("ann")
	for _, c := range []struct {
		say   string
		frame any
	}{
		{`{"type":"subscribe","topic":"session/0190","since":1499}`, &client.SubscribedFrame{}},
		{``, &client.EventFrame{}},
		{`{"type":"subscribe","topic":"session/0190","since":1497}`, &client.SubscribedFrame{}},
		{``, &client.EventsFrame{}},
		{`{"type":"presence","topic":"session/0190","doing":"calling"}`, &client.PresenceFrame{}},
		{`{"type":"subscribe","topic":"session/0190","since":0}`, &client.ResetFrame{}},
		{`{"type":"dance"}`, &client.ErrorFrame{}},
		{`{"type":"ping"}`, &client.PongFrame{}},
	} {
		if c.say != "" {
			b.say(c.say)
		}
		_, message, err := b.ws.Read(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		d := json.NewDecoder(strings.NewReader(string(message)))
		d.DisallowUnknownFields()
		if err := d.Decode(c.frame); err != nil {
			t.Errorf("%s is no %T: %v", message, c.frame, err)
			continue
		}
		again, _ := json.Marshal(c.frame)
		if string(again) != string(message) {
			t.Errorf("%T written from its struct is %s, on the wire %s", c.frame, again, message)
		}
	}
}
