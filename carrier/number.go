package carrier

import (
	"crypto/md5"
	"encoding/hex"
	"regexp"
	"strings"
)

var (
	e164Shape  = regexp.MustCompile(`^\+[1-9]\d{6,14}$`)
	nanpShape  = regexp.MustCompile(`^\+1[2-9]\d{9}$`)
	decoration = strings.NewReplacer(" ", "", "-", "", "(", "", ")", "", ".", "", "\u00a0", "")
)

// normal brings a number into E.164; ten digits are taken as North American, as Twilio does.
// It checks the shape only: whether anybody is there is for the people to say.
func normal(number string) (string, bool) {
	n := decoration.Replace(strings.TrimSpace(number))
	switch {
	case strings.HasPrefix(n, "+"):
	case len(n) == 10:
		n = "+1" + n
	default:
		n = "+" + n
	}
	if strings.HasPrefix(n, "+1") {
		return n, nanpShape.MatchString(n)
	}
	return n, e164Shape.MatchString(n)
}

// display is how Twilio formats a number for reading.
func display(n string) string {
	if !nanpShape.MatchString(n) {
		return n
	}
	return "(" + n[2:5] + ") " + n[5:8] + "-" + n[8:]
}

// readable is a number as the pages show it: as display does, others in groups from the end.
func readable(n string) string {
	if d := display(n); d != n || len(n) < 13 {
		return d
	}
	end := len(n) - 10
	return n[:end] + " " + n[end:end+3] + " " + n[end+3:end+6] + " " + n[end+6:]
}

// numberSID is the fixed identifier of a number that the account owns.
func numberSID(account, number string) string {
	sum := md5.Sum([]byte(account + number)) // an identifier, not a secret
	return "PN" + hex.EncodeToString(sum[:])
}
