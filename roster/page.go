package roster

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"partyline/fault"
)

// PageLimit is the most that one page of people, supporters or rejects holds.
const PageLimit = 500

func page(limit int) int {
	if limit <= 0 {
		return 100
	}
	return min(limit, PageLimit)
}

// cursor and uncursor carry the place of the last one of a page.
func cursor(key, id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(id + "\x00" + key))
}

func uncursor(c string) (key, id string, err error) {
	if c == "" {
		return "", "", nil
	}
	b, err := base64.RawURLEncoding.DecodeString(c)
	id, key, found := strings.Cut(string(b), "\x00")
	if err != nil || !found || !utf8.Valid(b) || strings.Contains(key, "\x00") {
		return "", "", fault.New(fault.Invalid, "cursor_invalid", "This is not a cursor of ours; start from the first page.").On("cursor", "Use what the page before gave as next.")
	}
	return key, id, nil
}
