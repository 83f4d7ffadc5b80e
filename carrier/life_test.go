package carrier

import (
	"net/url"
	"slices"
	"testing"
	"time"

	api "github.com/twilio/twilio-go/rest/api/v2010"
)

func TestEveryLifeOfACall(t *testing.T) {
	for _, row := range []struct {
		number string
		end    string
		told   []string
		sip    string
		by     string
	}{
		{"+15005550002", "failed", []string{"initiated", "failed"}, "404", ""},
		{"+15005550003", "busy", []string{"initiated", "busy"}, "486", ""},
		{"+15005550004", "no-answer", []string{"initiated", "ringing", "no-answer"}, "487", ""},
		{"+15005550005", "completed", []string{"initiated", "ringing", "in-progress", "completed"}, "200", "machine"},
		{"+15005550006", "completed", []string{"initiated", "ringing", "in-progress", "completed"}, "200", "human"},
		{"+15005550007", "completed", []string{"initiated", "ringing", "in-progress", "completed"}, "200", "human"},
		{"+15005550008", "completed", []string{"initiated", "ringing", "in-progress", "completed"}, "200", "human"},
		{"+15005550009", "completed", []string{"initiated", "ringing", "in-progress", "completed"}, "200", "fax"},
		{"+15005550011", "busy", []string{"initiated", "ringing", "busy"}, "603", ""},
	} {
		t.Run(row.number[8:]+" "+row.end, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.doc("/doc", `<Pause length="600"/>`)
			sid := w.place(row.number, func(p *api.CreateCallParams) { p.SetTimeout(25) })
			l := w.ended(sid)
			if l.Status != row.end || l.Answerer != row.by {
				t.Errorf("it ended %s, answered by %q", l.Status, l.Answerer)
			}
			w.until("all is told", func() bool { return len(w.statuses(sid)) == len(row.told) })
			if got := w.statuses(sid); !slices.Equal(got, row.told) {
				t.Errorf("told %v, want %v", got, row.told)
			}
			last := w.requests("/status")[0]
			for _, q := range w.requests("/status") {
				if q.form.Get("CallStatus") == row.end {
					last = q
				}
			}
			if got := last.form.Get("SipResponseCode"); got != row.sip {
				t.Errorf("SIP response %s, want %s", got, row.sip)
			}
			if _, err := time.Parse(time.RFC1123Z, last.form.Get("Timestamp")); err != nil {
				t.Error(err)
			}
			if last.form.Get("CallbackSource") != "call-progress-events" || last.form.Get("Direction") != "outbound-api" {
				t.Errorf("the last callback says %v", last.form)
			}
		})
	}
}

func TestTheFifthRingIsJustInTimeAndTheSecondAttemptIsAnswered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.doc("/doc", `<Hangup/>`)
	first := w.ended(w.place("+15005550010", func(p *api.CreateCallParams) { p.SetTimeout(10) }))
	second := w.ended(w.place("+15005550010"))
	if first.Status != "no-answer" || second.Status != "completed" || second.Attempt != 2 {
		t.Errorf("first %s, second %s (attempt %d)", first.Status, second.Status, second.Attempt)
	}
	if rang := first.Ended.Sub(first.Ringing); rang < 10*time.Second || rang > 11*time.Second {
		t.Errorf("it rang for %s", rang)
	}
	slow := w.ended(w.place("+15005550008", func(p *api.CreateCallParams) { p.SetTimeout(25) }))
	if rang := slow.Answered.Sub(slow.Ringing); rang < 24*time.Second || rang > 25*time.Second {
		t.Errorf("the fifth ring came after %s", rang)
	}
}

func TestDurationsAndPriceComeWithTheEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.doc("/doc", `<Pause length="600"/>`)
	sid := w.place("+15005550006")
	w.until("it is in progress", func() bool { return w.leg(sid).Status == "in-progress" })
	call, err := w.api.Api.FetchCall(sid, nil)
	if err != nil {
		t.Fatal(err)
	}
	if *call.Status != "in-progress" || call.Duration != nil || call.Price != nil || call.EndTime != nil {
		t.Errorf("in progress: %v %v %v", *call.Status, call.Duration, call.Price)
	}
	w.ended(sid)
	call, _ = w.api.Api.FetchCall(sid, nil)
	if *call.Duration != "20" || call.Price != nil {
		t.Errorf("at the end: duration %s, price %v", *call.Duration, call.Price)
	}
	w.pass(priced)
	call, _ = w.api.Api.FetchCall(sid, nil)
	if call.Price == nil || *call.Price != "-0.01400" || *call.PriceUnit != "USD" {
		t.Errorf("later: price %v", call.Price)
	}
	w.until("the end is told", func() bool { return len(w.statuses(sid)) == 4 })
	for _, q := range w.requests("/status") {
		if q.form.Get("CallStatus") == "completed" && (q.form.Get("CallDuration") != "20" || q.form.Get("Duration") != "1") {
			t.Errorf("told: %s s, %s min", q.form.Get("CallDuration"), q.form.Get("Duration"))
		}
	}
}

// What is billed is what was told: the whole seconds, and not what they were rounded from.
func TestTheBillIsOfTheSecondsThatWereTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.doc("/doc", `<Pause length="600"/>`)
	for _, c := range []struct {
		number, told, minutes string
		talk                  time.Duration
		ledger                [2]int
	}{
		{"+15005559901", "60", "1", 60*time.Second + 400*time.Millisecond, [2]int{60, 1}},
		{"+15005559902", "61", "2", 60*time.Second + 600*time.Millisecond, [2]int{61, 2}},
		{"+15005559903", "0", "1", 300 * time.Millisecond, [2]int{0, 1}},
	} {
		if err := w.c.Behave(c.number, Behaviour{Script: []Step{{Answer: "human"}, {Wait: Duration(c.talk)}, {Hangup: true}}}); err != nil {
			t.Fatal(err)
		}
		sid := w.place(c.number)
		if l := w.ended(sid); [2]int{l.Seconds, l.Minutes} != c.ledger {
			t.Errorf("%v in the ledger: %d s, %d min", c.talk, l.Seconds, l.Minutes)
		}
		told := func() (form url.Values) {
			for _, q := range w.requests("/status") {
				if q.form.Get("CallSid") == sid && q.form.Get("CallStatus") == "completed" {
					form = q.form
				}
			}
			return form
		}
		w.until("the end is told", func() bool { return told() != nil })
		if f := told(); f.Get("CallDuration") != c.told || f.Get("Duration") != c.minutes {
			t.Errorf("%v: told %s s, %s min", c.talk, f.Get("CallDuration"), f.Get("Duration"))
		}
	}
}

func TestCallsStartAtTheAccountsRate(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *Config) { c.CPS = 1 })
	w.doc("/doc", `<Hangup/>`)
	var sids []string
	for i := range 4 {
		sids = append(sids, w.place("+1500555990"+string(rune('1'+i))))
	}
	if err := w.cancel(sids[1]); err != nil {
		t.Fatal(err)
	}
	w.until("the last one is placed", func() bool { return !w.leg(sids[3]).Initiated.IsZero() })
	at := w.leg(sids[0]).Initiated
	for i, want := range []time.Duration{0, -1, time.Second, 2 * time.Second} {
		l := w.leg(sids[i])
		if want < 0 {
			if l.Status != "canceled" || !l.Initiated.IsZero() {
				t.Errorf("the canceled one is %s", l.Status)
			}
			continue
		}
		if got := l.Initiated.Sub(at); got < want || got > want+300*time.Millisecond {
			t.Errorf("call %d started after %s, want %s", i, got, want)
		}
	}
	call, _ := w.api.Api.FetchCall(sids[3], nil)
	if wait, err := time.ParseDuration(*call.QueueTime + "ms"); err != nil || wait < 1900*time.Millisecond || wait > 2500*time.Millisecond {
		t.Errorf("it waited %s ms", *call.QueueTime)
	}
}

func (w *world) cancel(sid string) error {
	_, err := w.api.Api.UpdateCall(sid, (&api.UpdateCallParams{}).SetStatus("canceled"))
	return err
}
