package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"

	"partyline/campaign"
	"partyline/carrier"
	"partyline/dialer"
)

// A server that is killed anywhere between a clicker's press in launch mode and the talk that comes of it rings nobody twice and loses
// nobody: a press that was answered, or written down, has its one call and its answer for good; the number of one that was not comes back.
func TestKilledInEachPhaseOfALaunch(t *testing.T) {
	contactsLeg := "NEW.kind = 'contact' AND "
	phases := []struct {
		name    string
		hold    string // what the database never comes to the end of
		to      func(l *launched) bool
		written bool // the press is: it has begun its call
	}{
		{"as the press is sent", "", func(*launched) bool { return true }, false},
		{"behind the press, before the carrier is asked", contactsLeg + "NEW.state = 'placing'", func(l *launched) bool { return l.tally(`SELECT count(*) FROM launches`) == 1 }, true},
		{"as the carrier was asked", contactsLeg + "NEW.state NOT IN ('claimed', 'placing')", func(l *launched) bool { return len(l.rung()) == 1 }, true},
		{"while the phone rings", "", func(l *launched) bool { r := l.rung(); return len(r) == 1 && !r[0].Ringing.IsZero() }, true},
		{"in the talk", "", func(l *launched) bool { return l.caller().State == dialer.Talking }, true},
	}
	each(t, func(t *testing.T, database func(*testing.T) string) {
		for _, p := range phases {
			t.Run(p.name, func(t *testing.T) {
				t.Parallel()
				l := launches(build(t, database(t), wall, crowdMobiles()), 2)
				if p.hold != "" {
					l.holdWrites("UPDATE OF state ON legs", p.hold)
				}
				first := l.press("the first press")
				l.until(p.name, func() bool { return p.to(l) })
				l.kill()
				if p.hold != "" {
					l.releaseWrites("legs")
				}
				l.sql(`UPDATE jobs SET claimed_until = 0`) // what was claimed by who is dead would wait for half a minute
				l.start()
				l.dials()
				again := l.says(first)
				if p.written && again.Code != string(campaign.LaunchCalling) {
					t.Errorf("said again, the press was told %s", again.Code)
				}
				if got := l.says(first); got.Code != again.Code {
					t.Errorf("said again, the press was told %s, and then %s", again.Code, got.Code)
				}
				if again.Stays { // it is still on that screen
					l.lease = again.Lease
				}
				l.callEverybody()
				l.judged(p.written)
			})
		}
	})
}

// launched is a campaign in launch mode with one clicker and one caller.
type launched struct {
	*house
	id       string
	contacts int
	v        *volunteer
	clicker  *user
	socket   *websocket.Conn
	n        int
	lease    string // of the number on the screen
}

// launches begins such a campaign, whose contacts all pick up after some seconds and talk for two.
func launches(h *house, contacts int) *launched {
	h.t.Helper()
	l := &launched{house: h, contacts: contacts}
	h.patience = 2 * time.Minute // a webhook waits for the server's return
	var file bytes.Buffer
	file.WriteString("Phone,First name,Line type,Time zone\n")
	for i := range contacts {
		number := fmt.Sprintf("+4420%08d", 70_000_200+i)
		fmt.Fprintf(&file, "%s,Person %d,landline,%s\n", number, i, noonish())
		script := []map[string]any{{"ring": "8s"}, {"answer": "human", "verdict": "human", "after": "200ms"}, {"wait": "2m"}, {"hangup": true}}
		if _, err := h.call(nil, "PUT", h.sim+"/_sim/numbers/"+strings.Replace(number, "+", "%2B", 1), map[string]any{"script": script}); err != nil {
			h.t.Fatal(err)
		}
	}
	admin := h.signIn("Maya")
	l.id = admin.campaign("Launched", file.Bytes())
	h.loading(admin, l.id, nil)
	var c campaign.Whole
	admin.must("GET", "/campaigns/"+l.id, nil, &c)
	mode := campaign.ModeLaunch
	admin.must("PATCH", "/campaigns/"+l.id, campaign.Edit{Version: c.Version, Mode: &mode}, nil)
	l.v = h.volunteers(admin, l.id, 0, 1, 1, &atomic.Bool{}, &toldAnswers{given: map[string]string{}, never: map[string]time.Time{}, story: map[string]string{}})[0]
	h.until("the caller is in", func() bool { l.attends(); return l.caller().State == dialer.Waiting })
	var links struct {
		Items []struct{ Kind, Token string } `json:"items"`
	}
	admin.must("GET", "/campaigns/"+l.id+"/links", nil, &links)
	for _, link := range links.Items {
		if link.Kind == string(campaign.Clicker) {
			l.clicker = h.visitor()
			l.clicker.must("POST", "/k/"+link.Token+"/join", map[string]string{"name": "Cleo"}, nil)
		}
	}
	l.dials()
	return l
}

