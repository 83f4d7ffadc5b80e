package telephony

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"partyline/calling"
)

var docs = Documents{Links: Links{public: "https://phones.example.org"}, Language: "en-US"}

const head = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

func TestDocumentsAreWhatTheCarrierExpects(t *testing.T) {
	const ref = "leaderleaderleader"
	for _, c := range []struct {
		name   string
		script calling.Script
		want   string
	}{
		{"greeting", calling.Script{calling.AskKey{
			Prompt: []string{"Hello.", "You have 42 people to call. Press any key to start."}, Seconds: 15,
			Then: calling.Step{Name: "key", Ref: ref, N: 1}}},
			`<Response><Gather input="dtmf" numDigits="1" finishOnKey="" actionOnEmptyResult="true" timeout="15" ` +
				`action="https://phones.example.org/t/step/key/leaderleaderleader/1" method="POST">` +
				`<Say language="en-US">Hello.</Say><Say language="en-US">You have 42 people to call. Press any key to start.</Say></Gather></Response>`},
		{"dial", calling.Script{calling.Say{Text: "Calling Zoë & <Bob>."}, calling.Connect{
			Ref: "childchildchild", Number: "+15005550006", CallerID: "+15005550100", RingSeconds: 25, TalkSeconds: 3600,
			Then: calling.Step{Name: "after", Ref: ref, N: 7}}},
			`<Response><Say language="en-US">Calling Zoë &amp; &lt;Bob&gt;.</Say>` +
				`<Dial action="https://phones.example.org/t/step/after/leaderleaderleader/7" method="POST" hangupOnStar="true" timeout="25" timeLimit="3600" callerId="+15005550100">` +
				`<Number statusCallback="https://phones.example.org/t/status/childchildchild" statusCallbackMethod="POST" statusCallbackEvent="initiated ringing answered completed">+15005550006</Number></Dial></Response>`},
		{"goodbye", calling.Script{calling.Say{Text: "That was everybody."}, calling.Hangup{}},
			`<Response><Say language="en-US">That was everybody.</Say><Hangup/></Response>`},
		{"pause", calling.Script{calling.Pause{Seconds: 10}, calling.Pause{}},
			`<Response><Pause length="10"/><Pause length="1"/></Response>`},
		{"nothing to say is not said", calling.Script{calling.Say{Text: "  "}, calling.AskKey{Then: calling.Step{Name: "key", Ref: ref, N: 1}}},
			`<Response><Gather input="dtmf" numDigits="1" finishOnKey="" actionOnEmptyResult="true" timeout="1" action="https://phones.example.org/t/step/key/leaderleaderleader/1" method="POST"></Gather></Response>`},
		{"nothing", nil, `<Response></Response>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := string(docs.Render(c.script)); got != head+c.want+"\n" {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
	got := string(docs.Hold("One moment.", 5, calling.Step{Name: "key", Ref: ref, N: 2}))
	want := head + `<Response><Say language="en-US">One moment.</Say><Pause length="5"/><Redirect method="POST">https://phones.example.org/t/step/key/leaderleaderleader/2</Redirect></Response>` + "\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// texts reads a document back with the standard library.
func texts(t *testing.T, document []byte) (said []string, attributes map[string]string) {
	t.Helper()
	attributes = map[string]string{}
	d := xml.NewDecoder(strings.NewReader(string(document)))
	var b strings.Builder
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return said, attributes
		}
		if err != nil {
			t.Fatalf("not well-formed: %v\n%s", err, document)
		}
		switch v := token.(type) {
		case xml.StartElement:
			b.Reset()
			for _, a := range v.Attr {
				attributes[v.Name.Local+"."+a.Name.Local] = a.Value
			}
		case xml.CharData:
			b.Write(v)
		case xml.EndElement:
			if v.Name.Local == "Say" || v.Name.Local == "Number" {
				said = append(said, b.String())
			}
		}
	}
}

func FuzzDocumentsAreWellFormedForAnyText(f *testing.F) {
	for _, s := range []string{"", "Zoë", "<Hangup/>", `"]]>&amp;`, "\x00\x1b\u0085", "\xff\xfe", "\ufffe\uffff", "a\r\nb", "👩‍👩‍👧"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		document := docs.Render(calling.Script{
			calling.Say{Text: s},
			calling.AskKey{Prompt: []string{s}, Seconds: 1, Then: calling.Step{Name: s, Ref: s, N: 1}},
			calling.Connect{Ref: s, Number: s, CallerID: s, Then: calling.Step{Name: s, Ref: s, N: -1}},
		})
		said, attributes := texts(t, document)
		if strings.TrimSpace(s) != "" && len(said) != 3 {
			t.Fatalf("%d texts in %s", len(said), document)
		}
		if plain(s) {
			for _, heard := range said {
				if heard != s && strings.TrimSpace(s) != "" {
					t.Fatalf("%q became %q", s, heard)
				}
			}
			if attributes["Dial.callerId"] != s {
				t.Fatalf("%q became %q", s, attributes["Dial.callerId"])
			}
		}
	})
}

// plain says that XML can hold every rune of the text as it is.
func plain(s string) bool {
	for _, r := range s {
		if r < 0x20 || r >= 0x7f && r < 0xa0 || r == 0xfffd || r == 0xfffe || r == 0xffff {
			return false
		}
	}
	return true
}
