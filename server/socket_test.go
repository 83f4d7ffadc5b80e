package server

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"partyline/account"
	"partyline/client"
	"partyline/event"
)

// dial tries to open a socket with these headers.
func (s *shift) dial(headers map[string]string, protocols ...string) (*websocket.Conn, int) {
	s.Helper()
	h := http.Header{}
	for k, v := range headers {
		h.Set(k, v)
	}
	ws, resp, err := websocket.Dial(context.Background(), "ws"+strings.TrimPrefix(s.base, "http")+"/ws", &websocket.DialOptions{Subprotocols: protocols, HTTPHeader: h})
	if err != nil {
		if resp == nil {
			s.Fatal(err)
		}
		return nil, resp.StatusCode
	}
	s.Cleanup(func() { ws.CloseNow() })
	return ws, resp.StatusCode
}

func TestWhoMayOpenASocket(t *testing.T) {
	onShift(t, 1, 1, func(t *testing.T, s *shift) {
		token := s.seat(0).token
		cookie := s.cookie("Maya Hart")
		for _, c := range []struct {
			name    string
			headers map[string]string
			want    int
		}{
			{"a program", map[string]string{"Authorization": "Bearer " + token}, 101},
			{"our page", map[string]string{"Cookie": cookie, "Origin": s.base}, 101},
			{"nobody", nil, 401},
			{"a wrong token", map[string]string{"Authorization": "Bearer " + token + "x"}, 401},
			{"another scheme", map[string]string{"Authorization": "Basic " + token}, 401},
			{"a wrong cookie", map[string]string{"Cookie": cookie + "x", "Origin": s.base}, 401},
			{"a foreign page", map[string]string{"Cookie": cookie, "Origin": "https://evil.example"}, 403},
			{"a page that hides", map[string]string{"Cookie": cookie, "Origin": "null"}, 403},
			{"a foreign page with a token", map[string]string{"Authorization": "Bearer " + token, "Origin": "https://evil.example"}, 403},
		} {
			ws, status := s.dial(c.headers, client.Subprotocol)
			if status != c.want {
				t.Errorf("%s: %d, want %d", c.name, status, c.want)
			}
			if ws != nil && ws.Subprotocol() != client.Subprotocol {
				t.Errorf("%s: speaks %q", c.name, ws.Subprotocol())
			}
		}
		if ws, status := s.dial(map[string]string{"Authorization": "Bearer " + token}, "chat"); ws != nil && ws.Subprotocol() == "chat" {
			t.Errorf("another protocol was agreed to: %d", status)
		}
		resp, err := http.Get(s.base + "/ws")
		s.must(err)
		resp.Body.Close()
		if resp.StatusCode == 200 || resp.StatusCode >= 500 {
			t.Errorf("a plain request: %d", resp.StatusCode)
		}
	})
}

// cookie makes another organisation with an owner, and signs them in as a browser does.
func (s *shift) cookie(name string) string {
	s.Helper()
	email := strings.ToLower(strings.Fields(name)[0]) + "@else.example"
	_, err := s.account.CreateAdmin(context.Background(), account.FirstAdmin{Organisation: name + "'s", Name: name, Email: email, Password: "a long enough password"})
	s.must(err)
	resp, err := http.Post(s.base+"/api/v1/login", "application/json", strings.NewReader(`{"email":"`+email+`","password":"a long enough password"}`))
	s.must(err)
	resp.Body.Close()
	for _, c := range resp.Cookies() {
		return c.Name + "=" + c.Value
	}
	s.Fatalf("no cookie: %d", resp.StatusCode)
	return ""
}

func TestWhatALeaderMayFollow(t *testing.T) {
	onShift(t, 2, 1, func(t *testing.T, s *shift) {
		p := s.seat(0).open()
		elsewhere := event.On(event.FamilySession, "0190aaaa-0000-7000-8000-000000000000")
		mine := []event.Topic{event.On(event.FamilySession, p.session), event.On(event.FamilyList, s.List), event.On(event.FamilySessions, s.Group), event.On(event.FamilyUser, s.Leaders[0])}
		refused := []event.Topic{elsewhere, event.On(event.FamilyUser, s.Leaders[1]), "nothing/x", "session/", event.On(event.FamilyImport, "x"), event.On("campaign", "x")}
		l := p.listen(nil)
		for _, topic := range append(mine, refused...) {
			l.say(client.SubscribeFrame{Type: "subscribe", Topic: topic})
		}
		for _, topic := range mine {
			l.until("subscribed to "+string(topic), func() bool { return l.said(`"subscribed","topic":"` + string(topic) + `"`) })
			p.ask("GET", "/events?topic="+string(topic), nil).want(t, 200, "")
		}
		for _, topic := range refused {
			l.until("refused "+string(topic), func() bool {
				return l.said(`{"type":"error","topic":"`+string(topic)+`"`) && !l.said(`"subscribed","topic":"`+string(topic)+`"`)
			})
			p.ask("GET", "/events?topic="+string(topic), nil).want(t, 404, "not_found")
		}
		// Another organisation's owner sees nothing of it.
		ws, status := s.dial(map[string]string{"Cookie": s.cookie("Olga Moe"), "Origin": s.base}, client.Subprotocol)
		if status != 101 {
			t.Fatalf("%d", status)
		}
		for _, topic := range mine {
			s.must(ws.Write(context.Background(), websocket.MessageText, []byte(`{"type":"subscribe","topic":"`+string(topic)+`"}`)))
			_, b, err := ws.Read(context.Background())
			s.must(err)
			if !strings.Contains(string(b), `"code":"not_found"`) {
				t.Errorf("%s: a stranger got %s", topic, b)
			}
		}
		s.judged()
	})
}

