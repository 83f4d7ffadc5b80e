package roster

import (
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/nyaruka/phonenumbers"
)

// Numbers brings phone numbers as people write them into E.164 and says what is wrong with the others.
// It remembers the verdict on North American numbers by area code and exchange, which is where it is decided.
// The zero value is useful; any number of goroutines may share one.
type Numbers struct {
	mu      sync.RWMutex
	verdict map[string]Reason // of the first six digits
}

// remembered bounds the memory of verdicts: there are 640,000 area code and exchange pairs.
const remembered = 1 << 20

var (
	scientific = regexp.MustCompile(`^\d([.,]\d+)?[eE]\+?\d{1,2}$`)
	// Ranges that Ofcom keeps for drama and examples. They are never given to anybody, and the
	// library calls some of them invalid; demos, tests and training files are full of them.
	fictitious = regexp.MustCompile(`^\+44(7700900|1632960)\d{3}$`)
)

// Normal reads a number written in a country (ISO code, "GB"). The reason is "" when it can be used.
// An empty cell gives "", "".
func (n *Numbers) Normal(raw, country string) (string, Reason) {
	s := strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(raw), "'="))
	s = strings.Trim(s, `"`)
	if s == "" {
		return "", ""
	}
	if scientific.MatchString(s) {
		return "", Scientific
	}
	if digits, ok := american(s, country); ok {
		return n.northAmerican(digits)
	}
	return parse(s, country)
}

// american finds the ten digits of a number that can only be read as a North American one.
func american(s, country string) (string, bool) {
	digits := make([]byte, 0, 12)
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			if len(digits) == 12 {
				return "", false
			}
			digits = append(digits, c)
		case c == '+' && i == 0, c == ' ', c == '-', c == '(', c == ')', c == '.':
		default:
			return "", false
		}
	}
	plus := s[0] == '+'
	switch {
	case plus && len(digits) == 11 && digits[0] == '1':
		return string(digits[1:]), true
	case !plus && (country == "US" || country == "CA") && len(digits) == 11 && digits[0] == '1':
		return string(digits[1:]), true
	case !plus && (country == "US" || country == "CA") && len(digits) == 10:
		return string(digits), true
	}
	return "", false
}

func (n *Numbers) northAmerican(digits string) (string, Reason) {
	n.mu.RLock()
	why, known := n.verdict[digits[:6]]
	n.mu.RUnlock()
	if !known {
		_, why = parse("+1"+digits, "US")
		n.mu.Lock()
		if n.verdict == nil || len(n.verdict) >= remembered {
			n.verdict = map[string]Reason{}
		}
		n.verdict[digits[:6]] = why
		n.mu.Unlock()
	}
	if why != "" {
		return "", why
	}
	return "+1" + digits, ""
}

func parse(s, country string) (string, Reason) {
	p, err := phonenumbers.Parse(s, country)
	switch {
	case err == phonenumbers.ErrInvalidCountryCode:
		return "", CountryWrong
	case err == phonenumbers.ErrTooShortAfterIDD, err == phonenumbers.ErrTooShortNSN:
		return "", TooShort
	case err == phonenumbers.ErrNumTooLong:
		return "", TooLong
	case err != nil:
		return "", NotANumber
	}
	e164 := phonenumbers.Format(p, phonenumbers.E164)
	if phonenumbers.IsValidNumber(p) || fictitious.MatchString(e164) {
		return e164, ""
	}
	switch phonenumbers.IsPossibleNumberWithReason(p) {
	case phonenumbers.TOO_SHORT, phonenumbers.IS_POSSIBLE_LOCAL_ONLY:
		return "", TooShort
	case phonenumbers.TOO_LONG:
		return "", TooLong
	case phonenumbers.INVALID_COUNTRY_CODE:
		return "", CountryWrong
	}
	return "", NoSuchNumber
}

// countryOf is the country a refused number was read for, for its sentence: its own when it says one.
func countryOf(raw, country string) string {
	digits, found := strings.CutPrefix(strings.TrimSpace(raw), "+")
	if !found {
		return country
	}
	digits = strings.NewReplacer(" ", "", "(", "", "-", "").Replace(digits)
	for n := min(3, len(digits)); n > 0; n-- {
		code, err := strconv.Atoi(digits[:n])
		if err != nil {
			continue
		}
		if own := phonenumbers.GetRegionCodeForCountryCode(code); own != "" && own != "ZZ" && own != "001" {
			return own
		}
	}
	return country
}

// knownCountry says whether numbers can be read for it.
func knownCountry(country string) bool { return phonenumbers.GetSupportedRegions()[country] }
