package client_test

import (
	"context"
	"encoding/json"
	"testing"
	"testing/synctest"
	"time"

	"partyline/client"
	"partyline/hub"
)

func options() client.Options { return client.Options{} }

func TestAPersonIsToldOfAtMostOnceASecondAndForgottenAfterThirty(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var told []client.PresenceFrame
		p := client.NewLocalPresence(func(_ context.Context, s hub.Sign) {
			var f client.PresenceFrame
			if err := json.Unmarshal(s.Frame, &f); err != nil || s.Key != "ann" || s.Topic != topic || f.Topic != topic || f.Type != "presence" {
				t.Errorf("told %+v (%v)", s, err)
			}
			told = append(told, f)
		})
		begin := time.Now()
		for i, doing := range []string{"reading", "calling", "logging", "calling"} {
			p.Here(topic, client.Person{ID: "ann", Name: "Ann", Doing: doing})
			if i == 2 {
				p.Turn(time.Now().UTC())
			}
			time.Sleep(100 * time.Millisecond)
		}
		if len(told) != 1 || told[0].People[0].Doing != "reading" {
			t.Errorf("within the first second: %+v", told)
		}
		time.Sleep(time.Second)
		p.Turn(time.Now().UTC())
		if len(told) != 2 || told[1].People[0].Doing != "calling" || !told[1].People[0].Seen.Equal(begin.Add(300*time.Millisecond)) {
			t.Errorf("after it: %+v", told)
		}
		p.Turn(time.Now().UTC())
		if who := p.Who(topic); len(who) != 1 || who[0].Doing != "calling" || who[0].Name != "Ann" {
			t.Errorf("who: %+v", who)
		}
		time.Sleep(time.Until(begin.Add(300*time.Millisecond + 30*time.Second - time.Millisecond)))
		p.Turn(time.Now().UTC())
		if len(told) != 2 {
			t.Errorf("forgotten too early: %+v", told[2:])
		}
		time.Sleep(time.Millisecond)
		p.Turn(time.Now().UTC())
		if len(told) != 3 || len(told[2].Gone) != 1 || told[2].Gone[0] != "ann" || told[2].People == nil {
			t.Errorf("not forgotten: %+v", told)
		}
		if who := p.Who(topic); len(who) != 0 {
			t.Errorf("who is left: %+v", who)
		}
	})
}

func TestPagesSeeWhoElseIsThere(t *testing.T) {
	s := open(t, options(), nil)
	ann := s.dial("ann")
	ann.subscribe("")
	ann.say(`{"type":"presence","topic":"` + string(topic) + `","doing":"calling"}`)
	if f := ann.expect("presence"); len(f.People) != 1 || f.People[0].ID != "ann" || f.People[0].Doing != "calling" {
		t.Errorf("ann sees %+v", f)
	}
	bob := s.dial("bob")
	bob.subscribe("")
	if f := bob.expect("presence"); len(f.People) != 1 || f.People[0].Name != "ann" {
		t.Errorf("bob finds %+v", f)
	}
	bob.say(`{"type":"presence","topic":"` + string(topic) + `","doing":"reading"}`)
	if f := ann.expect("presence"); f.People[0].ID != "bob" {
		t.Errorf("ann sees %+v", f)
	}
}
