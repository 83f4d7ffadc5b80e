package telephony

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"partyline/calling"
	"partyline/line"
)

// ContentType is what documents are answered with; the carrier refuses others.
const ContentType = "text/xml; charset=utf-8"

// Documents turns scripts into the carrier's XML. It is an encoder of its own because Twilio's package
// leaves out empty attributes, and finishOnKey="" is what makes every key count.
type Documents struct {
	Links    Links
	Language string // of what is said, as in "en-US"; the carrier's own when empty
}

// Render writes the document of a script. It is well-formed whatever the texts contain.
func (d Documents) Render(script calling.Script) []byte {
	var w writer
	w.begin("Response")
	for _, verb := range script {
		d.verb(&w, verb)
	}
	w.end("Response")
	return w.document()
}

// Hold keeps a leg alive while we cannot say what it should do: it says a sentence, waits, and asks for
// the step again.
func (d Documents) Hold(sentence string, seconds int, then calling.Step) []byte {
	var w writer
	w.begin("Response")
	d.say(&w, sentence)
	w.empty("Pause", "length", strconv.Itoa(seconds))
	d.ask(&w, then)
	w.end("Response")
	return w.document()
}

func (d Documents) ask(w *writer, then calling.Step) {
	w.begin("Redirect", "method", "POST")
	w.text(d.Links.Step(then))
	w.end("Redirect")
}

func (d Documents) verb(w *writer, verb calling.Verb) {
	switch v := verb.(type) {
	case calling.Say:
		d.say(w, v.Text)
	case calling.Pause:
		w.empty("Pause", "length", strconv.Itoa(max(1, v.Seconds)))
	case calling.AskKey:
		w.begin("Gather", "input", "dtmf", "numDigits", "1", "finishOnKey", "", "actionOnEmptyResult", "true",
			"timeout", strconv.Itoa(max(1, v.Seconds)), "action", d.Links.Step(v.Then), "method", "POST")
		for _, sentence := range v.Prompt {
			d.say(w, sentence) // inside: a key during the prompt counts
		}
		w.end("Gather")
	case line.AskCode:
		w.begin("Gather", "input", "dtmf", "numDigits", strconv.Itoa(max(1, v.Digits)), "finishOnKey", "#", "actionOnEmptyResult", "true",
			"timeout", strconv.Itoa(max(1, v.Seconds)), "action", d.Links.Step(v.Then), "method", "POST")
		for _, sentence := range v.Prompt {
			d.say(w, sentence)
		}
		w.end("Gather")
	case line.Meet:
		d.meet(w, v)
	case line.Ask:
		d.ask(w, v.Then)
	case calling.Connect:
		w.begin("Dial", "action", d.Links.Step(v.Then), "method", "POST", "hangupOnStar", "true",
			"timeout", strconv.Itoa(max(1, v.RingSeconds)), "timeLimit", strconv.Itoa(max(1, v.TalkSeconds)), "callerId", v.CallerID)
		w.begin("Number", "statusCallback", d.Links.Status(v.Ref), "statusCallbackMethod", "POST",
			"statusCallbackEvent", strings.Join(told, " "))
		w.text(v.Number)
		w.end("Number")
		w.end("Dial")
	case calling.Hangup:
		w.empty("Hangup")
	}
}

func (d Documents) say(w *writer, sentence string) {
	if strings.TrimSpace(sentence) == "" {
		return // an empty Say is an error at the carrier
	}
	if d.Language == "" {
		w.begin("Say")
	} else {
		w.begin("Say", "language", d.Language)
	}
	w.text(sentence)
	w.end("Say")
}

// writer writes elements; attributes are pairs of name and value, and an empty value is written.
type writer struct{ b strings.Builder }

func (w *writer) begin(name string, attributes ...string) {
	w.tag(name, attributes)
	w.b.WriteByte('>')
}

func (w *writer) empty(name string, attributes ...string) {
	w.tag(name, attributes)
	w.b.WriteString("/>")
}

func (w *writer) end(name string) { w.b.WriteString("</" + name + ">") }

func (w *writer) tag(name string, attributes []string) {
	w.b.WriteString("<" + name)
	for i := 0; i+1 < len(attributes); i += 2 {
		w.b.WriteString(" " + attributes[i] + `="`)
		w.text(attributes[i+1])
		w.b.WriteByte('"')
	}
}

// text escapes for content and for attributes alike; what XML cannot hold becomes a space.
func (w *writer) text(s string) {
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == '&':
			w.b.WriteString("&amp;")
		case r == '<':
			w.b.WriteString("&lt;")
		case r == '>':
			w.b.WriteString("&gt;")
		case r == '"':
			w.b.WriteString("&quot;")
		case r == utf8.RuneError && size == 1, r < 0x20, r >= 0x7f && r < 0xa0, r == 0xfffe, r == 0xffff:
			w.b.WriteByte(' ')
		default:
			w.b.WriteRune(r)
		}
		s = s[size:]
	}
}

func (w *writer) document() []byte {
	return []byte(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + w.b.String() + "\n")
}
