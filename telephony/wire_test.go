package telephony

import (
	"context"
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"partyline/calling"
	"partyline/line"
)

// operations are what we ask the carrier for, each with Twilio's own parameters and the ones that it
// requires (its OpenAPI description says so; for an update: what we must say for it to mean anything).
var operations = []struct {
	name, method string
	path         *regexp.Regexp
	params       any
	required     []string
}{
	{"CreateCall", "POST", at(`/Calls`), openapi.CreateCallParams{}, []string{"To", "From"}},
	{"UpdateCall", "POST", at(`/Calls/CA[0-9]+`), openapi.UpdateCallParams{}, nil},
	{"FetchCall", "GET", at(`/Calls/CA[0-9]+`), openapi.FetchCallParams{}, nil},
	{"ListCall", "GET", at(`/Calls`), openapi.ListCallParams{}, []string{"To"}},
	{"ListConference", "GET", at(`/Conferences`), openapi.ListConferenceParams{}, []string{"FriendlyName"}},
	{"UpdateConference", "POST", at(`/Conferences/CF[0-9]+`), openapi.UpdateConferenceParams{}, []string{"Status"}},
	{"ListParticipant", "GET", at(`/Conferences/CF[0-9]+/Participants`), openapi.ListParticipantParams{}, nil},
	{"ListIncomingPhoneNumber", "GET", at(`/IncomingPhoneNumbers`), openapi.ListIncomingPhoneNumberParams{}, nil},
	{"UpdateIncomingPhoneNumber", "POST", at(`/IncomingPhoneNumbers/PN[0-9]+`), openapi.UpdateIncomingPhoneNumberParams{}, []string{"VoiceUrl"}},
}

func at(path string) *regexp.Regexp {
	return regexp.MustCompile("^/2010-04-01/Accounts/" + account + path + `\.json$`)
}

// operationOf names a request and says what is wrong with it against Twilio's own parameters.
func operationOf(r *http.Request, form url.Values) (name string, wrong []string) {
	for _, o := range operations {
		if r.Method != o.method || !o.path.MatchString(r.URL.Path) {
			continue
		}
		given := form
		if r.Method == http.MethodGet {
			given = r.URL.Query()
		}
		return o.name, against(given, o.params, o.required)
	}
	return "", []string{r.Method + " is no operation that we know"}
}

// against checks names, types and required fields. Field names are what the client sends.
func against(given url.Values, params any, required []string) (wrong []string) {
	kinds := map[string]reflect.Type{}
	for f := range reflect.TypeOf(params).Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !strings.HasPrefix(name, "Path") && name != "limit" { // parts of the path, and of the client alone
			kinds[name] = f.Type.Elem()
		}
	}
	for name, values := range given {
		kind, known := kinds[name]
		if !known {
			wrong = append(wrong, name+" is no parameter")
			continue
		}
		if kind.Kind() != reflect.Slice && len(values) != 1 {
			wrong = append(wrong, name+" comes more than once")
		}
		for _, v := range values {
			if !fits(name, v, kind) {
				wrong = append(wrong, name+" is no "+kind.String()+": "+v)
			}
		}
	}
	for _, name := range required {
		if given.Get(name) == "" {
			wrong = append(wrong, name+" is missing")
		}
	}
	return wrong
}

// words are the parameters of type string that take only certain ones.
var words = map[string]string{
	"Method": "GET|POST", "FallbackMethod": "GET|POST", "StatusCallbackMethod": "GET|POST", "AsyncAmdStatusCallbackMethod": "GET|POST",
	"VoiceMethod": "GET|POST", "VoiceFallbackMethod": "GET|POST", "StatusCallbackEvent": "initiated|ringing|answered|completed",
	"MachineDetection": "Enable|DetectMessageEnd", "AsyncAmd": "true|false", "Status": "canceled|completed",
}

func fits(name, value string, kind reflect.Type) bool {
	if kind.Kind() == reflect.Slice {
		kind = kind.Elem()
	}
	switch kind.Kind() {
	case reflect.Int:
		n, err := strconv.Atoi(value)
		return err == nil && n > 0
	case reflect.Bool:
		_, err := strconv.ParseBool(value)
		return err == nil
	}
	if strings.HasSuffix(name, "Url") || name == "StatusCallback" || name == "AsyncAmdStatusCallback" {
		u, err := url.Parse(value)
		return err == nil && u.Scheme == "https" && u.Host != "" && u.RawQuery == "" && u.Fragment == "" && !strings.Contains(value, secret[1:])
	}
	if list := words[name]; list != "" {
		return regexp.MustCompile("^(" + list + ")$").MatchString(value)
	}
	return value != ""
}

