package carrier

import (
	"crypto/rand"
	"encoding/hex"
	"regexp"
)

var (
	sidShape   = regexp.MustCompile(`^AC[0-9a-f]{32}$`)
	tokenShape = regexp.MustCompile(`^[0-9a-zA-Z]{32}$`)
)

// Credentials makes an account SID and an auth token at random, in the only characters that
// Twilio's client accepts. Make them once for an installation and keep them: the token signs webhooks.
func Credentials() (accountSID, authToken string) { return sid("AC"), sid("") }

// sid is a new identifier with Twilio's two letters in front.
func sid(kind string) string {
	var b [16]byte
	rand.Read(b[:]) // never fails since Go 1.24
	return kind + hex.EncodeToString(b[:])
}
