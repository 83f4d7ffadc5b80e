package e2e

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"net/url"
	"time"

	"partyline/calling"
	"partyline/carrier"
)

// player is a leader with a page and a phone who presses everything, often twice, and remembers what the server said.
type player struct {
	*user
	name, id, mobile, list string
	rand                   *rand.Rand
	pressed                *presses
	number                 int           // of presses
	pace                   time.Duration // between two looks at the phone; 0: as fast as people can
	repeats                bool          // as a page does: a press that got no reply, or that it could not be done now, is sent again

	session  string
	sessions []string // all of theirs, archived ones too
	entries  []calling.EntryView
}

// play presses until the shift is over.
func (p *player) play(stop context.Context) {
	pace := time.NewTicker(max(p.pace, 120*time.Millisecond)) // nobody presses faster
	defer pace.Stop()
	for {
		select {
		case <-stop.Done():
			return
		case <-pace.C:
		}
		p.atPhone()
		if p.rand.IntN(2) == 0 {
			p.atPage()
		}
	}
}

// line is what the phone shows.
func (p *player) line() (call carrier.Call, ok bool) {
	b, err := p.h.call(nil, "GET", p.phoneURL("state"), nil)
	if err != nil {
		return call, false
	}
	var s carrier.Phone
	if json.Unmarshal(b, &s) != nil || s.Call == nil {
		return call, false
	}
	return *s.Call, true
}

func (p *player) phoneURL(what string) string {
	return p.h.sim + "/_sim/phone/" + url.PathEscape(p.mobile) + "/" + what
}

// hand does something on the phone; that the call is over meanwhile is no error.
func (p *player) hand(what, keys string) {
	_, _ = p.h.call(nil, "POST", p.phoneURL(what), map[string]string{"keys": keys})
}

// atPhone looks at the phone once and does something.
func (p *player) atPhone() {
	call, ok := p.line()
	dice := p.rand.IntN(100)
	switch {
	case !ok:
	case call.State == "ringing" && dice < 4:
		p.hand("decline", "")
	case call.State == "ringing" && dice < 85:
		p.hand("answer", "")
	case call.State != "talking":
	case dice < 3:
		p.hand("hangup", "")
	case call.With && dice < 12:
		p.hand("press", "*")
	case call.Keys && dice < 70:
		keys := string("11111234569*#05"[p.rand.IntN(15)])
		if p.rand.IntN(4) == 0 { // twice at once
			go p.hand("press", keys)
		}
		p.hand("press", keys)
	}
}

var outcomes = []calling.Outcome{calling.Talked, calling.Talked, calling.NotInterested, calling.Refused, calling.CallBack, calling.NoAnswer, calling.Busy, calling.Voicemail, calling.WrongNumber}

func (p *player) logged(o calling.Outcome) func(string) any {
	return func(mark string) any {
		return map[string]any{"outcome": o, "reached": o.Reaches(), "notes": mark}
	}
}

// skips are the five.
func (p *player) skip() func(string) any {
	kind := p.rand.IntN(8)
	return func(mark string) any {
		switch kind {
		case 0:
			return map[string]any{"type": "today", "reason": mark}
		case 1:
			return map[string]any{"type": "date", "date": time.Now().Add(20 * 24 * time.Hour).Format(time.DateOnly), "reason": mark}
		case 2, 3:
			return map[string]any{"type": "cycle", "reason": mark}
		case 4:
			return map[string]any{"type": "remove", "reason": mark}
		}
		return map[string]any{"type": "quick", "minutes": 15, "reason": mark}
	}
}

func nothing(string) any { return nil }

// atPage looks at the page and presses something.
func (p *player) atPage() {
	var v calling.SessionView
	if p.ask("GET", "/sessions/"+p.session, nil, &v) != nil {
		return
	}
	at := "/sessions/" + p.session
	dice := p.rand.IntN(100)
	switch {
	case v.Archived != nil:
		p.open()
		return
	case len(v.Owed) > 0 && dice < 60:
		p.press("log", "PUT", "/attempts/"+v.Owed[0].Attempt+"/log", "", v.Owed[0].Attempt, p.logged(outcomes[p.rand.IntN(len(outcomes))]))
		return
	case v.Start.OK && v.Phone.State == "idle" && dice < 70:
		move := p.rand.IntN(3) == 0 // the call here, if the leader is on the phone in a session of before
		p.press("start", "POST", at+"/start", "", "", func(string) any { return map[string]bool{"move": move} })
		return
	case v.Cycle.NewCycle.OK && dice < 60:
		p.press("cycle", "POST", at+"/cycles", "", "", nothing)
		return
	}
	if len(p.entries) == 0 || dice < 15 {
		var page struct{ Items []calling.EntryView }
		if p.ask("GET", at+"/entries?limit=200", nil, &page) != nil || len(page.Items) == 0 {
			return
		}
		p.entries = page.Items
	}
	e := p.entries[p.rand.IntN(len(p.entries))]
	row := at + "/entries/" + e.ID
	switch dice = p.rand.IntN(100); {
	case dice < 22:
		p.press("skip", "POST", row+"/skip", e.ID, "", p.skip())
	case dice < 34:
		p.press("unskip", "DELETE", row+"/skip", e.ID, "", nothing)
	case dice < 46:
		p.press("prioritise", "POST", row+"/prioritise", e.ID, "", nothing)
	case dice < 54:
		p.press("first", "POST", row+"/call-next", e.ID, "", nothing)
	case dice < 57:
		p.press("check", "POST", row+"/check", e.ID, "", nothing)
	case dice < 61:
		p.press("hand", "POST", row+"/log", e.ID, "", p.logged(outcomes[3+p.rand.IntN(len(outcomes)-3)]))
	case dice < 72:
		p.press("next", "POST", at+"/next", "", "", nothing)
	case dice < 78 && v.Phone.Person != nil:
		p.press("hang-up", "POST", "/attempts/"+v.Phone.Person.Attempt+"/hang-up", "", v.Phone.Person.Attempt, nothing)
	case dice < 84 && v.Phone.Person != nil: // also in mid-talk, and after it: a correction
		p.press("log", "PUT", "/attempts/"+v.Phone.Person.Attempt+"/log", "", v.Phone.Person.Attempt, p.logged(outcomes[p.rand.IntN(len(outcomes))]))
	case dice < 88 && v.Phone.Person != nil: // in mid-call
		p.press("skip", "POST", at+"/entries/"+v.Phone.Person.Entry+"/skip", v.Phone.Person.Entry, "", p.skip())
	case dice < 88:
	case dice < 91:
		p.press("pause", "POST", at+"/pause", "", "", nothing)
	case dice < 93:
		p.press("finish", "POST", at+"/finish-cycle", "", "", nothing)
	case dice < 94:
		p.press("archive", "POST", at+"/archive", "", "", nothing)
	}
}

// open starts a session on the player's list.
func (p *player) open() {
	a := p.press("session", "POST", "/lists/"+p.list+"/sessions", "", "", func(mark string) any { return map[string]any{"name": mark} })
	var v calling.SessionView
	if a.ok() && json.Unmarshal(a.body, &v) == nil {
		p.take(v.ID)
		return
	}
	// The other of two presses at once made it.
	var page struct{ Items []calling.SessionRow }
	if p.ask("GET", "/sessions?mine=true&list="+p.list, nil, &page) == nil && len(page.Items) > 0 {
		p.take(page.Items[0].ID)
	}
}

func (p *player) take(session string) {
	p.session, p.entries = session, nil
	p.sessions = append(p.sessions, session)
}