// wire is a phone at a carrier that answers so that each operation goes on to its next request, and that
// checks every one of them.
func wire(t *testing.T) (p *Phone, asked func() []string) {
	var mu sync.Mutex
	var names []string
	p, _ = phoneAt(t, func(w http.ResponseWriter, r *http.Request) {
		r.ParseForm()
		name, wrong := operationOf(r, r.PostForm)
		for _, why := range wrong {
			t.Errorf("%s: %s", name, why)
		}
		mu.Lock()
		names = append(names, name)
		mu.Unlock()
		switch name {
		case "CreateCall":
			reply(w, 201, placed)
		case "ListConference":
			reply(w, 200, `{"conferences":[{"sid":"CF2","friendly_name":"c-caller-0123456-7","status":"in-progress"},{"sid":"CF1","friendly_name":"c-caller-0123456-7","status":"completed"}]}`)
		case "ListParticipant":
			reply(w, 200, `{"participants":[{"call_sid":"CA2"},{"call_sid":"CA1"}]}`)
		case "ListIncomingPhoneNumber":
			reply(w, 200, `{"incoming_phone_numbers":[{"sid":"PN1","phone_number":"+15005550100","voice_url":""}]}`)
		case "ListCall":
			reply(w, 200, `{"calls":[]}`)
		default:
			reply(w, 200, `{"sid":"CA1","status":"completed"}`)
		}
	})
	return p, func() []string { mu.Lock(); defer mu.Unlock(); return names }
}

var (
	callerCall  = line.Call{Leg: "leg-2", Ref: "callerref-0123456", Number: secret, From: "+15005550100", First: line.Step{Name: "hello", Ref: "callerref-0123456", N: 1}}
	contactCall = line.Call{Leg: "leg-3", Ref: "contactref-0123456", Number: secret, From: "+15005550100", First: line.Step{Name: "answered", Ref: "contactref-0123456", N: 1}}
)

func TestEveryRequestIsOneThatTwiliosOwnParametersKnow(t *testing.T) {
	ctx := context.Background()
	step := line.Step{Name: "bridge", Ref: contactCall.Ref, N: 2}
	for name, ask := range map[string]func(p *Phone) error{
		"CreateCall":                      func(p *Phone) error { _, err := p.Place(ctx, leader, "+15005550100"); return err },
		"CreateCall ":                     func(p *Phone) error { _, err := p.PlaceCaller(ctx, callerCall); return err },
		"CreateCall  ":                    func(p *Phone) error { _, err := p.PlaceContact(ctx, contactCall); return err },
		"UpdateCall":                      func(p *Phone) error { return p.Hangup(ctx, "CA1") },
		"UpdateCall ":                     func(p *Phone) error { return p.Cancel(ctx, "CA1") },
		"UpdateCall  ":                    func(p *Phone) error { return p.Join(ctx, "CA1", step) },
		"UpdateCall   ":                   func(p *Phone) error { return p.Steer(ctx, "CA1", step) },
		"FetchCall":                       func(p *Phone) error { _, err := p.Find(ctx, line.Call{Carrier: "CA1"}); return err },
		"ListCall":                        func(p *Phone) error { _, err := p.Find(ctx, callerCall); return err },
		"ListCall ":                       func(p *Phone) error { _, err := p.Look(ctx, calling.Leg{Number: secret}, "CA1"); return err },
		"ListConference ListParticipant":  func(p *Phone) error { _, err := p.InRoom(ctx, "c-caller-0123456-7"); return err },
		"ListConference UpdateConference": func(p *Phone) error { return p.CloseRoom(ctx, "c-caller-0123456-7") },
		"ListIncomingPhoneNumber":         func(p *Phone) error { _, err := p.Numbers(ctx); return err },
		"ListIncomingPhoneNumber UpdateIncomingPhoneNumber": func(p *Phone) error { _, err := p.TakeCalls(ctx, "+15005550100"); return err },
	} {
		p, asked := wire(t)
		if err := ask(p); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := strings.Join(asked(), " "); got != strings.TrimSpace(name) {
			t.Errorf("%s asked %s", name, got)
		}
	}
}

func TestTheCheckOfRequestsFindsWhatWasPlanted(t *testing.T) {
	good := url.Values{"To": {secret}, "From": {secret}, "Timeout": {"22"}, "AsyncAmd": {"true"}, "StatusCallbackEvent": {"initiated", "ringing"}}
	for name, plant := range map[string]func(url.Values){
		"":                          func(url.Values) {},
		"Answer is no parameter":    func(v url.Values) { v.Set("Answer", "yes") },
		"From is missing":           func(v url.Values) { v.Del("From") },
		"Timeout is no int: 22s":    func(v url.Values) { v.Set("Timeout", "22s") },
		"AsyncAmd is no string: 1":  func(v url.Values) { v.Set("AsyncAmd", "1") },
		"Timeout comes more than":   func(v url.Values) { v["Timeout"] = []string{"22", "23"} },
		"StatusCallbackEvent is no": func(v url.Values) { v.Set("StatusCallbackEvent", "initiated ringing") },
		"Url is no string":          func(v url.Values) { v.Set("Url", "https://phones.example.org/b/step/answered/15005550006/1") },
	} {
		form := url.Values{}
		for k, v := range good {
			form[k] = v
		}
		plant(form)
		got := strings.Join(against(form, openapi.CreateCallParams{}, []string{"To", "From"}), "; ")
		if (got == "") != (name == "") || !strings.Contains(got, name) {
			t.Errorf("planted %q, found %q", name, got)
		}
	}
}