// caller is how things are with the caller.
func (l *launched) caller() (m dialer.Mine) {
	_ = l.v.ask("GET", l.v.at+"/state", nil, &m)
	return m
}

// attends does what the caller's next step is: they are on the line, and write down each talk as it begins.
func (l *launched) attends() {
	if call, _ := l.v.line(); call.State == "ringing" {
		l.v.hand("answer")
	}
	switch m := l.caller(); m.State {
	case dialer.Out, dialer.Finished:
		_ = l.v.ask("POST", l.v.at+"/ring", struct{}{}, nil)
	case dialer.Joining:
		l.v.keys("5")
	case dialer.OnBreak, dialer.NotReady:
		_ = l.v.ask("POST", l.v.at+"/back", struct{}{}, nil)
	case dialer.Talking, dialer.WrapUp:
		turn := fmt.Sprintf("%s/turns/%d", l.v.at, m.Turn)
		if l.v.ask("PUT", turn+"/answers/who", map[string]any{"value": "talked"}, nil) == nil {
			_ = l.v.ask("POST", turn+"/save", struct{}{}, nil)
		}
	}
}

// dials opens the clicker's socket.
func (l *launched) dials() {
	l.t.Helper()
	l.until("the clicker's socket is open", func() bool {
		s, _, err := websocket.Dial(context.Background(), strings.Replace(l.base, "http", "ws", 1)+"/ws?as=page", &websocket.DialOptions{
			HTTPClient: l.clicker.web, Subprotocols: []string{"partyline.v1"}, HTTPHeader: http.Header{"Origin": {l.base}},
		})
		if err == nil {
			l.socket = s
			l.t.Cleanup(func() { _ = s.CloseNow() })
		}
		return err == nil
	})
}

// toldFrame is a frame of the server.
type toldFrame struct {
	Type, Key, Lease, Code string
	Numbers                []string
	Stays                  bool
}

// exchange says a frame and waits for the answer to its key.
func (l *launched) exchange(frame map[string]any) (f toldFrame) {
	l.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	b, _ := json.Marshal(frame)
	err := l.socket.Write(ctx, websocket.MessageText, b)
	for err == nil && f.Key != frame["key"] {
		if _, b, err = l.socket.Read(ctx); err == nil {
			f = toldFrame{}
			err = json.Unmarshal(b, &f)
		}
	}
	if err != nil {
		l.t.Fatalf("%v was not answered: %v", frame, err)
	}
	return f
}

// shown asks for a number; "" when there is none.
func (l *launched) shown() string {
	l.t.Helper()
	l.n++
	f := l.exchange(map[string]any{"type": "lease", "key": fmt.Sprint("lease ", l.n), "campaign": l.id, "have": []string{}})
	if len(f.Numbers) == 0 {
		return ""
	}
	return f.Lease
}

// press presses once there is a number and somebody free, and does not wait for the answer.
func (l *launched) press(key string) map[string]any {
	l.t.Helper()
	lease := ""
	l.until("a number is shown", func() bool { lease = l.shown(); return lease != "" })
	frame := map[string]any{"type": "launch", "key": key, "campaign": l.id, "lease": lease, "ms": 5}
	b, _ := json.Marshal(frame)
	if err := l.socket.Write(context.Background(), websocket.MessageText, b); err != nil {
		l.t.Fatal(err)
	}
	return frame
}

// says says a press again, until it is answered.
func (l *launched) says(frame map[string]any) (f toldFrame) {
	l.t.Helper()
	l.until("the press is answered", func() bool {
		f = l.exchange(frame)
		return f.Type == "launched"
	})
	return f
}

