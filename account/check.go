package account

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/nyaruka/phonenumbers"

	"partyline/fault"
)

func invalid(field, title string, args ...any) *fault.Error {
	title = fmt.Sprintf(title, args...)
	return fault.New(fault.Invalid, "invalid", "%s", title).On(field, title)
}

// stale is the refusal of an edit that was made on an older version.
func stale(current any) error {
	return fault.New(fault.Conflict, "conflict", "Somebody else changed this in the meantime. Here is how it is now.").With("current", current)
}

// nameOf tidies the spaces of one line of text that people read; what cannot be kept is refused, also where
// it came by a command and not over HTTP.
func nameOf(field, s string, most int) (string, error) {
	if s = trim(s); !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) {
		return "", invalid(field, "There is a control character in this text. Take it out, or type the text anew.")
	}
	s = strings.Join(strings.Fields(s), " ")
	if s == "" {
		return "", invalid(field, "A name is needed.")
	}
	if utf8.RuneCountInString(s) > most {
		return "", invalid(field, "At most %d characters can be kept.", most)
	}
	return s, nil
}

// emailOf folds an e-mail address; whether anybody reads it there, nobody checks: no mail is sent.
func emailOf(s string) (string, error) {
	s = foldEmail(s)
	local, domain, found := strings.Cut(s, "@")
	if !found || local == "" || len(s) > 254 || strings.Contains(domain, "@") || !strings.Contains(strings.Trim(domain, "."), ".") ||
		strings.ContainsFunc(s, func(r rune) bool {
			return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune(`<>",;:\()[]`, r)
		}) {
		return "", invalid("email", "This is not an email address.")
	}
	return s, nil
}

func zoneOf(s string) (string, error) {
	s = trim(s)
	if _, err := time.LoadLocation(s); err != nil || s == "" || s == "Local" {
		return "", invalid("zone", "This is not a time zone that we know. Write it like Europe/London.")
	}
	return s, nil
}

func countryOf(s string) (string, error) {
	s = strings.ToUpper(trim(s))
	if !phonenumbers.GetSupportedRegions()[s] {
		return "", invalid("country", "This is not a country that we know. Write it like GB.")
	}
	return s, nil
}

// languageOf takes a language tag: en, en-GB.
func languageOf(s string) (string, error) {
	s = trim(s)
	if len(s) < 2 || len(s) > 12 || strings.ContainsFunc(s, func(r rune) bool { return r != '-' && (r > 'z' || !unicode.IsLetter(r) && !unicode.IsDigit(r)) }) {
		return "", invalid("language", "This is not a language that we know. Write it like en.")
	}
	return s, nil
}
