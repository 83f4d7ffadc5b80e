package telephony

import (
	"net/url"
	"testing"
	"time"

	"partyline/calling"
)

func TestAKeyIsADigitOrTheKeyThatFinished(t *testing.T) {
	for _, c := range []struct {
		digits, finished string
		key              string
		silent           bool
	}{
		{"5", "", "5", false}, {"0", "", "0", false}, {"*", "", "*", false}, {"#", "", "#", false},
		{"", "#", "#", false}, {"", "*", "*", false}, {"7", "#", "7", false}, {"12", "", "1", false},
		{"", "", "", true},
	} {
		in := Input(url.Values{"Digits": {c.digits}, "FinishedOnKey": {c.finished}, "CallSid": {"CA1"}}, "token-1")
		if in.Key != c.key || in.Silent != c.silent || in.Carrier != "CA1" || in.Request != "token-1" {
			t.Errorf("%+v: %+v", c, in)
		}
	}
}

func TestAConnectThatIsOverSaysHowItWent(t *testing.T) {
	for status, want := range map[string]calling.LegResult{
		"completed": calling.LegCompleted, "answered": calling.LegCompleted, "busy": calling.LegBusy,
		"no-answer": calling.LegNoAnswer, "failed": calling.LegFailed, "canceled": calling.LegCanceled, "nonsense": "",
	} {
		in := Input(url.Values{"DialCallStatus": {status}, "DialCallSid": {"CA2"}, "DialCallDuration": {"61"}}, "")
		if in.ChildResult != want || in.Child != "CA2" || in.ChildSeconds != 61 || !in.Silent {
			t.Errorf("%s: %+v", status, in)
		}
	}
}

func TestStatusReportsBecomeFacts(t *testing.T) {
	at := time.Date(2026, 11, 21, 9, 30, 5, 0, time.UTC)
	for _, c := range []struct {
		form url.Values
		want calling.Fact
		ok   bool
	}{
		{url.Values{"CallSid": {"CA1"}, "CallStatus": {"initiated"}, "SequenceNumber": {"0"}, "Timestamp": {"Sat, 21 Nov 2026 09:30:05 +0000"}},
			calling.Fact{Carrier: "CA1", State: calling.LegQueued, Seq: 0, At: at}, true},
		{url.Values{"CallStatus": {"queued"}}, calling.Fact{State: calling.LegQueued, Seq: -1}, true},
		{url.Values{"CallStatus": {"ringing"}, "SequenceNumber": {"1"}, "Timestamp": {"Sat, 21 Nov 2026 10:30:05 +0100"}},
			calling.Fact{State: calling.LegRinging, Seq: 1, At: at}, true},
		{url.Values{"CallStatus": {"in-progress"}, "SequenceNumber": {"x"}, "CallDuration": {"9"}}, calling.Fact{State: calling.LegAnswered, Seq: -1}, true},
		{url.Values{"CallStatus": {"completed"}, "CallDuration": {"42"}, "Duration": {"1"}, "SequenceNumber": {"3"}},
			calling.Fact{State: calling.LegEnded, Result: calling.LegCompleted, Seconds: 42, Seq: 3}, true},
		{url.Values{"CallStatus": {"busy"}}, calling.Fact{State: calling.LegEnded, Result: calling.LegBusy, Seq: -1}, true},
		{url.Values{"CallStatus": {"no-answer"}}, calling.Fact{State: calling.LegEnded, Result: calling.LegNoAnswer, Seq: -1}, true},
		{url.Values{"CallStatus": {"failed"}, "CallDuration": {"-1"}}, calling.Fact{State: calling.LegEnded, Result: calling.LegFailed, Seq: -1}, true},
		{url.Values{"CallStatus": {"canceled"}, "Timestamp": {"yesterday"}}, calling.Fact{State: calling.LegEnded, Result: calling.LegCanceled, Seq: -1}, true},
		{url.Values{"CallStatus": {"on-fire"}}, calling.Fact{}, false},
		{url.Values{}, calling.Fact{}, false},
	} {
		if c.ok {
			c.want.Source = "status"
		}
		got, ok := Fact(c.form)
		if got != c.want || ok != c.ok {
			t.Errorf("%v:\ngot  %+v %v\nwant %+v %v", c.form, got, ok, c.want, c.ok)
		}
	}
}

func TestStepsAndTheirAddressesAreOneAndTheSame(t *testing.T) {
	links, err := NewLinks("https://phones.example.org/party/")
	if err != nil {
		t.Fatal(err)
	}
	step := calling.Step{Name: "key", Ref: "abc_DEF-0123456789", N: 12}
	const address = "https://phones.example.org/party/t/step/key/abc_DEF-0123456789/12"
	if got := links.Step(step); got != address {
		t.Errorf("got %s", got)
	}
	if got, ok := ParseStep("key", "abc_DEF-0123456789", "12"); !ok || got != step {
		t.Errorf("got %+v", got)
	}
	for _, bad := range [][3]string{
		{"", "abcdefgh", "1"}, {"key", "short", "1"}, {"key", "abcdefgh", "-1"}, {"key", "abcdefgh", "01"}, {"key", "abcdefgh", "x"},
		{"key", "abc/defgh", "1"}, {"Key", "abcdefgh", "1"}, {"key", "abcdefgh", "1000001"}, {"key", "+15005550006", "1"},
	} {
		if s, ok := ParseStep(bad[0], bad[1], bad[2]); ok {
			t.Errorf("%v became %+v", bad, s)
		}
	}
	for failed, want := range map[string]bool{
		address: true, address + "#rc=2": true,
		"https://phones.example.org/t/step/key/abc_DEF-0123456789/12":           false,
		"https://elsewhere.example.org/party/t/step/key/abc_DEF-0123456789/12":  false,
		"https://phones.example.org/party/t/step/key/another-reference/12":      false,
		"https://phones.example.org/party/t/status/abc_DEF-0123456789":          false,
		"https://phones.example.org/party/t/step/key/abc_DEF-0123456789/12/../": false,
		"": false,
	} {
		if got, ok := links.Failed(failed, step.Ref); ok != want || ok && got != step {
			t.Errorf("%s: %+v %v", failed, got, ok)
		}
	}
	for _, bad := range []string{"", "phones.example.org", "ftp://x", "https://x/?a=b", "https://u:p@x"} {
		if _, err := NewLinks(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}
