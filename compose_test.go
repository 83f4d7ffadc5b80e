package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// A setting of compose.yaml that looks like a number is one to its reader: 32 zeros become "0", and who is told so does not start.
func TestTheExampleSaysTextsAsTexts(t *testing.T) {
	text, err := os.ReadFile("compose.yaml")
	if err != nil {
		t.Fatal(err)
	}
	settings := regexp.MustCompile(`(?m)^ +([A-Z][A-Z_]+): ([^{\n]+?)(?: +#.*)?$`).FindAllStringSubmatch(string(text), -1)
	if len(settings) < 8 {
		t.Fatalf("only %d settings were found", len(settings))
	}
	number := regexp.MustCompile(`^[-+]?(0[xob])?[0-9_]+(\.[0-9]+)?$`)
	for _, s := range settings {
		if number.MatchString(s[2]) {
			t.Errorf("%s: %s has no quotes", s[1], s[2])
		}
		if s[1] == "TWILIO_AUTH_TOKEN" && len(strings.Trim(s[2], `"`)) != 32 {
			t.Errorf("%s: %s is no token of the simulated carrier", s[1], s[2])
		}
	}
}
