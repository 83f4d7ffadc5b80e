package carrier

import (
	"strings"
	"testing"
	"time"

	api "github.com/twilio/twilio-go/rest/api/v2010"
)

const dialOpen = `<Dial action="/after?n=1" hangupOnStar="true" timeout="25" timeLimit="600" callerId="` + us + `"><Number statusCallback="/status?a=A1" statusCallbackEvent="initiated ringing answered completed">`

// dialling has the leader answer and a document dial a number.
func (w *world) dialling(number string) (sid string) {
	w.t.Helper()
	w.doc("/doc", dialOpen+number+"</Number></Dial>")
	w.doc("/after", `<Say>After.</Say><Pause length="600"/>`)
	sid = w.place(leader)
	w.answered(sid)
	return sid
}

// child waits until the dialled leg is in a state.
func (w *world) child(sid, state string) (l Leg) {
	w.t.Helper()
	w.until("the child is "+state, func() bool {
		for _, l = range w.children(sid) {
			if l.Status == state {
				return true
			}
		}
		return false
	})
	return l
}

func TestDialTellsHowItWent(t *testing.T) {
	for _, row := range []struct{ number, status, bridged string }{
		{"+15005550001", "failed", "false"},
		{"+15005550002", "failed", "false"},
		{"+15005550003", "busy", "false"},
		{"+15005550004", "no-answer", "false"},
		{"+15005550006", "completed", "true"},
		{"+15005550011", "busy", "false"},
		{"nobody", "failed", "false"},
	} {
		t.Run(row.number, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			sid := w.dialling(row.number)
			w.until("the action is requested", func() bool { return len(w.requests("/after")) == 1 })
			q := w.requests("/after")[0].form
			if q.Get("DialCallStatus") != row.status || q.Get("DialBridged") != row.bridged || q.Get("CallStatus") != "in-progress" {
				t.Errorf("the action says %v", q)
			}
			if row.bridged == "true" && q.Get("DialCallDuration") != "20" {
				t.Errorf("duration %q", q.Get("DialCallDuration"))
			}
			for _, child := range w.children(sid) {
				if q.Get("DialCallSid") != child.SID {
					t.Error("the action names another child")
				}
				w.until("the child's end is told", func() bool {
					s := w.statuses(child.SID)
					return len(s) >= 2 && s[0] == "initiated" && s[len(s)-1] == row.status
				})
			}
			if legs := len(w.children(sid)); (legs == 0) != (row.number == "nobody" || row.number == "+15005550001") {
				t.Errorf("%d legs were placed", legs)
			}
			w.hears(leader, "After.")
		})
	}
}

func TestTheStarDropsOnlyTheOtherSide(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sid := w.dialling("+15005550012")
	child := w.child(sid, "in-progress")
	w.press(leader, "5") // is not the star
	w.pass(3 * time.Second)
	w.press(leader, "*")
	l := w.ended(child.SID)
	w.hears(leader, "After.")
	if l.Status != "completed" || l.Why != "caller pressed star" || w.leg(sid).Status != "in-progress" {
		t.Errorf("the child %s because %s; the leader %s", l.Status, l.Why, w.leg(sid).Status)
	}
	if len(l.Bridges) != 1 || l.Bridges[0].With != sid || l.Bridges[0].To.IsZero() || len(w.leg(sid).Bridges) != 1 {
		t.Errorf("bridges %v", l.Bridges)
	}
}

func TestWhenTheLeaderHangsUpTheChildEndsAndTheActionIsAskedInVain(t *testing.T) {
	for _, state := range []string{"ringing", "in-progress"} {
		t.Run(state, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			sid := w.dialling("+15005550012")
			w.child(sid, state)
			if err := w.c.HangUp(leader); err != nil {
				t.Fatal(err)
			}
			child := w.children(sid)[0]
			want := map[string]string{"ringing": "canceled", "in-progress": "completed"}[state]
			if child.Status != want || child.Why != "parent ended" {
				t.Errorf("the child is %s because %s", child.Status, child.Why)
			}
			w.until("the action is requested", func() bool { return len(w.requests("/after")) == 1 })
			if q := w.requests("/after")[0].form; q.Get("CallStatus") != "completed" || q.Get("DialCallStatus") != want {
				t.Errorf("the action says %v", q)
			}
		})
	}
}

func TestRedirectingALiveDialAsksTheOldActionFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sid := w.dialling("+15005550012")
	child := w.child(sid, "in-progress")
	w.doc("/elsewhere", `<Say>Elsewhere.</Say><Pause length="60"/>`)
	if _, err := w.api.Api.UpdateCall(sid, (&api.UpdateCallParams{}).SetUrl(w.base+"/elsewhere")); err != nil {
		t.Fatal(err)
	}
	w.hears(leader, "Elsewhere.")
	if l := w.leg(child.SID); l.Status != "completed" || l.Why != "redirected" {
		t.Errorf("the child is %s because %s", l.Status, l.Why)
	}
	var order []string
	for _, q := range w.requests("/") {
		if p, _, _ := strings.Cut(q.path, "?"); p == "/after" || p == "/elsewhere" {
			order = append(order, p+" "+q.form.Get("DialCallStatus"))
		}
	}
	if len(order) != 2 || order[0] != "/after completed" || order[1] != "/elsewhere " {
		t.Errorf("requested %q", order)
	}
	for _, line := range w.c.Phone(leader).Call.Lines {
		if line.Text == "After." {
			t.Error("the reply to the old action was run")
		}
	}
}

func TestLimitsEndATalk(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.doc("/doc", `<Dial timeLimit="30"><Number statusCallback="/status?a=1">+15005550012</Number></Dial><Say>On we go.</Say><Pause length="600"/>`)
	sid := w.place(leader, func(p *api.CreateCallParams) { p.SetTimeLimit(90) })
	w.answered(sid)
	w.hears(leader, "On we go.") // no action: the document goes on
	child := w.children(sid)[0]
	if talk := child.Ended.Sub(child.Answered); talk < 30*time.Second || talk > 31*time.Second || child.Why != "time limit" {
		t.Errorf("the talk lasted %s and ended because of %s", talk, child.Why)
	}
	if l := w.ended(sid); l.Ended.Sub(l.Answered) < 90*time.Second || l.Ended.Sub(l.Answered) > 91*time.Second || l.Why != "time limit" {
		t.Errorf("the call lasted %s and ended because of %s", l.Ended.Sub(l.Answered), l.Why)
	}
}

func TestACallerIDThatIsNotOursDialsNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.doc("/doc", `<Dial action="/after" callerId="+14155550100">+15005550006</Dial>`)
	w.doc("/after", ``)
	sid := w.place(leader)
	w.answered(sid)
	w.ended(sid)
	if q := w.requests("/after"); len(q) != 1 || q[0].form.Get("DialCallStatus") != "failed" || len(w.children(sid)) != 0 {
		t.Errorf("requested %v", q)
	}
	if n := w.c.overview().Notices; len(n) != 1 || n[0].Code != 13214 {
		t.Errorf("notices %v", n)
	}
}
