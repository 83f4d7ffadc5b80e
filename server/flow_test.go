package server

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"partyline/calling"
	"partyline/carrier"
	"partyline/event"
)

// The whole way: a press on the page, the leader's phone rings, person after person is connected, every
// result is logged, hanging up pauses, resume goes on; a second page hears it all.
func TestAShiftFromThePressToTheLastPerson(t *testing.T) {
	onShift(t, 2, 5, func(t *testing.T, s *shift) {
		s.behave(0, talks(10*time.Minute)...)
		s.behave(1, carrier.Step{Busy: true})
		s.must(s.sim.Behave(s.number(2), carrier.Behaviour{Profile: "no-answer"}))
		s.behave(3, talks(10*time.Minute)...)
		s.behave(4, talks(10*time.Minute)...)
		p := s.seat(0).open()
		v := p.view()
		if v.Status != calling.SessionNotStarted || v.Phone.State != "idle" || v.Cycle.Available != 5 || !v.Start.OK {
			t.Fatalf("a new session: %+v", v)
		}
		topic, index := event.On(event.FamilySession, p.session), event.On(event.FamilySessions, s.Group)
		from := event.Seq(v.Seq)
		second := s.seat(1).listen(map[event.Topic]event.Seq{topic: from, index: 0})

		p.ask("POST", "/sessions/"+p.session+"/start", nil).want(t, 200, "")
		p.pickUp()
		p.phoneIs("greeting")
		p.press("5", "You have 5 people to call")

		// The first one talks and hangs up. A key before the log does not go on.
		v = p.phoneIs("talking")
		if v.Status != calling.SessionInProgress || v.Phone.Person == nil || v.Phone.Person.Name != "Person 00001" {
			t.Errorf("talking: %+v", v.Phone)
		}
		s.pass(20 * time.Second)
		s.must(s.sim.HangUp(s.number(0)))
		v = p.phoneIs("wrap_up")
		if len(v.Owed) != 1 || v.Owed[0].Name != "Person 00001" {
			t.Errorf("owed: %+v", v.Owed)
		}
		p.press("0", "How was it?")
		p.hears("Press 1 if")
		p.log(calling.Talked, true)
		p.press("#", "Press 1 if") // '#' is a key like any other

		// Busy: known, so one key saves it and dials on; nobody answers: the same.
		p.press("1", "The line is busy.")
		p.press("1", "No answer.")

		// Hanging up pauses; the call that was answered still owes its log.
		p.until("the fourth one talks", func() bool { v = p.phoneIs("talking"); return v.Phone.Person.Name == "Person 00004" })
		s.pass(20 * time.Second)
		p.must(s.sim.HangUp(p.mobile))
		v = p.phoneIs("idle")
		if v.Status != calling.SessionStarted || v.Phone.Notice == nil || v.Phone.Notice.Code != "hung_up" || len(v.Owed) != 1 {
			t.Errorf("paused: %+v %+v", v.Phone, v.Owed)
		}
		p.ask("POST", "/sessions/"+p.session+"/next", nil).want(t, 409, "phone_down")

		// Resume goes on at the same place, and asks for what is missing.
		p.ask("POST", "/sessions/"+p.session+"/resume", map[string]any{}).want(t, 200, "")
		p.pickUp()
		p.phoneIs("greeting")
		p.press("*", "is not saved yet") // later
		p.press("*", "Press any key")
		p.until("the fifth one talks", func() bool { v = p.phoneIs("talking"); return v.Phone.Person.Name == "Person 00005" })
		p.ask("POST", "/attempts/"+v.Phone.Person.Attempt+"/hang-up", nil).want(t, 204, "")
		p.asked("How was it?") // a log that is saved before the phone asks is not asked for
		p.log(calling.NotInterested, true)
		p.press("9", "How was it?")
		v = p.phoneIs("idle")
		if !v.Cycle.Complete || v.Phone.Notice == nil || v.Phone.Notice.Code != "finished" {
			t.Errorf("finished: %+v %+v", v.Cycle, v.Phone.Notice)
		}

		want := map[string]calling.Status{"Person 00001": calling.Completed, "Person 00002": calling.Attempted, "Person 00003": calling.Attempted,
			"Person 00004": calling.Attempted, "Person 00005": calling.Completed}
		for _, e := range p.entries() {
			if e.Status != want[e.Supporter.Name] || e.Attempts != 1 || e.Supporter.Phone != "" {
				t.Errorf("%+v", e)
			}
		}
		if i := v.Impact; i.Attempted != 5 || i.Contacted != 2 || i.NotLogged != 1 || i.OnPhone != 0 {
			t.Errorf("figures: %+v", i)
		}
		rung := map[string]int{}
		for _, l := range s.sim.Ledger() {
			rung[l.Number]++
		}
		for i := range 5 {
			if rung[s.number(i)] != 1 {
				t.Errorf("person %d was rung %d times", i+1, rung[s.number(i)])
			}
		}

		// The second page heard every change, once, in order, and its picture is the same.
		second.inOrder(topic, from)
		var last calling.SessionView
		states := []string{}
		for _, f := range second.heard(topic) {
			var c calling.Change
			p.must(json.Unmarshal(f.Data, &c))
			if c.Session != nil {
				last = *c.Session
				if n := len(states); n == 0 || states[n-1] != string(last.Phone.State) {
					states = append(states, string(last.Phone.State))
				}
			}
		}
		for _, state := range []string{"placing", "ringing", "greeting", "dialling", "talking", "wrap_up", "idle"} {
			if !slices.Contains(states, state) {
				t.Errorf("the second page never saw %s: %v", state, states)
			}
		}
		if last.Impact.Attempted != 5 || !last.Cycle.Complete || last.Phone.State != "idle" {
			t.Errorf("the second page's last picture: %+v", last)
		}
		second.until("the index moved", func() bool { return len(second.heard(index)) > 0 })

		// The feed replays the same.
		var feed Feed
		p.ask("GET", "/events?limit=1000&topic="+string(topic)+"&since=0", nil).want(t, 200, "").into(t, &feed)
		if heard := second.heard(topic); feed.Reset || feed.Events[len(feed.Events)-1].Seq != heard[len(heard)-1].Seq {
			t.Errorf("the feed ends elsewhere: %+v", feed.Seq)
		}
		s.judged()
		for _, h := range s.sim.Webhooks() {
			if h.Status != 200 && h.Status != 204 {
				t.Errorf("%s %s was answered %d: %s%s", h.Kind, h.Event, h.Status, h.Body, h.Error)
			}
			if h.Kind == "document" && !strings.HasPrefix(h.Body, "<?xml") {
				t.Errorf("not a document: %s", h.Body)
			}
		}
	})
}
