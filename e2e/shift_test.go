package e2e

import (
	"slices"
	"testing"

	"partyline/calling"
	"partyline/carrier"
)

// shift is Ben at work: one calling session on the demo's list that may be called at any hour.
type shift struct {
	t       *testing.T
	h       *house
	leader  *user
	session string
}

func begin(t *testing.T, h *house) *shift {
	t.Helper()
	s := &shift{t: t, h: h, leader: h.signIn("Ben")}
	type things struct {
		Items []struct {
			ID   string `json:"id"`
			Name string `json:"name"`
		} `json:"items"`
	}
	var groups, lists things
	s.leader.must("GET", "/groups", nil, &groups)
	s.leader.must("GET", "/groups/"+groups.Items[0].ID+"/lists", nil, &lists)
	for _, l := range lists.Items {
		if l.Name == "Spring Rally RSVPs" {
			var v calling.SessionView
			s.leader.must("POST", "/lists/"+l.ID+"/sessions", map[string]string{"name": "Ben - rehearsal"}, &v)
			s.session = v.ID
		}
	}
	if s.session == "" {
		t.Fatal("the demo has no list Spring Rally RSVPs")
	}
	return s
}

func (s *shift) view() calling.SessionView {
	s.t.Helper()
	var v calling.SessionView
	s.leader.must("GET", "/sessions/"+s.session, nil, &v)
	return v
}

// phone waits until the leader's phone is in a state.
func (s *shift) phone(state calling.PhoneState) calling.SessionView {
	s.t.Helper()
	var v calling.SessionView
	s.h.until("the phone is "+string(state), func() bool { v = s.view(); return v.Phone.State == state })
	return v
}

func (s *shift) start() {
	s.t.Helper()
	s.leader.must("POST", "/sessions/"+s.session+"/start", struct{}{}, nil)
}

// answer takes the call on the leader's phone and listens to the greeting.
func (s *shift) answer() {
	s.t.Helper()
	s.h.until("the leader's phone rings", func() bool {
		l, open := s.line()
		return open && !l.Ringing.IsZero()
	})
	s.h.press("answer", "")
	s.phone("greeting")
}

// key presses one and waits until a supporter is being dialled.
func (s *shift) key() {
	s.t.Helper()
	s.h.until("the phone waits for a key", s.h.listening)
	s.h.press("press", "8")
	s.h.until("somebody is dialled", func() bool {
		state := s.view().Phone.State
		return state == "dialling" || state == "talking"
	})
}

// line is the leader's newest leg, as the carrier knows it.
func (s *shift) line() (carrier.Leg, bool) {
	s.t.Helper()
	for _, l := range slices.Backward(s.h.ledger()) {
		if l.Number == s.h.mobile {
			return l, l.Ended.IsZero()
		}
	}
	return carrier.Leg{}, false
}

// dials is the supporters' legs that were placed.
func (s *shift) dials() []carrier.Leg {
	s.t.Helper()
	return slices.DeleteFunc(s.h.ledger(), func(l carrier.Leg) bool { return l.Parent == "" || l.Initiated.IsZero() })
}

func (s *shift) ringing() {
	s.t.Helper()
	s.h.until("the supporter's phone rings", func() bool {
		d := s.dials()
		return len(d) > 0 && !d[len(d)-1].Ringing.IsZero()
	})
}

// log writes down every call that is owed a log.
func (s *shift) log() {
	s.t.Helper()
	for _, o := range s.view().Owed {
		s.leader.must("PUT", "/attempts/"+o.Attempt+"/log", map[string]any{
			"reached": true, "outcome": "talked", "method": "phone_call", "notes": "", "tags_added": []string{}, "tags_removed": []string{}, "do_not_call": false,
		}, nil)
	}
}

// settle hangs the leader up, if the line is still there, and waits until the server knows.
func (s *shift) settle() {
	s.t.Helper()
	s.h.until("the server and the carrier agree that nobody is on the phone", func() bool {
		if l, open := s.line(); open {
			if !l.Ringing.IsZero() {
				what := "hangup"
				if l.Answered.IsZero() {
					what = "decline"
				}
				_, _ = s.h.call(nil, "POST", s.h.phoneURL(what), map[string]string{})
			}
			return false
		}
		v := s.view()
		return v.Phone.State == "idle" && v.Cycle.Calling == 0 || len(v.Owed) > 0 && v.Phone.State == "idle"
	})
}

// goOn resumes and dials whoever is next. The same person must come again when nobody had answered.
func (s *shift) goOn(first string) {
	s.t.Helper()
	s.log()
	s.h.until("nobody is being called", func() bool { return s.view().Cycle.Calling == 0 }) // the reaper asks the carrier
	before := s.view()
	var e struct {
		Items []calling.EntryView `json:"items"`
	}
	s.leader.must("GET", "/sessions/"+s.session+"/entries", nil, &e)
	i := slices.IndexFunc(e.Items, func(v calling.EntryView) bool { return v.ID == first })
	if i < 0 {
		s.t.Fatal("the first person is lost")
	}
	switch status := e.Items[i].Status; {
	case status == calling.Available && before.Cycle.Next.Entry != first:
		s.t.Errorf("the first person was not reached, but next is %s", before.Cycle.Next.Name)
	case status != calling.Available && status != calling.Completed && status != calling.Attempted:
		s.t.Errorf("the first person is %s", status)
	}
	s.start()
	s.answer()
	s.key()
	if p := s.view().Phone.Person; p == nil || p.Entry != before.Cycle.Next.Entry {
		s.t.Errorf("resuming called %+v, next was %s", p, before.Cycle.Next.Name)
	}
	s.phone("wrap_up")
	s.log()
	s.h.press("hangup", "")
	s.phone("idle")
}

// recount holds the page's figures against the carrier's ledger.
func (s *shift) recount() {
	s.t.Helper()
	v := s.view()
	if got, want := v.Impact.Attempted, len(s.dials()); got != want {
		s.t.Errorf("the page counts %d dials, the carrier %d", got, want)
	}
	if sum := v.Impact.Contacted + v.Impact.NotReached + v.Impact.NotLogged + v.Impact.OnPhone; sum != v.Impact.Attempted+v.Impact.ByHand {
		s.t.Errorf("the figures do not add up: %+v", v.Impact)
	}
}
