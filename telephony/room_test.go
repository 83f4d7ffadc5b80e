package telephony

import (
	"testing"

	"partyline/fault"
	"partyline/line"
)

var campaignDocs = Documents{Links: Links{public: "https://phones.example.org"}.Campaign(), Language: "en-US"}

func TestDocumentsOfACampaignAreWhatTheCarrierExpects(t *testing.T) {
	const caller, contact, turn = "callercallercaller", "contactcontactcontact", "turnturnturnturn"
	step := func(name, ref string, n int) line.Step { return line.Step{Name: name, Ref: ref, N: n} }
	const reports = ` statusCallback="https://phones.example.org/b/room/turnturnturnturn" statusCallbackMethod="POST" statusCallbackEvent="start end join leave">c-callercallercaller-7</Conference></Dial>`
	for _, c := range []struct {
		name   string
		script line.Script
		want   string
	}{
		{"a caller who dials in is asked for the code", line.Script{line.AskCode{
			Prompt: []string{"Welcome.", "Enter the six digits that your page shows."}, Digits: 6, Seconds: 10, Then: step("code", caller, 1)}},
			`<Gather input="dtmf" numDigits="6" finishOnKey="#" actionOnEmptyResult="true" timeout="10" action="https://phones.example.org/b/step/code/callercallercaller/1" method="POST">` +
				`<Say language="en-US">Welcome.</Say><Say language="en-US">Enter the six digits that your page shows.</Say></Gather>`},
		{"a caller waits in the room of the turn", line.Script{line.Meet{
			Room: line.Room(caller, 7), As: line.CallerSeat, Alone: step("waiting", caller, 7), Then: step("turn", caller, 7), Report: turn}},
			`<Dial action="https://phones.example.org/b/step/turn/callercallercaller/7" method="POST" hangupOnStar="true">` +
				`<Conference startConferenceOnEnter="true" endConferenceOnExit="true" maxParticipants="2" beep="false" participantLabel="caller"` +
				` waitUrl="https://phones.example.org/b/step/waiting/callercallercaller/7" waitMethod="POST"` + reports},
		{"a contact is held for the verdict", line.Script{line.Pause{Seconds: 1}, line.Ask{Then: step("answered", contact, 2)}},
			`<Pause length="1"/><Redirect method="POST">https://phones.example.org/b/step/answered/contactcontactcontact/2</Redirect>`},
		{"a contact joins the caller's room", line.Script{line.Meet{
			Room: line.Room(caller, 7), As: line.ContactSeat, Alone: step("alone", contact, 2), Then: step("over", contact, 2), Report: turn, Limit: 3600}},
			`<Dial action="https://phones.example.org/b/step/over/contactcontactcontact/2" method="POST" timeLimit="3600">` +
				`<Conference startConferenceOnEnter="true" endConferenceOnExit="true" maxParticipants="2" beep="onEnter" participantLabel="contact"` +
				` waitUrl="https://phones.example.org/b/step/alone/contactcontactcontact/2" waitMethod="POST"` + reports},
		{"a contact joins a caller who wants no beep", line.Script{line.Meet{
			Room: line.Room(caller, 7), As: line.ContactSeat, Alone: step("alone", contact, 2), Then: step("over", contact, 2), Report: turn, Quiet: true}},
			`<Dial action="https://phones.example.org/b/step/over/contactcontactcontact/2" method="POST">` +
				`<Conference startConferenceOnEnter="true" endConferenceOnExit="true" maxParticipants="2" beep="false" participantLabel="contact"` +
				` waitUrl="https://phones.example.org/b/step/alone/contactcontactcontact/2" waitMethod="POST"` + reports},
		{"the message, and nine for never again", line.Script{line.AskKey{
			Prompt: []string{"This was Riverside Votes & Friends.", "Press 9 and we will not call again."}, Seconds: 4, Then: step("opt", contact, 3)}, line.Hangup{}},
			`<Gather input="dtmf" numDigits="1" finishOnKey="" actionOnEmptyResult="true" timeout="4" action="https://phones.example.org/b/step/opt/contactcontactcontact/3" method="POST">` +
				`<Say language="en-US">This was Riverside Votes &amp; Friends.</Say><Say language="en-US">Press 9 and we will not call again.</Say></Gather><Hangup/>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := string(campaignDocs.Render(c.script)); got != head+"<Response>"+c.want+"</Response>\n" {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestWhoeverWaitsInARoomCanOnlyBeToldSomething(t *testing.T) {
	again := line.Ask{Then: line.Step{Name: "waiting", Ref: "callercallercaller", N: 7}}
	got, err := campaignDocs.RenderWait(line.Script{line.Say{Text: "You are next."}, line.Pause{Seconds: 20}, again})
	want := `<Response><Say language="en-US">You are next.</Say><Pause length="20"/><Redirect method="POST">https://phones.example.org/b/step/waiting/callercallercaller/7</Redirect></Response>`
	if err != nil || string(got) != head+want+"\n" {
		t.Errorf("%v\n%s", err, got)
	}
	for _, verb := range []line.Verb{line.Hangup{}, line.AskKey{}, line.AskCode{}, line.Meet{}, line.Connect{}} {
		if _, err := campaignDocs.RenderWait(line.Script{again, verb}); !fault.Is(err, "wait_document") {
			t.Errorf("%T: %v", verb, err)
		}
	}
}
