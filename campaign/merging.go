package campaign

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// merged is a merge field in a text: {first_name}.
var merged = regexp.MustCompile(`\{([a-z0-9_]+)\}`)

// saidAnyway are the fields that callers are told though no question has them: who it is, and where they live.
var saidAnyway = []string{"name", "first_name", "last_name", "city", "town"}

// Said is what of a contact's fields goes to who talks to them: those that the script names in braces, as they are; of name and
// town what reaches nobody. Whatever else their file had stays with the organisation.
func (s Script) Said(fields map[string]string) map[string]string {
	out := map[string]string{}
	for _, name := range saidAnyway {
		if text := Discreet(fields[name]); text != "" {
			out[name] = text
		}
	}
	for _, q := range s.Questions {
		for _, m := range merged.FindAllStringSubmatch(q.Title+" "+q.Text, -1) {
			if text, has := fields[m[1]]; has {
				out[m[1]] = text
			}
		}
	}
	return out
}

// Discreet is a text of a contact's file, "" for one that Reaches somebody.
func Discreet(text string) string {
	if Reaches(text) {
		return ""
	}
	return text
}

var (
	digits  = regexp.MustCompile(`\p{Nd}(?:[^\p{L}\p{Nd}]{0,3}\p{Nd}){6}`) // as many as a number has, however they are parted
	mailbox = regexp.MustCompile(`[^\s@]@[^\s@]+\.[^\s@]`)
	zipPlus = regexp.MustCompile(`^\d{5}-\d{4}$`)
	days    = []string{time.DateOnly, "2/1/2006", "1/2/2006", "2.1.2006", "2-1-2006", "1-2-2006", time.DateTime, "2006-01-02 15:04", time.RFC3339}
)

// Reaches says whether a text looks as if somebody could be reached by it: a phone number or an e-mail address is in it. A day, with
// or without a time, and a ZIP code are none.
func Reaches(text string) bool {
	if mailbox.MatchString(text) {
		return true
	}
	if !digits.MatchString(text) {
		return false
	}
	text = strings.TrimSpace(text)
	return !zipPlus.MatchString(text) && !slices.ContainsFunc(days, func(layout string) bool {
		day, err := time.Parse(layout, text)
		return err == nil && day.Year() >= 1900 && day.Year() < 2100
	})
}
