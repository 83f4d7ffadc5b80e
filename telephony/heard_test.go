package telephony

import (
	"net/url"
	"testing"
	"time"

	"partyline/line"
)

const room = "c-caller-0123456-7"

func TestWhatARoomReportsBecomesFacts(t *testing.T) {
	at := time.Date(2026, 11, 21, 9, 30, 5, 0, time.UTC)
	base := line.RoomFact{Room: room, Conference: "CF1", Seq: -1}
	with := func(change func(*line.RoomFact)) line.RoomFact { f := base; change(&f); return f }
	for _, c := range []struct {
		form url.Values
		want line.RoomFact
	}{
		{url.Values{"StatusCallbackEvent": {"participant-join"}, "CallSid": {"CA1"}, "ParticipantLabel": {"caller"}, "SequenceNumber": {"1"}, "Timestamp": {"Sat, 21 Nov 2026 09:30:05 +0000"}},
			with(func(f *line.RoomFact) {
				f.Kind, f.Carrier, f.Seat, f.Seq, f.At = line.Came, "CA1", line.CallerSeat, 1, at
			})},
		{url.Values{"StatusCallbackEvent": {"participant-join"}, "CallSid": {"CA2"}, "ParticipantLabel": {"contact"}, "SequenceNumber": {"x"}},
			with(func(f *line.RoomFact) { f.Kind, f.Carrier, f.Seat = line.Came, "CA2", line.ContactSeat })},
		{url.Values{"StatusCallbackEvent": {"conference-start"}, "SequenceNumber": {"3"}},
			with(func(f *line.RoomFact) { f.Kind, f.Seq = line.Started, 3 })},
		{url.Values{"StatusCallbackEvent": {"participant-leave"}, "CallSid": {"CA2"}, "ParticipantLabel": {"guest"}, "ReasonParticipantLeft": {"participant_hung_up"}},
			with(func(f *line.RoomFact) { f.Kind, f.Carrier, f.Why = line.Left, "CA2", line.HungUp })},
		{url.Values{"StatusCallbackEvent": {"participant-leave"}, "ReasonParticipantLeft": {"participant_updated_via_api"}},
			with(func(f *line.RoomFact) { f.Kind, f.Why = line.Left, line.Sent })},
		{url.Values{"StatusCallbackEvent": {"participant-leave"}, "ReasonParticipantLeft": {"moderator_ended_conference"}},
			with(func(f *line.RoomFact) { f.Kind, f.Why = line.Left, line.Followed })},
		{url.Values{"StatusCallbackEvent": {"participant-leave"}, "ReasonParticipantLeft": {"conference_ended_via_api"}},
			with(func(f *line.RoomFact) { f.Kind, f.Why = line.Left, line.Closed })},
		{url.Values{"StatusCallbackEvent": {"participant-leave"}, "ReasonParticipantLeft": {"participant_add_failed"}},
			with(func(f *line.RoomFact) { f.Kind, f.Why = line.Left, line.Elsewise })},
		{url.Values{"StatusCallbackEvent": {"conference-end"}, "ReasonConferenceEnded": {"participant-with-end-conference-on-exit-left"}, "CallSidEndingConference": {"CA2"}},
			with(func(f *line.RoomFact) { f.Kind, f.Carrier, f.Why = line.Over, "CA2", line.HungUp })},
		{url.Values{"StatusCallbackEvent": {"conference-end"}, "ReasonConferenceEnded": {"last-participant-kicked"}},
			with(func(f *line.RoomFact) { f.Kind, f.Why = line.Over, line.Sent })},
		{url.Values{"StatusCallbackEvent": {"conference-end"}, "ReasonConferenceEnded": {"conference-ended-via-api"}},
			with(func(f *line.RoomFact) { f.Kind, f.Why = line.Over, line.Closed })},
		{url.Values{"StatusCallbackEvent": {"conference-end"}}, with(func(f *line.RoomFact) { f.Kind, f.Why = line.Over, line.Elsewise })},
	} {
		c.form.Set("FriendlyName", room)
		c.form.Set("ConferenceSid", "CF1")
		if got, ok := RoomFact(c.form); !ok || got != c.want {
			t.Errorf("%v:\ngot  %+v %v\nwant %+v", c.form, got, ok, c.want)
		}
	}
	for _, not := range []url.Values{
		{"StatusCallbackEvent": {"participant-mute"}, "FriendlyName": {room}, "ConferenceSid": {"CF1"}},
		{"StatusCallbackEvent": {"participant-join"}, "FriendlyName": {"somebody's room"}, "ConferenceSid": {"CF1"}},
		{"StatusCallbackEvent": {"participant-join"}, "FriendlyName": {room}},
		{},
	} {
		if f, ok := RoomFact(not); ok {
			t.Errorf("%v became %+v", not, f)
		}
	}
}

