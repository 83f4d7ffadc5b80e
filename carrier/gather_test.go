package carrier

import (
	"fmt"
	"testing"
	"time"
)

func TestGatherHearsEveryKeyAndSilence(t *testing.T) {
	const any = `input="dtmf" numDigits="1" finishOnKey="" actionOnEmptyResult="true" timeout="6"`
	for _, row := range []struct {
		name, attr, keys string
		digits, finished string
		falls            bool // the document goes on instead
	}{
		{name: "any key, a digit", attr: any, keys: "5", digits: "5"},
		{name: "any key, the hash", attr: any, keys: "#", digits: "#"},
		{name: "any key, the star", attr: any, keys: "*", digits: "*"},
		{name: "any key, zero", attr: any, keys: "0", digits: "0"},
		{name: "any key, silence", attr: any, digits: ""},
		{name: "default, hash alone falls through", attr: ``, keys: "#", falls: true},
		{name: "default, hash alone with empty results", attr: `actionOnEmptyResult="true"`, keys: "#", finished: "#"},
		{name: "default, digits and hash", attr: ``, keys: "42#", digits: "42", finished: "#"},
		{name: "default, digits and silence", attr: ``, keys: "42", digits: "42"},
		{name: "default, silence falls through", attr: ``, falls: true},
		{name: "star finishes", attr: `finishOnKey="*"`, keys: "1#*", digits: "1#", finished: "*"},
		{name: "enough digits", attr: `numDigits="3"`, keys: "1234", digits: "123"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.doc("/doc", fmt.Sprintf(`<Gather %s action="/key?s=1&amp;n=2"><Say>Press a key, please.</Say></Gather><Redirect>/fell</Redirect>`, row.attr))
			w.doc("/key", `<Hangup/>`)
			w.doc("/fell", `<Hangup/>`)
			sid := w.place(leader)
			w.answered(sid)
			w.hears(leader, "Press a key")
			if row.keys != "" {
				w.press(leader, row.keys)
			}
			w.ended(sid)
			if fell := len(w.requests("/fell")) == 1; fell != row.falls {
				t.Fatalf("fell through: %v", fell)
			}
			if row.falls {
				return
			}
			q := w.requests("/key")[0].form
			if q.Get("Digits") != row.digits || q.Get("FinishedOnKey") != row.finished || !q.Has("Digits") {
				t.Errorf("digits %q finished by %q", q.Get("Digits"), q.Get("FinishedOnKey"))
			}
			if q.Get("CallStatus") != "in-progress" || q.Get("CallSid") != sid {
				t.Errorf("the action says %v", q)
			}
		})
	}
}

func TestAKeyCutsThePromptShort(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.doc("/doc", `<Gather numDigits="1" action="/key"><Say>One.</Say><Pause length="50"/><Say>Two.</Say></Gather>`)
	w.doc("/key", `<Say>Thank you.</Say>`)
	sid := w.place(leader)
	w.answered(sid)
	w.hears(leader, "One.")
	w.press(leader, "1")
	l := w.ended(sid)
	if talk := l.Ended.Sub(l.Answered); talk > 20*time.Second {
		t.Errorf("the prompt was not cut: %s", talk)
	}
	for _, line := range w.c.Phone(leader).Call.Lines {
		if line.Text == "Two." {
			t.Error("the prompt went on after the key")
		}
	}
}

func TestTheTimeoutBeginsAnewAtEachKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.doc("/doc", `<Gather timeout="10" action="/key"><Say>Now.</Say></Gather>`)
	w.doc("/key", ``)
	w.answered(w.place(leader))
	w.hears(leader, "Now.")
	for range 3 {
		w.pass(7 * time.Second)
		w.press(leader, "8")
	}
	w.until("the gather ends", func() bool { return len(w.requests("/key")) == 1 })
	if got := w.requests("/key")[0].form.Get("Digits"); got != "888" {
		t.Errorf("digits %q", got)
	}
}

func TestGatherWithoutActionAsksItsOwnDocument(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.reply("/doc", func(q request) (int, string, string) {
		if q.form.Has("Digits") {
			return 200, "text/xml", "<Response><Hangup/></Response>"
		}
		return 200, "text/xml", `<Response><Gather method="GET" numDigits="2"/></Response>`
	})
	sid := w.place(leader)
	w.answered(sid)
	w.until("it listens", func() bool { return w.c.Phone(leader).Call.Keys })
	w.press(leader, "12")
	w.ended(sid)
	if got := w.requests("/doc"); len(got) != 2 || got[1].form.Get("Digits") != "12" {
		t.Errorf("requests: %v", got)
	}
}
