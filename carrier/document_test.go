package carrier

import (
	"errors"
	"strings"
	"testing"
)

func TestDocumentsAreReadAsTheyAreWritten(t *testing.T) {
	verbs, err := parse([]byte(`<?xml version="1.0" encoding="UTF-8"?>
		<!-- for Maria -->
		<Response>
			<Gather input="dtmf" finishOnKey="" numDigits="1"><Say voice="alice">Hello,
				<break time="1s"/> <emphasis>Maria</emphasis> &amp; all.</Say><Pause length="2"/></Gather>
			<Dial hangupOnStar="true"><Number statusCallback="/s?a=1&amp;b=2"> +15005550006 </Number></Dial>
		</Response>
		<!-- end -->`))
	if err != nil {
		t.Fatal(err)
	}
	gather, dial := verbs[0], verbs[1]
	if finish, given := gather.attr["finishOnKey"]; !given || finish != "" {
		t.Error("an empty finishOnKey is not the same as none")
	}
	if got := gather.sub[0].text; got != "Hello, Maria & all." {
		t.Errorf("said %q", got)
	}
	if n := dial.sub[0]; n.text != "+15005550006" || n.attr["statusCallback"] != "/s?a=1&b=2" {
		t.Errorf("number %+v", n)
	}
}

// Whatever a server sends is a document or one of Twilio's errors, and never a crash.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "<Response/>", `<Response><Say loop="0">x</Say><Redirect method="GET">/a</Redirect></Response>`,
		"<Response><Gather><Say>a<b>c</b></Say></Gather></Response>", "<!DOCTYPE x [<!ENTITY y 'z'>]><Response>&y;</Response>", strings.Repeat("<Response>", 500)} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		var bad *documentError
		if _, err := parse(doc); err != nil && !errors.As(err, &bad) {
			t.Errorf("an error without a code: %v", err)
		}
	})
}

func TestWhatIsNotInTheVocabularyIsRefused(t *testing.T) {
	for doc, wrong := range map[string]string{
		`<Dial hangupOnStar="true"><Conference beep="onEnter" endConferenceOnExit="true">c-1</Conference></Dial>`: "",
		`<Dial><Conference endOnExit="true">c-1</Conference></Dial>`:                                              "no attribute endOnExit",
		`<Dial><Conference endConferenceOnExit="yes">c-1</Conference></Dial>`:                                     "true or false",
		`<Dial><Conference>c-1</Conference></Dial><Conference>c-2</Conference>`:                                   "cannot stand",
		`<Hangup reason="busy"/>`:                       "no attribute reason",
		`<Gather finishonkey=""/>`:                      "no attribute finishonkey",
		`<Say>A <emphasis level="x">b</emphasis></Say>`: "",
	} {
		err := Check([]byte("<Response>" + doc + "</Response>"))
		if (err == nil) != (wrong == "") || err != nil && !strings.Contains(err.Error(), wrong) {
			t.Errorf("%s: %v", doc, err)
		}
	}
}