func TestAVerdictSaysWhoAnsweredAndUnclearIsAPerson(t *testing.T) {
	for by, want := range map[string]struct {
		by      line.Answerer
		machine bool
	}{
		"human": {line.Human, false}, "unknown": {line.Unclear, false}, "something new": {line.Unclear, false},
		"machine_start": {line.Machine, true}, "machine_end_beep": {line.Machine, true}, "machine_end_silence": {line.Machine, true},
		"machine_end_other": {line.Machine, true}, "fax": {line.Fax, true},
	} {
		v, ok := Verdict(url.Values{"CallSid": {"CA1"}, "AnsweredBy": {by}, "MachineDetectionDuration": {"2150"}})
		if !ok || v.By != want.by || v.Machine() != want.machine || v.Took != 2150*time.Millisecond || v.Carrier != "CA1" {
			t.Errorf("%s: %+v %v", by, v, ok)
		}
	}
	for _, not := range []url.Values{{"CallSid": {"CA1"}}, {"AnsweredBy": {"human"}}, {}} {
		if v, ok := Verdict(not); ok {
			t.Errorf("%v became %+v", not, v)
		}
	}
}

func TestACallThatComesInSaysWhoCallsUnlessThatIsWithheld(t *testing.T) {
	for from, want := range map[string]string{
		"+15005550006": "+15005550006", "+442079460000": "+442079460000", "+266696687": "", "+7378742833": "", "anonymous": "", "": "", "client:leader": "", "sip:a@b": "",
	} {
		in, ok := Inbound(url.Values{"CallSid": {"CA1"}, "To": {"+15005550100"}, "From": {from}, "Direction": {"inbound"}}, "token-1")
		if !ok || in != (line.Inbound{Carrier: "CA1", To: "+15005550100", From: want, Request: "token-1"}) {
			t.Errorf("%q: %+v %v", from, in, ok)
		}
	}
	for _, not := range []url.Values{
		{"CallSid": {"CA1"}, "To": {"+15005550100"}, "Direction": {"outbound-api"}},
		{"To": {"+15005550100"}, "Direction": {"inbound"}},
		{"CallSid": {"CA1"}, "To": {"sip:a@b"}, "Direction": {"inbound"}},
	} {
		if in, ok := Inbound(not, ""); ok {
			t.Errorf("%v became %+v", not, in)
		}
	}
}

func TestACodeIsAllOfItsDigits(t *testing.T) {
	for digits, want := range map[string]string{"471108": "471108", "47": "47", "": "", "4*1#": "4*1#", "12x": "", "1234567890123456789012345678901234567890": "12345678901234567890123456789012"} {
		in := Input(url.Values{"Digits": {digits}, "CallStatus": {"in-progress"}}, "")
		if in.Keys != want || in.Silent != (digits == "") || in.State != line.Answered {
			t.Errorf("%q: %+v", digits, in)
		}
	}
	if in := Input(url.Values{"DialCallStatus": {"answered"}, "CallStatus": {"completed"}}, ""); in.State != line.Ended || in.ChildResult != line.Completed {
		t.Errorf("a leg that hung up in a room: %+v", in)
	}
}

func TestCampaignsHaveAddressesOfTheirOwn(t *testing.T) {
	links, err := NewLinks("https://phones.example.org/party/")
	if err != nil {
		t.Fatal(err)
	}
	step := line.Step{Name: "answered", Ref: "abc_DEF-0123456789", N: 2}
	const address = "https://phones.example.org/party/b/step/answered/abc_DEF-0123456789/2"
	b := links.Campaign()
	for got, want := range map[string]string{
		b.Step(step):          address,
		b.Status(step.Ref):    "https://phones.example.org/party/b/status/abc_DEF-0123456789",
		b.Fallback(step.Ref):  "https://phones.example.org/party/b/fallback/abc_DEF-0123456789",
		b.Verdict(step.Ref):   "https://phones.example.org/party/b/verdict/abc_DEF-0123456789",
		b.Room(step.Ref):      "https://phones.example.org/party/b/room/abc_DEF-0123456789",
		b.Inbound():           "https://phones.example.org/party/b/inbound",
		b.InboundFallback():   "https://phones.example.org/party/b/inbound/fallback",
		b.InboundStatus():     "https://phones.example.org/party/b/inbound/status",
		links.Step(step):      "https://phones.example.org/party/t/step/answered/abc_DEF-0123456789/2",
		links.Status("a-ref"): "https://phones.example.org/party/t/status/a-ref",
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if got, ok := b.Failed(address, step.Ref); !ok || got != step {
		t.Errorf("%+v %v", got, ok)
	}
	if _, ok := links.Failed(address, step.Ref); ok {
		t.Error("a campaign's step was taken for a session's")
	}
}
