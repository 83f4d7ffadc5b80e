package campaign

import (
	"maps"
	"testing"
)

func TestWhatReachesSomebody(t *testing.T) {
	for text, want := range map[string]bool{
		"":                                    false,
		"+447700900123":                       true,
		"07700 900 123":                       true,
		"(077) 00-900.123":                    true,
		"ring Ann on 0770 / 0900123 after 6":  true,
		"٠٧٧٠٠٩٠٠١٢٣":                         true,
		"555-0123":                            true,
		"5550123":                             true,
		"ann@people.example":                  true,
		"write to ann.b+x@people.example now": true,
		"@ann":                                false,
		"Leeds, LS1 4AP":                      false,
		"Flat 3, 14 Elm Road, 90210":          false,
		"90210-1234":                          false,
		"1961-03-02":                          false,
		"02/03/1961":                          false,
		"2.3.1961":                            false,
		"2026-11-03 18:30":                    false,
		"01-23-4567":                          true, // no year of ours
		"1961-03-02 or 0770 0900123":          true,
		"3f2a-b41c-9d":                        false,
		"123456":                              false,
	} {
		if got := Reaches(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestAScriptSaysWhatItNames(t *testing.T) {
	fields := map[string]string{
		"first_name": "Ann", "last_name": "Bell 07700 900123", "city": "Leeds", "town": "07700 900124", "zip": "LS1", "partner_no": "07700 900125", "e_mail": "ann@people.example", "ward": "Hyde", "notes": "shy",
	}
	script := DefaultScript()
	want := map[string]string{"first_name": "Ann", "city": "Leeds"}
	if got := script.Said(fields); !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	script.Questions[0].Title = "Do they live in {ward}?"
	script.Questions = append(script.Questions, Question{ID: "two", Kind: ReadOnly, Next: End, Text: "You wrote from {e_mail}, {nickname}; {Partner_no} {partner no}"})
	want["ward"], want["e_mail"] = "Hyde", "ann@people.example"
	if got := script.Said(fields); !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := script.Said(nil); got == nil || len(got) != 0 {
		t.Errorf("of nothing: %v", got)
	}
}