func TestARightTakenAwayEndsWhatItAllowed(t *testing.T) {
	onShift(t, 2, 1, func(t *testing.T, s *shift) {
		p := s.seat(0).open()
		topic, own := event.On(event.FamilySession, p.session), event.On(event.FamilyUser, s.Leaders[1])
		other := s.seat(1)
		l := other.listen(map[event.Topic]event.Seq{topic: 0, own: 0})
		l.until("both are followed", func() bool {
			return l.said(`"subscribed","topic":"`+string(topic)) && l.said(`"subscribed","topic":"`+string(own))
		})
		ctx, began := context.Background(), time.Now()
		_, err := s.db.Exec(ctx, `DELETE FROM group_leaders WHERE user_id = $1`, s.Leaders[1])
		s.must(err)
		l.until("the session is not followed any more", func() bool { return l.said(`{"type":"error","topic":"` + string(topic)) })
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("it took %v", took)
		}
		before := len(l.heard(topic))
		p.ask("PATCH", "/sessions/"+p.session, map[string]any{"name": "Another name", "version": p.view().Version}).want(t, 200, "")
		other.ask("GET", "/sessions/"+p.session, nil).want(t, 404, "not_found")
		if len(l.heard(topic)) != before {
			t.Errorf("still heard %v", l.heard(topic)[before:])
		}
		if l.said(`{"type":"error","topic":"` + string(own)) {
			t.Error("their own topic was taken away too")
		}
		// A revoked token ends the socket, and says not to come back.
		_, err = s.db.Exec(ctx, `UPDATE tokens SET revoked_at = 1 WHERE user_id = $1`, s.Leaders[1])
		s.must(err)
		l.until("the socket is closed", func() bool {
			l.mu.Lock()
			defer l.mu.Unlock()
			var closed websocket.CloseError
			return errors.As(l.ended, &closed) && closed.Code == websocket.StatusCode(client.SignedOut)
		})
	})
}

// A socket outlives new cookies, and ends with the login.
func TestASocketFollowsItsLoginThroughNewCookies(t *testing.T) {
	onShift(t, 1, 1, func(t *testing.T, s *shift) {
		cookie := s.cookie("Maya Hart")
		ws, status := s.dial(map[string]string{"Cookie": cookie, "Origin": s.base}, client.Subprotocol)
		if status != 101 {
			t.Fatalf("%d", status)
		}
		var user []string
		s.must(s.db.Find(context.Background(), &user, `SELECT id FROM users WHERE name = 'Maya Hart'`))
		s.must(ws.Write(context.Background(), websocket.MessageText, []byte(`{"type":"subscribe","topic":"user/`+user[0]+`"}`)))
		_, b, err := ws.Read(context.Background())
		if err != nil || !strings.Contains(string(b), "subscribed") {
			t.Fatalf("%s %v", b, err)
		}
		me := func() (next string) {
			req, _ := http.NewRequest("GET", s.base+"/api/v1/me", nil)
			req.Header.Set("Cookie", cookie)
			resp, err := http.DefaultClient.Do(req)
			s.must(err)
			resp.Body.Close()
			if resp.StatusCode != 200 {
				t.Fatalf("%d", resp.StatusCode)
			}
			for _, c := range resp.Cookies() {
				next = c.Name + "=" + c.Value
			}
			return next
		}
		for range 2 {
			_, err := s.db.Exec(context.Background(), `UPDATE logins SET rotated_at = rotated_at - 7200000, seen_at = seen_at - 7100000`)
			s.must(err)
			next := me()
			if next == "" {
				t.Fatal("no new cookie")
			}
			cookie = next
			me()
			s.pass(50 * time.Second) // some rounds of asking again, which real cookies always have
		}
		s.must(ws.Write(context.Background(), websocket.MessageText, []byte(`{"type":"ping"}`)))
		if _, b, err := ws.Read(context.Background()); err != nil || !strings.Contains(string(b), "pong") {
			t.Fatalf("the socket did not live: %s %v", b, err)
		}
		req, _ := http.NewRequest("POST", s.base+"/api/v1/logout", strings.NewReader(`{}`))
		req.Header.Set("Cookie", cookie)
		req.Header.Set("Origin", s.base)
		req.Header.Set("Content-Type", "application/json")
		resp, err := http.DefaultClient.Do(req)
		s.must(err)
		resp.Body.Close()
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		for {
			_, b, err := ws.Read(ctx)
			if err == nil {
				t.Logf("heard %s", b)
				continue
			}
			if websocket.CloseStatus(err) != websocket.StatusCode(client.SignedOut) {
				t.Errorf("after signing out: %v (logout %d)", err, resp.StatusCode)
			}
			return
		}
	})
}
