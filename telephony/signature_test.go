package telephony

import (
	"net/url"
	"strings"
	"testing"

	"github.com/twilio/twilio-go/client"

	"partyline/fault"
)

const (
	form     = "application/x-www-form-urlencoded"
	newToken = "0123456789abcdef0123456789abcdef"
	oldToken = "fedcba9876543210fedcba9876543210"
)

// signedBy signs as the carrier does, from its public description and not with the code under test:
// https://www.twilio.com/docs/usage/security#validating-requests
func signedBy(t *testing.T, token, address string, values url.Values) string {
	t.Helper()
	params := map[string]string{}
	for k := range values {
		params[k] = values.Get(k)
	}
	v := client.NewRequestValidator(token)
	text := address
	for _, k := range sortedKeys(values) {
		text += k + values.Get(k)
	}
	signature := string(sign([]byte(token), text))
	if !v.Validate(address, params, signature) {
		t.Fatalf("Twilio's own validator refuses the signature for %s", address)
	}
	return signature
}

func sortedKeys(v url.Values) []string {
	keys := make([]string, 0, len(v))
	for pair := range strings.SplitSeq(v.Encode(), "&") { // Encode sorts
		k, _, _ := strings.Cut(pair, "=")
		if k, err := url.QueryUnescape(k); err == nil && (len(keys) == 0 || keys[len(keys)-1] != k) {
			keys = append(keys, k)
		}
	}
	return keys
}

func guard(t *testing.T, public string) *Guard {
	t.Helper()
	g, err := NewGuard(public, newToken, oldToken)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestASignedWebhookIsLetThrough(t *testing.T) {
	values := url.Values{"CallSid": {"CA1"}, "Digits": {""}, "From": {"+15005550006"}, "Caller Name": {"Zoë & Söhne"}}
	for _, public := range []string{
		"https://phones.example.org", "https://phones.example.org/", "https://phones.example.org:8443", "http://localhost:8080",
		"http://127.0.0.1:9", "http://[::1]:8080", "https://example.org/party", "http://phones.example.org",
	} {
		for _, token := range []string{newToken, oldToken} {
			const uri = "/t/step/key/abcdefgh/1?x=%20y"
			signature := signedBy(t, token, strings.TrimRight(public, "/")+uri, values)
			got, err := guard(t, public).Open(uri, form+"; charset=UTF-8", signature, []byte(values.Encode()))
			if err != nil {
				t.Errorf("%s: %v", public, err)
			} else if got.Get("Caller Name") != "Zoë & Söhne" {
				t.Errorf("%s: read %v", public, got)
			}
		}
	}
}

func TestThePortMayBeSignedOrNot(t *testing.T) {
	values := url.Values{"CallSid": {"CA1"}}
	for public, signed := range map[string]string{
		"https://phones.example.org":      "https://phones.example.org:443/t/status/abcdefgh",
		"https://phones.example.org:8443": "https://phones.example.org/t/status/abcdefgh",
		"http://phones.example.org":       "http://phones.example.org:80/t/status/abcdefgh",
		"http://[::1]:8080":               "http://[::1]/t/status/abcdefgh",
	} {
		signature := string(sign([]byte(newToken), signed+"CallSidCA1"))
		if _, err := guard(t, public).Open("/t/status/abcdefgh", form, signature, []byte(values.Encode())); err != nil {
			t.Errorf("%s signed as %s: %v", public, signed, err)
		}
	}
}

func TestWhatTheCarrierDidNotSignIsRefused(t *testing.T) {
	const public, uri = "https://phones.example.org", "/t/status/abcdefgh"
	values := url.Values{"CallSid": {"CA1"}, "CallStatus": {"ringing"}}
	body := values.Encode()
	signature := signedBy(t, newToken, public+uri, values)
	g := guard(t, public)
	if _, err := g.Open(uri, form, signature, []byte(body)); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ uri, kind, signature, body string }{
		"no signature":         {uri, form, "", body},
		"of another token":     {uri, form, signedBy(t, strings.Repeat("a", 32), public+uri, values), body},
		"of another address":   {"/t/status/abcdefgi", form, signature, body},
		"with a query added":   {uri + "?a=b", form, signature, body},
		"a tampered value":     {uri, form, signature, strings.Replace(body, "ringing", "completed", 1)},
		"a key added":          {uri, form, signature, body + "&Digits=1"},
		"a key taken away":     {uri, form, signature, "CallSid=CA1"},
		"a repeated key":       {uri, form, signature, body + "&CallStatus=completed"},
		"a repeated same key":  {uri, form, signature, body + "&CallStatus=ringing"},
		"JSON":                 {uri, "application/json", signature, `{"CallSid":"CA1"}`},
		"multipart":            {uri, "multipart/form-data; boundary=x", signature, body},
		"no content type":      {uri, "", signature, body},
		"a broken form":        {uri, form, signature, "CallSid=%zz"},
		"semicolons":           {uri, form, signature, "CallSid=CA1;CallStatus=ringing"},
		"signature cut short":  {uri, form, signature[:10], body},
		"signature with space": {uri, form, signature + " ", body},
	} {
		if _, err := g.Open(c.uri, c.kind, c.signature, []byte(c.body)); fault.As(err).Kind != fault.Forbidden {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := g.Open(uri, form, signature, make([]byte, MaxBody+1)); !fault.Is(err, "too_large") {
		t.Errorf("a huge body: %v", err)
	}
}

func TestARotatedTokenIsRefusedOnceItIsTakenOut(t *testing.T) {
	g, err := NewGuard("https://phones.example.org", newToken)
	if err != nil {
		t.Fatal(err)
	}
	values := url.Values{"CallSid": {"CA1"}}
	signature := signedBy(t, oldToken, "https://phones.example.org/t/status/abcdefgh", values)
	if _, err := g.Open("/t/status/abcdefgh", form, signature, []byte(values.Encode())); !fault.Is(err, "forged") {
		t.Errorf("got %v", err)
	}
	if _, err := NewGuard("https://phones.example.org", "", " "); !fault.Is(err, "phone_config") {
		t.Errorf("a guard without a token: %v", err)
	}
	if _, err := NewGuard("phones.example.org", newToken); !fault.Is(err, "public_url") {
		t.Errorf("a guard without an address: %v", err)
	}
}

func FuzzOnlySignedFormsAreOpened(f *testing.F) {
	f.Add("/t/status/abcdefgh", form, "x", "CallSid=CA1")
	f.Add("/t/status/abcdefgh?a=%zz", form, "", "a=1&a=2")
	f.Fuzz(func(t *testing.T, uri, kind, signature, body string) {
		g, _ := NewGuard("https://phones.example.org", newToken)
		if _, err := g.Open(uri, kind, signature, []byte(body)); err == nil {
			t.Fatalf("opened %q with %q", body, signature)
		}
	})
}
