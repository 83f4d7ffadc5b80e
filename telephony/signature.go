package telephony

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/base64"
	"mime"
	"net/url"
	"slices"
	"strings"

	"partyline/fault"
)

// MaxBody is the most bytes a webhook may have.
const MaxBody = 64 << 10

// Guard lets through what the carrier signed, and nothing else. An old request validates for ever
// (the signature has no date): being harmless when repeated is up to who is called.
type Guard struct {
	public string // PUBLIC_URL, never the request's own Host
	tokens [][]byte
}

// NewGuard makes a guard for requests to publicURL, signed with any of the auth tokens: while a token
// is being rotated the old and the new one are both in use.
func NewGuard(publicURL string, tokens ...string) (*Guard, error) {
	links, err := NewLinks(publicURL)
	if err != nil {
		return nil, err
	}
	g := &Guard{public: links.public}
	for _, t := range tokens {
		if t = strings.TrimSpace(t); t != "" {
			g.tokens = append(g.tokens, []byte(t))
		}
	}
	if len(g.tokens) == 0 {
		return nil, fault.New(fault.Invalid, "phone_config", "Webhooks cannot be checked without TWILIO_AUTH_TOKEN.")
	}
	return g, nil
}

// Open checks a webhook and returns its form. requestURI is path and query as they came in. The refusals
// are forged (403) for whatever is not a form signed for this address, and too_large.
// Keys that come twice are refused: the signature covers only the first of them.
func (g *Guard) Open(requestURI, contentType, signature string, body []byte) (url.Values, error) {
	if len(body) > MaxBody {
		return nil, fault.New(fault.Invalid, "too_large", "A webhook has at most 64 kB.")
	}
	if kind, _, err := mime.ParseMediaType(contentType); err != nil || kind != "application/x-www-form-urlencoded" {
		return nil, forged("not a form")
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, forged("a broken form")
	}
	for _, values := range form {
		if len(values) != 1 {
			return nil, forged("a repeated key")
		}
	}
	if !g.signed(requestURI, form, signature) {
		return nil, forged("a wrong signature")
	}
	return form, nil
}

func forged(why string) *fault.Error {
	return fault.New(fault.Forbidden, "forged", "This request is not signed by our phone carrier.").With("why", why)
}

// signed compares with every token and every form of the address, always all of them, each in constant time.
func (g *Guard) signed(requestURI string, form url.Values, signature string) bool {
	keys := make([]string, 0, len(form))
	for k := range form {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	var tail strings.Builder
	for _, k := range keys {
		tail.WriteString(k)
		tail.WriteString(form[k][0])
	}
	given, ok := []byte(signature), 0
	for _, token := range g.tokens {
		for _, address := range spellings(g.public + requestURI) {
			ok |= subtle.ConstantTimeCompare(given, sign(token, address+tail.String()))
		}
	}
	return ok == 1
}

func sign(token []byte, text string) []byte {
	h := hmac.New(sha1.New, token)
	h.Write([]byte(text))
	return base64.StdEncoding.AppendEncode(nil, h.Sum(nil))
}

// spellings is the address as it is, and with its port named or left out: the carrier's own signing
// is not of one mind about ports.
func spellings(address string) []string {
	all := []string{address}
	u, err := url.Parse(address)
	if err != nil {
		return all
	}
	scheme, rest, _ := strings.Cut(address, "://")
	path := rest[len(u.Host):]
	switch port := u.Port(); {
	case port != "":
		all = append(all, scheme+"://"+strings.TrimSuffix(u.Host, ":"+port)+path)
	case scheme == "https":
		all = append(all, scheme+"://"+u.Host+":443"+path)
	default:
		all = append(all, scheme+"://"+u.Host+":80"+path)
	}
	return all
}
