package server

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"github.com/coder/websocket"

	"partyline/calling"
	"partyline/client"
	"partyline/event"
)

// seat is a leader at a page and a phone.
type seat struct {
	*shift
	mobile, token, session string
}

func (s *shift) seat(leader int) *seat {
	s.Helper()
	token, err := s.account.CreateTokenFor(context.Background(), s.Leaders[leader]+"@example.org")
	s.must(err)
	return &seat{shift: s, mobile: s.mobile(leader), token: token}
}

// ask sends a request as the leader's page does; the reply is kept for the search for numbers.
func (p *seat) ask(method, path string, body any) answered {
	p.Helper()
	var r io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		p.must(err)
		r = bytes.NewReader(b)
	}
	req, err := http.NewRequest(method, p.base+"/api/v1"+path, r)
	p.must(err)
	req.Header.Set("Authorization", "Bearer "+p.token)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	p.must(err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	p.must(err)
	p.keep(b)
	return answered{resp.StatusCode, b, resp.Header}
}

// open makes a session on the list.
func (p *seat) open() *seat {
	p.Helper()
	p.session = p.ask("POST", "/lists/"+p.List+"/sessions", map[string]any{}).want(p.T, 201, "").text("id")
	return p
}

func (p *seat) view() (v calling.SessionView) {
	p.Helper()
	p.ask("GET", "/sessions/"+p.session, nil).want(p.T, 200, "").into(p.T, &v)
	return v
}

func (p *seat) entries() []calling.EntryView {
	p.Helper()
	var all []calling.EntryView
	for cursor := ""; ; {
		var page Page[calling.EntryView]
		p.ask("GET", "/sessions/"+p.session+"/entries?limit=2&cursor="+cursor, nil).want(p.T, 200, "").into(p.T, &page)
		all = append(all, page.Items...)
		if cursor = page.Next; cursor == "" {
			return all
		}
	}
}

// phoneIs waits until the page says so of the phone.
func (p *seat) phoneIs(state calling.PhoneState) calling.SessionView {
	p.Helper()
	var v calling.SessionView
	p.until("the phone is "+string(state), func() bool { v = p.view(); return v.Phone.State == state })
	return v
}

// pickUp answers the leader's phone when it rings.
func (p *seat) pickUp() {
	p.Helper()
	p.until("the leader's phone rings", func() bool { return p.sim.Answer(p.mobile) == nil })
}

// hears waits until something with this text was said on the leader's phone since the last key.
func (p *seat) hears(text string) {
	p.Helper()
	p.until("the phone says "+text, func() bool { return strings.Contains(p.sinceKey(), text) })
}

// asked waits until the phone asks for a key after saying this since the last key.
func (p *seat) asked(after string) {
	p.Helper()
	p.until("the phone asks for a key after "+after, func() bool {
		c := p.sim.Phone(p.mobile).Call
		return c != nil && c.Keys && strings.Contains(p.sinceKey(), after)
	})
}

// press presses a key as soon as the phone asks for one after saying this since the last key.
func (p *seat) press(key, after string) {
	p.Helper()
	p.asked(after)
	p.must(p.sim.Press(p.mobile, key))
}

func (p *seat) sinceKey() string {
	heard := ""
	if c := p.sim.Phone(p.mobile).Call; c != nil {
		for _, l := range c.Lines {
			if heard += l.Text + " "; l.Who == "you" {
				heard = ""
			}
		}
	}
	return heard
}

// log saves the result of the call that the page shows.
func (p *seat) log(outcome calling.Outcome, reached bool) {
	p.Helper()
	v := p.view()
	if v.Phone.Person == nil && len(v.Owed) == 0 {
		p.Fatalf("there is no call to log: %+v", v.Phone)
	}
	attempt := ""
	if v.Phone.Person != nil {
		attempt = v.Phone.Person.Attempt
	} else {
		attempt = v.Owed[0].Attempt
	}
	p.ask("PUT", "/attempts/"+attempt+"/log", map[string]any{"reached": reached, "outcome": outcome}).want(p.T, 200, "")
}

// listen opens a socket and subscribes to topics, each from a number.
func (p *seat) listen(from map[event.Topic]event.Seq) *listener {
	p.Helper()
	ctx := context.Background()
	ws, _, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(p.base, "http")+"/ws", &websocket.DialOptions{
		Subprotocols: []string{client.Subprotocol}, HTTPHeader: http.Header{"Authorization": {"Bearer " + p.token}}})
	p.must(err)
	ws.SetReadLimit(1 << 22)
	l := &listener{shift: p.shift, ws: ws, events: map[event.Topic][]client.EventFrame{}}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			_, b, err := ws.Read(ctx)
			l.mu.Lock()
			if err != nil {
				l.ended = err
				l.mu.Unlock()
				return
			}
			for _, part := range client.Apart(b) {
				var f client.EventFrame
				_ = json.Unmarshal(part, &f)
				if f.Type == "event" {
					l.events[f.Topic] = append(l.events[f.Topic], f)
				} else {
					l.other = append(l.other, string(b))
				}
			}
			l.mu.Unlock()
			p.keep(b)
		}
	}()
	p.Cleanup(func() { ws.CloseNow(); <-done })
	for topic, seq := range from {
		l.say(client.SubscribeFrame{Type: "subscribe", Topic: topic, Since: &seq})
	}
	return l
}
