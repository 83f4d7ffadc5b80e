package carrier

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// verb is one element of a document, with its attributes, its text and what is nested in it.
type verb struct {
	name string
	attr map[string]string
	text string
	sub  []verb
}

// documentError is why a document cannot be run; Code is Twilio's.
type documentError struct {
	Code int
	URL  string
	Why  string
}

func (e *documentError) Error() string { return fmt.Sprintf("%d: %s", e.Code, e.Why) }

// nestable says which elements may stand where; Say also takes speech markup, whose text is read.
var nestable = map[string][]string{
	"Response": {"Say", "Play", "Pause", "Gather", "Dial", "Redirect", "Hangup", "Reject"},
	"Gather":   {"Say", "Play", "Pause"},
	"Dial":     {"Number", "Conference"},
}

// attributes says which attributes each element may have: those of Twilio's that this carrier understands.
var attributes = map[string][]string{
	"Response": {},
	"Say":      {"voice", "language", "loop"},
	"Play":     {"loop"},
	"Pause":    {"length"},
	"Gather":   {"input", "numDigits", "finishOnKey", "timeout", "action", "method", "actionOnEmptyResult"},
	"Dial":     {"action", "method", "callerId", "timeout", "timeLimit", "hangupOnStar"},
	"Number":   {"statusCallback", "statusCallbackEvent", "statusCallbackMethod"},
	"Conference": {"startConferenceOnEnter", "endConferenceOnExit", "maxParticipants", "beep", "muted", "participantLabel", "waitUrl", "waitMethod",
		"statusCallback", "statusCallbackEvent", "statusCallbackMethod"},
	"Redirect": {"method"},
	"Hangup":   {},
	"Reject":   {"reason"},
}

// switches are the attributes that are true or false and nothing else.
var switches = []string{"startConferenceOnEnter", "endConferenceOnExit", "muted", "hangupOnStar", "actionOnEmptyResult"}

// Check says what is wrong with a document before anybody hears it: an element or an attribute that this
// carrier does not know, a switch that is neither true nor false.
func Check(document []byte) error { _, err := parse(document); return err }

// parse reads a TwiML document. It is strict: what this carrier does not know is an error (12200),
// not a warning, so that nothing is silently left out.
func parse(doc []byte) ([]verb, error) {
	d := xml.NewDecoder(bytes.NewReader(doc))
	root, err := element(d, nil)
	if err != nil {
		return nil, err
	}
	if root.name != "Response" {
		return nil, &documentError{Code: 12100, Why: "the document's root is not <Response>"}
	}
	for {
		switch t, err := d.Token(); {
		case errors.Is(err, io.EOF):
			return root.sub, nil
		case err != nil:
			return nil, &documentError{Code: 12100, Why: err.Error()}
		default:
			if _, again := t.(xml.StartElement); again {
				return nil, &documentError{Code: 12100, Why: "there is something after </Response>"}
			}
		}
	}
}

// element reads the next element with everything in it.
func element(d *xml.Decoder, within *verb) (verb, error) {
	for {
		t, err := d.Token()
		if err != nil {
			return verb{}, &documentError{Code: 12100, Why: "the document cannot be parsed: " + err.Error()}
		}
		if start, ok := t.(xml.StartElement); ok {
			return body(d, start, within)
		}
	}
}

func body(d *xml.Decoder, start xml.StartElement, within *verb) (verb, error) {
	v := verb{name: start.Name.Local, attr: map[string]string{}}
	for _, a := range start.Attr {
		v.attr[a.Name.Local] = a.Value
	}
	if known, ok := attributes[v.name]; ok {
		for name, value := range v.attr {
			switch {
			case !contains(known, name):
				return v, &documentError{Code: 12200, Why: fmt.Sprintf("<%s> has no attribute %s", v.name, name)}
			case contains(switches, name) && value != "true" && value != "false":
				return v, &documentError{Code: 12200, Why: fmt.Sprintf("<%s %s> is true or false", v.name, name)}
			}
		}
	}
	speech := within != nil && (within.name == "Say" || within.name == "speech")
	switch {
	case speech:
		v.name = "speech"
	case within != nil && !contains(nestable[within.name], v.name):
		return v, &documentError{Code: 12200, Why: fmt.Sprintf("<%s> cannot stand in <%s>", v.name, within.name)}
	}
	var text strings.Builder
	for {
		t, err := d.Token()
		if err != nil {
			return v, &documentError{Code: 12100, Why: "the document cannot be parsed: " + err.Error()}
		}
		switch t := t.(type) {
		case xml.CharData:
			text.Write(t)
		case xml.StartElement:
			sub, err := body(d, t, &v)
			if err != nil {
				return v, err
			}
			if sub.name == "speech" {
				text.WriteString(" " + sub.text + " ")
			} else {
				v.sub = append(v.sub, sub)
			}
		case xml.EndElement:
			v.text = strings.Join(strings.Fields(text.String()), " ")
			return v, nil
		}
	}
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// whole is a whole number from an attribute.
func (v verb) whole(name string, missing, least int) (int, error) {
	s, ok := v.attr[name]
	if !ok {
		return missing, nil
	}
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < least {
		return 0, &documentError{Code: 12200, Why: fmt.Sprintf("<%s %s> must be a whole number from %d", v.name, name, least)}
	}
	return n, nil
}

// seconds is a length of time from an attribute.
func (v verb) seconds(name string, missing, least int) (time.Duration, error) {
	n, err := v.whole(name, missing, least)
	return time.Duration(n) * time.Second, err
}

func (v verb) flag(name string, missing bool) bool {
	switch v.attr[name] {
	case "true":
		return true
	case "false":
		return false
	}
	return missing
}

// method is how a URL in a document is to be requested.
func (v verb) method(name string) (string, error) {
	switch m := strings.ToUpper(v.attr[name]); m {
	case "", "POST":
		return "POST", nil
	case "GET":
		return "GET", nil
	}
	return "", &documentError{Code: 12200, Why: fmt.Sprintf("<%s %s> must be GET or POST", v.name, name)}
}

// resolve turns a URL of a document into an absolute one; an empty one means the document itself.
func resolve(base, ref string) (string, error) {
	ref = strings.TrimSpace(ref)
	if ref == "" && base != "" {
		return base, nil
	}
	u, err := url.Parse(ref)
	if err == nil && base != "" {
		var b *url.URL
		if b, err = url.Parse(base); err == nil {
			b.Fragment = ""
			u = b.ResolveReference(u)
		}
	}
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return "", &documentError{Code: 11100, Why: "the document names a URL that is neither absolute nor relative to a document's"}
	}
	return u.String(), nil
}