// callEverybody has the clicker press on until each contact has come to an end, and the caller talk to whoever picks up.
func (l *launched) callEverybody() {
	l.t.Helper()
	admin := l.signIn("Maya")
	began := time.Now()
	l.following("everybody was called", func() (int64, bool) {
		l.attends()
		var w campaign.Whole
		admin.must("GET", "/campaigns/"+l.id, nil, &w)
		if w.Clicking.Free > 0 && l.lease == "" {
			l.lease, began = l.shown(), time.Now()
		}
		if w.Clicking.Free > 0 && l.lease != "" {
			l.n++
			f := l.exchange(map[string]any{"type": "launch", "key": fmt.Sprint("press ", l.n), "campaign": l.id, "lease": l.lease, "ms": time.Since(began).Milliseconds()})
			if !f.Stays {
				l.lease = ""
			}
		}
		ended := w.Counts.Finished + w.Counts.AwaitingGap // who picked up while no server was there is a drop, and waits
		return ended, ended == int64(l.contacts)
	})
}

// rung is the carrier's legs of contacts that it took.
func (l *launched) rung() (out []carrier.Leg) {
	l.t.Helper()
	for _, leg := range l.ledger() {
		if strings.HasPrefix(leg.Number, "+4420") && !leg.Initiated.IsZero() {
			out = append(out, leg)
		}
	}
	return out
}

// judged holds the ledger against the books: each attempt was begun by one press and rang once at most, and each contact was rung once and
// talked to. written: the first press had begun its call when the server died, and that call is the one that its contact had.
func (l *launched) judged(written bool) {
	l.t.Helper()
	l.kill()
	b := l.books()
	defer b.close()
	legs, numbers := map[string]int{}, map[string]int{}
	for _, leg := range l.rung() {
		legs[refOf(leg)]++
		numbers[leg.Number]++
	}
	type row struct{ ID, Ref, Phone, State, Outcome string }
	rows := find[row](b, `SELECT a.id, l.ref, a.phone, a.state, a.outcome FROM contact_attempts a JOIN legs l ON l.id = a.leg_id ORDER BY a.claimed_at, a.id`)
	for _, r := range rows {
		if legs[r.Ref] > 1 || legs[r.Ref] == 0 && r.State != "released" {
			l.t.Errorf("attempt %s (%s %s) rang %d times", r.ID, r.State, r.Outcome, legs[r.Ref])
		}
	}
	for number, n := range numbers {
		if n != 1 {
			l.t.Errorf("%s was rung %d times: %+v", number, n, rows)
		}
	}
	if len(numbers) != l.contacts {
		l.t.Errorf("%d of %d contacts were rung: %+v", len(numbers), l.contacts, rows)
	}
	for what, pair := range map[string][2]int{
		"attempts without their press":   {b.count(`SELECT count(*) FROM contact_attempts a WHERE NOT EXISTS (SELECT 1 FROM launches l WHERE l.attempt_id = a.id)`), 0},
		"presses without their attempt":  {b.count(`SELECT count(*) FROM launches l WHERE NOT EXISTS (SELECT 1 FROM contact_attempts a WHERE a.id = l.attempt_id)`), 0},
		"attempts that are open":         {b.count(`SELECT count(*) FROM contact_attempts WHERE closed_at IS NULL`), 0},
		"contacts that came to an end":   {b.count(`SELECT count(*) FROM contacts p WHERE final OR EXISTS (SELECT 1 FROM waiting w WHERE w.campaign = p.campaign AND w.contact = p.no)`), l.contacts},
		"numbers in somebody's hands":    {b.count(`SELECT count(*) FROM taken`), 0},
		"contacts counted as in flight":  {b.count(`SELECT SUM(in_flight) FROM campaign_counts`), 0},
		"contacts counted as at an end":  {b.count(`SELECT SUM(finished + gap) FROM campaign_counts`), l.contacts},
		"presses that a page calls them": {b.count(`SELECT SUM(approved) FROM people WHERE campaign_id = $1 AND kind = 'clicker'`, l.id), len(rows)},
	} {
		if pair[0] != pair[1] {
			l.t.Errorf("%s: %d, and it should be %d", what, pair[0], pair[1])
		}
	}
	if len(rows) > l.contacts+1 || written && len(rows) != l.contacts && rows[0].State != "released" {
		l.t.Errorf("%d attempts at %d contacts: %+v", len(rows), l.contacts, rows)
	}
	if b.count(`SELECT count(*) FROM contact_attempts WHERE outcome = 'talked'`) == 0 {
		l.t.Errorf("nobody was talked to: %+v", rows)
	}
	l.t.Logf("%+v", rows)
}
