package server

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"partyline/calling"
	"partyline/carrier"
	"partyline/fault"
)

// webhook is a request as the carrier makes it.
type webhook struct {
	path, token, signature, kind string
	form                         url.Values
	body                         string // instead of the form
}

func (s *shift) hook(path string, form url.Values) webhook {
	return webhook{path: path, token: s.token, form: form, kind: "application/x-www-form-urlencoded"}
}

// send makes the request and returns its answer.
func (s *shift) send(h webhook) (status int, kind, body string) {
	s.Helper()
	if h.body == "" {
		h.body = h.form.Encode()
	}
	if h.signature == "" {
		text := s.base + h.path
		keys := make([]string, 0, len(h.form))
		for k := range h.form {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys {
			text += k + h.form.Get(k)
		}
		m := hmac.New(sha1.New, []byte(h.token))
		m.Write([]byte(text))
		h.signature = base64.StdEncoding.EncodeToString(m.Sum(nil))
	}
	req, err := http.NewRequest("POST", s.base+h.path, strings.NewReader(h.body))
	s.must(err)
	req.Header.Set("Content-Type", h.kind)
	req.Header.Set("X-Twilio-Signature", h.signature)
	resp, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(req)
	s.must(err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	s.must(err)
	return resp.StatusCode, resp.Header.Get("Content-Type"), string(b)
}

// ringing is a session whose leader's phone rings; ref is of that leg.
func (p *seat) ringing() (ref string) {
	p.Helper()
	p.open().ask("POST", "/sessions/"+p.session+"/start", nil).want(p.T, 200, "")
	p.phoneIs("ringing")
	ledger := p.sim.Ledger()
	_, ref, _ = strings.Cut(ledger[len(ledger)-1].Ref, "/t/status/")
	return ref
}

func TestOnlyTheCarrierMayCallTheWebhooks(t *testing.T) {
	onShift(t, 1, 1, func(t *testing.T, s *shift) {
		p := s.seat(0)
		ref := p.ringing()
		form := url.Values{"CallSid": {"CAforged"}, "CallStatus": {"completed"}}
		for _, path := range []string{"/t/status/" + ref, "/t/step/key/" + ref + "/1", "/t/fallback/" + ref} {
			good := s.hook(path, form)
			for name, h := range map[string]func(webhook) webhook{
				"unsigned":       func(h webhook) webhook { h.signature = "none"; return h },
				"another token":  func(h webhook) webhook { h.token = strings.Repeat("a", 32); return h },
				"repeated keys":  func(h webhook) webhook { h.body = h.form.Encode() + "&CallStatus=ringing"; return h },
				"tampered":       func(h webhook) webhook { h.body = "CallSid=CAother&CallStatus=completed"; return h },
				"JSON":           func(h webhook) webhook { h.kind = "application/json"; return h },
				"another's path": func(h webhook) webhook { h.path += "?x=1"; h.signature = "AAAA"; return h },
			} {
				if status, _, body := s.send(h(good)); status != 403 {
					t.Errorf("%s, %s: %d %s", path, name, status, body)
				}
			}
			big := good
			big.body, big.signature = strings.Repeat("x", webhookLimit+1), "AAAA"
			if status, _, _ := s.send(big); status != 413 {
				t.Errorf("%s, too large: %d", path, status)
			}
			resp, err := http.Get(s.base + path)
			s.must(err)
			resp.Body.Close()
			if resp.StatusCode != 404 && resp.StatusCode != 405 {
				t.Errorf("GET %s: %d", path, resp.StatusCode)
			}
		}
		if v := p.view(); v.Phone.State != "ringing" { // nothing of it counted
			t.Errorf("%+v", v.Phone)
		}
		s.judged()
	})
}

// Who sends more than we take must be able to read why: the rest is read before the reply, and the connection ends without a
// reset.
func TestARefusedBodyIsReadBeforeTheReply(t *testing.T) {
	onShift(t, 1, 1, func(t *testing.T, s *shift) {
		half := []byte(strings.Repeat("x", webhookLimit))
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.base, "http://"))
		s.must(err)
		defer conn.Close()
		_, err = fmt.Fprintf(conn, "POST /t/status/0123456789abcdef HTTP/1.1\r\nHost: here\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", 2*len(half), half)
		s.must(err)
		s.must(conn.SetReadDeadline(time.Now().Add(100 * time.Millisecond)))
		if n, err := conn.Read(make([]byte, 64)); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Fatalf("an answer of %d bytes while half of the body is on its way: %v", n, err)
		}
		_, err = conn.Write(half)
		s.must(err)
		s.must(conn.SetReadDeadline(time.Now().Add(time.Minute)))
		all, err := io.ReadAll(conn)
		if err != nil || !strings.HasPrefix(string(all), "HTTP/1.1 413") {
			t.Errorf("%q %v", all, err)
		}
	})
}