func TestCallersAndContactsAreRungWithEverythingTheCarrierMustKnow(t *testing.T) {
	var got url.Values
	p, _ := phoneAt(t, func(w http.ResponseWriter, r *http.Request) { r.ParseForm(); got = r.PostForm; reply(w, 201, placed) })
	both := func(ref, step string) url.Values {
		return url.Values{
			"To": {secret}, "From": {"+15005550100"}, "Method": {"POST"},
			"Url":         {"https://phones.example.org/b/step/" + step + "/" + ref + "/1"},
			"FallbackUrl": {"https://phones.example.org/b/fallback/" + ref}, "FallbackMethod": {"POST"},
			"StatusCallback": {"https://phones.example.org/b/status/" + ref}, "StatusCallbackMethod": {"POST"},
			"StatusCallbackEvent": {"initiated", "ringing", "answered", "completed"},
		}
	}
	want := both("callerref-0123456", "hello")
	want.Set("Timeout", "30")
	want.Set("TimeLimit", "14400")
	if id, err := p.PlaceCaller(context.Background(), callerCall); err != nil || id != "CA0123456789" || got.Encode() != want.Encode() {
		t.Errorf("%q %v\ngot  %s\nwant %s", id, err, got.Encode(), want.Encode())
	}
	want = both("contactref-0123456", "answered")
	want.Set("TimeLimit", "3600")
	want.Set("MachineDetection", "Enable")
	want.Set("AsyncAmd", "true")
	want.Set("AsyncAmdStatusCallback", "https://phones.example.org/b/verdict/contactref-0123456")
	want.Set("AsyncAmdStatusCallbackMethod", "POST")
	for ring, timeout := range map[time.Duration]string{0: "22", 15 * time.Second: "15", 3 * time.Second: "15", 40 * time.Second: "40"} {
		call := contactCall
		call.Ring = ring
		want.Set("Timeout", timeout)
		if id, err := p.PlaceContact(context.Background(), call); err != nil || id != "CA0123456789" || got.Encode() != want.Encode() {
			t.Errorf("%q %v\ngot  %s\nwant %s", id, err, got.Encode(), want.Encode())
		}
	}
	if err := p.Join(context.Background(), "CA1", line.Step{Name: "bridge", Ref: contactCall.Ref, N: 2}); err != nil ||
		got.Get("Url") != "https://phones.example.org/b/step/bridge/contactref-0123456/2" || got.Get("FallbackUrl") != "https://phones.example.org/b/fallback/contactref-0123456" {
		t.Errorf("%v %s", err, got.Encode())
	}
	if err := p.Cancel(context.Background(), "CA1"); err != nil || got.Encode() != "Status=canceled" {
		t.Errorf("%v %s", err, got.Encode())
	}
}

func TestWhoIsInARoomIsAsked(t *testing.T) {
	p, _ := wire(t)
	legs, err := p.InRoom(context.Background(), "c-caller-0123456-7")
	if err != nil || strings.Join(legs, " ") != "CA1 CA2" {
		t.Errorf("%v %v", legs, err)
	}
	if legs, err = p.InRoom(context.Background(), "c-caller-0123456-8"); err != nil || len(legs) != 0 {
		t.Errorf("a room that never was: %v %v", legs, err)
	}
	if err := p.CloseRoom(context.Background(), "c-caller-0123456-8"); err != nil {
		t.Error(err)
	}
}

func TestANumberThatAsksSomebodyElseIsLeftAlone(t *testing.T) {
	for fields, want := range map[string]struct{ taken, changed bool }{
		`"voice_url":""`:   {true, true},
		`"voice_url":null`: {true, true},
		`"voice_url":"https://demo.twilio.com/welcome/voice/"`: {true, true},
		`"voice_url":"https://phones.example.org/b/inbound"`:   {true, true},
		`"voice_url":"https://phones.example.org/b/inbound","voice_fallback_url":"https://phones.example.org/b/inbound/fallback","status_callback":"https://phones.example.org/b/inbound/status"`: {true, false},
		`"voice_url":"https://switchboard.example.org/"`:  {false, false},
		`"voice_url":"","voice_application_sid":"AP1"`:    {false, false},
		`"voice_url":"","trunk_sid":"TK1"`:                {false, false},
		`"voice_url":"","phone_number":"+15005550100999"`: {false, false},
	} {
		changed := false
		p, _ := phoneAt(t, func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPost {
				changed = true
				reply(w, 200, `{"sid":"PN1"}`)
				return
			}
			if !strings.Contains(fields, "phone_number") {
				fields += `,"phone_number":"+15005550100"`
			}
			reply(w, 200, `{"incoming_phone_numbers":[{"sid":"PN1",`+fields+`}]}`)
		})
		taken, err := p.TakeCalls(context.Background(), "+15005550100")
		if err != nil || taken != want.taken || changed != want.changed {
			t.Errorf("%s: taken %v, changed %v, %v", fields, taken, changed, err)
		}
	}
}
