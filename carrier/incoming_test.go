package carrier

import (
	"strings"
	"testing"
	"time"

	api "github.com/twilio/twilio-go/rest/api/v2010"
)

// takesCalls sets what our number does when somebody calls it.
func (w *world) takesCalls(doc string) {
	w.t.Helper()
	w.doc("/inbound", doc)
	list, err := w.api.Api.ListIncomingPhoneNumber((&api.ListIncomingPhoneNumberParams{}).SetPhoneNumber(us))
	if err != nil || len(list) != 1 || *list[0].VoiceUrl != "" {
		w.t.Fatalf("%v %v", list, err)
	}
	n, err := w.api.Api.UpdateIncomingPhoneNumber(*list[0].Sid, (&api.UpdateIncomingPhoneNumberParams{}).
		SetVoiceUrl(w.base+"/inbound").SetStatusCallback(w.base+"/ended"))
	if err != nil || *n.VoiceUrl != w.base+"/inbound" || *n.PhoneNumber != us {
		w.t.Fatalf("%v %v", n, err)
	}
}

func TestSomebodyCallsOurNumberAndIsAskedForACode(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.takesCalls(`<Gather input="dtmf" numDigits="6" finishOnKey="#" timeout="10" actionOnEmptyResult="true" action="/code"><Say>Enter your code.</Say></Gather>`)
	w.doc("/code", `<Say>Thank you.</Say><Pause length="60"/>`)
	const guest = "+14155550123"
	sid, err := w.c.Dial(guest, us, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	w.hears(guest, "Enter your code.")
	w.press(guest, "471108")
	w.hears(guest, "Thank you.")
	if _, err := w.c.Dial(guest, us, nil, false); err == nil {
		t.Error("a phone made two calls at once")
	}
	if call := w.c.Phone(guest).Call; call.State != "talking" || !call.Out || !strings.Contains(call.From, "555") {
		t.Errorf("%+v", call)
	}
	if err := w.c.HangUp(guest); err != nil {
		t.Fatal(err)
	}
	first, code := w.requests("/inbound")[0].form, w.requests("/code")[0].form
	if first.Get("Direction") != "inbound" || first.Get("CallStatus") != "ringing" || first.Get("From") != guest || first.Get("To") != us || first.Get("CallSid") != sid {
		t.Errorf("asked with %v", first)
	}
	if code.Get("Digits") != "471108" || code.Get("CallStatus") != "in-progress" {
		t.Errorf("asked with %v", code)
	}
	w.until("its end is told", func() bool { return len(w.requests("/ended")) == 1 })
	if f := w.requests("/ended")[0].form; f.Get("CallStatus") != "completed" || f.Get("CallSid") != sid {
		t.Errorf("told %v", f)
	}
	l := w.leg(sid)
	if l.Number != guest || l.To != us || l.Direction != "inbound" || l.Ref != "" {
		t.Errorf("%+v", l)
	}
	call, err := w.api.Api.FetchCall(sid, nil)
	if err != nil || *call.Direction != "inbound" || *call.From != guest || *call.Status != "completed" {
		t.Errorf("%+v %v", call, err)
	}
}

func TestAScriptCallsWithItsNumberWithheld(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.takesCalls(`<Gather input="dtmf" numDigits="1" action="/nine"><Say>Press 9 and we will not call again.</Say></Gather>`)
	w.doc("/nine", `<Say>Done.</Say>`)
	sid, err := w.c.Dial("+14155550123", us, []Step{{WaitFor: "press 9"}, {Press: "9"}, {WaitFor: "done"}, {Hangup: true}}, true)
	if err != nil {
		t.Fatal(err)
	}
	l := w.ended(sid)
	if f := w.requests("/nine")[0].form; f.Get("Digits") != "9" || f.Get("From") != withheld || l.Number != "+14155550123" {
		t.Errorf("asked with %v", f)
	}
}

func TestANumberThatTakesNoCallsSaysSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sid, err := w.c.Dial("+14155550123", us, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	if l := w.leg(sid); l.Status != "busy" || !strings.Contains(w.hears0("+14155550123"), "does not take calls") {
		t.Errorf("%+v", l)
	}
	w.takesCalls(`<Reject/>`)
	if sid, err = w.c.Dial("+14155550123", us, nil, false); err != nil {
		t.Fatal(err)
	}
	if l := w.ended(sid); l.Status != "busy" || !l.Answered.IsZero() {
		t.Errorf("%+v", l)
	}
	w.reply("/inbound", func(request) (int, string, string) { return 500, "text/plain", "" })
	if sid, err = w.c.Dial("+14155550123", us, nil, false); err != nil {
		t.Fatal(err)
	}
	w.hears("+14155550123", "application error")
	w.ended(sid)
	for name, row := range map[string]struct {
		from, to string
		script   []Step
	}{
		"a stranger's number":       {"+14155550123", "+14155550999", nil},
		"no number":                 {"+14155550123", "911", nil},
		"who rings while they call": {"+14155550123", us, []Step{{Ring: seconds6}}},
	} {
		if _, err := w.c.Dial(row.from, row.to, row.script, false); err == nil {
			t.Errorf("%s was called", name)
		}
	}
}

func TestAPhoneThatCallsUsIsBusyForUs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.takesCalls(`<Say>Hello.</Say><Pause length="60"/>`)
	in, err := w.c.Dial(leader, us, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	w.hears(leader, "Hello.")
	w.c.mu.Lock()
	calls := w.c.legs[in]
	w.c.mu.Unlock()
	if calls.status != inProgress {
		t.Fatal("it was not taken")
	}
	w.pass(2 * time.Second)
	w.doc("/doc", "")
	if l := w.ended(w.place(leader, func(p *api.CreateCallParams) { p.SetStatusCallback(w.base + "/status?busy") })); l.Status != "busy" {
		t.Errorf("%+v", l)
	}
	if got := Judge(w.c.Ledger()); len(got) != 1 || !strings.Contains(got[0], "same number") {
		t.Errorf("the judge says %q", got)
	}
	w.c.Reset()
	if err := w.c.HangUp(leader); err == nil {
		t.Error("the call outlived the reset")
	}
	w.pass(time.Second)
}

func TestThePagesShowRoomsAndWhoCalls(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	caller := w.waits("c-1-7", "caller", "")
	var p Phone
	w.ask("GET", "phone/+14155550123/state", "", &p)
	if len(p.Lines) != 1 || p.Lines[0].Number != us || p.Lines[0].Display == "" {
		t.Errorf("it can call %v", p.Lines)
	}
	w.takesCalls(`<Say>Hello there.</Say><Pause length="60"/>`)
	w.ask("POST", "phone/+14155550123/dial", `{"to":"`+us+`"}`, &p)
	if p.Call == nil || !p.Call.Out || p.Call.State == "ringing" {
		t.Errorf("calling: %+v", p.Call)
	}
	w.hears("+14155550123", "Hello there.")
	contact := w.joins("+15005550012", "c-1-7", "contact", "")
	w.until("they talk", func() bool { return len(w.leg(contact).Bridges) == 1 })
	var o Overview
	w.ask("GET", "state", "", &o)
	if len(o.Rooms) != 1 || !o.Rooms[0].Running || len(o.Rooms[0].People) != 2 || o.Rooms[0].People[0].SID != caller || o.Rooms[0].People[1].Label != "contact" {
		t.Errorf("rooms %+v", o.Rooms)
	}
	var no struct {
		Code string `json:"code"`
	}
	if w.ask("POST", "phone/+14155550123/dial", `{"to":"+14155550999"}`, &no); no.Code != "not_ours" {
		t.Errorf("%+v", no)
	}
	if err := w.c.HangUp("+14155550123"); err != nil {
		t.Fatal(err)
	}
	w.until("the room is empty", func() bool { _ = w.c.HangUp(leader); return len(w.c.overview().Rooms) == 0 })
}
