package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"partyline/calling"
	"partyline/carrier"
)

// A leader presses Start, closes the browser, and works the whole list by the keys of a phone: each key that logs, one
// that means nothing, and any key where any will do. What an admin reads afterwards is what was pressed.
func TestAWholeSessionByKeypadAlone(t *testing.T) {
	talks := []carrier.Step{{Ring: carrier.Duration(2 * time.Second)}, {Answer: "human"}, {Say: "Hello?"}, {Wait: carrier.Duration(3 * time.Second)}, {Hangup: true}}
	everybody := []struct {
		name    string
		does    []carrier.Step
		keys    []string // at the prompt for a log, one after the other
		status  calling.Status
		outcome calling.Outcome // of their log; none: they have none
	}{
		{"Ann Reached", talks, []string{"1"}, calling.Completed, calling.Talked},
		{"Bob Handed-On", talks, []string{"2"}, calling.Attempted, calling.NoAnswer},
		{"Cat Machine", talks, []string{"3"}, calling.Attempted, calling.Voicemail},
		{"Dan Engaged", talks, []string{"4"}, calling.Attempted, calling.Busy},
		{"Eve Elsewhere", talks, []string{"7", "0", "5"}, calling.Completed, calling.WrongNumber},
		{"Fay Later", talks, []string{"6"}, calling.Skipped, calling.CallBack},
		{"Gil Never-Again", talks, []string{"9"}, calling.Completed, calling.DoNotCall},
		{"Hal Put-Off", talks, []string{"*"}, calling.Attempted, ""},
		{"Ida Busy", []carrier.Step{{Busy: true}}, nil, calling.Attempted, calling.Busy},
		{"Jon Silent", []carrier.Step{{Ring: carrier.Duration(time.Minute)}}, nil, calling.Attempted, calling.NoAnswer},
	}
	each(t, func(t *testing.T, database func(*testing.T) string) {
		h := build(t, database(t), 20, crowdMobiles())
		maya := h.signIn("Maya")
		type thing struct {
			ID string `json:"id"`
		}
		var groups struct{ Items []thing }
		maya.must("GET", "/groups", nil, &groups)
		group := groups.Items[0].ID
		var people []string
		for i, s := range everybody {
			number := fmt.Sprintf("+4479111234%02d", 60+i)
			behave(h, number, carrier.Behaviour{Script: s.does})
			var made thing
			maya.must("POST", "/groups/"+group+"/supporters", map[string]any{"name": s.name, "phone": number}, &made)
			people = append(people, made.ID)
		}
		var list thing
		maya.must("POST", "/groups/"+group+"/lists", map[string]any{"name": "By keypad", "opens": 0, "closes": 1440}, &list)
		maya.must("POST", "/lists/"+list.ID+"/supporters", map[string]any{"ids": people}, nil)
		u := h.hire(maya, "Kay Pad", mobile(0))
		maya.must("PUT", "/groups/"+group+"/leaders/"+u.id, map[string]string{"role": "vice_captain"}, nil)
		p := &player{user: u.user, name: "Kay Pad", id: u.id, mobile: mobile(0), list: list.ID}
		var session calling.SessionView
		p.must("POST", "/lists/"+list.ID+"/sessions", map[string]string{"name": "By keypad"}, &session)
		p.must("POST", "/sessions/"+session.ID+"/start", nil, nil)
		p.user = &user{h: h, web: &http.Client{Transport: closedBrowser{}}}

		keys := map[string][]string{}
		for _, s := range everybody {
			keys[s.name] = s.keys
		}
		pressed, handled, anything := []string{}, 0, "8#0" // where any key will do
		limit := time.Now().Add(3 * time.Minute)
		for over := false; !over; time.Sleep(20 * time.Millisecond) { // between two looks
			if time.Now().After(limit) {
				t.Fatalf("in three minutes it did not come to an end; pressed: %v", pressed)
			}
			call, ok := p.line()
			if !ok {
				continue
			}
			switch call.State {
			case "ringing":
				p.hand("answer", "")
			case "ended":
				over = true
				if heard := said(call); !strings.Contains(heard, "There is nobody left to call in this cycle") {
					t.Errorf("it ended with %q", heard)
				}
			case "talking":
				prompt := said(call)
				if !call.Keys || len(call.Lines) <= handled || call.Lines[len(call.Lines)-1].Who != "line" || !strings.Contains(prompt, "ress") {
					continue
				}
				handled = len(call.Lines)
				key := anything[len(pressed)%len(anything):][:1]
				if strings.Contains(prompt, "Press 1 if you reached them") {
					with := called(call)
					if len(keys[with]) == 0 {
						t.Fatalf("a log of the call with %q is asked for once more: %q", with, prompt)
					}
					key, keys[with] = keys[with][0], keys[with][1:]
				}
				pressed = append(pressed, key)
				p.hand("press", key)
			}
		}
		var rows struct{ Items []calling.EntryView }
		h.until("the session has heard that the phone was hung up", func() bool {
			maya.must("GET", "/sessions/"+session.ID, nil, &session)
			return session.Phone.State == "idle"
		})
		maya.must("GET", "/sessions/"+session.ID+"/entries?limit=200", nil, &rows)
		got := map[string]calling.EntryView{}
		for _, e := range rows.Items {
			got[e.Supporter.Name] = e
		}
		for _, s := range everybody {
			if e := got[s.name]; e.Status != s.status || e.LastOutcome != s.outcome || e.Attempts != 1 || e.NotLogged != (s.outcome == "") {
				t.Errorf("%s: %s, %q, %d attempts, not logged %v", s.name, e.Status, e.LastOutcome, e.Attempts, e.NotLogged)
			}
		}
		if session.Impact.Attempted != len(everybody) || session.Impact.NotLogged != 1 || session.Phone.Notice == nil || session.Phone.Notice.Code != "finished" {
			t.Errorf("%+v %+v", session.Impact, session.Phone)
		}
		t.Logf("pressed: %s", strings.Join(pressed, " "))
	})
}

// closedBrowser sends nothing.
type closedBrowser struct{}

func (closedBrowser) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, http.ErrServerClosed
}

// behave settles what a number does.
func behave(h *house, number string, b carrier.Behaviour) {
	h.t.Helper()
	body, err := json.Marshal(b)
	if err == nil {
		_, err = h.call(nil, "PUT", h.sim+"/_sim/numbers/"+number, json.RawMessage(body))
	}
	if err != nil {
		h.t.Fatal(err)
	}
}

// said is the last thing that a line spoke.
func said(call carrier.Call) (text string) {
	for _, l := range call.Lines {
		if l.Who == "line" {
			text = l.Text
		}
	}
	return text
}

// called is who was called last, by what the line said.
func called(call carrier.Call) (name string) {
	for _, l := range call.Lines {
		if after, ok := strings.CutPrefix(l.Text, "Calling "); ok && l.Who == "line" {
			name = strings.TrimSuffix(after, ".")
		}
	}
	return name
}