func TestAWebhookForNobodyHurtsNobody(t *testing.T) {
	onShift(t, 1, 1, func(t *testing.T, s *shift) {
		form := url.Values{"CallSid": {"CA1"}, "CallStatus": {"completed"}}
		if status, kind, body := s.send(s.hook("/t/step/key/0123456789abcdef/1", form)); status != 200 || !strings.HasPrefix(kind, "text/xml") || !strings.Contains(body, "<Hangup/>") {
			t.Errorf("a step of a leg that nobody knows: %d %s %s", status, kind, body)
		}
		if status, _, body := s.send(s.hook("/t/status/0123456789abcdef", form)); status != 204 {
			t.Errorf("a fact about a leg that nobody knows: %d %s", status, body)
		}
		if status, _, body := s.send(s.hook("/t/fallback/0123456789abcdef", url.Values{"CallSid": {"CA1"}, "ErrorCode": {"11200"}})); status != 200 || !strings.Contains(body, "<Hangup/>") {
			t.Errorf("the fallback of a leg that nobody knows: %d %s", status, body)
		}
		for _, path := range []string{"/t/step/key/short/1", "/t/step/key/0123456789abcdef/x", "/t/step/KEY/0123456789abcdef/1", "/t/status/a%2Fb", "/t/other/x"} {
			if status, _, _ := s.send(s.hook(path, form)); status != 404 {
				t.Errorf("%s: %d", path, status)
			}
		}
		if status, _, _ := s.send(s.hook("/t/status/0123456789abcdef", url.Values{"CallStatus": {"on-fire"}})); status != 204 {
			t.Errorf("a word that we do not know: %d", status)
		}
	})
}

func TestTheSameKeyFiveTimesAtOnceDialsOnce(t *testing.T) {
	onShift(t, 1, 3, func(t *testing.T, s *shift) {
		p := s.seat(0)
		ref := p.ringing()
		p.pickUp()
		p.phoneIs("greeting")
		sid := s.sim.Ledger()[0].SID
		form := url.Values{"CallSid": {sid}, "CallStatus": {"in-progress"}, "Digits": {"1"}}
		var dials atomic.Int32
		var wait sync.WaitGroup
		for range 5 {
			wait.Go(func() {
				status, _, body := s.send(s.hook("/t/step/key/"+ref+"/1", form))
				if status != 200 {
					t.Errorf("%d %s", status, body)
				}
				if strings.Contains(body, "<Dial") {
					dials.Add(1)
				}
			})
		}
		wait.Wait()
		if dials.Load() > 1 {
			t.Errorf("%d documents dial", dials.Load())
		}
		var attempts []string
		s.must(s.db.Find(context.Background(), &attempts, `SELECT id FROM attempts`))
		if len(attempts) != 1 {
			t.Errorf("%d attempts", len(attempts))
		}
		s.judged()
	})
}

// brokenStore is a database that is away for a while.
type brokenStore struct {
	calling.Store
	away atomic.Bool
}

var errAway = fault.New(fault.Busy, "database_away", "We can't reach the database just now.").Because(errors.New("connection refused"))

func (b *brokenStore) Write(ctx context.Context, f func(calling.Tx) error) error {
	if b.away.Load() {
		return errAway
	}
	return b.Store.Write(ctx, f)
}

func (b *brokenStore) Read(ctx context.Context, f func(calling.Reader) error) error {
	if b.away.Load() {
		return errAway
	}
	return b.Store.Read(ctx, f)
}

// While the database is away the leader stays on the line, hears so, and goes on at the same place.
func TestADatabaseThatIsAwayDoesNotEndTheCall(t *testing.T) {
	onShift(t, 1, 2, func(t *testing.T, s *shift) {
		store := &brokenStore{Store: s.calling.Store}
		whole := s.calling
		s.server.Calling = &calling.Service{Store: store, Phone: whole.Phone, Clock: whole.Clock, Log: whole.Log, NewID: whole.NewID, NewRef: whole.NewRef, Poke: whole.Poke, VerifyScript: whole.VerifyScript}
		s.behave(0, talks(10*time.Minute)...)
		p := s.seat(0)
		ref := p.ringing()
		p.pickUp()
		p.asked("You have 2 people") // the page says so before the carrier has the document
		store.away.Store(true)
		if status, _, body := s.send(s.hook("/t/step/key/"+ref+"/1", url.Values{"CallSid": {"CA1"}})); status != 503 || strings.Contains(body, "refused") {
			t.Errorf("a step without a database: %d %s", status, body)
		}
		if status, _, _ := s.send(s.hook("/t/status/"+ref, url.Values{"CallStatus": {"ringing"}})); status != 503 {
			t.Errorf("a fact without a database: %d", status)
		}
		p.press("1", "You have 2 people")
		p.until("the leader hears that there is trouble", func() bool {
			c := s.sim.Phone(p.mobile).Call
			return slices.ContainsFunc(c.Lines, func(l carrier.Line) bool { return strings.Contains(l.Text, "We are having trouble") })
		})
		store.away.Store(false)
		p.press("1", "Press any key")
		v := p.phoneIs("talking")
		if v.Phone.Person.Name != "Person 00001" {
			t.Errorf("%+v", v.Phone.Person)
		}
		s.judged()
	})
}
